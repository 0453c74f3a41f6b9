/** Reads a cell of a roster as a value of its column, such as a date, an area or an id. */
import type { Day } from "@liulinhui/core/Day"
import { HouseholdId, ResidentId, Tag } from "@liulinhui/core/Id"
import { Building, Household } from "@liulinhui/core/Registry"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { unguard } from "../file/Formula.ts"
import { type Cell, textOf } from "../file/Item.ts"
import type { MessageId } from "../words/Catalogue.ts"
import type { Column } from "./Columns.ts"
import * as Dates from "./Dates.ts"
import { door, name } from "./Likeness.ts"
import * as SensitiveNumber from "./SensitiveNumber.ts"

/**
 * The problem of a cell that cannot be read. `shown` replaces the text of the cell in messages, if this text must not
 * be shown.
 */
export interface Wrong {
  readonly code: MessageId
  readonly shown?: string
}

/** A birth as the file states it: the day, only the year or month, or unknown. */
export type Birth =
  | { readonly _tag: "Exact"; readonly day: Day }
  | { readonly _tag: "Estimated"; readonly year: number; readonly month?: number }
  | { readonly _tag: "Unknown" }

/** The values of a row, by column. An empty cell has no value. */
export interface Values {
  readonly building?: string
  readonly label?: string
  readonly floors?: number
  readonly household?: HouseholdId
  readonly unit?: string
  readonly floor?: number
  readonly area?: number
  readonly householdTags?: ReadonlyArray<Tag>
  readonly resident?: ResidentId
  readonly name?: string
  readonly birth?: Birth
  readonly partySince?: Day
  readonly tags?: ReadonlyArray<Tag>
}

/** The value of a cell. `remark` states how the cell was interpreted. */
export interface Noted<A> {
  readonly value: A
  readonly remark?: MessageId
}

type Read<A> = (cell: Cell, text: string) => Result.Result<Noted<A>, Wrong>

const wrong = (code: MessageId): Result.Result<never, Wrong> => Result.fail({ code })
const right = <A>(value: A): Result.Result<Noted<A>, Wrong> => Result.succeed({ value })

const errorValue =
  /^#(?:ref!|n\/a|value!|div\/0!|name\?|num!|null!|spill!|calc!|field!|unknown!|blocked!|connect!|err!|getting_data)$/i
const tooNarrow = /^#{2,}$/
const scientific = /^\d(?:\.\d+)?e[+-]?\d+$/i

/** Recognises a text that a spreadsheet program has damaged. `undefined` if the text is not damaged. */
const damage = (text: string): MessageId | undefined => {
  if (errorValue.test(text)) return "damaged-cell"
  if (tooNarrow.test(text)) return "column-too-narrow"
  if (scientific.test(text)) return "scientific-number"
  if (text.includes("\uFFFD")) return "replacement-character"
  return text.startsWith("=") ? "formula-without-value" : undefined
}

const longestText = 200

const sensitive = {
  "identity-number": "identity-number",
  "mobile-number": "mobile-number",
  "card-number": "card-number"
} as const satisfies Record<SensitiveNumber.SensitiveKind, MessageId>

// Reads a cell whose text is stored in the ledger without encryption. Refuses a text that contains a number which
// identifies a person.
const readable =
  <A>(read: Read<A>): Read<A> =>
  (cell, text) => {
    if (text.length > longestText) return wrong("text-too-long")
    const found = SensitiveNumber.find(text)
    return found === undefined
      ? read(cell, text)
      : Result.fail({ code: sensitive[found.kind], shown: found.masked })
  }

const matching =
  <A>(code: MessageId, is: (value: unknown) => value is A): Read<A> =>
  (_, text) => {
    const value: unknown = text.normalize("NFKC")
    return is(value) ? right(value) : wrong(code)
  }

