/**
 * Describes the outcome of a request, as text and as JSON: what was recorded, what would be recorded, or why the
 * request was refused.
 */
import { type CaseEvent, caseOf } from "@liulinhui/core/Case"
import type { Playbook } from "@liulinhui/core/Playbook"
import * as District from "@liulinhui/core/District"
import type { Change, Reason, Request } from "@liulinhui/core/Governance"
import type { Language } from "@liulinhui/core/Text"
import type { CaseId } from "@liulinhui/core/Id"
import { CaseSentence, Names, Reason as ReasonWords } from "@liulinhui/texts"
import * as Option from "effect/Option"
import type * as Schema from "effect/Schema"
import { eventWords, named, say, wordsFor } from "./Say.ts"

/** The playbook of the case that a request concerns. `undefined` if the request concerns no case. */
const playbookFor = (district: District.District, request: Request): Playbook | undefined => {
  if (request._tag === "OpenCase") return district.model?.playbooks.get(request.playbook)?.playbook
  if (!("case" in request)) return undefined
  const state = Option.getOrUndefined(District.findCase(district, request.case))
  return state === undefined ? undefined : District.playbookOf(district, state)?.playbook
}

/** Describes each reason of a refusal. A reason about a case uses the names of its playbook. */
export const reasonWords = (
  district: District.District,
  request: Request,
  reasons: ReadonlyArray<Reason>,
  language: Language
): ReadonlyArray<string> => {
  const playbook = playbookFor(district, request)
  const own = Names.ofDistrict(district)
  const names = playbook === undefined ? own : Names.firstOf(Names.ofPlaybook(playbook), own)
  return reasons.map((reason) => ReasonWords.say(wordsFor(language), reason, names))
}

/** One line of the output: a ledger entry, or an event that would become an entry. */
export interface Line {
  readonly type: string
  readonly stream: string
  /** The position of the entry. Absent if the event was not written. */
  readonly position?: number
}

/** Describes the last events of a case as sentences. */
const sentences = (
  district: District.District,
  id: CaseId,
  all: ReadonlyArray<CaseEvent>,
  last: number,
  language: Language,
  playbook: Playbook | undefined
): ReadonlyArray<string> => {
  const state = Option.getOrUndefined(District.findCase(district, id))
  const used = (state === undefined ? undefined : District.playbookOf(district, state)?.playbook) ?? playbook
  if (used === undefined || last === 0) return []
  const names = Names.firstOf(Names.ofPlaybook(used), Names.ofDistrict(district))
  const timeZone = district.model?.timeZone
  return CaseSentence.timeline(all)
    .slice(-last)
    .map((sentence) =>
      say(language, "do.sentence", {
        sentence: CaseSentence.say(wordsFor(language), sentence, names, timeZone)
      })
    )
}

/**
 * Groups consecutive entries of the same type that do not belong to a case. Each group becomes one line of the output.
 */
const runs = (lines: ReadonlyArray<Line>): ReadonlyArray<readonly [Line, ...ReadonlyArray<Line>]> => {
  const groups: Array<[Line, ...Array<Line>]> = []
  for (const line of lines) {
    const group = groups.at(-1)
    if (group !== undefined && group[0].type === line.type && caseOf(line.stream) === undefined)
      group.push(line)
    else groups.push([line])
  }
  return groups
}

const entryLine = (group: ReadonlyArray<Line>, language: Language): ReadonlyArray<string> => {
  const [first] = group
  if (first === undefined) return []
  const { position, stream, type } = first
  const event = eventWords(language, type)
  const params = {
    event,
    case: caseOf(stream),
    position,
    first: position,
    last: group.at(-1)?.position,
    n: group.length
  }
  if (position === undefined) {
    return [say(language, group.length === 1 ? "do.wouldEvent" : "do.wouldEvents", params)]
  }
  return [say(language, group.length === 1 ? "do.entry" : "do.entries", params)]
}

