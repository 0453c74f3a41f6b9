/**
 * Runs a story (a file of dated events) on a district. The clock is set to the time of each event. Deadlines that pass
 * between two events take effect, too. The command ids are made from the events. So a second run of the same story on
 * the same ledger writes nothing.
 */
import { caughtUp, isOpen } from "@liulinhui/core/Case"
import * as Case from "@liulinhui/core/Case"
import * as District from "@liulinhui/core/District"
import { coverageOn } from "@liulinhui/core/Coverage"
import type { Reason } from "@liulinhui/core/Governance"
import { canonical, CommandId } from "@liulinhui/core/Ledger"
import { add, type Day, toIso } from "@liulinhui/core/Day"
import { dayAt, startOf } from "@liulinhui/core/Calendar"
import type { CaseId, DistrictId, RuleId } from "@liulinhui/core/Id"
import { Governance } from "@liulinhui/service/Governance"
import {
  type CaseExpectation,
  type Expectation,
  millisOf,
  type Story,
  type StoryEvent
} from "@liulinhui/testing/Story"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { createHash } from "node:crypto"
import type { SettableClock } from "@liulinhui/testing/SettableClock"

/** A difference between what a story expects and what really happened. */
export type Difference =
  | { readonly _tag: "NotRefused" }
  | { readonly _tag: "Refused"; readonly reasons: ReadonlyArray<Reason> }
  | {
      readonly _tag: "OtherReasons"
      readonly reasons: ReadonlyArray<Reason>
      readonly missing: ReadonlyArray<string>
    }
  | { readonly _tag: "NotAllowed" }
  | {
      readonly _tag: "Coverage"
      readonly rule: RuleId
      readonly expected: string
      /**
       * The real coverage as text: reached members out of all members, such as `34/55`. `undefined` if the model has no
       * such rule.
       */
      readonly found: string | undefined
    }
  | {
      readonly _tag: "Case"
      readonly case: CaseId
      readonly what: keyof CaseExpectation
      readonly expected: string
      readonly found: string | undefined
    }

/** The result of one event of a story. */
export interface Played {
  readonly event: StoryEvent
  /** The outcome of the event's request. `undefined` if the event contains no request. */
  readonly outcome: "accepted" | "repeated" | "unchanged" | "refused" | undefined
  /** The reasons for which the event's request was refused. Empty if it was accepted. */
  readonly reasons: ReadonlyArray<Reason>
  readonly differences: ReadonlyArray<Difference>
}

/**
 * Returns the command id of an event: the id that is stated in the story, or else an id computed from the content of
 * the event.
 */
export const idOf = ({ asked, at }: StoryEvent, n: number): CommandId => {
  const content = canonical([at, asked?.by ?? "", asked?.written ?? {}, n])
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 24)
  return asked?.id ?? CommandId.make(`replay/${hash}`)
}

const shareOf = (district: District.District, rule: RuleId, on: Day): string | undefined => {
  const known = district.model?.coverage.get(rule)
  const [coverage] = known === undefined ? [] : coverageOn(district, [known], on)
  return coverage === undefined ? undefined : `${coverage.ratio.reached}/${coverage.ratio.of}`
}

/**
 * Describes the state of a case in the form that stories use for expected states. `undefined` if there is no such case.
 */
const standingOf = (
  district: District.District,
  id: CaseId,
  on: Day
): Readonly<Record<keyof CaseExpectation, string | undefined>> | undefined => {
  const before = Option.getOrUndefined(District.findCase(district, id))
  const playbook = before === undefined ? undefined : District.playbookOf(district, before)
  if (before === undefined || playbook === undefined) return undefined
  const calendar = District.calendarOn(district, on)
  const { state } = caughtUp(playbook, calendar, before, on)
  if (state._tag !== "Opened") return undefined
  const due = Option.getOrUndefined(Case.due(state, playbook, calendar, on))
  return {
    stage: state.stage,
    due: due === undefined ? undefined : toIso(due.due),
    outcome: state.ending?.outcome,
    open: String(isOpen(state))
  }
}

/** Returns the differences between the state of a district on a day and the state that the story expects. */
const compare = (
  district: District.District,
  expected: Exclude<Expectation, "refused">,
  on: Day
): ReadonlyArray<Difference> => {
  const ofCoverage = Object.entries(expected.coverage ?? {}).flatMap(
    ([key, share]): ReadonlyArray<Difference> => {
      // The cast is safe: the keys of the record are ids of rules.
      const rule = key as RuleId
      const found = shareOf(district, rule, on)
      return found === share ? [] : [{ _tag: "Coverage", rule, expected: share, found }]
    }
  )
  const ofCases = Object.entries(expected.case ?? {}).flatMap(([key, wanted]): ReadonlyArray<Difference> => {
    // The cast is safe: the keys of the record are ids of cases.
    const id = key as CaseId
    const standing = standingOf(district, id, on)
    return (["stage", "due", "outcome", "open"] as const).flatMap((what): ReadonlyArray<Difference> => {
      const value = wanted[what]
      if (value === undefined) return []
      const expected = what === "due" && wanted.due !== undefined ? toIso(wanted.due) : String(value)
      const found = standing?.[what]
      return found === expected ? [] : [{ _tag: "Case", case: id, what, expected, found }]
    })
  })
  return [...ofCoverage, ...ofCases]
}

