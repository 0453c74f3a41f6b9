/**
 * Writes a value of plain data as JSON, and reads it again. Use it to store a state that contains maps and sets, and
 * whose exact types are not known here. What is read equals what was written: also the order of keys, the keys without
 * a value, and the difference between a map and an object.
 *
 * Plain data are: null, booleans, numbers, texts, `undefined`, bigints, arrays, objects, maps and sets. A {@link History}
 * can be written, too. Other values, such as functions and instances of classes, cannot be written.
 *
 * The JSON is small and quick to read. The keys of objects are written once. Long lists of similar objects are written
 * field by field, with each text once, and numbers as differences.
 */
import type * as Schema from "effect/Schema"
import { type Chunk, type Codec, History } from "./History.ts"

type Json = Schema.Json

/** What an array of the JSON contains. This is its first element. */
const kind = {
  list: 0,
  object: 1,
  map: 2,
  set: 3,
  undefined: 4,
  bigint: 5,
  /** A number that JSON does not have. */
  special: 6,
  /** Whole numbers: the difference to the number before, and how many times in a row it occurs. */
  steps: 7,
  /** Texts: each different text once, and then the index of each text. */
  texts: 8,
  /** Objects: the index of each object's keys, and then the values field by field. */
  table: 9,
  /** A history: the number of the line of its first chunk, and the size of each chunk. */
  history: 10
} as const

/** From this length on, a list is written field by field. */
const long = 16

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && !Object.is(value, -0)

/** The differences of whole numbers, in runs. `undefined` if this is not shorter than the numbers themselves. */
const stepsOf = (numbers: ReadonlyArray<number>): ReadonlyArray<number> | undefined => {
  const runs: Array<number> = []
  let before = 0
  let step = Number.NaN
  let count = 0
  for (const number of numbers) {
    const next = number - before
    if (!Number.isSafeInteger(next)) return undefined
    if (next === step) count += 1
    else {
      if (count > 0) runs.push(step, count)
      if (runs.length >= numbers.length) return undefined
      step = next
      count = 1
    }
    before = number
  }
  runs.push(step, count)
  return runs.length < numbers.length ? runs : undefined
}

// ------------------------------------------------------------------------------------------------------------ writing

class Writer {
  /** The chunks of histories. */
  readonly lines: Array<string> = []
  /** The keys of objects, each list once. */
  readonly shapes: Array<ReadonlyArray<string>> = []
  private readonly known = new Map<string, number>()
  private readonly path: Array<string> = []

  private refuse(found: string): never {
    const place = this.path.join(".") || "the top"
    throw new TypeError(`the value at ${place} is ${found}, which is not plain data`)
  }

  private within<A>(key: string, write: () => A): A {
    this.path.push(key)
    const written = write()
    this.path.pop()
    return written
  }

  private shapeOf(value: Readonly<Record<string, unknown>>): number {
    const keys = Object.keys(value)
    const name = JSON.stringify(keys)
    const known = this.known.get(name)
    if (known !== undefined) return known
    // Reading would change the prototype of the object instead of a field.
    if (keys.includes("__proto__")) this.refuse("an object with the key __proto__")
    this.known.set(name, this.shapes.length)
    return this.shapes.push(keys) - 1
  }

  value(value: unknown): Json {
    switch (typeof value) {
      case "string":
      case "boolean":
        return value
      case "number":
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : [kind.special, `${Object.is(value, -0) ? "-0" : value}`]
      case "undefined":
        return [kind.undefined]
      case "bigint":
        return [kind.bigint, value.toString()]
      case "object":
        break
      default:
        return this.refuse(`a ${typeof value}`)
    }
    if (value === null) return null
    if (Array.isArray(value)) return this.list(value)
    if (value instanceof Map) {
      return [kind.map, this.list([...value.keys()]), this.within("*", () => this.list([...value.values()]))]
    }
    if (value instanceof Set) return [kind.set, this.list([...value])]
    if (value instanceof History) return this.history(value)
    if (!isPlain(value)) return this.refuse(`an instance of ${value.constructor?.name ?? "another class"}`)
    const shape = this.shapeOf(value)
    return [
      kind.object,
      shape,
      ...Object.keys(value).map((key) => this.within(key, () => this.value(value[key])))
    ]
  }

