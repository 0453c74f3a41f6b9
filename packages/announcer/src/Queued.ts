/**
 * How many notices of a district were put into the queues of all its channels, whichever program sends them. A program
 * that sends no notices itself can use this to report on them.
 */
import { type DistrictId, RuleId } from "@liulinhui/core/Id"
import { Notice } from "@liulinhui/core/Notifier"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { StoreError } from "@liulinhui/service/Governance"
import { Outbox, type OutboxShape, storeFailed } from "./Outbox.ts"

const decodeNotice = Schema.decodeUnknownEffect(Schema.toCodecJson(Notice))

/**
 * How many notices were queued for a channel, by notice rule, those that still wait included. A digest counts as one
 * notice, under its own id.
 *
 * @category operations
 */
export const ofChannel = Effect.fnUntraced(function* (
  outbox: OutboxShape,
  district: DistrictId,
  channel: string
) {
  const swept = yield* outbox.swept(district, channel)
  const counts = new Map([...swept].map(([rule, count]) => [RuleId.make(rule), count]))
  for (const element of yield* outbox.offered(district, channel)) {
    const { rule } = yield* Effect.mapError(decodeNotice(element), storeFailed)
    counts.set(rule, (counts.get(rule) ?? 0) + 1)
  }
  return counts
})

/**
 * The same for all channels together: a notice through two channels counts twice. `undefined` if no channel ever queued a
 * notice, so that it is not known whether there were any.
 *
 * @category operations
 */
export const ofDistrict = (
  district: DistrictId
): Effect.Effect<ReadonlyMap<RuleId, number> | undefined, StoreError, Outbox> =>
  Effect.gen(function* () {
    const outbox = yield* Outbox
    const channels = yield* outbox.channels(district)
    if (channels.size === 0) return undefined
    const counts = new Map<RuleId, number>()
    for (const channel of channels) {
      for (const [rule, count] of yield* ofChannel(outbox, district, channel)) {
        counts.set(rule, (counts.get(rule) ?? 0) + count)
      }
    }
    return counts
  })
