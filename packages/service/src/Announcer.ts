/**
 * Tells people: reads on from its bookmark, words what is announced, and hands each notice to the channel, in the order
 * of the entries. The bookmark moves on behind a notice that was delivered, so that after a crash at most the one that
 * was on its way is delivered again, under the same key.
 */
import * as Day from "@liulinhui/core/kernel/Day"
import type { Language } from "@liulinhui/core/kernel/Text"
import type * as District from "@liulinhui/core/model/District"
import * as Journal from "@liulinhui/core/model/Journal"
import type { Model } from "@liulinhui/core/model/Model"
import type { DistrictId, RuleId } from "@liulinhui/core/place/Id"
import { Bookmarks } from "@liulinhui/core/ports/Bookmarks"
import { Ledger, limits } from "@liulinhui/core/ports/Ledger"
import { type DeliveryFailed, type Notice, Notifier } from "@liulinhui/core/ports/Notifier"
import * as Texts from "@liulinhui/texts"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Announce from "./Announce.ts"
import { type DistrictUnknown, Governance, type StoreError } from "./Governance.ts"

/**
 * @category models
 */
export interface AnnouncerShape {
  /** Delivers every notice that is due and not delivered yet. Gives how many were. */
  readonly pump: (
    district: DistrictId
  ) => Effect.Effect<number, DeliveryFailed | DistrictUnknown | StoreError>
  /** How many notices have been delivered, by notice rule: told again from the entries that the bookmarks cover. */
  readonly delivered: (
    district: DistrictId
  ) => Effect.Effect<ReadonlyMap<RuleId, number>, DistrictUnknown | StoreError>
}

/**
 * @category services
 */
export class Announcer extends Context.Service<Announcer, AnnouncerShape>()("@liulinhui/service/Announcer") {}

/** The words of an announcement, in a language, at an instant. */
export const word = (
  model: Model,
  announcement: Announce.Announcement,
  { at, channel, language }: { readonly at: number; readonly channel: string; readonly language: Language }
): Notice => {
  const { about, arguments: params, recipient, role, rule, urgent } = announcement
  const notice = model.notices.get(rule)
  const title = notice?.name[language] ?? rule
  return {
    key: `${model.id}/${about}/${rule}/${recipient}/${channel}`,
    district: model.id,
    rule,
    to: recipient,
    recipient: `${model.roles.get(role)?.name[language] ?? role} ${recipient}`,
    language,
    urgent,
    at,
    title,
    body: notice === undefined ? "" : Texts.format(language, notice.text[language], params)
  }
}

const make = ({ language }: { readonly language: Language }) =>
  Effect.gen(function* () {
    const bookmarks = yield* Bookmarks
    const governance = yield* Governance
    const ledger = yield* Ledger
    const notifier = yield* Notifier
    const entriesReader = `announcer:${notifier.channel}`
    const daysReader = `announcer:${notifier.channel}:days`

    const deliver = Effect.fnUntraced(function* (notices: ReadonlyArray<Notice>) {
      for (const notice of notices) yield* notifier.deliver(notice)
      return notices.length
    })

    const words = (
      { model }: District.District,
      announcements: ReadonlyArray<Announce.Announcement>,
      at: number
    ): ReadonlyArray<Notice> =>
      model === undefined
        ? []
        : announcements.map((announcement) =>
            word(model, announcement, { at, channel: notifier.channel, language })
          )

    const announceEntries = Effect.fnUntraced(function* (district: DistrictId) {
      let sent = 0
      for (;;) {
        const after = yield* bookmarks.get(district, entriesReader)
        const page = yield* ledger.read(district, after, limits.page)
        const last = page.at(-1)
        if (last === undefined) return sent
        const happened = yield* Effect.forEach(page, (entry) => Effect.fromResult(Journal.decode(entry)))
        const at = yield* Clock.currentTimeMillis
        const news = yield* governance.read(district, (state) =>
          page.flatMap((entry, index) => {
            const one = happened[index]
            const notices = one === undefined ? [] : words(state, Announce.ofEntry(state, one, entry), at)
            return notices.length === 0 ? [] : [{ position: entry.position, notices }]
          })
        )
        for (const { notices, position } of news) {
          sent += yield* deliver(notices)
          yield* bookmarks.advance(district, entriesReader, position)
        }
        yield* bookmarks.advance(district, entriesReader, last.position)
      }
    })

    const announceDays = Effect.fnUntraced(function* (district: DistrictId) {
      const [today, began] = yield* governance.read(district, (state, on) => [on, state.began ?? on] as const)
      const bookmark = yield* bookmarks.get(district, daysReader)
      let sent = 0
      for (let on = Math.max(bookmark + 1, began); on <= today; on++) {
        const at = yield* Clock.currentTimeMillis
        const notices = yield* governance.read(district, (state) =>
          words(state, Announce.ofDay(state, Day.Day.make(on)), at)
        )
        sent += yield* deliver(notices)
        yield* bookmarks.advance(district, daysReader, on)
      }
      return sent
    })

    const delivered = Effect.fn("Announcer.delivered")(function* (district: DistrictId) {
      const counts = new Map<RuleId, number>()
      const add = (announcements: ReadonlyArray<Announce.Announcement>): void => {
        for (const { rule } of announcements) counts.set(rule, (counts.get(rule) ?? 0) + 1)
      }
      const until = yield* bookmarks.get(district, entriesReader)
      for (let after = 0; after < until;) {
        const page = yield* ledger.read(district, after, Math.min(limits.page, until - after))
        const happened = yield* Effect.forEach(page, (entry) => Effect.fromResult(Journal.decode(entry)))
        yield* governance.read(district, (state) => {
          page.forEach((entry, at) => {
            const one = happened[at]
            if (one !== undefined) add(Announce.ofEntry(state, one, entry))
          })
        })
        after = page.at(-1)?.position ?? until
      }
      const days = yield* bookmarks.get(district, daysReader)
      yield* governance.read(district, (state) => {
        if (state.began !== undefined)
          add(Announce.ofDays(state, Day.add(state.began, -1), Day.Day.make(days)))
      })
      return counts
    })

    return Announcer.of({
      delivered,
      pump: Effect.fn("Announcer.pump")(function* (district) {
        const news = yield* announceEntries(district)
        return news + (yield* announceDays(district))
      })
    })
  })

/**
 * The announcer, in one language; Chinese where none is said.
 *
 * @category layers
 */
export const layer = (
  options: { readonly language?: Language } = {}
): Layer.Layer<Announcer, never, Bookmarks | Governance | Ledger | Notifier> =>
  Layer.effect(Announcer, make({ language: options.language ?? "zh" }))
