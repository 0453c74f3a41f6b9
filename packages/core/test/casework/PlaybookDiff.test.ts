import { describe, expect, it } from "@effect/vitest"
import * as CaseDecider from "../../src/casework/CaseDecider.ts"
import type { CaseContext } from "../../src/casework/Case.ts"
import type { CaseState } from "../../src/casework/CaseState.ts"
import { caughtUp } from "../../src/casework/CaseClock.ts"
import { rungs } from "../../src/casework/CaseView.ts"
import { compile, type CompiledPlaybook } from "../../src/casework/CompiledPlaybook.ts"
import type { Form } from "../../src/casework/Evidence.ts"
import { Playbook } from "../../src/casework/Playbook.ts"
import { diff } from "../../src/casework/PlaybookDiff.ts"
import { type Example, nameOf, type PlaybookDifference } from "../../src/casework/PlaybookDifference.ts"
import { alike } from "../../src/casework/internal/PlaybookAlike.ts"
import { evidenceFor } from "../../src/casework/internal/PlaybookTrial.ts"
import * as Calendar from "../../src/kernel/Calendar.ts"
import * as Day from "../../src/kernel/Day.ts"
import { apply } from "../../src/kernel/MergePatch.ts"
import type { Actor } from "../../src/place/Actor.ts"
import { ActorId, BranchId, BuildingId, CaseId, GroupId, RoleId, Tag } from "../../src/place/Id.ts"
import { Subject } from "../../src/place/Subject.ts"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import * as arbitrary from "../../../testing/src/Casework.ts"
import { roles as generated } from "../../../testing/src/CaseworkDistrict.ts"

const on = Day.make("2026-03-02")
const text = { zh: "某", en: "some" }
const lead = [{ role: "lead", scope: "group" }]

/** A notice on a household, which is cleared after its deadline, and then checked every week. */
const document = {
  name: text,
  version: 1,
  subject: "household",
  ledBy: "unity",
  keepers: lead,
  limit: "60 days",
  opening: { evidence: { found: { label: text, type: "text" } } },
  reopening: { to: "seen", within: "30 days" },
  start: "seen",
  stages: {
    seen: { name: text, deadline: "3 days", escalate: [{ after: "1 day", tell: "lead" }] },
    noticed: { name: text, deadline: "7 days", lapse: "expire" },
    expired: { name: text },
    watch: { name: text },
    done: { name: text, outcome: "achieved" }
  },
  steps: {
    serve: {
      name: text,
      from: ["seen"],
      to: "noticed",
      by: lead,
      evidence: { proof: { label: text, type: "photo" } }
    },
    expire: { name: text, from: ["noticed"], to: "expired" },
    settle: { name: text, from: ["noticed"], to: "done", by: [{ role: "lead", scope: "case" }] },
    clear: {
      name: text,
      from: ["expired"],
      to: "watch",
      by: [...lead, { role: "office" }],
      gate: { after: ["serve"], lapsed: "noticed", poll: "consent" },
      notBy: ["serve"]
    },
    look: { name: text, from: ["watch"], by: lead },
    back: { name: text, from: ["watch"], to: "seen", by: lead },
    end: { name: text, from: ["watch"], to: "done", by: lead }
  },
  patrol: {
    stage: "watch",
    check: "look",
    relapse: "back",
    every: { first: "7 days", least: "7 days", most: "28 days" },
    widen: "2/1",
    tighten: "1/2",
    release: { after: 2, step: "end" }
  }
}

const decode = Schema.decodeUnknownSync(Playbook)
const json = (value: object): Schema.Json => JSON.parse(JSON.stringify(value))

/** The document with patches, with its keys in order. */
const patched = (...patches: ReadonlyArray<object>): Schema.Json =>
  JSON.parse(
    JSON.stringify(
      patches.reduce<Schema.Json>((one, patch) => apply(one, json(patch)), json(document)),
      (_, value) =>
        typeof value === "object" && value !== null && !Array.isArray(value)
          ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
          : value
    )
  )

