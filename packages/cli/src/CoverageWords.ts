/**
 * The text output of `liulinhui coverage`. Members (those who must be contacted) are shown with door and id, but never
 * with a person's name.
 */
import type {
  Member,
  Missing,
  Part,
  Status,
  Certificate,
  Head,
  Mismatch,
  Reachable,
  CoverageRule,
  Grouping,
  Quota,
  Standing
} from "@liulinhui/core/Coverage"
import { Names, Place, type Texts } from "@liulinhui/texts"
import type { Forecasted, Planned, Standings } from "./CoverageJson.ts"

/** The texts of a language, and the names that a district uses. */
export interface Speech {
  readonly words: Texts.Words
  readonly names: Names.Names
}

const called = ({ names, words }: Speech, thing: Names.Thing, id: string): string =>
  Names.say(words, names, thing, id)

const standingWords = ({ say }: Texts.Words, standing: Standing): string => say(`word.standing.${standing}`)

const statusWords = ({ say }: Texts.Words, status: Status | undefined): string =>
  status === undefined ? say("cli.coverage.notListed") : say(`word.status.${status}`)

const quotaWords = ({ say }: Texts.Words, quota: Quota): string =>
  quota === "all" ? say("cli.coverage.all") : String(quota)

const targetWords = (words: Texts.Words, { target }: CoverageRule): string =>
  typeof target === "object" ? words.say("cli.coverage.by", { by: target.by }) : quotaWords(words, target)

const doorWords = (words: Texts.Words, { id, place }: Member): string => {
  const building = place.label ?? place.building
  return building === undefined
    ? id
    : words.say("place.person", { door: Place.say(words, { building, unit: place.unit }), id })
}

const gapWords = (words: Texts.Words, gap: Missing): string =>
  words.say("cli.coverage.gap", {
    door: doorWords(words, gap),
    last: gap.last,
    wants: gap.wants === 1 ? undefined : gap.wants
  })

const things: Readonly<Record<Grouping, Names.Thing>> = {
  building: "building",
  branch: "branch",
  group: "group",
  head: "actor"
}

const partWords = (speech: Speech, by: Grouping | undefined, { counts, key, ratio }: Part): string => {
  const { say } = speech.words
  const name =
    key.length === 0
      ? say("cli.coverage.nowhere")
      : key.map((id) => (by === undefined ? id : called(speech, things[by], id))).join(" ")
  const more = (["missing", "excluded", "unknown"] as const)
    .filter((status) => counts[status] > 0)
    .map((status) => `${say(`word.status.${status}`)} ${counts[status]}`)
  return `    ${name}  ${ratio.reached}/${ratio.of}${more.length === 0 ? "" : `  ${more.join("  ")}`}`
}

/** Describes a member who is excluded from a rule, with the reason. */
const leftWords = (
  words: Texts.Words,
  { exclude = {} }: CoverageRule,
  member: Member & { readonly reason: string }
): string => {
  const [, reason] = Object.entries(exclude).find(([id]) => id === member.reason) ?? []
  return words.say("cli.coverage.left", {
    door: doorWords(words, member),
    reason: reason?.name ?? member.reason
  })
}

/** Describes a coverage rule: its name, and the id by which commands refer to it. */
const ruleLine = ({ text }: Texts.Words, { id, name }: CoverageRule): string => `${id}  ${text(name)}`

/**
 * Describes the coverage, one paragraph for each rule. `by` adds a breakdown, for example by building. `gaps` lists the
 * members who were not contacted, who are excluded, or whose status is unknown.
 */
export const coverageText = (
  speech: Speech,
  { asOf, district, entries, known, today }: Standings,
  { by, gaps }: { readonly by: Grouping | undefined; readonly gaps: boolean }
): string => {
  const { words } = speech
  const head = words.say(asOf > today ? "cli.coverage.ahead" : "cli.coverage.head", {
    district: called(speech, "district", district),
    day: asOf,
    known
  })
  const paragraphs = entries.map(({ answer, rule }) => {
    const { counts, excluded, gaps: missing, groups, parts, ratio, standing, unknown, window } = answer
    const list = <M extends Member>(status: Status, members: ReadonlyArray<M>, say: (member: M) => string) =>
      members.length === 0
        ? []
        : [`    ${statusWords(words, status)}:`, ...members.map((member) => `      ${say(member)}`)]
    const { target } = rule
    return [
      ruleLine(words, rule),
      `  ${words.say("cli.coverage.rule", {
        standing: standingWords(words, standing),
        of: ratio.of,
        reached: counts.reached,
        missing: counts.missing,
        excluded: counts.excluded,
        unknown: counts.unknown,
        target: targetWords(words, rule),
        from: window?.from,
        until: window?.until
      })}`,
      ...parts.map(({ id, quota, ratio: part, standing: ofPart }) => {
        const name =
          id === undefined
            ? words.say("cli.coverage.rest")
            : typeof target === "object"
              ? called(speech, things[target.by], id)
              : id
        return `    ${name}  ${part.reached}/${part.of}  ${quotaWords(words, quota)}  ${standingWords(words, ofPart)}`
      }),
      ...(by === undefined ? [] : groups.map((group) => partWords(speech, by, group))),
      ...(gaps
        ? [
            ...list("missing", missing, (gap) => gapWords(words, gap)),
            ...list("excluded", excluded, (one) => leftWords(words, rule, one)),
            ...list("unknown", unknown, (one) => doorWords(words, one))
          ]
        : [])
    ].join("\n")
  })
  return [head, ...paragraphs].join("\n")
}

