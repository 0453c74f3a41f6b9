import { describe, expect, it } from "@effect/vitest"
import type { CaseCommand, CaseEvent } from "../../src/casework/Case.ts"
import type { CaseState, Opened } from "../../src/casework/CaseState.ts"
import * as CaseDecider from "../../src/casework/CaseDecider.ts"
import { compile } from "../../src/casework/CompiledPlaybook.ts"
import * as Migration from "../../src/casework/Migration.ts"
import { Playbook } from "../../src/casework/Playbook.ts"
import * as Day from "../../src/kernel/Day.ts"
import { replay } from "../../src/kernel/Decider.ts"
import { apply } from "../../src/kernel/MergePatch.ts"
import { CaseId } from "../../src/place/Id.ts"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as arbitrary from "../../../testing/src/Casework.ts"
import { clutter, compiled } from "./clutter.ts"
import { ruleSuite } from "../ruleSuite.ts"
import { refuseAll } from "../../src/kernel/Rule.ts"

const { calendar, favourable: context } = arbitrary
const by = arbitrary.actors[0]!
const decider = CaseDecider.make(compiled, calendar)
const photo = { photo: "photos/1", sha256: "a".repeat(64) }
const act = (day: string) => ({ by, on: Day.make(day), context })

const version = (patch: object) =>
  compile(
    "clutter",
    Schema.decodeUnknownSync(Playbook)(
      apply(JSON.parse(JSON.stringify(clutter.document)), { version: 2, ...patch } as never)
    )
  )

const open = (id: string): CaseCommand =>
  ({
    ...arbitrary.opening(compiled, Day.make("2026-03-02")),
    _tag: "Open",
    id: CaseId.make(id)
  }) as CaseCommand

const served: ReadonlyArray<CaseCommand> = [
  open("c1"),
  clutter.take(act("2026-03-03"), "survey", { before: photo }),
  clutter.take(act("2026-03-04"), "file"),
  clutter.take(act("2026-03-06"), "serve", { proof: photo })
]

const run = (commands: ReadonlyArray<CaseCommand>): ReadonlyArray<CaseEvent> => {
  let state: CaseState = CaseDecider.initial
  return commands.flatMap((command) => {
    const events = Result.getOrThrow(decider.decide(state, command))
    state = replay(decider, events, state)
    return events
  })
}
const after = (commands: ReadonlyArray<CaseCommand>) => replay(decider, run(commands)) as Opened

const codes = (migration: Migration.Migration) => Migration.check(migration).map(({ code }) => code)

