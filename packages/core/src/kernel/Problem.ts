/**
 * A problem is a mistake in a document or a row, as data: the path, what was found, what was expected, and what to do.
 * Checks return lists of problems, so that all mistakes are reported at once. A problem does not know its file: the
 * code that read the file adds the file name, the line and the column.
 */

/**
 * One mistake at a path in a document.
 *
 * @category models
 */
export interface Problem {
  /** Keys and array indices, from the root of the document to the mistake. */
  readonly path: ReadonlyArray<string | number>
  /** A stable code for the rule that is broken, such as `unknown-heart`. */
  readonly code: string
  /**
   * What was found, what was expected, and what to do. It is written for a developer or an IT person of a residents'
   * committee.
   */
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

/** Formats a path for people: `playbooks.corridor-clutter.stages[2]`. */
export const formatPath = (path: ReadonlyArray<string | number>): string =>
  path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : text === "" ? key : `${text}.${key}`),
    ""
  )
