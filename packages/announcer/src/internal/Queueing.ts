/**
 * Turns announcements (who must be notified of what) into notices in the queue of a channel. The notices and their
 * bookmark (the ledger position up to which notices were made) are stored in one transaction.
 */
import type * as District from "@liulinhui/core/District"
import { Sealing } from "@liulinhui/core/District"
import * as Day from "@liulinhui/core/Day"
import type { Happening } from "@liulinhui/core/Notice"
import * as Announce from "@liulinhui/core/Notice"
import type { DistrictId, RuleId } from "@liulinhui/core/Id"
import { type Entry, type LedgerUnavailable, limits } from "@liulinhui/core/Ledger"
import type { Notice } from "@liulinhui/core/Notifier"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { heard, plan, type Planned } from "../NoticePlan.ts"
import { openQueue, queueId, storeFailed } from "../Outbox.ts"
import { type Channel, queueFor } from "./Channel.ts"

const entriesReader = ({ speech }: Channel): string => `announcer:${speech.channel}`
const daysReader = ({ speech }: Channel): string => `announcer:${speech.channel}:days`
const undeliveredReader = ({ speech }: Channel): string => `announcer:${speech.channel}:undelivered`
const digestReader = ({ speech }: Channel, digest: RuleId): string =>
  `announcer:${speech.channel}:digest:${digest}`

/**
 * Happenings that belong to a certain day, such as a due day. Their announcements are put into the queue with their
 * digest at once. The announcements of other happenings are collected until the hour of the digest.
 */
const ofDays: ReadonlySet<Happening> = new Set([
  "case-due",
  "case-overdue",
  "coverage-fell",
  "notice-undelivered"
])

const offer = (channel: Channel, planned: ReadonlyArray<Planned>, now: number) =>
  Effect.forEach(
    planned,
    ({ notice, when }) =>
      Effect.flatMap(openQueue(channel.queues, queueFor(channel, notice)), (queue) =>
        queue.offer(notice, queueId(channel.ledger.hash, notice), Math.max(0, when - now))
      ),
    { discard: true }
  )

/** Stores notices and moves the bookmark (the read position in the ledger) past their entries, in one transaction. */
const commit = (
  channel: Channel,
  district: DistrictId,
  planned: ReadonlyArray<Planned>,
  reader: string,
  position: number
): Effect.Effect<void, LedgerUnavailable> => {
  const { bookmarks, outbox } = channel
  if (planned.length === 0) return bookmarks.advance(district, reader, position)
  return Effect.flatMap(Clock.currentTimeMillis, (now) =>
    outbox.together(
      Effect.andThen(
        Effect.mapError(offer(channel, planned, now), storeFailed),
        bookmarks.advance(district, reader, position)
      )
    )
  )
}

/** Decodes entries without decrypting their personal values, because a notice contains no personal data. */
const decode = (page: ReadonlyArray<Entry>) =>
  Effect.forEach(page, (entry) =>
    Effect.map(Effect.fromResult(Sealing.decodeClear(entry)), (happened) => ({ entry, happened }))
  )

const isGathered = ({ model }: District.District, { rule }: Announce.Announcement): boolean =>
  model?.notices.get(rule)?.digest !== undefined

const queueEntries = Effect.fnUntraced(function* (channel: Channel, district: DistrictId) {
  const { bookmarks, governance, ledger, speech } = channel
  const reader = entriesReader(channel)
  let queued = 0
  for (;;) {
    const after = yield* bookmarks.get(district, reader)
    const page = yield* ledger.read(district, after, limits.page)
    const last = page.at(-1)
    if (last === undefined) return queued
    const lines = yield* decode(page)
    const planned = yield* governance.read(district, (state) =>
      plan(
        state,
        lines
          .flatMap(({ entry, happened }) => Announce.ofEntry(state, happened, entry, speech.audience))
          .filter((announcement) => !isGathered(state, announcement)),
        speech
      )
    )
    yield* commit(channel, district, planned, reader, last.position)
    queued += planned.length
  }
})

const queueDays = Effect.fnUntraced(function* (channel: Channel, district: DistrictId) {
  const { bookmarks, governance, speech } = channel
  const [today, began] = yield* governance.read(district, (state, on) => [on, state.began ?? on] as const)
  const reader = daysReader(channel)
  const bookmark = yield* bookmarks.get(district, reader)
  let queued = 0
  for (let on = Math.max(bookmark + 1, began); on <= today; on++) {
    const planned = yield* governance.read(district, (state) =>
      plan(state, Announce.ofDay(state, Day.Day.make(on), speech.audience), speech)
    )
    yield* commit(channel, district, planned, reader, on)
    queued += planned.length
  }
  return queued
})

