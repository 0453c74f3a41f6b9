import { describe, expect, it } from "@effect/vitest"
import type { CaseCommand, CaseEvent } from "../../src/casework/Case.ts"
import type { CaseState, Opened } from "../../src/casework/CaseState.ts"
import * as CaseClock from "../../src/casework/CaseClock.ts"
import * as CaseDecider from "../../src/casework/CaseDecider.ts"
import * as CaseView from "../../src/casework/CaseView.ts"
import { compile } from "../../src/casework/CompiledPlaybook.ts"
import * as Due from "../../src/casework/Due.ts"
import { Playbook } from "../../src/casework/Playbook.ts"
import { checkPlaybook } from "../../src/casework/PlaybookCheck.ts"
import * as Calendar from "../../src/kernel/Calendar.ts"
import * as Day from "../../src/kernel/Day.ts"
import { apply } from "../../src/kernel/MergePatch.ts"
import { ActorId, CaseId, GroupId, ResidentId, RoleId } from "../../src/place/Id.ts"
import { resident } from "../../src/place/Subject.ts"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import * as arbitrary from "../../../testing/src/Casework.ts"

const { calendar: whole } = arbitrary
const china = Calendar.inZone(whole, "Asia/Shanghai")
const day = Day.make
const text = { zh: "某", en: "some" }
const by = [{ role: "clerk" }]
const clerk = {
  id: ActorId.make("wang"),
  mandates: [{ role: RoleId.make("clerk"), scope: { district: true as const } }]
}

/** A hotline order: five working days of handling, which rest while the papers of the caller are awaited. */
const document = {
  name: text,
  version: 1,
  subject: "resident",
  ledBy: "warmth",
  keepers: by,
  limit: "30 days",
  start: "handling",
  stages: {
    handling: { name: text, deadline: "5 working days", lapse: "report" },
    waiting: { name: text, rests: { stages: ["handling"], limit: true } },
    reported: { name: text },
    done: { name: text, outcome: "achieved" }
  },
  steps: {
    ask: { name: text, from: ["handling"], to: "waiting", by },
    remind: { name: text, from: ["waiting"], to: "waiting", by },
    go: { name: text, from: ["waiting"], to: "handling", by },
    report: { name: text, from: ["handling"], to: "reported" },
    close: { name: text, from: ["handling", "waiting", "reported"], to: "done", by },
    complain: { name: text, from: ["handling", "waiting", "reported"], by, gate: { lapsed: "handling" } }
  }
} as const

const decode = Schema.decodeUnknownSync(Playbook)
const patched = (patch: object) => decode(apply(JSON.parse(JSON.stringify(document)), patch as never))
const playbookOf = (patch: object) => compile("order", patched(patch))
const problems = (patch: object) =>
  checkPlaybook(patched(patch)).map(({ code, path }) => `${path.join(".")}: ${code}`)

/** A case that is worked on: each command is decided and folded. */
const work = (patch: object = {}, calendar = china) => {
  const playbook = playbookOf(patch)
  const { decide, evolve, initial } = CaseDecider.make(playbook, calendar)
  let state: CaseState = initial
  let events: ReadonlyArray<CaseEvent> = []
  const land = (command: CaseCommand) => {
    const decided = decide(state, command)
    if (Result.isFailure(decided)) return decided.failure.reasons
    events = [...events, ...decided.success]
    state = decided.success.reduce(evolve, state)
    return []
  }
  const asked = (on: string | Day.Day, more: object = {}) => ({
    by: clerk,
    on: typeof on === "string" ? day(on) : on,
    ...more
  })
  return {
    playbook,
    calendar,
    open: (on: string | Day.Day, more: object = {}) =>
      land({
        _tag: "Open",
        ...asked(on, more),
        id: CaseId.make("order-1"),
        playbook: "order",
        version: 1,
        subjects: [resident(ResidentId.make("r-1"))],
        buildings: [],
        group: GroupId.make("warmth"),
        ...more
      } as CaseCommand),
    take: (step: string, on: string | Day.Day, more: object = {}) =>
      land({ _tag: "Take", step, ...asked(on, more) } as CaseCommand),
    wake: (on: string, now?: number) => {
      const command = CaseView.wake(state, playbook, calendar, day(on), now)
      return Option.isSome(command) ? land(command.value) : undefined
    },
    state: () => state as Opened,
    events: () => events,
    due: () => (state as Opened).due,
    offers: (on: string, now?: number) =>
      CaseView.can(state, playbook, calendar, {
        by: clerk,
        on: day(on),
        ...(now === undefined ? {} : { now })
      })
  }
}

