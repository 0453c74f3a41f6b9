/**
 * fast-check arbitraries for JSON values and for appends to a ledger. The conformance suite of the ledger uses them.
 * Use them in other tests of ledgers too.
 */
import { StreamId, type DistrictId } from "@liulinhui/core/Id"
import { type Append, CommandId, type NewEvent } from "@liulinhui/core/Ledger"
import type * as Schema from "effect/Schema"
import fc from "fast-check"

/**
 * Well-formed texts in any script, without the character NUL.
 *
 * @category arbitraries
 */
export const text: fc.Arbitrary<string> = fc
  .string({ unit: "binary", maxLength: 12 })
  .map((value) => value.replaceAll("\u0000", "零"))

const number: fc.Arbitrary<number> = fc.oneof(
  fc.maxSafeInteger(),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    // Makes a generated number storable: an integer must be a safe integer, and JSON has no negative zero.
    .map((value) => (Number.isInteger(value) ? Math.trunc(value % 1e9) + 0 : value))
)

/**
 * JSON values that a ledger accepts.
 *
 * @category arbitraries
 */
export const json: fc.Arbitrary<Schema.Json> = fc.letrec<{ value: Schema.Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.constant(null),
    fc.boolean(),
    number,
    text,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(text, tie("value"), { maxKeys: 4 })
  )
})).value

/**
 * Generates events with any data.
 *
 * @category arbitraries
 */
export const event: fc.Arbitrary<NewEvent> = fc.record({
  type: fc.constantFrom("Visited", "Relapsed", "登记", "notice.served/v2"),
  data: json
})

/**
 * Which version of a stream a generated writer claims to have seen: any version, or the current version plus `off`. If
 * `off` is 0, the claim is right.
 */
export type Seen = "any" | { readonly off: number }

/**
 * An append that a test tries, without its district and without the versions of its streams. The test adds these when
 * it makes the append.
 */
export interface AppendAttempt {
  readonly commandId: CommandId
  readonly at: number
  readonly fingerprint: string | undefined
  readonly streams: ReadonlyArray<{
    readonly stream: StreamId
    readonly seen: Seen
    readonly events: ReadonlyArray<NewEvent>
  }>
}

const streams = ["a", "b", "楼栋.7"].map((name) => StreamId.make(name))

/**
 * Generates attempts that often conflict with each other, because there are few streams and few command ids.
 *
 * @category arbitraries
 */
export const appendAttempt = (commands: number): fc.Arbitrary<AppendAttempt> =>
  fc.record({
    commandId: fc.integer({ min: 1, max: commands }).map((n) => CommandId.make(`command-${n}`)),
    at: fc.integer({ min: 0, max: 4_102_444_800_000 }),
    // Most commands with the same id also have the same fingerprint.
    fingerprint: fc.constantFrom(undefined, "same", "same", "same", "other"),
    streams: fc.uniqueArray(
      fc.record({
        stream: fc.constantFrom(...streams),
        seen: fc.oneof(
          { weight: 2, arbitrary: fc.constant<Seen>("any") },
          { weight: 4, arbitrary: fc.constant<Seen>({ off: 0 }) },
          { weight: 1, arbitrary: fc.constantFrom<Seen>({ off: -1 }, { off: 1 }) }
        ),
        events: fc.array(event, { minLength: 1, maxLength: 3 })
      }),
      { minLength: 1, maxLength: 2, selector: ({ stream }) => stream }
    )
  })

/**
 * Returns the append of an attempt. `version` returns the current version of a stream.
 *
 * @category operations
 */
export const appendOf = (
  district: DistrictId,
  { commandId, at, fingerprint, streams: parts }: AppendAttempt,
  version: (stream: StreamId) => number
): Append => ({
  district,
  commandId,
  at,
  ...(fingerprint === undefined ? {} : { fingerprint }),
  streams: parts.map(({ stream, seen, events }) => ({
    stream,
    expected: seen === "any" ? seen : Math.max(0, version(stream) + seen.off),
    events
  }))
})
