/**
 * Previews the notices of a channel without sending them. For past days, the notices are computed from the ledger
 * entries of these days; for future days, from the current state of the district. In both cases, today's model,
 * preferences and mandates are used.
 */
import { add, type Day, toIso } from "@liulinhui/core/Day"
import * as District from "@liulinhui/core/District"
import { Journal, Sealing } from "@liulinhui/core/District"
import type { DistrictId } from "@liulinhui/core/Id"
import { type Entry, Ledger, limits } from "@liulinhui/core/Ledger"
import { isObject } from "@liulinhui/core/Problem"
import { Texts } from "@liulinhui/texts"
import * as Effect from "effect/Effect"
import * as Notice from "@liulinhui/core/Notice"
import { plan, type Planned, type Speech, withName } from "./NoticePlan.ts"
import { type DistrictUnknown, Governance, type StoreError } from "@liulinhui/service/Governance"

/** An entry of the ledger, and its decoded event. */
interface Line {
  readonly entry: Entry
  readonly happened: Journal.Happened
}

/**
 * Computes the notices of a channel from one day to another, including both days, the earliest first. `lines` are the
 * ledger entries of these days.
 *
 * @category policy
 */
export const ofDays = (
  district: District.District,
  lines: ReadonlyArray<Line>,
  { from, speech, until }: { readonly from: Day; readonly until: Day; readonly speech: Speech }
): ReadonlyArray<Planned> => {
  const { audience } = speech
  const happened = lines.filter(({ happened: { event } }) => event.on >= from && event.on <= until)
  return plan(
    district,
    [
      ...happened.flatMap(({ entry, happened: one }) => Notice.ofEntry(district, one, entry, audience)),
      ...Notice.ofDays(district, add(from, -1), until, audience)
    ],
    speech
  ).toSorted((a, b) => a.when - b.when)
}

/**
 * Returns whether the event of an entry can be on one of some days. The day of an event is never sealed (encrypted), so
 * the entries of other days need not be decoded.
 */
const canBeWithin = (from: Day, until: Day): ((entry: Entry) => boolean) => {
  const [first, last] = [toIso(from), toIso(until)]
  return ({ data }) => {
    const on = isObject(data) ? data["on"] : undefined
    return typeof on !== "string" || (first <= on && on <= last)
  }
}

/**
 * Returns the notices that a channel sends in a district on some days, the earliest first. Default: seven days,
 * beginning today.
 *
 * @category policy
 */
export const preview = Effect.fn("NoticePreview.preview")(function* (
  district: DistrictId,
  options: { readonly from?: Day; readonly until?: Day; readonly speech: Speech }
): Effect.fn.Return<ReadonlyArray<Planned>, DistrictUnknown | StoreError, Governance | Ledger> {
  const governance = yield* Governance
  const ledger = yield* Ledger
  const { first, from } = yield* governance.read(district, (state, today) => {
    const { from = today } = options
    return { from, first: District.firstEntryFrom(state, from) }
  })
  const speech: Speech = { texts: yield* Texts.Current, ...options.speech }
  const { until = add(from, 6) } = options
  const isWithin = canBeWithin(from, until)
  const lines: Array<Line> = []
  for (let after = first - 1; ;) {
    const page = yield* ledger.read(district, after, limits.page)
    const last = page.at(-1)
    if (last === undefined) break
    for (const entry of page) {
      if (!isWithin(entry)) continue
      const happened = yield* Effect.fromResult(Sealing.decodeClear(entry))
      if (happened.event.on >= from && happened.event.on <= until) lines.push({ entry, happened })
    }
    after = last.position
  }
  return yield* governance.read(district, (state) =>
    ofDays(state, lines, { from, until, speech }).map(({ notice, when }) => ({
      when,
      notice: withName(state, notice, speech)
    }))
  )
})
