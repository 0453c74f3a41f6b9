/**
 * The network address of a caller: what counts as one address for limits, and the shortened form that the audit keeps.
 * A full address is personal information, so it is never stored.
 */
import { hash } from "node:crypto"

/** The first four groups of an IPv6 address, in the long form. */
const prefixOf = (address: string): ReadonlyArray<string> => {
  const [head = "", tail] = address.split("%")[0]?.split("::") ?? []
  const before = head === "" ? [] : head.split(":")
  const after = tail === undefined || tail === "" ? [] : tail.split(":")
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const groups = [...before, ...Array.from({ length: zeros }, () => "0"), ...after]
  return groups.slice(0, 4).map((group) => group.toLowerCase().replace(/^0+(?=.)/u, ""))
}

/** An IPv4 address that is written as an IPv6 address, such as `::ffff:192.0.2.7`, as IPv4. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/iu, "")

/**
 * The key under which the attempts of an address are counted. All IPv6 addresses with the same first 64 bits count as
 * one, because one caller usually has all of them.
 *
 * @category conversions
 */
export const keyOf = (address: string): string => {
  const one = plain(address)
  return hash("sha256", one.includes(":") ? prefixOf(one).join(":") : one, "base64url")
}

/**
 * The shortened address for the audit: the first three numbers of an IPv4 address, and the first 48 bits of an IPv6
 * address.
 *
 * @category conversions
 */
export const shortened = (address: string): string => {
  const one = plain(address)
  if (one.includes(":")) return `${prefixOf(one).slice(0, 3).join(":")}::/48`
  return /^\d+\.\d+\.\d+\.\d+$/u.test(one) ? `${one.split(".").slice(0, 3).join(".")}.0/24` : "unknown"
}
