/**
 * A second, very simple implementation of a ledger: an array holds the entries of one district. The conformance suite
 * compares every adapter with this implementation. It shares no code with the adapters, not even the hash function, so
 * that they cannot share a mistake.
 */
import type { DistrictId } from "@liulinhui/core/Id"
import type { Append, Entry, Receipt } from "@liulinhui/core/Ledger"
import { createHash } from "node:crypto"

/** The outcome of an append to the model ledger. */
export type Outcome =
  | { readonly _tag: "Receipt"; readonly receipt: Receipt }
  | {
      readonly _tag: "VersionConflict"
      /** Missing if the district is at another position than the writer saw. */
      readonly stream?: string
      readonly expected: number
      readonly actual: number
    }
  | { readonly _tag: "CommandIdReused"; readonly commandId: string }

/**
 * Computes the hash of an entry from the hash of the entry before it. The code follows the description of the ledger
 * port alone.
 *
 * @category operations
 */
export const hashAfter = (previous: string, entry: Omit<Entry, "hash">): string => {
  const { district, position, stream, version, commandId, at, type, data, fingerprint } = entry
  const fields = [previous, district, position, stream, version, commandId, at, type, data]
  const text = JSON.stringify(fingerprint === undefined ? fields : [...fields, fingerprint])
  return createHash("sha256").update(text, "utf8").digest("hex")
}

const receiptOf = (first: number, last: number, fingerprint: string | undefined): Receipt => ({
  first,
  last,
  repeated: false,
  ...(fingerprint === undefined ? {} : { fingerprint })
})

/**
 * The ledger of one district, as an immutable value. Use it in a test to predict what an adapter must return.
 *
 * @category models
 */
export class DistrictModel {
  readonly district: DistrictId
  readonly entries: ReadonlyArray<Entry>

  constructor(district: DistrictId, entries: ReadonlyArray<Entry> = []) {
    this.district = district
    this.entries = entries
  }

  stream(name: string): ReadonlyArray<Entry> {
    return this.entries.filter(({ stream }) => stream === name)
  }

  receipt(commandId: string): Receipt | undefined {
    const written = this.entries.filter((entry) => entry.commandId === commandId)
    const [first] = written
    const last = written.at(-1)
    return first && last && { ...receiptOf(first.position, last.position, first.fingerprint), repeated: true }
  }

  /** Returns the ledger that results from an append, and the outcome of this append. */
  append(append: Append): { readonly after: DistrictModel; readonly outcome: Outcome } {
    const before = this.receipt(append.commandId)
    if (before !== undefined) {
      const { commandId, fingerprint = before.fingerprint } = append
      return {
        after: this,
        outcome:
          before.fingerprint !== undefined && before.fingerprint !== fingerprint
            ? { _tag: "CommandIdReused", commandId }
            : { _tag: "Receipt", receipt: before }
      }
    }
    const entries = [...this.entries]
    const { after = entries.length } = append
    if (after !== entries.length) {
      return {
        after: this,
        outcome: { _tag: "VersionConflict", expected: after, actual: entries.length }
      }
    }
    for (const { stream, expected, events } of append.streams) {
      const actual = this.stream(stream).length
      if (expected !== "any" && expected !== actual) {
        return { after: this, outcome: { _tag: "VersionConflict", stream, expected, actual } }
      }
      events.forEach(({ type, data }, n) => {
        const entry = {
          district: this.district,
          position: entries.length + 1,
          stream,
          version: actual + n + 1,
          commandId: append.commandId,
          at: append.at,
          type,
          data,
          ...(entries.length > this.entries.length || append.fingerprint === undefined
            ? {}
            : { fingerprint: append.fingerprint })
        }
        entries.push({ ...entry, hash: hashAfter(entries.at(-1)?.hash ?? "", entry) })
      })
    }
    return {
      after: new DistrictModel(this.district, entries),
      outcome: {
        _tag: "Receipt",
        receipt: receiptOf(this.entries.length + 1, entries.length, append.fingerprint)
      }
    }
  }

  /**
   * Makes all of the appends in order, or none of them. The outcome is the first refusal, or the receipts of all
   * appends.
   */
  appendAll(appends: ReadonlyArray<Append>): {
    readonly after: DistrictModel
    readonly outcomes: ReadonlyArray<Outcome>
  } {
    let after = new DistrictModel(this.district, this.entries)
    const outcomes: Array<Outcome> = []
    for (const append of appends) {
      const next = after.append(append)
      if (next.outcome._tag !== "Receipt") return { after: this, outcomes: [next.outcome] }
      after = next.after
      outcomes.push(next.outcome)
    }
    return { after, outcomes }
  }
}
