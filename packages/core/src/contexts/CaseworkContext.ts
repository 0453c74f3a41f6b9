/** The context of casework: opening cases, taking the steps of their playbooks, and ending cases. */
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import {
  type Aside,
  type CaseCommand,
  CaseEvent,
  CaseReason,
  Handler,
  Lineage,
  SettledHow,
  stream,
  WhichDue
} from "../casework/Case.ts"
import * as CaseDecider from "../casework/CaseDecider.ts"
import { authority } from "../casework/CaseAuthority.ts"
import { knownStep, openedOnce, somethingLapses, standard, wasOpened } from "../casework/CaseRules.ts"
import { opening } from "../casework/OpeningRules.ts"
import { stepRules } from "../casework/StepRules.ts"
import { Evidence } from "../casework/Evidence.ts"
import { asides } from "../casework/LateFact.ts"
import * as Migration from "../casework/Migration.ts"
import { PlaybookId, StageId, StepId, Version } from "../casework/Playbook.ts"
import { DayFromIso } from "../kernel/Day.ts"
import { given } from "../kernel/OptionalKey.ts"
import { personal, sensitive } from "../kernel/Personal.ts"
import { type DecisionRefused, precondition, refuse, refuseAll } from "../kernel/Rule.ts"
import { groupFor } from "../model/Routing.ts"
import { CaseId, DistrictId, GroupId } from "../place/Id.ts"
import { Subject } from "../place/Subject.ts"
import * as Effect from "effect/Effect"
import { type CaseworkWorld, contextOf, buildingsOf, lookUp, unknownSubjects } from "./CaseworkFacts.ts"
import { apply, type CaseworkDraft } from "./CaseworkDraft.ts"
import { findCase } from "./CaseworkSlice.ts"
import { all, type Asking, type Change, change, type Decision, make, type RequestOf } from "./Context.ts"
import { type Dated, dated, datedRules, type DatedRefusal, type Happened, happenedAt } from "./Dated.ts"
import { caseKnown, type LookUpRefusal, playbookKnown, subjectsKnown } from "./LookUpRefusal.ts"
import { versionKey } from "./ModelContext.ts"
import { type Asked, decideCase, onCase } from "./OnCase.ts"

type Reason = CaseReason | LookUpRefusal | Migration.MigrationRefusal

/**
 * Why a request about a case is refused.
 *
 * @category refusals
 */
export type CaseworkRefusal = DatedRefusal | Reason

// ----------------------------------------------------------------------------------------------------------- deciding

const requests = {
  OpenCase: {
    case: CaseId,
    playbook: PlaybookId,
    subjects: Schema.NonEmptyArray(Subject),
    parent: Schema.optionalKey(CaseId),
    lineage: Schema.optionalKey(Lineage),
    evidence: Schema.optionalKey(personal(Evidence)),
    /** The case's own due day, if its playbook allows one. */
    due: Schema.optionalKey(DayFromIso),
    ...happenedAt
  },
  TakeStep: { case: CaseId, step: StepId, evidence: Schema.optionalKey(personal(Evidence)), ...happenedAt },
  NoteOnCase: {
    case: CaseId,
    text: sensitive(Schema.String.check(Schema.isMaxLength(10_000))),
    ...happenedAt
  },
  HandCaseOver: {
    case: CaseId,
    to: Handler,
    reason: Schema.optionalKey(sensitive(Schema.String.check(Schema.isMaxLength(10_000)))),
    ...happenedAt
  },
  /**
   * Replaces a provisional due day, one that was counted while the holidays of its year were not known. Default of
   * `of`: the due day of the current stage.
   */
  DecideDue: {
    case: CaseId,
    of: Schema.optionalKey(WhichDue),
    due: DayFromIso,
    reason: sensitive(Schema.String.check(Schema.isMaxLength(10_000)))
  },
  /**
   * Settles a fact that was put aside (recorded too late to change the case). `entry` is the position of the entry with
   * the fact.
   */
  SettleFact: {
    case: CaseId,
    entry: Schema.Int.check(Schema.isGreaterThan(0)),
    how: SettledHow,
    reason: sensitive(Schema.String.check(Schema.isMaxLength(10_000)))
  },
  /**
   * Sends the case to another group or another district. The other district accepts the case, or sends it back (see
   * `Governance`).
   */
  TransferCase: {
    case: CaseId,
    to: Schema.Union([GroupId, Schema.Struct({ district: DistrictId })]),
    reason: sensitive(Schema.String.check(Schema.isMaxLength(10_000))),
    ...happenedAt
  },
  /** Closes the case as a duplicate of another case. The subjects of this case are added to the other case. */
  MergeCase: { case: CaseId, into: CaseId, ...happenedAt },
  WithdrawCase: {
    case: CaseId,
    reason: sensitive(Schema.String.check(Schema.isMaxLength(10_000))),
    ...happenedAt
  },
  ReopenCase: {
    case: CaseId,
    relapse: Schema.Boolean,
    reason: sensitive(Schema.String.check(Schema.isMaxLength(10_000))),
    ...happenedAt
  },
  /**
   * Moves an open case to another version of its playbook. `stages` contains the new stage for each old stage. A stage
   * that is not a key of `stages` keeps its id.
   */
  MigrateCase: {
    case: CaseId,
    version: Version,
    stages: Schema.Record(StageId, StageId).pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed({})))
  }
}

