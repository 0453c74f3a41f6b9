/** What is wrong with a model's file: which line and column, what was found there, and what to do. */
import { formatPath, type Problem } from "@liulinhui/core/kernel/Problem"
import * as Schema from "effect/Schema"

/**
 * A place in a file: line and column from 1. Where what is meant is not in the file but comes from the model that the
 * file extends, `base` names that model, and line and column are those of what stands nearest to it.
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

/** A problem at a place. */
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
 * A model's file is refused as a whole, with everything that is wrong with it.
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
