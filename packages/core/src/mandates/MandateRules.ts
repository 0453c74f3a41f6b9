/**
 * The rules for granting and ending mandates by requests. The model says which roles may grant which roles. An actor
 * can grant a mandate only within the scope (part of the district) of a mandate that the actor has. Nobody can grant a
 * mandate to themselves.
 */
import type { Day } from "../kernel/Day.ts"
import { type DecisionRefused, makeFor, objections, precondition, refuse, verdict } from "../kernel/Rule.ts"
import { type Actor, clock, contains, type Mandate, type Scope, scopeText } from "../place/Actor.ts"
import type { ActorId, RoleId } from "../place/Id.ts"
import { add } from "../kernel/Day.ts"
import { near } from "../kernel/StrictReader.ts"
import type * as Result from "effect/Result"
import { type Post, samePost } from "./Mandates.ts"

/**
 * A command about a mandate. `by` is the actor who decides. It is `undefined` if an operator (who runs the system)
 * decides, because no actor of the district may.
 *
 * @category commands
 */
export type MandateCommand = Post & { readonly by: ActorId | undefined; readonly on: Day } & (
    | { readonly _tag: "GrantMandate"; readonly from: Day; readonly until?: Day }
    | { readonly _tag: "EndMandate"; readonly until: Day }
    | { readonly _tag: "UndoMandateEnd"; readonly ended: Day }
  )

/**
 * Why a command about a mandate is refused.
 *
 * @category refusals
 */
export type MandateRefusal =
  /** The actor who decides has no mandate that permits granting or ending this role within this scope. */
  | { readonly _tag: "MandateNotYours"; readonly role: RoleId; readonly scope: string }
  | { readonly _tag: "OwnMandate"; readonly actor: ActorId }
  | { readonly _tag: "RoleUnknown"; readonly role: string; readonly near: ReadonlyArray<string> }
  | { readonly _tag: "ScopeUnknown"; readonly scope: string; readonly near: ReadonlyArray<string> }
  | { readonly _tag: "ActorReserved"; readonly actor: ActorId }
  /** The actor is a resident who has died or left the district, or who was erased. */
  | { readonly _tag: "ActorGone"; readonly actor: ActorId }
  | { readonly _tag: "MandateBeginsTooEarly"; readonly from: Day; readonly on: Day }
  | { readonly _tag: "MandateEndsFirst"; readonly from: Day; readonly until: Day }
  | { readonly _tag: "MandateHeld"; readonly actor: ActorId; readonly role: RoleId; readonly scope: string }
  | {
      readonly _tag: "MandateNotHeld"
      readonly actor: ActorId
      readonly role: RoleId
      readonly scope: string
    }
  | { readonly _tag: "MandateEndsTooEarly"; readonly until: Day; readonly earliest: Day }
  | { readonly _tag: "MandateEndUnknown"; readonly actor: ActorId; readonly ended: Day }
  /** An operator may grant a mandate only if no actor of the district may do so. `actors` are the actors who may. */
  | { readonly _tag: "GrantersThere"; readonly actors: ReadonlyArray<ActorId> }

/** The roles that an actor may grant within one scope. */
export interface Granting {
  readonly scope: Scope
  readonly roles: ReadonlySet<RoleId>
}

/** The data of a district that decisions on mandates need. */
export interface MandateGround {
  readonly roles: ReadonlySet<RoleId>
  /** All scopes of the district, as texts. */
  readonly scopes: ReadonlySet<string>
  readonly actors: ReadonlyMap<ActorId, Actor>
  /** The roles that the deciding actor may grant, by scope. */
  readonly granting: ReadonlyArray<Granting>
  /** The actors who may grant mandates on the day of the decision. */
  readonly granters: ReadonlyArray<ActorId>
  readonly isGone: (actor: ActorId) => boolean
  /** Returns the days on which a mandate was ended. */
  readonly endings: (post: Post) => ReadonlyArray<Day>
}

