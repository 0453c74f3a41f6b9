/** What has become of the cases of a batch, in words, one line a case. */
import * as CaseWords from "@liulinhui/core/casework/CaseWords"
import type { Reasons } from "@liulinhui/core/kernel/Rule"
import type { Language } from "@liulinhui/core/kernel/Text"
import * as District from "@liulinhui/core/district/District"
import type { CaseId } from "@liulinhui/core/place/Id"
import type { Each } from "@liulinhui/service/Batch"
import { isCaseReason, type Reason } from "@liulinhui/core/governance/Decision"
import { sayReason } from "@liulinhui/texts"
import * as Option from "effect/Option"
import * as Result from "effect/Result"

/** Why a case stays as it is: reasons of the casework with the names of the playbook that it lives by. */
export const refusedLine = (
  district: District.District,
  id: CaseId,
  reasons: Reasons<Reason>,
  language: Language
): string => {
  const state = Option.getOrUndefined(District.findCase(district, id))
  const playbook = state === undefined ? undefined : District.playbookOf(district, state)?.playbook
  const words = reasons.map((reason) =>
    playbook !== undefined && isCaseReason(reason)
      ? CaseWords.sayReason(reason, { language, playbook })
      : sayReason(language, reason)
  )
  return language === "zh" ? `${id}：未办，${words.join("；")}` : `${id}: refused: ${words.join("; ")}`
}

/** A batch as lines, and how many of its cases were refused. */
export const batchLines = (
  district: District.District,
  each: ReadonlyArray<Each>,
  language: Language
): { readonly lines: ReadonlyArray<string>; readonly refused: number } => ({
  lines: each.map(({ case: id, outcome }) =>
    Result.isFailure(outcome)
      ? refusedLine(district, id, outcome.failure.reasons, language)
      : language === "zh"
        ? `${id}：已办`
        : `${id}: done`
  ),
  refused: each.filter(({ outcome }) => Result.isFailure(outcome)).length
})

/** How many of how many cases were refused, for the end of a command that failed for it. */
export const refusedCount = (refused: number, all: number, language: Language): string =>
  language === "zh" ? `${all}件中${refused}件未办` : `${refused} of ${all} cases refused`
