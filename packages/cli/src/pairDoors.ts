/** The command `liulinhui pair`, with the subcommands that propose a pairing and decide on the proposal. */
import * as Command from "effect/cli/Command"
import { pair } from "./pair.ts"
import { requestCommand } from "./RequestCommand.ts"

/**
 * @category commands
 */
export const pairWithDoors = pair.pipe(
  Command.withSubcommands([
    requestCommand("propose", { command: "pair propose", tag: "ProposePairing", at: ["proposal"] }),
    requestCommand("confirm", { command: "pair confirm", tag: "ConfirmPairing", at: ["proposal"] }),
    requestCommand("overrule", { command: "pair overrule", tag: "OverrulePairing", at: ["proposal"] }),
    requestCommand("reject", { command: "pair reject", tag: "RejectPairing", at: ["proposal"] }),
    requestCommand("enter", {
      command: "pair enter",
      tag: "EnterPairingIntoForce",
      at: ["proposal"],
      flags: { openCases: "open-cases" }
    })
  ])
)
