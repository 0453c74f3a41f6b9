/**
 * Finds who walks to a case of a patrol: the people who make its next check. They are, in this order of preference:
 *
 * 1. the actor to whom the case was handed over, or the holders of the role to which it was handed over;
 * 2. the actor who made the last check;
 * 3. the actors with a mandate for a building of the case, such as the head of its stairwell.
 *
 * Only actors who may take the step of the check on that day are walkers.
 */
import { authority } from "../casework/CaseAuthority.ts"
import type { Opened } from "../casework/CaseState.ts"
import { peopleOf } from "../casework/Playbook.ts"
import * as District from "../district/District.ts"
import type { Day } from "../kernel/Day.ts"
import { type Actor, actingOn } from "../place/Actor.ts"
import type { Scene } from "./Announcement.ts"
import type { Listener } from "./Recipients.ts"

/** The walkers of a case on a day. Empty if the case has no patrol, or if nobody is known to walk to it. */
export const walkersOf = ({ district }: Scene, state: Opened, on: Day): ReadonlyArray<Listener> => {
  const playbook = District.playbookOf(district, state)?.playbook
  const check = playbook?.patrol?.check
  const step = check === undefined ? undefined : playbook?.steps[check]
  if (step === undefined) return []
  const people = peopleOf(step)
  const roles = new Set(people.map(({ role }) => role))
  const context = District.contextOf(district, state, on)
  const mandatesOf = (actor: Actor) =>
    actingOn(actor, district.registry, on).filter(({ role }) => roles.has(role))
  const able = [...district.actors.values()].flatMap((by) => {
    const [mandate] = mandatesOf(by)
    return mandate === undefined || authority(people, { by, context, on }, state).length > 0
      ? []
      : [{ actor: by, listener: { role: mandate.role, recipient: by.id } }]
  })
  const last = district.cases
    .get(state.id)
    ?.entries.findLast(({ event }) => event._tag === "StepTaken" && event.step === check && event.on < on)
    ?.event.by
  const { handler } = state
  const preferred: ReadonlyArray<(one: Actor) => boolean> = [
    (one) =>
      handler !== undefined &&
      ("actor" in handler
        ? handler.actor === one.id
        : mandatesOf(one).some(({ role }) => role === handler.role)),
    ({ id }) => id === last,
    (one) =>
      mandatesOf(one).some(({ scope }) => "building" in scope && state.buildings.includes(scope.building))
  ]
  for (const isWalker of preferred) {
    const found = able.filter(({ actor }) => isWalker(actor))
    if (found.length > 0) return found.map(({ listener }) => listener)
  }
  return []
}
