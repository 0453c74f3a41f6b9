/**
 * What a screen is made from: the questions of one actor to one district at one instant, and the words of the reader. A
 * screen learns nothing else about the district, so it cannot show more than the questions answer.
 */
import { actingOn } from "@liulinhui/core/Actor"
import type { Day } from "@liulinhui/core/Day"
import * as District from "@liulinhui/core/District"
import { given, type Model } from "@liulinhui/core/Model"
import type { ActorId, DistrictId, RoleId, CaseId } from "@liulinhui/core/Id"
import { mayAskKind, offers, type Request, decide } from "@liulinhui/core/Governance"
import type { CompiledPlaybook, StepId } from "@liulinhui/core/Playbook"
import { type Answer, ask, mayAskQuestion, type Question } from "@liulinhui/core/Question"
import type { Facts } from "@liulinhui/report"
import { QuestionRefused } from "@liulinhui/service/Governance"
import { concernLine, concernsOf } from "@liulinhui/service/Health"
import { Names, Texts } from "@liulinhui/texts"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { factsNow } from "./KeptFacts.ts"
import * as Speech from "./Speech.ts"

/**
 * One actor who looks at one district, at one instant.
 */
export interface Moment extends Speech.Speech {
  readonly district: DistrictId
  readonly actor: ActorId
  /** The roles that the actor acts in today. */
  readonly roles: ReadonlyArray<RoleId>
  readonly model: Model
  readonly on: Day
  readonly now: number
  readonly names: Names.Names
  readonly texts: Texts.Texts
  /** The path of the board of this district, such as `/d/wan-liu`. */
  readonly home: string
  /** The parameters in the path and in the query of the address. */
  readonly params: Readonly<Record<string, string | undefined>>
  readonly query: URLSearchParams
  /** A new id for a command. A form sends it along, so that sending the form twice has the effect of sending it once. */
  readonly fresh: string
  /** Whether files of evidence are kept. */
  readonly keepsFiles: boolean
  /** Whether the reader may open the personal data of a case. */
  readonly mayOpen: (id: CaseId) => boolean
  /** What an actor is called: the display name, or else the roles. */
  readonly personOf: (actor: ActorId) => string
  /** Asks a question as the actor. */
  readonly ask: <Tag extends Question["_tag"]>(
    question: Extract<Question, { readonly _tag: Tag }>
  ) => Result.Result<Answer<Tag>, QuestionRefused>
  /** Whether the actor may ask a question at all. */
  readonly may: (question: Question["_tag"]) => boolean
  /** Whether the actor may make some request of a kind. Whether a particular request is accepted, the service decides. */
  readonly mayDo: (request: Request["_tag"]) => boolean
  /** Whether the board has the tool with which a roster is compared and written. */
  readonly takesRosters: boolean
  /** Whether the board has the tool with which notices that could not be delivered are managed. */
  readonly hasLetters: boolean
  /** Whether the actor manages the registry of the whole district. */
  readonly oversees: boolean
  /**
   * What needs a person's attention in the district, in words: for an actor who oversees it. For others, it is empty.
   */
  readonly concerns: () => ReadonlyArray<string>
  /** The playbook of a case, in the version that the case uses. */
  readonly playbookOf: (of: {
    readonly playbook: string
    readonly version: number
  }) => CompiledPlaybook | undefined
  /**
   * Who can take which step of a case now. It is for a case that a question has answered, because it checks no authority of
   * the reader.
   */
  readonly takersOf: (of: Answer<"AskCase">) => ReadonlyMap<StepId, ReadonlyArray<ActorId>>
  /**
   * The facts of the report, for everybody with one of the reader's roles, or for a public hall. Of several roles, the first
   * one for which nothing is left out is used. `undefined` if there are no facts for the reader.
   */
  readonly facts: (readers: "roles" | "hall") => Facts | undefined
}

const factsFor = (
  state: District.District,
  on: Day,
  readers: ReadonlyArray<RoleId | "hall">,
  texts: Texts.Texts
): Facts | undefined => {
  const found = readers.flatMap((role) => {
    const facts = factsNow(state, on, role, texts)
    return facts === undefined ? [] : [facts]
  })
  return found.find(({ partial }) => !partial) ?? found[0]
}

