import { describe, expect, it } from "@effect/vitest"
import { CaseEvent } from "../../src/casework/Case.ts"
import { type CaseState, isOpen, provisionalDays } from "../../src/casework/CaseState.ts"
import * as CaseClock from "../../src/casework/CaseClock.ts"
import * as CaseDecider from "../../src/casework/CaseDecider.ts"
import * as CaseView from "../../src/casework/CaseView.ts"
import { type CompiledPlaybook, compile } from "../../src/casework/CompiledPlaybook.ts"
import * as Due from "../../src/casework/Due.ts"
import { Playbook, type StageId } from "../../src/casework/Playbook.ts"
import * as Calendar from "../../src/kernel/Calendar.ts"
import * as Day from "../../src/kernel/Day.ts"
import { replay } from "../../src/kernel/Decider.ts"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import * as arbitrary from "../../../testing/src/Casework.ts"
import { dueFrom, entered, isApplied } from "../casework/history.ts"
import { refuseAll } from "../../src/kernel/Rule.ts"

const { calendar: whole } = arbitrary

/**
 * Generates a calendar with data for only some of the years. For most generated cases, the calendar lacks the data for
 * the last days of the case.
 */
const part = fc
  .subarray([2026, 2027, 2028])
  .map((years) => Calendar.make(Object.fromEntries(years.map((year) => [year, whole.data[year]!]))))

const life = fc.record({ life: arbitrary.life, known: part, arrives: fc.nat(400) })

interface Lived {
  readonly playbook: CompiledPlaybook
  readonly history: ReadonlyArray<CaseEvent>
  readonly state: CaseState
  readonly today: Day.Day
}

/**
 * Runs commands on a case. The calendar may be a different one on each day. Passed deadlines are recorded each day, or
 * never.
 */
const live = (
  {
    attempts,
    playbook
  }: { readonly attempts: ReadonlyArray<arbitrary.Attempt>; readonly playbook: CompiledPlaybook },
  calendarOn: (day: Day.Day) => Calendar.Calendar,
  look: (state: CaseState, today: Day.Day, attempt: arbitrary.Attempt) => void = () => {},
  isWoken = true
): Lived => {
  let today = arbitrary.firstDay
  let state: CaseState = CaseDecider.initial
  const history: Array<CaseEvent> = []
  const land = (command: Parameters<ReturnType<typeof CaseDecider.make>["decide"]>[1]) => {
    const { decide, evolve } = CaseDecider.make(playbook, calendarOn(today))
    const decided = decide(state, command)
    if (Result.isFailure(decided)) return decided.failure.reasons
    for (const event of decided.success) {
      history.push(event)
      state = evolve(state, event)
    }
    return []
  }
  land(arbitrary.opening(playbook))
  for (const attempt of attempts) {
    for (let left = attempt.daysLater; left > 0; left--) {
      today = Day.add(today, 1)
      const wake = CaseView.wake(state, playbook, calendarOn(today), today)
      if (isWoken && Option.isSome(wake)) expect(land(wake.value)).toEqual([])
    }
    look(state, today, attempt)
    land(arbitrary.onDay(attempt, playbook, state, today))
  }
  return { playbook, history, state, today }
}

const isSchemaEvent = Schema.is(CaseEvent)

/**
 * For each point of a history: the stages whose due day was counted without complete calendar data (provisional). These
 * stages are computed from the events alone.
 */
const unsettled = (history: ReadonlyArray<CaseEvent>): ReadonlyArray<ReadonlySet<StageId>> => {
  let now = new Set<StageId>()
  return history.map((event) => {
    const before = now
    now = new Set(event._tag === "CaseOpened" || event._tag === "CaseReopened" ? [] : before)
    if ("due" in event && event.due !== undefined && entered(event) !== undefined) {
      now.delete(entered(event)!)
      if ("provisional" in event && event.provisional?.due !== undefined) now.add(entered(event)!)
    }
    const settles = event._tag === "DueDecided" || (event._tag === "DueRecounted" && event.term === undefined)
    if (settles && event.of !== "limit") now.delete(event.of.stage)
    return before
  })
}