  list(items: ReadonlyArray<unknown>): Json {
    if (items.length >= long) {
      if (items.every((item) => typeof item === "string")) return this.texts(items)
      if (items.every(isWhole)) return this.numbers(items)
      if (items.every(isPlain)) {
        const table = this.table(items)
        if (table !== undefined) return table
      }
    }
    return [kind.list, ...items.map((item, at) => this.within(String(at), () => this.value(item)))]
  }

  private history(value: History<unknown>): Json {
    const chunks = value.written(chunk)
    const first = this.lines.length
    for (const { text } of chunks) this.lines.push(text)
    return [kind.history, first, ...chunks.map(({ size }) => size)]
  }

  private numbers(items: ReadonlyArray<number>): Json {
    const steps = stepsOf(items)
    return steps === undefined ? [kind.list, ...items] : [kind.steps, ...steps]
  }

  private texts(items: ReadonlyArray<string>): Json {
    const indexes = new Map<string, number>()
    const at = items.map((item) => {
      const index = indexes.get(item) ?? indexes.size
      indexes.set(item, index)
      return index
    })
    return indexes.size * 2 > items.length
      ? [kind.list, ...items]
      : [kind.texts, [...indexes.keys()], this.numbers(at)]
  }

  /** Writes objects field by field. `undefined` if the objects are too different for that. */
  private table(items: ReadonlyArray<Readonly<Record<string, unknown>>>): Json | undefined {
    const shapes = items.map((item) => this.shapeOf(item))
    const rows = new Map<number, Array<Readonly<Record<string, unknown>>>>()
    for (const [n, shape] of shapes.entries()) {
      const item = items[n]
      const same = rows.get(shape)
      if (item === undefined) continue
      if (same === undefined) rows.set(shape, [item])
      else same.push(item)
    }
    if (rows.size * 4 > items.length) return undefined
    const columns = [...rows].map(([shape, same]): Json => [
      shape,
      ...(this.shapes[shape] ?? []).map((key) =>
        this.within(key, () => this.list(same.map((row) => row[key])))
      )
    ])
    return [kind.table, this.numbers(shapes), ...columns]
  }
}

/**
 * Writes plain data as JSON text.
 *
 * @throws {TypeError} if a part of the value is not plain data
 * @category encoding
 */
export const write = (value: unknown): string => {
  const writer = new Writer()
  const written = writer.value(value)
  return [JSON.stringify([writer.shapes, written]), ...writer.lines].join("\n")
}

// ------------------------------------------------------------------------------------------------------------ reading

/** An array of the JSON: what it contains, and the contents. */
type Parts = ReadonlyArray<unknown>

class Reader {
  private readonly shapes: ReadonlyArray<ReadonlyArray<string>>
  private readonly lines: ReadonlyArray<string>

  constructor(shapes: ReadonlyArray<ReadonlyArray<string>>, lines: ReadonlyArray<string>) {
    this.shapes = shapes
    this.lines = lines
  }

  value(json: unknown): unknown {
    if (!Array.isArray(json)) return json
    const parts: Parts = json
    switch (parts[0]) {
      case kind.object: {
        const object: Record<string, unknown> = {}
        let at = 2
        for (const key of this.shape(parts[1])) object[key] = this.value(parts[at++])
        return object
      }
      case kind.map: {
        const keys = this.list(parts[1])
        const values = this.list(parts[2])
        return new Map(keys.map((key, n) => [key, values[n]]))
      }
      case kind.set:
        return new Set(this.list(parts[1]))
      case kind.undefined:
        return undefined
      case kind.bigint:
        return BigInt(String(parts[1]))
      case kind.special:
        return Number(parts[1])
      case kind.history:
        return this.history(parts)
      default:
        return this.list(parts)
    }
  }

  private shape(index: unknown): ReadonlyArray<string> {
    const shape = this.shapes[Number(index)]
    if (shape === undefined) throw new TypeError("the keys of an object are missing")
    return shape
  }

  private history([, first, ...sizes]: Parts): History<unknown> {
    const chunks = sizes.map((size, n): Chunk => {
      const text = this.lines[Number(first) + n]
      if (text === undefined) throw new TypeError("a chunk of a history is missing")
      return { text, size: Number(size) }
    })
    return new History(chunks, chunk)
  }

