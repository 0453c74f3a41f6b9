/**
 * The lists that a committee works with, as sheets: gaps of coverage, rounds of visits, cases, the pairing, and a file for
 * each building. They are made from plain rows. The caller decides who may see which name.
 */
import type { Day } from "@liulinhui/core/Day"
import type { Text } from "@liulinhui/core/Text"
import type { Catalogue, Label } from "../words/Catalogue.ts"
import { catalogueOf, catalogues, type Wording } from "../words/Wording.ts"
import { type Sheet, sheet, type TableColumn, type Value } from "./Table.ts"

/** A door. */
export interface Door {
  /** The label on the building's door. */
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

/** A resident or a flat that a coverage rule has not reached. */
export interface GapRow extends Door {
  readonly name?: string | undefined
  /** The day of the last contact. */
  readonly last?: Day | undefined
  /** The number of contacts that are still needed. */
  readonly wants?: number | undefined
  /** A remark, such as why the rule has no answer. */
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
 * The residents or flats that a rule has not reached, in the given order.
 *
 * @category lists
 */
export const gapList = (name: string, rows: Iterable<GapRow>, wording: Wording): Sheet =>
  sheet(name, gapColumns(catalogueOf(wording)), rows, wording)

/** A door to visit. */
export interface VisitRow extends Door {
  readonly name?: string | undefined
  readonly last?: Day | undefined
  readonly note?: string | undefined
}

const results: ReadonlyArray<Label> = ["met", "nobodyIn", "declined", "anotherTime"]

/** The results of a visit, in every language of this package. */
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
  toFillIn(labels.remarks, 30)
]

/**
 * The round of one walker, in the given order, with columns to fill in.
 *
 * @category lists
 */
export const walkingList = (walker: string, visits: Iterable<VisitRow>, wording: Wording): Sheet =>
  sheet(walker, visitColumns(catalogueOf(wording)), numbered(visits), wording)

const numbered = (visits: Iterable<VisitRow>): ReadonlyArray<NumberedVisit> =>
  Array.from(visits, (visit, at) => ({ ...visit, number: at + 1 }))

/** A case. */
export interface CaseRow {
  readonly id: string
  /** The name of its kind. */
  readonly playbook: string
  /** Its door or building. */
  readonly place: string
  readonly stage: string
  readonly group: string
  readonly handler?: string | undefined
  readonly opened: Day
  readonly due?: Day | undefined
  /** Whether the due day was counted without the holidays of the year, and may change. */
  readonly provisional?: boolean | undefined
  /** Days late; absent or 0 if it is not late. */
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
 * Cases, in the given order.
 *
 * @category lists
 */
export const caseList = (name: string, rows: Iterable<CaseRow>, wording: Wording): Sheet =>
  sheet(name, caseColumns(catalogueOf(wording)), rows, wording)

/** A branch that leads a group. */
export interface PairingRow {
  readonly branch: string
  readonly group: string
  readonly since?: Day | undefined
  /** The reasons, in words. */
  readonly reasons: ReadonlyArray<string>
  /** The reason if people decided against the plan. */
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
 * The branches, the groups that they lead, and the reasons.
 *
 * @category lists
 */
export const pairingList = (name: string, rows: Iterable<PairingRow>, wording: Wording): Sheet =>
  sheet(name, pairingColumns(catalogueOf(wording)), rows, wording)

/** A flat in a building's file. */
export interface FlatRow {
  readonly floor: number
  readonly unit: string
  /** Area in square metres, such as `48.20`. */
  readonly area?: string | undefined
  readonly residents: number
  /** The number of residents of 60 and over; absent if it is not known. */
  readonly elders?: number | undefined
  readonly tags: ReadonlyArray<string>
  /** The open cases at this door. */
  readonly cases: ReadonlyArray<string>
  readonly last?: Day | undefined
}

/** The file of one building: one building, one file (一楼一档). */
export interface BuildingFile {
  readonly label: string
  readonly flats: Iterable<FlatRow>
}

const flatColumns = ({ labels }: Words): ReadonlyArray<TableColumn<FlatRow>> => [
  { heading: labels.floor, value: ({ floor }) => floor, width: 6 },
  { heading: labels.flat, value: ({ unit }) => unit, width: 8 },
  { heading: labels.area, value: ({ area }) => area },
  { heading: labels.residents, value: ({ residents }) => residents, width: 8 },
  { heading: labels.elders, value: ({ elders }) => elders, width: 10 },
  { heading: labels.tags, value: ({ tags }) => tags.join(";"), width: 20 },
  { heading: labels.open, value: ({ cases }) => cases.join("\n"), width: 40 },
  { heading: labels.last, value: ({ last }) => dayValue(last) }
]

/**
 * The files of buildings, one sheet each.
 *
 * @category lists
 */
export const buildingFiles = (files: Iterable<BuildingFile>, wording: Wording): ReadonlyArray<Sheet> =>
  Array.from(files, ({ flats, label }) => sheet(label, flatColumns(catalogueOf(wording)), flats, wording))