type Asked = readonly [MandateGround, MandateCommand]
type Of<Tag extends MandateCommand["_tag"]> = readonly [
  MandateGround,
  Extract<MandateCommand, { readonly _tag: Tag }>
]

const isKnown = ({ roles, scopes }: MandateGround, { role, scope }: MandateCommand): boolean =>
  roles.has(role) && scopes.has(scopeText(scope))

const mayGrant = ({ granting }: MandateGround, { role, scope }: MandateCommand): boolean =>
  granting.some((one) => one.roles.has(role) && contains(one.scope, scope))

const rule = makeFor<Asked, MandateRefusal>()
const grantRule = makeFor<Of<"GrantMandate">, MandateRefusal>()
const endRule = makeFor<Of<"EndMandate">, MandateRefusal>()
const undoRule = makeFor<Of<"UndoMandateEnd">, MandateRefusal>()

const roleKnown = rule({
  id: "mandate-role-known",
  name: "a mandate is for a role of the model",
  reasons: ["RoleUnknown"],
  objections: ([{ roles }, { role }]) =>
    roles.has(role) ? [] : [{ _tag: "RoleUnknown", role, near: near(role, [...roles]) }]
})

const scopeKnown = rule({
  id: "mandate-scope-known",
  name: "a mandate is for the district, or for a building, group or branch in it",
  reasons: ["ScopeUnknown"],
  objections: ([{ scopes }, { scope }]) => {
    const text = scopeText(scope)
    return scopes.has(text) ? [] : [{ _tag: "ScopeUnknown", scope: text, near: near(text, [...scopes]) }]
  }
})

const byGranter = rule({
  id: "mandate-by-granter",
  name: "mandates are granted and ended by actors who may grant the role within that scope; an actor may also end an own mandate",
  reasons: ["MandateNotYours"],
  objections: ([ground, command]) => {
    const { actor, by, role, scope } = command
    const isOwnEnd = command._tag === "EndMandate" && by === actor
    return by === undefined || isOwnEnd || !isKnown(ground, command) || mayGrant(ground, command)
      ? []
      : [{ _tag: "MandateNotYours", role, scope: scopeText(scope) }]
  }
})

const notOwn = rule({
  id: "mandate-not-own",
  name: "no actor grants a mandate to themselves",
  reasons: ["OwnMandate"],
  objections: ([, { _tag, actor, by }]) =>
    _tag !== "EndMandate" && actor === by ? [{ _tag: "OwnMandate", actor }] : []
})

const notReserved = grantRule({
  id: "mandate-not-reserved",
  name: "the library itself gets no mandate",
  reasons: ["ActorReserved"],
  objections: ([, { actor }]) => (actor === clock.id ? [{ _tag: "ActorReserved", actor }] : [])
})

const personHere = grantRule({
  id: "mandate-person-here",
  name: "a mandate is for an actor who has not died, left or been erased",
  reasons: ["ActorGone"],
  objections: ([{ isGone }, { actor }]) => (isGone(actor) ? [{ _tag: "ActorGone", actor }] : [])
})

const daysInOrder = grantRule({
  id: "mandate-days-in-order",
  name: "a mandate begins on the day on which it is granted or later, and does not end before it begins",
  reasons: ["MandateBeginsTooEarly", "MandateEndsFirst"],
  objections: ([, { from, on, until }]) => [
    ...(from < on ? [{ _tag: "MandateBeginsTooEarly" as const, from, on }] : []),
    ...(until !== undefined && until < from ? [{ _tag: "MandateEndsFirst" as const, from, until }] : [])
  ]
})

/**
 * Whether a mandate is in force on all days from `from` to `until`. If `until` is `undefined`, these days have no end.
 */
const covers = (one: Mandate, from: Day, until: Day | undefined): boolean =>
  (one.from === undefined || one.from <= from) &&
  (one.until === undefined || (until !== undefined && until <= one.until))

