/** The option `--as ACTOR`: a command that writes to a ledger acts in the name of this actor. */
import { ActorId } from "@liulinhui/core/Id"
import { CommandId } from "@liulinhui/core/Ledger"
import { nearest } from "@liulinhui/core/Problem"
import type { Language } from "@liulinhui/core/Text"
import * as Flag from "effect/cli/Flag"
import { randomUUID } from "node:crypto"
import { say } from "./Say.ts"

/** The option `--as`: the id of the actor. */
export const actor = Flag.String("as").pipe(
  Flag.withDescription(
    "In whose name: an actor of the model with a mandate for it. Anybody who can open the ledger and its keys can name any actor, so limit who can"
  ),
  Flag.withSchema(ActorId)
)

/** Makes a new command id (the idempotency key) for one run of a command. */
export const commandId = (verb: string): CommandId => CommandId.make(`cli/${verb}/${randomUUID()}`)

/** Says that the district has no actor with this id who has a mandate today, and which id is similar. */
export const unknownActor = (language: Language, by: ActorId, actors: Iterable<string>): string =>
  say(language, "do.unknownActor", { by, near: nearest(by, [...actors]) })
