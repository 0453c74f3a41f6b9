/**
 * HTML that is safe by construction: whatever is put into a template is text and comes out escaped, unless it is markup
 * that another template made.
 */
import { plain } from "./Wording.ts"

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;"
}

/** Escapes a text, so that it is safe between tags and in quoted attributes. */
export const escape = (text: string): string =>
  plain(text).replace(/[&<>"']/g, (mark) => entities[mark] ?? "")

/** A piece of a page. Only {@link markup} and {@link trusted} make one. */
class Markup {
  readonly html: string
  constructor(html: string) {
    this.html = html
  }
}
export type { Markup }

/** What may be put into a template; nothing comes out for `null`. */
export type Part = Markup | string | number | null | ReadonlyArray<Part>

const render = (part: Part): string => {
  if (part === null) return ""
  if (part instanceof Markup) return part.html
  if (typeof part === "object") return part.map(render).join("")
  return escape(String(part))
}

/** A piece of a page from a template: what is written in the template is HTML, what is put in is text. */
export const markup = (template: TemplateStringsArray, ...parts: ReadonlyArray<Part>): Markup =>
  new Markup(template.map((html, index) => html + render(parts[index] ?? null)).join(""))

/** HTML or CSS that the library itself wrote; never anything from the facts. */
export const trusted = (html: string): Markup => new Markup(html)

/** The page as text. */
export const toString = (self: Markup): string => self.html
