/**
 * The two days of an event: the day on which it happened, and the day on which it was written down. A fact that was written
 * down late takes its place among the others by the day on which it happened.
 */
import type { Day } from "./Day.ts"

/** An event with its days. `recorded` is there if it was written down on another day. */
export interface Recorded {
  readonly on: Day
  readonly recorded?: Day
}

/** The day on which an event was written down. */
export const recordedOn = ({ on, recorded }: Recorded): Day => recorded ?? on

/** Whether an event was written down later than on its day. */
export const isLate = ({ on, recorded }: Recorded): boolean => recorded !== undefined && recorded > on

/**
 * Events in the order of the days on which they happened. Those of one day are in the order in which they were written
 * down.
 *
 * @category operations
 */
export const inOrder = <Event extends Recorded>(events: Iterable<Event>): ReadonlyArray<Event> =>
  [...events].sort((a, b) => a.on - b.on)

/** The events that were written down by the end of a day. `undefined`: all. */
export const knownBy = <Event extends Recorded>(
  events: ReadonlyArray<Event>,
  known: Day | undefined
): ReadonlyArray<Event> =>
  known === undefined ? events : events.filter((event) => recordedOn(event) <= known)
