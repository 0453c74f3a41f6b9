/**
 * Makes two versions of a playbook alike in some parts, so that a walk can go on where these parts differ. So differences
 * are found that are hidden behind other differences.
 */
import { given } from "../../kernel/OptionalKey.ts"
import { compile, type CompiledPlaybook } from "../CompiledPlaybook.ts"
import type { Playbook, Stage, StageId, Step, StepId } from "../Playbook.ts"
import type { PlaybookDifference, Part } from "../PlaybookDifference.ts"

/** The part of a playbook in which a difference is, if the difference stops a walk. Otherwise `undefined`. */
export const stoppingPart = (one: PlaybookDifference): Part | undefined => {
  switch (one._tag) {
    case "Opened":
    case "Shut":
      return one.circumstance === "usual" && one.deed !== "keep" ? one.deed : undefined
    case "LeadsElsewhere": {
      if (one.deed !== "wait") return one.deed === "keep" ? undefined : one.deed
      return one.stage === undefined ? undefined : { stage: one.stage }
    }
    case "OutcomeChanged":
      return { stage: one.stage }
    default:
      return undefined
  }
}

/** Two equal parts have the same name. */
export const nameOfPart = (part: Part): string =>
  typeof part === "string" ? part : "step" in part ? `step ${part.step}` : `stage ${part.stage}`

// Ids of a document may be the same as the name of a property that every object has, such as `constructor`.
const own = <A>(record: Readonly<Record<string, A>>, id: string): A | undefined =>
  Object.hasOwn(record, id) ? record[id] : undefined

const without = <A>(record: Readonly<Record<string, A>>, id: string): Readonly<Record<string, A>> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => key !== id))

/** Whether the clock or the patrol of a playbook needs a step. */
const isNeeded = ({ patrol, stages }: Playbook, step: StepId): boolean =>
  Object.values(stages).some(({ lapse }) => lapse === step) ||
  (patrol !== undefined && [patrol.check, patrol.relapse, patrol.release.step].includes(step))

/** A step that leads where `other` leads, under its conditions. Who may take it, and its evidence, stay as they are. */
const leadingLike = (self: Step | undefined, other: Step, from: ReadonlyArray<StageId>): Step => {
  if (self === undefined) return { ...other, from }
  const { gate: _gate, notBy: _notBy, to: _to, ...rest } = self
  return {
    ...rest,
    from,
    ...given("to", other.to),
    ...given("gate", other.gate),
    ...given("notBy", other.notBy)
  }
}

const stepLike = (self: Playbook, like: Playbook, id: StepId): Playbook | undefined => {
  const other = own(like.steps, id)
  if (other === undefined) {
    return isNeeded(self, id) ? undefined : { ...self, steps: without(self.steps, id) }
  }
  const isKnown = (stage: StageId | undefined): boolean =>
    stage === undefined || own(self.stages, stage) !== undefined
  const from = other.from.filter(isKnown)
  if (from.length === 0 || !isKnown(other.to) || !isKnown(other.gate?.lapsed)) return undefined
  const patrol =
    self.patrol?.release.step === id && like.patrol?.release.step === id
      ? { ...self.patrol, release: like.patrol.release }
      : self.patrol
  const steps = { ...self.steps, [id]: leadingLike(own(self.steps, id), other, from) }
  return { ...self, steps, ...given("patrol", patrol) }
}

const stageLike = (self: Playbook, like: Playbook, id: StageId): Playbook | undefined => {
  const [stage, other] = [own(self.stages, id), own(like.stages, id)]
  if (stage === undefined || other === undefined) return undefined
  const { lapse } = other
  const moved = lapse === undefined ? self : stepLike(self, like, lapse)
  if (moved === undefined) return undefined
  const { lapse: _lapse, outcome: _outcome, ...rest } = stage
  const changed: Stage = {
    ...rest,
    ...given("deadline", stage.deadline ?? other.deadline),
    ...given("lapse", lapse),
    ...given("outcome", other.outcome)
  }
  return { ...moved, stages: { ...moved.stages, [id]: changed } }
}

const openingLike = (self: Playbook, { parent, start }: Playbook): Playbook | undefined => {
  const { parent: _, ...rest } = self
  return own(self.stages, start) === undefined ? undefined : { ...rest, start, ...given("parent", parent) }
}

const reopeningLike = (self: Playbook, { reopening: other }: Playbook): Playbook | undefined => {
  const { reopening, ...rest } = self
  if (other === undefined) return rest
  if (own(self.stages, other.to) === undefined) return undefined
  return {
    ...rest,
    reopening: { ...other, ...given("by", reopening === undefined ? other.by : reopening.by) }
  }
}

const partLike = (self: Playbook, like: Playbook, part: Part): Playbook | undefined => {
  if (part === "open") return openingLike(self, like)
  if (part === "reopen") return reopeningLike(self, like)
  return "step" in part ? stepLike(self, like, part.step) : stageLike(self, like, part.stage)
}

/**
 * A version of a playbook that works like another one in some parts. `parts` are those that could be changed: a part is
 * left as it is if it needs a stage or a step that this version does not have.
 */
export const alike = (
  self: CompiledPlaybook,
  like: CompiledPlaybook,
  wanted: ReadonlyArray<Part>
): { readonly playbook: CompiledPlaybook; readonly parts: ReadonlyArray<Part> } => {
  const parts: Array<Part> = []
  let document = self.playbook
  for (const part of wanted) {
    const changed = partLike(document, like.playbook, part)
    if (changed === undefined) continue
    document = changed
    parts.push(part)
  }
  return { playbook: compile(self.id, document, { keepers: self.keepers }), parts }
}