const some = fc.integer({ min: 0, max: 700 }).map((n) => Day.add(day("2026-01-05"), n))
const gap = fc.integer({ min: 0, max: 40 })

describe("a clock that rests", () => {
  it("goes on with what was left: a period in days ends after start, period and rests", () => {
    const rests = fc.array(fc.tuple(fc.nat(3), fc.nat(30)), { maxLength: 3 })
    fc.assert(
      fc.property(some, fc.integer({ min: 12, max: 60 }), rests, (start, count, gaps) => {
        let at = start
        let rested = 0
        let term = Due.term(start, { count, unit: "day" }, undefined)
        for (const [worked, waited] of gaps) {
          const from = Day.add(at, worked)
          at = Day.add(from, waited)
          rested += waited
          term = Due.withRest(term, { from, until: at })
        }
        expect(Due.count(Calendar.none, term)).toEqual({
          day: Day.add(start, count + rested),
          provisional: undefined
        })
      })
    )
  })

  it("goes on with what was left: as many working days are left after the rest as before it", () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 30 }), gap, gap, (start, count, worked, waited) => {
        const from = Day.add(start, worked)
        const until = Day.add(from, waited)
        const term = Due.term(start, { count, unit: "working day" }, undefined)
        const before = Due.count(whole, term).day
        const after = Due.count(whole, Due.withRest(term, { from, until })).day
        const isLate = before < from
        const left = (on: Day.Day, due: Day.Day) => Calendar.workingDaysUntil(whole, on, due).value
        expect(isLate ? after : left(until, after)).toBe(isLate ? before + waited : left(from, before))
        expect(isLate || after >= until).toBe(true)
      })
    )
  })

  it("that rests for no time changes nothing", () => {
    const unit = fc.constantFrom("day" as const, "working day" as const, "week" as const, "month" as const)
    fc.assert(
      fc.property(some, fc.nat(20), unit, fc.boolean(), gap, (start, count, of, moves, worked) => {
        const term = Due.term(start, { count, unit: of }, moves)
        const on = Day.add(start, worked)
        // On a day that is no working day, nothing is left of a period in working days that ends before it.
        fc.pre(Due.count(whole, term).day >= on)
        expect(Due.count(whole, Due.withRest(term, { from: on, until: on })).day).toBe(
          Due.count(whole, term).day
        )
      })
    )
  })

  it("in a case: five working days, of which two are used, then the caller's papers take a week [18]", () => {
    const order = work()
    order.open("2026-03-02") // a Monday
    expect(order.due()).toBe(day("2026-03-09"))
    order.take("ask", "2026-03-04")
    expect(order.due()).toBeUndefined()
    expect(CaseView.deadlines(order.state(), order.playbook, china, day("2026-03-20"))).toEqual([])
    expect(CaseView.resting(order.state(), order.playbook, china, day("2026-03-20"))).toEqual([
      { of: { stage: "handling" }, since: day("2026-03-04"), left: 3, unit: "working day" },
      { of: "limit", since: day("2026-03-04"), left: 28, unit: "day" }
    ])
    order.take("go", "2026-03-11")
    expect(order.due()).toBe(day("2026-03-16"))
    expect(order.state().round.limit).toBe(day("2026-04-08"))
    // A second rest begins with what is left now.
    order.take("ask", "2026-03-13")
    order.take("remind", "2026-03-16")
    order.take("go", "2026-03-20")
    expect(order.due()).toBe(day("2026-03-23"))
    expect(order.state().round.limit).toBe(day("2026-04-15"))
  })

  it("rests through several stages in a row, and the step that waits for it stays impossible", () => {
    const order = work()
    order.open("2026-03-02")
    order.take("ask", "2026-03-03")
    expect(order.take("complain", "2026-03-30")).toEqual([
      { _tag: "DueRests", stage: "handling", since: day("2026-03-03") }
    ])
    order.take("remind", "2026-03-30")
    order.take("go", "2026-04-01")
    expect(order.take("complain", "2026-04-02")).toMatchObject([{ _tag: "ShutUntil" }])
    expect(order.wake("2026-04-30")).toEqual([])
    expect(order.state().stage).toBe("reported")
    expect(order.take("complain", "2026-04-30")).toEqual([])
  })

  it("stays late by as many days if it was late before it rested", () => {
    const order = work({ stages: { handling: { lapse: null } }, steps: { report: { by } } })
    order.open("2026-03-02")
    order.take("ask", "2026-03-11")
    order.take("go", "2026-03-21")
    expect(order.due()).toBe(day("2026-03-19"))
  })

  it("is counted again if its days were provisional, before the rest and after it", () => {
    const known = Calendar.make({ 2026: whole.data["2026"]! })
    const order = work({}, known)
    order.open("2026-12-28")
    expect(order.state().round.dues[0]?.term).toBeDefined()
    order.take("ask", "2026-12-30")
    order.take("go", "2027-01-06")
    const stay = order.state().round.dues[0]
    expect(stay?.term?.rests).toEqual([{ from: day("2026-12-30"), until: day("2027-01-06") }])
    const again = CaseClock.caughtUp(order.playbook, whole, order.state(), day("2027-01-07")).state as Opened
    const exact = work({}, whole)
    exact.open("2026-12-28")
    exact.take("ask", "2026-12-30")
    exact.take("go", "2027-01-06")
    expect(again.due).toBe(exact.due())
    expect(again.round.limit).toBe(exact.state().round.limit)
  })

  it("is the same after its events were stored and read again", () => {
    const order = work()
    order.open("2026-03-02")
    order.take("ask", "2026-03-04")
    order.take("go", "2026-03-11")
    order.take("ask", "2026-03-13")
    const decider = CaseDecider.make(order.playbook, china)
    expect(order.events().reduce(decider.evolve, decider.initial)).toEqual(order.state())
  })

  it("changes no entry of a playbook in which no clock rests", () => {
    const order = work({ stages: { waiting: { rests: null } } })
    order.open("2026-03-02")
    order.take("ask", "2026-03-04")
    order.take("go", "2026-03-11")
    expect(order.due()).toBe(day("2026-03-18"))
    for (const event of order.events()) {
      for (const key of ["counted", "rests", "resumed", "dueAt", "at"]) expect(event).not.toHaveProperty(key)
    }
  })

  it.each<[string, object, string]>([
    [
      "a stage that does not exist",
      { stages: { waiting: { rests: { stages: ["handlin"] } } } },
      "stages.waiting.rests.stages.0: unknown-stage"
    ],
    [
      "the stage itself",
      { stages: { waiting: { deadline: "3 days", rests: { stages: ["waiting"] } } } },
      "stages.waiting.rests.stages.0: rests-itself"
    ],
    [
      "a stage without a deadline",
      { stages: { waiting: { rests: { stages: ["reported"] } } } },
      "stages.waiting.rests.stages.0: rest-without-deadline"
    ],
    [
      "a limit that the playbook does not have",
      { limit: null },
      "stages.waiting.rests.limit: rest-without-deadline"
    ],
    [
      "nothing",
      { stages: { waiting: { rests: { stages: null, limit: null } } } },
      "stages.waiting.rests: rests-nothing"
    ],
    [
      "in the first stage",
      { stages: { handling: { rests: { limit: true } } } },
      "stages.handling.rests: rest-at-the-beginning"
    ],
    ["after the end", { stages: { done: { rests: { limit: true } } } }, "stages.done.rests: rest-after-end"],
    [
      "a stage from which no step leads there",
      { steps: { go: { to: "reported" }, complain: { gate: null } } },
      "stages.waiting.rests.stages.0: rest-without-effect"
    ],
    [
      "a stage whose deadline leads there",
      { steps: { report: { to: "waiting" } } },
      "stages.waiting.rests.stages.0: rest-after-lapse"
    ]
  ])("cannot be %s", (_, patch, problem) => {
    expect(problems(patch)).toContain(problem)
  })

  it("is no mistake in a correct playbook", () => {
    expect(problems({})).toEqual([])
  })
})