type CaseRequest = RequestOf<typeof requests>
type RequestCalled<Name extends CaseRequest["_tag"]> = Extract<CaseRequest, { readonly _tag: Name }>

/** Decides on a fact about a case, such as a step, that may have happened on an earlier day. */
const factOnCase = (
  asking: Asking<CaseworkWorld>,
  request: Happened & { readonly case: CaseId },
  command: (asked: Asked) => CaseCommand
): Decision<CaseEvent, CaseworkRefusal> =>
  Result.flatMap(datedOnCase(asking, request), (when) => onCase(asking, request.case, command, when))

/** The days of a fact about a case. The keepers of the case answer for more days than others. */
const datedOnCase = (
  asking: Asking<CaseworkWorld>,
  request: Happened & { readonly case: CaseId }
): Result.Result<Dated, DecisionRefused<DatedRefusal>> => {
  const found = lookUp(asking, request.case)
  const { actor: by, on } = asking
  const keeps = found !== undefined && authority(found.playbook.keepers, { by, on }, found.state).length === 0
  return dated(asking, request, keeps)
}

/**
 * Decides on opening a case.
 *
 * @category decisions
 */
export const openCase = (
  asking: Asking<CaseworkWorld>,
  request: RequestCalled<"OpenCase">
): Decision<CaseEvent, CaseworkRefusal> =>
  Result.flatMap(dated(asking, request), (when) => openCaseOn(asking, request, when))

const openCaseOn = (
  asking: Asking<CaseworkWorld>,
  request: RequestCalled<"OpenCase">,
  { on, recorded, ...instant }: Dated
): Decision<CaseEvent, Reason> => {
  const { actor, district, model } = asking
  const { case: id, due, evidence, lineage, parent, playbook: playbookId, subjects } = request
  const playbook = model.playbooks.get(playbookId)
  const [unknown, ...more] = unknownSubjects(asking, subjects)
  if (playbook === undefined) {
    const known = [...model.playbooks.keys()].toSorted()
    return refuseAll([
      { _tag: "PlaybookUnknown", playbook: playbookId, known },
      ...(unknown ? [unknown, ...more] : [])
    ])
  }
  if (unknown !== undefined) return refuseAll([unknown, ...more])
  const buildings = buildingsOf(asking, subjects)
  const group = groupFor(model, playbook.playbook.ledBy, buildings)
  // This cannot happen: reading a model fails if a playbook names a heart (the main purpose of a group) that no group
  // has.
  if (group === undefined)
    return refuse(playbookKnown, { _tag: "PlaybookUnknown", playbook: playbookId, known: [] })
  const command: CaseCommand = {
    _tag: "Open",
    by: actor,
    on,
    ...instant,
    ...(recorded === undefined ? {} : { written: recorded }),
    context: contextOf(district, { group: group.id, parent }, on),
    id,
    playbook: playbookId,
    version: playbook.playbook.version,
    subjects,
    buildings,
    group: group.id,
    ...(parent === undefined ? {} : { parent }),
    ...(lineage === undefined ? {} : { lineage }),
    ...(evidence === undefined ? {} : { evidence }),
    ...given("due", due)
  }
  const before = district.cases.get(id)?.state ?? CaseDecider.initial
  return Result.map(decideCase(model, playbook, before, command), (events) =>
    change(asking, stream(id), events)
  )
}

