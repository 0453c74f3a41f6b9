/** The registry in and out of a spreadsheet, as CSV. */
export { type ReadOptions, readRegistryCsv, type RegistrySheet, writeRegistryCsv } from "./RegistryCsv.ts"
export { formatProblem, SheetProblem, SheetRefused } from "./Sheet.ts"
