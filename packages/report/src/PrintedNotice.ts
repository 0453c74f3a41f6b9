/**
 * A printed self-rectification notice (自行整改通知书): a letter of the committee that asks a household to clear a corridor by
 * a certain day. It is one sheet of A4, to be handed over or put on a door, with a receipt to cut off. Everybody can
 * read a notice on a door. So it states only the place, the last day and the legal basis. It does not say what was
 * found or who lives there.
 */
import { type Opened, stayIn } from "@liulinhui/core/Case"
import { compareLabels } from "@liulinhui/core/Coverage"
import type { Day } from "@liulinhui/core/Day"
import { type Hours, type Period, timeAt } from "@liulinhui/core/Calendar"
import type { Language, Text } from "@liulinhui/core/Text"
import * as District from "@liulinhui/core/District"
import { TaggedError } from "@liulinhui/core/Failure"
import { type BuildingId, CaseId, type HouseholdId } from "@liulinhui/core/Id"
import { given, type Nouns } from "@liulinhui/core/Model"
import { lengthOf } from "@liulinhui/core/Playbook"
import { id as subjectId, kind as subjectKind } from "@liulinhui/core/Registry"
import { type PlainKeyIn, Texts } from "@liulinhui/texts"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Markup, markup, toString, trusted } from "./Markup.ts"
import { printStyle } from "./PrintStyle.ts"
import { qrCode } from "./QrCode.ts"
import type { WordingOptions } from "./Wording.ts"

/** The content of a printed self-rectification notice. */
export interface PrintedNotice {
  readonly district: Text
  /** The languages of the district. The first one is the main language. */
  readonly languages: ReadonlyArray<Language>
  /** The nouns of place of the district, if its model lists them. */
  readonly nouns?: Nouns
  readonly number: CaseId
  readonly building: string
  readonly unit: string
  /**
   * The last day on which the household may clear the corridor itself, if the notice was served and this day is
   * certain. Otherwise the length of this period.
   */
  readonly until: Day | Period | Hours
  /** The time of day at which the period ends, if it is counted in hours. */
  readonly time?: string
}

const sentences = {
  "unknown-case": "the district has no such case: check the number",
  "not-a-household": "the case is not about a household: notices are for households",
  "serves-no-notice": "the playbook of the case serves no notice: choose another case",
  "no-longer": "the notice of the case has run out, or the case has ended: nothing is to be printed"
} as const

/**
 * There is no notice to print.
 *
 * @category errors
 */
export class NoNotice extends TaggedError<NoNotice>()(
  "NoNotice",
  {
    case: CaseId,
    reason: Schema.Literals(["unknown-case", "not-a-household", "serves-no-notice", "no-longer"])
  },
  ({ case: id, reason }) => `case "${id}": ${sentences[reason]}`
) {}

/**
 * Finds the stage of the case during which the period of the notice runs. The step that records the serving of the
 * notice leads to this stage, and the deadline of the stage leads out of it.
 */
const runningStage = (district: District.District, state: Opened) => {
  const playbook = District.playbookOf(district, state)
  const serving = [...(playbook?.steps.values() ?? [])].find(
    ({ records, to }) => records.length > 0 && to?.deadline !== undefined && to.lapse !== undefined
  )
  return serving?.to
}

/** The notice of a case, the building of its household, and whether it is served already. */
interface Found {
  readonly notice: PrintedNotice
  readonly building: BuildingId
  readonly isServed: boolean
}

const find = (district: District.District, id: CaseId): Result.Result<Found, NoNotice> => {
  const none = (reason: NoNotice["reason"]) => Result.fail(new NoNotice({ case: id, reason }))
  const state = Option.getOrUndefined(District.findCase(district, id))
  if (state === undefined || district.model === undefined) return none("unknown-case")
  const subject = state.subjects.find((one) => subjectKind(one) === "household")
  const household =
    subject === undefined ? undefined : district.registry.households.get(subjectId(subject) as HouseholdId)
  const building = household === undefined ? undefined : district.registry.buildings.get(household.building)
  if (household === undefined || building === undefined) return none("not-a-household")
  const running = runningStage(district, state)
  if (running?.deadline === undefined) return none("serves-no-notice")
  const served = stayIn(state.round, running.id)
  if (state.ending !== undefined || (served !== undefined && state.stage !== running.id))
    return none("no-longer")
  const notice: PrintedNotice = {
    district: district.model.name,
    languages: district.model.languages,
    ...given("nouns", district.model.nouns),
    number: id,
    building: building.label,
    unit: household.unit,
    until: served === undefined || served.term !== undefined ? lengthOf(running.deadline) : served.due,
    ...given("time", served?.dueAt === undefined ? undefined : timeAt(served.dueAt, district.model.timeZone))
  }
  return Result.succeed({ notice, building: building.id, isServed: served !== undefined })
}