describe("a case whose last days run past the calendar's data", () => {
  it("takes every fact that it would take with the data: no decision needs a calendar", () => {
    fc.assert(
      fc.property(life, ({ known, life }) => {
        live(
          life,
          () => known,
          (state, today, attempt) => {
            fc.pre(state._tag === "Opened")
            // While a case waits for a provisional due day (counted without complete calendar data), nothing more can
            // be checked without the data.
            if (provisionalDays(state).length > 0) return
            const command = arbitrary.onDay(attempt, life.playbook, state, today)
            const without = CaseDecider.make(life.playbook, known).decide(state, command)
            const along = CaseDecider.make(life.playbook, whole).decide(state, command)
            const tags = (events: ReadonlyArray<CaseEvent>) => events[0]?._tag
            expect(Result.mapError(Result.map(without, tags), String)).toEqual(
              Result.mapError(Result.map(along, tags), String)
            )
          }
        )
      }),
      { numRuns: 100 }
    )
  })

  it("is folded from its events, without any calendar", () => {
    fc.assert(
      fc.property(life, ({ arrives, known, life }) => {
        const day = Day.add(arbitrary.firstDay, arrives)
        const { history, state } = live(life, (today) => (today < day ? known : whole))
        expect(history.reduce(CaseDecider.evolve, CaseDecider.initial)).toEqual(state)
        const codec = Schema.toCodecJson(CaseEvent)
        for (const event of history) {
          expect(isSchemaEvent(event)).toBe(true)
          const written = JSON.parse(JSON.stringify(Schema.encodeSync(codec)(event)))
          expect(Schema.decodeUnknownSync(codec)(written)).toEqual(event)
        }
      }),
      { numRuns: 100 }
    )
  })

  it("does not lapse, and opens no gate, before its day is settled", () => {
    const seen = { lapses: 0, gates: 0 }
    fc.assert(
      fc.property(life, ({ arrives, known, life }) => {
        const day = Day.add(arbitrary.firstDay, arrives)
        const { history, playbook } = live(life, (today) => (today < day ? known : whole))
        const open = unsettled(history)
        const lapsed = history.flatMap((event, at) =>
          event._tag === "DeadlineLapsed" ? [{ stage: event.from, at }] : []
        )
        const opened = history.flatMap((event, at) => {
          const stage =
            event._tag === "StepTaken" ? playbook.playbook.steps[event.step]!.gate?.lapsed : undefined
          return stage === undefined ? [] : [{ stage, at }]
        })
        seen.lapses += lapsed.length
        seen.gates += opened.length
        expect([...lapsed, ...opened].filter(({ at, stage }) => open[at]!.has(stage))).toEqual([])
      }),
      { numRuns: 300 }
    )
    expect(seen.lapses).toBeGreaterThan(20)
    expect(seen.gates).toBeGreaterThan(0)
  })

  it("offers what is accepted, and says which gates wait for the data", () => {
    fc.assert(
      fc.property(life, ({ known, life }) => {
        const { playbook } = life
        const { decide } = CaseDecider.make(playbook, known)
        live(
          life,
          () => known,
          (state, today, { command }) => {
            const asking = { by: command.by, on: today, context: command.context ?? {} }
            const accepted = [...playbook.steps.values()].flatMap(({ form, id }) => {
              const evidence = arbitrary.complete(form.fields)
              return Result.isSuccess(decide(state, { _tag: "Take", ...asking, step: id, evidence }))
                ? [id]
                : []
            })
            expect(CaseView.can(state, playbook, known, asking)).toEqual(accepted)
            const offersDeciding = CaseView.canStandard(state, playbook, known, asking).includes("decide-due")
            const days = isOpen(state) ? provisionalDays(state) : []
            const isAccepted = days.some(({ due, of }) =>
              Result.isSuccess(
                decide(state, { _tag: "DecideDue", ...asking, of, due: Day.add(due, 30), reason: "公告" })
              )
            )
            expect(offersDeciding).toBe(isAccepted)
          }
        )
      }),
      { numRuns: 60 }
    )
  })

  it("is counted again once the data is there, to what it would have been from the start, and only once", () => {
    let recounted = 0
    fc.assert(
      fc.property(life, ({ known, life }) => {
        const { history, playbook, state, today } = live(life, () => known)
        fc.pre(isOpen(state))
        const again = CaseClock.caughtUp(playbook, whole, state, today)
        const events = again.events.filter((event) => event._tag === "DueRecounted")
        recounted += events.length
        expect(again.state._tag === "Opened" && provisionalDays(again.state)).toEqual([])
        expect(CaseClock.recounts(whole, again.state, today)).toEqual([])
        // For each stay of the case in a stage: the due day, computed from the event that entered the stage.
        const after = events.reduce(CaseDecider.evolve, state)
        const round = history.findLastIndex(({ _tag }) => _tag === "CaseOpened" || _tag === "CaseReopened")
        const stays = after._tag === "Opened" ? after.round.dues : []
        const expected = stays.map(({ due, stage }) => {
          const at = history.findLastIndex((event, n) => n >= round && entered(event) === stage)
          const isDecided = history
            .slice(at)
            .some((event) => event._tag === "DueDecided" && event.of !== "limit" && event.of.stage === stage)
          return isDecided || isApplied(history, history[at]!)
            ? due
            : dueFrom(playbook.playbook, whole, history[at]!)
        })
        expect(stays.map(({ due }) => due)).toEqual(expected)
      }),
      { numRuns: 300 }
    )
    expect(recounted).toBeGreaterThan(20)
  })

  it("shows a day that is provisional as such, in its deadlines", () => {
    fc.assert(
      fc.property(life, ({ known, life }) => {
        const { playbook, state, today } = live(life, () => known)
        for (const { of, provisional } of CaseView.deadlines(state, playbook, known, today)) {
          const open = isOpen(state) ? provisionalDays(state) : []
          const isOf = (which: (typeof open)[number]["of"]) =>
            of === "limit"
              ? which === "limit"
              : of === "stage" && which !== "limit" && isOpen(state) && which.stage === state.stage
          expect(provisional).toBe(open.some((day) => isOf(day.of)))
        }
      }),
      { numRuns: 100 }
    )
  })
})

