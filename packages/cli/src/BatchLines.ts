/** Describes the result of a batch (the same request for many cases), one line for each case. */
import type { Reasons } from "@liulinhui/core/Rule"
import * as District from "@liulinhui/core/District"
import type { Reason as AnyReason } from "@liulinhui/core/Governance"
import type { CaseId } from "@liulinhui/core/Id"
import type { Each } from "@liulinhui/service/Batch"
import { Reason, type Texts } from "@liulinhui/texts"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { namesIn } from "./CaseLines.ts"
import { printData, printProblems } from "./Envelope.ts"

/** Describes why the request for a case was refused, using the names in its playbook and in the district. */
export const refusedLine = (
  words: Texts.Words,
  district: District.District,
  id: CaseId,
  reasons: Reasons<AnyReason>
): string => {
  const state = Option.getOrUndefined(District.findCase(district, id))
  const playbook = state === undefined ? undefined : District.playbookOf(district, state)
  return words.say("cli.batch.refused", {
    case: id,
    reasons: Reason.sayAll(words, reasons, namesIn(district, playbook))
  })
}

/** The lines that describe the result of a batch, and the number of cases whose request was refused. */
export const batchLines = (
  words: Texts.Words,
  district: District.District,
  each: ReadonlyArray<Each>
): { readonly lines: ReadonlyArray<string>; readonly refused: number } => ({
  lines: each.map(({ case: id, outcome }) =>
    Result.isFailure(outcome)
      ? refusedLine(words, district, id, outcome.failure.reasons)
      : words.say("cli.batch.done", { case: id })
  ),
  refused: each.filter(({ outcome }) => Result.isFailure(outcome)).length
})

/** Prints the result of each case as JSON. `lines` are the same results in words, in the same order. */
export const printBatch = (
  command: string,
  each: ReadonlyArray<{ readonly case: CaseId; readonly outcome: Result.Result<unknown, unknown> }>,
  lines: ReadonlyArray<string>
) => {
  const cases = each.map(({ case: one, outcome }, n) => ({
    case: one,
    done: Result.isSuccess(outcome),
    text: lines[n] ?? ""
  }))
  const problems = cases.flatMap((one) => (one.done ? [] : [{ _tag: "Refused", ...one }]))
  return problems.length === 0 ? printData(command, { cases }) : printProblems(command, problems, { cases })
}
