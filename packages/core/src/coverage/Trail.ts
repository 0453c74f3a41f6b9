/**
 * A trail is the days on which one thing was recorded for a subject: one kind of contact with a person, or one step of
 * the cases about a building. Coverage needs the latest of these days again and again, so they are kept in order.
 */
import type { Day } from "../kernel/Day.ts"

/**
 * The days, the earliest first. If something was recorded several times for a day, the day is listed once.
 *
 * @category models
 */
export interface Trail {
  readonly days: Array<Day>
  /** For each day: the ledger position of the earliest entry that proves it. */
  readonly sources: Array<number>
}

/** A trail without days. */
export const empty = (): Trail => ({ days: [], sources: [] })

/** The number of days up to and including the given day. */
const countUntil = (days: ReadonlyArray<Day>, on: number): number => {
  let [least, most] = [0, days.length]
  while (least < most) {
    const middle = (least + most) >>> 1
    if ((days[middle] ?? on) <= on) least = middle + 1
    else most = middle
  }
  return least
}

/** Adds a day to a trail, in place. The days may be added in any order. */
export const note = ({ days, sources }: Trail, on: Day, source: number): void => {
  if ((days.at(-1) ?? Number.NEGATIVE_INFINITY) < on) {
    days.push(on)
    sources.push(source)
    return
  }
  const at = countUntil(days, on - 1)
  if (days[at] !== on) {
    days.splice(at, 0, on)
    sources.splice(at, 0, source)
  } else if (source < (sources[at] ?? source)) sources[at] = source
}

/** A day of a trail, and the ledger position of the entry that proves it. */
export type Proven = readonly [on: Day, source: number]

/** The days of a trail that fulfil a condition, in a new trail. */
export const filter = ({ days, sources }: Trail, keeps: (on: Day) => boolean): Trail => {
  const kept = empty()
  days.forEach((on, at) => {
    const source = sources[at]
    if (source !== undefined && keeps(on)) note(kept, on, source)
  })
  return kept
}

/** Adds the days of a trail to another trail, in place. */
export const addAll = (self: Trail, { days, sources }: Trail): void => {
  days.forEach((on, at) => {
    const source = sources[at]
    if (source !== undefined) note(self, on, source)
  })
}

/** Adds the latest days of a trail within a period to a list, the latest first, at most `most` of them. */
export const latest = (
  { days, sources }: Trail,
  { from, until }: { readonly from: number; readonly until: number },
  most: number,
  found: Array<Proven>
): void => {
  const end = countUntil(days, until)
  for (let at = end - 1; at >= 0 && at >= end - most; at--) {
    const [on, source] = [days[at], sources[at]]
    if (on === undefined || source === undefined || on < from) return
    found.push([on, source])
  }
}
