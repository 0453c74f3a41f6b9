/** The rules for reports from residents without an account: which reports are taken in, and how they are decided. */
import type { PlaybookId } from "../casework/Playbook.ts"
import { makeFor, precondition } from "../kernel/Rule.ts"
import type { BuildingId, ReportId } from "../place/Id.ts"
import { type Decided, isWaiting, type Report, type Reported } from "./Intake.ts"
import { type IntakeScheme, usualMost } from "./IntakeScheme.ts"

/**
 * Why a report is not taken in.
 *
 * @category refusals
 */
export type ReceptionRefusal =
  /** The playbook is not open to residents. `open`: the playbooks that are. */
  | {
      readonly _tag: "CategoryNotOpen"
      readonly playbook: PlaybookId
      readonly open: ReadonlyArray<PlaybookId>
    }
  | { readonly _tag: "ReportedPlaceUnknown"; readonly building: BuildingId }
  /** A text has markup or control characters. `field`: the field with the text. */
  | { readonly _tag: "NotPlainText"; readonly field: "words" | "place" | "contact" }
  /** The district has taken in `most` reports today. */
  | { readonly _tag: "TooManyReports"; readonly most: number }

/**
 * Why a decision on a report is refused.
 *
 * @category refusals
 */
export type IntakeRefusal =
  /** There is no such report, or the actor is not a keeper of its cases. */
  | { readonly _tag: "ReportUnknown"; readonly report: ReportId }
  | { readonly _tag: "ReportDecided"; readonly report: ReportId; readonly as: Decided["_tag"] }
  | { readonly _tag: "ReportGone"; readonly report: ReportId }
  | { readonly _tag: "ReportNotLookedAt"; readonly report: ReportId }
  | { readonly _tag: "MergedWithItself"; readonly report: ReportId }
  /** The other report was merged itself, into the report `into`. */
  | { readonly _tag: "MergedElsewhere"; readonly report: ReportId; readonly into: ReportId }

/** The input of the rules for the reception of a report. */
export interface Arriving {
  readonly reported: Reported
  readonly scheme: IntakeScheme | undefined
  /** Whether a building is in the registry, and has not ended. */
  readonly isBuilding: (building: BuildingId) => boolean
  /** The number of reports that the district has received today. */
  readonly today: number
}

const reception = makeFor<Arriving, ReceptionRefusal>()

const onlyOpen = reception({
  id: "intake-open-to-residents",
  name: "residents report only what the model opens to them",
  reasons: ["CategoryNotOpen"],
  objections: ({ reported: { playbook }, scheme }) => {
    const open = Object.keys(scheme?.playbooks ?? {})
    return open.includes(playbook) ? [] : [{ _tag: "CategoryNotOpen", playbook, open }]
  }
})

const placeKnown = reception({
  id: "intake-place-known",
  name: "a report is about the whole district, or about a building in the registry",
  reasons: ["ReportedPlaceUnknown"],
  objections: ({ isBuilding, reported: { building } }) =>
    building === undefined || isBuilding(building) ? [] : [{ _tag: "ReportedPlaceUnknown", building }]
})

// Tabs and line breaks are allowed. Characters that change the direction of writing could show other words than those
// that were written.
const control = /[^\P{Cc}\t\n]|[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u
const loneSurrogate = /\p{Cs}/u
const markup = /<[\p{L}!/?]/u

/** Whether a text is plain: without markup and without control characters. Tabs and line breaks are allowed. */
export const isPlain = (text: string): boolean =>
  !control.test(text) && !loneSurrogate.test(text) && !markup.test(text)

const plainText = reception({
  id: "intake-plain-text",
  name: "the texts of a report have no markup and no control characters",
  reasons: ["NotPlainText"],
  objections: ({ reported }) =>
    (["words", "place", "contact"] as const).flatMap((field) => {
      const text = reported[field]
      return text === undefined || isPlain(text) ? [] : [{ _tag: "NotPlainText", field }]
    })
})

const withinLimit = reception({
  id: "intake-within-limit",
  name: "a district takes in no more reports a day than its model allows",
  reasons: ["TooManyReports"],
  objections: ({ scheme, today }) => {
    const most = scheme?.most ?? usualMost
    return today < most ? [] : [{ _tag: "TooManyReports", most }]
  }
})

/**
 * The rules in force for the reception of a report.
 *
 * @category rules
 */
export const receptionRules = [onlyOpen, placeKnown, plainText, withinLimit] as const

/** @category rules */
export const reportKnown = precondition({
  id: "report-known",
  name: "only a keeper of the cases that a report would become looks at it and decides on it",
  reasons: ["ReportUnknown"]
})

const onReport = makeFor<{ readonly report: Report }, IntakeRefusal>()

const withTexts = onReport({
  id: "report-not-erased",
  name: "nobody looks at a report, or decides on it, after its texts were erased",
  source: "PIPL Art. 47",
  reasons: ["ReportGone"],
  objections: ({ report: { erased, id } }) =>
    erased === undefined ? [] : [{ _tag: "ReportGone", report: id }]
})

const onlyOnce = onReport({
  id: "report-decided-once",
  name: "a report is decided once",
  reasons: ["ReportDecided"],
  objections: ({ report: { decided, id } }) =>
    decided === undefined ? [] : [{ _tag: "ReportDecided", report: id, as: decided._tag }]
})

const lookedAtFirst = onReport({
  id: "report-looked-at-first",
  name: "a report is decided after an actor has looked at it",
  reasons: ["ReportNotLookedAt"],
  objections: ({ report }) =>
    report.lookedAt === undefined && isWaiting(report)
      ? [{ _tag: "ReportNotLookedAt", report: report.id }]
      : []
})

const mergedWithAnother = makeFor<{ readonly report: Report; readonly into: Report }, IntakeRefusal>()({
  id: "report-merged-with-another",
  name: "a report is merged with another report, which is not merged itself",
  reasons: ["MergedWithItself", "MergedElsewhere"],
  objections: ({ into, report }) => {
    if (into.id === report.id) return [{ _tag: "MergedWithItself", report: report.id }]
    return into.decided?._tag === "Merged"
      ? [{ _tag: "MergedElsewhere", report: into.id, into: into.decided.into }]
      : []
  }
})

/**
 * The rules in force for looking at a report, for deciding on it, and for merging it with another one.
 *
 * @category rules
 */
export const rules = {
  look: [withTexts],
  decide: [withTexts, onlyOnce, lookedAtFirst],
  merge: [mergedWithAnother]
} as const
