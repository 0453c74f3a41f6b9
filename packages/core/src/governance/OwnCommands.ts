/**
 * The ids of the library's own commands: the lapse of a deadline, the adoption of a model, and the commands of two
 * districts about a case in transfer. Each id is derived from the action. So the action is done once, even by several
 * processes or after a crash. The ids begin with `~`, and no id of a caller does.
 *
 * In versions before ledger format 1, the ids had no `~`, so a caller could use one first. In a district of format 0,
 * such versions may still run beside this one. There, the library uses the id of those versions, unless it is already
 * taken.
 */
import type { CaseId, DistrictId } from "../place/Id.ts"
import { CommandId, OwnCommandId } from "../ports/Ledger.ts"

/** The id of a command that the library itself makes. `former` is its id in districts of ledger format 0. */
export interface OwnCommand {
  readonly id: CommandId
  readonly former: CommandId
}

const of = (name: string): OwnCommand => ({ id: OwnCommandId.make(`~${name}`), former: CommandId.make(name) })

/** The lapse of a deadline of a case. `version` is the version of its stream. */
export const lapse = (id: CaseId, version: number): OwnCommand => of(`lapse/${id}/${version}`)

/**
 * The adoption of a model, by the hash of its document. The position distinguishes it from another adoption of the
 * same model.
 */
export const adoption = (position: number, hash: string): OwnCommand => of(`model/${position}/${hash}`)

/** The switch of a district to a ledger format. */
export const upgrade = (format: number): OwnCommand => of(`format/${format}`)

/**
 * The acceptance or refusal of a case from another district. `position` is the position of the entry that sent the
 * case.
 */
export const transfer = (from: DistrictId, position: number): OwnCommand => of(`transfer/${from}/${position}`)

/** The record, in the sending district, of the other district's decision. */
export const transferNoted = (position: number): OwnCommand => of(`transfer-noted/${position}`)
