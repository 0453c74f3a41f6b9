/** The preview of an import: plain data that a program can show, store and send. */
import type { Request } from "@liulinhui/core/Governance"
import type { Day } from "@liulinhui/core/Day"
import type { BuildingId, HouseholdId, ResidentId } from "@liulinhui/core/Id"
import type { Building, Departure, Household, Registry, Resident } from "@liulinhui/core/Registry"
import type { SheetProblem } from "../Problem.ts"
import type { Column } from "./Columns.ts"
import type { ResidentKey } from "./ResidentIds.ts"

/**
 * The places in the file from which a record comes: the index of its sheet, its row, and other rows from which the
 * values of some columns come.
 */
export interface Source {
  readonly sheet: number
  readonly row: number
  readonly rows?: { readonly [C in Column]?: number }
}

/** A sheet of the file, with the letter and the name of each of its columns. */
export interface SourceSheet {
  readonly name: string
  readonly columns: { readonly [C in Column]?: { readonly letter: string; readonly column: string } }
}

/** A record that is different in the registry and in the roster. */
export interface Changed<A> {
  readonly before: A
  readonly after: A
  /** The names of the fields that are different. */
  readonly fields: ReadonlyArray<string>
}

/** A resident whose door in the roster is different from the door in the registry. */
export interface Moved {
  readonly resident: ResidentId
  readonly name: string
  readonly from: HouseholdId
  readonly to: HouseholdId
}

/** A resident of the registry who is missing in a complete roster, and so has left. */
export interface Left {
  readonly resident: ResidentId
  readonly household: HouseholdId
  readonly name: string
}

/** Residents with the same name and birth. They may be the same person under several ids. */
export interface PossibleDuplicate {
  readonly name: string
  readonly birth: Day
  readonly residents: ReadonlyArray<{ readonly id: ResidentId; readonly household: HouseholdId }>
}

/** A row that is left out because of its problems. */
export interface Rejected {
  readonly sheet: string
  readonly row: number
  readonly problems: ReadonlyArray<SheetProblem>
}

/** The lengths of the lists of the preview. A resident who has both moved and changed is counted in both lists. */
export interface Counts {
  readonly buildings: { readonly new: number; readonly changed: number; readonly unchanged: number }
  readonly households: { readonly new: number; readonly changed: number; readonly unchanged: number }
  readonly residents: {
    readonly new: number
    readonly changed: number
    readonly moved: number
    readonly returned: number
    readonly left: number
    readonly unchanged: number
  }
  readonly possibleDuplicates: number
  readonly rejected: number
  /**
   * The numbers of values that stay unknown: births, births of which only the year or month is known, and areas of
   * flats.
   */
  readonly unknown: { readonly births: number; readonly birthDays: number; readonly areas: number }
}

/** A request that makes a part of the changes of a preview. */
export type ImportRequest = Extract<
  Request,
  { readonly _tag: "ImportRegistry" | "EnterResident" | "LeaveResident" }
>

/**
 * The differences between a roster and a registry, and the requests that bring the registry up to date.
 *
 * @category models
 */
export interface Preview {
  readonly file: string
  readonly counts: Counts
  readonly buildings: {
    readonly new: ReadonlyArray<Building>
    readonly changed: ReadonlyArray<Changed<Building>>
  }
  readonly households: {
    readonly new: ReadonlyArray<Household>
    readonly changed: ReadonlyArray<Changed<Household>>
  }
  readonly residents: {
    readonly new: ReadonlyArray<Resident>
    readonly changed: ReadonlyArray<Changed<Resident>>
    readonly moved: ReadonlyArray<Moved>
    readonly returned: ReadonlyArray<Resident>
    readonly left: ReadonlyArray<Left>
  }
  readonly possibleDuplicates: ReadonlyArray<PossibleDuplicate>
  /** The rows that are left out. Empty unless only valid rows are accepted. */
  readonly rejected: ReadonlyArray<Rejected>
  /**
   * Remarks about the file: columns that were dropped or left out, values that were derived, cells that were
   * interpreted.
   */
  readonly remarks: ReadonlyArray<SheetProblem>
  /** The requests that make the changes. Submit them in this order. Empty if nothing changes. */
  readonly requests: ReadonlyArray<ImportRequest>
  /**
   * The places in the file from which the records in the `ImportRegistry` request come, in the same order as the
   * records.
   */
  readonly sources: {
    readonly sheets: ReadonlyArray<SourceSheet>
    readonly buildings: ReadonlyArray<Source>
    readonly households: ReadonlyArray<Source>
    readonly residents: ReadonlyArray<Source>
  }
}

/** Options of a preview. */
export interface PreviewOptions {
  /** The current registry. */
  readonly registry: Registry
  /** The day of the import. A day of birth or of joining the Party must not be later than this day. */
  readonly on: Day
  /**
   * The secret key of the district, from which the ids of new residents are made. Required unless every row contains an
   * id.
   */
  readonly key?: ResidentKey
  /**
   * Whether the roster lists all residents of the district, or all residents of these buildings. Only then does a
   * missing resident count as having left.
   */
  readonly complete?: boolean | ReadonlyArray<BuildingId>
  /** The reason why missing residents have left. Default: `moved-away`. */
  readonly departure?: Departure
  /** Whether to leave out rows with problems, instead of refusing the whole file. Default: false. */
  readonly acceptValid?: boolean
}
