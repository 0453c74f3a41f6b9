/**
 * Plays the story of one case through the decider (the function that decides on requests), step by step: who takes
 * which step on which day. A test can also check that a step is refused, and for which reasons.
 */
import type {
  CaseContext,
  CaseEvent,
  CaseReason,
  CaseState,
  Opened,
  Evidence,
  Value
} from "@liulinhui/core/Case"
import * as Case from "@liulinhui/core/Case"
import { compile, type Field, isRequired, Playbook } from "@liulinhui/core/Playbook"
import { CalendarFromDocument } from "@liulinhui/core/Calendar"
import * as Day from "@liulinhui/core/Day"
import { type DecisionRefused, replay } from "@liulinhui/core/Rule"
import { type Actor, clock } from "@liulinhui/core/Actor"
import { ActorId, BuildingId, CaseId, GroupId, RoleId } from "@liulinhui/core/Id"
import { Subject } from "@liulinhui/core/Registry"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { sixHearts } from "../src/index.ts"

export type PlaybookName = keyof typeof sixHearts.playbooks

const decoded = Schema.decodeUnknownSync(Schema.Record(Schema.String, Playbook))(sixHearts.playbooks)
const calendar = Schema.decodeUnknownSync(CalendarFromDocument)(sixHearts.calendar)

/** Returns a playbook of the Six-Heart model, decoded with its schema. */
export const playbookOf = (name: PlaybookName): Playbook => decoded[name] as Playbook

/**
 * Returns the events of a decision on a command for a case. If the decision is a refusal, throws an error with every
 * reason, so that the test fails and shows them.
 */
const accepted = (
  what: string,
  result: Result.Result<ReadonlyArray<CaseEvent>, DecisionRefused<CaseReason>>
): ReadonlyArray<CaseEvent> => {
  if (Result.isFailure(result))
    throw new Error(`${what} is refused: ${JSON.stringify(result.failure.reasons)}`)
  return result.success
}

const building = BuildingId.make("b07")

const actor = (id: string, role: string, scope: Actor["mandates"][number]["scope"]): Actor => ({
  id: ActorId.make(id),
  mandates: [{ role: RoleId.make(role), scope }]
})
const inDistrict = (role: string, id = role): Actor => actor(id, role, { district: true })
const inGroup =
  (role: string) =>
  (group: string, id = `${role}-${group}`): Actor =>
    actor(id, role, { group: GroupId.make(group) })

export const committee = inDistrict("committee")
export const anotherOfCommittee = inDistrict("committee", "committee-2")
export const generalBranch = inDistrict("general-branch")
export const property = inDistrict("property")
export const subdistrict = inDistrict("subdistrict")
export const mediator = inDistrict("mediator")
export const secretary = inDistrict("branch-secretary", "secretary")
export const stairwellHead = actor("head-b07", "stairwell-head", { building })
export const groupLead = inGroup("group-lead")
export const volunteer = inGroup("volunteer")

const sha256 = "0".repeat(64)
export const photo: Value = { photo: "photos/1.jpg", sha256 }
export const signature: Value = { signer: "household:b07-301", sha256 }

/** Returns any valid value for a field of evidence whose content does not matter in a story. */
const sample = ({ choices = {}, least, type }: Field): Value => {
  switch (type) {
    case "text":
      return "…"
    case "number":
    case "amount":
      return least ?? 1
    case "date":
      return "2026-03-01"
    case "photo":
      return photo
    case "signature":
      return signature
    case "choice":
      return Object.keys(choices)[0] ?? ""
    case "list":
      return Array.from({ length: Math.max(1, least ?? 1) }, (_, at) => `${at + 1}`)
  }
}

const subjects: Record<string, string> = {
  district: "district:wan-liu",
  building: "building:b07",
  household: "household:b07-301",
  resident: "resident:b07-301-1"
}

/** Details of a step in a story. By default, each required field of the evidence gets a sample value. */
export interface Details {
  readonly evidence?: Evidence
  /** The names of required fields of the evidence that the story leaves out on purpose. */
  readonly without?: ReadonlyArray<string>
  readonly context?: CaseContext
}

export class Story {
  readonly playbook: Playbook
  readonly events: Array<CaseEvent> = []
  readonly #name: PlaybookName
  readonly #compiled: ReturnType<typeof compile>
  readonly #decider: ReturnType<typeof Case.make>

  constructor(name: PlaybookName) {
    this.#name = name
    this.playbook = playbookOf(name)
    this.#compiled = compile(name, this.playbook)
    this.#decider = Case.make(this.#compiled, calendar)
  }

