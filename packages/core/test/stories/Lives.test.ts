import { describe, expect, it } from "@effect/vitest"
import { CaseEvent, type CaseCommand } from "../../src/casework/Case.ts"
import { type CaseState, isOpen, type Opened } from "../../src/casework/CaseState.ts"
import * as CaseClock from "../../src/casework/CaseClock.ts"
import * as CaseDecider from "../../src/casework/CaseDecider.ts"
import * as CaseView from "../../src/casework/CaseView.ts"
import type { CompiledPlaybook } from "../../src/casework/CompiledPlaybook.ts"
import type { By } from "../../src/casework/Playbook.ts"
import { add, type Day } from "../../src/kernel/Day.ts"
import { replay } from "../../src/kernel/Decider.ts"
import type { Actor } from "../../src/place/Actor.ts"
import { ActorId } from "../../src/place/Id.ts"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import * as arbitrary from "../../../testing/src/Casework.ts"
import { allows, dueFrom, entered, isApplied, isClosed, stays } from "../casework/history.ts"
import { runs } from "../../../tooling/src/runs.ts"

const { calendar } = arbitrary

/** The simple model in a model-based test: the history of one case, and the current day. */
interface Model {
  history: Array<CaseEvent>
  today: Day
}

/**
 * The real system in a model-based test. The state of the case is updated with each event, and never computed again
 * from the whole history.
 */
interface Real {
  readonly playbook: CompiledPlaybook
  readonly decider: ReturnType<typeof CaseDecider.make>
  state: CaseState
}

const isSchemaEvent = Schema.is(CaseEvent)

/** The statements that must be true of a case after any commands. */
const invariants = ({ history, today }: Model, { decider, playbook, state }: Real): void => {
  expect(replay(decider, history), "the state equals the fold of its events").toEqual(state)
  const days = history.map(({ on }) => on)
  expect(days, "a case goes forward in time").toEqual(days.toSorted((a, b) => a - b))
  const { patrol, stages } = playbook.playbook
  for (const event of history) {
    expect(isSchemaEvent(event)).toBe(true)
    if (patrol !== undefined && "patrol" in event && event.patrol !== undefined) {
      expect(event.patrol.interval).toBeGreaterThanOrEqual(patrol.every.least.count)
      expect(event.patrol.interval).toBeLessThanOrEqual(patrol.every.most.count)
    }
  }
  const isWatched = isOpen(state) && state.stage === patrol?.stage
  const next = state._tag === "Opened" ? state.patrol?.next : undefined
  expect(!isOpen(state) || (next !== undefined) === isWatched, "a check is due on patrol only").toBe(true)
  for (const [entry, exit] of stays(history)) {
    const stage = entered(entry)!
    const due = "due" in entry ? entry.due : undefined
    if (!isApplied(history, entry)) {
      expect(due, "a stage is due when its period has passed").toBe(
        dueFrom(playbook.playbook, calendar, entry)
      )
    }
    if (due === undefined || stages[stage]!.lapse === undefined) continue
    if (exit?._tag === "DeadlineLapsed") {
      expect(exit.passed, "a lapse has the due day of the stay that it ends").toBe(due)
      expect(exit.step).toBe(stages[stage]!.lapse)
    } else if (exit !== undefined) {
      expect(exit.on, "after its deadline, a case leaves a stage only by the lapse").toBeLessThanOrEqual(due)
    }
    if (exit === undefined && isOpen(state) && CaseView.lapses(state, playbook, today)) {
      expect(due).toBeLessThan(today)
    }
  }
}

class Attempted implements fc.Command<Model, Real> {
  readonly attempt: arbitrary.Attempt
  constructor(attempt: arbitrary.Attempt) {
    this.attempt = attempt
  }

  check = () => true