describe("a deadline from a date in the evidence", () => {
  const signing = {
    stages: { signed: { name: text, deadline: "30 days from signed-on", lapse: "miss" } },
    steps: {
      sign: {
        name: text,
        from: ["handling"],
        to: "signed",
        by,
        evidence: { "signed-on": { label: text, type: "date" } }
      },
      miss: { name: text, from: ["signed"], to: "reported" }
    }
  }

  it("counts from that date, whatever day the step is taken on", () => {
    fc.assert(
      fc.property(some, fc.integer({ min: -60, max: 60 }), (signed, later) => {
        const order = work({
          ...signing,
          stages: { ...signing.stages, handling: { deadline: null, lapse: null } },
          steps: { ...signing.steps, report: { by }, complain: null }
        })
        const on = Day.add(signed, later)
        order.open(on)
        expect(order.take("sign", on, { evidence: { "signed-on": Day.toIso(signed) } })).toEqual([])
        expect(order.due()).toBe(Day.add(signed, 30))
      }),
      { numRuns: 30 }
    )
  })

  it("has passed at once if the date is long ago", () => {
    const order = work(signing)
    order.open("2026-03-02")
    order.take("sign", "2026-03-02", { evidence: { "signed-on": "2026-01-01" } })
    expect(order.wake("2026-03-02")).toEqual([])
    expect(order.state().stage).toBe("reported")
  })

  it("counts from the date if the fact was put aside and is applied later", () => {
    const order = work(signing)
    order.open("2026-03-02")
    order.take("ask", "2026-03-05")
    order.take("go", "2026-03-06")
    const context = { inTheWay: { entry: 2, on: day("2026-03-05") } }
    order.take("sign", "2026-03-04", {
      written: day("2026-03-06"),
      context,
      evidence: { "signed-on": "2026-03-01" }
    })
    expect(order.events().at(-1)).toMatchObject({ _tag: "FactAside", from: day("2026-03-01") })
  })

  it.each<[string, object, string]>([
    [
      "a field that no step into the stage requires",
      { stages: { signed: { deadline: "30 days from sined-on" } } },
      "stages.signed.deadline: deadline-from-unknown-date"
    ],
    [
      "a field that may be left out",
      { steps: { sign: { evidence: { "signed-on": { required: false } } } } },
      "stages.signed.deadline: deadline-from-unknown-date"
    ],
    [
      "a field that is no date",
      { steps: { sign: { evidence: { "signed-on": { type: "text" } } } } },
      "stages.signed.deadline: deadline-from-unknown-date"
    ],
    [
      "a stage that a reopening enters",
      { reopening: { to: "signed" } },
      "stages.signed.deadline: deadline-from-unknown-date"
    ],
    [
      "a sensitive date, which the due day would show",
      { steps: { sign: { evidence: { "signed-on": { sensitive: true } } } } },
      "stages.signed.deadline: deadline-from-sensitive-date"
    ]
  ])("cannot count from %s", (_, patch, problem) => {
    expect(problems(apply(signing as never, patch as never) as object)).toContain(problem)
  })

  it("names the field that was probably meant", () => {
    const found = checkPlaybook(
      patched(
        apply(signing as never, { stages: { signed: { deadline: "30 days from sined-on" } } }) as object
      )
    )
    expect(found.map(({ message }) => message).join("\n")).toContain('did you mean "signed-on"?')
  })
})

