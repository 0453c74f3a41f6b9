/**
 * What one HTTP request may use: the size and the depth of its body. A request beyond a limit is refused before anything
 * is decoded, so that no request can exhaust the memory or the stack of the process.
 */

/**
 * The limits of a request.
 *
 * @category models
 */
export interface Limits {
  /** The size of a body, in bytes. */
  readonly body: number
  /** How deeply the arrays and objects of a body are nested. */
  readonly depth: number
}

/**
 * The default limits: 4 MiB, and 32 levels. Import a larger registry with the command.
 *
 * @category models
 */
export const defaults: Limits = { body: 4 * 2 ** 20, depth: 32 }
