/** Describes the differences between two models in sentences, with the example of each. */
import type { Model } from "@liulinhui/core/Model"
import type { Difference, ModelDiff } from "@liulinhui/core/ModelDiff"
import type { Language, Text } from "@liulinhui/core/Text"
import type { District } from "@liulinhui/core/District"
import { empty, type Registry } from "@liulinhui/core/Registry"
import { Names, Reason, type Texts } from "@liulinhui/texts"
import { say, type WordId, wordsFor } from "./Say.ts"

/** The two models, and the district from which people and places are named. */
export interface Compared {
  readonly before: Model
  readonly after: Model
  readonly district?: Pick<District, "registry" | "actorNames">
}

/** The kind of difference with a tag. Some kinds have two tags. */
type Tag<T extends Difference["_tag"], One extends Difference = Difference> = One extends Difference
  ? T extends One["_tag"]
    ? One
    : never
  : never
type OfCases = Extract<Difference, { readonly example: unknown; readonly playbook: unknown }>
type Move = OfCases["example"]["moves"][number]

/** The functions that word things for one reader. */
interface Speech {
  readonly language: Language
  readonly words: Texts.Words
  readonly names: Names.Names
  readonly compared: Compared
}

const named = ({ names, words }: Speech, thing: Names.Thing, id: string): string =>
  Names.say(words, names, thing, id)

/** The names of a playbook's stages, steps and fields, in the new version or else in the old one. */
const withPlaybook = (speech: Speech, playbook: string): Speech => {
  const { after, before } = speech.compared
  const found = [after, before].flatMap(({ playbooks }) => {
    const one = [...playbooks.values()].find(({ id }) => id === playbook)
    return one === undefined ? [] : [Names.ofPlaybook(one.playbook)]
  })
  return { ...speech, names: Names.firstOf(...found, speech.names) }
}

const textIn = ({ words }: Speech, ...texts: ReadonlyArray<Text | undefined>): string | undefined => {
  const found = texts.find((text) => text !== undefined)
  return found === undefined ? undefined : words.text(found)
}

type Deed = Tag<"Gained">["deed"] | "wait"

/** The number of standings that a mandate can have: district, group, branch, building, elsewhere. */
const allStandings = 5

const deedOf = (speech: Speech, deed: Deed): string =>
  typeof deed === "object"
    ? say(speech.language, "diff.deed.step", { step: named(speech, "step", deed.step) })
    : say(speech.language, `diff.deed.${deed}`)

const clockOf = (speech: Speech, clock: Tag<"DeadlineChanged">["clock"]): string =>
  typeof clock === "object"
    ? say(speech.language, "diff.clock.stage", { stage: named(speech, "stage", clock.stage) })
    : say(speech.language, `diff.clock.${clock}`)

const periodOf = (
  language: Language,
  { count, unit }: { readonly count: number; readonly unit: string }
): string => say(language, "diff.period", { n: count, unit })

const deadlineOf = (speech: Speech, deadline: Tag<"DeadlineChanged">["before"]): string => {
  const { language } = speech
  if (deadline === undefined) return say(language, "diff.noDeadline")
  const { days, from, length } = deadline
  return length === undefined
    ? say(language, "diff.dayOfCase", { n: days })
    : say(language, "diff.length", {
        period: periodOf(language, length),
        from: from === undefined ? undefined : named(speech, "field", from)
      })
}

const ladderOf = (speech: Speech, ladder: Tag<"EscalationChanged">["before"]): string =>
  ladder.length === 0
    ? say(speech.language, "diff.nobody")
    : speech.words.list(
        ladder.map(({ after, tell }) =>
          say(speech.language, "diff.rung", {
            role: named(speech, "role", tell),
            n: after.count,
            period: periodOf(speech.language, after)
          })
        )
      )

const circumstanceOf = (speech: Speech, circumstance: Tag<"Opened">["circumstance"]): string | undefined => {
  const { language } = speech
  if (circumstance === "usual") return undefined
  if (typeof circumstance === "string") return say(language, `diff.circumstance.${circumstance}`)
  if ("poll" in circumstance) {
    return say(language, "diff.circumstance.poll", { poll: named(speech, "poll rules", circumstance.poll) })
  }
  return "same" in circumstance
    ? say(language, "diff.circumstance.same", { step: named(speech, "step", circumstance.same) })
    : say(language, "diff.circumstance.parent", { playbook: named(speech, "playbook", circumstance.parent) })
}

const listed = (
  { names, words }: Speech,
  thing: Names.Thing,
  ids: ReadonlyArray<string>
): string | undefined =>
  ids.length === 0 ? undefined : words.list(ids.map((id) => Names.say(words, names, thing, id)))

const outcomeOf = (speech: Speech, outcome: string | undefined): string =>
  outcome === undefined ? say(speech.language, "diff.notEnded") : named(speech, "outcome", outcome)

