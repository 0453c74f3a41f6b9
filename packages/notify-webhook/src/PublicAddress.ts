/**
 * Connects to public internet addresses only. A user sets up the address of a webhook, and must not be able to reach
 * programs on this machine, hosts in the private network, or the metadata service of a cloud (SSRF).
 *
 * The address is checked on the connection that then carries the request. So an attack with a name that resolves first
 * to a public address and a moment later to a private one (DNS rebinding) fails.
 */
import { buildConnector } from "@effect/platform-node/Undici"
import ipaddr from "ipaddr.js"
import { lookup as systemLookup, type LookupAddress, type LookupOptions } from "node:dns"
import { isIP, type LookupFunction } from "node:net"

/** The code of the error if an address is refused because it is not public. */
export const refusedCode = "ERR_PRIVATE_ADDRESS"

const refused = (): NodeJS.ErrnoException =>
  Object.assign(new Error("the address is in a private or special network"), { code: refusedCode })

const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3")

/**
 * Whether an IP address belongs to the public internet. The following do not: loopback, private and carrier networks,
 * link-local addresses, addresses for documentation, multicast, and IPv6 addresses that contain an IPv4 address.
 *
 * @example
 * ```ts
 * import { isPublic } from "@liulinhui/notify-webhook"
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

/** A function that looks up all addresses of a host name. */
export type Resolve = (
  hostname: string,
  options: LookupOptions & { readonly all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: Array<LookupAddress>) => void
) => void

// If one of a host name's addresses is private, the name is refused, because the connection could use any of the
// addresses.
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
 * Makes a connector (it opens the connections of the HTTP client) that connects to public addresses only.
 *
 * @category constructors
 */
export const connector = (resolve: Resolve = systemLookup): buildConnector.connector => {
  const connect = buildConnector({ lookup: guarded(resolve) })
  return (options, callback) => {
    // If a URL has an IP address in place of a host name, there is no lookup. So the address is checked here.
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
