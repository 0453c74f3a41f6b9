/**
 * Finds out whether somebody else has recorded a visit since the list of a round was made. The service accepts several
 * contacts with one person, so nobody is refused: the person who holds the device decides whether to record it as well.
 */
import type { AttemptOutcome, Listed } from "./Touch.ts"

/** What the service answers about a round, as JSON. Fields that are not needed here are left out. */
export interface RoundNow {
  readonly visits: ReadonlyArray<VisitNow>
  readonly later: ReadonlyArray<VisitNow>
}

/** A visit of a round, as JSON. */
export interface VisitNow {
  readonly subject: string
  readonly last?: string
  readonly attempt?: { readonly on: string; readonly outcome: AttemptOutcome; readonly source: number }
}

/** What the service answers about coverage rules, as JSON: who is reached. */
export type CoverageNow = ReadonlyArray<{
  readonly reached: ReadonlyArray<{ readonly subject?: string }>
}>

/**
 * What was recorded for a subject in the meantime.
 *
 * @category models
 */
export type Meanwhile =
  | { readonly _tag: "Reached"; readonly subject: string }
  | {
      readonly _tag: "Tried"
      readonly subject: string
      readonly on: string
      readonly outcome: AttemptOutcome
    }

/** The subjects of a touch that the round does not list any more. */
export const goneFrom = (
  listed: ReadonlyArray<Listed>,
  { later, visits }: RoundNow
): ReadonlyArray<Listed> => {
  const now = new Set([...visits, ...later].map(({ subject }) => subject))
  return listed.filter(({ subject }) => !now.has(subject))
}

/**
 * What was recorded for the subjects of a touch since its list was made. A subject that is not in the round any more
 * counts as reached only if a coverage rule says so: the plan of a round may also have given it to another person.
 */
export const meanwhile = (
  listed: ReadonlyArray<Listed>,
  round: RoundNow,
  coverage: CoverageNow
): ReadonlyArray<Meanwhile> => {
  const now = new Map([...round.visits, ...round.later].map((visit) => [visit.subject, visit]))
  const reached = new Set(coverage.flatMap((rule) => rule.reached.map(({ subject }) => subject)))
  return listed.flatMap(({ attempt, last, subject }): ReadonlyArray<Meanwhile> => {
    const visit = now.get(subject)
    if (visit === undefined) return reached.has(subject) ? [{ _tag: "Reached", subject }] : []
    if (visit.last !== last) return [{ _tag: "Reached", subject }]
    return visit.attempt === undefined || visit.attempt.source === attempt
      ? []
      : [{ _tag: "Tried", subject, on: visit.attempt.on, outcome: visit.attempt.outcome }]
  })
}
