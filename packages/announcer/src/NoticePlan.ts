/**
 * Plans notices. From the announcements of a district (who must be notified of what), computes the notices that a
 * channel must deliver: recipient, text and time.
 */
import type * as District from "@liulinhui/core/District"
import type { Language } from "@liulinhui/core/Text"
import type { Model } from "@liulinhui/core/Model"
import type * as Announce from "@liulinhui/core/Notice"
import { when, unstated } from "@liulinhui/core/Notice"
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
  { model, noticePreferences }: District.District,
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
  const { digests, quiet } = model.noticeHours
  const digest = rule.digest === undefined ? undefined : digests[rule.digest]?.at
  return [
    {
      announcement,
      language,
      when: when(announcement.at, {
        timeZone: model.timeZone,
        urgent: announcement.urgent,
        night: rule.night ?? false,
        ...(quiet === undefined ? {} : { quiet }),
        ...(digest === undefined ? {} : { digest }),
        ...(snoozedUntil === undefined ? {} : { snoozedUntil })
      })
    }
  ]
}

const wordsOf = ({ languages }: Model, { texts = Texts.builtIn }: Speech, language: Language): Texts.Words =>
  Texts.words(texts, language, languages)

const nameOf = (
  { roles }: Model,
  { recipient, role }: Announce.Announcement,
  { say, text }: Texts.Words
): string => say("notice.recipient", { role: text(roles.get(role)?.name ?? role), actor: recipient })

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

/**
 * The notices for announcements that do not belong to a digest (several announcements in one notice): one notice for
 * each recipient. A channel to a group gets one notice for all recipients.
 */
const apart = (model: Model, speech: Speech, together: ReadonlyArray<Heard>) => {
  const { audience, channel } = speech
  const byNews =
    audience === "one"
      ? together.map((one) => [one] as const)
      : [
          ...Map.groupBy(
            together,
            ({ announcement: { about, rule }, language }) => `${rule}/${about}/${language}`
          ).values()
        ]
  return byNews.flatMap((several): ReadonlyArray<Planned> => {
    const [first] = several
    if (first === undefined) return []
    const { announcement, language } = first
    const { about, recipient, rule, urgent } = announcement
    const words = wordsOf(model, speech, language)
    const at = Math.min(...several.map((one) => one.when))
    return [
      {
        when: at,
        notice: {
          key: `${model.id}/${about}/${rule}/${recipient}/${channel}`,
          district: model.id,
          rule,
          to: recipient,
          recipient: words.list(several.map((one) => nameOf(model, one.announcement, words))),
          language,
          urgent,
          at,
          title: words.text(model.notices.get(rule)?.name ?? rule),
          body: textOf(model, announcement, words)
        }
      }
    ]
  })
}

/**
 * The notices of a digest (several announcements in one notice): one for each recipient, or one for the whole group.
 * Each announcement is a line of the notice.
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
  ].flatMap((several) => {
    const [first] = several
    if (first === undefined) return []
    const { announcement, language } = first
    const { recipient } = announcement
    const words = wordsOf(model, speech, language)
    const lines = [...new Set(several.map((one) => textOf(model, one.announcement, words)))]
    return [
      {
        when: first.when,
        notice: {
          key: `${model.id}/${digest}/${first.when}/${announcement.about}/${recipient}/${speech.channel}`,
          district: model.id,
          rule: digest,
          to: recipient,
          recipient: words.list([...new Set(several.map((one) => nameOf(model, one.announcement, words)))]),
          language,
          urgent: several.some((one) => one.announcement.urgent),
          at: first.when,
          title: words.text(model.noticeHours.digests[digest]?.name ?? digest),
          body: lines.map((line, at) => `${at + 1}. ${line}`).join("\n")
        }
      }
    ]
  })

/**
 * Computes the notices that a channel must deliver for the given announcements, and when. The function is pure: nothing
 * is sent.
 *
 * @category policy
 */
export const plan = (
  district: District.District,
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
