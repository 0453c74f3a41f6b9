/**
 * The receipt of a report: a number and a PIN, with which the reporter can look up how far the report is. Both are made
 * from the secret of the report, so a report that is sent again has the same receipt. The store contains only the hash of
 * the number, and a hash of the PIN that cannot be tried without the number.
 */
import { DistrictId, ReportId } from "@liulinhui/core/Id"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { hash } from "node:crypto"
import * as Pin from "../identity/Pin.ts"
import { kindOf } from "../identity/Records.ts"

/** The letters and digits of a number, without those that look alike (I, L, O) and without U. */
const signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const signsOf = (bytes: Uint8Array, count: number): string =>
  // Each byte has eight bits, and a sign needs five of them. So every sign is equally likely.
  Array.from(bytes.subarray(0, count), (byte) => signs[byte % signs.length]).join("")

const bytesOf = (purpose: string, text: string): Uint8Array =>
  hash("sha256", JSON.stringify([purpose, text]), "buffer")

const groups = (text: string): string => text.match(/.{4}/gu)?.join("-") ?? text

/** How many signs a number has. Each has five random bits. */
const length = 16

/**
 * The number and the PIN of a receipt.
 *
 * @category models
 */
export interface Receipt {
  readonly number: Redacted.Redacted
  readonly pin: Redacted.Redacted
}

/** Makes the receipt of a report from its secret. */
export const make = (secret: Redacted.Redacted): Receipt => {
  const text = Redacted.value(secret)
  const digits = Buffer.from(bytesOf("pin", text)).readUIntBE(0, 6) % 1_000_000
  return {
    number: Redacted.make(groups(signsOf(bytesOf("number", text), length)), { label: "receipt number" }),
    pin: Redacted.make(String(digits).padStart(6, "0"), { label: "PIN" })
  }
}

/**
 * Reads a number as people write it: in small letters, without hyphens, or with letters that look like digits. Returns
 * the text unchanged if it is not a number.
 */
export const read = (number: Redacted.Redacted): Redacted.Redacted => {
  const text = Redacted.value(number)
    .normalize("NFKC")
    .toUpperCase()
    .replaceAll(/[\s-]/gu, "")
    .replaceAll("O", "0")
    .replaceAll(/[IL]/gu, "1")
  return Redacted.make(groups(text))
}

/** The key under which a number is stored. */
export const keyOf = (number: Redacted.Redacted): string =>
  hash("sha256", Redacted.value(number), "base64url")

/** The id under which a district keeps a report: it is made from the idempotency key, and it is not secret. */
export const idOf = (district: DistrictId, key: string): ReportId =>
  ReportId.make(`r${signsOf(bytesOf(`report ${district}`, key), 12).toLowerCase()}`)

/** A receipt in the store. */
export const stored = kindOf(
  "receipt",
  Schema.Struct({ district: DistrictId, report: ReportId, pin: Pin.Hashed })
)

/** How many wrong PINs were entered in a row for a number, whether it exists or not, and until when it must wait. */
export const tries = kindOf("receipt-tries", Schema.Struct({ wrong: Schema.Int, locked: Schema.Int }))
