/** What the requests of an import need besides a preview: their command ids, and where in the file a refusal comes from. */
import { CommandId } from "@liulinhui/core/Ledger"
import type { IntakeRefusal } from "@liulinhui/core/Registry"
import type { SheetProblem } from "../Problem.ts"
import { locate } from "./Preview.ts"
import type { ImportRequest, Preview } from "./PreviewModel.ts"

/**
 * The command id of one request of an import. It depends on the resident, not on the place of the request in the import.
 * So a repeated import, which has fewer requests, never uses an id for another request.
 *
 * @category operations
 */
export const importId = (id: CommandId, request: ImportRequest): CommandId => {
  switch (request._tag) {
    case "ImportRegistry":
      return CommandId.make(`${id}/0`)
    case "EnterResident":
      return CommandId.make(`${id}/${request.resident.id}`)
    case "LeaveResident":
      return CommandId.make(`${id}/${request.resident}`)
  }
}

const isIntake = (reason: { readonly _tag: string }): reason is IntakeRefusal => "index" in reason

/**
 * The problem in the file because of which the service refused an import. `undefined` if the reason is about no record of the
 * file.
 *
 * @category operations
 */
export const problemOf = (preview: Preview, reason: { readonly _tag: string }): SheetProblem | undefined =>
  isIntake(reason) ? locate(preview, reason) : undefined
