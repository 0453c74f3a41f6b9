/**
 * The command `liulinhui companions`, with the subcommands that propose companions (volunteers) for elders and decide
 * on the proposal.
 */
import * as Command from "effect/cli/Command"
import { companions } from "./companions.ts"
import { requestCommand } from "./RequestCommand.ts"

/**
 * @category commands
 */
export const companionsWithDoors = companions.pipe(
  Command.withSubcommands([
    requestCommand("propose", { command: "companions propose", tag: "ProposeCompanions", at: ["proposal"] }),
    requestCommand("confirm", { command: "companions confirm", tag: "ConfirmCompanions", at: ["proposal"] }),
    requestCommand("overrule", {
      command: "companions overrule",
      tag: "OverruleCompanions",
      at: ["proposal"]
    }),
    requestCommand("reject", { command: "companions reject", tag: "RejectCompanions", at: ["proposal"] }),
    requestCommand("assign", { command: "companions assign", tag: "AssignCompanions", at: ["pairs"] }),
    requestCommand("release", { command: "companions release", tag: "ReleaseCompanion", at: ["elder"] }),
    requestCommand("refuse", {
      command: "companions refuse",
      tag: "RefuseCompanion",
      at: ["volunteer", "elder"]
    })
  ])
)