const merge = (
  asking: Asking<CaseworkWorld>,
  request: RequestCalled<"MergeCase">
): Decision<CaseEvent, CaseworkRefusal> => {
  const { case: id, into } = request
  const duplicate = Option.getOrUndefined(findCase(asking.district, id))
  if (duplicate === undefined) return refuse(caseKnown, { _tag: "CaseUnknown", case: id })
  const { buildings, subjects } = duplicate
  return Result.flatMap(datedOnCase(asking, request), (when) =>
    all([
      onCase(asking, id, (asked) => ({ _tag: "Merge", ...asked, into }), when),
      onCase(
        asking,
        into,
        (asked) => ({ _tag: "Absorb", ...asked, duplicate: id, subjects, buildings }),
        when
      )
    ])
  )
}

const migrate = (
  asking: Asking<CaseworkWorld>,
  { case: id, stages, version }: RequestCalled<"MigrateCase">
): Decision<CaseEvent, Reason> => {
  const { actor: by, district, model, on } = asking
  const found = lookUp(asking, id)
  if (found === undefined) return refuse(caseKnown, { _tag: "CaseUnknown", case: id })
  const { playbook: from, state } = found
  const to = district.playbooks.get(versionKey(from.id, version))
  const known = [...district.playbooks.values()].flatMap(({ id: one, playbook }) =>
    one === from.id ? [playbook.version] : []
  )
  const migration = { from, to: to ?? from, stages }
  const [unfit, ...others]: ReadonlyArray<Migration.MigrationRefusal> =
    to === undefined
      ? [{ _tag: "VersionUnknown", playbook: from.id, version, known }]
      : Migration.refusals(migration)
  const context = contextOf(district, state, on)
  const when = { on, ...given("now", asking.now) }
  const moved = Migration.migrate(migration, model.calendar, state, { by, ...when, context })
  return all<CaseEvent, Reason>([
    unfit === undefined ? Result.succeed([]) : refuseAll([unfit, ...others]),
    Result.map(moved, (events) => change(asking, stream(id), events))
  ])
}

/** @category rules */
export const toAnotherDistrict = precondition({
  id: "transfer-to-another-district",
  name: "a case is transferred to another district than its own",
  reasons: ["SameDistrict"]
})

const transfer = (
  asking: Asking<CaseworkWorld>,
  request: RequestCalled<"TransferCase">
): Decision<CaseEvent, CaseworkRefusal> => {
  const { reason, to: target } = request
  const to = typeof target === "string" ? { group: target } : target
  return "district" in to && to.district === asking.model.id
    ? refuse(toAnotherDistrict, { _tag: "SameDistrict", district: to.district })
    : factOnCase(asking, request, (asked) => ({ _tag: "Transfer", ...asked, to, reason }))
}

const settle = (
  asking: Asking<CaseworkWorld>,
  { case: id, entry, how, reason }: RequestCalled<"SettleFact">
): Decision<CaseEvent, Reason> => {
  const found = asides(asking.district.cases.get(id)?.entries ?? []).find(
    ({ position }) => position === entry
  )
  const fact = found?.event._tag === "FactAside" ? asideOf(found.event) : undefined
  return onCase(asking, id, (asked) => ({
    _tag: "Settle",
    ...asked,
    entry,
    how,
    reason,
    ...given("fact", fact)
  }))
}

const asideOf = ({
  by,
  from,
  handler,
  on,
  recorded,
  step
}: Extract<CaseEvent, { _tag: "FactAside" }>): Aside => ({
  by,
  on,
  recorded,
  ...given("from", from),
  ...given("step", step),
  ...given("handler", handler)
})

const take = (
  asked: Asked,
  { evidence, step }: RequestCalled<"TakeStep">
): Extract<CaseCommand, { _tag: "Take" }> => ({
  _tag: "Take",
  ...asked,
  step,
  ...(evidence === undefined ? {} : { evidence })
})

