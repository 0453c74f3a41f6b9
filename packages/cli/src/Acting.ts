/** Commands that write do so in the name of somebody who may: `--as ACTOR`. */
import type { Language } from "@liulinhui/core/kernel/Text"
import { ActorId } from "@liulinhui/core/place/Id"
import { CommandId } from "@liulinhui/core/ports/Ledger"
import type { Refused } from "@liulinhui/service/Governance"
import { sayReason } from "@liulinhui/texts"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import { randomUUID } from "node:crypto"
import { CommandFailed } from "./CommandFailed.ts"

/** Who acts. */
export const actor = Flag.String("as").pipe(
  Flag.withDescription("In whose name: an actor of the model, who must hold a mandate for it"),
  Flag.withSchema(ActorId)
)

/** A command id of its own for one run. */
export const commandId = (verb: string): CommandId => CommandId.make(`cli/${verb}/${randomUUID()}`)

/** Every reason of a refusal, in words. */
export const inWords =
  (language: Language) =>
  ({ reasons }: Refused): Effect.Effect<never, CommandFailed> =>
    Effect.fail(
      new CommandFailed({ message: reasons.map((reason) => sayReason(language, reason)).join("\n") })
    )