// ------------------------------------------------------------------------------------------------------------ an example

const order = compile(
  "order",
  Schema.decodeUnknownSync(Playbook)({
    name: { zh: "工单", en: "Order" },
    version: 1,
    subject: "household",
    ledBy: "unity",
    limit: "10 working days",
    keepers: [{ role: "lead" }],
    start: "new",
    stages: {
      new: { name: { zh: "待联系", en: "New" }, deadline: "5 working days", lapse: "late" },
      supervised: { name: { zh: "督办", en: "Supervised" }, deadline: "7 days", endsOnWorkingDay: true },
      done: { name: { zh: "办结", en: "Done" }, outcome: "achieved" }
    },
    steps: {
      late: { name: { zh: "逾期", en: "Late" }, from: ["new"], to: "supervised" },
      close: {
        name: { zh: "办结", en: "Close" },
        from: ["supervised"],
        to: "done",
        by: [{ role: "lead" }],
        gate: { lapsed: "new" }
      },
      force: {
        name: { zh: "处置", en: "Force" },
        from: ["new"],
        to: "done",
        by: [{ role: "lead" }],
        gate: { lapsed: "new" },
        recordRefusal: true
      }
    }
  })
)
const lead = arbitrary.actors[0]!
const of2026 = Calendar.make({ 2026: { holidays: [], workdays: [] } })
// In 2027, the first three days of January are days off, and Sunday, 10 January, is a working day.
const of2027 = Calendar.make({
  2026: { holidays: [], workdays: [] },
  2027: {
    holidays: ["2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04"].map(Day.make),
    workdays: [Day.make("2027-01-10")]
  }
})
const on = (day: string) => ({ by: lead, on: Day.make(day), context: arbitrary.favourable })
const decide = (
  calendar: Calendar.Calendar,
  state: CaseState,
  command: Parameters<ReturnType<typeof CaseDecider.make>["decide"]>[1]
) =>
  Result.map(CaseDecider.make(order, calendar).decide(state, command), (events) => ({
    events,
    state: events.reduce(CaseDecider.evolve, state)
  }))
const opened = Result.getOrThrow(
  decide(of2026, CaseDecider.initial, {
    _tag: "Open",
    ...on("2026-12-29"),
    ...arbitrary.about,
    playbook: "order",
    version: 1
  })
)
const wake = (calendar: Calendar.Calendar, state: CaseState, day: string) =>
  CaseClock.caughtUp(order, calendar, state, Day.make(day))
const iso = (day: Day.Day | undefined) => (day === undefined ? undefined : Day.toIso(day))