/** Describes the entries that were written. Entries of cases become sentences. */
export const writtenLines = (
  district: District.District,
  lines: ReadonlyArray<Line>,
  language: Language
): ReadonlyArray<string> =>
  runs(lines).flatMap((group) => {
    const [{ position, stream }] = group
    const id = caseOf(stream)
    const file = id === undefined ? undefined : district.cases.get(id)
    if (id === undefined || file === undefined) return entryLine(group, language)
    const until = file.entries.filter((entry) => entry.position <= (position ?? 0))
    const said = sentences(
      district,
      id,
      until.map(({ event }) => event),
      1,
      language,
      undefined
    )
    return said.length === 0 ? entryLine(group, language) : said
  })

/** For a dry run: describes the entries that the request would write. */
export const wouldLines = (
  district: District.District,
  request: Request,
  changes: ReadonlyArray<Change>,
  language: Language
): ReadonlyArray<string> =>
  changes.flatMap(({ events, stream }) => {
    const id = caseOf(stream)
    if (id !== undefined) {
      const before = district.cases.get(id)?.entries.map(({ event }) => event) ?? []
      // The cast is safe: the stream of a case contains only events of cases.
      const next = events as ReadonlyArray<CaseEvent>
      const playbook = playbookFor(district, request)
      const said = sentences(district, id, [...before, ...next], next.length, language, playbook)
      if (said.length > 0) return said
    }
    return runs(events.map(({ _tag }) => ({ type: _tag, stream }))).flatMap((group) =>
      entryLine(group, language)
    )
  })

/** Describes the pairs of branches and groups in the proposal that a request has made. Empty for other requests. */
export const proposalLines = (
  district: District.District,
  request: Request,
  language: Language
): ReadonlyArray<string> => {
  const { companionProposals, model, pairingView, talent } = district
  const names = Names.ofDistrict(district)
  const called = (thing: Names.Thing, id: string) => Names.say(wordsFor(language), names, thing, id)
  const pair = (one: { readonly elder: string; readonly volunteer: string }) => ({
    elder: called("resident", one.elder),
    volunteer: called("actor", one.volunteer)
  })
  switch (request._tag) {
    case "ProposePairing": {
      const story = pairingView.stories.find(({ proposal }) => proposal === request.proposal)
      return (story?.plan.pairs ?? []).map(({ branch, group }) =>
        say(language, "do.pair", {
          branch: named(
            language,
            branch,
            model?.branches.find(({ id }) => id === branch)
          ),
          group: named(
            language,
            group,
            model?.groups.find(({ id }) => id === group)
          )
        })
      )
    }
    case "ProposeCompanions": {
      const plan = companionProposals.get(request.proposal)?.content.plan
      return [
        ...(plan?.pairs ?? []).map((one) => say(language, "do.companion", pair(one))),
        ...(plan?.ends ?? []).map((one) => say(language, "do.companionEnds", pair(one))),
        ...(plan?.without ?? []).map((elder) =>
          say(language, "do.companionWithout", { elder: called("resident", elder) })
        )
      ]
    }
    case "ProposeTalent": {
      const plan = talent.proposals.get(request.proposal)?.content.plan
      // A task is a case, or a place in the team of a group.
      const taskName = (task: string) => called("group", task)
      return [
        ...(plan?.pairs ?? []).map((one) =>
          say(language, "do.talent", { talent: called("actor", one.talent), task: taskName(one.task) })
        ),
        ...(plan?.ends ?? []).map(({ because, talent, task }) => {
          const next = plan?.pairs.filter((one) => one.task === task) ?? []
          return say(language, "do.talentEnds", {
            talent: called("actor", talent),
            task: taskName(task),
            because,
            now: next.map((one) => called("actor", one.talent))
          })
        }),
        ...(plan?.open ?? []).map(({ places, task }) =>
          say(language, "do.talentOpen", { task: taskName(task), places })
        ),
        ...(plan?.unproven === undefined
          ? []
          : [
              say(language, "do.talentUnproven", {
                gap: plan.unproven.gap,
                goal: plan.unproven.goal ?? "points"
              })
            ])
      ]
    }
    default:
      return []
  }
}

/** Converts a reason to JSON: its tag, its fields, and its text. */
export const reasonJson = (reason: Reason, text: string): Schema.JsonObject => ({
  // The cast is safe: reasons are plain data.
  ...(reason as unknown as Schema.JsonObject),
  text
})
