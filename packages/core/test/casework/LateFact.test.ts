import { describe, expect, it } from "@effect/vitest"
import type { CaseCommand, CaseEvent } from "../../src/casework/Case.ts"
import type { CaseState, Opened } from "../../src/casework/CaseState.ts"
import * as CaseClock from "../../src/casework/CaseClock.ts"
import * as CaseDecider from "../../src/casework/CaseDecider.ts"
import * as CaseView from "../../src/casework/CaseView.ts"
import type { CompiledPlaybook } from "../../src/casework/CompiledPlaybook.ts"
import { asides, withoutUndone } from "../../src/casework/LateFact.ts"
import * as Day from "../../src/kernel/Day.ts"
import { replay } from "../../src/kernel/Decider.ts"
import { type Actor, clock } from "../../src/place/Actor.ts"
import { ActorId, BuildingId, CaseId, GroupId, HouseholdId, RoleId } from "../../src/place/Id.ts"
import { household } from "../../src/place/Subject.ts"
import * as Result from "effect/Result"
import fc from "fast-check"
import * as arbitrary from "../../../testing/src/Casework.ts"
import { clutter, compiled } from "./clutter.ts"
import { runs } from "../../../tooling/src/runs.ts"

const { calendar } = arbitrary

interface Run {
  readonly state: CaseState
  readonly events: ReadonlyArray<CaseEvent>
}

/** Opens a case and sends commands on the days on which the actions happen. Refused commands are left out. */
const onTime = (playbook: CompiledPlaybook, attempts: ReadonlyArray<arbitrary.Attempt>) => {
  const decider = CaseDecider.make(playbook, calendar)
  let events: ReadonlyArray<CaseEvent> = Result.getOrThrow(
    decider.decide(CaseDecider.initial, arbitrary.opening(playbook))
  )
  let state = replay(decider, events)
  let today = arbitrary.firstDay
  const opened: Run = { state, events }
  const commands: Array<CaseCommand> = []
  for (const attempt of attempts) {
    today = Day.add(today, attempt.daysLater)
    const command = arbitrary.onDay(attempt, playbook, state, today)
    if (command._tag !== "Take" && command._tag !== "Note" && command._tag !== "HandOver") continue
    const decided = decider.decide(state, command)
    if (Result.isFailure(decided)) continue
    commands.push(command)
    events = [...events, ...decided.success]
    state = replay(decider, decided.success, state)
  }
  return { opened, commands, state, events }
}

/**
 * Sends the same commands, but each is recorded some days after its action. In between, the automatic steps for passed
 * deadlines are taken.
 */
const late = (
  playbook: CompiledPlaybook,
  opened: Run,
  commands: ReadonlyArray<CaseCommand>,
  delays: ReadonlyArray<number>
) => {
  const decider = CaseDecider.make(playbook, calendar)
  let { events, state } = opened
  let written = arbitrary.firstDay
  const take = (command: CaseCommand) => {
    const decided = Result.getOrThrow(decider.decide(state, command))
    events = [...events, ...decided]
    state = replay(decider, decided, state)
  }
  commands.forEach((command, n) => {
    const own = Day.add(command.on, delays[n % delays.length] ?? 0)
    written = own > written ? own : written
    if (CaseClock.moves(playbook, calendar, state, written)) take({ _tag: "Lapse", by: clock, on: written })
    take(written > command.on ? { ...command, written } : command)
  })
  return { state, events }
}

/**
 * The state of a case on a day after all automatic actions, without the fields that depend on the order of recording.
 */
const told = (playbook: CompiledPlaybook, { state }: Run, on: Day.Day) => {
  const { state: caught } = CaseClock.caughtUp(playbook, calendar, state, on)
  return caught._tag === "Opened" ? { ...caught, byClock: undefined, last: undefined } : caught
}

const lived = arbitrary.compiledPlaybook.chain((playbook) =>
  fc.record({
    playbook: fc.constant(playbook),
    attempts: fc.array(arbitrary.attempt(playbook), { maxLength: 25 }),
    delays: fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 6 })
  })
)

