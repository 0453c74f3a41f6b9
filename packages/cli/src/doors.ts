/** The short commands `exclude`, `resident` and `talents`. They have only subcommands. */
import type * as District from "@liulinhui/core/District"
import { toIso } from "@liulinhui/core/Day"
import type { ResidentId } from "@liulinhui/core/Id"
import * as Command from "effect/cli/Command"
import { residentId } from "./DoorIds.ts"
import { requestCommand } from "./RequestCommand.ts"
import type { Draft } from "./RequestInput.ts"

/**
 * @category commands
 */
export const exclude = Command.make("exclude").pipe(
  Command.withDescription("Exclude somebody or a place from a coverage rule, or end that"),
  Command.withSubcommands([
    requestCommand("grant", {
      command: "exclude grant",
      tag: "GrantExclusion",
      at: ["rule", "subject", "reason"]
    }),
    requestCommand("lift", { command: "exclude lift", tag: "LiftExclusion", at: ["rule", "subject"] })
  ])
)

/** Completes the correction of a resident: fields without a new value get their value from the registry. */
const uncorrected = (draft: Draft, { registry }: District.District): Draft => {
  const text = draft["resident"]
  // The cast is safe: the registry has no resident for an unknown id.
  const stay =
    typeof text === "string" ? registry.residents.get(residentId(text as ResidentId, registry)) : undefined
  if (stay === undefined) return draft
  const { birth, name, partySince } = stay
  return {
    ...(name === undefined ? {} : { name }),
    ...(birth === undefined ? {} : { birth: toIso(birth) }),
    ...(partySince === undefined ? {} : { partySince: toIso(partySince) }),
    ...draft
  }
}

/**
 * @category commands
 */
export const resident = Command.make("resident").pipe(
  Command.withDescription(
    "Enter, move, correct a resident, record that a resident left, undo that, merge two records"
  ),
  Command.withSubcommands([
    requestCommand("enter", {
      command: "resident enter",
      tag: "EnterResident",
      at: ["resident.id", "resident.household"],
      flags: {
        "resident.name": "name",
        "resident.birth": "birth",
        "resident.partySince": "party-since",
        "resident.tags": "tags"
      }
    }),
    requestCommand("move", { command: "resident move", tag: "MoveResident", at: ["resident", "household"] }),
    requestCommand("leave", {
      command: "resident leave",
      tag: "LeaveResident",
      at: ["resident", "departure"]
    }),
    requestCommand("undo", { command: "resident undo", tag: "UndoDeparture", at: ["resident"] }),
    requestCommand("merge", { command: "resident merge", tag: "MergeResident", at: ["resident", "into"] }),
    requestCommand("correct", {
      command: "resident correct",
      tag: "CorrectResident",
      at: ["resident"],
      flags: { partySince: "party-since" },
      complete: uncorrected
    })
  ])
)

/**
 * @category commands
 */
export const talents = Command.make("talents").pipe(
  Command.withDescription("Propose capable residents for cases and teams, and decide on the proposal"),
  Command.withSubcommands([
    requestCommand("propose", { command: "talents propose", tag: "ProposeTalent", at: ["proposal"] }),
    requestCommand("confirm", { command: "talents confirm", tag: "ConfirmTalent", at: ["proposal"] }),
    requestCommand("overrule", { command: "talents overrule", tag: "OverruleTalent", at: ["proposal"] }),
    requestCommand("reject", { command: "talents reject", tag: "RejectTalent", at: ["proposal"] }),
    requestCommand("leave", { command: "talents leave", tag: "LeaveTeam", at: ["talent", "team"] })
  ])
)
