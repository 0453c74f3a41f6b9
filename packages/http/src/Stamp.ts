/**
 * The validator of an answer (`ETag`). It is equal as long as the answer is: it has everything on which an answer
 * depends besides its address. So an answer that has not changed is neither computed nor sent again.
 */
import type { District } from "@liulinhui/core/District"
import { openCases } from "@liulinhui/core/District"
import type { Day } from "@liulinhui/core/Day"
import type { ActorId } from "@liulinhui/core/Id"
import type { Language } from "@liulinhui/core/Text"

/** The version of the form of answers. Increase it if the same state of a district is written in another way. */
const form = 1

/**
 * The part of a validator that depends on the time of day. Some deadlines are instants: when one passes, the answers
 * change without a new entry, until the due clock has recorded it. In that time, an answer is valid for one second.
 */
const momentOf = (district: District, now: number): number =>
  openCases(district).some(({ dueAt }) => dueAt !== undefined && dueAt <= now) ? Math.floor(now / 1000) : 0

/** The state of a district on which its answers depend: the position of the last entry, the day, and the time of day. */
export const stateOf = (district: District, today: Day, now: number): string =>
  [district.position, today, momentOf(district, now)].join(".")

/** What an answer depends on, besides its address and the state of the district. */
export interface Reader {
  readonly actor: ActorId
  readonly language: Language
  readonly format: string
}

/**
 * The validator of the answers to a reader: the format, the state of the district (which includes all mandates, and the
 * day on which they begin and end), the reader and the language.
 */
export const of = (state: string, { actor, format, language }: Reader): string =>
  `"${[form, format, state, encodeURIComponent(actor), language].join(".")}"`

/** Whether a header `If-None-Match` has a validator. A weak validator matches as well (RFC 9110, section 13.1.2). */
export const matches = (header: string | undefined, stamp: string): boolean =>
  header !== undefined && header.split(",").some((one) => one.trim().replace(/^W\//u, "") === stamp)
