/**
 * How a reader of a file format stops if it finds a problem: it throws a {@link FileRefusal}. The public functions of
 * this package turn this exception into a typed failure.
 */
import type { MessageId } from "../words/Catalogue.ts"
import { TaggedError } from "@liulinhui/core/Failure"
import { formatProblem, problem, SheetProblem, type Where } from "../Problem.ts"

export class FileRefusal extends TaggedError<FileRefusal>()(
  "FileRefusal",
  { problem: SheetProblem },
  ({ problem: refused }) => formatProblem(refused, "en")
) {}

/** Stops reading a file, by throwing a `FileRefusal` with this problem. */
export const refuse = (code: MessageId, where: Where = {}, args: SheetProblem["args"] = {}): never => {
  throw new FileRefusal({ problem: problem(code, where, args) })
}

/**
 * Stops reading a file after an error. If the error is a `FileRefusal`, it is thrown again unchanged. Any other error
 * means that the file is damaged.
 */
export const damaged = (error?: unknown): never => {
  if (error instanceof FileRefusal) throw error
  return refuse("damaged-file")
}
