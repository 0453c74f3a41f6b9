/**
 * A story describes what happened in a district on which days, and which result was expected. Stories have one format
 * for four uses: to replay events onto a ledger, to test a model, as the output of a simulator, and in reports of
 * mistakes:
 *
 * ```yaml
 * importer: office
 * until: "2026-03-31T20:00:00+08:00"
 * events:
 *   - { at: "2026-03-02T09:00:00+08:00", by: office, id: p1, do: { _tag: ProposePairing, proposal: first } }
 *   - { at: "2026-03-03T09:00:00+08:00", by: office, do: { _tag: TakeStep, case: c1, step: clear }, expect: refused }
 *   - { at: "2026-03-31T20:00:00+08:00", expect: { coverage: { elders-reached: 34/55 } } }
 * ```
 *
 * This module reads a story. A program that has a service runs it.
 */
import { Outcome, StageId } from "@liulinhui/core/Playbook"
import { Request } from "@liulinhui/core/Governance"
import { DayFromIso } from "@liulinhui/core/Day"
import { DocumentRefused, make, type Problem, reader, refuse } from "@liulinhui/core/Problem"
import { ActorId, CaseId, RuleId } from "@liulinhui/core/Id"
import { CommandId } from "@liulinhui/core/Ledger"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

/** The format of a point in time with its offset from UTC, such as `2026-03-02T09:00:00+08:00`. */
export const Instant = Schema.String.check(
  Schema.makeFilter(
    (text: string) =>
      /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/.test(text) &&
      !Number.isNaN(Date.parse(text)),
    { expected: "a time with its offset, such as 2026-03-02T09:00:00+08:00" }
  )
)

/** Returns the milliseconds since 1970 of a point in time. */
export const millisOf = (instant: typeof Instant.Type): number => Date.parse(instant)

/** The format of coverage: the number of members who were reached, and the number of all members, such as `34/55`. */
export const Share = Schema.String.check(
  Schema.isPattern(/^\d{1,9}\/\d{1,9}$/, { expected: "how many of how many, such as 34/55" })
)

/** The expected state of a case. Only the fields that are present are compared. */
export const CaseExpectation = Schema.Struct({
  stage: Schema.optionalKey(StageId),
  /** The earliest due day of the case. */
  due: Schema.optionalKey(DayFromIso),
  outcome: Schema.optionalKey(Outcome),
  open: Schema.optionalKey(Schema.Boolean)
})
export interface CaseExpectation extends Schema.Schema.Type<typeof CaseExpectation> {}

/**
 * What a story expects after an event: that the request is refused with at least these reasons, and the state of the
 * district afterwards.
 */
export const Expectation = Schema.Union([
  Schema.Literal("refused"),
  Schema.Struct({
    /** The tags of the reasons that the refusal must contain. It may contain others. */
    refused: Schema.optionalKey(Schema.NonEmptyArray(Schema.NonEmptyString)),
    coverage: Schema.optionalKey(Schema.Record(RuleId, Share)),
    case: Schema.optionalKey(Schema.Record(CaseId, CaseExpectation))
  })
])
export type Expectation = typeof Expectation.Type

const Written = Schema.Struct({
  importer: Schema.optionalKey(ActorId),
  until: Schema.optionalKey(Instant),
  events: Schema.NonEmptyArray(
    Schema.Struct({
      at: Instant,
      by: Schema.optionalKey(ActorId),
      id: Schema.optionalKey(CommandId),
      do: Schema.optionalKey(Schema.Record(Schema.String, Schema.Json)),
      expect: Schema.optionalKey(Expectation),
      /** A remark for readers of the story. It has no effect. */
      note: Schema.optionalKey(Schema.String)
    })
  )
})

/** One event of a story: a request by an actor at a time, an expectation at a time, or both. */
export interface StoryEvent {
  readonly at: string
  /** The request, its actor, and the command id if the story contains one. */
  readonly asked?: {
    readonly by: ActorId
    readonly request: Request
    /** The request exactly as the story contains it. */
    readonly written: Schema.JsonObject
    readonly id?: CommandId
  }
  readonly expect?: Expectation
}

/**
 * A story after it was read and checked. Its events are in the order of time.
 *
 * @category models
 */
export interface Story {
  /** The actor who imports the roster before the first event. */
  readonly importer?: ActorId
  /** When the story ends. Default: the time of its last event. */
  readonly until: string
  readonly events: ReadonlyArray<StoryEvent>
}

