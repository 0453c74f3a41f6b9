/**
 * Limits on the size of an imported file. A file that is larger than a limit is refused before it can fill the memory.
 * Declared sizes are checked before the file is unpacked, and the real content is checked while it is read.
 */

/** The limits for one file. Each limit is the largest allowed value. */
export interface Limits {
  /** The largest size of the file in bytes. */
  readonly file: number
  /** The largest size of an old workbook (xls, et) in bytes. Such a file must be in memory as a whole. */
  readonly legacyFile: number
  /** The largest number of parts in the zip archive of a workbook. */
  readonly parts: number
  /** The largest declared size of all parts of a workbook after unpacking, in bytes. */
  readonly unpacked: number
  /**
   * The largest compression ratio of a part: its size after unpacking, divided by its packed size. Checked for parts of
   * more than a megabyte.
   */
  readonly ratio: number
  /**
   * The largest size of a part that must be in memory as a whole, such as the shared strings, after unpacking and in
   * bytes.
   */
  readonly kept: number
  /** The largest number of rows that are not empty, in all sheets together. */
  readonly rows: number
  /** The largest number of columns that are not empty. */
  readonly columns: number
  /** The largest nesting depth of XML elements. */
  readonly depth: number
  /** The largest number of characters in one cell. */
  readonly text: number
  /** The largest number of sheets in a workbook. */
  readonly sheets: number
  /** The largest number of problems. If a file has more problems, the reading stops. */
  readonly problems: number
}

const mebibyte = 1024 * 1024

/** The default limits. A file with 500,000 residents is within them. */
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
