/** Commands that write do so in the name of somebody who may: `--as ACTOR`. */
import { ActorId } from "@liulinhui/core/Id"
import { CommandId } from "@liulinhui/core/Ledger"
import * as Flag from "effect/cli/Flag"
import { randomUUID } from "node:crypto"

/** Who acts. */
export const actor = Flag.String("as").pipe(
  Flag.withDescription(
    "In whose name: an actor of the model with a mandate for it. Anybody who can open the ledger and its keys can name any actor, so limit who can"
  ),
  Flag.withSchema(ActorId)
)

/** A new command id for one run. */
export const commandId = (verb: string): CommandId => CommandId.make(`cli/${verb}/${randomUUID()}`)
