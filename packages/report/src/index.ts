/** What a district reads: facts, and the same facts as plain text and as one page. */
export {
  BuildingFact,
  CaseFact,
  Counts,
  CoverageFact,
  Facts,
  forHall,
  GapFact,
  GroupFact,
  NoticeFact,
  OverdueFact,
  PairFact,
  PairingFact,
  RefusedFact,
  Sentence
} from "./Facts.ts"
export { factsOf, type FactsOptions } from "./FactsOf.ts"
export { toHtml } from "./ReportHtml.ts"
export { toText } from "./ReportText.ts"
