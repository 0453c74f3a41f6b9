/** Arbitraries for commands on a case, with evidence. Many of the commands are not permitted. */
import type { CaseCommand, CaseState, Evidence, Value } from "@liulinhui/core/Case"
import type { CompiledPlaybook, Field } from "@liulinhui/core/Playbook"
import * as Day from "@liulinhui/core/Day"
import { CaseId, HouseholdId, RoleId } from "@liulinhui/core/Id"
import { household } from "@liulinhui/core/Registry"
import fc from "fast-check"
import {
  firstDay,
  roles,
  group,
  otherGroup,
  otherBuilding,
  actors,
  allRounders,
  about,
  favourable
} from "./CaseworkDistrict.ts"
import { compiledPlaybook } from "./CaseworkPlaybooks.ts"
import * as FieldValues from "./FieldValues.ts"

/** Returns a value that a field of evidence accepts. */
export const fitting = (field: Field): Value => FieldValues.fitting(field, firstDay)

/** Evidence with a valid value for each of the given fields. */
export const complete = (asked: ReadonlyMap<string, Field>): Evidence => FieldValues.filled(asked, firstDay)

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
