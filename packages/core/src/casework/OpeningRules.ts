/** The named rules for opening a case. */
import type { Period } from "../kernel/Period.ts"
import { makeFor } from "../kernel/Rule.ts"
import { kind, type Subject } from "../place/Subject.ts"
import type { CaseReason } from "./Case.ts"
import { authority } from "./CaseAuthority.ts"
import type { CaseQuestion, OpenQuestion } from "./CaseQuestion.ts"
import * as Due from "./Due.ts"
import * as Evidence from "./Evidence.ts"

const nothing: ReadonlyArray<never> = []

const rule = makeFor<OpenQuestion, CaseReason>()

const byItsPlaybook = rule({
  id: "case-own-playbook",
  name: "a case is opened under the playbook and the version that decide it",
  reasons: ["OtherPlaybook", "OtherVersion"],
  objections: ({ command, playbook }) => [
    ...(command.playbook === playbook.id
      ? nothing
      : [{ _tag: "OtherPlaybook" as const, expected: playbook.id, found: command.playbook }]),
    ...(command.version === playbook.playbook.version
      ? nothing
      : [{ _tag: "OtherVersion" as const, expected: playbook.playbook.version, found: command.version }])
  ]
})

export interface SubjectsQuestion {
  readonly playbook: CaseQuestion["playbook"]
  readonly command: { readonly subjects: ReadonlyArray<Subject> }
}

/** This rule is also used when a case is received from another district. */
export const aboutItsKind = makeFor<SubjectsQuestion, CaseReason>()({
  id: "case-kind-of-subject",
  name: "a case is about subjects of the kind that its playbook names",
  reasons: ["OtherSubject"],
  objections: ({ command, playbook: { playbook } }) => {
    const other = command.subjects.map(kind).find((found) => found !== playbook.subject)
    return other === undefined
      ? nothing
      : [{ _tag: "OtherSubject", expected: playbook.subject, found: other }]
  }
})

const byAnOpener = rule({
  id: "case-opened-by-openers",
  name: "a case is opened by the people whom its playbook names for that",
  reasons: ["NoRole", "OutOfScope"],
  objections: ({ command, playbook }) =>
    authority(playbook.openers, command, {
      group: command.group,
      buildings: command.buildings,
      handler: undefined
    })
})

const openedWithEvidence = rule({
  id: "case-opened-with-evidence",
  name: "a case is opened with the evidence that its playbook requires, and no other",
  reasons: ["EvidenceMissing", "EvidenceMalformed", "EvidenceUnknown"],
  objections: ({ command, playbook }) =>
    Evidence.objections(playbook.opening, command.evidence ?? Evidence.none)
})

const underItsParent = rule({
  id: "case-opened-under-parent",
  name: "a case is opened under an open case of the playbook that its own playbook names as parent",
  reasons: ["NoParent", "OtherParent", "ParentNotOpen"],
  objections: ({ command: { context, parent }, playbook: { playbook } }) => {
    if (parent === undefined) {
      return playbook.parent === undefined ? nothing : [{ _tag: "NoParent", playbook: playbook.parent }]
    }
    const above = context?.parent
    return [
      ...(above === undefined || playbook.parent === undefined || above.playbook === playbook.parent
        ? nothing
        : [{ _tag: "OtherParent" as const, expected: playbook.parent, found: above.playbook }]),
      ...(above?.open === true ? nothing : [{ _tag: "ParentNotOpen" as const }])
    ]
  }
})

const withinItsLimits = rule({
  id: "case-own-due-within-limits",
  name: "a due day that is chosen for one case is within the limits of its playbook",
  reasons: ["OwnDueNotAllowed", "OwnDueOutside"],
  objections: ({ calendar, command: { due, on }, playbook: { playbook } }) => {
    const limits = playbook.opening?.due
    if (due === undefined) return nothing
    if (limits === undefined) return [{ _tag: "OwnDueNotAllowed" }]
    const dayOf = (period: Period) => Due.count(calendar, Due.term(on, period, undefined)).day
    const earliest = limits.least === undefined ? on : dayOf(limits.least)
    const latest = dayOf(limits.most)
    return due >= earliest && due <= latest ? nothing : [{ _tag: "OwnDueOutside", due, earliest, latest }]
  }
})

/**
 * The rules in force for opening a case.
 *
 * @category rules
 */
export const opening = [
  byItsPlaybook,
  aboutItsKind,
  byAnOpener,
  openedWithEvidence,
  underItsParent,
  withinItsLimits
] as const
