/**
 * Plans notices. From the announcements of a district (who must be notified of what), computes the notices that a
 * channel must deliver: recipient, text and time.
 */
import { type District, nameOf as nameOfActor } from "@liulinhui/core/District"
import type { Language } from "@liulinhui/core/Text"
import type { Model } from "@liulinhui/core/Model"
import type * as Announce from "@liulinhui/core/Notice"
import { quietDay, unstated, usualSeparate, when } from "@liulinhui/core/Notice"
import type { RuleId } from "@liulinhui/core/Id"
import type { Notice } from "@liulinhui/core/Notifier"
import { NoticeTexts, Texts } from "@liulinhui/texts"

/** A notice, and the earliest time of its delivery, in milliseconds since 1970-01-01T00:00Z. */
export interface Planned {
  readonly when: number
  readonly notice: Notice
}

/**
 * The properties of a channel that determine the text and number of its notices. `language` is for recipients who have
 * not chosen a language.
 */
export interface Speech {
  readonly channel: string
  readonly audience: Announce.Audience
  readonly language: Language
  /** The texts of the notices. Default: the built-in texts. */
  readonly texts?: Texts.Texts
}

/**
 * An announcement (who must be notified of what) for one recipient who gets it through the channel, with the language
 * and the time of the notice.
 */
interface Heard {
  readonly announcement: Announce.Announcement
  readonly language: Language
  readonly when: number
}

/**
 * The language and the time of an announcement for one recipient in a channel. Empty if the recipient does not receive
 * it through this channel.
 */
export const heard = (
  { model, noticePreferences }: District,
  announcement: Announce.Announcement,
  { channel, language: usual }: Speech
): ReadonlyArray<Heard> => {
  const rule = model?.notices.get(announcement.rule)
  const {
    channels,
    consent,
    language = usual,
    snoozedUntil
  } = noticePreferences.get(announcement.recipient) ?? unstated
  if (model === undefined || rule === undefined || !consent || channels?.includes(channel) === false)
    return []
  const { digests, notOn, quiet } = model.noticeHours
  const digest = rule.digest === undefined ? undefined : digests[rule.digest]
  return [
    {
      announcement,
      language,
      when: when(announcement.at, {
        timeZone: model.timeZone,
        urgent: announcement.urgent,
        night: rule.night ?? false,
        ...(quiet === undefined ? {} : { quiet }),
        isQuietDay: quietDay(model.calendar, notOn),
        ...(digest === undefined
          ? {}
          : { digest: digest.at, isNoDigest: quietDay(model.calendar, digest.notOn) }),
        ...(snoozedUntil === undefined ? {} : { snoozedUntil })
      })
    }
  ]
}

const wordsOf = (
  { languages, nouns }: Model,
  { texts = Texts.builtIn }: Pick<Speech, "texts">,
  language: Language
): Texts.Words => Texts.words(Texts.withNouns(texts, nouns), language, languages)

const roleOf = ({ roles }: Model, { role }: Announce.Announcement, { text }: Texts.Words): string =>
  text(roles.get(role)?.name ?? role)

const nameOf = (model: Model, announcement: Announce.Announcement, words: Texts.Words): string =>
  words.say("notice.recipient", { role: roleOf(model, announcement, words), actor: announcement.recipient })

/**
 * A notice as its recipient sees it: with the display name of the recipient instead of the id, if the recipient has a name.
 * Do this only when the notice is delivered or shown. In a queue, the name would stay after it was erased.
 *
 * @category policy
 */
export const withName = (
  district: District,
  notice: Notice,
  { texts = Texts.builtIn }: Pick<Speech, "texts">
): Notice => {
  const actor = nameOfActor(district, notice.to)
  if (actor === undefined || notice.role === undefined || district.model === undefined) return notice
  const { say } = wordsOf(district.model, { texts }, notice.language)
  return { ...notice, recipient: say("notice.recipient", { role: notice.role, actor }) }
}

const textOf = (
  { notices }: Model,
  { arguments: parameters, provisional, rule }: Announce.Announcement,
  words: Texts.Words
): string => {
  const notice = notices.get(rule)
  if (notice === undefined) return ""
  const text = NoticeTexts.word(words, notice, parameters)
  return provisional ? words.say("notice.provisional", { text }) : text
}

/** One news (a rule and what it announces), with everybody who is notified of it. */
type Item = readonly [Heard, ...ReadonlyArray<Heard>]

/** Groups announcements by their news, because several recipients, or several roles of one, may hear the same news. */
const itemsOf = (together: ReadonlyArray<Heard>): ReadonlyArray<Item> =>
  [
    ...Map.groupBy(together, ({ announcement: { about, rule } }) => JSON.stringify([rule, about])).values()
  ].flatMap(([first, ...others]) => (first === undefined ? [] : [[first, ...others] as const]))

/**
 * The lines of a notice about several news: one line for each. A line for one recipient that would be the same as another
 * line also has the number of its case. In a notice for a group, which must not contain numbers of cases, equal lines are
 * one line with their count.
 */
const linesOf = (
  model: Model,
  { audience }: Speech,
  words: Texts.Words,
  items: ReadonlyArray<Item>
): ReadonlyArray<string> => {
  const worded = items.map(([{ announcement }]) => ({
    announcement,
    text: textOf(model, announcement, words)
  }))
  return [...Map.groupBy(worded, ({ text }) => text)].flatMap(([text, same]) =>
    same.length === 1
      ? [text]
      : audience === "group"
        ? [words.say("notice.times", { text, count: same.length })]
        : same.map(({ announcement: { arguments: known } }) =>
            known.case === undefined ? text : words.say("notice.ofCase", { text, case: known.case })
          )
  )
}

