/** The errors of files of evidence. Each error is tagged, and its message says what to do. */
import { TaggedError } from "@liulinhui/core/Failure"
import * as Schema from "effect/Schema"

/**
 * There is no such case, upload or file for this actor. The error never says which. So an actor cannot find out whether a
 * case or a file exists.
 *
 * @category errors
 */
export class FileUnknown extends TaggedError<FileUnknown>()(
  "FileUnknown",
  {},
  () => "there is no such case, upload or file for this actor: check the ids and the mandate"
) {}

/** Why a file is refused. */
export const FileFault = Schema.Literals(["type-unknown", "damaged", "too-large"])
export type FileFault = typeof FileFault.Type

const advice: Readonly<Record<FileFault, string>> = {
  "type-unknown": "send a JPEG, PNG or WebP picture, or a PDF document",
  damaged: "the file is damaged or cut off: send it again",
  "too-large": "the file is too large: send a smaller one"
}

/**
 * A file is refused. Nothing of it is kept.
 *
 * @category errors
 */
export class FileRefused extends TaggedError<FileRefused>()(
  "FileRefused",
  { fault: FileFault },
  ({ fault }) => `the file is refused (${fault}): ${advice[fault]}`
) {}

/**
 * A file of a case cannot be shown any more: a person in it was erased, or it is not in the store of this district.
 *
 * @category errors
 */
export class FileGone extends TaggedError<FileGone>()(
  "FileGone",
  { why: Schema.Literals(["erased", "missing"]) },
  ({ why }) =>
    why === "erased"
      ? "a person whom the file shows was erased: the file cannot be opened any more"
      : "the file is not in the store: copy it from a backup, or ask the district that sent the case"
) {}
