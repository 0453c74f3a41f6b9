/** Parts of the page: tables, lists, definitions, and links to buildings. */
import * as Day from "@liulinhui/core/Day"
import type { BuildingFact } from "./Facts.ts"
import { type Markup, markup, type Part, trusted } from "./Markup.ts"
import type { PlainKey, Wording } from "./Wording.ts"

interface Cell {
  readonly content: Part
  readonly kind?: "number" | "met" | "not-met"
}

/** A table cell that contains a number. */
export const numeric = (content: Part): Cell => ({ content, kind: "number" })

interface Row {
  readonly head: Part
  readonly cells: ReadonlyArray<Part | Cell>
  readonly total?: boolean
}

const isCell = (part: Part | Cell): part is Cell =>
  typeof part === "object" && part !== null && "content" in part

const cell = (part: Part | Cell, label: string): Markup => {
  const { content, kind } = isCell(part) ? part : { content: part, kind: undefined }
  const classes = [kind ?? "", content === "" ? "empty" : ""].filter((name) => name !== "").join(" ")
  return markup`<td role="cell"${classes === "" ? null : markup` class="${classes}"`} data-label="${label}"><div>${content}</div></td>`
}

/** A table with at most this number of rows is not split between two sheets of paper. */
const short = 12

// On a phone, each row is shown as a card. Then the cells are no longer laid out as a table, and a screen reader would
// not recognise the table. So the elements have roles such as `row`.
/**
 * Renders a table. `heads` are the column heads. The first one is the head of the column that contains the row heads.
 */
export const table = (
  { say }: Wording,
  caption: string,
  heads: readonly [PlainKey, ...ReadonlyArray<PlainKey>],
  rows: ReadonlyArray<Row>
): Markup => {
  const numbers = heads.slice(1).map((_, index) => {
    const parts = rows.map(({ cells }) => cells[index] ?? null)
    return parts.length > 0 && parts.every((part) => isCell(part) && part.kind === "number")
  })
  return markup`<table class="${rows.length <= short ? "stack short" : "stack"}" role="table">
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${heads.map(
    (head, index) =>
      markup`<th role="columnheader" scope="col"${numbers[index - 1] === true ? trusted(' class="number"') : null}>${say(head)}</th>`
  )}</tr></thead>
<tbody role="rowgroup">
${rows.map(
  ({ cells, head, total }) =>
    markup`<tr role="row"${total === true ? trusted(' class="total"') : null}><th role="rowheader" scope="row">${head}</th>${cells.map(
      (part, index) => {
        const label = heads[index + 1]
        return cell(part, label === undefined ? "" : say(label))
      }
    )}</tr>
`
)}</tbody>
</table>`
}

/** A list. */
export const bullets = (items: ReadonlyArray<Part>, className?: string): Markup =>
  markup`<ul${className === undefined ? null : markup` class="${className}"`}>${items.map((item) => markup`<li>${item}</li>`)}</ul>`

/** Renders a day in a form that programs can read, too. */
export const time = ({ day }: Wording, on: Day.Day): Markup =>
  markup`<time datetime="${Day.toIso(on)}">${day(on)}</time>`

/** Renders a short text, such as a date or a name, which stays on one line if possible. */
export const whole = (text: string): Markup => markup`<span class="whole">${text}</span>`

/** Renders a list of sentences, each with its day. */
export const story = (words: Wording, sentences: BuildingFact["file"]): Markup =>
  markup`<ol class="story">${sentences.map(
    ({ on, text }) => markup`<li>${time(words, on)}<span>${words.text(text)}</span></li>`
  )}</ol>`

/** Renders a list of names with their values. */
export const definitions = (
  className: string,
  entries: ReadonlyArray<readonly [name: string, value: Part, mark?: string | undefined]>
): Markup =>
  markup`<dl class="${className}">${entries.map(
    ([name, value, mark]) =>
      markup`<div${mark === undefined ? null : markup` class="${mark}"`}><dt>${name}</dt><dd>${value}</dd></div>`
  )}</dl>`

/** The id of the element on the page that contains the file of a building. */
export const anchor = (building: string): string => `building-${encodeURIComponent(building.toWellFormed())}`

/** Whether the page contains a file of the building. A file without content is left out. */
export const hasFile = ({ cases, file, people }: BuildingFact): boolean =>
  people !== undefined || cases.length > 0 || file.length > 0
