/**
 * Escapes text that a spreadsheet program would run as a formula. An apostrophe is added before the text when it is
 * written, and removed when it is read.
 */

// Matches text that begins with the sign of a formula, such as `=`, or with a character that programs remove before
// they look for a formula.
const formula = /^'*[=+\-@＝＋－＠\t\r\n]/
const guarded = /^'+[=+\-@＝＋－＠\t\r\n]/

/** Escapes a text if a spreadsheet program would run it as a formula. */
export const guard = (text: string): string => (formula.test(text) ? `'${text}` : text)

/** Removes the apostrophe that {@link guard} has added. */
export const unguard = (cell: string): string => (guarded.test(cell) ? cell.slice(1) : cell)
