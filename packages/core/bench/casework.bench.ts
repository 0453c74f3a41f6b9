/**
 * Compares casework (handling a case step by step) with the npm package xstate 5.33.3. Both run a state machine of nine
 * stages that checks roles, evidence and gates (conditions for a step). Both get the same commands, some of which must
 * be refused. Before the time is measured, the benchmark checks that both return the same answers. It also measures the
 * replay of a long case, a poll of 10,000 units, and computations with working days.
 */
import * as assert from "node:assert/strict"
import process from "node:process"
import { type CaseCommand, type CaseEvent } from "../src/casework/Case.ts"
import { isOpen, type CaseState } from "../src/casework/CaseState.ts"
import * as CaseDecider from "../src/casework/CaseDecider.ts"
import { compile } from "../src/casework/CompiledPlaybook.ts"
import { Playbook } from "../src/casework/Playbook.ts"
import { checkPlaybook } from "../src/casework/PlaybookCheck.ts"
import * as Poll from "../src/polls/Poll.ts"
import * as Tally from "../src/polls/Tally.ts"
import * as Calendar from "../src/kernel/Calendar.ts"
import * as Day from "../src/kernel/Day.ts"
import { replay } from "../src/kernel/Decider.ts"
import type { Actor } from "../src/place/Actor.ts"
import { ActorId, BuildingId, CaseId, GroupId, HouseholdId, RoleId } from "../src/place/Id.ts"
import { household } from "../src/place/Subject.ts"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type AnyStateMachine, assign, createMachine, initialTransition, transition } from "xstate"
import { join } from "node:path"
import { atLeast, compare, report } from "../../tooling/src/compare.ts"
import { noteVersion } from "../../tooling/src/figures.ts"
import * as CivilCode278 from "../../six-hearts/test/civilCode278.ts"

// ------------------------------------------------------------------------------------------------- the nine-stage machine

const text = (en: string) => ({ zh: en, en })
const photo = { photo: "photos/1", sha256: "a".repeat(64) }
const field = { label: text("photo"), type: "photo" }

/**
 * The eight steps, each of which leads from one stage to the next. Every second step requires evidence; every third may
 * be taken only after the first step.
 */
const ways = Array.from({ length: 8 }, (_, at) => ({
  id: `step${at}`,
  from: `stage${at}`,
  to: `stage${at + 1}`,
  role: at % 2 === 0 ? "volunteer" : "lead",
  asks: at % 2 === 0,
  after: at % 3 === 2 ? "step0" : undefined
}))

const playbook = Schema.decodeUnknownSync(Playbook)({
  name: text("bench"),
  version: 1,
  subject: "household",
  ledBy: "unity",
  keepers: [{ role: "lead", scope: "group" }],
  start: "stage0",
  stages: Object.fromEntries([
    ...ways.map(({ from }) => [from, { name: text(from), deadline: "7 days" }] as const),
    ["stage8", { name: text("stage8"), outcome: "achieved" }] as const
  ]),
  steps: Object.fromEntries(
    ways.map(({ after, asks, from, id, role, to }) => [
      id,
      {
        name: text(id),
        from: [from],
        to,
        by: [{ role, scope: "group" }],
        ...(asks ? { evidence: { photo: field } } : {}),
        ...(after === undefined ? {} : { gate: { after: [after], evidence: ["photo"] } }),
        records: ["visit"]
      }
    ])
  )
})
assert.deepEqual(checkPlaybook(playbook), [])

const group = GroupId.make("unity")
const actor = (role: string, of = group): Actor => ({
  id: ActorId.make(`${role}-${of}`),
  mandates: [{ role: RoleId.make(role), scope: { group: of } }]
})
const actors: Readonly<Record<string, Actor>> = { volunteer: actor("volunteer"), lead: actor("lead") }
const stranger = actor("lead", GroupId.make("joy"))
const start = Day.make("2026-03-02")

/**
 * The commands of a run. Each step is first tried in a wrong way: by an actor of another group, or, for every third
 * step, without evidence. Then the step is taken as required.
 */
const takes = ways.flatMap(({ asks, id, role }, at) => {
  const evidence = asks ? { evidence: { photo } } : {}
  const on = Day.add(start, at)
  const right = { _tag: "Take", by: actors[role]!, on, step: id, ...evidence } as const
  const wrong =
    at % 3 === 0 ? ({ _tag: "Take", by: actors[role]!, on, step: id } as const) : { ...right, by: stranger }
  return [wrong, right]
})

const decider = CaseDecider.make(compile("bench", playbook))
const opening: CaseCommand = {
  _tag: "Open",
  by: actors["lead"]!,
  on: start,
  id: CaseId.make("c1"),
  playbook: "bench",
  version: 1,
  subjects: [household(HouseholdId.make("b01-301"))],
  buildings: [BuildingId.make("b01")],
  group
}
const opened = replay(decider, Result.getOrThrow(decider.decide(CaseDecider.initial, opening)))
const { decide, evolve } = decider

