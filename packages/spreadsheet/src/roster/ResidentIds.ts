/**
 * Makes ids for residents who have no id in the file. An id is stored in the ledger without encryption and permanently,
 * so it must reveal nothing about the person. It is a keyed hash (HMAC-SHA-256) of the flat, the name and the birth.
 * Without the key, nobody can guess these data and check whether the id fits. After the key is destroyed, nobody can
 * distinguish the ids from random text. Identity numbers are never hashed: there are so few possible numbers that a
 * thief with the key could try all of them.
 *
 * The same file and the same key make the same ids, so an interrupted import can be repeated. Later imports find known
 * residents in the registry by door, name and birth. So only new residents need a hash.
 */
import { createHmac } from "node:crypto"
import { ResidentId } from "@liulinhui/core/Id"

/** The secret key of a district, with at least 16 bytes or characters. */
export type ResidentKey = string | Uint8Array

/** The length of the shortest key that is accepted. */
export const shortestKey = 16

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
const length = 20

const written = (bytes: Uint8Array): string =>
  Array.from(bytes.subarray(0, length), (byte) => alphabet[byte % alphabet.length]).join("")

/** The data from which the id of a new resident is made. `times` is increased if the resulting id is already used. */
export interface Newcomer {
  readonly household: string
  readonly name: string
  readonly birth: string
  readonly times: number
}

/** Makes the id of a new resident. */
export const make = (key: ResidentKey, { birth, household, name, times }: Newcomer): ResidentId => {
  const text = ["liulinhui resident 1", household, name, birth, String(times)].join("\n")
  return ResidentId.make(`r-${written(createHmac("sha256", key).update(text).digest())}`)
}
