/**
 * fast-check arbitraries for casework: sound playbooks (`checkPlaybook` finds no problem in them), a small district
 * with actors, and sequences of commands for cases. Many of the commands are not permitted. Every arbitrary shrinks to
 * values of the same kind.
 */
import type { CaseCommand, CaseState, Evidence, Value } from "@liulinhui/core/Case"
import {
  type CompiledPlaybook,
  compile,
  type Field,
  Playbook,
  type PlaybookDocument,
  checkPlaybook
} from "@liulinhui/core/Playbook"
import * as Calendar from "@liulinhui/core/Calendar"
import * as Day from "@liulinhui/core/Day"
import type { Actor, Scope } from "@liulinhui/core/Actor"
import { ActorId, BranchId, BuildingId, CaseId, GroupId, HouseholdId, RoleId } from "@liulinhui/core/Id"
import { household } from "@liulinhui/core/Registry"
import * as Schema from "effect/Schema"
import fc from "fast-check"

// ----------------------------------------------------------------------------------------------------- a small district

/** The first day on which a generated case may be opened. */
export const firstDay: Day.Day = Day.make("2026-03-02")

/**
 * A working calendar for some years: ordinary weeks, one holiday week in May, and two weekends that are working days.
 */
export const calendar: Calendar.Calendar = Calendar.make(
  Schema.decodeUnknownSync(Calendar.CalendarData)(
    Object.fromEntries(
      Array.from({ length: 12 }, (_, at) => 2025 + at).map((year) => [
        year,
        {
          holidays: [`${year}-01-01`, ...[1, 2, 3, 4, 5].map((day) => `${year}-05-0${day}`)],
          workdays: [4, 9].map((month) => {
            const sunday = Day.add(Day.weekStart(Day.make(`${year}-0${month}-20`)), 6)
            return Day.toIso(sunday)
          })
        }
      ])
    )
  )
)

const roles = ["committee", "lead", "volunteer"] as const
const group = GroupId.make("unity")
const otherGroup = GroupId.make("peace")
const branch = BranchId.make("branch-6")
const building = BuildingId.make("b01")
const otherBuilding = BuildingId.make("b02")

const scopes: ReadonlyArray<Scope> = [
  { district: true },
  { group },
  { group: otherGroup },
  { branch },
  { building },
  { building: otherBuilding }
]

/**
 * Actors who may do everything everywhere, so that a generated case makes progress. There are several of them, because
 * some steps must be done by different people.
 */
const allRounders: ReadonlyArray<Actor> = [1, 2, 3].map((at) => ({
  id: ActorId.make(`all-rounder-${at}`),
  mandates: roles.map((role) => ({ role: RoleId.make(role), scope: { district: true as const } }))
}))

/**
 * The actors of the generated district: those who may do everything, one actor for each role and scope, and one actor
 * whose mandate has ended.
 */
export const actors: ReadonlyArray<Actor> = [
  ...allRounders,
  ...roles.flatMap((role) =>
    scopes.map((scope, at) => ({
      id: ActorId.make(`${role}-${at + 1}`),
      mandates: [{ role: RoleId.make(role), scope }]
    }))
  ),
  {
    id: ActorId.make("former-committee"),
    mandates: [{ role: RoleId.make("committee"), scope: { district: true }, until: Day.add(firstDay, -1) }]
  }
]

/**
 * The ids that every generated case uses: its case id, its subjects (whom the case is about), its buildings and its
 * group.
 */
export const about = {
  id: CaseId.make("c1"),
  subjects: [household(HouseholdId.make("b01-301"))] as const,
  buildings: [building],
  group
}

/**
 * A context for case commands in which every condition outside the case is met, for example on other cases and polls.
 */
export const favourable = {
  branches: [branch],
  parent: { playbook: "above", open: true },
  openChildren: 0,
  polls: { "rule-set": "carried" as const }
}

// ------------------------------------------------------------------------------------------------------------ playbooks

const text = (name: string) => ({ zh: name, en: name })

const by = fc.uniqueArray(
  fc.record(
    {
      role: fc.constantFrom(...roles),
      scope: fc.constantFrom("district", "group", "building", "case")
    },
    { requiredKeys: ["role"] }
  ),
  { minLength: 1, maxLength: 2, selector: ({ role }) => role }
)

