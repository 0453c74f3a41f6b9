/**
 * The hash chain of a district. This comment defines exactly what is hashed, so that anybody can check a ledger with
 * only this comment and SHA-256.
 *
 * The hash of an entry is the SHA-256 of the UTF-8 bytes of one JSON array without spaces. The array contains, in this
 * order: the hash of the previous entry (an empty string for the first entry), district, position, stream, version,
 * command id, time in milliseconds, type, the event's data, and the fingerprint if the entry has one. All these values
 * are written as `JSON.stringify` writes them. Each hash includes the previous hash. So if an entry was changed,
 * dropped or moved, the hashes after it are wrong. If entries are dropped *from the end*, the shorter chain is still
 * valid. To detect this, also store the head (the last position and hash) in another place.
 *
 * The hash function is an argument, because core must run on every platform.
 */

/** Returns the SHA-256 of the UTF-8 bytes of a text, as 64 lower-case hex digits. */
export type HashText = (text: string) => string

/**
 * The fields of an entry that are hashed, except its data.
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
 * The hashed fields that are the same in all entries that one append writes to one stream.
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
 * The text that is hashed for an entry. `previous` is the hash of the previous entry, and `data` is the event's JSON
 * text.
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
 * Makes a faster version of {@link preimage} for many entries of one append and stream: the fields that these entries
 * have in common are formatted only once.
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
