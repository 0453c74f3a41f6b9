/**
 * The context of intake: reports from residents without an account. A report is not a request, because nobody makes it as
 * an actor. So no mandate is enough to submit one, and the only way in is {@link takeIn}, which no request reaches. All
 * decisions on reports are requests of keepers.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { CaseEvent } from "../casework/Case.ts"
import { Evidence } from "../casework/Evidence.ts"
import { PlaybookId } from "../casework/Playbook.ts"
import {
  apply,
  draft,
  type IntakeDraft,
  IntakeEvent,
  type Report,
  type Reported,
  streamOf
} from "../intake/Intake.ts"
import {
  type IntakeRefusal,
  type ReceptionRefusal,
  receptionRules,
  reportKnown,
  rules
} from "../intake/IntakeRules.ts"
import { DayFromIso } from "../kernel/Day.ts"
import { personal, sensitive } from "../kernel/Personal.ts"
import { type DecisionRefused, objections, refuse, verdict } from "../kernel/Rule.ts"
import { StatedReason } from "../kernel/StatedReason.ts"
import { goneSince } from "../place/Contact.ts"
import { type BuildingId, CaseId, ReportId } from "../place/Id.ts"
import { ErasureBasis } from "../place/Registry.ts"
import { building as buildingSubject, Subject } from "../place/Subject.ts"
import { type CaseworkRefusal, openCase } from "./CaseworkContext.ts"
import { all, type Asking, change, type Decision, make, type RequestOf } from "./Context.ts"
import { type IntakeWorld, keepsReport } from "./IntakeFacts.ts"
import type { FormatNeeded } from "./Dated.ts"
import { format } from "./ModelContext.ts"
import { inLaterFormat } from "./RegistryContext.ts"

const requests = {
  /** Records that the actor reads a report. After that, the service decrypts its texts. */
  LookAtReport: { report: ReportId },
  /** Makes a case of a report. The keeper says what the case is about, in the evidence and with its subjects. */
  AcceptReport: {
    report: ReportId,
    case: CaseId,
    /** The playbook of the case. Default: that of the report. */
    playbook: Schema.optionalKey(PlaybookId),
    subjects: Schema.NonEmptyArray(Subject),
    parent: Schema.optionalKey(CaseId),
    evidence: Schema.optionalKey(personal(Evidence)),
    /** The case's own due day, if its playbook allows one. */
    due: Schema.optionalKey(DayFromIso)
  },
  /** Declines a report. The reporter reads the reason. */
  DeclineReport: { report: ReportId, reason: sensitive(StatedReason) },
  /** Merges a report with another one about the same matter. */
  MergeReport: { report: ReportId, into: ReportId },
  /** Permanently erases the texts of a report (PIPL Art. 47). */
  EraseReport: { report: ReportId, basis: ErasureBasis }
}

type IntakeRequest = RequestOf<typeof requests>
type RequestCalled<Name extends IntakeRequest["_tag"]> = Extract<IntakeRequest, { readonly _tag: Name }>
type Event = CaseEvent | IntakeEvent
type Reason = CaseworkRefusal | IntakeRefusal

/** A report that arrives from the public, with the id under which the district keeps it. */
export interface Arrival {
  readonly report: ReportId
  readonly reported: Reported
}

/**
 * Decides whether a report from a resident is taken in. No actor makes it, so it can only add one report: see decision 65
 * in `docs/decisions`.
 *
 * @category decisions
 */
export const takeIn = (
  asking: Omit<Asking<IntakeWorld>, "actor">,
  { report, reported }: Arrival
): Decision<IntakeEvent, FormatNeeded | ReceptionRefusal> => {
  const { district, model, on } = asking
  if (district.format < format) return refuse(inLaterFormat, { _tag: "FormatNeeded", format })
  const { buildings } = district.registry
  const isBuilding = (id: BuildingId): boolean =>
    buildings.has(id) && (goneSince(district.registry, buildingSubject(id)) ?? on + 1) > on
  const today = district.reportsOn.get(on) ?? 0
  return Result.map(
    verdict(objections(receptionRules, { reported, scheme: model.intake, isBuilding, today }), reported),
    (accepted) =>
      change<IntakeEvent>(asking, streamOf(report), [{ _tag: "ReportReceived", on, report, ...accepted }])
  )
}

/** The report of a request. The reason is the same if it does not exist and if the actor is not one of its keepers. */
const found = (
  asking: Asking<IntakeWorld>,
  id: ReportId
): Result.Result<Report, DecisionRefused<IntakeRefusal>> => {
  const report = asking.district.reports.get(id)
  return report !== undefined && keepsReport(asking, report)
    ? Result.succeed(report)
    : refuse(reportKnown, { _tag: "ReportUnknown", report: id })
}