/** A member of a population by the door: a resident, a household, a building, or else its id. */
const memberOf = ({ names, words }: Speech, id: string | undefined): string | undefined =>
  id === undefined
    ? undefined
    : (names("resident", id, words) ?? names("household", id, words) ?? names("building", id, words) ?? id)

// ---------------------------------------------------------------------------------------------------------- examples

const moveOf = (speech: Speech, move: Move): string => {
  const { language } = speech
  const { days } = move
  switch (move._tag) {
    case "Wait":
      return say(language, "diff.move.wait", { n: days })
    case "Reopen":
      return say(language, "diff.move.deed", { deed: deedOf(speech, "reopen"), n: days })
    case "Take":
      return say(language, "diff.move.deed", { deed: deedOf(speech, { step: move.step }), n: days })
  }
}

const partOf = (speech: Speech, part: ModelDiff["hiding"][number]["parts"][number]): string =>
  typeof part === "object" && "stage" in part ? named(speech, "stage", part.stage) : deedOf(speech, part)

const partsOf = (speech: Speech, parts: ModelDiff["hiding"][number]["parts"]): string =>
  speech.words.list(parts.map((part) => partOf(speech, part)))

/**
 * The example case of a difference, as a line. If the difference is hidden behind others, the line says which parts the
 * example takes to be the same.
 */
const exampleOf = (speech: Speech, { behind, example: { moves } }: OfCases): string =>
  say(speech.language, "diff.example", {
    behind: behind === undefined ? undefined : partsOf(speech, behind.parts),
    version: behind?.asIn,
    moves: [deedOf(speech, "open"), ...moves.map((move) => moveOf(speech, move))].join(
      say(speech.language, "diff.then")
    )
  })

/** The mandates with which people may act. All of them together are any mandate. */
const standingsOf = ({ language, words }: Speech, standings: Tag<"Gained">["standings"]): string =>
  standings.length === allStandings
    ? say(language, "diff.standing.any")
    : words.list(standings.map((standing) => say(language, `diff.standing.${standing}`)))

// --------------------------------------------------------------------------------------------------------- sentences

/** The parameters of the sentence about a difference of a playbook. */
const ofCases = (speech: Speech, one: OfCases): string => {
  const { language, words } = speech
  const playbook = named(speech, "playbook", one.playbook)
  const sentence = (id: WordId, parameters: Texts.Parameters): string =>
    say(language, id, { playbook, ...parameters })
  const stageOf = (stage: string | undefined) =>
    stage === undefined ? undefined : named(speech, "stage", stage)
  switch (one._tag) {
    case "Gained":
    case "Lost":
      return sentence(`diff.${one._tag}`, {
        deed: deedOf(speech, one.deed),
        role: named(speech, "role", one.role),
        standings: standingsOf(speech, one.standings),
        handler: one.handler ? "yes" : undefined
      })
    case "Opened":
    case "Shut":
      return sentence(`diff.${one._tag}`, {
        deed: deedOf(speech, one.deed),
        stage: stageOf(one.stage),
        circumstance: circumstanceOf(speech, one.circumstance),
        because: Reason.sayAll(words, one.because, speech.names),
        roles: listed(speech, "role", one.roles)
      })
    case "LeadsElsewhere":
      return sentence("diff.LeadsElsewhere", {
        deed: deedOf(speech, one.deed),
        stage: stageOf(one.stage),
        before: stageOf(one.before),
        after: stageOf(one.after)
      })
    case "DeadlineChanged":
      return sentence("diff.DeadlineChanged", {
        clock: clockOf(speech, one.clock),
        before: deadlineOf(speech, one.before),
        after: deadlineOf(speech, one.after)
      })
    case "EvidenceChanged":
      return sentence("diff.EvidenceChanged", {
        deed: deedOf(speech, one.deed),
        required: listed(speech, "field", one.required),
        free: listed(speech, "field", one.free)
      })
    case "OutcomeChanged":
      return sentence("diff.OutcomeChanged", {
        stage: stageOf(one.stage),
        before: outcomeOf(speech, one.before),
        after: outcomeOf(speech, one.after)
      })
    case "EscalationChanged":
      return sentence("diff.EscalationChanged", {
        clock: clockOf(speech, one.clock),
        before: ladderOf(speech, one.before),
        after: ladderOf(speech, one.after)
      })
    case "LedOtherwise": {
      const heart = (id: string): string =>
        textIn(
          speech,
          ...[speech.compared.after, speech.compared.before].map(({ hearts }) =>
            [...hearts].flatMap(([key, text]) => (key === id ? [text] : [])).at(0)
          )
        ) ?? id
      return sentence("diff.LedOtherwise", { before: heart(one.before), after: heart(one.after) })
    }
  }
}

type OfModel = Exclude<Difference, OfCases>

