/**
 * The console of the command. A terminal obeys control characters: they can move the cursor, hide text or change the title of
 * the window. Names, notes and ids come from other people, so the console prints such characters as visible escapes.
 */
import * as Console from "effect/Console"
import * as Layer from "effect/Layer"

/**
 * Colours and weights as the help uses them, then what a terminal would obey: control characters, and marks that reorder
 * text. Line feeds, tabs and the carriage return of a line's end are harmless.
 */
const obeyed =
  // oxlint-disable-next-line no-control-regex
  /\u001b\[(?:[0124]|2[24]|3[1-6]|9[1-6])m|\r(?=\n)|[\t\n]|([\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069])/gu

/**
 * A text with control characters as escapes such as `\u001b`, which JSON reads as well.
 */
export const printable = (text: string): string =>
  text.replace(obeyed, (whole, control: string | undefined) =>
    control === undefined ? whole : `\\u${control.codePointAt(0)?.toString(16).padStart(4, "0")}`
  )

const each = (parts: ReadonlyArray<unknown>): ReadonlyArray<unknown> =>
  parts.map((part) => (typeof part === "string" ? printable(part) : part))

/** A console that prints texts as {@link printable} leaves them. */
export const over = (console: Console.Console): Console.Console =>
  Object.assign(Object.create(console), {
    log: (...parts: ReadonlyArray<unknown>) => console.log(...each(parts)),
    error: (...parts: ReadonlyArray<unknown>) => console.error(...each(parts)),
    warn: (...parts: ReadonlyArray<unknown>) => console.warn(...each(parts)),
    info: (...parts: ReadonlyArray<unknown>) => console.info(...each(parts)),
    debug: (...parts: ReadonlyArray<unknown>) => console.debug(...each(parts))
  })

/** Replaces the console of the command. */
export const layer: Layer.Layer<never> = Layer.sync(Console.Console, () => over(globalThis.console))
