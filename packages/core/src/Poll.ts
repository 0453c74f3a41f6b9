/**
 * Votes by the owners of a building or district, tallied by number and by floor area.
 */
export {
  Ballot,
  type BallotReason,
  type Elector,
  type Fewest,
  NoTerms,
  Opinion,
  OwnerKey,
  type Poll,
  PollResult,
  type Rejected,
  RuleSet,
  RuleSetFields,
  type Tally,
  Terms,
  type Test,
  Threshold,
  Unit,
  type Weight,
  electorate,
  tally
} from "./polls/Poll.ts"
export { type OpenedPoll, PollId, finalResult, standing } from "./polls/PollDecider.ts"
