/**
 * The console of the command, which makes output safe for a terminal. A terminal executes control characters: they can
 * move the cursor, hide text, or change the title of the window. Names, notes and ids are written by other people and
 * may contain such characters. So the console prints them as visible escapes.
 */
import * as Console from "effect/Console"
import * as Layer from "effect/Layer"

/**
 * Matches everything that a terminal executes: control characters, and characters that reorder text. Line feeds, tabs and
 * the carriage return at the end of a line are harmless.
 */
const obeyed =
  // oxlint-disable-next-line no-control-regex
  /\r(?=\n)|[\t\n]|([\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069])/gu

/** Replaces control characters by escapes such as `\u001b`, which are also valid in JSON. */
export const printable = (text: string): string =>
  text.replace(obeyed, (whole, control: string | undefined) =>
    control === undefined ? whole : `\\u${control.codePointAt(0)?.toString(16).padStart(4, "0")}`
  )

/** Makes a text {@link printable} on one line, for a prompt. A prompt does not use the console. */
export const oneLine = (text: string): string => printable(text).replace(/\r?\n|\t/gu, " ")

/** The text of the help with codes for colours and weights. Only the help has such codes: a name must have none. */
class Coloured {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** Marks a text of the command's own whose codes for colours and weights are printed. */
export const coloured = (text: string): unknown => new Coloured(text)

// oxlint-disable-next-line no-control-regex
const colour = /(\u001b\[(?:[0124]|2[24]|3[1-6]|9[1-6])m)/u

const printed = (part: unknown): unknown => {
  if (typeof part === "string") return printable(part)
  if (!(part instanceof Coloured)) return part
  // The pieces with an odd index are the codes.
  const pieces = part.text.split(colour)
  return pieces.map((piece, n) => (n % 2 === 1 ? piece : printable(piece))).join("")
}

const each = (parts: ReadonlyArray<unknown>): ReadonlyArray<unknown> => parts.map(printed)

/** Makes a console that makes every text {@link printable} before it prints the text. */
export const over = (console: Console.Console): Console.Console =>
  Object.assign(Object.create(console), {
    log: (...parts: ReadonlyArray<unknown>) => console.log(...each(parts)),
    error: (...parts: ReadonlyArray<unknown>) => console.error(...each(parts)),
    warn: (...parts: ReadonlyArray<unknown>) => console.warn(...each(parts)),
    info: (...parts: ReadonlyArray<unknown>) => console.info(...each(parts)),
    debug: (...parts: ReadonlyArray<unknown>) => console.debug(...each(parts))
  })

/** The layer that replaces the console of the command. */
export const layer: Layer.Layer<never> = Layer.sync(Console.Console, () => over(globalThis.console))
