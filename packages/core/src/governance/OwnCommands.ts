/**
 * The ids of the commands that the library gives itself: the lapse of a deadline, the adoption of a model, what two
 * districts do with a case on its way. Each follows from what is done, so that several processes, or one after a crash, do
 * it once. They begin with `~`, which no id of a caller does.
 *
 * Versions before ledger format 1 gave them without it, so that a caller could take one first. In a district of format 0
 * such versions may still be at work beside this one: there the id is the one that they would give, unless it is taken.
 */
import type { CaseId, DistrictId } from "../place/Id.ts"
import { CommandId, OwnCommandId } from "../ports/Ledger.ts"

/** The id of a command of the library, and the one that versions before format 1 gave it. */
export interface OwnCommand {
  readonly id: CommandId
  readonly former: CommandId
}

const of = (name: string): OwnCommand => ({ id: OwnCommandId.make(`~${name}`), former: CommandId.make(name) })

/** The lapse of a deadline of a case, whose stream is at a version. */
export const lapse = (id: CaseId, version: number): OwnCommand => of(`lapse/${id}/${version}`)

/** The adoption of a model, by the hash of its document. The position tells it from another adoption of the same one. */
export const adoption = (position: number, hash: string): OwnCommand => of(`model/${position}/${hash}`)

/** The switch of a district to a ledger format. */
export const upgrade = (format: number): OwnCommand => of(`format/${format}`)

/** What a district does with a case that another one sent by the entry of a position: takes it in, or declines it. */
export const transfer = (from: DistrictId, position: number): OwnCommand => of(`transfer/${from}/${position}`)

/** The sender's note of what the other district did. */
export const transferNoted = (position: number): OwnCommand => of(`transfer-noted/${position}`)