describe("a migration", () => {
  const longer = version({ stages: { noticed: { deadline: "10 days" } } })

  it("does not change a case that is not migrated", () => {
    expect(after(served).version).toBe(1)
    const other = CaseDecider.make(longer, calendar)
    expect(other.evolve(after(served), run(served).at(-1)!)).toMatchObject({ version: 1 })
  })

  it("counts the new deadline from the day when the stage was entered", () => {
    const migration = { from: compiled, to: longer, stages: {} }
    expect(Migration.check(migration)).toEqual([])
    const events = Result.getOrThrow(Migration.migrate(migration, calendar, after(served), act("2026-03-10")))
    expect(events).toEqual([
      {
        _tag: "CaseMigrated",
        by: by.id,
        on: Day.make("2026-03-10"),
        version: 2,
        from: "noticed",
        to: "noticed",
        due: Day.make("2026-03-16")
      }
    ])
    const migrated = replay(decider, events, after(served)) as Opened
    expect(migrated).toMatchObject({ version: 2, stage: "noticed", since: Day.make("2026-03-06") })
    const clear = { ...act("2026-03-15"), _tag: "Take", step: "clear", evidence: { after: photo } } as const
    const refused = CaseDecider.make(longer, calendar).decide(migrated, clear)
    expect(Result.isFailure(refused) && refused.failure.reasons).toContainEqual({
      _tag: "ShutUntil",
      stage: "noticed",
      day: Day.make("2026-03-17")
    })
  })

  it("first lets passed deadlines lapse under the old version", () => {
    const migration = { from: compiled, to: longer, stages: {} }
    const events = Result.getOrThrow(Migration.migrate(migration, calendar, after(served), act("2026-03-20")))
    expect(events.map(({ _tag }) => _tag)).toEqual(["DeadlineLapsed", "CaseMigrated"])
  })

  it("does not change a running patrol, and begins one if the new stage has a patrol", () => {
    const watched: ReadonlyArray<CaseCommand> = [
      ...served,
      clutter.take(act("2026-03-09"), "rectify"),
      { ...clutter.take(act("2026-03-10"), "verify"), by: arbitrary.actors[1]! },
      clutter.take(act("2026-03-24"), "clean")
    ]
    const shorter = version({ patrol: { every: { first: "5 days", most: "20 days" } } })
    const patrolled = Migration.migrate(
      { from: compiled, to: shorter, stages: {} },
      calendar,
      after(watched),
      act("2026-03-30")
    )
    expect(Result.getOrThrow(patrolled)).toMatchObject([{ patrol: after(watched).patrol }])
    const straight = { from: compiled, to: shorter, stages: { verifying: "watched" } }
    const begun = Result.getOrThrow(
      Migration.migrate(straight, calendar, after(watched.slice(0, -2)), act("2026-03-30"))
    )
    expect(begun).toMatchObject([
      { to: "watched", patrol: { interval: 5, clean: 0, next: Day.make("2026-04-04") } }
    ])
    expect(replay(decider, begun, after(watched.slice(0, -2)))).toMatchObject({
      resolved: Day.make("2026-03-30")
    })
  })

  it("moves stages by its map, and returns the result for each case in a dry run", () => {
    const renamed = version({
      stages: {
        noticed: null,
        "notice-running": { name: { zh: "限期", en: "Running" }, deadline: "7 days", lapse: "refuse" }
      },
      steps: {
        serve: { to: "notice-running" },
        refuse: { from: ["notice-running"] },
        rectify: { from: ["notice-running", "refused"] },
        "record-basis": { from: ["notice-running", "refused"] },
        clear: { from: ["notice-running", "refused"], gate: { lapsed: "notice-running" } }
      }
    })
    const unmapped = { from: compiled, to: renamed, stages: {} }
    expect(Migration.check(unmapped).map(({ code, path }) => [code, path.join(".")])).toEqual([
      ["unmapped-stage", "stages.noticed"]
    ])
    const migration = { ...unmapped, stages: { noticed: "notice-running" } }
    expect(Migration.check(migration)).toEqual([])
    const next = (one: Migration.Migration, state: CaseState) =>
      Result.map(
        Migration.migrate(one, calendar, state, act("2026-03-10")),
        (events) => (replay(decider, events, state) as Opened).stage
      )
    expect(next(migration, after(served))).toEqual(Result.succeed("notice-running"))
    expect(next(migration, after([open("c2")]))).toEqual(Result.succeed("surveying"))
    expect(next(migration, CaseDecider.initial)).toEqual(refuseAll([{ _tag: "NotOpened" }]))
    expect(next(unmapped, after(served))).toMatchObject({
      failure: { reasons: [{ _tag: "WrongStage", stage: "noticed" }] }
    })
  })

  it("is refused as a whole for reasons that concern no single case", () => {
    expect(codes({ from: compiled, to: compiled, stages: {} })).toEqual(["same-version"])
    expect(codes({ from: compiled, to: compile("other", longer.playbook), stages: {} })).toEqual([
      "other-playbook"
    ])
    expect(codes({ from: compiled, to: longer, stages: { limbo: "filing" } })).toEqual(["unknown-stage"])
    expect(codes({ from: compiled, to: longer, stages: { filing: "kept" } })).toEqual(["stage-ends"])
  })

  it("is allowed to keepers, for open cases of its old version", () => {
    const migration = { from: compiled, to: longer, stages: {} }
    const tags = (state: CaseState, asking = act("2026-03-10")) =>
      Result.match(Migration.migrate(migration, calendar, state, asking), {
        onFailure: ({ reasons }) => reasons.map(({ _tag }) => _tag),
        onSuccess: () => []
      })
    const outsider = arbitrary.actors.find(({ id }) => id === "volunteer-2")!
    expect(tags(after(served), { ...act("2026-03-10"), by: outsider })).toEqual(["NoRole"])
    expect(tags({ ...after(served), version: 3 })).toEqual(["OtherVersion"])
    const withdrawn = after([...served, { _tag: "Withdraw", ...act("2026-03-09"), reason: "moved" }])
    expect(tags(withdrawn)).toEqual(["Closed"])
  })
})

const two = version({})
const migrating = (state: Partial<Opened> = {}, stage = two.stages.get("noticed")) => ({
  migration: { from: compiled, to: two, stages: {} },
  state: { ...after(served), ...state },
  stage
})
const [, , ofItsVersion, intoAnOpenStage] = Migration.rules

ruleSuite("the rules for migrations", [ofItsVersion, intoAnOpenStage], {
  "migration-of-its-version": {
    holds: migrating(),
    refuses: { OtherPlaybook: migrating({ playbook: "hoarding" }), OtherVersion: migrating({ version: 3 }) }
  },
  "migration-into-open-stage": {
    holds: migrating(),
    refuses: { WrongStage: migrating({}, two.stages.get("kept")) }
  }
})
