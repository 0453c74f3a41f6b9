/**
 * What a ledger is, said a second time and as plainly as can be: one district as an array. The conformance suite holds
 * every adapter against it, so it shares nothing with the code that the adapters use, not even the hash.
 */
import type { DistrictId } from "@liulinhui/core/place/Id"
import type { Append, Entry, Receipt } from "@liulinhui/core/ports/Ledger"
import { createHash } from "node:crypto"

/** What came of an append. */
export type Outcome =
  | { readonly _tag: "Receipt"; readonly receipt: Receipt }
  | {
      readonly _tag: "VersionConflict"
      readonly stream: string
      readonly expected: number
      readonly actual: number
    }
  | { readonly _tag: "CommandIdReused"; readonly commandId: string }

/**
 * The hash that an entry must have after one with the hash `previous`, computed from the text of the port alone.
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
 * One district.
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

  /** The district after an append, and what came of it. */
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

  /** Appends one after another, or none: the outcome of the first that is refused, or all receipts. */
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
