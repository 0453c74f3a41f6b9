/**
 * The command `liulinhui poll`, with the subcommands that open a vote, write its ballot sheet and record its ballots. A
 * vote closes by itself on its last day.
 */
import type * as District from "@liulinhui/core/District"
import type { CaseId } from "@liulinhui/core/Id"
import * as Command from "effect/cli/Command"
import * as Option from "effect/Option"
import { findCase } from "@liulinhui/core/District"
import { pollBallots, pollSheet } from "./ballots.ts"
import { poll } from "./poll.ts"
import { requestCommand } from "./RequestCommand.ts"
import type { Draft } from "./RequestInput.ts"

/**
 * Lists the flats of the case's buildings, each with one owner. The id of the flat is used as the id of the owner. Use
 * this only for buildings in which nobody owns two flats. For other buildings, list the owners with `--units`.
 */
const oneOwnerPerFlat = (draft: Draft, district: District.District): Draft => {
  const id = draft["case"]
  if (typeof id !== "string" || draft["units"] !== undefined) return draft
  // The cast is safe: an unknown case id finds no case.
  const state = Option.getOrUndefined(findCase(district, id as CaseId))
  const units = [...district.registry.households.values()].flatMap(({ building, id: unit }) =>
    state?.buildings.includes(building) === true ? [{ unit, owner: unit }] : []
  )
  return units.length === 0 ? draft : { ...draft, units }
}

/**
 * @category commands
 */
export const pollWithDoors = poll.pipe(
  Command.withSubcommands([
    requestCommand("open", {
      command: "poll open",
      tag: "OpenPoll",
      at: ["poll", "case", "rules"],
      complete: oneOwnerPerFlat,
      completeIf: {
        flag: "owner-per-flat",
        about: "All flats of the case's buildings vote, and each has one owner, named by the flat"
      }
    }),
    requestCommand("ballot", {
      command: "poll ballot",
      tag: "CastBallot",
      at: ["poll", "owner", "opinion"],
      flags: { "proxy.by": "proxy", "proxy.authority": "proxy-authority", "proxy.stated": "proxy-stated" }
    }),
    pollSheet,
    pollBallots,
    requestCommand("withdraw", { command: "poll withdraw", tag: "WithdrawBallot", at: ["poll", "owner"] }),
    requestCommand("area", { command: "poll area", tag: "EnterUnitArea", at: ["poll", "unit", "area"] })
  ])
)
