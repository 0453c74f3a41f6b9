/**
 * Decides appends that wait for the same district, from a snapshot of the district's state: which rows are inserted,
 * and what each append returns.
 */
import type { StreamId } from "@liulinhui/core/Id"
import { AppendPlan } from "@liulinhui/core/Ledger"
import type * as Ledger from "@liulinhui/core/Ledger"
import * as Result from "effect/Result"
import { hash as digest } from "node:crypto"
import type * as Recent from "./Recent.ts"
import type { Row } from "./Rows.ts"

/** The hash function of the ledger's hash chain. */
export const hash = (text: string): string => digest("sha256", text)

/** An append that waits for its decision, and the function that receives its outcome. */
export interface Waiting {
  readonly appends: ReadonlyArray<Ledger.EncodedAppend>
  readonly done: (outcome: Outcome) => void
}
export type Outcome = Result.Result<
  ReadonlyArray<Ledger.Receipt>,
  Ledger.AppendRefused | Ledger.LedgerUnavailable
>

/**
 * The decision on some appends to one district, made one after another. `rows` are the rows to insert. A refused append
 * adds no rows.
 */
export interface Decision {
  readonly outcomes: ReadonlyArray<Result.Result<ReadonlyArray<Ledger.Receipt>, Ledger.AppendRefused>>
  /** Whether at least one of the appends is refused. */
  readonly refuses: boolean
  readonly rows: ReadonlyArray<Row>
  readonly head: Ledger.Head
  readonly versions: ReadonlyMap<StreamId, number>
}

/**
 * The state of a district at one moment, with the receipts of those commands of the waiting appends that were stored
 * before.
 */
export interface Look extends Recent.Moment {
  readonly receipts: ReadonlyMap<Ledger.CommandId, Ledger.Receipt>
}

/** Decides appends one after another. Each decision depends on the appends before it. */
export const decide = (look: Recent.Moment & Partial<Look>, waiting: ReadonlyArray<Waiting>): Decision => {
  let head = look.head
  const versions = new Map<StreamId, number>()
  const receipts = new Map(look.receipts)
  const outcomes: Array<Decision["outcomes"][number]> = []
  const rows: Array<Row> = []
  let refuses = false
  for (const { appends } of waiting) {
    const plan = AppendPlan.make(
      hash,
      {
        head,
        version: (stream) => versions.get(stream) ?? look.versions.get(stream) ?? 0,
        receipt: (commandId) => receipts.get(commandId)
      },
      appends
    )
    if (Result.isFailure(plan)) {
      refuses = true
      outcomes.push(Result.fail(plan.failure))
      continue
    }
    for (const { commandId, entries, receipt } of plan.success.appends) {
      receipts.set(commandId, { ...receipt, repeated: true })
      let batch = entries.length
      for (const entry of entries) {
        versions.set(entry.stream, entry.version)
        rows.push({ entry, batch })
        batch = 0
      }
    }
    head = plan.success.head
    outcomes.push(Result.succeed(plan.success.receipts))
  }
  return { outcomes, refuses, rows, head, versions }
}

/**
 * Like {@link decide}, but called while the district is locked, so that no other process can make the decision wrong. A
 * single append may be large, so its rows are made one at a time while they are read.
 */
export const decideLocked = (
  look: Look,
  waiting: ReadonlyArray<Waiting>
): Pick<Decision, "outcomes"> & { readonly rows: Iterable<Row> } => {
  const [append, ...others] = waiting.flatMap(({ appends }) => appends)
  if (append === undefined || others.length > 0) return decide(look, waiting)
  const stored = {
    head: look.head,
    version: (stream: StreamId) => look.versions.get(stream) ?? 0,
    receipt: (commandId: Ledger.CommandId) => look.receipts.get(commandId)
  }
  const plan = AppendPlan.large(hash, stored, append)
  if (Result.isFailure(plan)) return { outcomes: [Result.fail(plan.failure)], rows: [] }
  const { entries, receipt } = plan.success
  return { outcomes: [Result.succeed([receipt])], rows: rowsOf(entries, receipt) }
}

const rowsOf = function* (
  entries: Iterable<AppendPlan.EncodedEntry>,
  { first, last }: Ledger.Receipt
): Generator<Row, void> {
  for (const entry of entries) yield { entry, batch: entry.position === first ? last - first + 1 : 0 }
}