const ofModel = (speech: Speech, one: OfModel): string => {
  const { after, before } = speech.compared
  const { language, words } = speech
  const noticeOf = (rule: Tag<"NoticeAdded">["rule"]): string =>
    textIn(speech, after.notices.get(rule)?.name, before.notices.get(rule)?.name) ?? rule
  switch (one._tag) {
    case "AuthorityGained":
    case "AuthorityLost":
      return say(language, `diff.${one._tag}`, {
        role: named(speech, "role", one.role),
        authority: say(language, `diff.authority.${one.authority}`),
        holders: listed(speech, "actor", one.holders)
      })
    case "GrantGained":
    case "GrantLost":
      return say(language, `diff.${one._tag}`, {
        role: named(speech, "role", one.role),
        granted: named(speech, "role", one.granted),
        holders: listed(speech, "actor", one.holders)
      })
    case "RecorderGained":
    case "RecorderLost":
      return say(language, `diff.${one._tag}`, {
        contact: textIn(speech, after.contacts.get(one.contact)?.name) ?? one.contact,
        role: named(speech, "role", one.role),
        standings: words.list(one.standings.map((standing) => say(language, `diff.standing.${standing}`))),
        holders: listed(speech, "actor", one.holders)
      })
    case "MandateGained":
    case "MandateLost": {
      const { from, role, scope, until } = one.mandate
      const [kind, id] = Object.entries(scope)[0] ?? []
      return say(language, `diff.${one._tag}`, {
        actor: named(speech, "actor", one.actor),
        role: named(speech, "role", role),
        scope: named(speech, "scope", kind === "district" ? "district" : `${kind}/${id}`),
        from: from === undefined ? undefined : speech.words.day(from),
        until: until === undefined ? undefined : speech.words.day(until)
      })
    }
    case "PlaybookAdded":
    case "PlaybookRemoved":
      return say(language, `diff.${one._tag}`, {
        playbook: named(speech, "playbook", one.playbook),
        open: one.open,
        case: one.case
      })
    case "MigrationNeeded":
      return say(language, "diff.MigrationNeeded", {
        playbook: named(speech, "playbook", one.playbook),
        from: one.from,
        to: one.to,
        open: one.open,
        case: one.case,
        unmapped: listed(withPlaybook(speech, one.playbook), "stage", one.unmapped)
      })
    case "CoverageAdded":
    case "CoverageRemoved":
      return say(language, `diff.${one._tag}`, {
        rule: named(speech, "rule", one.rule),
        count: one.counted?.count,
        example: memberOf(speech, one.example)
      })
    case "DenominatorChanged":
      return say(language, "diff.DenominatorChanged", {
        rule: named(speech, "rule", one.rule),
        before: one.before.count,
        after: one.after.count,
        joins: one.joins.count,
        joiner: memberOf(speech, one.joins.example),
        leaves: one.leaves.count,
        leaver: memberOf(speech, one.leaves.example)
      })
    case "CoverageChanged":
      return say(language, "diff.CoverageChanged", {
        rule: named(speech, "rule", one.rule),
        before: one.before?.reached,
        after: one.after?.reached
      })
    case "NoticeAdded":
    case "NoticeRemoved":
    case "NoticeChanged":
      return say(language, `diff.${one._tag}`, { rule: noticeOf(one.rule) })
    case "RecipientsChanged":
      return say(language, "diff.RecipientsChanged", {
        rule: noticeOf(one.rule),
        gained: listed(speech, "role", one.gained),
        lost: listed(speech, "role", one.lost),
        others: one.reporter || one.walkers ? "yes" : undefined
      })
  }
}

const isOfCases = (one: Difference): one is OfCases => "example" in one && "playbook" in one

/**
 * Describes what the change from one model to another means: one sentence for each difference, the example of each, where
 * a walk stopped, and the other parts that differ.
 */
export const modelDiffLines = (
  compared: Compared,
  { differences, hiding, others, unexplored }: ModelDiff,
  language: Language
): ReadonlyArray<string> => {
  const { after, before, district } = compared
  const registry: Registry = district?.registry ?? empty
  const actorNames = district?.actorNames
  const namesOf = (model: Model): Names.Names =>
    Names.ofDistrict({ model, registry, ...(actorNames === undefined ? {} : { actorNames }) })
  const names = Names.firstOf(namesOf(after), namesOf(before))
  const speech: Speech = { language, words: wordsFor(language), names, compared }
  return [
    ...(differences.length === 0 ? [say(language, "diff.none")] : []),
    ...differences.flatMap((one) => {
      if (!isOfCases(one)) return [ofModel(speech, one)]
      const own = withPlaybook(speech, one.playbook)
      return [ofCases(own, one), exampleOf(own, one)]
    }),
    ...unexplored.map(({ playbook, situations }) =>
      say(language, "diff.unexplored", { playbook: named(speech, "playbook", playbook), n: situations })
    ),
    ...hiding.map(({ parts, playbook }) =>
      say(language, "diff.hiding", {
        playbook: named(speech, "playbook", playbook),
        parts: partsOf(withPlaybook(speech, playbook), parts)
      })
    ),
    ...(others.length === 0
      ? []
      : [
          say(language, "diff.others", {
            parts: speech.words.list(others.map((part) => say(language, `diff.part.${part}`)))
          })
        ])
  ]
}
