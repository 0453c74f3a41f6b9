/**
 * What is wrong with a sheet, told the way people look at one: the row that the spreadsheet program shows, the column's
 * name, what stands there and what should. All mistakes of a file come together.
 */
import { type Language, Text } from "@liulinhui/core/kernel/Text"
import * as Schema from "effect/Schema"

/**
 * One mistake. A cell may hold personal data: a problem is for whoever brought the file.
 *
 * @category models
 */
export const SheetProblem = Schema.Struct({
  /** As a spreadsheet program counts: 1 is the row of the column names; 0 where the whole file is meant. */
  row: Schema.Int,
  /** The column's name as the file has it; empty where no single column is meant. */
  column: Schema.String,
  /** The rule that is broken, as a stable code such as `unknown-building`. */
  code: Schema.String,
  /** What stands there; empty where nothing does. */
  found: Schema.String,
  /** What should. */
  expected: Text
})
export interface SheetProblem extends Schema.Schema.Type<typeof SheetProblem> {}

/**
 * A problem as one line of text.
 *
 * @example
 * ```ts
 * import { formatProblem } from "@liulinhui/spreadsheet"
 * import { strict as assert } from "node:assert"
 *
 * const problem = {
 *   row: 12,
 *   column: "出生日期",
 *   code: "not-a-date",
 *   found: "1950-13-01",
 *   expected: { zh: "形如 1950-03-01 的日期", en: "a date such as 1950-03-01" }
 * }
 * assert.equal(
 *   formatProblem(problem, "en"),
 *   'row 12, 出生日期: found "1950-13-01", expected a date such as 1950-03-01'
 * )
 * ```
 * @category operations
 */
export const formatProblem = (self: SheetProblem, language: Language): string => {
  if (language === "zh") {
    const row = self.row === 0 ? "文件" : `第 ${self.row} 行`
    const column = self.column === "" ? "" : `「${self.column}」`
    const found = self.found === "" ? "为空" : `现为「${self.found}」`
    return `${row}${column}${found}，应为${self.expected.zh}`
  }
  const row = self.row === 0 ? "the file" : `row ${self.row}`
  const column = self.column === "" ? "" : `, ${self.column}`
  const found = self.found === "" ? "nothing" : JSON.stringify(self.found)
  return `${row}${column}: found ${found}, expected ${self.expected.en}`
}

const shown = 100

/**
 * A sheet is refused as a whole, with everything that is wrong with it.
 *
 * @category errors
 */
export class SheetRefused extends Schema.TaggedError<SheetRefused>()("SheetRefused", {
  file: Schema.String,
  problems: Schema.NonEmptyArray(SheetProblem)
}) {
  /** All problems as lines of text in a language; past the hundredth, how many more there are. */
  format(language: Language): string {
    const lines = this.problems
      .slice(0, shown)
      .map((problem) => `${this.file} ${formatProblem(problem, language)}`)
    const more = this.problems.length - lines.length
    if (more > 0) lines.push(language === "zh" ? `另有 ${more} 处` : `and ${more} more`)
    return lines.join("\n")
  }
  override get message(): string {
    return this.format("en")
  }
}