describe("a due day of a case's own", () => {
  const own = (due: object) => ({ opening: { due } })

  it("replaces the limit of the whole case, within the limits of the playbook", () => {
    fc.assert(
      fc.property(fc.integer({ min: -3, max: 70 }), (days) => {
        const order = work(own({ least: "3 days", most: "60 days" }))
        const due = Day.add(day("2026-03-02"), days)
        const reasons = order.open("2026-03-02", { due })
        const isWithin = days >= 3 && days <= 60
        const limits = { earliest: day("2026-03-05"), latest: day("2026-05-01") }
        expect(reasons).toEqual(isWithin ? [] : [{ _tag: "OwnDueOutside", due, ...limits }])
        const state = order.state()
        expect(isWithin ? [state.round.limit, state.due] : state._tag).toEqual(
          isWithin ? [due, day("2026-03-09")] : "Unopened"
        )
      }),
      { numRuns: 50 }
    )
  })

  it("replaces the deadline of the first stage, if the playbook says so", () => {
    const order = work(own({ of: "stage", most: "1 month" }))
    expect(order.open("2026-03-02", { due: day("2026-04-01") })).toEqual([])
    expect(order.due()).toBe(day("2026-04-01"))
    expect(order.state().round.limit).toBe(day("2026-04-01"))
    expect(order.wake("2026-04-02")).toEqual([])
    expect(order.state().stage).toBe("reported")
  })

  it("goes on after a rest, by as many days as it rested", () => {
    const order = work(own({ most: "60 days" }))
    order.open("2026-03-02", { due: day("2026-03-20") })
    order.take("ask", "2026-03-04")
    order.take("go", "2026-03-11")
    expect(order.state().round.limit).toBe(day("2026-03-27"))
  })

  it("is refused if the playbook does not allow it, and is never required", () => {
    expect(work().open("2026-03-02", { due: day("2026-03-20") })).toEqual([{ _tag: "OwnDueNotAllowed" }])
    expect(work(own({ most: "60 days" })).open("2026-03-02")).toEqual([])
  })

  it("has limits that do not contradict each other", () => {
    expect(problems(own({ least: "3 months", most: "30 days" }))).toEqual(["opening.due: least-over-most"])
  })
})

