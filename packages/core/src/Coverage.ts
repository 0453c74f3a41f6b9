/**
 * Coverage: which members of a population, such as all residents over 60, must be reached (visited, called …), who has
 * been reached, and who is missing, on any day.
 */
export {
  type Coverage,
  type CoverageFigures,
  type Excluded,
  type Finding,
  type Judge,
  type Member,
  type Missing,
  type Place,
  type Questions,
  type Reached,
  byPlace,
  evaluate,
  evaluateAll,
  judge,
  memberOf,
  onDay,
  periodEnds
} from "./coverage/Coverage.ts"
export {
  type Counted,
  CoverageRule,
  CoverageRuleBody,
  CoverageRuleShape,
  type Reach,
  Through,
  countedIn,
  isCounted,
  selectorsIn
} from "./coverage/CoverageRule.ts"
export {
  type Counts,
  type Figures,
  type Part,
  type PartStanding,
  type Ratio,
  type Status,
  type Tallies,
  type Tally,
  figures
} from "./coverage/Counts.ts"
export {
  Certificate,
  CertificateMalformed,
  type Head,
  type Mismatch,
  type RuleWording,
  type Sha256,
  type Source,
  issue,
  read,
  saltOn,
  toJson,
  verify
} from "./coverage/CoverageCertificate.ts"
export { type CoverageEvent, factsAfter } from "./coverage/CoverageEvent.ts"
export { type CoverageFacts } from "./coverage/CoverageFacts.ts"
export {
  type Forecast,
  type Needed,
  type Pace,
  type Reachable,
  forecast
} from "./coverage/CoverageForecast.ts"
export { type PlaybookWords, type Vocabulary, checkRule } from "./coverage/CoverageCheck.ts"
export { type Exclusion, end, holds } from "./coverage/Exclusion.ts"
export { type Marks, idOf, lapseOf, markedDays, marksOf, subjectsOf, windowOf } from "./coverage/Marks.ts"
export {
  type Round,
  type RoundProblem,
  RoundScheme,
  type Walker,
  type WalkingList,
  nextRound
} from "./coverage/NextRound.ts"
export * as Trail from "./coverage/Trail.ts"
export { Grouping, Quota, Share, Standing, standing } from "./coverage/Target.ts"
export { compareLabels } from "./coverage/Walk.ts"
export { coverageOn, forecastFrom, judgedBy, roundOn } from "./district/CoverageQuestion.ts"
