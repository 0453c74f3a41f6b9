/** Votes by the owners of a building or district, counted by number of owners and by floor area. */
export {
  Ballot,
  type BallotReason,
  type Elector,
  Opinion,
  OwnerKey,
  type Poll,
  PollResult,
  type Rejected,
  RuleSet,
  RuleSetFields,
  Terms,
  Threshold,
  Unit,
  electorate
} from "./polls/Poll.ts"
export { type Fewest, type Met, NoTerms, type Tally, type Test, type Weight, tally } from "./polls/Tally.ts"
export { type OpenedPoll, PollId, finalResult, tallyOn } from "./polls/OpenedPoll.ts"
