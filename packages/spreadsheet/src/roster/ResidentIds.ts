/**
 * Makes ids for residents without an id in the file. An id stays readable in the ledger permanently, so it must reveal
 * nothing about the person. It is a keyed hash (HMAC-SHA-256) of the flat, the name and the birth. Nobody can check a guess
 * without the key, and after the key is destroyed the ids are random to everybody. An identity number is never hashed:
 * there are so few that a thief of the key could try them all.
 *
 * The same file and key make the same ids, so an interrupted import can be repeated. In later imports residents are found
 * in the registry, by door, name and birth; only new residents need a hash.
 */
import { createHmac } from "node:crypto"
import { ResidentId } from "@liulinhui/core/Id"

/** A secret of the district: at least 16 bytes or characters. */
export type ResidentKey = string | Uint8Array

/** The shortest key that is accepted. */
export const shortestKey = 16

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
const length = 20

const written = (bytes: Uint8Array): string =>
  Array.from(bytes.subarray(0, length), (byte) => alphabet[byte % alphabet.length]).join("")

/** What identifies a new resident. `times` is raised if the id is already taken. */
export interface Newcomer {
  readonly household: string
  readonly name: string
  readonly birth: string
  readonly times: number
}

/** The id of a new resident. */
export const make = (key: ResidentKey, { birth, household, name, times }: Newcomer): ResidentId => {
  const text = ["liulinhui resident 1", household, name, birth, String(times)].join("\n")
  return ResidentId.make(`r-${written(createHmac("sha256", key).update(text).digest())}`)
}