/** What notices differ in: when they are sent, a key that is unique in the district, the title and the body. */
interface Content {
  readonly at: number
  readonly key: string
  readonly rule: RuleId
  readonly title: string
  readonly body: string
}

/** One notice about some announcements to one recipient. */
const oneNotice = (
  model: Model,
  speech: Speech,
  { at, body, key, rule, title }: Content,
  [first, ...others]: Item,
  words: Texts.Words
): Planned => {
  const several = [first, ...others]
  const roles = words.list([...new Set(several.map((one) => roleOf(model, one.announcement, words)))])
  return {
    when: at,
    notice: {
      key: `${model.id}/${key}/${first.announcement.recipient}/${speech.channel}`,
      district: model.id,
      rule,
      to: first.announcement.recipient,
      recipient: words.list([...new Set(several.map((one) => nameOf(model, one.announcement, words)))]),
      ...(speech.audience === "one" ? { role: roles } : {}),
      language: first.language,
      urgent: several.some((one) => one.announcement.urgent),
      at,
      title,
      body
    }
  }
}

/** A notice about several news, with a line for each. */
const numbered = (
  model: Model,
  speech: Speech,
  content: Omit<Content, "body">,
  [first, ...others]: Item,
  words: Texts.Words
): Planned => {
  const lines = linesOf(model, speech, words, itemsOf([first, ...others]))
  const body = lines.map((line, at) => `${at + 1}. ${line}`).join("\n")
  return oneNotice(model, speech, { ...content, body }, [first, ...others], words)
}

/** The notice about a single news. */
const single = (model: Model, speech: Speech, item: Item): Planned => {
  const [{ announcement, language }] = item
  const { about, rule } = announcement
  const words = wordsOf(model, speech, language)
  const content = {
    at: Math.min(...item.map((one) => one.when)),
    key: `${about}/${rule}`,
    rule,
    title: words.text(model.notices.get(rule)?.name ?? rule),
    body: textOf(model, announcement, words)
  }
  return oneNotice(model, speech, content, item, words)
}

/** The time within which notices of one rule count as sent at one time. */
const atOneTime = 15 * 60_000

/**
 * The notices for announcements that do not belong to a digest (several announcements in one notice): one notice for
 * each recipient and each news. A channel to a group gets one notice for all recipients. If there are more notices of
 * one rule at one time than the model permits, they are one notice.
 */
const apart = (model: Model, speech: Speech, all: ReadonlyArray<Heard>): ReadonlyArray<Planned> => {
  const { separate = usualSeparate } = model.noticeHours
  const bursts = Map.groupBy(all, ({ announcement: { recipient, rule }, language, when }) =>
    JSON.stringify([rule, speech.audience === "one" ? recipient : language, Math.floor(when / atOneTime)])
  )
  return [...bursts.values()].flatMap((together) => {
    const items = itemsOf(together)
    const [first, ...others] = together
    if (first === undefined || items.length <= separate) {
      return items.map((item) => single(model, speech, item))
    }
    const { rule } = first.announcement
    const words = wordsOf(model, speech, first.language)
    const at = Math.max(...together.map((one) => one.when))
    // The last news and the count are in the key, so that a notice with more news is never taken for the same notice.
    const last = items.at(-1)?.[0].announcement.about
    const key = `${rule}/${first.announcement.about}..${last}/${items.length}`
    const title = words.text(model.notices.get(rule)?.name ?? rule)
    return [numbered(model, speech, { at, key, rule, title }, [first, ...others], words)]
  })
}

/**
 * The notices of a digest (several announcements in one notice): one for each recipient, or one for the whole group.
 * Each news is a line of the notice.
 */
const gathered = (
  model: Model,
  speech: Speech,
  digest: RuleId,
  together: ReadonlyArray<Heard>
): ReadonlyArray<Planned> =>
  [
    ...Map.groupBy(together, ({ announcement: { recipient }, language, when }) =>
      speech.audience === "one" ? `${recipient}/${when}` : `${language}/${when}`
    ).values()
  ].flatMap(([first, ...others]) => {
    if (first === undefined) return []
    const at = first.when
    const words = wordsOf(model, speech, first.language)
    const key = `${digest}/${at}/${first.announcement.about}`
    const title = words.text(model.noticeHours.digests[digest]?.name ?? digest)
    return [numbered(model, speech, { at, key, rule: digest, title }, [first, ...others], words)]
  })

/**
 * Computes the notices that a channel must deliver for the given announcements, and when. The function is pure: nothing
 * is sent.
 *
 * @category policy
 */
export const plan = (
  district: District,
  announcements: ReadonlyArray<Announce.Announcement>,
  speech: Speech
): ReadonlyArray<Planned> => {
  const { model } = district
  if (model === undefined) return []
  const all = announcements.flatMap((announcement) => heard(district, announcement, speech))
  const byDigest = Map.groupBy(all, ({ announcement }) => model.notices.get(announcement.rule)?.digest)
  return [...byDigest].flatMap(([digest, some]) =>
    digest === undefined ? apart(model, speech, some) : gathered(model, speech, digest, some)
  )
}
