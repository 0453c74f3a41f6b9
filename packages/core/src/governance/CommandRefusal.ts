/** Why a command cannot be submitted under its id. */

/**
 * @category refusals
 */
export type CommandRefusal =
  /** Another command came under the id before: somebody else's, or one that asked for something else. */
  | { readonly _tag: "CommandIdReused"; readonly id: string }
  /** The library gives such ids to its own commands. */
  | { readonly _tag: "CommandIdReserved"; readonly id: string }
