/** A mistake in a model file: its line and column, what was found, what was expected, and what to do. */
import { formatPath, type Problem } from "@liulinhui/core/Problem"
import * as Schema from "effect/Schema"

/**
 * A place in a file. Lines and columns count from 1.
 *
 * The file may extend a model, and the mistake may be in that model. Then `base` is the name of that model, and line
 * and column are those of the nearest key that the file itself has.
 *
 * @category models
 */
export const Location = Schema.Struct({
  file: Schema.String,
  line: Schema.Int,
  column: Schema.Int,
  base: Schema.optionalKey(Schema.String)
})
export interface Location extends Schema.Schema.Type<typeof Location> {}

/**
 * One mistake, at its place in the file and its path in the document.
 *
 * @category models
 */
export const FileProblem = Schema.Struct({
  ...Location.fields,
  path: Schema.Array(Schema.Union([Schema.String, Schema.Int])),
  code: Schema.String,
  message: Schema.String
})
export interface FileProblem extends Schema.Schema.Type<typeof FileProblem> {}

/** A file problem: a problem of the document, with its place in the file. */
export const at = ({ code, message, path }: Problem, location: Location): FileProblem => ({
  ...location,
  path,
  code,
  message
})

/** A problem as one line of text: `district.yaml:12:5 branches.b1: …`. */
export const formatProblem = (self: FileProblem): string => {
  const path = formatPath(self.path)
  const base = self.base === undefined ? "" : ` (from ${self.base})`
  return `${self.file}:${self.line}:${self.column}${path === "" ? "" : ` ${path}`}${base}: ${self.message}`
}

/**
 * The file is not a valid model. Lists every mistake that was found, in the order of the lines.
 *
 * @category errors
 */
export class ModelFileRefused extends Schema.TaggedError<ModelFileRefused>()("ModelFileRefused", {
  file: Schema.String,
  problems: Schema.NonEmptyArray(FileProblem)
}) {
  override get message(): string {
    return this.problems.map(formatProblem).join("\n")
  }
}