const decide = (
  asking: Asking<CaseworkWorld>,
  request: CaseRequest
): Decision<CaseEvent, CaseworkRefusal> => {
  switch (request._tag) {
    case "OpenCase":
      return openCase(asking, request)
    case "TakeStep":
      return factOnCase(asking, request, (asked) => take(asked, request))
    case "NoteOnCase":
      return factOnCase(asking, request, (asked) => ({ _tag: "Note", ...asked, text: request.text }))
    case "HandCaseOver": {
      const { reason, to } = request
      const why = reason === undefined ? {} : { reason }
      return factOnCase(asking, request, (asked) => ({ _tag: "HandOver", ...asked, to, ...why }))
    }
    case "DecideDue": {
      const { due, of, reason } = request
      const which = of === undefined ? {} : { of }
      return onCase(asking, request.case, (asked) => ({
        _tag: "DecideDue",
        ...asked,
        ...which,
        due,
        reason
      }))
    }
    case "SettleFact":
      return settle(asking, request)
    case "TransferCase":
      return transfer(asking, request)
    case "MergeCase":
      return merge(asking, request)
    case "MigrateCase":
      return migrate(asking, request)
    case "WithdrawCase": {
      const { reason } = request
      return factOnCase(asking, request, (asked) => ({ _tag: "Withdraw", ...asked, reason }))
    }
    case "ReopenCase": {
      const { reason, relapse } = request
      return factOnCase(asking, request, (asked) => ({ _tag: "Reopen", ...asked, relapse, reason }))
    }
  }
}

/**
 * Decides the automatic actions on a case: to take the automatic step for a deadline that has passed, or to count a
 * provisional due day again when the holidays of its year are known.
 */
export const lapse = (asking: Asking<CaseworkWorld>, id: CaseId): Decision<CaseEvent, Reason> =>
  onCase(asking, id, (asked) => ({ _tag: "Lapse", ...asked }))

const isCaseReason = (reason: { readonly _tag: string }): reason is CaseReason =>
  Object.hasOwn(CaseReason.cases, reason._tag)

/**
 * The change that records a refused step on its case. There is no such change unless the playbook requires a record for
 * this step.
 */
export const keptRefusal = (
  asking: Asking<CaseworkWorld>,
  request: { readonly _tag: string },
  reasons: ReadonlyArray<{ readonly _tag: string }>
): ReadonlyArray<Change<CaseEvent>> => {
  if (!isTakeStep(request)) return []
  const [first, ...others] = reasons.filter(isCaseReason)
  const found = lookUp(asking, request.case)
  if (found === undefined || first === undefined) return []
  const { actor: by, model, on } = asking
  const { playbook, state } = found
  const command = take({ by, on, ...given("now", asking.now) }, request)
  return change(
    asking,
    stream(request.case),
    CaseDecider.keep(playbook, model.calendar, state, command, [first, ...others])
  )
}

// This cast is safe: each tag belongs to exactly one type of request.
const isTakeStep = (request: { readonly _tag: string }): request is RequestCalled<"TakeStep"> =>
  request._tag === "TakeStep"

/** @category contexts */
export const caseworkContext = make({
  id: "case",
  events: CaseEvent,
  opens: false,
  initial: (): CaseworkDraft => ({ cases: new Map(), children: new Map() }),
  apply,
  requests,
  authorities: {
    OpenCase: "by playbook",
    TakeStep: "by playbook",
    NoteOnCase: "by playbook",
    HandCaseOver: "by playbook",
    DecideDue: "by playbook",
    SettleFact: "by playbook",
    TransferCase: "by playbook",
    MergeCase: "by playbook",
    WithdrawCase: "by playbook",
    ReopenCase: "by playbook",
    MigrateCase: "by playbook"
  },
  rules: [
    ...new Set([
      caseKnown,
      playbookKnown,
      subjectsKnown,
      openedOnce,
      ...opening,
      wasOpened,
      knownStep,
      ...stepRules,
      ...Object.values(standard).flat(),
      somethingLapses,
      ...Migration.rules,
      toAnotherDistrict,
      ...datedRules
    ])
  ],
  decide
})