const period = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.constantFrom("days", "working days", "weeks"))
  .map(([count, unit]) => `${count} ${unit}`)

const field = fc.oneof(
  fc.constantFrom("text", "number", "date", "photo", "signature", "amount", "list").map((type) => ({ type })),
  fc.constant({ type: "choice", choices: { yes: text("yes"), no: text("no") } })
)

const fields = fc.dictionary(
  fc.constantFrom("f1", "f2", "f3"),
  fc.tuple(fc.boolean(), fc.boolean()).map(([required, sensitive]) => ({ required, sensitive })),
  { maxKeys: 2, noNullPrototype: true }
)

/** Generates a value with the probability 1 in `times`, otherwise `undefined`. */
const sometimes = <A>(arbitrary: fc.Arbitrary<A>, times = 4): fc.Arbitrary<A | undefined> =>
  fc.oneof({ weight: times - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })

const given = <K extends string, A>(key: K, value: A | undefined) =>
  value === undefined ? {} : { [key]: value }

/**
 * Playbook documents with up to five working stages, in the form that people write in YAML. They have many gates
 * (conditions for a step), lapses (steps that are taken when a deadline passes), patrols (regular checks after the
 * work), and steps that different people must do. Some documents are not sound.
 */
const anyDocument: fc.Arbitrary<PlaybookDocument> = fc
  .record({ working: fc.integer({ min: 1, max: 5 }), types: fc.array(field, { minLength: 3, maxLength: 3 }) })
  .chain(({ types, working }) => {
    const stages = Array.from({ length: working }, (_, at) => `s${at + 1}`)
    const main = stages.map((_, at) => `t${at + 1}`)
    const ends = ["done", "given-up"]
    const anyStage = fc.constantFrom(...stages)
    // Adds a type to each field of evidence, so that fields with the same name always have the same type.
    const typed = (chosen: Readonly<Record<string, object>>) =>
      Object.fromEntries(
        Object.entries(chosen).map(([name, options]) => [
          name,
          { label: text(name), ...types[Number(name.slice(1)) - 1], ...options }
        ])
      )
    const gate = (before: ReadonlyArray<string>) =>
      fc
        .record({
          after: sometimes(fc.subarray([...before], { minLength: Math.min(1, before.length) })),
          lapsed: sometimes(anyStage, 8),
          evidence: sometimes(fc.subarray(["f1", "f2", "f3"], { minLength: 1, maxLength: 1 }), 8),
          poll: sometimes(fc.constant("rule-set"), 8),
          parent: sometimes(fc.constant("open"), 16),
          children: sometimes(fc.constant("done"), 8)
        })
        .map((parts) => {
          const stated = Object.entries(parts).filter(([, value]) => value !== undefined)
          return stated.length === 0 ? undefined : Object.fromEntries(stated)
        })
    const step = (
      id: string,
      from: fc.Arbitrary<ReadonlyArray<string>>,
      to: fc.Arbitrary<string | undefined>,
      at: number
    ) =>
      fc
        .record({
          from,
          to,
          by,
          evidence: sometimes(fields, 2),
          gate: gate(main.slice(0, at)),
          notBy: sometimes(fc.subarray(main, { minLength: 1, maxLength: 1 })),
          records: sometimes(fc.constant(["visit"])),
          recordRefusal: sometimes(fc.constant(true))
        })
        .map(
          ({ by: people, evidence, from: starts, gate: shut, notBy, recordRefusal, records, to: end }) => ({
            name: text(id),
            from: [...starts],
            by: people,
            ...given("to", end),
            ...given("evidence", evidence === undefined ? undefined : typed(evidence)),
            ...given("gate", shut),
            ...given("notBy", notBy),
            ...given("records", records),
            ...given("recordRefusal", recordRefusal)
          })
        )
    const mainSteps = fc.tuple(
      ...main.map((id, at) => step(id, fc.constant([stages[at]!]), fc.constant(stages[at + 1] ?? "done"), at))
    )
    const sideSteps = fc.array(
      step(
        "side",
        fc.subarray(stages, { minLength: 1 }),
        fc.option(fc.constantFrom(...stages, ...ends), { nil: undefined }),
        working
      ),
      { maxLength: 3 }
    )
    const stageOptions = fc.array(
      fc.record({
        deadline: sometimes(period, 2),
        lapsesTo: sometimes(fc.constantFrom(...stages, ...ends), 2),
        tell: sometimes(fc.constantFrom(...roles)),
        ends: fc.boolean()
      }),
      { minLength: working, maxLength: working }
    )
    return fc
      .record({
        mainSteps,
        sideSteps,
        stageOptions,
        patrol: sometimes(
          fc.record({
            least: fc.integer({ min: 1, max: 6 }),
            first: fc.integer({ min: 6, max: 14 }),
            most: fc.integer({ min: 14, max: 40 }),
            widen: fc.constantFrom("1/1", "3/2", "2/1"),
            tighten: fc.constantFrom("1/1", "1/2", "1/3"),
            after: fc.integer({ min: 1, max: 3 }),
            pauses: fc.boolean()
          }),
          2
        ),
        reopening: sometimes(fc.constant({ to: "s1" }), 2),
        limit: sometimes(fc.constantFrom("60 days", "3 months")),
        keepers: fc.constant([{ role: "lead", scope: "group" as const }, { role: "committee" }]),
        opening: sometimes(sometimes(fields, 1)),
        parent: sometimes(fc.constant("above"))
      })
      .map((parts): PlaybookDocument => {
        const {
          keepers,
          limit,
          mainSteps: ways,
          opening,
          parent,
          patrol,
          reopening,
          sideSteps: sides,
          stageOptions: options
        } = parts
        const steps: Record<string, unknown> = Object.fromEntries([
          ...ways.map((one, at) => [main[at]!, one] as const),
          ...sides.map((one, at) => [`u${at + 1}`, { ...one, name: text(`u${at + 1}`) }] as const)
        ])
        const written: Record<string, unknown> = {}
        for (const [at, id] of stages.entries()) {
          const { deadline, ends: moves, lapsesTo, tell } = options[at]!
          const lapse = deadline !== undefined && lapsesTo !== undefined ? `lapse-${id}` : undefined
          if (lapse !== undefined) steps[lapse] = { name: text(lapse), from: [id], to: lapsesTo }
          written[id] = {
            name: text(id),
            ...given("deadline", deadline),
            ...given("lapse", lapse),
            ...given("endsOnWorkingDay", deadline !== undefined && moves ? true : undefined),
            ...given(
              "escalate",
              deadline === undefined || tell === undefined ? undefined : [{ after: "1 day", tell }]
            )
          }
        }
        if (patrol !== undefined) {
          const last = ways.at(-1)
          steps[main.at(-1)!] = { ...last, to: "watched" }
          written["watched"] = { name: text("watched") }
          const everybody = roles.map((role) => ({ role }))
          steps["clean"] = { name: text("clean"), from: ["watched"], by: everybody, records: ["visit"] }
          steps["relapse"] = { name: text("relapse"), from: ["watched"], to: "s1", by: everybody }
          if (patrol.pauses) {
            steps["pause"] = {
              name: text("pause"),
              from: ["watched"],
              to: main.length > 1 ? "s2" : "s1",
              by: everybody
            }
          }
          steps["release"] = { name: text("release"), from: ["watched"], to: "done", by: everybody }
        }
        for (const end of ends) {
          const isUsed = Object.values(steps).some((one) => (one as { to?: string }).to === end)
          if (isUsed) written[end] = { name: text(end), outcome: end === "done" ? "achieved" : "failed" }
        }
        return {
          name: text("generated"),
          version: 1,
          subject: "household",
          ledBy: "unity",
          keepers,
          start: "s1",
          stages: written as PlaybookDocument["stages"],
          steps: steps as PlaybookDocument["steps"],
          ...given("limit", limit),
          ...given("reopening", reopening),
          ...given("opening", opening === undefined ? undefined : { evidence: typed(opening) }),
          ...given("parent", parent),
          ...(patrol === undefined
            ? {}
            : {
                patrol: {
                  stage: "watched",
                  check: "clean",
                  relapse: "relapse",
                  every: {
                    first: `${patrol.first} days`,
                    least: `${patrol.least} days`,
                    most: `${patrol.most} days`
                  },
                  widen: patrol.widen,
                  tighten: patrol.tighten,
                  release: { after: patrol.after, step: "release" }
                }
              })
        }
      })
  })