describe("a case whose facts are written down late, after the clock has acted", () => {
  it("is as if each had been written down on its day", () => {
    let undone = 0
    fc.assert(
      fc.property(lived, ({ attempts, delays, playbook }) => {
        const base = onTime(playbook, attempts)
        const later = late(playbook, base.opened, base.commands, delays)
        undone += later.events.filter(({ _tag }) => _tag === "LapsesUndone").length
        const end = Day.add(base.commands.at(-1)?.on ?? arbitrary.firstDay, 100)
        expect(told(playbook, later, end)).toEqual(told(playbook, base, end))
        // Without the events that were undone, the history contains the same steps on the same days.
        const steps = ({ events }: Run) =>
          withoutUndone(events.map((event) => ({ event }))).flatMap(({ event }) =>
            event._tag === "StepTaken" ? [`${event.on} ${event.step}`] : []
          )
        expect(steps(later)).toEqual(steps(base))
        const decider = CaseDecider.make(playbook, calendar)
        expect(replay(decider, later.events)).toEqual(later.state)
      }),
      { numRuns: runs(250, 1000) }
    )
    expect(undone).toBeGreaterThan(runs(10, 50))
  })
})

// ----------------------------------------------------------------------------------------------------------- the story

const unity = GroupId.make("unity")
const actor = (id: string, role: string): Actor => ({
  id: ActorId.make(id),
  mandates: [{ role: RoleId.make(role), scope: { group: unity } }]
})
const volunteer = actor("volunteer-1", "volunteer")
const lead = actor("lead", "lead")
const committee: Actor = {
  id: ActorId.make("committee"),
  mandates: [{ role: RoleId.make("committee"), scope: { district: true } }]
}
const on = Day.make
const act = (by: Actor, day: string, written?: string) => ({
  by,
  on: on(day),
  ...(written === undefined ? {} : { written: on(written) })
})
const photo = { photo: "photos/1", sha256: "a".repeat(64) }
const decider = CaseDecider.make(compiled, calendar)
const lapse = (day: string): CaseCommand => ({ _tag: "Lapse", by: clock, on: on(day) })

/** In this case, a notice to the household was served on 6 March, and the deadline of the notice is 13 March. */
const served: ReadonlyArray<CaseCommand> = [
  {
    _tag: "Open",
    ...act(volunteer, "2026-03-02"),
    id: CaseId.make("b07-301"),
    playbook: "clutter",
    version: 1,
    subjects: [household(HouseholdId.make("b07-301"))],
    buildings: [BuildingId.make("b07")],
    group: unity
  },
  clutter.take(act(volunteer, "2026-03-03"), "survey", { before: photo }),
  clutter.take(act(lead, "2026-03-04"), "file"),
  clutter.take(act(volunteer, "2026-03-06"), "serve", { proof: photo })
]
const rectified: CaseCommand = {
  ...clutter.take(act(volunteer, "2026-03-12"), "rectify"),
  written: on("2026-03-16")
}

const run = (commands: ReadonlyArray<CaseCommand>) => {
  let state = CaseDecider.initial
  const events = commands.flatMap((command) => {
    const decided = Result.getOrThrow(decider.decide(state, command))
    state = replay(decider, decided, state)
    return decided
  })
  return { events, state }
}

describe("a step that was taken in time and written down after the deadline had lapsed", () => {
  const { events, state } = run([...served, lapse("2026-03-15"), rectified])

  it("undoes the lapse by an entry, and moves the case from its day on", () => {
    expect(events.slice(-3)).toMatchObject([
      { _tag: "DeadlineLapsed", on: on("2026-03-13"), to: "refused" },
      {
        _tag: "LapsesUndone",
        on: on("2026-03-12"),
        written: on("2026-03-16"),
        from: "refused",
        to: "noticed"
      },
      { _tag: "StepTaken", on: on("2026-03-12"), written: on("2026-03-16"), from: "noticed", to: "verifying" }
    ])
    expect(state).toMatchObject({ stage: "verifying", since: on("2026-03-12") })
  })

  it("shows the case on past days as it was", () => {
    expect(CaseView.asOf(events, on("2026-03-14"))).toMatchObject({ stage: "verifying" })
  })

  it("counts its deadlines from the day on which it happened", () => {
    const late = run([
      ...served.slice(0, 3),
      { ...clutter.take(act(volunteer, "2026-03-06"), "serve", { proof: photo }), written: on("2026-03-09") }
    ])
    expect(late.state).toMatchObject({ due: on("2026-03-13") })
  })
})

