/**
 * The hash chain of a district. This text defines exactly what is hashed, so that anybody can check a ledger with
 * only this text and SHA-256.
 *
 * The hash of an entry is SHA-256 of the UTF-8 of one JSON array without spaces. The array contains: the previous
 * entry's hash (the empty text for the first entry), district, position, stream, version, command id, time in
 * milliseconds, type, the event's data, and the fingerprint if the entry has one, written as `JSON.stringify` writes
 * them. Each entry contains the hash of the previous one. So if an entry is changed, dropped or moved, the next hash
 * is wrong. Entries that are dropped *from the end* leave a shorter chain that is still valid: to detect that, keep
 * the head elsewhere.
 *
 * The hash function is an argument, because core must run on every platform.
 */

/** SHA-256 of the UTF-8 of a text, in 64 lower-case hex digits. */
export type HashText = (text: string) => string

/**
 * The fields of an entry except its data and its hash.
 *
 * @category models
 */
export interface Link extends Source {
  readonly position: number
  readonly version: number
  readonly type: string
  readonly fingerprint?: string
}

/**
 * The common fields of all entries that one append writes to one stream.
 *
 * @category models
 */
export interface Source {
  readonly district: string
  readonly stream: string
  readonly commandId: string
  readonly at: number
}

/**
 * The text that is hashed for an entry. `data` is the event's JSON text.
 *
 * @example
 * ```ts
 * import * as Ledger from "@liulinhui/core/Ledger"
 * import { strict as assert } from "node:assert"
 *
 * const link = { district: "wan-liu", position: 1, stream: "pairing", version: 1, commandId: "c-1", at: 0, type: "Paired" }
 * assert.equal(
 *   Ledger.preimage("", link, `{"branch":"b1"}`),
 *   `["","wan-liu",1,"pairing",1,"c-1",0,"Paired",{"branch":"b1"}]`
 * )
 * ```
 * @category operations
 */
export const preimage = (previous: string, link: Link, data: string): string =>
  preimagesOf(link)(previous, link.position, link.version, link.type, data, link.fingerprint)

/**
 * The same for many entries of one source. Their common fields are written only once.
 *
 * @category operations
 */
export const preimagesOf = (
  source: Source
): ((
  previous: string,
  position: number,
  version: number,
  type: string,
  data: string,
  fingerprint: string | undefined
) => string) => {
  const district = JSON.stringify(source.district)
  const stream = JSON.stringify(source.stream)
  const command = `${JSON.stringify(source.commandId)},${source.at}`
  return (previous, position, version, type, data, fingerprint) => {
    const last = fingerprint === undefined ? "" : `,${JSON.stringify(fingerprint)}`
    return `[${JSON.stringify(previous)},${district},${position},${stream},${version},${command},${JSON.stringify(type)},${data}${last}]`
  }
}
