/**
 * A mistake in a document or a row, as data: the path, what was found, what was expected, and what to do. Checks
 * return lists of problems, so that all mistakes are reported at once. The code that read the file adds its name,
 * line and column.
 */

/**
 * One mistake at a path in a document.
 *
 * @category models
 */
export interface Problem {
  /** Keys and indices from the root of the document. */
  readonly path: ReadonlyArray<string | number>
  /** The broken rule, as a stable code such as `unknown-heart`. */
  readonly code: string
  /** What was found, what was expected, and what to do, for a developer or a committee's IT person. */
  readonly message: string
}

/**
 * Makes a problem at a path.
 *
 * @category constructors
 */
export const make = (path: ReadonlyArray<string | number>, code: string, message: string): Problem => ({
  path,
  code,
  message
})

/** The path as people write it: `playbooks.corridor-clutter.stages[2]`. */
export const formatPath = (path: ReadonlyArray<string | number>): string =>
  path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : text === "" ? key : `${text}.${key}`),
    ""
  )
