/**
 * The display names of actors. They are entered by requests and stored encrypted, never in a model document. If an
 * actor is a resident, the name is encrypted with the key of this resident. Otherwise it is encrypted with the key of
 * the actor's stream.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { DayFromIso } from "../kernel/Day.ts"
import { personal } from "../kernel/Personal.ts"
import { type DecisionRefused, makeFor, objections, verdict } from "../kernel/Rule.ts"
import { near } from "../kernel/StrictReader.ts"
import type { Actor } from "../place/Actor.ts"
import { ActorId, ResidentId } from "../place/Id.ts"
import { type PrivateNumber, privateNumber } from "../place/PrivateNumber.ts"
import { ErasureBasis } from "../place/Registry.ts"

/** A display name has 1–60 characters. */
export const ActorName = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(60))

const happened = { on: DayFromIso, by: ActorId, actor: ActorId }

/**
 * The events about the names of actors. They are in the same stream as the mandates of the actor.
 *
 * @category events
 */
export const ActorEvent = Schema.TaggedUnion({
  /**
   * The name of an actor was entered or corrected. `name` is missing after it was erased. If the actor is a resident of
   * the district, `resident` is the id of this resident.
   */
  ActorNamed: {
    ...happened,
    resident: Schema.optionalKey(ResidentId),
    name: Schema.optionalKey(personal(ActorName))
  },
  /** The encrypted data about an actor who is not a resident were erased permanently. */
  ActorErased: { ...happened, basis: ErasureBasis }
})
export type ActorEvent = typeof ActorEvent.Type

/** @category commands */
export type ActorCommand =
  | {
      readonly _tag: "NameActor"
      readonly by: ActorId
      readonly actor: ActorId
      readonly name: string
      readonly resident?: ResidentId
    }
  | { readonly _tag: "EraseActor"; readonly by: ActorId; readonly actor: ActorId }

/**
 * Why a command to enter or erase a name is refused.
 *
 * @category refusals
 */
export type ActorRefusal =
  | { readonly _tag: "ActorUnknown"; readonly actor: ActorId; readonly near: ReadonlyArray<string> }
  | { readonly _tag: "NameNotYours"; readonly actor: ActorId }
  | { readonly _tag: "ActorErased"; readonly actor: ActorId }
  | { readonly _tag: "NameIsNumber"; readonly number: PrivateNumber }
  /** There is no resident with this id, or the resident was erased. */
  | { readonly _tag: "ActorNoResident"; readonly resident: ResidentId }
  /** The actor is a resident. So the resident must be erased instead, and this erases the name of the actor, too. */
  | { readonly _tag: "ActorIsResident"; readonly actor: ActorId; readonly resident: ResidentId }
  /** This resident is already another actor. */
  | { readonly _tag: "ResidentIsActor"; readonly resident: ResidentId; readonly actor: ActorId }

/** The data of a district that decisions on names need. */
export interface ActorGround {
  readonly actors: ReadonlyMap<ActorId, Actor>
  /** Whether the actor who makes the request may grant mandates in the whole district. */
  readonly isGranter: boolean
  readonly isErased: (actor: ActorId) => boolean
  readonly isResident: (resident: ResidentId) => boolean
}

type Asked = readonly [ActorGround, ActorCommand]
type Of<Tag extends ActorCommand["_tag"]> = readonly [
  ActorGround,
  Extract<ActorCommand, { readonly _tag: Tag }>
]

const rule = makeFor<Asked, ActorRefusal>()
const nameRule = makeFor<Of<"NameActor">, ActorRefusal>()
const eraseRule = makeFor<Of<"EraseActor">, ActorRefusal>()

const byGranter = nameRule({
  id: "actor-named-by-granter",
  name: "actors enter their own names; actors who may grant mandates enter the names of others, and which resident an actor is",
  reasons: ["NameNotYours"],
  objections: ([{ isGranter }, { actor, by, resident }]) =>
    isGranter || (actor === by && resident === undefined) ? [] : [{ _tag: "NameNotYours", actor }]
})

const known = rule({
  id: "actor-known",
  name: "a name is that of an actor of the district",
  reasons: ["ActorUnknown"],
  objections: ([{ actors }, { actor }]) =>
    actors.has(actor) ? [] : [{ _tag: "ActorUnknown", actor, near: near(actor, [...actors.keys()]) }]
})

const notErased = nameRule({
  id: "actor-not-erased",
  name: "no name is entered for an actor who was erased",
  source: "PIPL Art. 47",
  reasons: ["ActorErased"],
  objections: ([{ isErased }, { actor }]) => (isErased(actor) ? [{ _tag: "ActorErased", actor }] : [])
})

const noNumber = nameRule({
  id: "actor-name-no-number",
  name: "no name has the number of an ID card, a phone or a bank card",
  source: "PIPL Arts. 28 and 51",
  reasons: ["NameIsNumber"],
  objections: ([, { name }]) => {
    const number = privateNumber(name)
    return number === undefined ? [] : [{ _tag: "NameIsNumber", number }]
  }
})

const oneResident = nameRule({
  id: "actor-one-resident",
  name: "an actor is at most one resident, who is on record, and a resident is at most one actor",
  reasons: ["ActorNoResident", "ActorIsResident", "ResidentIsActor"],
  objections: ([{ actors, isResident }, { actor, resident }]) => {
    const own = actors.get(actor)?.resident
    if (resident === undefined || resident === own) return []
    const other = [...actors.values()].find((one) => one.id !== actor && one.resident === resident)
    return [
      ...(isResident(resident) ? [] : [{ _tag: "ActorNoResident" as const, resident }]),
      ...(own === undefined ? [] : [{ _tag: "ActorIsResident" as const, actor, resident: own }]),
      ...(other === undefined ? [] : [{ _tag: "ResidentIsActor" as const, resident, actor: other.id }])
    ]
  }
})

const withoutResident = eraseRule({
  id: "actor-erased-as-resident",
  name: "an actor who is a resident is erased as that resident",
  reasons: ["ActorIsResident"],
  objections: ([{ actors }, { actor }]) => {
    const resident = actors.get(actor)?.resident
    return resident === undefined ? [] : [{ _tag: "ActorIsResident", actor, resident }]
  }
})

/**
 * The rules in force. The keys are the kinds of command: to enter or to erase a name.
 *
 * @category rules
 */
export const rules = {
  name: [byGranter, known, notErased, noNumber, oneResident],
  erase: [known, withoutResident]
} as const

/**
 * Checks a decision on a name: returns the command, or all reasons against it. If the actor may not enter names, this
 * is the only reason, so that nothing else is revealed.
 *
 * @category decisions
 */
export const check = (
  ground: ActorGround,
  command: ActorCommand
): Result.Result<ActorCommand, DecisionRefused<ActorRefusal>> => {
  if (command._tag === "EraseActor") return verdict(objections(rules.erase, [ground, command]), command)
  const denied = objections([byGranter], [ground, command])
  return verdict(denied.length > 0 ? denied : objections(rules.name, [ground, command]), command)
}
