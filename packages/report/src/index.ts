/** Reports for a district: facts, their rendering as plain text and as an HTML page, and pages to print and sign. */
export {
  Audience,
  BuildingFact,
  BuildingState,
  CaseFact,
  ChangeFact,
  Counts,
  CoverageFact,
  Facts,
  fewest,
  GapFact,
  GroupFact,
  NoticeFact,
  OverdueFact,
  PairFact,
  PairingFact,
  RefusedFact,
  Sentence,
  Shown
} from "./Facts.ts"
export { isElder } from "./BuildingFacts.ts"
export { factsOf, type FactsOptions } from "./FactsOf.ts"
export { type Links, toBuildingFile, toFirstPage } from "./LivePage.ts"
export { groundOf } from "./PairingFacts.ts"
export { toHtml } from "./ReportHtml.ts"
export { toText } from "./ReportText.ts"
export type { WordingOptions } from "./Wording.ts"
export { coveragePage, type CoverageSheet, coverageSheet, type Door } from "./PrintedCoverage.ts"
export {
  NoNotice,
  noticeOf,
  type NoticesOptions,
  noticesPage,
  type PrintedNotice,
  unservedNotices
} from "./PrintedNotice.ts"
export { type Poster, postersOf, postersPage, reportLink } from "./PrintedPoster.ts"
