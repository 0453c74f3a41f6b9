/** `liulinhui poll`, with the commands that open a vote and record its ballots. A vote closes by itself on its last day. */
import type * as District from "@liulinhui/core/District"
import type { CaseId } from "@liulinhui/core/Id"
import * as Command from "effect/cli/Command"
import * as Option from "effect/Option"
import { findCase } from "@liulinhui/core/District"
import { poll } from "./poll.ts"
import { requestCommand } from "./RequestCommand.ts"
import type { Draft } from "./RequestInput.ts"

/**
 * The flats of the buildings that the case is about, each with one owner who is named by the flat. It is for buildings
 * in which nobody owns two flats; otherwise the owners are named with `--units`.
 */
const oneOwnerPerFlat = (draft: Draft, district: District.District): Draft => {
  const id = draft["case"]
  if (typeof id !== "string" || draft["units"] !== undefined) return draft
  // Safe: an id that is no case's finds none.
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
    requestCommand("withdraw", { command: "poll withdraw", tag: "WithdrawBallot", at: ["poll", "owner"] })
  ])
)