const decode = Schema.decodeUnknownSync(Playbook)
const encode = Schema.encodeSync(Playbook)

/** Playbooks, of which some are unsound: `checkPlaybook` finds a problem in them. */
export const anyPlaybook: fc.Arbitrary<Playbook> = anyDocument.map((document) => decode(document))

/** Sound playbooks: `checkPlaybook` finds no problem in them. */
export const playbook: fc.Arbitrary<Playbook> = anyPlaybook.filter((one) => checkPlaybook(one).length === 0)

/** Sound playbooks, compiled under the id `generated`. If a test fails, the document of its playbook is printed. */
export const compiledPlaybook: fc.Arbitrary<CompiledPlaybook> = playbook.map((one) => ({
  ...compile("generated", one),
  [fc.toStringMethod]: () => JSON.stringify(encode(one))
}))

// ------------------------------------------------------------------------------------------------------------- evidence

const hash = "0".repeat(64)

/** Returns a value that a field of evidence accepts. */
export const fitting = ({ choices, least = 0, most = 100, type }: Field): Value => {
  switch (type) {
    case "text":
      return "seen"
    case "number":
    case "amount":
      return Math.ceil(Math.max(least, Math.min(most, 1)))
    case "date":
      return "2026-03-02"
    case "photo":
      return { photo: "photos/1", sha256: hash }
    case "signature":
      return { signer: "household:b01-301", sha256: hash }
    case "choice":
      return Object.keys(choices ?? {})[0] ?? ""
    case "list":
      return Array.from({ length: Math.max(least, 1) }, () => "item")
  }
}

