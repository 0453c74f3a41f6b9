/** Why what a request is about cannot be looked up. */
import type { PlaybookId } from "../casework/Playbook.ts"
import type { CaseId } from "../place/Id.ts"
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
