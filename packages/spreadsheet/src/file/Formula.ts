/**
 * Escapes text that a spreadsheet program would run as a formula: an apostrophe is added on writing and removed on
 * reading.
 */

// Characters that begin a formula in a spreadsheet program, and those that programs remove before they look for one.
const formula = /^'*[=+\-@＝＋－＠\t\r\n]/
const guarded = /^'+[=+\-@＝＋－＠\t\r\n]/

/** Escapes a text. */
export const guard = (text: string): string => (formula.test(text) ? `'${text}` : text)

/** Removes the escape of {@link guard}. */
export const unguard = (cell: string): string => (guarded.test(cell) ? cell.slice(1) : cell)
