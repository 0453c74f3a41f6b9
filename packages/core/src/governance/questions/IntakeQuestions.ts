/** Questions about reports from residents without an account: the reports that wait, and one report. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { PlaybookId } from "../../casework/Playbook.ts"
import { keepsReport } from "../../contexts/IntakeFacts.ts"
import { isWaiting, type Report } from "../../intake/Intake.ts"
import { type Day, DayFromIso } from "../../kernel/Day.ts"
import { given } from "../../kernel/OptionalKey.ts"
import { refuse } from "../../kernel/Rule.ts"
import { ActorId, BuildingId, CaseId, ReportId } from "../../place/Id.ts"
import type { Asking } from "../Decision.ts"
import { make, withinReach } from "./Inquiry.ts"

/**
 * A summary of a report, for lists. Its texts stay encrypted: to read them, a keeper looks at the report, which is
 * recorded.
 *
 * @category models
 */
export interface ReportLine {
  readonly report: ReportId
  readonly on: Day
  readonly playbook: PlaybookId
  readonly building?: BuildingId
  readonly state: "received" | "looked-at" | "accepted" | "declined" | "merged" | "erased"
  /** The day of the decision, or of the first look. Missing if nobody has looked at the report. */
  readonly since?: Day
  readonly by?: ActorId
  /** The case that the report became. */
  readonly case?: CaseId
  /** The report with which this one was merged. */
  readonly into?: ReportId
  /** The reports that were merged with this one. */
  readonly merged: ReadonlyArray<ReportId>
}

const Line: Schema.Codec<ReportLine, unknown> = Schema.Struct({
  report: ReportId,
  on: DayFromIso,
  playbook: PlaybookId,
  building: Schema.optionalKey(BuildingId),
  state: Schema.Literals(["received", "looked-at", "accepted", "declined", "merged", "erased"]),
  since: Schema.optionalKey(DayFromIso),
  by: Schema.optionalKey(ActorId),
  case: Schema.optionalKey(CaseId),
  into: Schema.optionalKey(ReportId),
  merged: Schema.Array(ReportId)
})

const states = { Accepted: "accepted", Declined: "declined", Merged: "merged" } as const

const stateOf = ({ decided, erased, lookedAt }: Report): ReportLine["state"] => {
  if (decided !== undefined) return states[decided._tag]
  if (erased === true) return "erased"
  return lookedAt === undefined ? "received" : "looked-at"
}

/** The reports that were merged with each report. */
const mergedInto = ({ district }: Asking): ReadonlyMap<ReportId, ReadonlyArray<ReportId>> => {
  const found = new Map<ReportId, Array<ReportId>>()
  for (const { decided, id } of district.reports.values()) {
    if (decided?._tag !== "Merged") continue
    const others = found.get(decided.into)
    if (others === undefined) found.set(decided.into, [id])
    else others.push(id)
  }
  return found
}

const lineOf = (report: Report, merged: ReturnType<typeof mergedInto>): ReportLine => {
  const { building, decided, id, lookedAt, on, playbook } = report
  return {
    report: id,
    on,
    playbook,
    ...given("building", building),
    state: stateOf(report),
    ...given("since", decided?.on ?? lookedAt),
    ...given("by", decided?.by),
    ...given("case", decided?._tag === "Accepted" ? decided.case : undefined),
    ...given("into", decided?._tag === "Merged" ? decided.into : undefined),
    merged: merged.get(id) ?? []
  }
}

/**
 * The reports on which the actor may decide, the oldest first. Default: only those that wait for a decision.
 *
 * @category questions
 */
export const askReports = make({
  fields: {
    AskReports: {
      playbook: Schema.optionalKey(PlaybookId),
      building: Schema.optionalKey(BuildingId),
      which: Schema.Literals(["waiting", "all"]).pipe(
        Schema.withDecodingDefaultTypeKey(Effect.succeed("waiting" as const))
      )
    }
  },
  authority: "any mandate",
  answered: Schema.Struct({ on: DayFromIso, reports: Schema.Array(Line) }),
  answer: (asking, { building, playbook, which }) => {
    const merged = mergedInto(asking)
    const reports = [...asking.district.reports.values()].filter(
      (report) =>
        (which === "all" || isWaiting(report)) &&
        (playbook === undefined || report.playbook === playbook) &&
        (building === undefined || report.building === building) &&
        keepsReport(asking, report)
    )
    return Result.succeed({ on: asking.on, reports: reports.map((report) => lineOf(report, merged)) })
  }
})

/**
 * One report on which the actor may decide.
 *
 * @category questions
 */
export const askReport = make({
  fields: { AskReport: { report: ReportId } },
  authority: "any mandate",
  answered: Line,
  answer: (asking, { report: id }) => {
    const report = asking.district.reports.get(id)
    return report === undefined || !keepsReport(asking, report)
      ? refuse(withinReach, { _tag: "ReportUnknown", report: id })
      : Result.succeed(lineOf(report, mergedInto(asking)))
  }
})
