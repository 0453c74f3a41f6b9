/**
 * A request to a district, as data. A request is the content of a command. The command itself also contains the actor,
 * the time and the district (see `Governance`). A request never contains facts that the district already knows, such as
 * the responsible group, the building of a flat, or the branches that lead a group. These facts are looked up.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { RequestOf } from "../contexts/Context.ts"
import { type AnyContext, contexts } from "../contexts/contexts.ts"
import { Reported } from "../intake/Intake.ts"
import { formatPath } from "../kernel/Problem.ts"
import { marks } from "../kernel/Personal.ts"
import { type DecisionRefused, refuseAll, verdict } from "../kernel/Rule.ts"
import { type Mistake, type Mistakes, mistakesReader, near } from "../kernel/StrictReader.ts"
import { privateNumber } from "../place/PrivateNumber.ts"
import type { RequestMistake } from "./CommandRefusal.ts"

type Intersection<Union> = (Union extends unknown ? (each: Union) => void : never) extends (
  all: infer All
) => void
  ? All
  : never

/** The fields of each type of request. The key is the tag of the request (the name of its type). */
export type Requests = Intersection<AnyContext["requests"]>

/**
 * Any request to a district, no matter which context decides it.
 *
 * @category models
 */
export const Request = Schema.TaggedUnion(
  // The cast is safe: this object contains the requests of all contexts, each stored under its tag.
  Object.assign({}, ...contexts.map(({ requests }) => requests)) as Requests
)
export type Request = RequestOf<Requests>

/**
 * The type of a request: the `_tag` of {@link Request}.
 *
 * @category schemas
 */
export const RequestTag = Schema.String.pipe(
  Schema.refine((tag): tag is Request["_tag"] => Object.hasOwn(Request.cases, tag))
)

type Read = (input: unknown) => Result.Result<Request, Mistakes>

/**
 * Two functions that read one type of request: one reads decoded input, and one reads JSON, in which days are texts.
 */
interface Readers {
  readonly decoded: Read
  readonly json: Read
  /**
   * The paths to the fields of a request that are sealed (encrypted) in the ledger. All other fields are stored
   * unencrypted.
   */
  readonly sealed: ReadonlyArray<ReadonlyArray<string>>
}

const readers: ReadonlyMap<string, Readers> = new Map(
  Object.entries<Schema.Codec<Request, unknown>>(Request.cases as never).map(([tag, schema]) => [
    tag,
    {
      decoded: mistakesReader(Schema.toType(schema)),
      json: mistakesReader(schema),
      sealed: marks(schema).map(({ path }) => path)
    }
  ])
)

const tagOf = (input: unknown): unknown =>
  typeof input === "object" && input !== null && "_tag" in input ? input._tag : undefined

const isTag = Schema.is(RequestTag)

/**
 * Reads the tag (type) of a request from a value that comes from outside. `undefined` if the value has no known tag.
 */
export const tagIn = (input: unknown): Request["_tag"] | undefined => {
  const tag = tagOf(input)
  return isTag(tag) ? tag : undefined
}

const root = "request"

const reasonOf = (mistake: Mistake, within: string): RequestMistake => {
  const path = formatPath([within, ...mistake.path])
  switch (mistake._tag) {
    case "KeyMissing":
      return { _tag: "KeyMissing", path }
    case "KeyUnknown":
      return { _tag: "KeyUnknown", path, near: mistake.near }
    case "ValueMalformed":
      return { _tag: "ValueMalformed", path, message: mistake.message }
  }
}

const refused = (
  [first, ...others]: Mistakes,
  within = root
): Result.Result<never, DecisionRefused<RequestMistake>> =>
  refuseAll([reasonOf(first, within), ...others.map((one) => reasonOf(one, within))])

const reportRead = mistakesReader(Reported)

/**
 * Reads a report from a resident strictly, or returns all mistakes at once.
 *
 * @category decoding
 */
export const readReported = (input: unknown): Result.Result<Reported, DecisionRefused<RequestMistake>> => {
  const found = reportRead(input)
  return Result.isSuccess(found) ? Result.succeed(found.success) : refused(found.failure, "report")
}

/**
 * The private numbers (of an ID card, a phone or a bank card) that are found in a request, in the parts that are stored
 * unencrypted.
 */
const privateNumbersIn = (
  value: unknown,
  sealed: Readers["sealed"],
  path: ReadonlyArray<string | number>
): ReadonlyArray<RequestMistake> => {
  if (sealed.some(({ length }) => length === 0)) return []
  if (typeof value === "string") {
    const kind = privateNumber(value)
    return kind === undefined ? [] : [{ _tag: "PrivateNumberInClear", path: formatPath(path), kind }]
  }
  const isList = Array.isArray(value)
  const parts = typeof value === "object" && value !== null ? Object.entries(value) : []
  return parts.flatMap(([key, part]) => {
    const below = sealed.flatMap(([first, ...rest]) => (first === key || first === "*" ? [rest] : []))
    return privateNumbersIn(part, below, [...path, isList ? Number(key) : key])
  })
}

// In these types of requests, the rules of the registry look for private numbers. These rules also check data from
// files, and report the row in which a number was found.
const checkedByRules: ReadonlySet<string> = new Set([
  "ImportRegistry",
  "EnterBuilding",
  "EnterHousehold",
  "EnterResident"
] satisfies ReadonlyArray<Request["_tag"]>)

const withoutPrivateNumbers = (
  request: Request,
  sealed: Readers["sealed"]
): Result.Result<Request, DecisionRefused<RequestMistake>> =>
  verdict(checkedByRules.has(request._tag) ? [] : privateNumbersIn(request, sealed, [root]), request)

const fewest = (one: Mistakes, other: Mistakes): Mistakes => (other.length < one.length ? other : one)

/**
 * Reads a request strictly, from JSON (days are texts such as `2026-03-02`) or from a decoded value. Returns all
 * mistakes at once. An unknown key is a mistake: it may be a misspelt key, whose value would otherwise be lost.
 *
 * @example
 * ```ts
 * import { read } from "@liulinhui/core/Governance"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const building = { id: "b1", label: "1号楼", floor: -3 }
 * const refused = read({ _tag: "EnterBuilding", building })
 * assert.deepEqual(Result.isFailure(refused) && refused.failure.reasons, [
 *   { _tag: "KeyUnknown", path: "request.building.floor", near: ["floors"] },
 *   { _tag: "KeyMissing", path: "request.building.floors" }
 * ])
 * ```
 * @category decoding
 */
export const read = (input: unknown): Result.Result<Request, DecisionRefused<RequestMistake>> => {
  const tag = tagOf(input)
  if (typeof tag !== "string") return refuseAll([{ _tag: "KeyMissing", path: `${root}._tag` }])
  const found = readers.get(tag)
  if (found === undefined) {
    return refuseAll([{ _tag: "RequestUnknown", request: tag, near: near(tag, [...readers.keys()]) }])
  }
  const decoded = found.decoded(input)
  const json = Result.isSuccess(decoded) ? decoded : found.json(input)
  if (Result.isSuccess(json)) return withoutPrivateNumbers(json.success, found.sealed)
  return refused(Result.isFailure(decoded) ? fewest(json.failure, decoded.failure) : json.failure)
}
