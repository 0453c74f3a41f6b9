/** Words the errors of services in the language of `--lang`. */
import { Reason, type Texts } from "@liulinhui/texts"
import * as Effect from "effect/Effect"
import { CommandFailed } from "./CommandFailed.ts"
import { words } from "./Words.ts"

const isTagged = (error: unknown): error is Reason.Tagged =>
  typeof error === "object" && error !== null && "_tag" in error && typeof error._tag === "string"

const inWords = <E>(error: E, spoken: Texts.Words): E | CommandFailed => {
  if (!isTagged(error)) return error
  if ("reasons" in error && Array.isArray(error.reasons)) {
    const lines = error.reasons.map((reason: Reason.Tagged) => Reason.say(spoken, reason))
    return new CommandFailed({ message: lines.join("\n") })
  }
  const message = Reason.find(spoken, "error", error)
  return message === undefined ? error : new CommandFailed({ message })
}

/** Converts the errors of services to messages: a refusal with every reason, and other errors with their message. */
export const spoken = <A, E, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, E | CommandFailed, R> =>
  Effect.catch(self, (error) => Effect.flatMap(words, (of) => Effect.fail(inWords(error, of))))
