import type * as Exit from "effect/Exit"
import type { SubmitError } from "../GovernanceError.ts"
import type { Accepted, Submission } from "../Submission.ts"

/** A submission that waits until the service has decided it. `outcome` is set after the decision. */
export interface Waiting {
  readonly submission: Submission
  outcome: Exit.Exit<Accepted, SubmitError> | undefined
}
