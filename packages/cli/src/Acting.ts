/** The option `--as ACTOR`: a command that writes to a ledger acts in the name of this actor. */
import { ActorId } from "@liulinhui/core/Id"
import { CommandId } from "@liulinhui/core/Ledger"
import * as Flag from "effect/cli/Flag"
import { randomUUID } from "node:crypto"

/** The option `--as`: the id of the actor. */
export const actor = Flag.String("as").pipe(
  Flag.withDescription(
    "In whose name: an actor of the model with a mandate for it. Anybody who can open the ledger and its keys can name any actor, so limit who can"
  ),
  Flag.withSchema(ActorId)
)

/** Makes a new command id (the idempotency key) for one run of a command. */
export const commandId = (verb: string): CommandId => CommandId.make(`cli/${verb}/${randomUUID()}`)
