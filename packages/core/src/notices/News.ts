/** The news in an entry: the happenings in it that notice rules can announce. */
import type { Opened } from "../casework/CaseState.ts"
import * as District from "../district/District.ts"
import type { Happened } from "../district/Journal.ts"
import { residentOf } from "../contexts/RegistrySlice.ts"
import { momentAt } from "../kernel/TimeZone.ts"
import type { Happening } from "../model/NoticeRule.ts"
import type { Report } from "../intake/Intake.ts"
import type { CaseId, ReportId, ResidentId } from "../place/Id.ts"
import * as Option from "effect/Option"
import type { Announcement } from "./Announcement.ts"

/** One happening that can be announced. If it is about a case, the case and its stage. */
export interface News {
  readonly happening: Happening
  readonly state?: Opened
  /** The report that was received, if the happening is about one. */
  readonly report?: Report
  readonly stage?: string
  readonly step?: string
  readonly more?: Announcement["arguments"]
}

/**
 * The news that a resident has died or left: one item for each open case about the resident. The keepers of the case
 * (the people who manage it) decide how the case continues.
 */
const casesOf = (district: District.District, resident: ResidentId): ReadonlyArray<News> =>
  District.openCases(district).flatMap((state) =>
    state.subjects.some((subject) => residentOf(district, subject) === resident)
      ? [{ happening: "person-gone", state, stage: state.stage }]
      : []
  )

/** The happenings in an entry that can be announced. */
export const newsOf = (
  district: District.District,
  happened: Happened,
  stream: string
): ReadonlyArray<News> => {
  const { event } = happened
  if (event._tag === "ResidentLeft") return casesOf(district, event.resident)
  const news = firstNews(district, happened, stream)
  if (news === undefined) return []
  const { happening, stage, state } = news
  const ending =
    state !== undefined && stage !== undefined && (happening === "step-taken" || happening === "case-lapsed")
      ? District.playbookOf(district, state)?.playbook.stages[stage]
      : undefined
  return ending?.outcome === undefined
    ? [news]
    : [news, { ...news, happening: "case-ended", more: { outcome: ending.name } }]
}

/** Whether a number is a power of two: 1, 2, 4, 8 … */
const isDoubled = (count: number): boolean => Number.isInteger(Math.log2(count))

/**
 * The news that a report was received. If many reports wait, only the first, the second, the fourth, the eighth … is
 * announced. So a flood of reports is not a flood of notices, and keepers still learn that more are waiting. The number
 * is that of the entry, so the news is the same whenever it is computed.
 */
const ofReport = (district: District.District, id: ReportId): News | undefined => {
  const report = district.reports.get(id)
  return report === undefined || !isDoubled(report.waiting)
    ? undefined
    : { happening: "report-received", report, more: { count: report.waiting } }
}

const firstNews = (
  district: District.District,
  { context, event }: Happened,
  stream: string
): News | undefined => {
  if (context === "pairing") {
    switch (event._tag) {
      case "PairingProposed":
        return { happening: "pairing-proposed", more: { count: event.plan.pairs.length } }
      case "PairingEnteredIntoForce":
        return { happening: "pairing-in-force", more: { count: event.pairs.length } }
      default:
        return undefined
    }
  }
  if (context === "disclosure") {
    return event._tag === "EmergencyAccessTaken"
      ? { happening: "emergency-access", more: { who: event.by } }
      : undefined
  }
  if (context === "intake")
    return event._tag === "ReportReceived" ? ofReport(district, event.report) : undefined
  if (context !== "case") return undefined
  const id = stream.slice("case-".length) as CaseId
  const state = Option.getOrUndefined(District.findCase(district, id))
  if (state === undefined) return undefined
  switch (event._tag) {
    case "CaseOpened":
      return { happening: "case-opened", state, stage: event.stage, more: count(event.lineage?.relapses) }
    case "StepTaken":
      return { happening: "step-taken", state, stage: event.to ?? event.from, step: event.step }
    case "StepRefused":
      return {
        happening: "step-refused",
        state,
        stage: state.stage,
        step: event.step,
        more: { count: event.reasons.length }
      }
    case "DeadlineLapsed":
      return {
        happening: "case-lapsed",
        state,
        stage: event.to ?? event.from,
        step: event.step,
        more: { due: event.at === undefined ? event.passed : momentAt(event.at, timeZoneOf(district)) }
      }
    case "CaseReopened":
      return event.relapse
        ? {
            happening: "case-relapsed",
            state,
            stage: event.to,
            ...(event.step ? { step: event.step } : {}),
            more: count(event.relapses)
          }
        : undefined
    default:
      return undefined
  }
}

const timeZoneOf = ({ model }: District.District): string => model?.timeZone ?? "UTC"

const count = (relapses: number | undefined): Announcement["arguments"] => ({ count: relapses ?? 0 })