const runOurs = (lives: number): number => {
  let accepted = 0
  for (let life = 0; life < lives; life++) {
    let state: CaseState = opened
    for (const command of takes) {
      const decided = decide(state, command)
      if (Result.isSuccess(decided)) {
        for (const event of decided.success) state = evolve(state, event)
        accepted++
      }
    }
    if (isOpen(state)) throw new Error("the case did not end")
  }
  return accepted
}

// -------------------------------------------------------------------------------------------------- the same, for xstate

/** The data that the xstate machine must store to return the same answers. */
interface Memory {
  readonly taken: ReadonlyArray<{ readonly step: string; readonly by: string }>
  readonly recorded: ReadonlyArray<string>
  readonly group: string
  readonly due: number
  readonly last: number
}
interface Asked {
  readonly type: string
  readonly by: Actor
  readonly on: number
  readonly evidence?: Readonly<Record<string, unknown>>
}

const holds = ({ by }: Asked, role: string, of: string): boolean =>
  by.mandates.some(
    (mandate) => mandate.role === role && "group" in mandate.scope && mandate.scope.group === of
  )

const isPhoto = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "photo" in value && "sha256" in value

const config = {
  context: { taken: [], recorded: [], group, due: start + 7, last: start },
  initial: "stage0",
  states: {
    ...Object.fromEntries(
      ways.map(({ after, asks, from, id, role, to }) => [
        from,
        {
          on: {
            [id]: {
              target: to,
              guard: ({ context, event }: { context: Memory; event: Asked }) =>
                event.on >= context.last &&
                holds(event, role, context.group) &&
                (asks ? isPhoto(event.evidence?.["photo"]) : event.evidence === undefined) &&
                (after === undefined ||
                  (context.taken.some(({ step }) => step === after) && context.recorded.includes("photo"))),
              actions: assign(({ context, event }: { context: Memory; event: Asked }) => ({
                taken: [...context.taken, { step: id, by: event.by.id }],
                recorded:
                  asks && !context.recorded.includes("photo")
                    ? [...context.recorded, "photo"]
                    : context.recorded,
                due: event.on + 7,
                last: event.on
              }))
            }
          }
        }
      ])
    ),
    stage8: { type: "final" }
  }
}
// The configuration is computed, so TypeScript cannot check it against the type that xstate requires. Instead, the
// answers of the machine are checked below, one by one.
const machine = createMachine(config as never) as AnyStateMachine
const asked = takes.map(({ by, on, step, ...rest }): Asked => ({ type: step, by, on, ...rest }))
const [initial] = initialTransition(machine)

const runXState = (lives: number): number => {
  let accepted = 0
  for (let life = 0; life < lives; life++) {
    let snapshot = initial
    for (const event of asked) {
      const [next] = transition(machine, snapshot, event)
      if (next.value !== snapshot.value) accepted++
      snapshot = next
    }
    if (snapshot.status !== "done") throw new Error("the machine did not end")
  }
  return accepted
}

/** For each command: the stage of the case after this command, as computed by both programs. */
const trace = {
  ours: (() => {
    let state: CaseState = opened
    return takes.map((command) => {
      const decided = decide(state, command)
      if (Result.isSuccess(decided)) state = replay(decider, decided.success, state)
      return state._tag === "Opened" ? state.stage : ""
    })
  })(),
  xstate: (() => {
    let snapshot = initial
    return asked.map((event) => {
      snapshot = transition(machine, snapshot, event)[0]
      return snapshot.value as string
    })
  })()
}
assert.deepEqual(trace.ours, trace.xstate)
assert.equal(runOurs(1), runXState(1))
assert.equal(runOurs(1), ways.length)

const lives = 3000
const commands = lives * takes.length
const lifecycle = await compare(
  { "liulinhui decide + evolve": () => runOurs(lives), "xstate transition()": () => runXState(lives) },
  { rounds: 11, warmup: 3 }
)
const rate = (count: number, milliseconds: number): string =>
  `${((count / milliseconds) * 1000).toFixed(0)}/s`
noteVersion(join(import.meta.dirname, ".."), "xstate")
report(`nine stages, ${commands} commands, half of them refused`, lifecycle, commands)
atLeast("half of the commands refused, against xstate", lifecycle, "xstate transition()", 20)
for (const { median, name } of lifecycle)
  process.stdout.write(`  ${name}: ${rate(commands, median)} commands\n`)

// -------------------------------------------------------------------------------------------- accepted commands only

const right = takes.filter((_, at) => at % 2 === 1)
const rightAsked = asked.filter((_, at) => at % 2 === 1)
const accepted = await compare(
  {
    "liulinhui decide + evolve": () => {
      for (let life = 0; life < lives; life++) {
        let state: CaseState = opened
        for (const command of right) {
          const decided = decide(state, command)
          if (Result.isSuccess(decided)) for (const event of decided.success) state = evolve(state, event)
        }
        if (isOpen(state)) throw new Error("the case did not end")
      }
    },
    "xstate transition()": () => {
      for (let life = 0; life < lives; life++) {
        let snapshot = initial
        for (const event of rightAsked) snapshot = transition(machine, snapshot, event)[0]
        if (snapshot.status !== "done") throw new Error("the machine did not end")
      }
    }
  },
  { rounds: 11, warmup: 3 }
)
report(`nine stages, ${lives * right.length} commands, all accepted`, accepted, lives * right.length)
atLeast("all commands accepted, against xstate", accepted, "xstate transition()", 20)
for (const { median, name } of accepted)
  process.stdout.write(`  ${name}: ${rate(lives * right.length, median)} commands\n`)

