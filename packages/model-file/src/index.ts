/**
 * Reads the model of a district from the text of a file, such as `district.yaml`.
 *
 * The input is YAML or JSON text, the output one plain JSON document. For each path in the document, this package also
 * knows the line and column at which the value is written. With `extends: six-hearts`, the file starts from another
 * model, which the caller passes under this name. The rest of the file is then a patch of that model, according to RFC
 * 7396 (JSON merge patch; see `kernel/MergePatch`).
 */
import { apply, Parts } from "@liulinhui/core/Model"
import { formatPath, isObject, make, type Problem } from "@liulinhui/core/Problem"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { decode, intact } from "./Encoding.ts"
import { at, FileProblem, Location, ModelFileRefused } from "./FileProblem.ts"
import { readSections } from "./Sections.ts"
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
  /** The parts of the base that the file takes out with `null`: the section and the id of each. */
  readonly removed: ReadonlyArray<Parts.Part>
}

/** Options for reading a model file. */
export interface ReadOptions {
  /** The name of the file, for error messages. */
  readonly file: string
  /** The models that the file may extend, by the name after `extends:`. */
  readonly bases?: Readonly<Record<string, Schema.Json>>
}

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
  /** The parts of the base that the file takes out with `null`. */
  readonly removed: ReadonlyArray<Parts.Part>
}

/** The base that a file extends, and the parts of it that the file chooses. `undefined` if it takes the whole base. */
interface Extended {
  readonly name: string
  readonly parts?: ReadonlyArray<string>
}

const isText = (value: Schema.Json): value is string => typeof value === "string"

/** Reads `extends: name`, or `extends: { name: [part, part] }`. */
const extendedBy = (value: Schema.Json): Extended | undefined => {
  if (typeof value === "string") return { name: value }
  if (!isObject(value)) return undefined
  const [first, ...others] = Object.entries(value)
  if (first === undefined || others.length > 0) return undefined
  const [name, parts] = first
  return Array.isArray(parts) && parts.length > 0 && parts.every(isText) ? { name, parts } : undefined
}

/** The parts of a base that a patch takes out. */
const removedBy = (base: Schema.Json, patch: Schema.JsonObject): ReadonlyArray<Parts.Part> =>
  Object.entries(patch).flatMap(([section, value]) => {
    const own = child(base, section)
    if (!isObject(own)) return []
    if (value === null) return Object.keys(own).map((id) => [section, id] as const)
    return isObject(value)
      ? Object.entries(value).flatMap(([id, part]) =>
          part === null && Object.hasOwn(own, id) ? [[section, id] as const] : []
        )
      : []
  })

const extend = (
  value: Schema.Json,
  bases: Readonly<Record<string, Schema.Json>>
): Result.Result<Whole, ReadonlyArray<Problem>> => {
  if (!isObject(value)) {
    const message = "found no map: write the parts of the model as keys, such as `branches:`"
    return Result.fail([make([], "not-a-map", message, {})])
  }
  const { extends: written, ...patch } = value
  if (written === undefined) return Result.succeed({ document: value, removed: [] })
  const extended = extendedBy(written)
  const known = Object.keys(bases)
  const whole =
    extended !== undefined && Object.hasOwn(bases, extended.name) ? bases[extended.name] : undefined
  if (extended === undefined || whole === undefined) {
    const expected =
      known.length === 0 ? "no `extends:`, because there is no model to extend" : known.join(" or ")
    const found = JSON.stringify(written)
    const given = { found, ...(known.length === 0 ? {} : { known }) }
    return Result.fail([make(["extends"], "unknown-base", `found ${found}, expected ${expected}`, given)])
  }
  const { name, parts } = extended
  return Result.map(
    parts === undefined ? Result.succeed(whole) : Parts.choose(whole, name, parts),
    (base) => {
      const removed = removedBy(base, patch)
      return { document: apply(Parts.without(base, removed), patch), base: name, removed }
    }
  )
}

/** What was found in a model file: the document as far as it can be read, and every mistake in the text. */
export interface InspectedFile {
  /** The file. `undefined` if its text cannot be read as a document. */
  readonly file: ModelFile | undefined
  readonly problems: ReadonlyArray<FileProblem>
  /** The sections, such as `groups`, whose text is not YAML. They are missing in the document of the file. */
  readonly unread: ReadonlyArray<string>
}

/**
 * Reads a model file as far as possible, for a check that reports the mistakes in the text and in the model in one run.
 * To use the model, call {@link readModelFile}.
 *
 * @category reading
 */
