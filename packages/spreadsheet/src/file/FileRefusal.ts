/**
 * How an engine stops reading: it throws a {@link FileRefusal}. The package's public functions turn it into a typed
 * failure.
 */
import type { MessageId } from "../words/Catalogue.ts"
import { problem, type SheetProblem, type Where } from "../Problem.ts"

export class FileRefusal extends Error {
  readonly problem: SheetProblem
  constructor(refused: SheetProblem) {
    super(refused.code)
    this.problem = refused
  }
}

/** Stops reading with a problem. */
export const refuse = (code: MessageId, where: Where = {}, args: SheetProblem["args"] = {}): never => {
  throw new FileRefusal(problem(code, where, args))
}

/** Stops reading after an error: rethrows a refusal; any other error means that the file is damaged. */
export const damaged = (error?: unknown): never => {
  if (error instanceof FileRefusal) throw error
  return refuse("damaged-file")
}