const versionOf = (patch: object) => compile("notice", decode(patched(patch)))
const calendar = Calendar.make({ 2026: { holidays: [], workdays: [] } })
const calendars = { before: calendar, after: calendar }
const compare = (patch: object) => diff({ before: versionOf({}), after: versionOf(patch), calendars, on })

const roles = ["lead", "office", "committee", "volunteer", ...generated].map((role) => RoleId.make(role))
const person = (count: number) => ({
  id: ActorId.make(`person-${count}`),
  mandates: roles.map((role) => ({ role, scope: { district: true as const } }))
})

const scopes = {
  district: { district: true },
  group: { group: GroupId.make("example") },
  branch: { branch: BranchId.make("example") },
  building: { building: BuildingId.make("example") },
  elsewhere: { building: BuildingId.make("elsewhere") }
} as const
const polls = (result: "carried" | "failed") => ({
  [Tag.make("consent")]: result,
  [Tag.make("rule-set")]: result
})

/** An example case, replayed with the decisions of real cases, and functions that try more on it. */
const replay = (playbook: CompiledPlaybook, { moves, opening }: Example) => {
  const { decide, evolve } = CaseDecider.make(playbook, calendar)
  const above = playbook.playbook.parent
  const usual: CaseContext = {
    branches: [BranchId.make("example")],
    openChildren: 0,
    ...(above === undefined ? {} : { parent: { playbook: above, open: true } }),
    polls: polls("carried")
  }
  const open = (by: Actor, fields: ReadonlyArray<string>, under: string | undefined) =>
    decide(CaseDecider.initial, {
      _tag: "Open",
      by,
      on,
      id: CaseId.make("example"),
      playbook: playbook.id,
      version: playbook.playbook.version,
      subjects: [Subject.make("household:example")],
      buildings: [BuildingId.make("example")],
      group: GroupId.make("example"),
      evidence: evidenceFor(playbook.opening, fields, on),
      ...(under === undefined
        ? {}
        : { parent: CaseId.make("above"), context: { parent: { playbook: under, open: true } } })
    })
  const fold = (before: CaseState, decided: ReturnType<typeof decide>): CaseState =>
    Result.isSuccess(decided) ? decided.success.reduce(evolve, before) : before
  let state = fold(CaseDecider.initial, open(person(0), opening, above))
  let day = on
  let isRefused = state._tag === "Unopened"
  const handedTo = (by: Actor): CaseState =>
    fold(state, decide(state, { _tag: "HandOver", by: person(999), on: day, to: { actor: by.id } }))
  const attempt = (by: Actor, step: string, fields?: ReadonlyArray<string>, context: CaseContext = usual) => {
    const form = playbook.steps.get(step)?.form
    const evidence = form === undefined ? {} : evidenceFor(form, fields ?? [...form.fields.keys()], day)
    return decide(handedTo(by), { _tag: "Take", by, on: day, step, evidence, context })
  }
  const reopen = (by: Actor) =>
    decide(state, { _tag: "Reopen", by, on: day, relapse: false, reason: "example", context: usual })
  for (const [n, move] of moves.entries()) {
    day = Day.add(day, move.days)
    const by = person(n + 1)
    if (move._tag === "Wait") {
      state = caughtUp(playbook, calendar, state, day).state
      continue
    }
    const decided = move._tag === "Take" ? attempt(by, move.step, move.evidence) : reopen(by)
    isRefused = Result.isFailure(decided)
    const base = move._tag === "Take" ? handedTo(by) : state
    state = fold(base, decided)
  }
  return { state, isRefused, usual, open, attempt, reopen, decide, day }
}

