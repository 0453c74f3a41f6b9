/** The reasons against a request that refers to something unknown, such as a case or a playbook that does not exist. */
import { makeFor, precondition } from "../kernel/Rule.ts"
import type { PlaybookId } from "../casework/Playbook.ts"
import { isKnown } from "../place/Contact.ts"
import type { CaseId } from "../place/Id.ts"
import type { Registry } from "../place/Registry.ts"
import type { Subject } from "../place/Subject.ts"

export interface CaseUnknown {
  readonly _tag: "CaseUnknown"
  readonly case: CaseId
}

/**
 * @category refusals
 */
export type LookUpRefusal =
  | CaseUnknown
  | {
      readonly _tag: "PlaybookUnknown"
      readonly playbook: PlaybookId
      readonly known: ReadonlyArray<PlaybookId>
    }
  | { readonly _tag: "SubjectUnknown"; readonly subject: Subject }

/** @category rules */
export const caseKnown = precondition({
  id: "case-known",
  name: "a request is about a case on record",
  reasons: ["CaseUnknown"]
})

/** @category rules */
export const playbookKnown = precondition({
  id: "playbook-known",
  name: "a case is opened under a playbook of the model",
  reasons: ["PlaybookUnknown"]
})

/** @category rules */
export const subjectsKnown = makeFor<
  { readonly registry: Registry; readonly subjects: ReadonlyArray<Subject> },
  LookUpRefusal
>()({
  id: "subjects-known",
  name: "a case is about people or places in the registry",
  reasons: ["SubjectUnknown"],
  objections: ({ registry, subjects }) =>
    subjects.flatMap((subject) =>
      isKnown(registry, subject) ? [] : [{ _tag: "SubjectUnknown" as const, subject }]
    )
})