describe("a step that people had overtaken when it was written down", () => {
  const basis = clutter.take(act(committee, "2026-03-15"), "record-basis", { basis: "order" })
  const overtaken: CaseCommand = { ...rectified, context: { inTheWay: { entry: 6, on: on("2026-03-15") } } }
  const { events, state } = run([...served, lapse("2026-03-14"), basis, overtaken])

  it("is recorded with its day, and does not move the case", () => {
    expect(events.at(-1)).toMatchObject({
      _tag: "FactAside",
      on: on("2026-03-12"),
      written: on("2026-03-16"),
      step: "rectify",
      behind: { entry: 6, on: on("2026-03-15") }
    })
    expect(state).toMatchObject({ stage: "refused", last: on("2026-03-15") })
  })

  const positioned = (all: ReadonlyArray<CaseEvent>) => all.map((event, at) => ({ event, position: at + 1 }))
  const entry = events.length
  const fact = { by: rectified.by.id, on: on("2026-03-12"), step: "rectify", recorded: [] }
  const settle = (how: "applied" | "as-recorded", more: object = {}): CaseCommand => ({
    _tag: "Settle",
    ...act(committee, "2026-03-17"),
    entry,
    how,
    reason: "核对过",
    fact,
    ...more
  })
  const after = (command: CaseCommand) => Result.getOrThrow(decider.decide(state, command))

  it("is listed with the entry that is in the way, until a keeper settles it", () => {
    const entries = positioned(events)
    expect(asides(entries)).toEqual(entries.slice(-1))
    const note: CaseCommand = { _tag: "Note", ...act(committee, "2026-03-17"), text: "核对过" }
    expect(asides(positioned([...events, ...after(note)]))).toEqual(entries.slice(-1))
    expect(asides(positioned([...events, ...after(settle("as-recorded"))]))).toEqual([])
  })

  it("stays as recorded if a keeper settles it so: the case does not move", () => {
    const settled = after(settle("as-recorded"))
    expect(settled.map(({ _tag }) => _tag)).toEqual(["FactSettled"])
    const next = settled.reduce(decider.evolve, state)
    expect(next).toEqual({ ...state, last: on("2026-03-17") })
  })

  it("is settled by a keeper, with a reason, and once", () => {
    const wrong = decider.decide(state, settle("applied", { by: committee, reason: " ", fact: undefined }))
    expect(Result.isFailure(wrong) && wrong.failure.reasons.map(({ _tag }) => _tag)).toEqual([
      "NothingAside",
      "ReasonMissing"
    ])
    const stranger = decider.decide(state, settle("as-recorded", { by: actor("stranger", "owner") }))
    expect(Result.isFailure(stranger) && stranger.failure.reasons.map(({ _tag }) => _tag)).toEqual(["NoRole"])
  })

  it("is applied only if the step is possible in the stage of the case now", () => {
    const elsewhere = { ...state, stage: "filing" } as Opened
    const wrong = decider.decide(elsewhere, settle("applied"))
    expect(Result.isFailure(wrong) && wrong.failure.reasons.map(({ _tag }) => _tag)).toEqual(["WrongStage"])
    const applied = after(settle("applied"))
    expect(applied.map(({ _tag }) => _tag)).toEqual(["FactSettled", "StepTaken"])
    // Its contacts count already, with the entry of the fact.
    expect(applied.at(-1)).toMatchObject({ step: "rectify", by: rectified.by.id, records: [] })
  })

  it("still needs its people and its evidence", () => {
    const by = actor("stranger", "owner")
    const wrong = decider.decide(state, { ...overtaken, by } as CaseCommand)
    expect(Result.isFailure(wrong) && wrong.failure.reasons.map(({ _tag }) => _tag)).toEqual(["NoRole"])
  })
})