  run(model: Model, real: Real): void {
    model.today = add(model.today, this.attempt.daysLater)
    const command = arbitrary.onDay(this.attempt, real.playbook, real.state, model.today)
    const before = real.state
    const wasClosed = isClosed(model.history)
    const offered = CaseView.can(before, real.playbook, calendar, command)
    this.offersWhatIsAccepted(real, command, offered)

    const decided = real.decider.decide(before, command)
    const caught = CaseClock.caughtUp(real.playbook, calendar, before, model.today)
    if (command._tag === "Take") {
      const found = allows(real.playbook.playbook, calendar, [...model.history, ...caught.events], command)
      expect(Result.isSuccess(decided), "a step is accepted exactly if the history allows it").toBe(found)
    }
    if (Result.isFailure(decided)) {
      expect(decided.failure.reasons.length).toBeGreaterThan(0)
      const tags = decided.failure.reasons.map((reason) => JSON.stringify(reason))
      expect(new Set(tags).size, "no reason is listed twice").toBe(tags.length)
      return invariants(model, real)
    }
    if (wasClosed) expect(command._tag, "a closed case changes by reopening only").toBe("Reopen")
    for (const event of decided.success) {
      model.history.push(event)
      real.state = real.decider.evolve(real.state, event)
    }
    // A late fact that a keeper applies may have a deadline that has passed. The clock takes its step next.
    const last = model.history.at(-1)
    if (last === undefined || !isApplied(model.history, last)) {
      expect(CaseView.lapses(real.state, real.playbook, model.today), "no deadline is left over").toBe(false)
    }
    return invariants(model, real)
  }

  offersWhatIsAccepted(real: Real, command: CaseCommand, offered: ReadonlyArray<string>): void {
    const accepted = [...real.playbook.steps.values()].flatMap((step) => {
      const evidence = arbitrary.complete(step.form.fields)
      const { by, context, on } = command
      const answer = real.decider.decide(real.state, {
        _tag: "Take",
        by,
        on,
        context: context ?? {},
        step: step.id,
        evidence
      })
      return Result.isSuccess(answer) ? [step.id] : []
    })
    expect(offered, "the offered steps are the accepted steps").toEqual(accepted)
  }

  toString(): string {
    return `+${this.attempt.daysLater} ${JSON.stringify(this.attempt.command)}`
  }
}

const open = (playbook: CompiledPlaybook) => {
  const decider = CaseDecider.make(playbook, calendar)
  const history = [...Result.getOrThrow(decider.decide(CaseDecider.initial, arbitrary.opening(playbook)))]
  const real: Real = { playbook, decider, state: replay(decider, history) }
  return { model: { history, today: arbitrary.firstDay } as Model, real }
}

const lived = fc
  .record({
    playbook: arbitrary.compiledPlaybook
  })
  .chain(({ playbook }) =>
    fc.record({
      playbook: fc.constant(playbook),
      commands: fc.commands([arbitrary.attempt(playbook).map((attempt) => new Attempted(attempt))], {
        maxCommands: 60,
        size: "+1"
      })
    })
  )

/** Tries commands on a case, one after another, and records the events of the accepted commands. */
const run = (
  playbook: CompiledPlaybook,
  attempts: ReadonlyArray<arbitrary.Attempt>,
  look: (state: CaseState, today: Day) => void = () => {}
) => {
  const { model, real } = open(playbook)
  for (const attempt of attempts) {
    model.today = add(model.today, attempt.daysLater)
    const events = Result.getOrElse(
      real.decider.decide(real.state, arbitrary.onDay(attempt, playbook, real.state, model.today)),
      () => []
    )
    model.history.push(...events)
    real.state = replay(real.decider, events, real.state)
    look(real.state, model.today)
  }
  return { ...model, ...real }
}

// ----------------------------------------------------------------------------------------------------- ways to an outcome

/** Makes a new actor who has the role of a step in the whole district. */
const somebody = (by: By, at: number): Actor => ({
  id: ActorId.make(`new-${by.role}-${at}`),
  mandates: [{ role: by.role, scope: { district: true } }]
})

interface Moment {
  readonly state: Opened
  readonly today: Day
  readonly people: number
}