const readWritten = reader(Written)

type WrittenEvent = (typeof Written.Type)["events"][number]

const isTag = (tag: Schema.Json | undefined): tag is Request["_tag"] =>
  typeof tag === "string" && Object.hasOwn(Request.cases, tag)

const requestOf = (
  written: Schema.JsonObject,
  path: ReadonlyArray<string | number>
): Result.Result<Request, DocumentRefused> => {
  const tag = written["_tag"]
  if (!isTag(tag)) {
    const found = tag === undefined ? "there is no _tag" : `there is no request ${JSON.stringify(tag)}`
    return refuse([make([...path, "_tag"], "unknown-request", `${found}: name a request, such as TakeStep`)])
  }
  const schema: Schema.ConstraintDecoder<unknown> = Request.cases[tag]
  return Result.mapBoth(reader(schema)(written), {
    // The cast is safe: the result of decoding with this schema is a request.
    onSuccess: (request) => request as Request,
    onFailure: ({ problems }) =>
      new DocumentRefused({
        problems: problems.map(({ code, message, path: below }) => make([...path, ...below], code, message))
      })
  })
}

/** Finds problems that concern an event and the event before it, such as a wrong order. */
const problemsOf = (
  { at, by, do: written, expect }: WrittenEvent,
  before: WrittenEvent | undefined,
  path: ReadonlyArray<string | number>
): ReadonlyArray<Problem> => [
  ...(before !== undefined && millisOf(at) < millisOf(before.at)
    ? [make([...path, "at"], "out-of-order", `${at} is before ${before.at}, the event above: move it up`)]
    : []),
  ...(written !== undefined && by === undefined
    ? [make([...path, "by"], "missing", "name the actor who makes this request")]
    : []),
  ...(written === undefined && expect === undefined
    ? [make(path, "empty-event", "the event has neither `do` nor `expect`")]
    : []),
  ...(written === undefined && (expect === "refused" || expect?.refused !== undefined)
    ? [make([...path, "expect"], "nothing-to-refuse", "only a request can be refused: add `do`")]
    : [])
]

const eventOf = (
  { at, by, do: written, expect, id }: WrittenEvent,
  path: ReadonlyArray<string | number>
): Result.Result<StoryEvent, DocumentRefused> => {
  const event = { at, ...(expect === undefined ? {} : { expect }) }
  if (written === undefined || by === undefined) return Result.succeed(event)
  return Result.map(requestOf(written, [...path, "do"]), (request) => ({
    ...event,
    asked: { by, request, written, ...(id === undefined ? {} : { id }) }
  }))
}

/**
 * Reads a story from the value of its YAML or JSON file. If the file has mistakes, returns all of them with their
 * paths.
 *
 * @example
 * ```ts
 * import { read } from "@liulinhui/testing/Story"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const at = "2026-03-02T09:00:00+08:00"
 * const story = read({ events: [{ at, by: "office", do: { _tag: "ProposePairing", proposal: "first" } }] })
 * assert.equal(Result.getOrThrow(story).until, at)
 *
 * const wrong = read({ events: [{ at, do: { _tag: "ProposePairing", proposal: 1 } }] })
 * assert.deepEqual(
 *   Result.isFailure(wrong) && wrong.failure.problems.map(({ path }) => path.join(".")),
 *   ["events.0.by"]
 * )
 * ```
 * @category reading
 */
export const read = (value: unknown): Result.Result<Story, DocumentRefused> =>
  Result.flatMap(readWritten(value), ({ events, importer, until }) => {
    const read = events.map((event, n) => eventOf(event, ["events", n]))
    const last = events.at(-1)?.at ?? ""
    const end = until ?? last
    const [first, ...others] = [
      ...events.flatMap((event, n) => problemsOf(event, events[n - 1], ["events", n])),
      ...read.flatMap((event) => (Result.isFailure(event) ? event.failure.problems : [])),
      ...(millisOf(end) < millisOf(last)
        ? [make(["until"], "out-of-order", `${end} is before the last event, at ${last}`)]
        : [])
    ]
    return first === undefined
      ? Result.succeed({
          ...(importer === undefined ? {} : { importer }),
          until: end,
          events: read.flatMap((event) => (Result.isSuccess(event) ? [event.success] : []))
        })
      : refuse([first, ...others])
  })
