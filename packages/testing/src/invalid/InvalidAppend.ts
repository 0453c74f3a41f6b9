/** Appends that no ledger accepts, each for exactly one reason. */
import { type DistrictId, StreamId } from "@liulinhui/core/Id"
import { type Append, CommandId, type NewEvent, type StreamAppend } from "@liulinhui/core/Ledger"
import type fc from "fast-check"
import { appendAttempt, appendOf } from "../LedgerArbitraries.ts"
import { flawed, type Flaws, type Invalid } from "./Flaws.ts"

/** A mistake in an append, by the part that is wrong. */
export type AppendFlaw =
  | "command-id"
  | "fingerprint"
  | "instant"
  | "no-streams"
  | "stream-twice"
  | "stream-id"
  | "expected-version"
  | "no-events"
  | "event-type"
  | "data-not-json"
  | "data-with-nul"

const stream = StreamId.make("last")
const event: NewEvent = { type: "Visited", data: 1 }

/** Adds a stream to an append. */
const adding =
  (more: Partial<StreamAppend>) =>
  (valid: Append): Append => ({
    ...valid,
    streams: [...valid.streams, { stream, expected: "any", events: [event], ...more }]
  })

// The casts are deliberate: the types and schemas of core refuse these values.
const flaws: Flaws<Append, AppendFlaw> = {
  "command-id": (valid) => ({ ...valid, commandId: "a b" as CommandId }),
  fingerprint: (valid) => ({ ...valid, fingerprint: "指纹" }),
  instant: (valid) => ({ ...valid, at: -1 }),
  "no-streams": (valid) => ({ ...valid, streams: [] }),
  "stream-twice": ({ streams: [first], ...valid }) => ({
    ...valid,
    streams: first === undefined ? [] : [first, first]
  }),
  "stream-id": adding({ stream: "a b" as StreamId }),
  "expected-version": adding({ expected: -1 }),
  "no-events": adding({ events: [] }),
  "event-type": adding({ events: [{ ...event, type: "" }] }),
  "data-not-json": adding({ events: [{ ...event, data: Number.NaN }] }),
  "data-with-nul": adding({ events: [{ ...event, data: "a\u0000" }] })
}

/**
 * Appends that every ledger must refuse with `AppendRejected`, for exactly one reason.
 *
 * @category arbitraries
 */
export const append = (
  district: DistrictId,
  { among }: { readonly among?: ReadonlyArray<AppendFlaw> } = {}
): fc.Arbitrary<Invalid<Append, AppendFlaw>> =>
  flawed(
    flaws,
    appendAttempt(3).map((attempt) => appendOf(district, attempt, () => 0)),
    among
  )