const nothing: ReadonlySet<string> = new Set(
  "- -- — / \\ ? 无 空 没有 不详 不明 未知 n/a na null none nil".split(" ")
)
const madeDate =
  /^(?:\d{1,2}月\d{1,2}日|\d{4}[-/]\d{1,2}[-/]\d{1,2}(?: 0:00(?::00)?)?|\d{1,2}-(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*-\d{1,2})$/i

const readDoor =
  (code: MessageId): Read<string> =>
  (cell, text) => {
    const value = door(text)
    if (typeof cell === "object" || madeDate.test(value)) return wrong("door-made-a-date")
    if (/^\d+\.0+$/.test(value)) return wrong("door-made-a-number")
    return nothing.has(value.toLowerCase()) ? wrong(code) : right(value)
  }

// Reads the id of a building. Unlike the text of a door, an id may look like a number or a date.
const readBuildingId: Read<string> = (_, text) => {
  const value = door(text)
  return nothing.has(value.toLowerCase()) ? wrong("not-a-label") : right(value)
}

const vacant = /^(?:空置?|空[户房关]|无人|没有人)$/
const placeholder = /^(?:暂无|待定|[\d.,\s-]+)$/

const readName: Read<string> = (cell, text) => {
  if (typeof cell !== "string") return wrong("not-a-name")
  const value = name(text)
  if (vacant.test(value)) return wrong("vacant-as-name")
  return nothing.has(value.toLowerCase()) || placeholder.test(value) ? wrong("not-a-name") : right(value)
}

const wholeNumber = /^(-?)0*(\d{1,3})(?:\.0+)?(?:层|楼|f)?$/i

const readInt =
  (code: MessageId, is: (value: unknown) => value is number): Read<number> =>
  (_, text) => {
    const found = wholeNumber.exec(text.normalize("NFKC"))
    // Adding 0 turns -0 into 0.
    const value = found === null ? Number.NaN : Number(`${found[1] ?? ""}${found[2] ?? ""}`) + 0
    return is(value) ? right(value) : wrong(code)
  }

const squareMetres = /^(\d{1,6}|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,4}))?(?:m2|平方米|平米|平方|平)?$/
const isArea = Schema.is(Household.fields.area)

// Reads an area exactly. The whole square metres and four decimals are read as integers, without binary fractions. The
// number in a cell may have a binary rounding error. So it is read as the spreadsheet program shows it.
const readArea: Read<number | undefined> = (cell, text) => {
  if (Dates.isUnknown(text)) return right(undefined)
  const shown =
    typeof cell === "number" && Math.abs(cell - Number(cell.toFixed(4))) < 1e-9
      ? String(Number(cell.toFixed(4)))
      : text.normalize("NFKC").replace(/\s/g, "")
  const found = squareMetres.exec(shown)
  if (found === null) return wrong("not-an-area")
  const [, metres = "", fraction = ""] = found
  const area = Number(metres.replaceAll(",", "")) * 10_000 + Number(fraction.padEnd(4, "0"))
  // Many programs write 0 for an area that is not known.
  if (area === 0) return right(undefined)
  return isArea(area) ? right(area) : wrong("not-an-area")
}

const isTag = Schema.is(Tag)

const readTags: Read<ReadonlyArray<Tag>> = (_, text) => {
  const tags = text
    .normalize("NFKC")
    .split(/[;、,]/)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "")
  return tags.every(isTag) ? right(tags) : wrong("not-tags")
}

const readBirth: Read<Birth> = (cell, text) => {
  if (Dates.isUnknown(text)) return right({ _tag: "Unknown" })
  return Result.mapBoth(Dates.read(cell, text), {
    onFailure: (code): Wrong => ({ code }),
    onSuccess: (dated): Noted<Birth> => ({
      value:
        dated._tag === "Day" ? { _tag: "Exact", day: dated.day } : { _tag: "Estimated", ...dated.estimate },
      ...(dated.remark === undefined ? {} : { remark: dated.remark })
    })
  })
}

const readPartySince: Read<Day | undefined> = (cell, text) => {
  if (Dates.isUnknown(text)) return right(undefined)
  return Result.flatMap(
    Result.mapError(Dates.read(cell, text), (code): Wrong => ({ code })),
    (dated) =>
      dated._tag === "Day"
        ? Result.succeed({
            value: dated.day,
            ...(dated.remark === undefined ? {} : { remark: dated.remark })
          })
        : wrong(dated.estimate.month === undefined ? "year-only" : "month-only")
  )
}

const buildingIds = readable(readBuildingId)

const readers = {
  building: readable(readDoor("not-a-label")),
  label: readable(readDoor("not-a-label")),
  floors: readInt("not-floors", Schema.is(Building.fields.floors)),
  household: readable(matching("not-an-id", Schema.is(HouseholdId))),
  unit: readable(readDoor("not-a-door")),
  floor: readInt("not-a-floor", Schema.is(Household.fields.floor)),
  area: readArea,
  householdTags: readable(readTags),
  resident: readable(matching("not-an-id", Schema.is(ResidentId))),
  name: readable(readName),
  birth: readBirth,
  partySince: readPartySince,
  tags: readable(readTags)
} as const satisfies { readonly [C in Column]: Read<Values[C]> }

/**
 * Reads a cell as a value of its column. The cell must not be empty. `isId` says that the column for buildings contains
 * ids and not labels, because another column contains the labels.
 */
export const read = <C extends Column>(
  column: C,
  cell: Cell,
  isId: boolean
): Result.Result<Noted<Values[C]>, Wrong> => {
  const shown = textOf(cell).trim()
  const damaged = damage(shown)
  if (damaged !== undefined) return Result.fail({ code: damaged })
  // The cast is safe: for each column, the table contains a reader of the right type.
  const reader = (column === "building" && isId ? buildingIds : readers[column]) as Read<Values[C]>
  return reader(cell, unguard(shown))
}
