/**
 * Reads the model of a district from the text of a file, such as `district.yaml`.
 *
 * The input is YAML or JSON text, the output one plain JSON document. For each path in the document, this package also
 * knows the line and column at which the value is written. With `extends: six-hearts`, the file starts from another
 * model, which the caller passes under this name. The rest of the file is then a patch of that model, according to RFC
 * 7396 (JSON merge patch; see `kernel/MergePatch`).
 */
import { apply } from "@liulinhui/core/Model"
import { make, type Problem } from "@liulinhui/core/Problem"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { at, FileProblem, Location, ModelFileRefused } from "./FileProblem.ts"
import { type Place, readYaml, type TextProblem } from "./Yaml.ts"

export { FileProblem, formatProblem, Location, ModelFileRefused } from "./FileProblem.ts"

/**
 * A model file after reading: its document, and the place of each value.
 *
 * @category models
 */
export interface ModelFile {
  readonly file: string
  /** The whole document, including the model that the file extends. */
  readonly document: Schema.Json
  /**
   * Returns the place in the file of the value at a path of the document: the place of the key, or of the item in a
   * list. If the path is not in the file, returns the place of its nearest ancestor.
   */
  readonly locate: (path: ReadonlyArray<string | number>) => Location
}

/** Options for reading a model file. */
export interface ReadOptions {
  /** The name of the file, for error messages. */
  readonly file: string
  /** The models that the file may extend, by the name after `extends:`. */
  readonly bases?: Readonly<Record<string, Schema.Json>>
}

const isObject = (value: Schema.Json | undefined): value is Schema.JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const child = (value: Schema.Json | undefined, key: string | number): Schema.Json | undefined => {
  if (Array.isArray(value)) return typeof key === "number" ? (value as Schema.JsonArray)[key] : undefined
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

// The place in the file that is nearest to a path of the document. `isOwn` states whether the value is written in the
// file. Otherwise it comes from the base model.
const nearest = (
  place: Place,
  document: Schema.Json,
  path: ReadonlyArray<string | number>
): { readonly offset: number; readonly isOwn: boolean } => {
  let own: Place | undefined = place
  let offset = place.offset
  let value: Schema.Json | undefined = document
  for (const key of path) {
    value = child(value, key)
    own = own?.children.get(key)
    if (own !== undefined) offset = own.offset
    else if (value === undefined) return { offset, isOwn: true }
    else return { offset, isOwn: false }
  }
  return { offset, isOwn: true }
}

interface Whole {
  readonly document: Schema.Json
  readonly base?: string
}

const extend = (
  value: Schema.Json,
  bases: Readonly<Record<string, Schema.Json>>
): Result.Result<Whole, Problem> => {
  if (!isObject(value)) {
    return Result.fail(
      make([], "not-a-map", "found no map: write the parts of the model as keys, such as `branches:`")
    )
  }
  const { extends: name, ...patch } = value
  if (name === undefined) return Result.succeed({ document: value })
  const known = Object.keys(bases)
  const base = typeof name === "string" && Object.hasOwn(bases, name) ? bases[name] : undefined
  if (typeof name !== "string" || base === undefined) {
    const expected =
      known.length === 0 ? "no `extends:`, because there is no model to extend" : known.join(" or ")
    return Result.fail(
      make(["extends"], "unknown-base", `found ${JSON.stringify(name)}, expected ${expected}`)
    )
  }
  return Result.succeed({ document: apply(base, patch), base: name })
}

/**
 * Reads a model file. Fails with every mistake in the text, each with its line and column. The result is not checked as
 * a model yet.
 *
 * @example
 * ```ts
 * import { readModelFile } from "@liulinhui/model-file"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const bases = { "six-hearts": { hearts: { joy: { zh: "乐心" } }, rules: { patrol: "7 days" } } }
 * const text = "extends: six-hearts\nrules:\n  patrol: 14 days\n"
 *
 * const model = Result.getOrThrow(readModelFile(text, { file: "district.yaml", bases }))
 * assert.deepEqual(model.document, { hearts: { joy: { zh: "乐心" } }, rules: { patrol: "14 days" } })
 * assert.deepEqual(model.locate(["rules", "patrol"]), { file: "district.yaml", line: 3, column: 3 })
 * assert.equal(model.locate(["hearts", "joy"]).base, "six-hearts")
 * ```
 * @category reading
 */
export const readModelFile = (
  text: string,
  { bases = {}, file }: ReadOptions
): Result.Result<ModelFile, ModelFileRefused> => {
  const yaml = readYaml(text)
  const placed = ({ offset, problem }: TextProblem): FileProblem =>
    at(problem, { file, ...yaml.position(offset) })
  const [first, ...others] = yaml.problems.toSorted((a, b) => a.offset - b.offset)
  if (first !== undefined) {
    return Result.fail(new ModelFileRefused({ file, problems: [placed(first), ...others.map(placed)] }))
  }
  const whole = extend(yaml.value, bases)
  if (Result.isFailure(whole)) {
    const problem = whole.failure
    const { offset } = nearest(yaml.place, yaml.value, problem.path)
    return Result.fail(new ModelFileRefused({ file, problems: [placed({ offset, problem })] }))
  }
  const { base, document } = whole.success
  return Result.succeed({
    file,
    document,
    locate: (path) => {
      const { isOwn, offset } = nearest(yaml.place, document, path)
      return { file, ...yaml.position(offset), ...(isOwn || base === undefined ? {} : { base }) }
    }
  })
}

/**
 * Makes one error from all problems that a check has found in the document of a model file, in the order of their
 * lines. Returns `undefined` if there are no problems.
 *
 * @category errors
 */
export const refusal = (self: ModelFile, problems: ReadonlyArray<Problem>): ModelFileRefused | undefined => {
  const [first, ...others] = problems
    .map((problem) => at(problem, self.locate(problem.path)))
    .toSorted((a, b) => a.line - b.line || a.column - b.column)
  return first === undefined
    ? undefined
    : new ModelFileRefused({ file: self.file, problems: [first, ...others] })
}
