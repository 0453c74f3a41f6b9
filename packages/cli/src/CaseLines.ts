/** Describes a case in one line: its place, its deadline, and the names of its kind and its stage. */
import type { Deadline, Handler, Opened, RestingClock } from "@liulinhui/core/Case"
import type { CompiledPlaybook } from "@liulinhui/core/Playbook"
import * as District from "@liulinhui/core/District"
import type { CaseId } from "@liulinhui/core/Id"
import { CaseDeadline, Names, type Texts } from "@liulinhui/texts"
import * as Option from "effect/Option"

/**
 * Returns the names of all things of a district. If a playbook is given and also has a name for an id, the name in the
 * playbook is used.
 */
export const namesIn = (district: District.District, playbook: CompiledPlaybook | undefined): Names.Names => {
  const own = Names.ofDistrict(district)
  return playbook === undefined ? own : Names.firstOf(Names.ofPlaybook(playbook.playbook), own)
}

/** The name of the stage that a case is in. */
export const stageName = (words: Texts.Words, { stage }: Opened, { playbook }: CompiledPlaybook): string =>
  Names.say(words, Names.ofPlaybook(playbook), "stage", stage)

/** The place of a case: the place of its first subject (a resident, flat or building). */
export const placeName = (
  words: Texts.Words,
  district: District.District,
  { subjects: [subject] }: Opened
): string => Names.say(words, Names.ofDistrict(district), "subject", subject)

/** The name of the actor or of the role that a case is handed to. */
export const handlerName = (words: Texts.Words, names: Names.Names, handler: Handler): string =>
  "actor" in handler
    ? Names.say(words, names, "actor", handler.actor)
    : Names.say(words, names, "role", handler.role)

/** The title of a case: its place and its kind, with its id. */
export const caseTitle = (words: Texts.Words, district: District.District, id: CaseId): string => {
  const state = Option.getOrUndefined(District.findCase(district, id))
  return state === undefined
    ? id
    : words.say("place.case", {
        place: placeName(words, district, state),
        kind: Names.say(words, Names.ofDistrict(district), "playbook", state.playbook),
        case: id
      })
}

/** Describes a deadline of a case, at the instant `now`. */
export const deadlineLine = (
  words: Texts.Words,
  district: District.District,
  playbook: CompiledPlaybook,
  deadline: Deadline,
  now: number
): string =>
  CaseDeadline.say(words, deadline, {
    playbook,
    names: Names.ofDistrict(district),
    timeZone: district.model?.timeZone ?? "UTC",
    now
  })

/** Describes a clock that rests, and what is left of its period. */
export const restingLine = (words: Texts.Words, playbook: CompiledPlaybook, clock: RestingClock): string =>
  CaseDeadline.sayResting(words, clock, playbook)
