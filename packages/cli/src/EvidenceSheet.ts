/**
 * Reads evidence for many cases from a sheet. The sheet has one row for each case, and one column for each evidence
 * field. The title of a column is the label or the id of the field. For a photo, the cell contains the name of a file,
 * as in `--evidence photo=FILE` of other commands.
 */
import * as District from "@liulinhui/core/District"
import { Evidence } from "@liulinhui/core/Case"
import { CaseId } from "@liulinhui/core/Id"
import type { Fields, StepId } from "@liulinhui/core/Playbook"
import { type Problem, StrictReader } from "@liulinhui/core/Problem"
import type { Language } from "@liulinhui/core/Text"
import { formatProblems, readTable, type TableRow } from "@liulinhui/spreadsheet"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { basename } from "node:path"
import { CommandFailed } from "./CommandFailed.ts"
import { filesIn, formOf, hashes, reader } from "./EvidenceInput.ts"
import { say } from "./Say.ts"
import { readBytes } from "./TextFile.ts"

const readEvidence = StrictReader.reader(Evidence)

const isCaseId = Schema.is(CaseId)

/**
 * Finds the evidence field of a column. The title of the column is the id of the field, or its label in any language.
 */
const fieldOf = (form: Fields | undefined, column: string): string | undefined => {
  const name = column.normalize("NFKC").trim()
  return Object.entries(form ?? {}).find(([id, { label }]) =>
    [id, ...Object.values(label)].some((word) => word.normalize("NFKC") === name)
  )?.[0]
}

const failedWith = (language: Language, file: string, lines: ReadonlyArray<string>) =>
  new CommandFailed({
    exit: 2,
    message: [say(language, "batch.sheetRefused", { file }), ...lines.map((line) => `  ${line}`)].join("\n")
  })

/** Reads the rows of a sheet. Fails with all problems of the sheet. */
export const readSheet = Effect.fnUntraced(function* (path: string, language: Language) {
  const file = basename(path)
  const bytes = yield* readBytes(path, language)
  return yield* readTable(bytes, { file, key: ["事项", "事项编号", "case"] }).pipe(
    Effect.mapError(({ problems }) => failedWith(language, file, formatProblems(problems, language)))
  )
})

/** Reads the evidence in one row. Adds a line to the list of mistakes for each mistake. */
const evidenceOf = (
  { cells, key, row }: TableRow,
  form: Fields,
  hashed: ReadonlyMap<string, string>,
  language: Language,
  mistakes: Array<string>
): typeof Evidence.Type => {
  const problems: Array<Problem> = []
  const read = reader(form, hashed, language, problems)
  const evidence = Object.fromEntries(
    cells.flatMap(({ column, text }) => {
      const field = fieldOf(form, column)
      // The cast is safe: the field is a key of the form.
      return field === undefined ? [] : [[field, read(field as Parameters<typeof read>[0], text)] as const]
    })
  )
  const checked = readEvidence(evidence)
  mistakes.push(
    ...[...problems, ...(Result.isFailure(checked) ? checked.failure.problems : [])].map(
      ({ message, path }) => {
        const cell = cells.find(({ column }) => path.includes(fieldOf(form, column) ?? ""))
        const column = cell === undefined ? "" : `${cell.letter} ${cell.column}`
        return say(language, "batch.sheetCell", { row, case: key.text, column, message })
      }
    )
  )
  return Result.getOrElse(checked, () => ({}))
}

/**
 * Returns the evidence of each case in the rows, for one step. Fails with all mistakes. These are: a case that does not
 * exist, a step that is not in the case's playbook, a column that is not an evidence field of the step in any of the
 * cases, and an invalid value.
 */
export const evidenceByCase = Effect.fnUntraced(function* (
  path: string,
  rows: ReadonlyArray<TableRow>,
  state: District.District,
  step: StepId,
  language: Language
) {
  const mistakes: Array<string> = []
  const formed = rows.flatMap((row) => {
    const { text } = row.key
    const known = isCaseId(text) && Option.isSome(District.findCase(state, text))
    if (!known) {
      mistakes.push(say(language, "batch.sheetNoCase", { row: row.row, case: text }))
      return []
    }
    return [{ row, form: formOf(state, "TakeStep", { case: text, step }) ?? {} }]
  })
  const columns = new Map(rows.flatMap(({ cells }) => cells.map(({ column, letter }) => [column, letter])))
  for (const [column, letter] of columns) {
    if (formed.length > 0 && formed.every(({ form }) => fieldOf(form, column) === undefined)) {
      mistakes.push(say(language, "batch.sheetNoField", { column: `${letter} ${column}`, step }))
    }
  }
  const named = formed.flatMap(({ form, row: { cells } }) =>
    filesIn(
      form,
      cells.map(({ column, text }) => `${fieldOf(form, column) ?? ""}=${text}`)
    )
  )
  const hashed = yield* hashes([...new Set(named)])
  const evidence = new Map(
    // The cast is safe: only rows that contain the id of a case are left.
    formed.map(({ form, row }) => [row.key.text as CaseId, evidenceOf(row, form, hashed, language, mistakes)])
  )
  return mistakes.length > 0 ? yield* failedWith(language, basename(path), mistakes) : evidence
})
