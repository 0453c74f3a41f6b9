/** Writes a calendar in the format iCalendar (RFC 5545), which calendar apps subscribe to. */
import { add, civil, type Day } from "@liulinhui/core/Day"
import icalendar, { ICalEventTransparency } from "ical-generator"

/**
 * One entry of a calendar: whole days, the last one included, or an instant. `uid` stays the same as long as the entry is
 * about the same thing, so that an app replaces it.
 */
export interface Event {
  readonly uid: string
  readonly summary: string
  readonly description?: string
  readonly at: { readonly from: Day; readonly until: Day } | { readonly instant: number }
}

/** A calendar, with the name that an app shows. */
export interface Calendar {
  readonly name: string
  /** The IANA name of the time zone of the district. Apps show instants in the zone of their reader. */
  readonly timeZone: string
  /** When the calendar was written, in milliseconds since 1970-01-01T00:00Z. */
  readonly stamp: number
  readonly events: ReadonlyArray<Event>
}

/** A text without control characters, which the format does not allow. A line break is allowed. */
const plain = (text: string): string => text.toWellFormed().replaceAll(/[^\P{Cc}\n]/gu, " ")

/** The value of a property that the library writes without a change. */
const escaped = (text: string): string =>
  plain(text)
    .replaceAll(/[\\;,]/gu, "\\$&")
    .replaceAll("\n", "\\n")

const midnight = (day: Day): Date => {
  const { day: of, month, year } = civil(day)
  return new Date(Date.UTC(year, month - 1, of))
}

const hour = 60 * 60

/** The calendar as text. Days have no time zone, and instants are in UTC, so no definition of a zone is needed. */
export const write = ({ events, name, stamp, timeZone }: Calendar): string => {
  const calendar = icalendar({
    name: escaped(name),
    prodId: { company: "liulinhui", product: "district" },
    ttl: hour,
    x: [{ key: "X-WR-TIMEZONE", value: timeZone }]
  })
  for (const { at, description, summary, uid } of events) {
    calendar.createEvent({
      id: uid,
      stamp: new Date(stamp),
      summary: plain(summary),
      ...(description === undefined ? {} : { description: plain(description) }),
      // An entry says what is due, and not that its reader is busy.
      transparency: ICalEventTransparency.TRANSPARENT,
      ...("instant" in at
        ? { start: new Date(at.instant) }
        : // In this format, the end of whole days is the day after them.
          { start: midnight(at.from), end: midnight(add(at.until, 1)), allDay: true })
    })
  }
  return `${calendar.toString()}\r\n`
}
