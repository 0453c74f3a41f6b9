/**
 * Appends changes (new events) to the ledger. Encrypts their personal values, appends them, and applies them to the
 * district in memory.
 */
import * as District from "@liulinhui/core/District"
import type { Journal } from "@liulinhui/core/District"
import { type Change, type OwnCommands, Repeats } from "@liulinhui/core/Governance"
import type { DistrictId } from "@liulinhui/core/Id"
import {
  type Append,
  AppendRejected,
  type CommandId,
  type Entry,
  limits,
  type Receipt
} from "@liulinhui/core/Ledger"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Seals from "../Seals.ts"
import type { Submission } from "../Submission.ts"
import { catchUp, type Districts } from "./Districts.ts"

/** Returns whether one of the changes erases the data of a resident, of an actor or of a report. */
export const erases = (changes: ReadonlyArray<Change>): boolean =>
  changes.some(({ events }) => events.some(({ _tag }) => District.isErasure({ type: _tag })))

/** The version of a stream of the ledger: the number of its entries. */
export const versionOf = ({ versions }: District.District, stream: string): number =>
  versions.get(stream) ?? 0

/** Returns whether a stream has more entries now than it had at the given version. */
export const hasMoved = (draft: District.District, stream: string, version: number): Effect.Effect<boolean> =>
  Effect.sync(() => versionOf(draft, stream) > version)

/**
 * Computes the fingerprint of a submission: a code that shows whether two submissions are the same. It is computed with
 * keys that depend on the entries of the submission. `written` describes these entries: new entries, or entries that
 * are already in the ledger from the position `first` on.
 */
export const fingerprintOf = Effect.fnUntraced(function* (
  { vault }: Districts,
  submission: Submission,
  draft: District.District,
  written: Repeats.Written,
  first?: number
) {
  const owners = Repeats.ownersOf(draft, submission, written, first)
  return yield* vault.mac(submission.district, owners, Repeats.textOf(submission))
})

/** An append, and the data of its events as they will be read again. */
export interface Ready {
  readonly append: Append
  readonly events: ReadonlyArray<Seals.SealedEvent>
}

/**
 * Encrypts personal values in the changes (new events), and encodes the changes for the ledger. In ledger format 1,
 * adds the fingerprint of the submission. If appends are fenced, names the last entry that the decision has seen.
 */
export const toAppend = Effect.fnUntraced(function* (
  districts: Districts,
  district: DistrictId,
  draft: District.Draft,
  commandId: CommandId,
  changes: ReadonlyArray<Change>,
  submission?: Submission
) {
  const at = yield* Clock.currentTimeMillis
  const sealed = yield* Seals.seal(districts.vault, district, draft, changes)
  const streams = changes.map(({ expected, stream }, n) => ({
    stream,
    expected,
    events: (sealed[n] ?? []).map(({ event }) => event)
  }))
  const events = sealed.flat()
  const fence = districts.fenced ? { after: draft.position } : {}
  const plain: Ready = { append: { district, commandId, at, ...fence, streams }, events }
  if (submission === undefined || draft.format === 0) return plain
  const written = {
    data: events[0]?.event.data ?? null,
    owners: events.flatMap(({ owners }) => owners)
  }
  const fingerprint = yield* fingerprintOf(districts, submission, draft, written)
  return { append: { ...plain.append, fingerprint }, events } satisfies Ready
})

/**
 * Applies changes to the district in memory before they are in the ledger. This is correct only if no other process
 * appends entries before them.
 */
export const foresee = (
  draft: District.Draft,
  { append, events }: Ready
): Effect.Effect<void, Journal.EntryUnreadable> =>
  Effect.forEach(
    events,
    ({ event: { type }, readable: data, stream }) =>
      Effect.suspend(() => {
        const place = { position: draft.position + 1, version: versionOf(draft, stream) + 1 }
        return Effect.fromResult(District.apply(draft, { stream, ...place, type, data, at: append.at }))
      }),
    { discard: true }
  )

/**
 * Appends the changes (new events) of a command to the ledger, and applies all new entries to the district in memory,
 * up to the last entry of the command.
 */
export const append = Effect.fnUntraced(function* (
  districts: Districts,
  district: DistrictId,
  draft: District.Draft,
  commandId: CommandId,
  changes: ReadonlyArray<Change>,
  submission?: Submission
) {
  const one = yield* toAppend(districts, district, draft, commandId, changes, submission)
  const receipt = yield* districts.ledger.append(one.append)
  // If no other entry was appended in between, the new entries are known and do not have to be read from the ledger.
  // But an erasure must be read from the ledger, because a key is destroyed only after its erasure is stored.
  if (!receipt.repeated && receipt.first === draft.position + 1 && !erases(changes)) {
    yield* foresee(draft, one)
  }
  yield* catchUp(districts, district, draft, receipt.last)
  return receipt
}, Effect.withSpan("Governance.append"))

/**
 * Appends a command that the library itself makes. The command is appended once, even if several processes try: see
 * `OwnCommands`. If the command id was used before, `isDone` checks whether the same command was appended under it. If
 * this is so, nothing is appended and the operation succeeds.
 */
export const appendOwn = Effect.fnUntraced(function* <E>(
  districts: Districts,
  district: DistrictId,
  draft: District.Draft,
  { former, id }: OwnCommands.OwnCommand,
  changes: ReadonlyArray<Change>,
  isDone: Effect.Effect<boolean, E>,
  format: District.District["format"] = draft.format
) {
  // Commands of the library have no fingerprint (a code to recognise the same command). So the ledger cannot refuse
  // this append because of a different fingerprint.
  const appendUnder = (commandId: CommandId) =>
    Effect.catchTag(append(districts, district, draft, commandId, changes), "CommandIdReused", Effect.die)
  if (format === 0) {
    const receipt = yield* appendUnder(former)
    if (!receipt.repeated || (yield* isDone)) return receipt
  }
  const receipt = yield* appendUnder(id)
  if (!receipt.repeated || (yield* isDone)) return receipt
  // Callers cannot use a command id of the library. So either the store was changed by other means, or the storage
  // adapter is wrong.
  const reason = `the command id "${id}" is in the ledger already, for something else`
  return yield* new AppendRejected({ district, reasons: [reason] })
})

/** Reads the ledger entries that a command has written: all of them, or only the last one. */
export const writtenBy = Effect.fnUntraced(function* (
  { ledger }: Districts,
  district: DistrictId,
  { first, last }: Receipt,
  which: "all" | "last"
) {
  const entries: Array<Entry> = []
  let after = which === "all" ? first - 1 : last - 1
  while (after < last) {
    const page = yield* ledger.read(district, after, Math.min(limits.page, last - after))
    if (page.length === 0) break
    entries.push(...page)
    after = page.at(-1)?.position ?? last
  }
  return entries
})

/**
 * Removes the fingerprint of the command from the receipt (the result of an append), because only the service and its
 * ledger need it.
 */
export const withoutFingerprint = ({ first, last, repeated }: Receipt): Receipt => ({ first, last, repeated })
