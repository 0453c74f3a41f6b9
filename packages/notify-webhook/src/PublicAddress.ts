/**
 * Connections to public addresses only. A webhook's address comes from whoever sets it up; it must not become a way to
 * speak to what listens on this machine, in this network, or to a cloud's metadata service.
 *
 * What is checked is the address that is connected to, by the connection that then carries the request: a name that
 * means one address when it is looked up and another a moment later (DNS rebinding) gains nothing.
 */
import { buildConnector } from "@effect/platform-node/Undici"
import ipaddr from "ipaddr.js"
import { lookup as systemLookup, type LookupAddress, type LookupOptions } from "node:dns"
import { isIP, type LookupFunction } from "node:net"

/** The code of the error when an address is refused. */
export const refusedCode = "ERR_PRIVATE_ADDRESS"

const refused = (): NodeJS.ErrnoException =>
  Object.assign(new Error("the address lies in a private or special network"), { code: refusedCode })

const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3")

/**
 * Whether an IP address is one of the public internet: not of this machine, of a private or carrier's network, of a
 * link, of documentation, multicast, or one that carries another address inside.
 *
 * @example
 * ```ts
 * import { isPublic } from "@liulinhui/notify-webhook/PublicAddress"
 * import { strict as assert } from "node:assert"
 *
 * assert.equal(isPublic("1.1.1.1"), true)
 * assert.equal(isPublic("169.254.169.254"), false)
 * assert.equal(isPublic("::ffff:127.0.0.1"), false)
 * ```
 */
export const isPublic = (address: string): boolean => {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  return parsed instanceof ipaddr.IPv6
    ? parsed.range() === "unicast" && parsed.match(globalUnicast)
    : ipaddr.IPv4.isValidFourPartDecimal(address) && parsed.range() === "unicast"
}

/** How a name is looked up: all its addresses. */
export type Resolve = (
  hostname: string,
  options: LookupOptions & { readonly all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: Array<LookupAddress>) => void
) => void

// One private address among several is enough to refuse the name: which of them is taken would be chance.
const guarded =
  (resolve: Resolve): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? []
      if (error !== null) callback(error, [])
      else if (first === undefined || addresses.some(({ address }) => !isPublic(address)))
        callback(refused(), [])
      else if (options.all === true) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }

/**
 * A connector that connects to public addresses and to no other.
 *
 * @category constructors
 */
export const connector = (resolve: Resolve = systemLookup): buildConnector.connector => {
  const connect = buildConnector({ lookup: guarded(resolve) })
  return (options, callback) => {
    // An address that is written out is not looked up.
    const literal = options.hostname.replace(/^\[|\]$/gu, "")
    if (isIP(literal) !== 0 && !isPublic(literal)) {
      callback(refused(), null)
      return
    }
    connect(options, (...result) => {
      const [error, socket] = result
      if (error === null && !isPublic(socket.remoteAddress ?? "")) {
        socket.destroy()
        callback(refused(), null)
      } else callback(...result)
    })
  }
}
