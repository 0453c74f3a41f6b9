/** The doors of a round, in walking order: at each door who is to be visited, why, and what happened last. */
import { toIso } from "@liulinhui/core/Day"
import { countedIn } from "@liulinhui/core/Coverage"
import { given, type Model } from "@liulinhui/core/Model"
import type { Answer } from "@liulinhui/core/Question"
import type { ContactKind, RuleId } from "@liulinhui/core/Id"
import type { CoverageNow, RoundNow, VisitNow } from "./Contest.ts"
import type { Listed } from "./Touch.ts"

/** One visit of a round, as core answers it. */
export type Visit = Answer<"AskRound">["visits"][number]

/** One door of a round. */
export interface Door {
  /** The building and the flat. `undefined` if the visits have no place. */
  readonly place: { readonly label: string; readonly unit?: string } | undefined
  readonly visits: readonly [Visit, ...ReadonlyArray<Visit>]
}

const keyOf = ({ place: { building, label, unit }, subject }: Visit): string =>
  label === undefined ? subject : JSON.stringify([building, label, unit])

/** Puts visits that are next to one another and at the same door together. */
export const doorsOf = (visits: ReadonlyArray<Visit>): ReadonlyArray<Door> => {
  const doors: Array<Door> = []
  let key: string | undefined
  for (const visit of visits) {
    const last = doors.at(-1)
    if (last !== undefined && keyOf(visit) === key) {
      doors[doors.length - 1] = { ...last, visits: [...last.visits, visit] }
    } else {
      const { label, unit } = visit.place
      doors.push({
        place: label === undefined ? undefined : { label, ...given("unit", unit) },
        visits: [visit]
      })
    }
    key = keyOf(visit)
  }
  return doors
}

const isProven = ({ contacts }: Model, kind: ContactKind): boolean => contacts.get(kind)?.proof === true

/**
 * The kind of contact that one touch records for a coverage rule: the first kind of the model that counts for the rule. One
 * that requires a proof is used only if no other counts.
 */
const kindFor = (model: Model, rule: RuleId): ContactKind | undefined => {
  const counted = model.coverage.get(rule)
  if (counted === undefined) return undefined
  const marks = new Set([...countedIn(counted.reached)].flatMap(([{ by }]) => by))
  const kinds = [...model.contacts.keys()].filter((kind) => marks.has(kind))
  return kinds.find((kind) => !isProven(model, kind)) ?? kinds[0]
}

/** A visit as a touch needs it: what it records, and what the list shows now. */
export const listedOf = (model: Model, { attempt, last, rules, subject }: Visit): Listed => {
  const kinds = [...new Set(rules.flatMap((rule) => kindFor(model, rule) ?? []))]
  return {
    subject,
    kinds: kinds.filter((kind) => !isProven(model, kind)),
    proven: kinds.filter((kind) => isProven(model, kind)),
    rules,
    ...given("last", last === undefined ? undefined : toIso(last)),
    ...given("attempt", attempt?.source)
  }
}

const visitNow = ({ attempt, last, subject }: Visit): VisitNow => ({
  subject,
  ...given("last", last === undefined ? undefined : toIso(last)),
  ...given(
    "attempt",
    attempt === undefined
      ? undefined
      : { on: toIso(attempt.on), outcome: attempt.outcome, source: attempt.source }
  )
})

/** A round as the API answers it, with the parts that a comparison needs. */
export const roundNow = ({ later, visits }: Answer<"AskRound">): RoundNow => ({
  visits: visits.map(visitNow),
  later: later.map(visitNow)
})

/** The answers to coverage rules, with the parts that a comparison needs. */
export const coverageNow = (coverage: Answer<"AskCoverage">): CoverageNow =>
  coverage.map(({ reached }) => ({ reached: reached.map(({ subject }) => given("subject", subject)) }))