/** All ways in which an open case can continue: a new actor takes a step, or days pass. */
const next = (playbook: CompiledPlaybook, { people, state, today }: Moment): ReadonlyArray<Moment> => {
  const decider = CaseDecider.make(playbook, calendar)
  const take = (stepId: string, by: By, evidence: Readonly<Record<string, never>>): ReadonlyArray<Moment> => {
    const actor = somebody(by, people)
    const asking = { by: actor, on: today, context: arbitrary.favourable }
    const handed: CaseState =
      by.scope === "case"
        ? replay(
            decider,
            Result.getOrThrow(
              decider.decide(state, {
                ...asking,
                _tag: "HandOver",
                by: arbitrary.actors[0]!,
                to: { actor: actor.id }
              })
            ),
            state
          )
        : state
    const decided = decider.decide(handed, { ...asking, _tag: "Take", step: stepId, evidence })
    return Result.isSuccess(decided)
      ? [{ state: replay(decider, decided.success, handed) as Opened, today, people: people + 1 }]
      : []
  }
  const steps = [...playbook.steps.values()].flatMap((step) =>
    (step.step.by ?? []).flatMap((by) => take(step.id, by, arbitrary.complete(step.form.fields) as never))
  )
  const days = [
    ...state.round.dues.map(({ due }) => add(due, 1)),
    ...(state.patrol?.next === undefined ? [] : [state.patrol.next])
  ].filter((day) => day > today)
  const waits = days.map((day) => ({
    state: CaseClock.caughtUp(playbook, calendar, state, day).state as Opened,
    today: day,
    people
  }))
  return [...steps, ...waits]
}

const keyOf = ({ state, today }: Moment): string =>
  JSON.stringify([
    state.stage,
    [...new Set(state.round.taken.map(({ step }) => step))].toSorted(),
    [...state.round.recorded].toSorted(),
    state.round.dues.map(({ due, stage }) => [stage, due < today]).toSorted(),
    state.patrol?.clean,
    (state.patrol?.next ?? today) <= today
  ])

const reachesOutcome = (playbook: CompiledPlaybook, from: Moment): boolean => {
  const seen = new Set<string>()
  let front: ReadonlyArray<Moment> = [from]
  for (let rounds = 0; front.length > 0 && rounds < 60; rounds++) {
    if (front.some(({ state }) => state.ending !== undefined)) return true
    front = front.flatMap((moment) =>
      next(playbook, moment).filter((one) => {
        const key = keyOf(one)
        return seen.has(key) ? false : seen.add(key) !== undefined
      })
    )
  }
  return false
}

describe("any case of any playbook", () => {
  it("keeps its invariants under any commands", () => {
    fc.assert(
      fc.property(lived, ({ commands, playbook }) => {
        fc.modelRun(() => open(playbook), commands)
      }),
      { numRuns: runs(80, 300) }
    )
  })

  it("can reach an outcome from every stage that it reaches", () => {
    fc.assert(
      fc.property(arbitrary.life, ({ attempts, playbook }) => {
        const { state, today } = run(playbook, attempts)
        fc.pre(isOpen(state))
        const here = CaseClock.caughtUp(playbook, calendar, state, today).state
        fc.pre(isOpen(here))
        expect(reachesOutcome(playbook, { state: here, today, people: 0 })).toBe(true)
      }),
      { numRuns: runs(50, 150) }
    )
  })

  it("is the same if the clock wakes it every day, or never", () => {
    fc.assert(
      fc.property(arbitrary.life, ({ attempts, playbook }) => {
        const asleep = open(playbook)
        const awake = open(playbook)
        const land = ({ real }: typeof asleep, command: CaseCommand) => {
          const events = Result.getOrElse(real.decider.decide(real.state, command), () => [])
          real.state = replay(real.decider, events, real.state)
        }
        let today = arbitrary.firstDay
        for (const attempt of attempts) {
          for (let left = attempt.daysLater; left > 0; left--) {
            today = add(today, 1)
            const wake = CaseView.wake(awake.real.state, playbook, calendar, today)
            if (Option.isSome(wake)) land(awake, wake.value)
          }
          const command = arbitrary.onDay(attempt, playbook, awake.real.state, today)
          land(asleep, command)
          land(awake, command)
        }
        expect(CaseClock.caughtUp(playbook, calendar, asleep.real.state, today).state).toEqual(
          awake.real.state
        )
      }),
      { numRuns: runs(50, 150) }
    )
  })

  it("has for any past day the deadlines that it had on that day", () => {
    fc.assert(
      fc.property(arbitrary.life, ({ attempts, playbook }) => {
        const told = new Map<Day, ReadonlyArray<CaseView.Deadline>>()
        const { history } = run(playbook, attempts, (state, today) => {
          told.set(today, CaseView.deadlines(state, playbook, calendar, today))
        })
        for (const [day, deadlines] of told) {
          expect(CaseView.deadlines(CaseView.asOf(history, day), playbook, calendar, day)).toEqual(deadlines)
        }
      }),
      { numRuns: runs(40, 100) }
    )
  })
})
