/**
 * Sheets of lists that a residents' committee works with: people who were not contacted, rounds of visits, cases, the
 * pairing of branches and groups, and a file for each building. The lists are made from plain rows. The caller must
 * decide which names the reader may see.
 */
import type { Day } from "@liulinhui/core/Day"
import type { Text } from "@liulinhui/core/Text"
import type { Catalogue, Label } from "../words/Catalogue.ts"
import { catalogueOf, catalogues, format, type Wording } from "../words/Wording.ts"
import { type Sheet, sheet, type TableColumn, type Value } from "./Table.ts"

/** The address of a flat within the district. */
export interface Door {
  /** The label on the door of the building. */
  readonly building: string
  readonly floor?: number | undefined
  readonly unit?: string | undefined
}

type Words = Pick<Catalogue, "labels">

const dayValue = (day: Day | undefined): Value => (day === undefined ? undefined : { day })

const doorColumns = ({ labels }: Words): ReadonlyArray<TableColumn<Door>> => [
  { heading: labels.building, value: ({ building }) => building },
  { heading: labels.floor, value: ({ floor }) => floor, width: 6 },
  { heading: labels.flat, value: ({ unit }) => unit, width: 8 }
]

const toFillIn = (heading: string, width: number): TableColumn<unknown> => ({
  heading,
  value: () => undefined,
  width
})

/** A resident or a flat that was not contacted as a coverage rule requires. */
export interface GapRow extends Door {
  readonly name?: string | undefined
  /** The day of the last contact. Absent if there was no contact. */
  readonly last?: Day | undefined
  /** The number of contacts that the rule still requires. */
  readonly wants?: number | undefined
  /** A remark, for example why the rule cannot be applied to this resident. */
  readonly note?: string | undefined
}

const gapColumns = ({ labels }: Words): ReadonlyArray<TableColumn<GapRow>> => [
  ...doorColumns({ labels }),
  { heading: labels.name, value: ({ name }) => name },
  { heading: labels.last, value: ({ last }) => dayValue(last) },
  { heading: labels.wants, value: ({ wants }) => wants },
  { heading: labels.note, value: ({ note }) => note, width: 30 }
]

/**
 * The list of residents or flats that a coverage rule has not reached, in the given order.
 *
 * @category lists
 */
export const gapList = (name: string, rows: Iterable<GapRow>, wording: Wording): Sheet =>
  sheet(name, gapColumns(catalogueOf(wording)), rows, wording)

/** A resident or a flat that somebody should visit. */
export interface VisitRow extends Door {
  /** The resident or the flat as a subject, such as `resident:r-17`. A filled list is read by it. */
  readonly subject?: string | undefined
  readonly name?: string | undefined
  readonly last?: Day | undefined
  readonly note?: string | undefined
}

const results: ReadonlyArray<Label> = ["met", "nobodyIn", "declined", "anotherTime"]

/** The possible results of a visit, in every language of this package. */
export const visitResults: ReadonlyArray<Text> = results.map((result) =>
  Object.fromEntries(catalogues.map(({ labels, language }) => [language, labels[result]]))
)

interface NumberedVisit extends VisitRow {
  readonly number: number
}

const visitColumns = ({ labels }: Words): ReadonlyArray<TableColumn<NumberedVisit>> => [
  { heading: labels.number, value: ({ number }) => number, width: 6 },
  ...doorColumns({ labels }),
  { heading: labels.name, value: ({ name }) => name },
  { heading: labels.last, value: ({ last }) => dayValue(last) },
  { heading: labels.note, value: ({ note }) => note, width: 30 },
  { ...toFillIn(labels.result, 12), choices: results.map((result) => labels[result]) },
  toFillIn(labels.date, 12),
  toFillIn(labels.remarks, 30),
  { heading: labels.subject, value: ({ subject }) => subject, width: 24 }
]

/**
 * The list of visits of one person, in the given order, with empty columns for the results.
 *
 * @category lists
 */
export const walkingList = (walker: string, visits: Iterable<VisitRow>, wording: Wording): Sheet =>
  sheet(walker, visitColumns(catalogueOf(wording)), numbered(visits), wording)

const numbered = (visits: Iterable<VisitRow>): ReadonlyArray<NumberedVisit> =>
  Array.from(visits, (visit, at) => ({ ...visit, number: at + 1 }))

