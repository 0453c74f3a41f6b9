/**
 * Builds HTML safely. Every value that is put into a template is escaped, unless it is HTML that another template has
 * made.
 */
import { plain } from "./Wording.ts"

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;"
}

const entered = (text: string): string => text.replace(/[&<>"']/g, (mark) => entities[mark] ?? "")

/** Escapes a text for HTML, so that it is safe between tags and in quoted attributes. */
export const escape = (text: string): string => entered(plain(text))

/** A piece of HTML. Only {@link markup} and {@link trusted} create it. */
class Markup {
  readonly html: string
  constructor(html: string) {
    this.html = html
  }
}
export type { Markup }

/** A value that can be put into a template. `null` puts in no text. */
export type Part = Markup | string | number | null | ReadonlyArray<Part>

const render = (part: Part): string => {
  if (part === null) return ""
  if (part instanceof Markup) return part.html
  if (typeof part === "object") return part.map(render).join("")
  return escape(String(part))
}

/** The template function: the template itself is HTML, and the values in it are escaped as text. */
export const markup = (template: TemplateStringsArray, ...parts: ReadonlyArray<Part>): Markup =>
  new Markup(template.map((html, index) => html + render(parts[index] ?? null)).join(""))

/** Marks HTML or CSS of the library itself as safe. Never use it with text from the facts. */
export const trusted = (html: string): Markup => new Markup(html)

/** Escapes a text that a person has entered, and keeps it as it is, with its line breaks: for the value of a field. */
export const verbatim = (text: string): Markup => new Markup(entered(text.toWellFormed()))

/** Returns the HTML as a string. */
export const toString = (self: Markup): string => self.html
