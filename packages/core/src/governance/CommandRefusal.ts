/** Why a command cannot be submitted under its id. */

/**
 * @category refusals
 */
export type CommandRefusal =
  /** Another command was submitted under the id before: by another actor, or with another request. */
  | { readonly _tag: "CommandIdReused"; readonly id: string }
  /** Only the library may use such an id, for its own commands. */
  | { readonly _tag: "CommandIdReserved"; readonly id: string }
