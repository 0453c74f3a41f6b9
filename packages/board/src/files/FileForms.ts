/** Keeps the files of a form about a case, and shows a file of a case. */
import { BlobAddress } from "@liulinhui/core/Blobs"
import { CaseId } from "@liulinhui/core/Id"
import { CommandId } from "@liulinhui/core/Ledger"
import type { Problem } from "@liulinhui/http/Problem"
import * as Visit from "@liulinhui/http/Visit"
import { asOfLedger, type EvidenceFilesShape } from "@liulinhui/service/EvidenceFiles"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Moment, Visitor } from "../Moment.ts"
import * as Answers from "../steps/Answers.ts"

const readCase = Schema.decodeUnknownOption(CaseId)
const readFile = Schema.decodeUnknownOption(BlobAddress)
const readCommand = Schema.decodeUnknownOption(CommandId)

/**
 * What a field of a form about a case has instead of a file: the kept file, or why it is refused. If the reader can take no step
 * of the case with a file, the file is not kept, and the page says that the step is not possible.
 */
export const keeping =
  (files: EvidenceFilesShape, { actor, district, params }: Visitor) =>
  (file: File): Effect.Effect<string, Visit.Failure> =>
    Effect.gen(function* () {
      const id = Option.getOrUndefined(readCase(params["case"]))
      if (id === undefined) return yield* Visit.fingerprint(file)
      if (file.size > files.settings.largest) return Answers.faultText("too-large", file.name)
      const bytes = new Uint8Array(yield* Effect.promise(() => file.arrayBuffer()))
      return yield* files.keep({ district, by: actor, case: id, bytes }).pipe(
        Effect.map((kept) => Answers.chosenText({ ...kept, name: file.name })),
        Effect.catchTags({
          FileRefused: ({ fault }) => Effect.succeed(Answers.faultText(fault, file.name)),
          FileUnknown: () => Visit.fingerprint(file),
          BlobsUnavailable: asOfLedger
        })
      )
    })

/** Looks at the file in the address of a request. The form has the id of the command, and the purpose if one is required. */
export const look = (
  files: EvidenceFilesShape,
  { actor, district, params }: Visitor,
  form: URLSearchParams
) => {
  const id = Option.getOrUndefined(readCase(params["case"]))
  const file = Option.getOrUndefined(readFile(params["file"]))
  const command = Option.getOrUndefined(readCommand(form.get("command")))
  const purpose = form.get("purpose")?.trim()
  return id === undefined || file === undefined || command === undefined
    ? Effect.undefined
    : Effect.map(
        files.look({
          district,
          by: actor,
          case: id,
          file,
          id: command,
          ...(purpose === undefined || purpose === "" ? {} : { purpose })
        }),
        (shown) => Visit.shownFile(shown, file)
      )
}

/** The problem of a failure to show a file. */
export const problemOf = (failure: Visit.Failure | Visit.FileFailure, moment: Moment): Problem => {
  switch (failure._tag) {
    case "BlobDamaged":
    case "BlobsUnavailable":
    case "FileGone":
    case "FileRefused":
    case "FileUnknown":
    case "OffsetDiffers":
      return Visit.fileProblemOf(failure, moment.words)
    default:
      return Visit.problemOf(failure, moment)
  }
}