export const inspectModelFile = (
  input: string | Uint8Array,
  { bases = {}, file }: ReadOptions
): InspectedFile => {
  const decoded = typeof input === "string" ? intact(input) : decode(input)
  if (Result.isFailure(decoded)) {
    const { column, line, problem } = decoded.failure
    return { file: undefined, problems: [at(problem, { file, line, column })], unread: [] }
  }
  const text = readYaml(decoded.success)
  const readable = text.isReadable ? { ...text, unread: [] } : readSections(decoded.success, text)
  const yaml = readable ?? text
  const placed = ({ offset, problem }: TextProblem): FileProblem =>
    at(problem, { file, ...yaml.position(offset) })
  const problems = yaml.problems.toSorted((a, b) => a.offset - b.offset).map(placed)
  if (readable === undefined) return { file: undefined, problems, unread: [] }
  const whole = extend(yaml.value, bases)
  if (Result.isFailure(whole)) {
    const found = whole.failure.map((problem) => {
      const { offset } = nearest(yaml.place, yaml.value, problem.path)
      return placed({ offset, problem })
    })
    return { file: undefined, problems: problems.length > 0 ? problems : found, unread: [] }
  }
  const { base, document, removed } = whole.success
  const locate = (path: ReadonlyArray<string | number>): Location => {
    const { isOwn, offset } = nearest(yaml.place, document, path)
    return { file, ...yaml.position(offset), ...(isOwn || base === undefined ? {} : { base }) }
  }
  return { file: { file, document, locate, removed }, problems, unread: readable.unread }
}

/**
 * Reads a model file: a text, or the bytes of a file in UTF-8, UTF-16 or GB 18030. Fails with every mistake in the text,
 * each with its line and column. The result is not checked as a model yet.
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
  input: string | Uint8Array,
  options: ReadOptions
): Result.Result<ModelFile, ModelFileRefused> => {
  const { file, problems } = inspectModelFile(input, options)
  const [first, ...others] = problems
  if (first !== undefined) {
    return Result.fail(new ModelFileRefused({ file: options.file, problems: [first, ...others] }))
  }
  // The cast is safe: a file without a problem was read.
  return Result.succeed(file as ModelFile)
}

/**
 * The part that a file takes out with `null`, if a problem in the base is that this part does not exist any more.
 */
const removedPart = ({ removed }: ModelFile, { code, given }: Problem): Parts.Part | undefined => {
  const name = given?.[code === "heart-without-group" ? "heart" : "name"]
  if (code === "heart-without-group") return removed.find(([section]) => section === "groups")
  return code.startsWith("unknown-") ? removed.find(([, id]) => id === name) : undefined
}

/**
 * Finds the place in the file of each problem of its document, in the order of the lines. If a part of the base still
 * needs a part that the file takes out with `null`, the problem is reported at the line of the `null`, once for all
 * places that need it.
 *
 * @category errors
 */
export const locateProblems = (
  self: ModelFile,
  problems: ReadonlyArray<Problem>
): ReadonlyArray<FileProblem> => {
  const needed = new Map<string, { readonly part: Parts.Part; readonly paths: Array<string> }>()
  const own = problems.filter((problem) => {
    if (self.locate(problem.path).base === undefined) return true
    const part = removedPart(self, problem)
    if (part === undefined) return true
    const key = part.join("/")
    const known = needed.get(key) ?? { part, paths: [] }
    known.paths.push(formatPath(problem.path))
    needed.set(key, known)
    return false
  })
  const removed = [...needed.values()].map(({ part, paths }) => {
    const [, name] = part
    const message = `"${name}" is taken out here, and ${paths.join(", ")} still needs it: take that out too, or change it`
    return make([...part], "removed-but-needed", message, { name, needed: paths })
  })
  return [...own, ...removed]
    .map((problem) => at(problem, self.locate(problem.path)))
    .toSorted((a, b) => a.line - b.line || a.column - b.column)
}

/**
 * Makes one error from all problems that a check has found in the document of a model file, in the order of their
 * lines. Returns `undefined` if there are no problems.
 *
 * @category errors
 */
export const refusal = (self: ModelFile, problems: ReadonlyArray<Problem>): ModelFileRefused | undefined => {
  const [first, ...others] = locateProblems(self, problems)
  return first === undefined
    ? undefined
    : new ModelFileRefused({ file: self.file, problems: [first, ...others] })
}
