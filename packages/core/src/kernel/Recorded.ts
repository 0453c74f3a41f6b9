/**
 * The two days of an event: the day on which it happened, and the day on which it was recorded. When a state is
 * computed from events, they are sorted by the day on which they happened, even if they were recorded late.
 */
import type { Day } from "./Day.ts"

/**
 * An event with its days. `on` is the day on which the event happened. `recorded` is present only if this is another
 * day.
 */
export interface Recorded {
  readonly on: Day
  readonly recorded?: Day
}

/** The day on which an event was recorded. */
export const recordedOn = ({ on, recorded }: Recorded): Day => recorded ?? on

/** Whether an event was recorded after the day on which it happened. */
export const isLate = ({ on, recorded }: Recorded): boolean => recorded !== undefined && recorded > on

/**
 * Sorts events by the day on which they happened. Events of the same day stay in the order in which they were recorded.
 *
 * @category operations
 */
export const inOrder = <Event extends Recorded>(events: Iterable<Event>): ReadonlyArray<Event> =>
  [...events].sort((a, b) => a.on - b.on)

/** The events that were recorded by the end of the day `known`. If `known` is `undefined`, returns all events. */
export const knownBy = <Event extends Recorded>(
  events: ReadonlyArray<Event>,
  known: Day | undefined
): ReadonlyArray<Event> =>
  known === undefined ? events : events.filter((event) => recordedOn(event) <= known)