/** Returns the tags of the reasons with which a request should be refused. `undefined` if it should be accepted. */
const refusalOf = (expect: Expectation | undefined): ReadonlyArray<string> | undefined =>
  expect === "refused" ? [] : expect?.refused

const play = Effect.fnUntraced(function* (district: DistrictId, event: StoryEvent, n: number) {
  const { asked, expect } = event
  const governance = yield* Governance
  const wanted = refusalOf(expect)
  const differences: Array<Difference> = []
  let outcome: Played["outcome"]
  let reasons: Played["reasons"] = []
  if (asked !== undefined) {
    const { by, request } = asked
    const done = yield* governance.submit({ district, id: idOf(event, n), by, request }).pipe(
      Effect.map(({ receipt }) =>
        Option.match(receipt, {
          onNone: () => "unchanged" as const,
          onSome: ({ repeated }) => (repeated ? ("repeated" as const) : ("accepted" as const))
        })
      ),
      Effect.catchTag("Refused", (refused) => Effect.succeed(refused.reasons)),
      Effect.catchTag("NotAllowed", () => Effect.succeed("not allowed" as const))
    )
    if (done === "not allowed") {
      outcome = "refused"
      if (wanted === undefined || wanted.some((tag) => tag !== "NotAllowed"))
        differences.push({ _tag: "NotAllowed" })
    } else if (typeof done !== "string") {
      outcome = "refused"
      reasons = done
      const missing = (wanted ?? []).filter((tag) => !done.some(({ _tag }) => _tag === tag))
      if (wanted === undefined) differences.push({ _tag: "Refused", reasons })
      else if (missing.length > 0) differences.push({ _tag: "OtherReasons", reasons, missing })
    } else {
      outcome = done
      if (wanted !== undefined) differences.push({ _tag: "NotRefused" })
    }
  }
  if (expect !== undefined && expect !== "refused") {
    differences.push(...(yield* governance.read(district, (state, today) => compare(state, expect, today))))
  }
  return { event, outcome, reasons, differences } satisfies Played
})

/** Functions that are called while a story runs, to report its progress. */
export interface Reports<E, R> {
  /** This function is called when deadlines have passed on a day. */
  readonly lapsed: (on: Day, cases: ReadonlyArray<CaseId>) => Effect.Effect<void, E, R>
  readonly played: (one: Played, n: number) => Effect.Effect<void, E, R>
}

/**
 * Advances the clock to a time. Deadlines that pass before this time take effect on the day after their last day, as
 * with the due clock (which takes the steps of passed deadlines).
 */
const passUntil = Effect.fnUntraced(function* <E, R>(
  district: DistrictId,
  { set }: SettableClock,
  from: number,
  until: number,
  { lapsed }: Reports<E, R>
) {
  const governance = yield* Governance
  const timeZone = yield* governance.read(district, ({ model }) => model?.timeZone ?? "UTC")
  const last = dayAt(until, timeZone)
  for (let day = dayAt(from, timeZone); day <= last; day = add(day, 1)) {
    yield* set(Math.min(Math.max(startOf(day, timeZone), from), until))
    const { moved } = yield* governance.wake(district)
    yield* governance.settle(district)
    if (moved.length > 0) yield* lapsed(day, moved)
  }
  yield* set(until)
})

/**
 * Runs the events of a story. Stops at the first event with an unexpected result, unless `keepGoing` is set. Returns
 * the number of differences.
 *
 * @category running
 */
export const run = Effect.fnUntraced(function* <E, R>(
  district: DistrictId,
  { events, until }: Story,
  clock: SettableClock,
  keepGoing: boolean,
  reports: Reports<E, R>
) {
  let count = 0
  let now = millisOf(events[0]?.at ?? until)
  for (const [n, event] of events.entries()) {
    const at = millisOf(event.at)
    yield* passUntil(district, clock, now, at, reports)
    now = at
    const played = yield* play(district, event, n)
    count += played.differences.length
    yield* reports.played(played, n)
    if (count > 0 && !keepGoing) return count
  }
  yield* passUntil(district, clock, now, millisOf(until), reports)
  return count
})