/** What one version does in the example of a difference. */
const answer = (playbook: CompiledPlaybook, one: PlaybookDifference): unknown => {
  const { attempt, day, decide, isRefused, open, reopen, state, usual } = replay(playbook, one.example)
  const opened = state._tag === "Opened" ? state : undefined
  switch (one._tag) {
    case "DeadlineChanged":
      return one.clock === "limit"
        ? opened?.round.limit
        : one.clock === "check"
          ? opened?.patrol?.next
          : [opened?.due, opened?.dueAt]
    case "LeadsElsewhere":
      return opened?.stage
    case "OutcomeChanged":
      return opened?.ending?.outcome
    case "EscalationChanged":
      return rungs(state, playbook, calendar).map(({ day, of, tell }) => [of, day, tell])
    case "LedOtherwise":
      return playbook.playbook.ledBy
    case "EvidenceChanged": {
      // Once, the fields are missing that only the new version requires, and once those that only the old one requires.
      return [one.required, one.free].map((missing) => {
        const without = (form: Form) => [...form.fields.keys()].filter((field) => !missing.includes(field))
        if (typeof one.deed !== "object") {
          return Result.isSuccess(open(person(900), without(playbook.opening), playbook.playbook.parent))
        }
        const form = playbook.steps.get(one.deed.step)?.form
        return Result.isSuccess(attempt(person(900), one.deed.step, form && without(form)))
      })
    }
    case "Opened":
    case "Shut": {
      const { circumstance, deed } = one
      if (deed === "reopen") return isRefused
      const part: { readonly parent?: string; readonly poll?: string; readonly same?: string } =
        typeof circumstance === "object" ? circumstance : {}
      if (typeof deed !== "object") {
        return Result.isSuccess(
          open(
            person(900),
            [...playbook.opening.fields.keys()],
            typeof part.parent === "string" ? part.parent : undefined
          )
        )
      }
      const same = opened?.round.taken.find(({ step }) => step === part.same)?.by
      return Result.isSuccess(
        attempt({ ...person(900), id: same ?? person(900).id }, deed.step, undefined, {
          ...usual,
          openChildren: circumstance === "children-open" ? 1 : 0,
          polls: polls(part.poll === undefined ? "carried" : "failed"),
          ...(usual.parent === undefined
            ? {}
            : { parent: { ...usual.parent, open: circumstance !== "parent-closed" } })
        })
      )
    }
    case "Gained":
    case "Lost":
      return one.standings.map((standing) => {
        const by = { id: ActorId.make("somebody"), mandates: [{ role: one.role, scope: scopes[standing] }] }
        const { deed } = one
        if (typeof deed === "object") {
          const step = playbook.steps.get(deed.step)
          // Without the hand-over of `attempt`, which would make the actor the handler.
          const evidence = step === undefined ? {} : evidenceFor(step.form, [...step.form.fields.keys()], day)
          const command = { _tag: "Take", by, on: day, step: deed.step, evidence, context: usual } as const
          return Result.isSuccess(one.handler ? attempt(by, deed.step) : decide(state, command))
        }
        if (deed === "open")
          return Result.isSuccess(open(by, [...playbook.opening.fields.keys()], playbook.playbook.parent))
        if (deed === "reopen") return Result.isSuccess(reopen(by))
        const fresh = replay(playbook, { opening: [...playbook.opening.fields.keys()], moves: [] })
        return Result.isSuccess(
          fresh.decide(fresh.state, { _tag: "Withdraw", by, on, reason: "example", context: usual })
        )
      })
  }
}

/** The two versions with the parts made alike that the example of a difference takes to be the same. */
const assumed = (before: CompiledPlaybook, after: CompiledPlaybook, { behind }: PlaybookDifference) => {
  if (behind === undefined) return [before, after] as const
  return behind.asIn === "before"
    ? ([before, alike(after, before, behind.parts).playbook] as const)
    : ([alike(before, after, behind.parts).playbook, after] as const)
}

/** The kinds of the differences. Each example is replayed under both versions, which must behave differently. */
const kinds = (
  before: CompiledPlaybook,
  after: CompiledPlaybook,
  found: ReadonlyArray<PlaybookDifference>
) => {
  for (const one of found) {
    const [old, now] = assumed(before, after, one)
    expect({ one, answer: answer(now, one) }).not.toEqual({ one, answer: answer(old, one) })
  }
  return [...new Set(found.map(({ _tag }) => _tag))]
}

