/**
 * The screens of the board, in the order of the navigation. The first one is the page after signing in. To add a screen,
 * write it in a folder and add it to this list.
 */
import { batch } from "./batch/Batch.ts"
import { admin } from "./admin/Admin.ts"
import { oneActor } from "./admin/Devices.ts"
import { letters } from "./admin/Letters.ts"
import { people } from "./admin/People.ts"
import { roster } from "./admin/Roster.ts"
import { buildings, oneBuilding, wall } from "./buildings/Buildings.ts"
import { cases } from "./cases/Cases.ts"
import { oneCase } from "./cases/OneCase.ts"
import { coverage, oneRule } from "./coverage/Coverage.ts"
import { accept } from "./desk/Accept.ts"
import { desk } from "./desk/Desk.ts"
import { oneReport } from "./desk/OneReport.ts"
import { companions, otherCompanions, whyNotCompanion } from "./pairing/Companions.ts"
import { pairing } from "./pairing/Pairing.ts"
import { otherTalents, talents, whyNotTalent } from "./pairing/Talents.ts"
import { otherPairs, trade, whyNotPair } from "./pairing/Why.ts"
import { round } from "./round/RoundScreen.ts"
import { excuse, nextRound } from "./coverage/RuleWork.ts"
import type { Screen } from "./Screen.ts"
import { standardStep } from "./steps/StandardStep.ts"
import { takeStep } from "./steps/TakeStep.ts"
import { today } from "./today/Today.ts"
import { ballot, ballots } from "./votes/Ballots.ts"
import { openVote } from "./votes/OpenVote.ts"
import { announcement, oneVote, votes } from "./votes/Votes.ts"

/** All screens. */
export const screens: ReadonlyArray<Screen> = [
  today,
  round,
  desk,
  oneReport,
  accept,
  cases,
  oneCase,
  takeStep,
  standardStep,
  batch,
  buildings,
  wall,
  oneBuilding,
  coverage,
  oneRule,
  votes,
  oneVote,
  announcement,
  ballots,
  ballot,
  openVote,
  nextRound,
  excuse,
  pairing,
  whyNotPair,
  trade,
  otherPairs,
  companions,
  whyNotCompanion,
  otherCompanions,
  talents,
  whyNotTalent,
  otherTalents,
  admin,
  people,
  oneActor,
  roster,
  letters
]