const accept = (
  asking: Asking<IntakeWorld>,
  report: Report,
  { report: _, ...opening }: RequestCalled<"AcceptReport">
): Decision<Event, Reason> => {
  const { actor, on } = asking
  return all<Event, Reason>([
    decidedAs(asking, report, {
      _tag: "ReportAccepted",
      on,
      by: actor.id,
      report: report.id,
      case: opening.case
    }),
    openCase(asking, { ...opening, _tag: "OpenCase", playbook: opening.playbook ?? report.playbook })
  ])
}

/** The event of a decision on a report, unless a rule objects. */
const decidedAs = (
  asking: Asking<IntakeWorld>,
  report: Report,
  event: IntakeEvent
): Decision<IntakeEvent, IntakeRefusal> =>
  Result.map(verdict(objections(rules.decide, { report }), event), (decided) =>
    change<IntakeEvent>(asking, streamOf(report.id), [decided])
  )

const merge = (
  asking: Asking<IntakeWorld>,
  report: Report,
  { into }: RequestCalled<"MergeReport">
): Decision<IntakeEvent, IntakeRefusal> =>
  Result.flatMap(found(asking, into), (other) => {
    const { actor, on } = asking
    const merged = { _tag: "ReportMerged", on, by: actor.id, report: report.id, into } as const
    return all<IntakeEvent, IntakeRefusal>([
      decidedAs(asking, report, merged),
      Result.map(verdict(objections(rules.merge, { report, into: other }), other), () => [])
    ])
  })

/** The change that erases the texts of a report. None if they were erased before. */
const erased = (
  asking: Asking<IntakeWorld>,
  report: Report,
  basis: ErasureBasis
): ReturnType<typeof change<IntakeEvent>> =>
  report.erased === true
    ? []
    : change<IntakeEvent>(asking, streamOf(report.id), [
        { _tag: "ReportErased", on: asking.on, by: asking.actor.id, report: report.id, basis }
      ])

const decide = (asking: Asking<IntakeWorld>, request: IntakeRequest): Decision<Event, Reason> => {
  const { actor, district, on } = asking
  if (request._tag === "EraseReport") {
    const report = district.reports.get(request.report)
    return report === undefined
      ? refuse(reportKnown, { _tag: "ReportUnknown", report: request.report })
      : Result.succeed(erased(asking, report, request.basis))
  }
  return Result.flatMap(found(asking, request.report), (report): Decision<Event, Reason> => {
    const by = { on, by: actor.id, report: report.id }
    switch (request._tag) {
      case "LookAtReport":
        return Result.map(verdict(objections(rules.look, { report }), report), () =>
          // Readings never contradict one another. So they may be appended whatever the version of the stream is.
          [
            {
              stream: streamOf(report.id),
              expected: "any" as const,
              events: [{ _tag: "ReportLookedAt" as const, ...by }]
            }
          ]
        )
      case "AcceptReport":
        return accept(asking, report, request)
      case "DeclineReport":
        return decidedAs(asking, report, { _tag: "ReportDeclined", ...by, reason: request.reason })
      case "MergeReport":
        return merge(asking, report, request)
    }
  })
}

// No scope but that of the whole district contains this subject.
const wholeDistrict = Subject.make("district:all")

/**
 * What an erasure is about: the building of the report. For a report without a building, and for an unknown one, only a
 * mandate for the whole district is enough.
 */
const placeOfErasure = (
  { report }: RequestCalled<"EraseReport">,
  { reports }: Pick<IntakeWorld, "reports">
): ReadonlyArray<Subject> => {
  const building = reports.get(report)?.building
  return [building === undefined ? wholeDistrict : buildingSubject(building)]
}

/** @category contexts */
export const intakeContext = make({
  id: "intake",
  events: IntakeEvent,
  // The texts are decrypted only for a person who reads them, and this is recorded first.
  opens: false,
  initial: draft,
  apply: (self: IntakeDraft, event, line): undefined => {
    apply(self, event, line)
  },
  requests,
  authorities: {
    LookAtReport: "by playbook",
    AcceptReport: "by playbook",
    DeclineReport: "by playbook",
    MergeReport: "by playbook",
    EraseReport: { may: "erasure", about: placeOfErasure }
  },
  rules: [...receptionRules, reportKnown, ...rules.decide, ...rules.merge, inLaterFormat],
  decide
})
