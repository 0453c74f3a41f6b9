/**
 * Asks questions on a terminal if a request is incomplete, instead of refusing it. It asks a question for each missing
 * field, and offers the values that the district has at this moment. Then it asks a question for each piece of evidence
 * that the step requires.
 */
import { caughtUp } from "@liulinhui/core/Case"
import { type Field, isRequired } from "@liulinhui/core/Playbook"
import * as District from "@liulinhui/core/District"
import { offers } from "@liulinhui/core/Governance"
import { type Day, toIso } from "@liulinhui/core/Day"
import type { Language } from "@liulinhui/core/Text"
import type { ActorId, CaseId, DistrictId } from "@liulinhui/core/Id"
import { Governance } from "@liulinhui/service/Governance"
import * as Prompt from "effect/cli/Prompt"
import { TerminalCapabilities } from "effect/cli/TerminalCapabilities"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { formOf } from "./EvidenceInput.ts"
import { oneLine } from "./PlainConsole.ts"
import { type Draft, fill, type FlagTexts, isObject, missing } from "./RequestInput.ts"
import { nameOf, type RequestField, type RequestTag } from "./RequestFields.ts"
import { hasWords, say, wordsFor } from "./Say.ts"

/** One answer that the user can choose: an id, and its name. */
interface Choice {
  readonly id: string
  readonly name: string
}

/** Returns whether a person can be asked: input and output are a terminal, and the output is not JSON for a program. */
export const canAsk = (json: boolean) =>
  Effect.map(TerminalCapabilities, ({ canPrompt }) => canPrompt && !json)

interface Moment {
  readonly district: District.District
  readonly today: Day
  readonly by: ActorId
  readonly language: Language
}

const casesOf = ({ district, language, today }: Moment): ReadonlyArray<Choice> =>
  District.openCases(district).flatMap((before) => {
    const playbook = District.playbookOf(district, before)
    if (playbook === undefined) return []
    const { state } = caughtUp(playbook, District.calendarOn(district, today), before, today)
    if (state._tag !== "Opened") return []
    const words = wordsFor(language)
    const stage = playbook.playbook.stages[state.stage]?.name ?? state.stage
    return [{ id: before.id, name: words.list([playbook.playbook.name, stage]) }]
  })

const stepsOf = ({ by, district, language, today }: Moment, draft: Draft): ReadonlyArray<Choice> => {
  const id = draft["case"]
  if (typeof id !== "string") return []
  // The cast is safe: for an unknown case id, there are no steps.
  const on = id as CaseId
  const state = Option.getOrUndefined(District.findCase(district, on))
  const playbook = state === undefined ? undefined : District.playbookOf(district, state)?.playbook
  return offers(district, today, by, Option.some(on)).steps.map((step) => ({
    id: step,
    name: wordsFor(language).text(playbook?.steps[step]?.name ?? step)
  }))
}

/** A field with an id that the request makes: its first letter, and the ids that are used already. */
interface NewId {
  readonly field: string
  readonly letter: string
  readonly used: (district: District.District) => Iterable<string>
}

const newIds: Readonly<Partial<Record<RequestTag, NewId>>> = {
  OpenCase: { field: "case", letter: "c", used: ({ cases }) => cases.keys() },
  OpenPoll: { field: "poll", letter: "v", used: ({ polls }) => polls.keys() },
  ProposePairing: { field: "proposal", letter: "p", used: ({ pairing }) => pairing.proposals.keys() },
  ProposeCompanions: {
    field: "proposal",
    letter: "p",
    used: ({ companionProposals }) => companionProposals.keys()
  },
  ProposeTalent: { field: "proposal", letter: "p", used: ({ talent }) => talent.proposals.keys() }
}

const isNewId = (tag: RequestTag, field: RequestField): boolean => newIds[tag]?.field === nameOf(field)

/**
 * An id that is not used yet, such as `c-2026-0117`. It says nothing about a person or a place, because ids are never
 * encrypted.
 */
const unusedId = ({ letter, used }: NewId, { district, today }: Moment): string => {
  const known = new Set(used(district))
  const year = toIso(today).slice(0, 4)
  for (let n = known.size + 1; ; n++) {
    const id = `${letter}-${year}-${String(n).padStart(4, "0")}`
    if (!known.has(id)) return id
  }
}

/** Puts the field with a new id last: the answers before it say what it is the id of. */
const inOrderOfQuestions = (
  tag: RequestTag,
  fields: ReadonlyArray<RequestField>
): ReadonlyArray<RequestField> => [
  ...fields.filter((field) => !isNewId(tag, field)),
  ...fields.filter((field) => isNewId(tag, field))
]

/**
 * Returns the ids of the district that the user can choose as the value of a request's field. Empty if the user must
 * type the value.
 */
const choicesFor = (moment: Moment, { path }: RequestField, draft: Draft): ReadonlyArray<Choice> => {
  const { district, language } = moment
  const { model } = district
  const { text } = wordsFor(language)
  const groups = (model?.groups ?? []).map(({ id, name }) => ({ id, name: text(name) }))
  switch (path.at(-1)) {
    case "case":
      return moment.district.cases.size === 0 ? [] : casesOf(moment)
    case "step":
      return stepsOf(moment, draft)
    case "playbook":
      return [...(model?.playbooks ?? [])].map(([id, { playbook }]) => ({
        id,
        name: text(playbook.name)
      }))
    case "rules":
      return [...(model?.pollRules ?? [])].map(([id, { name }]) => ({ id, name: text(name) }))
    case "rule":
      return [...(model?.coverage ?? [])].map(([id, { name }]) => ({ id, name: text(name) }))
    case "group":
    case "team":
      return groups
    case "building":
      return [...district.registry.buildings.values()].map(({ id, label }) => ({ id, name: label }))
    default:
      return []
  }
}

