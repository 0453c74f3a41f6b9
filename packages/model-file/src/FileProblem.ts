/** A mistake in a model file: its line and column, what was found, what was expected, and what to do about it. */
import { TaggedError } from "@liulinhui/core/Failure"
import { formatPath, type Problem } from "@liulinhui/core/Problem"
import * as Schema from "effect/Schema"

/**
 * A place in a model file. Lines and columns count from 1.
 *
 * If the file extends another model (the base), the mistake may be in the base. Then `base` is the name of the base,
 * and line and column are those of the nearest key in the file itself.
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
 * One mistake in a model file, with its place in the file and its path in the document.
 *
 * @category models
 */
export const FileProblem = Schema.Struct({
  ...Location.fields,
  path: Schema.Array(Schema.Union([Schema.String, Schema.Int])),
  code: Schema.String,
  message: Schema.String,
  /** The names and values in the message: see `Problem` of `@liulinhui/core`. */
  given: Schema.optionalKey(Schema.Record(Schema.String, Schema.Json))
})
export interface FileProblem extends Schema.Schema.Type<typeof FileProblem> {}

/** Adds the place in the model file to a problem of its document. */
export const at = ({ code, given, message, path }: Problem, location: Location): FileProblem => ({
  ...location,
  path,
  code,
  message,
  ...(given === undefined ? {} : { given })
})

/** Formats a mistake in a model file as one line of text, such as `district.yaml:12:5 branches.b1: …`. */
export const formatProblem = (self: FileProblem): string => {
  const path = formatPath(self.path)
  const base = self.base === undefined ? "" : ` (from ${self.base})`
  return `${self.file}:${self.line}:${self.column}${path === "" ? "" : ` ${path}`}${base}: ${self.message}`
}

/**
 * The file does not contain a valid model. The error lists every mistake that was found, in the order of the lines.
 *
 * @category errors
 */
export class ModelFileRefused extends TaggedError<ModelFileRefused>()(
  "ModelFileRefused",
  {
    file: Schema.String,
    problems: Schema.NonEmptyArray(FileProblem)
  },
  ({ problems }) => problems.map(formatProblem).join("\n")
) {}
