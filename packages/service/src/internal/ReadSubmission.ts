/**
 * Checks the form of a submission (an actor's request) strictly. The submission may be a value of a program, or JSON.
 * Returns all mistakes at once.
 */
import { type Reason, read as readRequest, tagIn } from "@liulinhui/core/Governance"
import type { DistrictId } from "@liulinhui/core/Id"
import type { CommandId } from "@liulinhui/core/Ledger"
import * as Result from "effect/Result"
import { Refused } from "../GovernanceError.ts"
import type { Submission } from "../Submission.ts"

const ofEnvelope = ["district", "id", "by"] as const

/** Checks the district, the command id and the actor of a submission. */
const readEnvelope = (input: unknown): Result.Result<Submission, Refused> => {
  const given: Readonly<Record<string, unknown>> =
    typeof input === "object" && input !== null ? { ...input } : {}
  const text = (key: string): string => (typeof given[key] === "string" ? given[key] : "")
  const [first, ...others] = ofEnvelope.flatMap((path): ReadonlyArray<Reason> =>
    given[path] === undefined
      ? [{ _tag: "KeyMissing", path }]
      : typeof given[path] === "string"
        ? []
        : [{ _tag: "ValueMalformed", path, message: "Expected string" }]
  )
  return first === undefined
    ? // The cast is safe: all three are texts. Their values are checked later: the district and the actor with the model, the command id by the ledger.
      Result.succeed(given as unknown as Submission)
    : Result.fail(
        new Refused({
          district: text("district") as DistrictId,
          id: text("id") as CommandId,
          request: "",
          reasons: [first, ...others],
          kept: false
        })
      )
}

/** Returns the decoded submission, or every mistake in it. */
export const readSubmission = (input: unknown): Result.Result<Submission, Refused> =>
  Result.flatMap(readEnvelope(input), (submission) => {
    const { district, id } = submission
    return Result.mapBoth(readRequest(submission.request), {
      onSuccess: (request) => ({ ...submission, request }),
      onFailure: ({ reasons }) => {
        const request = tagIn(submission.request) ?? ""
        return new Refused({ district, id, request, reasons, kept: false })
      }
    })
  })