  get #state(): CaseState {
    return replay(this.#decider, this.events)
  }

  /** The current state of the case. Throws if the case has not been opened. */
  get case(): Opened {
    const state = this.#state
    if (state._tag !== "Opened") throw new Error("the case has not been opened")
    return state
  }

  get stage(): string {
    return this.case.stage
  }

  #filled(fields: Playbook["steps"][string]["evidence"], { evidence = {}, without = [] }: Details): Evidence {
    const asked = Object.entries(fields ?? {}).filter(
      ([id, field]) => isRequired(field) && !without.includes(id)
    )
    return { ...Object.fromEntries(asked.map(([id, field]) => [id, sample(field)])), ...evidence }
  }

  #context(details: Details): { readonly context: CaseContext } {
    const { parent } = this.playbook
    return {
      context: {
        ...(parent === undefined ? {} : { parent: { playbook: parent, open: true } }),
        ...details.context
      }
    }
  }

  open(by: Actor, on: string, details: Details = {}): this {
    const { parent, subject, version, ledBy, opening } = this.playbook
    const result = this.#decider.decide(this.#state, {
      _tag: "Open",
      by,
      on: Day.make(on),
      id: CaseId.make("c1"),
      playbook: this.#name,
      version,
      subjects: [Subject.make(subjects[subject] ?? "")],
      buildings: subject === "district" ? [] : [building],
      group: GroupId.make(ledBy),
      ...(parent === undefined ? {} : { parent: CaseId.make("c0") }),
      evidence: this.#filled(opening?.evidence, details),
      ...this.#context(details)
    })
    this.events.push(...accepted("the opening", result))
    return this
  }

  #take(by: Actor, on: string, step: string, details: Details) {
    return this.#decider.decide(this.#state, {
      _tag: "Take",
      by,
      on: Day.make(on),
      step,
      evidence: this.#filled(this.playbook.steps[step]?.evidence, details),
      ...this.#context(details)
    })
  }

  /** Takes a step. The test fails if the step is refused. */
  take(by: Actor, on: string, step: string, details: Details = {}): this {
    const result = this.#take(by, on, step, details)
    this.events.push(...accepted(step, result))
    return this
  }

  /** Tries a step that must be refused, and returns every reason of the refusal. */
  refused(by: Actor, on: string, step: string, details: Details = {}): ReadonlyArray<CaseReason> {
    const result = this.#take(by, on, step, details)
    if (Result.isSuccess(result)) throw new Error(`${step} is accepted: ${JSON.stringify(result.success)}`)
    return result.failure.reasons
  }

  /** Lets the clock take the step of a deadline that has passed. The test fails if no deadline has passed. */
  lapse(on: string): this {
    const result = this.#decider.decide(this.#state, { _tag: "Lapse", by: clock, on: Day.make(on) })
    this.events.push(...accepted("the lapse", result))
    return this
  }

  reopen(by: Actor, on: string): this {
    const result = this.#decider.decide(this.#state, {
      _tag: "Reopen",
      by,
      on: Day.make(on),
      relapse: false,
      reason: "…"
    })
    this.events.push(...accepted("the reopening", result))
    return this
  }

  /** Tries a step that must be refused, and returns the events that record the refused attempt on the case. */
  kept(by: Actor, on: string, step: string, details: Details = {}): ReadonlyArray<CaseEvent> {
    const reasons = this.refused(by, on, step, details)
    const [first, ...others] = reasons
    if (first === undefined) return []
    return Case.keep(this.#compiled, calendar, this.#state, { _tag: "Take", by, on: Day.make(on), step }, [
      first,
      ...others
    ])
  }

  /** The outcome of a closed case. */
  get outcome(): string | undefined {
    return this.case.ending?.outcome
  }

  /** The day on which the next check of the patrol is due. `undefined` if there is no patrol. */
  get nextCheck(): string | undefined {
    const next = this.case.patrol?.next
    return next === undefined ? undefined : Day.toIso(next)
  }

  /** The last day of the current stage of the case. `undefined` if the stage has no deadline. */
  get due(): string | undefined {
    const { due } = this.case
    return due === undefined ? undefined : Day.toIso(due)
  }
}

/** Records patrol checks that find no problem, each on the day on which it is due. */
export const checks = (story: Story, by: Actor, times: number, details: Details = {}): Story => {
  const { patrol } = story.playbook
  for (let time = 0; time < times; time++) story.take(by, story.nextCheck ?? "", patrol?.check ?? "", details)
  return story
}
