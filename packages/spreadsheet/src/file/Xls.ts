/**
 * Reads old workbooks (xls, et) of Excel 97 to 2003 and of WPS. Such a file is an OLE2 container with a stream of BIFF8
 * records. The npm library `hucre` reads the records.
 *
 * `hucre` does not check the sizes that are stated in the file, and returns only a part of a truncated file without an
 * error. So this module first checks the tables of the container and the records of the workbook. It refuses a file in
 * which they contradict each other.
 */
import * as Day from "@liulinhui/core/Day"
import * as Schema from "effect/Schema"
import { readXls } from "hucre/xlsx"
import { damaged, refuse } from "./FileRefusal.ts"
import type { Cell, Item } from "./Item.ts"
import type { Limits } from "./Limits.ts"
import { RowBuilder } from "./RowBuilder.ts"

// The number that ends a chain of sectors (the blocks of an OLE2 file), and the largest valid number of a sector
// (MS-CFB 2.1).
const endOfChain = 0xfffffffe
const largestSector = 0xfffffffa

// Kinds of entries in the directory of an OLE2 container (MS-CFB 2.6.1). Kind 0 is an unused entry.
const streamKind = 2
const rootKind = 5

interface Entry {
  readonly name: string
  readonly kind: number
  readonly start: number
  readonly size: number
}

/** Finds the streams of an OLE2 container by their names. */
class Compound {
  private readonly view: DataView
  private readonly bytes: Uint8Array
  private readonly sector: number
  private readonly table: ReadonlyArray<number>
  private copied = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const shift = this.view.getUint16(30, true)
    if (shift !== 9 && shift !== 12) damaged()
    this.sector = 2 ** shift
    this.table = this.readTable()
  }

  private get sectors(): number {
    return Math.floor(this.bytes.length / this.sector)
  }

  private numbersOf(sector: number): ReadonlyArray<number> {
    const from = (sector + 1) * this.sector
    if (from + this.sector > this.bytes.length) damaged()
    return Array.from({ length: this.sector / 4 }, (_, n) => this.view.getUint32(from + n * 4, true))
  }

  // Reads the table that states, for each sector (block) of the file, the sector after it. The header of the file lists
  // the first 109 sectors that contain this table. The other sectors that contain this table are listed in a chain of
  // sectors.
  private readTable(): ReadonlyArray<number> {
    const count = this.view.getUint32(44, true)
    if (count > this.sectors) damaged()
    const named: Array<number> = []
    for (let n = 0; n < Math.min(count, 109); n++) named.push(this.view.getUint32(76 + n * 4, true))
    let list = this.view.getUint32(68, true)
    for (let n = this.view.getUint32(72, true); n > 0 && list <= largestSector; n--) {
      if (named.length > this.sectors) damaged()
      const numbers = this.numbersOf(list)
      named.push(...numbers.slice(0, -1).filter((sector) => sector <= largestSector))
      list = numbers.at(-1) ?? endOfChain
    }
    if (named.length > this.sectors) damaged()
    return named.slice(0, count).flatMap((sector) => this.numbersOf(sector))
  }

  private chain(start: number): ReadonlyArray<number> {
    const found: Array<number> = []
    for (let sector = start; sector <= largestSector; sector = this.table[sector] ?? damaged()) {
      found.push(sector)
      // If far more sectors are copied than the file has, then a chain is circular, or several streams use the same
      // chain. So the file is refused.
      this.copied++
      if (this.copied > 2 * this.sectors) damaged()
    }
    return found
  }

  private read(start: number): Uint8Array {
    const chain = this.chain(start)
    const read = new Uint8Array(chain.length * this.sector)
    for (const [n, sector] of chain.entries()) {
      const from = (sector + 1) * this.sector
      if (from >= this.bytes.length) damaged()
      read.set(this.bytes.subarray(from, from + this.sector), n * this.sector)
    }
    return read
  }

  private entries(): ReadonlyArray<Entry> {
    const directory = this.read(this.view.getUint32(48, true))
    const view = new DataView(directory.buffer)
    const utf16 = new TextDecoder("utf-16le")
    const found: Array<Entry> = []
    for (let at = 0; at + 128 <= directory.length; at += 128) {
      const length = Math.max(Math.min(view.getUint16(at + 64, true), 64) - 2, 0)
      const [name = ""] = utf16.decode(directory.subarray(at, at + length)).split("\0")
      const [start, size] = [view.getUint32(at + 116, true), view.getUint32(at + 120, true)]
      found.push({ name, kind: view.getUint8(at + 66), start, size })
    }
    return found
  }

  // Reads a short stream. Short streams consist of 64-byte pieces of one common stream, and a separate table chains
  // these pieces.
  private readShort(root: Entry, start: number, size: number): Uint8Array {
    const common = this.read(root.start)
    const table = this.chain(this.view.getUint32(60, true)).flatMap((sector) => this.numbersOf(sector))
    const read = new Uint8Array(size)
    let piece = start
    for (let at = 0; at < size; at += 64) {
      if ((piece + 1) * 64 > common.length) damaged()
      read.set(common.subarray(piece * 64, piece * 64 + Math.min(64, size - at)), at)
      piece = table[piece] ?? damaged()
    }
    return read
  }

  /** Returns the names of all streams of the container, and the bytes of the stream that contains the workbook. */
  streams(wanted: string): { readonly names: ReadonlySet<string>; readonly bytes: Uint8Array | undefined } {
    const short = this.view.getUint32(56, true)
    const entries = this.entries()
    const root = entries.find(({ kind }) => kind === rootKind) ?? damaged()
    const names = new Set<string>()
    let bytes: Uint8Array | undefined
    for (const { kind, name, size, start } of entries) {
      if (kind !== streamKind) {
        if (kind !== 0) names.add(name)
        continue
      }
      // The file contains two workbooks. `hucre` would read only the last one, without a warning.
      if (name === wanted && names.has(name)) refuse("old-xls")
      names.add(name)
      if (name !== wanted) {
        if (size >= short) this.chain(start)
      } else {
        bytes = size < short ? this.readShort(root, start, size) : this.read(start).subarray(0, size)
        if (bytes.length < size) damaged()
      }
    }
    return { names, bytes }
  }
}