const splitAt = (separator: RegExp, text: string): ReadonlyArray<string> =>
  text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== "")

const select = (message: string, choices: ReadonlyArray<Choice>) =>
  Prompt.run(
    Prompt.Select({
      message: oneLine(message),
      choices: choices.map(({ id, name }) => ({
        title: oneLine(name === id ? id : `${name}  ${id}`),
        value: id
      }))
    })
  )

/** Options of {@link askText}. */
interface AskOptions {
  /** Returns what is wrong with an answer. Default: every answer that is not empty is right. */
  readonly problemOf?: (answer: string) => string | undefined
  /** The answer if the user only presses Enter. */
  readonly initial?: string
}

/** A question that is repeated until there is an answer without a problem. */
export const askText = (message: string, { initial, problemOf = () => undefined }: AskOptions = {}) =>
  Prompt.run(
    Prompt.String({
      message: oneLine(message),
      validate: (value) => {
        // A default of the prompt itself would have to be deleted before another answer is typed.
        const answer = value.trim() === "" ? (initial ?? "") : value.trim()
        const problem = answer === "" ? message : problemOf(answer)
        return problem === undefined ? Effect.succeed(answer) : Effect.fail(oneLine(problem))
      }
    })
  )

/** Asks the user a question that is answered with yes or no. */
export const confirmed = (message: string, language: Language, initial = false) =>
  Prompt.run(
    Prompt.Confirm({
      message: oneLine(message),
      initial,
      label: { confirm: say(language, "ask.yes"), deny: say(language, "ask.no") }
    })
  )

/** Asks the user whether to write the changes. */
export const confirm = (language: Language) => confirmed(say(language, "ask.apply"), language)

const askField = Effect.fnUntraced(function* (
  field: RequestField,
  choices: ReadonlyArray<Choice>,
  language: Language,
  unused?: string
) {
  const { kind, many, path } = field
  const id = `field.${path.at(-1)}`
  const name = hasWords(id) ? say(language, id) : nameOf(field)
  const shape = field.shape.join(":")
  if (kind === "choice" && !many) {
    return [
      yield* select(
        name,
        field.choices.map((id) => ({ id, name: id }))
      )
    ]
  }
  if (kind === "boolean") return [String(yield* confirmed(name, language))]
  if (kind === "data") {
    return splitAt(/\s+/, yield* askText(say(language, "ask.data", { name, shape })))
  }
  if (kind === "values") return splitAt(/\s+/, yield* askText(say(language, "ask.values", { name })))
  if (many) return splitAt(/[,，、]/, yield* askText(say(language, "ask.list", { name })))
  if (kind === "day") return [yield* askText(say(language, "ask.day", { name }))]
  if (unused !== undefined)
    return [yield* askText(say(language, "ask.newId", { name, id: unused }), { initial: unused })]
  return choices.length > 0
    ? [yield* select(name, choices)]
    : [yield* askText(say(language, "ask.field", { name }))]
})

const askEvidence = Effect.fnUntraced(function* (name: string, field: Field, language: Language) {
  const words = wordsFor(language)
  const label = words.text(field.label)
  const { choices, type } = field
  if (type === "choice" && choices !== undefined) {
    const ids = Object.entries(choices).map(([id, name]) => ({ id, name: words.text(name) }))
    return `${name}=${yield* select(label, ids)}`
  }
  const question =
    type === "photo"
      ? say(language, "ask.photo", { label })
      : type === "signature"
        ? say(language, "ask.signature", { label })
        : type === "amount"
          ? say(language, "ask.amount", { label })
          : type === "date"
            ? say(language, "ask.day", { name: label })
            : type === "list"
              ? say(language, "ask.list", { name: label })
              : say(language, "ask.evidence", { label })
  const answer = yield* askText(question)
  return `${name}=${type === "amount" && /\d$/.test(answer) ? `${answer}元` : answer}`
})

/**
 * Asks a question for each required field that the draft of a request lacks, and for each required piece of evidence.
 * Returns all answers as flags of the command.
 *
 * @category asking
 */
export const askMissing = Effect.fnUntraced(function* (asked: {
  readonly district: DistrictId
  readonly by: ActorId
  readonly tag: RequestTag
  readonly draft: Draft
  readonly fields: ReadonlyArray<RequestField>
  readonly flags: FlagTexts
  readonly language: Language
}) {
  const { by, district, fields, language, tag } = asked
  const { read } = yield* Governance
  let flags = asked.flags
  const draftOf = () => fill(asked.draft, fields, flags)
  const next = () => inOrderOfQuestions(tag, missing(draftOf(), fields))[0]
  for (let field = next(); field !== undefined; field = next()) {
    const wanted = field
    const draft = draftOf()
    const made = isNewId(tag, wanted) ? newIds[tag] : undefined
    const { choices, unused } = yield* read(district, (state, today) => {
      const moment = { district: state, today, by, language }
      return {
        choices: choicesFor(moment, wanted, draft),
        unused: made === undefined ? undefined : unusedId(made, moment)
      }
    })
    flags = { ...flags, [nameOf(wanted)]: yield* askField(wanted, choices, language, unused) }
  }
  const draft = draftOf()
  const form = yield* read(district, (state) => formOf(state, tag, draft))
  const given = isObject(draft["evidence"]) ? draft["evidence"] : {}
  for (const [name, field] of Object.entries(form ?? {})) {
    if (!isRequired(field) || Object.hasOwn(given, name)) continue
    flags = {
      ...flags,
      evidence: [...(flags["evidence"] ?? []), yield* askEvidence(name, field, language)]
    }
  }
  return flags
})