/** Evidence with a valid value for each required field. */
export const complete = (asked: ReadonlyMap<string, Field>): Evidence =>
  Object.fromEntries([...asked].map(([id, one]) => [id, fitting(one)]))

const evidenceFor = (asked: ReadonlyMap<string, Field>): fc.Arbitrary<Evidence> => {
  const whole = complete(asked)
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant(whole) },
    {
      weight: 1,
      arbitrary: fc
        .subarray(Object.keys(whole))
        .map((some) => Object.fromEntries(some.map((id) => [id, whole[id]!])))
    },
    { weight: 1, arbitrary: fc.constant({ ...whole, f1: [] }) },
    { weight: 1, arbitrary: fc.constant({ ...whole, other: "x" }) }
  )
}

// ------------------------------------------------------------------------------------------------------------- commands

const context = fc.oneof(
  { weight: 5, arbitrary: fc.constant(favourable) },
  {
    weight: 1,
    arbitrary: fc.record({
      branches: fc.constant([]),
      parent: fc.record({ playbook: fc.constantFrom("above", "beside"), open: fc.boolean() }),
      openChildren: fc.integer({ min: 0, max: 1 }),
      polls: fc.constantFrom({}, { "rule-set": "open" as const }, { "rule-set": "failed" as const })
    })
  }
)

/**
 * One attempt: a command to try on a case, `daysLater` days after the previous attempt. If `pick` is set, a step of the
 * current stage of the case is tried instead of the command.
 */
export interface Attempt {
  readonly daysLater: number
  readonly command: CaseCommand
  readonly pick?: number
}

/**
 * Returns the command of an attempt on a case, for the day of the attempt. If the attempt is on a later day, the days
 * inside the command are later by the same number of days.
 */
export const onDay = (
  { command, pick }: Attempt,
  playbook: CompiledPlaybook,
  state: CaseState,
  on: Day.Day
): CaseCommand => {
  if (command._tag === "DecideDue") return { ...command, on, due: Day.add(on, command.due - command.on) }
  if (command._tag !== "Take" || pick === undefined || state._tag === "Unopened") return { ...command, on }
  const steps = [...playbook.steps.values()].filter(({ from }) => from.includes(state.stage))
  const step = steps[pick % steps.length]
  return step === undefined
    ? { ...command, on }
    : { ...command, on, step: step.id, evidence: complete(step.form.fields) }
}

const daysLater = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 3 }) },
  { weight: 2, arbitrary: fc.integer({ min: 4, max: 25 }) },
  { weight: 1, arbitrary: fc.integer({ min: 26, max: 100 }) }
)

const actor = fc.oneof(fc.constantFrom(...allRounders), fc.constantFrom(...actors))

