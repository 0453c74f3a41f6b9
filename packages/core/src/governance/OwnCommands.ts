/**
 * The ids of commands that the library itself makes: the automatic step after a deadline (a lapse), the adoption of a
 * model, the reception of a report, and the commands between two districts about the transfer of a case. Each id is computed from the action of
 * the command. So the action is done only once, even if several processes try it, or a process crashes. These ids begin
 * with `~`. An id that a caller chooses never begins with `~`.
 *
 * In ledger format 0, these ids have no `~`, so a caller might use such an id first. While a district is in format 0,
 * an older version of the library may still work on it at the same time as this version. So in such a district, the
 * library uses the id without `~`, unless another command already has this id.
 */
import type { ActorId, CaseId, DistrictId, ReportId } from "../place/Id.ts"
import { CommandId, OwnCommandId } from "../ports/Entry.ts"

/**
 * The id of a command that the library itself makes. `former` is the id that this command has in a district of ledger
 * format 0.
 */
export interface OwnCommand {
  readonly id: CommandId
  readonly former: CommandId
}

const of = (name: string): OwnCommand => ({ id: OwnCommandId.make(`~${name}`), former: CommandId.make(name) })

/**
 * The id of the command that records the lapse (the automatic step after a passed deadline) of a case. `version` is the
 * version of the case's stream.
 */
export const lapse = (id: CaseId, version: number): OwnCommand => of(`lapse/${id}/${version}`)

/**
 * The id of the command that adopts a model. `hash` is the hash of the model document. If the same model is adopted
 * several times, the position makes the ids different.
 */
export const adoption = (position: number, hash: string): OwnCommand => of(`model/${position}/${hash}`)

/** The id of the command that takes in a report from a resident without an account. */
export const report = (id: ReportId): OwnCommand => of(`report/${id}`)

/** The id of the command by which an operator appoints an actor. `version` is the version of the actor's stream. */
export const appointment = (actor: ActorId, version: number): OwnCommand =>
  of(`appointment/${actor}/${version}`)

/** The id of the command that switches a district to a ledger format. */
export const upgrade = (format: number): OwnCommand => of(`format/${format}`)

/** The id of the command that writes a part of an import. `from` is the version of its stream before the part. */
export const part = (parts: string, from: number): OwnCommand => of(`part/${parts}/${from}`)

/**
 * The id of the command with which a district accepts or declines a case from another district. `position` is the
 * position of the entry that sent the case.
 */
export const transfer = (from: DistrictId, position: number): OwnCommand => of(`transfer/${from}/${position}`)

/**
 * The id of the command with which the sending district of a case records whether the other district accepted the case.
 */
export const transferNoted = (position: number): OwnCommand => of(`transfer-noted/${position}`)