const changes: ReadonlyArray<readonly [string, object, string, object]> = [
  [
    "a deadline",
    { stages: { seen: { deadline: "5 days" } } },
    "DeadlineChanged",
    { clock: { stage: "seen" } }
  ],
  [
    "a deadline in hours",
    { stages: { noticed: { deadline: "24 hours" } } },
    "DeadlineChanged",
    { before: { days: 7, length: { count: 7, unit: "day" } }, after: { length: { count: 24, unit: "hour" } } }
  ],
  ["no deadline any more", { stages: { seen: { deadline: null, escalate: null } } }, "DeadlineChanged", {}],
  ["the limit", { limit: "50 days" }, "DeadlineChanged", { clock: "limit" }],
  [
    "the interval of the patrol",
    { patrol: { every: { first: "14 days" } } },
    "DeadlineChanged",
    { clock: "check" }
  ],
  ["a gate", { steps: { clear: { gate: { poll: null } } } }, "Opened", { circumstance: { poll: "consent" } }],
  ["a new gate", { steps: { look: { gate: { evidence: ["note"] } } } }, "Shut", { deed: { step: "look" } }],
  ["a deadline that a step awaits", { steps: { settle: { gate: { lapsed: "seen" } } } }, "Shut", {}],
  ["separate duties", { steps: { clear: { notBy: null } } }, "Opened", { circumstance: { same: "serve" } }],
  ["a way out", { steps: { drop: { name: text, from: ["seen"], to: "done", by: lead } } }, "Opened", {}],
  [
    "the stages of a step",
    { steps: { end: { from: ["watch", "expired"] } } },
    "Opened",
    { stage: "expired" }
  ],
  [
    "where a step leads",
    { steps: { back: { to: "expired" } } },
    "LeadsElsewhere",
    { deed: { step: "back" } }
  ],
  ["where the clock leads", { steps: { expire: { to: "done" } } }, "LeadsElsewhere", { deed: "wait" }],
  ["an outcome", { stages: { done: { outcome: "partial" } } }, "OutcomeChanged", { after: "partial" }],
  [
    "who is notified of late work",
    { stages: { seen: { escalate: [{ after: "2 days", tell: "office" }] } } },
    "EscalationChanged",
    { clock: { stage: "seen" } }
  ],
  [
    "evidence",
    { steps: { serve: { evidence: { proof: { required: false } } } } },
    "EvidenceChanged",
    { free: ["proof"] }
  ],
  [
    "evidence at the opening",
    { opening: { evidence: { where: { label: text, type: "text" } } } },
    "EvidenceChanged",
    {}
  ],
  [
    "a role",
    { steps: { look: { by: [...lead, { role: "volunteer" }] } } },
    "Gained",
    { role: "volunteer", standings: ["district", "group", "branch", "building", "elsewhere"] }
  ],
  [
    "a scope",
    { steps: { look: { by: [{ role: "lead", scope: "district" }] } } },
    "Lost",
    { role: "lead", standings: ["group", "branch"], handler: false }
  ],
  [
    "what only the handler may do",
    {
      steps: {
        settle: {
          by: [
            { role: "office", scope: "case" },
            { role: "lead", scope: "case" }
          ]
        }
      }
    },
    "Gained",
    { role: "office", handler: true }
  ],
  ["who opens", { opening: { by: [{ role: "volunteer" }] } }, "Gained", { deed: "open" }],
  ["whose group", { ledBy: "warmth" }, "LedOtherwise", { before: "unity", after: "warmth" }],
  ["a parent", { parent: "above" }, "Shut", { deed: "open", circumstance: "usual" }],
  ["no reopening", { reopening: null }, "Shut", { deed: "reopen" }],
  ["a longer time to reopen", { reopening: { within: "60 days" } }, "Opened", { deed: "reopen" }],
  ["the stage of a reopened case", { reopening: { to: "expired" } }, "LeadsElsewhere", { deed: "reopen" }]
]