const refusedPost = ({ actor, role, scope }: Post) => ({ actor, role, scope: scopeText(scope) })

const once = grantRule({
  id: "mandate-once",
  name: "a mandate is granted only if the actor does not have it on all of its days already",
  reasons: ["MandateHeld"],
  objections: ([{ actors }, command]) => {
    const held = actors.get(command.actor)?.mandates ?? []
    return held.some((one) => samePost(one, command) && covers(one, command.from, command.until))
      ? [{ _tag: "MandateHeld", ...refusedPost(command) }]
      : []
  }
})

const held = endRule({
  id: "mandate-to-end",
  name: "only a mandate that the actor has after that day can be ended",
  reasons: ["MandateNotHeld"],
  objections: ([{ actors }, command]) => {
    const own = actors.get(command.actor)?.mandates ?? []
    return own.some((one) => samePost(one, command) && (one.until === undefined || one.until > command.until))
      ? []
      : [{ _tag: "MandateNotHeld", ...refusedPost(command) }]
  }
})

const endsAhead = endRule({
  id: "mandate-ends-ahead",
  name: "the last day of a mandate is the day before the decision to end it, or later",
  reasons: ["MandateEndsTooEarly"],
  objections: ([, { on, until }]) => {
    const earliest = add(on, -1)
    return until < earliest ? [{ _tag: "MandateEndsTooEarly", until, earliest }] : []
  }
})

const endOnRecord = undoRule({
  id: "mandate-end-on-record",
  name: "only the end of a mandate that is on record can be undone",
  reasons: ["MandateEndUnknown"],
  objections: ([{ endings }, command]) =>
    endings(command).includes(command.ended)
      ? []
      : [{ _tag: "MandateEndUnknown", actor: command.actor, ended: command.ended }]
})

/**
 * An operator may appoint an actor only while no actor can grant mandates: before the first mandate, or after the last
 * such actor has gone.
 *
 * @category rules
 */
export const onlyIfVacant = precondition({
  id: "mandate-first-by-operator",
  name: "an operator grants a mandate only while no actor of the district may grant one",
  reasons: ["GrantersThere"]
})

const everyCommand = [roleKnown, scopeKnown, byGranter, notOwn] as const

/**
 * The rules in force. The keys are the kinds of command: to grant a mandate, to end it, or to undo its end.
 *
 * @category rules
 */
export const rules = {
  grant: [...everyCommand, notReserved, personHere, daysInOrder, once],
  end: [...everyCommand, held, endsAhead],
  undo: [...everyCommand, endOnRecord]
} as const

const reasonsAgainst = (ground: MandateGround, command: MandateCommand): ReadonlyArray<MandateRefusal> => {
  switch (command._tag) {
    case "GrantMandate":
      return objections(rules.grant, [ground, command])
    case "EndMandate":
      return objections(rules.end, [ground, command])
    case "UndoMandateEnd":
      return objections(rules.undo, [ground, command])
  }
}

/**
 * Checks a decision on a mandate: returns the command, or all reasons against it. If the deciding actor may not grant
 * any mandate, this is the only reason, so that nothing else is revealed. (Actors may always end their own mandates.)
 *
 * @category decisions
 */
export const check = <Command extends MandateCommand>(
  ground: MandateGround,
  command: Command
): Result.Result<Command, DecisionRefused<MandateRefusal>> => {
  const { actor, by, role, scope } = command
  if (by === undefined && ground.granters.length > 0) {
    return refuse(onlyIfVacant, { _tag: "GrantersThere", actors: ground.granters })
  }
  const isOwnEnd = command._tag === "EndMandate" && by === actor
  if (by !== undefined && !isOwnEnd && ground.granting.length === 0) {
    return refuse(byGranter, { _tag: "MandateNotYours", role, scope: scopeText(scope) })
  }
  return verdict(reasonsAgainst(ground, command), command)
}
