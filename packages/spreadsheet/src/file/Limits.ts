/**
 * How much of a file is read. A file over a limit is refused before it can fill the memory. The sizes that a file declares
 * are checked before it is unpacked; what it contains is checked while it is read.
 */

/** The limits of one file. */
export interface Limits {
  /** Bytes of the file. */
  readonly file: number
  /** Bytes of a legacy workbook (xls, et), which has to be in memory as a whole. */
  readonly legacyFile: number
  /** Parts in the archive of a workbook. */
  readonly parts: number
  /** Declared size of all parts of a workbook together, unpacked, in bytes. */
  readonly unpacked: number
  /** Most times that a part of more than a megabyte may be larger unpacked than packed. */
  readonly ratio: number
  /** Unpacked size of a part that is kept in memory, such as the shared strings, in bytes. */
  readonly kept: number
  /** Rows that are not empty, in all sheets together. */
  readonly rows: number
  /** Columns that are not empty. */
  readonly columns: number
  /** Nesting depth of XML elements. */
  readonly depth: number
  /** Characters in one cell. */
  readonly text: number
  /** Sheets of a workbook. */
  readonly sheets: number
  /** Problems after which reading stops. */
  readonly problems: number
}

const mebibyte = 1024 * 1024

/** The default limits. A subdistrict of 500,000 residents fits. */
export const limits: Limits = {
  file: 64 * mebibyte,
  legacyFile: 24 * mebibyte,
  parts: 4096,
  unpacked: 512 * mebibyte,
  ratio: 200,
  kept: 64 * mebibyte,
  rows: 500_000,
  columns: 256,
  depth: 64,
  text: 32_767,
  sheets: 512,
  problems: 100_000
}
