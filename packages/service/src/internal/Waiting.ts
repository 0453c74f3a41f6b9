import type * as Exit from "effect/Exit"
import type { SubmitError } from "../GovernanceError.ts"
import type { Accepted, Submission } from "../Submission.ts"

/** A submission that waits until it is served. `outcome` is set afterwards. */
export interface Waiting {
  readonly submission: Submission
  outcome: Exit.Exit<Accepted, SubmitError> | undefined
}