/** Describes a coverage certificate that was written to a file. */
export const certified = (
  words: Texts.Words,
  { asOf, known, ledger, ratio, rule, standing }: Certificate,
  file: string
): string =>
  words.say("cli.coverage.certified", {
    file,
    rule: rule.id,
    version: rule.version,
    day: asOf,
    known,
    standing: standingWords(words, standing),
    reached: ratio.reached,
    of: ratio.of,
    position: ledger.position
  })

const short = (hash: string): string => (hash.length > 16 ? `${hash.slice(0, 16)}…` : hash)
const headOf = ({ hash, position }: Head) => ({ position, hash: short(hash) })

/** Describes one difference between a coverage certificate and the ledger. */
export const mismatchText = (words: Texts.Words, mismatch: Mismatch): string => {
  const { say } = words
  switch (mismatch._tag) {
    case "Malformed":
      return say("mismatch.Malformed", { message: mismatch.message })
    case "DigestDiffers":
      return say("mismatch.DigestDiffers", { stated: short(mismatch.stated), found: short(mismatch.found) })
    case "DistrictDiffers":
      return say("mismatch.DistrictDiffers", { stated: mismatch.stated, found: mismatch.found })
    case "RuleDiffers": {
      const { found, rule, stated } = mismatch
      return say("mismatch.RuleDiffers", {
        rule,
        version: stated.version,
        stated: short(stated.digest),
        there: found?.version,
        found: found === undefined ? undefined : short(found.digest)
      })
    }
    case "LedgerDiffers": {
      const [stated, found] = [headOf(mismatch.stated), headOf(mismatch.found)]
      return say("mismatch.LedgerDiffers", {
        position: stated.position,
        stated: stated.hash,
        there: found.position,
        found: found.hash
      })
    }
    case "ListDisordered":
      return say("mismatch.ListDisordered", {
        list: statusWords(words, mismatch.list),
        id: short(mismatch.id)
      })
    case "MemberDiffers":
      return say("mismatch.MemberDiffers", {
        id: short(mismatch.id),
        stated: statusWords(words, mismatch.stated),
        found: statusWords(words, mismatch.found)
      })
    case "ProofDiffers":
      return say("mismatch.ProofDiffers", {
        id: short(mismatch.id),
        stated: mismatch.stated.join(" ") || "–",
        found: mismatch.found.join(" ") || "–"
      })
    case "ExclusionDiffers":
      return say("mismatch.ExclusionDiffers", {
        id: short(mismatch.id),
        stated: `${mismatch.stated.reason} ${mismatch.stated.source}`,
        found: `${mismatch.found.reason} ${mismatch.found.source}`
      })
    case "FigureDiffers":
      return say("mismatch.FigureDiffers", {
        figure: mismatch.figure,
        stated: mismatch.stated,
        found: mismatch.found
      })
  }
}

const neededWords = ({ say }: Texts.Words, { needed }: Forecasted["forecast"]): ReadonlyArray<string> => {
  if (needed === undefined) return []
  const { by, contacts, days, lapsing, perDay, short } = needed
  const can = perDay !== undefined && contacts !== undefined
  return [
    say("cli.forecast.needed", { until: by, missing: short, lapsing, days }),
    say("cli.forecast.contacts", { contacts: can ? contacts : undefined, daily: perDay })
  ]
}

const reachableWords = (
  words: Texts.Words,
  { capacity, contacts, inTime, late }: Reachable
): ReadonlyArray<string> => [
  words.say("cli.forecast.reachable", { capacity, contacts, reached: inTime.length, late: late.length }),
  ...late.map(
    (gap) =>
      `  ${words.say("phrase.named", { name: words.say("cli.forecast.late"), value: gapWords(words, gap) })}`
  )
]

/** Describes when the target of a rule will be met, with the steps of the calculation. */
export const forecastText = (words: Texts.Words, { forecast, rule }: Forecasted): string => {
  const { say } = words
  const { asOf, metOn, of, pace, reachable, reached, short, standing, target } = forecast
  const lines = [
    say("cli.forecast.now", {
      day: asOf,
      standing: standingWords(words, standing),
      reached,
      of,
      target,
      missing: short
    }),
    say("cli.forecast.pace", {
      since: pace.since,
      days: pace.days,
      gained: pace.gained,
      before: pace.reachedThen,
      now: pace.reachedNow
    }),
    standing === "nothing-to-reach"
      ? say("cli.forecast.nobody")
      : metOn === undefined
        ? say("cli.forecast.never")
        : say("cli.forecast.met", { on: metOn }),
    ...neededWords(words, forecast),
    ...reachable.flatMap((part) => reachableWords(words, part))
  ]
  return [ruleLine(words, rule), ...lines.map((line) => `  ${line}`)].join("\n")
}

/** Describes a plan of visits: a list for each volunteer, and the members who must wait for a later round of visits. */
export const roundText = (speech: Speech, { asOf, round, rule }: Planned): string => {
  const { words } = speech
  const { say } = words
  return [
    ruleLine(words, rule),
    `  ${say("cli.round.head", {
      day: asOf,
      volunteers: round.lists.length,
      visits: round.lists.reduce((sum, list) => sum + list.visits.length, 0),
      left: round.left.length
    })}`,
    ...round.lists.flatMap((list) => [
      `  ${called(speech, "actor", list.walker)}`,
      ...list.visits.map((visit) => {
        const why = [
          ...(visit.ownBuilding ? [say("cli.round.own")] : []),
          ...(visit.again ? [say("cli.round.again")] : [])
        ]
        return `    ${say("cli.round.why", { visit: gapWords(words, visit), why })}`
      })
    ]),
    ...(round.left.length === 0
      ? []
      : [`  ${say("cli.round.left")}:`, ...round.left.map((gap) => `    ${gapWords(words, gap)}`)])
  ].join("\n")
}