// --------------------------------------------------------------------------------------------------- replay of a long case

const patrolled = Schema.decodeUnknownSync(Playbook)({
  name: text("long"),
  version: 1,
  subject: "household",
  ledBy: "unity",
  keepers: [{ role: "lead" }],
  start: "watched",
  stages: {
    watched: { name: text("watched") },
    working: { name: text("working"), deadline: "14 days" },
    kept: { name: text("kept"), outcome: "achieved" }
  },
  steps: {
    visit: {
      name: text("visit"),
      from: ["watched"],
      by: [{ role: "lead" }],
      evidence: { photo: field },
      records: ["visit"]
    },
    back: { name: text("back"), from: ["watched"], to: "working", by: [{ role: "lead" }] },
    mend: { name: text("mend"), from: ["working"], to: "watched", by: [{ role: "lead" }] },
    release: { name: text("release"), from: ["watched"], to: "kept", by: [{ role: "lead" }] }
  },
  patrol: {
    stage: "watched",
    check: "visit",
    relapse: "back",
    every: { first: "3 days", least: "3 days", most: "60 days" },
    widen: "3/2",
    tighten: "1/2",
    release: { after: 50, step: "release" }
  }
})
const long = CaseDecider.make(compile("long", patrolled))
const history: Array<CaseEvent> = []
{
  let state: CaseState = CaseDecider.initial
  const run = (command: CaseCommand): void => {
    const events = Result.getOrThrow(long.decide(state, command))
    history.push(...events)
    state = replay(long, events, state)
  }
  run({ ...opening, playbook: "long" })
  for (let at = 1; history.length < 1000; at++) {
    const by = actors["lead"]!
    const on = Day.add(start, 3 * at)
    if (at % 10 === 0) run({ _tag: "Take", by, on, step: "back" })
    else if (at % 10 === 1 && at > 1) run({ _tag: "Take", by, on, step: "mend" })
    else run({ _tag: "Take", by, on, step: "visit", evidence: { photo } })
  }
}
assert.equal(history.length, 1000)
const [replayed] = await compare(
  {
    "replay of 1,000 events × 100": () => {
      for (let at = 0; at < 100; at++) replay(long, history)
    }
  },
  { rounds: 11, warmup: 3 }
)
report("a case of 1,000 events", [replayed!], 100_000)
process.stdout.write(`  ${rate(100_000, replayed!.median)} events\n`)

// ------------------------------------------------------------------------------------------------------------------ poll

const units = Array.from({ length: 10_000 }, (_, at) => ({
  id: HouseholdId.make(`u${at}`),
  area: 400_000 + ((at * 7919) % 900_000),
  ...(at % 50 === 0 ? {} : { owner: `owner-${at % 9000}` })
}))
const electors = Poll.electorate(units)
const ballots = electors.flatMap(({ owner }, at) =>
  at % 10 < 7 ? [{ owner, opinion: at % 10 < 5 ? ("agree" as const) : ("against" as const), on: start }] : []
)
const poll = { rules: CivilCode278.alteration, opens: start, closes: Day.add(start, 30), electors }
assert.equal(Result.getOrThrow(Tally.tally(poll, ballots, start)).result, "open")
report(
  `a poll of ${units.length} units, ${electors.length} electors, ${ballots.length} ballots`,
  await compare(
    {
      "tally of an open poll": () => Tally.tally(poll, ballots, start),
      "electorate and tally": () => Tally.tally({ ...poll, electors: Poll.electorate(units) }, ballots, start)
    },
    { rounds: 31, warmup: 10 }
  )
)

// ---------------------------------------------------------------------------------------------------------- working days

const calendar = Calendar.make(
  Object.fromEntries(Array.from({ length: 30 }, (_, at) => [2000 + at, { holidays: [], workdays: [] }]))
)
const days = Array.from({ length: 10_000 }, (_, at) => Day.add(Day.make("2001-01-01"), (at * 7919) % 5000))
const walk = (day: Day.Day, n: number): Day.Day => {
  let at = day
  for (let left = n; left > 0;) {
    at = Day.add(at, 1)
    if (Day.weekday(at) <= 5) left--
  }
  return at
}
const sums = (add: (day: Day.Day) => Day.Day): number => days.reduce((total, day) => total + add(day), 0)
const byCalendar = (n: number) => () => sums((day) => Calendar.addWorkingDays(calendar, day, n).value)
const byWalking = (n: number) => () => sums((day) => walk(day, n))
for (const n of [5, 1000]) {
  assert.equal(byCalendar(n)(), byWalking(n)())
  report(
    `10,000 sums of ${n} working days`,
    await compare({ "prefix counts": byCalendar(n), "day by day": byWalking(n) }, { rounds: 9, warmup: 3 })
  )
}
