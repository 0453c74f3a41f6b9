/** Imports the residents of a district from spreadsheet files, and exports lists as spreadsheets. */
export { limits, type Limits } from "./file/Limits.ts"
export {
  type BallotOptions,
  type BallotRow,
  ballotSheet,
  type CastBallot,
  readBallots,
  type ReadBallots
} from "./out/Ballots.ts"
export {
  type BuildingFile,
  buildingFiles,
  caseList,
  type CaseRow,
  type Door,
  type FlatRow,
  gapList,
  type GapRow,
  pairingList,
  type PairingRow,
  type VisitRow,
  visitResults,
  walkingList
} from "./out/Lists.ts"
export {
  type FilledVisit,
  readVisits,
  type ReadVisits,
  type VisitOptions,
  type VisitResult
} from "./out/Visits.ts"
export { toCsv, toXlsx, sheet, type Sheet, type TableColumn, type Value } from "./out/Table.ts"
export { registrySheet, writeRegistryCsv, writeRegistryXlsx } from "./out/RegistryTable.ts"
export { withNouns } from "./words/Wording.ts"
export { squareMetres } from "./roster/Areas.ts"
export { type RejectsOptions, writeRejects } from "./out/Rejects.ts"
export { formatProblem, formatProblems, SheetProblem, SheetRefused } from "./Problem.ts"
export {
  type ReadOptions,
  readRegistry,
  readRegistryCsv,
  readRoster,
  type RegistrySheet,
  type RosterOptions
} from "./read.ts"
export { type Column } from "./roster/Columns.ts"
export { formatMapping, Mapping, parseMapping, Target } from "./roster/Mapping.ts"
export { importId, problemOf } from "./roster/ImportIds.ts"
export { previewLines, type PreviewMessage, type PreviewSpeech } from "./roster/PreviewLines.ts"
export { locate, preview } from "./roster/Preview.ts"
export type {
  Changed,
  Counts,
  ImportRequest,
  Left,
  Moved,
  PossibleDuplicate,
  Preview,
  PreviewOptions,
  Rejected
} from "./roster/PreviewModel.ts"
export type { ResidentKey } from "./roster/ResidentIds.ts"
export type { Roster, RosterRow, RosterSheet } from "./roster/Roster.ts"
export type { Birth, Values } from "./roster/Values.ts"
export type { Catalogue } from "./words/Catalogue.ts"
export type { Wording } from "./words/Wording.ts"
export { en } from "./words/en.ts"
export { zh } from "./words/zh.ts"
export { readTable, type TableCell, type TableOptions, type TableRow } from "./RowTable.ts"
