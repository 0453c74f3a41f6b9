import { describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import fc from "fast-check"
import ICAL from "ical.js"
import * as ICalendar from "../../src/calendar/ICalendar.ts"

const day = fc.integer({ min: Day.make("2000-01-01"), max: Day.make("2099-12-01") }).map((n) => n as Day.Day)
const text = fc.oneof(
  fc.constantFrom(
    "巡查：楼道堆物（1号楼）".repeat(6),
    'a, b; c\\n d: "e"',
    "\r\nEND:VCALENDAR\r\nX-EVIL:1",
    "👨‍👩‍👧".repeat(30)
  ),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 200 })
)
const event: fc.Arbitrary<ICalendar.Event> = fc
  .record({
    summary: text,
    description: fc.option(text, { nil: undefined }),
    at: fc.oneof(
      fc.tuple(day, fc.nat(40)).map(([from, more]) => ({ from, until: Day.add(from, more) })),
      fc.integer({ min: 946_684_800, max: 4_102_444_800 }).map((seconds) => ({ instant: seconds * 1000 }))
    )
  })
  .map(({ at, description, summary }) => ({
    uid: "",
    summary,
    at,
    ...(description === undefined ? {} : { description })
  }))
const calendar: fc.Arbitrary<ICalendar.Calendar> = fc.record({
  name: text,
  timeZone: fc.constant("Asia/Shanghai"),
  stamp: fc.constant(Date.UTC(2026, 2, 1, 16)),
  events: fc
    .array(event, { maxLength: 5 })
    .map((events) => events.map((one, at) => ({ ...one, uid: `${at}@liulinhui` })))
})

const read = (written: string) => {
  const root = new ICAL.Component(ICAL.parse(written))
  return { root, events: root.getAllSubcomponents("vevent").map((one) => new ICAL.Event(one)) }
}

/** A text as a calendar can have it: line breaks are `\n`, and there are no other control characters. */
const kept = (written: string): string => written.toWellFormed().replaceAll(/[^\P{Cc}\n]/gu, " ")

/** The text of a property that the library does not know, so that it leaves the escapes in it. */
const unescaped = (value: string): string =>
  value.replaceAll(/\\([\\;,n])/gu, (_, sign: string) => (sign === "n" ? "\n" : sign))

/** An entry as another library has read it. */
const shownOf = ({ component, description, endDate, startDate, summary }: ICAL.Event) => ({
  summary,
  description: description ?? undefined,
  stamp: component.getFirstPropertyValue("dtstamp")?.toString(),
  isDay: startDate.isDate,
  start: startDate.isDate ? startDate.toString() : startDate.toJSDate().getTime(),
  end: startDate.isDate ? endDate.toString() : undefined
})

/** An entry as it should be read. The end of whole days is the day after the last one. */
const expected = ({ at, description, summary }: ICalendar.Event) => ({
  summary: kept(summary),
  description: description === undefined ? undefined : kept(description),
  stamp: "2026-03-01T16:00:00Z",
  ...("instant" in at
    ? { isDay: false, start: at.instant, end: undefined }
    : { isDay: true, start: Day.toIso(at.from), end: Day.toIso(Day.add(at.until, 1)) })
})

describe("a calendar", () => {
  it("is read by another library as it was written", () => {
    fc.assert(
      fc.property(calendar, (one) => {
        const { events, root } = read(ICalendar.write(one))
        expect(root.getFirstPropertyValue("version")).toBe("2.0")
        expect(unescaped(String(root.getFirstPropertyValue("x-wr-calname")))).toBe(kept(one.name))
        expect(root.getFirstPropertyValue("x-wr-timezone")).toBe("Asia/Shanghai")
        expect(events.map(({ uid }) => uid)).toEqual(one.events.map(({ uid }) => uid))
        expect(events.map(shownOf)).toEqual(one.events.map(expected))
      })
    )
  })

  it("has lines of at most 75 octets, each with its end, and no half character", () => {
    fc.assert(
      fc.property(calendar, (one) => {
        const written = ICalendar.write(one)
        expect(written.endsWith("END:VCALENDAR\r\n")).toBe(true)
        for (const line of written.split("\r\n")) {
          expect(line).not.toMatch(/[\r\n]/u)
          expect(line.isWellFormed()).toBe(true)
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
        }
      })
    )
  })
})
