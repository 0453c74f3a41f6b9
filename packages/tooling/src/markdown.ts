/** Markdown of the generated documents. */

/** A text as a cell of a table: in one line, with escaped bars. */
export const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ")