/**
 * Computes the self-rectification notice of a case. This is possible before the notice is served, while it must be
 * prepared, and as long as its period runs.
 *
 * @category constructors
 */
export const noticeOf = (district: District.District, id: CaseId): Result.Result<PrintedNotice, NoNotice> =>
  Result.map(find(district, id), ({ notice }) => notice)

/**
 * Computes the notices of a building that are not served yet, by door.
 *
 * @category constructors
 */
export const unservedNotices = (
  district: District.District,
  building: BuildingId
): ReadonlyArray<PrintedNotice> =>
  District.openCases(district)
    .flatMap(({ id }) => {
      const found = find(district, id)
      return Result.isSuccess(found) && found.success.building === building && !found.success.isServed
        ? [found.success.notice]
        : []
    })
    .toSorted((a, b) => compareLabels(a.unit, b.unit))

/** A label with an empty line for handwriting. */
const field = (label: string, hint = ""): Markup =>
  markup`<div class="field"><span>${label}</span><i>${hint}</i></div>`

/** One notice: the letter, and its receipt to cut off. `reports` is the address at which the household can write back. */
const letter = (
  { building, district, number, time, unit, until }: PrintedNotice,
  words: Texts.Words,
  reports: string | undefined
): Markup => {
  const say = Texts.section(words, "print")
  const place = `${building} ${/\d$/u.test(unit) ? say("sheet.unitLabel", { unit }) : unit}`
  const deadline =
    typeof until === "number"
      ? say("notice.until", { until: words.due(until, false, time) })
      : say("notice.within", { within: say(`period.${until.unit}`, { n: until.count }) })
  const date = (label: PlainKeyIn<"print">): Markup => field(say(label), say("fill"))
  const choice = (key: PlainKeyIn<"print">): Markup => markup`<li><span class="box"></span>${say(key)}</li>`
  return markup`<article>
${reports === undefined ? null : markup`<div class="code">${qrCode(reports, say("poster.code"))}<p>${say("notice.scan")}</p></div>`}
<h1>${say("notice.title")}</h1>
<p class="number">${say("number", { number })}</p>
<p class="to">${say("notice.to", { place })}</p>
<div class="body">
<p>${[say("notice.found"), say("notice.why")].join(words.say("list.sentences"))}</p>
<p class="until">${deadline}</p>
${typeof until === "number" ? null : markup`<div class="fields">${date("notice.last")}</div>`}
<p>${say("notice.help")}</p>
<div class="fields">${field(say("notice.contact"))}${field(say("notice.phone"))}</div>
<p>${say("notice.after")}</p>
</div>
<div class="fields">${field(say("notice.committee", { district }))}${date("notice.date")}${field(say("notice.servedBy"))}${field(say("notice.witness"))}</div>
<ul class="choices"><li>${say("notice.how")}</li>${choice("notice.handed")}${choice("notice.posted")}${choice("notice.other")}</ul>
<section class="receipt">
<p class="cut">${say("notice.cut")}</p>
<h2>${say("notice.receipt")}</h2>
<p>${say("notice.received", { district, number })} ${place}</p>
<div class="fields">${field(say("notice.signature"))}${date("notice.date")}</div>
</section>
</article>
`
}

/** How notices are rendered. */
export interface NoticesOptions extends WordingOptions {
  /**
   * The address of the page on which residents report something, see `reportLink`. Then each notice has it as a QR code.
   * Default: it has none.
   */
  readonly reports?: string
}

/**
 * Renders self-rectification notices as a complete HTML page without external files, ready to be printed on A4: one sheet
 * for each notice.
 *
 * @category pages
 */
export const noticesPage = (
  notices: readonly [PrintedNotice, ...ReadonlyArray<PrintedNotice>],
  language: Language,
  { reports, texts = Texts.builtIn }: NoticesOptions = {}
): string => {
  const [{ languages, nouns }] = notices
  const words = Texts.words(Texts.withNouns(texts, nouns), language, languages)
  const say = Texts.section(words, "print")
  const numbers = notices.map(({ number }) => number)
  return toString(markup`<!doctype html>
<html lang="${words.locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${say("notice.title")} ${words.list(numbers)}</title><style>${trusted(printStyle)}</style></head>
<body>
${notices.map((notice) => letter(notice, words, reports))}</body>
</html>
`)
}