const takersOf = (
  state: District.District,
  on: Day,
  now: number,
  { case: id }: Answer<"AskCase">
): ReadonlyMap<StepId, ReadonlyArray<ActorId>> => {
  const takers = new Map<StepId, ReadonlyArray<ActorId>>()
  for (const actor of state.actors.keys()) {
    for (const step of offers(state, on, actor, Option.some(id), now).steps) {
      takers.set(step, [...(takers.get(step) ?? []), actor])
    }
  }
  return takers
}

/** The roles that an actor acts in on a day. */
const rolesOf = (state: District.District, id: ActorId, on: Day): ReadonlyArray<RoleId> => {
  const actor = state.actors.get(id)
  return actor === undefined ? [] : [...new Set(actingOn(actor, state.registry, on).map(({ role }) => role))]
}

/** What a moment is made from, besides the district. */
export interface Visitor {
  readonly district: DistrictId
  readonly actor: ActorId
  readonly texts: Texts.Texts
  readonly language: string
  readonly home: string
  readonly params: Moment["params"]
  readonly query: URLSearchParams
  readonly fresh: string
  readonly takesRosters: boolean
  readonly hasLetters: boolean
  /** Whether files of evidence are kept. Default: false. */
  readonly keepsFiles?: boolean
}

/** The moment of a visitor. `undefined` if the district has no model, or the visitor is no actor of it. */
export const of = (state: District.District, on: Day, now: number, visitor: Visitor): Moment | undefined => {
  const {
    actor: by,
    district,
    fresh,
    hasLetters,
    home,
    keepsFiles = false,
    language,
    params,
    query,
    takesRosters,
    texts
  } = visitor
  const { model } = state
  const actor = state.actors.get(by)
  if (model === undefined || actor === undefined) return undefined
  const asking = { district: state, model, actor, on, now }
  const roles = rolesOf(state, by, on)
  const oversees = actingOn(actor, state.registry, on).some(
    ({ role, scope }) => "district" in scope && model.roles.get(role)?.may.includes("registry") === true
  )
  const speech = Speech.of(texts, language, model)
  const names = Names.ofDistrict(state)
  return {
    ...speech,
    district,
    actor: by,
    roles,
    model,
    on,
    now,
    names,
    texts,
    home,
    params,
    query,
    fresh,
    keepsFiles,
    mayOpen: (id) =>
      Result.isSuccess(decide(asking, { _tag: "OpenPersonal", about: { case: id }, extent: "personal" })),
    personOf: (of) => {
      const name = names("actor", of, speech.words)
      const called = rolesOf(state, of, on).map((role) => Names.say(speech.words, names, "role", role))
      // Several people have one role. The id distinguishes them, as long as their names are not entered.
      return speech.say("person", { name: name ?? "_", id: of, roles: speech.words.list(called) })
    },
    ask: (question) =>
      Result.mapError(
        ask(state, { by, on, ...given("now", now) }, question),
        ({ reasons }) => new QuestionRefused({ district, by, question: question._tag, reasons })
      ),
    may: (_tag) => mayAskQuestion({ _tag }, asking),
    mayDo: (_tag) => mayAskKind({ _tag }, asking),
    takesRosters,
    hasLetters,
    oversees,
    concerns: () => (oversees ? concernsOf(state, on).map((one) => concernLine(speech.words, one)) : []),
    playbookOf: ({ playbook, version }) => state.playbooks.get(District.versionKey(playbook, version)),
    takersOf: (found) => takersOf(state, on, now, found),
    facts: (readers) => factsFor(state, on, readers === "hall" ? ["hall"] : roles, texts)
  }
}

/** The name of a thing of the district, or of a playbook if one is given. */
export const nameOf = (
  { names, words }: Moment,
  thing: Names.Thing,
  id: string,
  playbook?: CompiledPlaybook
): string =>
  Names.say(
    words,
    playbook === undefined ? names : Names.firstOf(Names.ofPlaybook(playbook.playbook), names),
    thing,
    id
  )
