/** What a refusal of the registry's rules means on a sheet: which cell has to change, and what it should say. */
import * as Day from "@liulinhui/core/kernel/Day"
import type { Text } from "@liulinhui/core/kernel/Text"
import type { HouseholdId } from "@liulinhui/core/place/Id"
import type { IntakeRefusal } from "@liulinhui/core/place/RegistryRules"
import { type Column, text } from "./RegistryColumns.ts"

/** A cell of the building, household or resident at the refusal's index. */
export interface RefusalCell {
  readonly of: "building" | "household" | "resident"
  readonly column: Column
  readonly found: string
  readonly expected: Text
}

/** The rows in which others stand: 0 where they stand in none. */
export interface RowsOf {
  readonly resident: (index: number) => number
  readonly household: (id: HouseholdId) => number
}

const notAfter = (day: Day.Day): Text => text(`不晚于 ${Day.toIso(day)}`, `no later than ${Day.toIso(day)}`)

/** The code of a refusal, as problems have codes: `DuplicateUnit` is `duplicate-unit`. */
export const codeOf = ({ _tag }: IntakeRefusal): string =>
  _tag.replace(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase()

/** The cell that has to change. */
export const cellOf = (refusal: IntakeRefusal, rows: RowsOf): RefusalCell => {
  switch (refusal._tag) {
    case "DuplicateBuilding":
      return {
        of: "building",
        column: "building",
        found: refusal.building,
        expected: text("每幢楼只登记一次", "each building once")
      }
    case "DuplicateHousehold":
      return {
        of: "household",
        column: "household",
        found: refusal.household,
        expected: text("每户只登记一次", "each household once")
      }
    case "DuplicateResident": {
      const row = rows.resident(refusal.first)
      return {
        of: "resident",
        column: "resident",
        found: refusal.resident,
        expected: text(`未用过的编号（第 ${row} 行已有）`, `an id that no other row has (row ${row} has it)`)
      }
    }
    case "DuplicateLabel":
      return {
        of: "building",
        column: "label",
        found: refusal.label,
        expected: text(
          `各楼不同的门牌（楼栋 ${refusal.other} 已用）`,
          `a label of its own (building ${refusal.other} has this one)`
        )
      }
    case "DuplicateUnit": {
      const row = rows.household(refusal.other)
      const [zh, en] = row === 0 ? ["", ""] : [`，第 ${row} 行`, `, row ${row}`]
      return {
        of: "household",
        column: "unit",
        found: refusal.unit,
        expected: text(
          `楼栋 ${refusal.building} 内未用过的室号（户 ${refusal.other} 已用${zh}）`,
          `a unit that no other household of ${refusal.building} has (${refusal.other} has it${en})`
        )
      }
    }
    case "UnknownBuilding":
      return {
        of: "household",
        column: "building",
        found: refusal.building,
        expected: text("已登记的楼栋", "a building of the district")
      }
    case "UnknownHousehold":
      return {
        of: "resident",
        column: "household",
        found: refusal.household,
        expected: text("已登记的户", "a household of the district")
      }
    case "FloorAboveBuilding":
      return {
        of: "household",
        column: "floor",
        found: `${refusal.floor}`,
        expected: text(
          `不高于 ${refusal.floors}（楼栋 ${refusal.building} 的总层数）`,
          `at most ${refusal.floors}, the floors of building ${refusal.building}`
        )
      }
    case "BuildingTooLow":
      return {
        of: "building",
        column: "floors",
        found: `${refusal.floors}`,
        expected: text(
          `至少 ${refusal.floor}（户 ${refusal.household} 已登记在该层）`,
          `at least ${refusal.floor}, where household ${refusal.household} is entered`
        )
      }
    case "BirthInFuture":
      return {
        of: "resident",
        column: "birth",
        found: Day.toIso(refusal.birth),
        expected: notAfter(refusal.on)
      }
    case "BirthTooLongAgo":
      return {
        of: "resident",
        column: "birth",
        found: Day.toIso(refusal.birth),
        expected: text(`最近 ${refusal.years} 年以内的日期`, `a date within the last ${refusal.years} years`)
      }
    case "PartyInFuture":
      return {
        of: "resident",
        column: "partySince",
        found: Day.toIso(refusal.partySince),
        expected: notAfter(refusal.on)
      }
    case "PartyBeforeAdult":
      return {
        of: "resident",
        column: "partySince",
        found: Day.toIso(refusal.partySince),
        expected: text(
          `不早于 ${Day.toIso(refusal.earliest)}（年满十八岁）`,
          `no earlier than ${Day.toIso(refusal.earliest)}, the 18th birthday`
        )
      }
    case "ResidentGone":
      return {
        of: "resident",
        column: "resident",
        found: refusal.resident,
        expected: text(
          `仍在册的居民（此人已于 ${Day.toIso(refusal.left)} 离开）`,
          `a resident who is still here (this one left on ${Day.toIso(refusal.left)})`
        )
      }
    case "BeforeEntered":
      return {
        of: "resident",
        column: "resident",
        found: refusal.resident,
        expected: text(
          `在 ${Day.toIso(refusal.on)} 已登记的居民（此人自 ${Day.toIso(refusal.since)} 起登记）`,
          `a resident entered by ${Day.toIso(refusal.on)} (this one since ${Day.toIso(refusal.since)})`
        )
      }
    case "ResidentErased":
      return {
        of: "resident",
        column: "resident",
        found: refusal.resident,
        expected: text(
          "资料未被删除的居民（此编号已删除，不再使用）",
          "a resident who was not erased (this id is not used again)"
        )
      }
  }
}
