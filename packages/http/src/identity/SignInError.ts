/** Why signing in, or giving access to others, is refused. No error says whether a device, an actor or an invitation exists. */
import { TaggedError } from "@liulinhui/core/Failure"
import * as Schema from "effect/Schema"

/**
 * The invitation, the device or the PIN is not accepted. The error never says which.
 *
 * @category errors
 */
export class SignInRefused extends TaggedError<SignInRefused>()(
  "SignInRefused",
  {},
  () =>
    "this sign-in is not accepted: check the PIN; if the device is new or the invitation was used, ask the secretary for an invitation"
) {}

/**
 * There were too many refused attempts from this device or this network address. `retryAfter` is the number of seconds to
 * wait.
 *
 * @category errors
 */
export class TooManyAttempts extends TaggedError<TooManyAttempts>()(
  "TooManyAttempts",
  { retryAfter: Schema.Int },
  ({ retryAfter }) => `too many attempts: try again in ${retryAfter} seconds`
) {}

/**
 * The chosen PIN is too easy to guess, or is not 6 to 12 digits.
 *
 * @category errors
 */
export class PinTooSimple extends TaggedError<PinTooSimple>()(
  "PinTooSimple",
  { reason: Schema.Literals(["NotDigits", "SameDigit", "Sequence"]) },
  () => "choose another PIN: 6 to 12 digits, not one digit repeated, and not digits in a row"
) {}

/**
 * The caller may not give or end the access of this actor. The answer is the same if there is no such actor.
 *
 * @category errors
 */
export class AccessNotYours extends TaggedError<AccessNotYours>()(
  "AccessNotYours",
  {},
  () =>
    "you may not give or end this access: ask an actor who may grant every mandate of the person, or check the id of the actor"
) {}