/** One case in a list of cases. */
export interface CaseRow {
  readonly id: string
  /** The name of the playbook, which is the kind of the case. */
  readonly playbook: string
  /** The flat or the building that the case is about. */
  readonly place: string
  readonly stage: string
  readonly group: string
  readonly handler?: string | undefined
  readonly opened: Day
  readonly due?: Day | undefined
  /** Whether the due day was computed without the holidays of its year. Such a day may still change. */
  readonly provisional?: boolean | undefined
  /** The number of days since the due day. Absent or 0 if the case is not late. */
  readonly late?: number | undefined
}

const caseColumns = ({ labels }: Words): ReadonlyArray<TableColumn<CaseRow>> => [
  { heading: labels.case, value: ({ id }) => id, width: 18 },
  { heading: labels.kind, value: ({ playbook }) => playbook, width: 20 },
  { heading: labels.place, value: ({ place }) => place, width: 16 },
  { heading: labels.stage, value: ({ stage }) => stage },
  { heading: labels.group, value: ({ group }) => group },
  { heading: labels.handler, value: ({ handler }) => handler },
  { heading: labels.opened, value: ({ opened }) => dayValue(opened) },
  { heading: labels.due, value: ({ due }) => dayValue(due) },
  {
    heading: labels.dueNote,
    value: ({ provisional }) => (provisional === true ? labels.provisional : undefined),
    width: 20
  },
  { heading: labels.late, value: ({ late }) => (late === 0 ? undefined : late) }
]

/**
 * A list of cases, in the given order.
 *
 * @category lists
 */
export const caseList = (name: string, rows: Iterable<CaseRow>, wording: Wording): Sheet =>
  sheet(name, caseColumns(catalogueOf(wording)), rows, wording)

/** A Party branch and the group that it leads. */
export interface PairingRow {
  readonly branch: string
  readonly group: string
  readonly since?: Day | undefined
  /** The reasons for this pair of a branch and a group, in words. */
  readonly reasons: ReadonlyArray<string>
  /** The reason why people chose this pair instead of the computed one. Absent if they followed the computed plan. */
  readonly decision?: string | undefined
}

const pairingColumns = ({ labels }: Words): ReadonlyArray<TableColumn<PairingRow>> => [
  { heading: labels.branch, value: ({ branch }) => branch, width: 20 },
  { heading: labels.selfGroup, value: ({ group }) => group, width: 16 },
  { heading: labels.since, value: ({ since }) => dayValue(since) },
  {
    heading: labels.why,
    value: ({ reasons }) => reasons.join(labels.reasons),
    width: 50
  },
  { heading: labels.decision, value: ({ decision }) => decision, width: 30 }
]

/**
 * A list of the branches with the groups that they lead, and the reasons.
 *
 * @category lists
 */
export const pairingList = (name: string, rows: Iterable<PairingRow>, wording: Wording): Sheet =>
  sheet(name, pairingColumns(catalogueOf(wording)), rows, wording)

/** One flat in the file of a building. */
export interface FlatRow {
  readonly floor: number
  readonly unit: string
  /** The area in square metres, such as `48.20`. */
  readonly area?: string | undefined
  readonly residents: number
  /** The number of elders. Absent if it is unknown. */
  readonly elders?: number | undefined
  readonly tags: ReadonlyArray<string>
  /** The open cases about this flat. */
  readonly cases: ReadonlyArray<string>
  readonly last?: Day | undefined
}

/** The file of one building. Committees keep one such file for every building (一楼一档). */
export interface BuildingFile {
  readonly label: string
  readonly flats: Iterable<FlatRow>
}

const flatColumns = ({ labels }: Words, elders: string): ReadonlyArray<TableColumn<FlatRow>> => [
  { heading: labels.floor, value: ({ floor }) => floor, width: 6 },
  { heading: labels.flat, value: ({ unit }) => unit, width: 8 },
  { heading: labels.area, value: ({ area }) => area },
  { heading: labels.residents, value: ({ residents }) => residents, width: 8 },
  { heading: elders, value: ({ elders }) => elders, width: 10 },
  { heading: labels.tags, value: ({ tags }) => tags.join(";"), width: 20 },
  { heading: labels.open, value: ({ cases }) => cases.join("\n"), width: 40 },
  { heading: labels.last, value: ({ last }) => dayValue(last) }
]

/**
 * The files of several buildings, one sheet for each. Residents are counted as elders from the age `elderFrom`.
 *
 * @category lists
 */
export const buildingFiles = (
  files: Iterable<BuildingFile>,
  elderFrom: number,
  wording: Wording
): ReadonlyArray<Sheet> => {
  const columns = flatColumns(catalogueOf(wording), format(wording, "elders", { from: elderFrom }))
  return Array.from(files, ({ flats, label }) => sheet(label, columns, flats, wording))
}
