/** The settings of signing in: how long invitations and sessions are valid, and the limits on attempts. */
import * as Duration from "effect/Duration"

/**
 * How long things are valid, and how many attempts are allowed. All times are in milliseconds.
 *
 * @category models
 */
export interface Settings {
  /** How long an invitation can be used. */
  readonly invitation: number
  /** How long a device is known after it was last used. */
  readonly device: number
  /** How long a session is valid without a request. */
  readonly idle: number
  /** How long a session is valid at most. */
  readonly absolute: number
  /** After this time, a session gets a new token. */
  readonly rotation: number
  /** How long the earlier token of a session is still accepted, for requests that are on their way. */
  readonly overlap: number
  /** A session or a device records its last use at most once in this time. */
  readonly touch: number
  /** How many wrong PINs in a row a device may enter before it must wait. */
  readonly freeAttempts: number
  /** The first time to wait after a wrong PIN. It is doubled after each further wrong PIN. */
  readonly firstWait: number
  /** The longest time to wait after a wrong PIN. */
  readonly longestWait: number
  /** After this many wrong PINs in a row, the device is forgotten. */
  readonly attempts: number
  /** How many refused attempts one network address may make within {@link window}. */
  readonly attemptsOfAddress: number
  readonly window: number
  /** How long the audit is kept. */
  readonly audit: number
  /** How far the clock may go back before sessions from the future are refused. */
  readonly skew: number
}

const ms = (duration: Duration.Input): number => Duration.toMillis(Duration.fromInputUnsafe(duration))

/**
 * The default settings. The audit is kept for half a year, because network operators must keep their logs for at least
 * six months (Cybersecurity Law of the PRC, Art. 21 of the version of 2017; check the version in force).
 */
export const usual: Settings = {
  invitation: ms("7 days"),
  device: ms("180 days"),
  idle: ms("12 hours"),
  absolute: ms("7 days"),
  rotation: ms("1 hour"),
  overlap: ms("1 minute"),
  touch: ms("1 minute"),
  freeAttempts: 5,
  firstWait: ms("1 minute"),
  longestWait: ms("24 hours"),
  attempts: 20,
  attemptsOfAddress: 20,
  window: ms("15 minutes"),
  audit: ms("184 days"),
  skew: ms("5 minutes")
}

/**
 * How long a device must wait after a number of wrong PINs in a row, in milliseconds.
 *
 * @example
 * ```ts
 * import { usual, waitAfter } from "@liulinhui/http/SignIn"
 * import { strict as assert } from "node:assert"
 *
 * assert.equal(waitAfter(usual, 4), 0)
 * assert.equal(waitAfter(usual, 5), 60_000)
 * assert.equal(waitAfter(usual, 7), 240_000)
 * ```
 * @category operations
 */
export const waitAfter = ({ firstWait, freeAttempts, longestWait }: Settings, wrongInARow: number): number =>
  wrongInARow < freeAttempts ? 0 : Math.min(longestWait, firstWait * 2 ** (wrongInARow - freeAttempts))