describe("[08] an order that is opened on 29 December, before the next year's holidays are known", () => {
  it("is due by weekdays and fixed holidays, and keeps how that was counted", () => {
    const [event] = opened.events
    const term = { from: Day.make("2026-12-29"), period: { count: 5, unit: "working day" } }
    expect(event).toMatchObject({
      due: Day.make("2027-01-06"),
      limit: Day.make("2027-01-13"),
      provisional: { due: term, limit: { ...term, period: { count: 10, unit: "working day" } } }
    })
  })

  it("waits, however late it gets, and the step behind its deadline waits along", () => {
    expect(wake(of2026, opened.state, "2027-03-01").events).toEqual([])
    const forced = decide(of2026, opened.state, { _tag: "Take", ...on("2027-03-01"), step: "force" })
    expect(forced).toEqual(refuseAll([{ _tag: "DueProvisional", stage: "new", due: Day.make("2027-01-06") }]))
    const [stage] = CaseView.deadlines(opened.state, order, of2026, Day.make("2027-03-01"))
    expect(stage).toMatchObject({ of: "stage", provisional: true, late: 54 })
  })

  it("is counted again by the clock when the year is known, and then lapses as any other", () => {
    const { events, state } = wake(of2027, opened.state, "2027-01-08")
    expect(events.map(({ _tag }) => _tag)).toEqual(["DueRecounted", "DueRecounted", "DeadlineLapsed"])
    expect(events[0]).toMatchObject({ was: Day.make("2027-01-06"), due: Day.make("2027-01-07"), by: "clock" })
    // This event is about the limit of the whole case. Sunday, 10 January, is a working day instead of Monday, 4
    // January, so the due day does not change.
    expect(events[1]).toMatchObject({ of: "limit", was: Day.make("2027-01-13"), due: Day.make("2027-01-13") })
    expect(events[2]).toMatchObject({ passed: Day.make("2027-01-07"), on: Day.make("2027-01-08") })
    expect(state).toMatchObject({ stage: "supervised", due: Day.make("2027-01-15") })
    expect(wake(of2027, state, "2027-01-09").events).toEqual([])
  })

  describe("may be decided on by a keeper", () => {
    const choose = (
      day: string,
      command: Partial<{ by: typeof lead; of: "limit"; reason: string; on: Day.Day }> = {}
    ) =>
      decide(of2026, opened.state, {
        _tag: "DecideDue",
        ...on("2027-01-05"),
        due: Day.make(day),
        reason: "国办通知已印发",
        ...command
      })
    const tags = (decided: ReturnType<typeof choose>) =>
      Result.isFailure(decided) ? decided.failure.reasons.map(({ _tag }) => _tag) : []

    it("with a reason; it then lapses on that day, and is not counted again", () => {
      const decided = Result.getOrThrow(choose("2027-01-07"))
      expect(decided.events).toMatchObject([
        { _tag: "DueDecided", of: { stage: "new" }, was: Day.make("2027-01-06") }
      ])
      expect(iso(decided.state._tag === "Opened" ? decided.state.due : undefined)).toBe("2027-01-07")
      const { events } = wake(of2027, decided.state, "2027-01-08")
      expect(events.map((event) => ("of" in event ? event.of : event._tag))).toEqual([
        "limit",
        "DeadlineLapsed"
      ])
      expect(
        Result.isFailure(
          decide(of2026, decided.state, {
            _tag: "DecideDue",
            ...on("2027-01-06"),
            due: Day.make("2027-01-08"),
            reason: "x"
          })
        )
      ).toBe(true)
    })

    it("is refused to others, without a reason, where nothing is provisional, and before the term can have passed", () => {
      const volunteer = arbitrary.actors.find(({ id }) => id === "volunteer-1")!
      expect(tags(choose("2027-01-07", { by: volunteer }))).toEqual(["NoRole"])
      expect(tags(choose("2027-01-07", { reason: " " }))).toEqual(["ReasonMissing"])
      expect(tags(choose("2027-01-02"))).toEqual(["DueTooEarly"])
      expect(tags(choose("2027-01-03"))).toEqual([])
      expect(tags(choose("2027-01-07", { of: "limit" }))).toEqual(["DueTooEarly"])
      const later = wake(of2027, opened.state, "2027-01-05").state
      expect(
        decide(of2027, later, {
          _tag: "DecideDue",
          ...on("2027-01-05"),
          due: Day.make("2027-02-01"),
          reason: "x"
        })
      ).toEqual(refuseAll([{ _tag: "NothingProvisional" }]))
    })
  })

  it("reads as exact where an earlier version wrote its day without a mark", () => {
    const [event] = opened.events
    const { provisional: _, ...old } = event as Extract<CaseEvent, { _tag: "CaseOpened" }>
    const state = replay(CaseDecider.make(order), [old])
    expect(provisionalDays(state as Extract<CaseState, { _tag: "Opened" }>)).toEqual([])
    expect(wake(of2026, state, "2027-01-07").events).toMatchObject([{ _tag: "DeadlineLapsed" }])
  })
})

describe("a term", () => {
  it("cannot end before it would if every day were a working day", () => {
    const terms = fc.record({
      from: fc.nat(1500).map((days) => Day.add(Day.make("2025-06-01"), days)),
      period: fc.record({
        count: fc.nat(40),
        unit: fc.constantFrom("day" as const, "working day" as const, "week" as const, "month" as const)
      }),
      endsOnWorkingDay: fc.boolean()
    })
    fc.assert(
      fc.property(terms, part, ({ endsOnWorkingDay, from, period }, known) => {
        const term = Due.term(from, period, endsOnWorkingDay)
        expect(Due.earliest(term)).toBeLessThanOrEqual(Due.count(known, term).day)
        expect(Due.earliest(term)).toBeLessThanOrEqual(Due.count(whole, term).day)
      })
    )
  })
})
