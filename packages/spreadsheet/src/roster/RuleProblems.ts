/** Converts refusals by the rules of the registry to problems of cells. */
import * as Day from "@liulinhui/core/Day"
import type { IntakeRefusal } from "@liulinhui/core/Registry"
import type { MessageId } from "../words/Catalogue.ts"
import type { SheetProblem } from "../Problem.ts"
import type { Column } from "./Columns.ts"

/**
 * The problem that reports a refusal, and the cell that must be changed. `of` is the kind of the record. The index of
 * the record is in the refusal.
 */
export interface RuleProblem {
  readonly of: "building" | "household" | "resident"
  readonly column: Column
  readonly code: MessageId
  readonly found: string
  readonly args: SheetProblem["args"]
}

const numberCodes = {
  "id-card": "identity-number",
  mobile: "mobile-number",
  "bank-card": "card-number"
} as const satisfies Readonly<Record<string, MessageId>>

/** Returns the column for a field that contains a private number. */
const columnOf = (of: RuleProblem["of"], field: string): Column => {
  switch (field) {
    case "label":
    case "unit":
    case "name":
      return field
    case "tags":
      return of === "household" ? "householdTags" : "tags"
    default:
      return of
  }
}

/** Converts one refusal to a problem. */
export const of = (refusal: IntakeRefusal): RuleProblem => {
  switch (refusal._tag) {
    case "DuplicateBuilding": {
      const { building: found } = refusal
      return { of: "building", column: "building", code: "given-twice", found, args: {} }
    }
    case "DuplicateHousehold": {
      const { household: found } = refusal
      return { of: "household", column: "household", code: "given-twice", found, args: {} }
    }
    case "DuplicateResident": {
      const { first, resident: found } = refusal
      return { of: "resident", column: "resident", code: "duplicate-resident", found, args: { row: first } }
    }
    case "DuplicateLabel": {
      const { label: found, other } = refusal
      return { of: "building", column: "label", code: "duplicate-label", found, args: { other } }
    }
    case "DuplicateUnit": {
      const { other, unit: found } = refusal
      return { of: "household", column: "unit", code: "duplicate-unit", found, args: { other, row: 0 } }
    }
    case "UnknownBuilding": {
      const { building: found } = refusal
      return { of: "household", column: "building", code: "unknown-building", found, args: {} }
    }
    case "UnknownHousehold": {
      const { household: found } = refusal
      return { of: "resident", column: "household", code: "unknown-household", found, args: {} }
    }
    case "FloorAboveBuilding": {
      const { building, floor, floors } = refusal
      const args = { building, floors }
      return { of: "household", column: "floor", code: "floor-above-building", found: `${floor}`, args }
    }
    case "BuildingTooLow": {
      const { floor, floors, household } = refusal
      const args = { household, floor }
      return { of: "building", column: "floors", code: "building-too-low", found: `${floors}`, args }
    }
    case "BirthInFuture": {
      const { birth, on } = refusal
      const args = { on: Day.toIso(on) }
      return { of: "resident", column: "birth", code: "birth-in-future", found: Day.toIso(birth), args }
    }
    case "BirthTooLongAgo": {
      const { birth, years } = refusal
      const args = { years }
      return { of: "resident", column: "birth", code: "birth-too-long-ago", found: Day.toIso(birth), args }
    }
    case "PartyInFuture": {
      const { on, partySince } = refusal
      const [found, args] = [Day.toIso(partySince), { on: Day.toIso(on) }]
      return { of: "resident", column: "partySince", code: "party-in-future", found, args }
    }
    case "PartyBeforeAdult": {
      const { earliest, partySince } = refusal
      const [found, args] = [Day.toIso(partySince), { earliest: Day.toIso(earliest) }]
      return { of: "resident", column: "partySince", code: "party-before-adult", found, args }
    }
    case "ResidentGone": {
      const { left, resident: found } = refusal
      return {
        of: "resident",
        column: "resident",
        code: "resident-gone",
        found,
        args: { left: Day.toIso(left) }
      }
    }
    case "BeforeEntered": {
      const { resident: found, since } = refusal
      const args = { since: Day.toIso(since) }
      return { of: "resident", column: "resident", code: "before-entered", found, args }
    }
    case "BirthStatedTwice": {
      const { resident: found } = refusal
      return { of: "resident", column: "birth", code: "not-a-date", found, args: {} }
    }
    case "PrivateNumberUsed": {
      const { field, kind, of } = refusal
      return { of, column: columnOf(of, field), code: numberCodes[kind], found: "", args: {} }
    }
    case "TextBlank": {
      const { field, of } = refusal
      return { of, column: field, code: "blank", found: "", args: {} }
    }
    case "ResidentErased": {
      const { resident: found } = refusal
      return { of: "resident", column: "resident", code: "resident-erased", found, args: {} }
    }
  }
}