// The numbers of some BIFF8 records (MS-XLS 2.3.2).
const beginning = 0x0809
const end = 0x000a
const password = 0x002f
const richString = 0x00d6
const mostRecords = 1_500_000

/** Checks that every record of a workbook is complete, that every sheet has an end, and that there is no password. */
const checkRecords = (stream: Uint8Array): void => {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength)
  let open = 0
  let records = 0
  let at = 0
  while (at + 4 <= stream.length) {
    const kind = view.getUint16(at, true)
    const length = view.getUint16(at + 2, true)
    // After the last record, the rest of the stream is filled with zeros.
    if (kind === 0 && length === 0) break
    records++
    if (records > mostRecords || at + 4 + length > stream.length) damaged()
    if (kind === password) refuse("password")
    if (kind === beginning) open++
    if (kind === end) open--
    if (kind === richString) refuse("old-xls")
    at += 4 + length
  }
  if (open !== 0 || records === 0) damaged()
}

const day = 86_400_000

const isDay = Schema.is(Day.Day)

/**
 * The text for a date that does not exist, as spreadsheet programs show it. Later, this text is reported as a problem
 * of the cell.
 */
const noDate = "####"

// Converts a value of `hucre` to a cell. `hucre` returns a date as a time in UTC.
const cellOf = (value: unknown): Cell => {
  if (value instanceof Date) {
    const count = Math.floor(value.getTime() / day)
    return isDay(count) ? { day: count, shows: "day" } : noDate
  }
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? value
    : undefined
}

/** Emits the items of a workbook, sheet by sheet. */
export async function* items(
  bytes: Uint8Array,
  limits: Limits
): AsyncGenerator<ReadonlyArray<Item>, void, undefined> {
  if (bytes.length > limits.legacyFile) {
    refuse("too-large", {}, { most: Math.floor(limits.legacyFile / 1024 / 1024) })
  }
  const { bytes: stream, names } = attempt(() => new Compound(bytes).streams("Workbook"))
  if (names.has("EncryptedPackage")) refuse("password")
  if (stream === undefined) return refuse(names.has("Book") ? "old-xls" : "not-a-spreadsheet")
  checkRecords(stream)
  const workbook = await readXls(bytes).catch(damaged)
  if (names.has("_VBA_PROJECT_CUR")) yield [{ _tag: "Remark", code: "macros-not-run" }]
  const rows = new RowBuilder(limits)
  for (const { merges = [], name, rows: lines } of workbook.sheets) {
    rows.sheet({ _tag: "Sheet", name, hidden: false })
    for (const [at, cells] of lines.entries()) {
      // The array of rows has holes: it has no element for an empty row.
      if (cells === undefined) continue
      rows.begin(at + 1)
      for (const [column, value] of cells.entries()) rows.put(column, cellOf(value))
      rows.end()
    }
    for (const { endCol, endRow, startCol, startRow } of merges) {
      rows.merge(startRow + 1, endRow + 1, startCol, endCol)
    }
    yield rows.taken()
  }
}

const attempt = <A>(step: () => A): A => {
  try {
    return step()
  } catch (error) {
    return damaged(error)
  }
}