/**
 * Returns the ledger position at which a digest (a collection of announcements) begins. The entries up to this position
 * were announced before the model had this digest.
 */
const beginning = Effect.fnUntraced(function* (
  channel: Channel,
  district: DistrictId,
  digest: RuleId,
  from: number
) {
  const { bookmarks } = channel
  // A bookmark of 0 means that the bookmark (read position) was never set. So the position is stored plus one.
  const reader = `${digestReader(channel, digest)}:from`
  const known = yield* bookmarks.get(district, reader)
  if (known > 0) return known - 1
  yield* bookmarks.advance(district, reader, from + 1)
  return from
})

/**
 * If the hour of a digest (several announcements in one notice) has come, puts the digest of all entries since the last
 * digest into the queue.
 */
const queueDigest = Effect.fnUntraced(function* (
  channel: Channel,
  district: DistrictId,
  digest: RuleId,
  from: number
) {
  const { bookmarks, governance, ledger, nextDue, speech } = channel
  const reader = digestReader(channel, digest)
  const now = yield* Clock.currentTimeMillis
  if (now < (nextDue.get(`${district}/${digest}`) ?? 0)) return 0
  const due: Array<Announce.Announcement> = []
  const begun = Math.max(
    yield* beginning(channel, district, digest, from),
    yield* bookmarks.get(district, reader)
  )
  let position = begun
  let open: number | undefined
  while (open === undefined) {
    const page = yield* ledger.read(district, position, limits.page)
    if (page.length === 0) break
    const lines = yield* decode(page)
    const announced = yield* governance.read(district, (state) =>
      lines.map(({ entry, happened }) => {
        const some = Announce.ofEntry(state, happened, entry, speech.audience).filter(
          ({ rule }) => state.model?.notices.get(rule)?.digest === digest
        )
        const later = some.flatMap((one) => heard(state, one, speech)).map((one) => one.when)
        return { position: entry.position, some, when: Math.max(0, ...later) }
      })
    )
    for (const line of announced) {
      if (line.when > now) {
        open = line.when
        break
      }
      due.push(...line.some)
      position = line.position
    }
  }
  if (open !== undefined) nextDue.set(`${district}/${digest}`, open)
  if (position === begun) return 0
  const planned = yield* governance.read(district, (state) => plan(state, due, speech))
  yield* commit(channel, district, planned, reader, position)
  return planned.length
})

const queueDigests = Effect.fnUntraced(function* (channel: Channel, district: DistrictId, from: number) {
  const digests = yield* channel.governance.read(district, ({ model }) => [
    ...new Set(
      [...(model?.notices.values() ?? [])].flatMap(({ digest, on }) =>
        digest === undefined || ofDays.has(on) ? [] : [digest]
      )
    )
  ])
  let queued = 0
  for (const digest of digests) {
    queued += yield* queueDigest(channel, district, digest, from)
  }
  return queued
})

/**
 * Puts notices about dead letters of this channel and of other channels into the queue. A dead letter that is itself a
 * notice about dead letters causes no further notice, because otherwise this would never end.
 */
const queueUndelivered = Effect.fnUntraced(function* (channel: Channel, district: DistrictId) {
  const { bookmarks, governance, outbox, speech } = channel
  const reader = undeliveredReader(channel)
  const after = yield* bookmarks.get(district, reader)
  const letters = (yield* outbox.letters(district)).filter(
    ({ at, channel: of, dropped, kind }) =>
      at > after && dropped === undefined && (of !== speech.channel || kind !== "permanent")
  )
  const last = Math.max(0, ...letters.map(({ at }) => at))
  if (letters.length === 0) return 0
  const planned = yield* governance.read(district, (state, on) => {
    const isAbout = ({ notice }: { readonly notice: Notice }): boolean =>
      state.model?.notices.get(notice.rule)?.on === "notice-undelivered"
    const byChannel = Map.groupBy(
      letters.filter((letter) => !isAbout(letter)),
      (letter) => letter.channel
    )
    return plan(
      state,
      [...byChannel].flatMap(([of, some]) =>
        Announce.ofUndelivered(state, { channel: of, count: some.length, on, at: last })
      ),
      speech
    )
  })
  yield* commit(channel, district, planned, reader, last)
  return planned.length
})

/** Puts notices for all new announcements of a district into the queue. Returns the number of these notices. */
export const queueAll = Effect.fnUntraced(function* (channel: Channel, district: DistrictId) {
  const from = yield* channel.bookmarks.get(district, entriesReader(channel))
  const entries = yield* queueEntries(channel, district)
  const digests = yield* queueDigests(channel, district, from)
  const days = yield* queueDays(channel, district)
  const undelivered = yield* queueUndelivered(channel, district)
  return entries + digests + days + undelivered
})