/** The command that opens a generated case. Its actor may open the case, and all required fields have a value. */
export const opening = (self: CompiledPlaybook, on: Day.Day = firstDay): CaseCommand => ({
  _tag: "Open",
  by: actors[0]!,
  on,
  context: favourable,
  playbook: self.id,
  version: self.playbook.version,
  ...about,
  parent: CaseId.make("above-1"),
  evidence: complete(self.opening.fields)
})

/**
 * Generates attempts on a case of a playbook. Most are steps, permitted or not. The others are commands of every other
 * kind.
 */
export const attempt = (self: CompiledPlaybook): fc.Arbitrary<Attempt> => {
  const asking = { by: actor, on: fc.constant(firstDay), context }
  const steps = [...self.steps.values()]
  const take = fc.constantFrom(...steps).chain((step) =>
    fc.record({
      _tag: fc.constant("Take" as const),
      ...asking,
      step: fc.constant(step.id),
      evidence: evidenceFor(step.form.fields)
    })
  )
  const reason = fc.constantFrom("because", " ")
  const other = fc.oneof(
    fc.record({ _tag: fc.constant("Note" as const), ...asking, text: fc.constant("a note") }),
    fc.record({
      _tag: fc.constant("HandOver" as const),
      ...asking,
      to: fc.oneof(
        actor.map(({ id }) => ({ actor: id })),
        fc.constantFrom(...roles).map((role) => ({ role: RoleId.make(role) }))
      )
    }),
    fc.record({ _tag: fc.constant("Lapse" as const), ...asking }),
    fc.record({
      _tag: fc.constant("Transfer" as const),
      ...asking,
      to: fc.constantFrom({ group }, { group: otherGroup }),
      reason
    }),
    fc.record({
      _tag: fc.constant("Merge" as const),
      ...asking,
      into: fc.constantFrom(about.id, CaseId.make("c2"))
    }),
    fc.record({
      _tag: fc.constant("Absorb" as const),
      ...asking,
      duplicate: fc.constantFrom(about.id, CaseId.make("c2")),
      subjects: fc.constant([household(HouseholdId.make("b02-101"))]),
      buildings: fc.constant([otherBuilding])
    }),
    fc.record({ _tag: fc.constant("Withdraw" as const), ...asking, reason: fc.constantFrom("", "because") }),
    fc.record(
      {
        _tag: fc.constant("Settle" as const),
        ...asking,
        entry: fc.integer({ min: 1, max: 9 }),
        how: fc.constantFrom("as-recorded" as const, "applied" as const),
        fact: fc.record(
          {
            by: actor.map(({ id }) => id),
            on: fc.integer({ min: 0, max: 40 }).map((days) => Day.add(firstDay, days)),
            step: fc.constantFrom(...self.steps.keys()),
            recorded: fc.constant([])
          },
          { requiredKeys: ["by", "on", "recorded"] }
        ),
        reason
      },
      { requiredKeys: ["_tag", "by", "on", "context", "entry", "how", "reason"] }
    ),
    fc.record(
      {
        _tag: fc.constant("DecideDue" as const),
        ...asking,
        of: fc.constantFrom("limit" as const, ...[...self.stages.keys()].map((stage) => ({ stage }))),
        due: fc.integer({ min: 0, max: 40 }).map((days) => Day.add(firstDay, days)),
        reason
      },
      { requiredKeys: ["_tag", "by", "on", "context", "due", "reason"] }
    )
  )
  const reopen = fc.record({
    _tag: fc.constant("Reopen" as const),
    ...asking,
    relapse: fc.boolean(),
    reason
  })
  return fc.record(
    {
      daysLater,
      command: fc.oneof(
        { weight: 20, arbitrary: take },
        { weight: 2, arbitrary: other },
        { weight: 1, arbitrary: reopen }
      ),
      pick: fc.nat(7)
    },
    { requiredKeys: ["daysLater", "command"] }
  )
}

/** Generates complete histories of cases: a playbook, and the attempts on one case in order. */
export const life: fc.Arbitrary<{
  readonly playbook: CompiledPlaybook
  readonly attempts: ReadonlyArray<Attempt>
}> = compiledPlaybook.chain((self) =>
  fc.record({
    playbook: fc.constant(self),
    attempts: fc.array(attempt(self), { maxLength: 40, size: "max" })
  })
)