describe("a period in hours", () => {
  const within = (deadline: string) => ({
    limit: null,
    stages: { handling: { deadline }, waiting: { rests: { limit: null } } }
  })
  const at = (instant: string) => Date.parse(instant)
  const hour = 3_600_000

  it("ends at its instant: shifting the beginning shifts the end, and no calendar matters", () => {
    const instant = fc.integer({ min: at("2026-01-01T00:00Z"), max: at("2029-12-31T00:00Z") })
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 500 }), fc.nat(1_000_000_000), (begin, count, shift) => {
        const due = (now: number, calendar: Calendar.Calendar) =>
          Due.count(calendar, Due.term(day("2026-03-02"), { count, unit: "hour" }, undefined, now))
        const end = due(begin, china)
        expect(end).toMatchObject({ at: begin + count * hour, provisional: undefined })
        expect(due(begin, Calendar.inZone(Calendar.none, "Asia/Shanghai"))).toEqual(end)
        expect(due(begin + shift, china).at).toBe(begin + count * hour + shift)
      })
    )
  })

  it("goes on after a rest with the hours that were left", () => {
    const order = work(within("24 hours"))
    order.open("2026-03-02", { now: at("2026-03-02T09:00+08:00") })
    expect(order.state().dueAt).toBe(at("2026-03-03T09:00+08:00"))
    order.take("ask", "2026-03-02", { now: at("2026-03-02T15:00+08:00") })
    expect(
      CaseView.resting(order.state(), order.playbook, china, day("2026-03-04"), at("2026-03-04T08:00+08:00"))
    ).toMatchObject([{ left: 18, unit: "hour" }])
    order.take("go", "2026-03-05", { now: at("2026-03-05T10:00+08:00") })
    expect(order.state().dueAt).toBe(at("2026-03-06T04:00+08:00"))
    expect(order.due()).toBe(day("2026-03-06"))
  })

  it("passes at the instant, and not before and not only on the next day", () => {
    const order = work(within("2 hours"))
    order.open("2026-03-02", { now: at("2026-03-02T09:00+08:00") })
    expect(order.events()[0]).toMatchObject({
      due: day("2026-03-02"),
      dueAt: at("2026-03-02T11:00+08:00"),
      at: at("2026-03-02T09:00+08:00")
    })
    expect(CaseView.wakeInstant(order.state(), order.playbook)).toEqual(
      Option.some(at("2026-03-02T11:00+08:00"))
    )
    expect(order.wake("2026-03-02", at("2026-03-02T10:59:59.999+08:00"))).toBeUndefined()
    expect(order.wake("2026-03-02", at("2026-03-02T11:00+08:00"))).toEqual([])
    expect(order.events().at(-1)).toMatchObject({
      _tag: "DeadlineLapsed",
      at: at("2026-03-02T11:00+08:00"),
      passed: day("2026-03-02")
    })
  })

  it("opens the gate that waits for it at the instant", () => {
    const order = work(within("2 hours"))
    order.open("2026-03-02", { now: at("2026-03-02T09:00+08:00") })
    expect(order.offers("2026-03-02", at("2026-03-02T10:59+08:00"))).not.toContain("complain")
    expect(order.offers("2026-03-02", at("2026-03-02T11:00+08:00"))).toContain("complain")
  })

  it("counts from the end of the day if only the day is known, so that nothing passes too early", () => {
    const order = work(within("24 hours"))
    order.open("2026-03-02", { written: day("2026-03-03") })
    expect(order.state().dueAt).toBe(at("2026-03-04T00:00+08:00"))
    expect(order.events()[0]).not.toHaveProperty("at")
  })

  it("is undone by a fact of the same day with an earlier instant, and not by one with a later instant", () => {
    const run = (instant: string) => {
      const order = work(within("2 hours"))
      order.open("2026-03-02", { now: at("2026-03-02T09:00+08:00") })
      order.wake("2026-03-02", at("2026-03-02T11:00+08:00"))
      const fact = { at: at(instant), now: at(instant) }
      return { reasons: order.take("ask", "2026-03-02", fact), order }
    }
    const early = run("2026-03-02T10:30+08:00")
    expect(early.reasons).toEqual([])
    expect(early.order.events().map(({ _tag }) => _tag)).toEqual([
      "CaseOpened",
      "DeadlineLapsed",
      "LapsesUndone",
      "StepTaken"
    ])
    expect(early.order.state().stage).toBe("waiting")
    expect(run("2026-03-02T11:30+08:00").reasons).toMatchObject([{ _tag: "WrongStage" }])
  })

  it("is overdue from its instant on", () => {
    const order = work({
      ...within("2 hours"),
      steps: { report: { by } },
      stages: { ...within("2 hours").stages, handling: { deadline: "2 hours", lapse: null } }
    })
    order.open("2026-03-02", { now: at("2026-03-02T09:00+08:00") })
    const late = (instant: string) =>
      CaseView.isOverdue(order.state(), order.playbook, china, day("2026-03-02"), at(instant))
    expect([late("2026-03-02T10:59+08:00"), late("2026-03-02T11:00+08:00")]).toEqual([false, true])
  })

  it.each<[string, object, string]>([
    [
      "an end on a working day",
      { stages: { handling: { deadline: "24 hours", endsOnWorkingDay: true } } },
      "stages.handling.endsOnWorkingDay: hours-on-working-days"
    ]
  ])("cannot have %s", (_, patch, problem) => {
    expect(problems(patch)).toContain(problem)
  })

  it("is written only where hours are counted", () => {
    expect(() => patched({ limit: "24 hours" })).toThrow(/such as "7 days"/u)
    expect(() => patched({ stages: { handling: { deadline: "24 hours from signed-on" } } })).toThrow(
      /24 hours/u
    )
    expect(() => patched({ stages: { handling: { deadline: "0 hours" } } })).toThrow(/between 1 and 8760/u)
  })
})