describe("two versions of a playbook", () => {
  it.each(changes)("that differ in %s have exactly this kind of difference", (_, patch, kind, shape) => {
    const { differences, isComplete } = compare(patch)
    expect(isComplete).toBe(true)
    expect(kinds(versionOf({}), versionOf(patch), differences)).toEqual([kind])
    expect(differences[0]).toMatchObject(shape)
  })

  it("that differ only in their words and their number have no difference", () => {
    const { differences } = compare({
      version: 2,
      name: { zh: "别名" },
      stages: { seen: { name: { zh: "已见" } } }
    })
    expect(differences).toEqual([])
  })

  it("of any playbook are the same as themselves", () => {
    fc.assert(
      fc.property(arbitrary.compiledPlaybook, (one) => {
        expect(diff({ before: one, after: one, calendars, on }, 200).differences).toEqual([])
      }),
      { numRuns: 40 }
    )
  })

  it("behave differently in the example of each difference, whatever the two playbooks are", () => {
    fc.assert(
      fc.property(arbitrary.compiledPlaybook, arbitrary.compiledPlaybook, (before, after) => {
        const { differences } = diff({ before, after, calendars, on }, 60)
        kinds(before, after, differences)
      }),
      { numRuns: 60 }
    )
  })

  it("that differ in two ways have both differences, also where one hides the other", () => {
    let behind = 0
    const later = changes.map(([, patch]) => patch)
    const earlier = [
      { steps: { serve: { gate: { evidence: ["note"] } } } },
      { steps: { expire: { to: "done" } } },
      { start: "noticed" },
      { stages: { expired: { outcome: "failed" } } }
    ]
    fc.assert(
      fc.property(fc.constantFrom(...earlier), fc.constantFrom(...later), (one, other) => {
        // Two changes of the same key are one change.
        fc.pre(JSON.stringify(patched(one, other)) === JSON.stringify(patched(other, one)))
        const both = compile("notice", decode(patched(one, other)))
        const { differences } = diff({ before: versionOf({}), after: both, calendars, on })
        const found = differences.map(nameOf)
        for (const patch of [one, other]) {
          for (const expected of compare(patch).differences.map(nameOf)) expect(found).toContain(expected)
        }
        kinds(versionOf({}), both, differences)
        if (differences.some((each) => each.behind !== undefined)) behind++
      }),
      { numRuns: 40 }
    )
    expect(behind).toBeGreaterThan(0)
  })

  it("say what is taken to be the same where a difference is hidden behind another one", () => {
    const { differences, hiding } = compare({
      steps: { serve: { gate: { evidence: ["note"] } } },
      patrol: { every: { first: "14 days" } }
    })
    expect(hiding).toEqual([])
    expect(differences.map(({ _tag, behind }) => [_tag, behind])).toEqual([
      ["Shut", undefined],
      ["DeadlineChanged", { asIn: "before", parts: [{ step: "serve" }] }]
    ])
  })

  it("name the parts behind which nothing could be compared", () => {
    const { hiding } = compare({
      start: "first",
      stages: { first: { name: text }, seen: null },
      steps: {
        serve: { from: ["first"] },
        back: { to: "noticed" }
      },
      reopening: { to: "first" }
    })
    expect(hiding).toContain("open")
  })

  it("have the shortest example that shows a difference", () => {
    const { differences } = compare({ patrol: { every: { first: "14 days" } } })
    expect(differences[0]?.example).toEqual({
      opening: ["found"],
      moves: [
        { _tag: "Take", step: "serve", evidence: ["proof"], days: 0 },
        { _tag: "Wait", days: 8 },
        { _tag: "Take", step: "clear", evidence: [], days: 0 }
      ]
    })
  })

  it("are walked up to a bound, and the result says where the walk stopped", () => {
    const before = versionOf({})
    const after = versionOf({ patrol: { every: { first: "14 days" } } })
    expect(diff({ before, after, calendars, on }, 2)).toEqual({
      differences: [],
      situations: 2,
      isComplete: false,
      hiding: []
    })
  })
})
