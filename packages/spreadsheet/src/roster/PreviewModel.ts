/** The preview of an import, as plain data that can be shown, stored and sent. */
import type { Request } from "@liulinhui/core/Governance"
import type { Day } from "@liulinhui/core/Day"
import type { BuildingId, HouseholdId, ResidentId } from "@liulinhui/core/Id"
import type { Building, Departure, Household, Registry, Resident } from "@liulinhui/core/Registry"
import type { SheetProblem } from "../Problem.ts"
import type { Column } from "./Columns.ts"
import type { ResidentKey } from "./ResidentIds.ts"

/** The source of a record: the index of its sheet, its row, and other rows that state single columns. */
export interface Source {
  readonly sheet: number
  readonly row: number
  readonly rows?: { readonly [C in Column]?: number }
}

/** A sheet, and the places of its columns. */
export interface SourceSheet {
  readonly name: string
  readonly columns: { readonly [C in Column]?: { readonly letter: string; readonly column: string } }
}

/** A record that differs between the registry and the roster. */
export interface Changed<A> {
  readonly before: A
  readonly after: A
  /** The names of the fields that differ. */
  readonly fields: ReadonlyArray<string>
}

/** A resident whom the roster lists at another door than the registry. */
export interface Moved {
  readonly resident: ResidentId
  readonly name: string
  readonly from: HouseholdId
  readonly to: HouseholdId
}

/** A resident of the registry whom a complete roster does not list. */
export interface Left {
  readonly resident: ResidentId
  readonly household: HouseholdId
  readonly name: string
}

/** Residents with the same name and birth. They may be one person with several ids. */
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

/** The size of each list. A resident who moved and changed counts in both. */
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
}

/** A request that applies a preview. */
export type ImportRequest = Extract<
  Request,
  { readonly _tag: "ImportRegistry" | "EnterResident" | "LeaveResident" }
>

/**
 * The differences between a roster and a registry, and the requests that apply them.
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
  /** The rows that are left out, if only valid rows are accepted. */
  readonly rejected: ReadonlyArray<Rejected>
  /** Remarks: columns that were dropped or left out, derived values, cells that were interpreted. */
  readonly remarks: ReadonlyArray<SheetProblem>
  /** The requests that apply the preview, in this order. Empty if nothing changes. */
  readonly requests: ReadonlyArray<ImportRequest>
  /** The sources of the records in the `ImportRegistry` request, in the same order. */
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
  /** The day of the import. No birth or Party membership can be later. */
  readonly on: Day
  /** The district's secret, for the ids of new residents. Required unless every row has an id. */
  readonly key?: ResidentKey
  /** Whether the roster lists all residents: of the district, or of these buildings. Only then can a resident have left. */
  readonly complete?: boolean | ReadonlyArray<BuildingId>
  /** How the stay of missing residents ended. Default: `moved-away`. */
  readonly departure?: Departure
  /** Whether to leave out rows with problems, instead of refusing the file. Default: false. */
  readonly acceptValid?: boolean
}