  private list(json: unknown): Array<unknown> {
    if (!Array.isArray(json)) throw new TypeError("a list is missing")
    const parts: Parts = json
    switch (parts[0]) {
      case kind.list: {
        const items = parts.slice(1)
        for (let at = 0; at < items.length; at++) {
          if (typeof items[at] === "object") items[at] = this.value(items[at])
        }
        return items
      }
      case kind.steps:
        return this.numbers(parts)
      case kind.texts: {
        const texts = parts[1]
        if (!Array.isArray(texts)) throw new TypeError("the texts of a list are missing")
        // The cast is safe: damaged packed data result in other texts, or in none.
        return (this.list(parts[2]) as ReadonlyArray<number>).map((index): unknown => texts[index])
      }
      case kind.table:
        return this.table(parts)
      default:
        throw new TypeError("a list has another form")
    }
  }

  private numbers(parts: Parts): Array<number> {
    const numbers: Array<number> = []
    let number = 0
    let end = 0
    for (let at = 1; at < parts.length; at += 2) {
      const step = Number(parts[at])
      const first = end
      end += Number(parts[at + 1])
      for (let n = first; n < end; n++) numbers[n] = number += step
    }
    return numbers
  }

  private table(parts: Parts): Array<unknown> {
    const rows = new Map<unknown, Iterator<unknown>>()
    for (let at = 2; at < parts.length; at++) {
      const columns = parts[at]
      if (!Array.isArray(columns)) throw new TypeError("the columns of a table are missing")
      rows.set(columns[0], this.rows(columns).values())
    }
    return this.list(parts[1]).map((shape) =>
      this.shape(shape).length === 0 ? {} : rows.get(shape)?.next().value
    )
  }

  /** Reads only the given fields of a list of objects: for each field, its values of all objects. */
  fields(json: unknown, keys: ReadonlyArray<string>): ReadonlyArray<ReadonlyArray<unknown>> {
    if (!Array.isArray(json) || json[0] !== kind.table) {
      const items = this.list(json)
      return keys.map((key) => items.map((item) => (isPlain(item) ? item[key] : undefined)))
    }
    const parts: Parts = json
    const lists = new Map<unknown, ReadonlyArray<ReadonlyArray<unknown>>>()
    for (const columns of parts.slice(2)) {
      if (!Array.isArray(columns)) throw new TypeError("the columns of a table are missing")
      const own = this.shape(columns[0])
      lists.set(
        columns[0],
        keys.map((key) => (own.includes(key) ? this.list(columns[own.indexOf(key) + 1]) : []))
      )
    }
    const [only] = lists.values()
    if (only !== undefined && lists.size === 1 && only.every(({ length }) => length > 0)) return only
    const shapes = this.list(parts[1])
    return keys.map((_, k) => {
      const used = new Map<unknown, number>()
      return shapes.map((shape) => {
        const at = used.get(shape) ?? 0
        used.set(shape, at + 1)
        return lists.get(shape)?.[k]?.[at]
      })
    })
  }

  private rows([index, ...written]: ReadonlyArray<unknown>): ReadonlyArray<unknown> {
    const keys = this.shape(index)
    const columns = written.map((column) => this.list(column))
    const rows: Array<unknown> = []
    for (let n = 0; n < (columns[0]?.length ?? 0); n++) {
      const row: Record<string, unknown> = {}
      for (let k = 0; k < keys.length; k++) row[keys[k] ?? ""] = columns[k]?.[n]
      rows.push(row)
    }
    return rows
  }
}

/** A reader of packed data, and the JSON of its value. */
const open = (line: string, lines: ReadonlyArray<string>): readonly [Reader, unknown] => {
  const json: unknown = JSON.parse(line)
  if (!Array.isArray(json) || !Array.isArray(json[0])) throw new TypeError("the text is not packed data")
  return [new Reader(json[0], lines), json[1]]
}

const readLine = (line: string, lines: ReadonlyArray<string>): unknown => {
  const [reader, value] = open(line, lines)
  return reader.value(value)
}

/** How a chunk of a history is written: as a line. A line contains no line feed, because JSON does not. */
const chunk: Codec = {
  write: (items) => write(items),
  read: (text) => {
    const items = readLine(text, [])
    if (!Array.isArray(items)) throw new TypeError("a chunk of a history has another form")
    return items
  },
  fields: (text, keys) => {
    const [reader, value] = open(text, [])
    return reader.fields(value, keys)
  }
}

/**
 * Reads what {@link write} has written. The chunks of histories are read later, if they are needed.
 *
 * @throws {TypeError} if the text has another form
 * @category decoding
 */
export const read = (text: string): unknown => {
  const [first = "", ...lines] = text.split("\n")
  return readLine(first, lines)
}
