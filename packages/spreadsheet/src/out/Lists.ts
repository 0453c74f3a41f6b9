/**
 * The lists that a committee works with, as sheets: gaps of coverage, rounds of visits, cases, the pairing, and a file for
 * each building. They are made from plain rows. The caller decides who may see which name.
 */
import type { Day } from "@liulinhui/core/kernel/Day"
import type { Language, Text } from "@liulinhui/core/kernel/Text"
import { type Sheet, sheet, type TableColumn, type Value } from "./Table.ts"

/** A door. */
export interface Door {
  /** The label on the building's door. */
  readonly building: string
  readonly floor?: number | undefined
  readonly unit?: string | undefined
}

const text = (zh: string, en: string): Text => ({ zh, en })

const dayValue = (day: Day | undefined): Value => (day === undefined ? undefined : { day })

const doorColumns: ReadonlyArray<TableColumn<Door>> = [
  { heading: text("楼号", "Building"), value: ({ building }) => building },
  { heading: text("楼层", "Floor"), value: ({ floor }) => floor, width: 6 },
  { heading: text("室号", "Flat"), value: ({ unit }) => unit, width: 8 }
]

const toFillIn = (zh: string, en: string, width = 16): TableColumn<unknown> => ({
  heading: text(zh, en),
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

const gapColumns: ReadonlyArray<TableColumn<GapRow>> = [
  ...doorColumns,
  { heading: text("姓名", "Name"), value: ({ name }) => name },
  { heading: text("上次联系", "Last contact"), value: ({ last }) => dayValue(last) },
  { heading: text("还需联系次数", "Contacts needed"), value: ({ wants }) => wants },
  { heading: text("说明", "Note"), value: ({ note }) => note, width: 30 }
]

/**
 * The residents or flats that a rule has not reached, in the given order.
 *
 * @category lists
 */
export const gapList = (name: string, rows: Iterable<GapRow>, language: Language): Sheet =>
  sheet(name, gapColumns, rows, language)

/** A door to visit. */
export interface VisitRow extends Door {
  readonly name?: string | undefined
  readonly last?: Day | undefined
  readonly note?: string | undefined
}

/** The results of a visit. */
export const visitResults: ReadonlyArray<Text> = [
  text("见到", "met"),
  text("家中无人", "nobody in"),
  text("谢绝", "refused"),
  text("改约", "another time")
]

interface NumberedVisit extends VisitRow {
  readonly number: number
}

const visitColumns: ReadonlyArray<TableColumn<NumberedVisit>> = [
  { heading: text("序号", "No."), value: ({ number }) => number, width: 6 },
  ...doorColumns,
  { heading: text("姓名", "Name"), value: ({ name }) => name },
  { heading: text("上次联系", "Last contact"), value: ({ last }) => dayValue(last) },
  { heading: text("说明", "Note"), value: ({ note }) => note, width: 30 },
  { ...toFillIn("结果", "Result", 12), choices: visitResults },
  toFillIn("日期", "Date", 12),
  toFillIn("备注", "Remarks", 30)
]

/**
 * The round of one walker, in the given order, with columns to fill in.
 *
 * @category lists
 */
export const walkingList = (walker: string, visits: Iterable<VisitRow>, language: Language): Sheet =>
  sheet(walker, visitColumns, numbered(visits), language)

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

const caseColumns: ReadonlyArray<TableColumn<CaseRow>> = [
  { heading: text("编号", "Case"), value: ({ id }) => id, width: 18 },
  { heading: text("事项", "Kind"), value: ({ playbook }) => playbook, width: 20 },
  { heading: text("地点", "Place"), value: ({ place }) => place, width: 16 },
  { heading: text("阶段", "Stage"), value: ({ stage }) => stage },
  { heading: text("小组", "Group"), value: ({ group }) => group },
  { heading: text("经办人", "Handler"), value: ({ handler }) => handler },
  { heading: text("开始日期", "Opened"), value: ({ opened }) => dayValue(opened) },
  { heading: text("期限", "Due"), value: ({ due }) => dayValue(due) },
  {
    heading: text("期限说明", "Remark on due"),
    value: ({ provisional }, language) =>
      provisional === true
        ? text("暂定，节假日安排公布后重算", "provisional until the holidays are known")[language]
        : undefined,
    width: 20
  },
  { heading: text("逾期天数", "Days late"), value: ({ late }) => (late === 0 ? undefined : late) }
]

/**
 * Cases, in the given order.
 *
 * @category lists
 */
export const caseList = (name: string, rows: Iterable<CaseRow>, language: Language): Sheet =>
  sheet(name, caseColumns, rows, language)

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

const pairingColumns: ReadonlyArray<TableColumn<PairingRow>> = [
  { heading: text("党支部", "Branch"), value: ({ branch }) => branch, width: 20 },
  { heading: text("自治小组", "Group"), value: ({ group }) => group, width: 16 },
  { heading: text("起始日期", "Since"), value: ({ since }) => dayValue(since) },
  {
    heading: text("理由", "Reasons"),
    value: ({ reasons }, language) => reasons.join(language === "zh" ? "；" : "; "),
    width: 50
  },
  { heading: text("调整说明", "Decision"), value: ({ decision }) => decision, width: 30 }
]

/**
 * The branches, the groups that they lead, and the reasons.
 *
 * @category lists
 */
export const pairingList = (name: string, rows: Iterable<PairingRow>, language: Language): Sheet =>
  sheet(name, pairingColumns, rows, language)

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

const flatColumns: ReadonlyArray<TableColumn<FlatRow>> = [
  { heading: text("楼层", "Floor"), value: ({ floor }) => floor, width: 6 },
  { heading: text("室号", "Flat"), value: ({ unit }) => unit, width: 8 },
  { heading: text("面积（平方米）", "Area (m²)"), value: ({ area }) => area },
  { heading: text("人数", "Residents"), value: ({ residents }) => residents, width: 8 },
  { heading: text("60岁以上", "60 and over"), value: ({ elders }) => elders, width: 10 },
  { heading: text("标签", "Tags"), value: ({ tags }) => tags.join(";"), width: 20 },
  { heading: text("在办事项", "Under way"), value: ({ cases }) => cases.join("\n"), width: 40 },
  { heading: text("上次联系", "Last contact"), value: ({ last }) => dayValue(last) }
]

/**
 * The files of buildings, one sheet each.
 *
 * @category lists
 */
export const buildingFiles = (files: Iterable<BuildingFile>, language: Language): ReadonlyArray<Sheet> =>
  Array.from(files, ({ flats, label }) => sheet(label, flatColumns, flats, language))
