/**
 * Who may record a kind of contact. A model can list, for a kind of contact, the roles of these people and how far their
 * mandates must reach, as a step of a case does. Without such a list, a role with the authority `contact` is enough.
 */
import * as Schema from "effect/Schema"
import type { Scope } from "./Actor.ts"
import { RoleId } from "./Id.ts"
import type { Registry } from "./Registry.ts"
import { type Areas, hasSubject } from "./ScopeContent.ts"
import type { Subject } from "./Subject.ts"

/**
 * People who may record a kind of contact: those who have a role, and a mandate that contains the person or place. With
 * `scope`, the mandate must be of one kind:
 *
 * - `district`: for the whole district
 * - `group`: for a group or a branch, in its buildings, or for the whole district
 * - `building`: for the building, or for the whole district
 *
 * @category models
 */
export const Recorder = Schema.Struct({
  role: RoleId,
  scope: Schema.optionalKey(Schema.Literals(["district", "group", "building"]))
})
export interface Recorder extends Schema.Schema.Type<typeof Recorder> {}

/** The people who may record each kind of contact, and the mandates with which the recording actor acts. */
export interface Recording {
  /** The kinds of contact for which the model lists people. */
  readonly people: ReadonlyMap<string, ReadonlyArray<Recorder>>
  readonly mandates: ReadonlyArray<{ readonly role: RoleId; readonly scope: Scope }>
  readonly areas: Areas
}

/** Whether a mandate of a kind, such as one for a building, is enough for a scope in the list of people. */
export const suffices = (
  kind: "district" | "group" | "branch" | "building",
  wanted: Recorder["scope"]
): boolean =>
  kind === "district" || wanted === undefined || kind === wanted || (kind === "branch" && wanted === "group")

const kindOf = (scope: Scope) =>
  "district" in scope ? "district" : "group" in scope ? "group" : "branch" in scope ? "branch" : "building"

/** The roles that may record a contact with a subject, if the actor's mandates do not suffice. `undefined` if they do. */
export const othersWho = (
  { areas, mandates, people }: Recording,
  { kind, subject }: { readonly kind: string; readonly subject: Subject },
  registry: Pick<Registry, "buildings" | "households" | "residents">
): ReadonlyArray<RoleId> | undefined => {
  const listed = people.get(kind)
  if (listed === undefined) return undefined
  const isListed = listed.some(({ role, scope: wanted }) =>
    mandates.some(
      (mandate) =>
        mandate.role === role &&
        suffices(kindOf(mandate.scope), wanted) &&
        hasSubject(mandate.scope, subject, areas, registry)
    )
  )
  return isListed ? undefined : [...new Set(listed.map(({ role }) => role))]
}
