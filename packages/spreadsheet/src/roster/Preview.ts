/**
 * Compares a roster with the registry before anything is written. The preview lists who is new, changed, moved, left or
 * returned. It also contains the requests that make these changes.
 */
import type { Departure, IntakeRefusal } from "@liulinhui/core/Registry"
import * as Result from "effect/Result"
import { problem, refusal, type SheetProblem, SheetRefused } from "../Problem.ts"
import { type Draft, draft, type Entry } from "./Draft.ts"
import { type Column, columns } from "./Columns.ts"
import { Findings } from "./Findings.ts"
import type {
  Changed,
  ImportRequest,
  Left,
  Moved,
  Preview,
  PreviewOptions,
  Rejected,
  Source,
  SourceSheet
} from "./PreviewModel.ts"
import { shortestKey } from "./ResidentIds.ts"
import type { Roster, RosterRow, RosterSheet } from "./Roster.ts"
import * as RuleProblems from "./RuleProblems.ts"

const keyOf = (sheet: string, row: number): string => `${sheet}\n${row}`

const wholeFile: ReadonlySet<SheetProblem["code"]> = new Set([
  "missing-column",
  "duplicate-column",
  "not-csv",
  "reading-stopped"
] as const)

/** Returns whether a problem is about the whole file. Then it does not help to leave out rows. */
const isOfFile = ({ code, row }: SheetProblem): boolean => row === 0 || wholeFile.has(code)

/** Collects the rejected rows with their reasons. */
class Rejecting {
  private readonly roster: Roster
  private readonly reasons = new Map<string, Array<SheetProblem>>()

  constructor(roster: Roster) {
    this.roster = roster
    for (const one of roster.problems) this.add(one)
    for (const row of roster.rows) {
      const { name } = this.sheetOf(row)
      // The cell of this row is merged with an unreadable cell of another row.
      if (row.broken.size > 0 && !this.reasons.has(keyOf(name, row.row))) {
        this.add(problem("merged-with-broken", { sheet: name, row: row.row }))
      }
    }
  }

  private sheetOf({ sheet }: RosterRow): { readonly name: string } {
    return this.roster.sheets[sheet] ?? { name: "" }
  }

  add(one: SheetProblem): void {
    const key = keyOf(one.sheet, one.row)
    const reasons = this.reasons.get(key)
    if (reasons === undefined) this.reasons.set(key, [one])
    else reasons.push(one)
  }

  /** Whether no row is rejected. Rows that could not be read at all also count as rejected. */
  get isEmpty(): boolean {
    return this.reasons.size === 0
  }

  rest(): ReadonlyArray<RosterRow> {
    return this.roster.rows.filter((row) => !this.reasons.has(keyOf(this.sheetOf(row).name, row.row)))
  }

  all(): ReadonlyArray<Rejected> {
    const order = new Map(this.roster.sheets.map(({ name }, at) => [name, at]))
    return [...this.reasons.values()]
      .flatMap((problems) => {
        const [first] = problems
        return first === undefined ? [] : [{ sheet: first.sheet, row: first.row, problems }]
      })
      .toSorted((a, b) => (order.get(a.sheet) ?? 0) - (order.get(b.sheet) ?? 0) || a.row - b.row)
  }
}

interface Accepted {
  readonly draft: Draft
  readonly findings: Findings
  readonly rejected: ReadonlyArray<Rejected>
}

// Leaves out the rows with problems. If a row is left out, it may be the only row that describes a flat. Then other
// rows about this flat become incomplete. So this is repeated until there are no problems. A roster with rejected rows
// does not count as complete, because a missing resident may be in a rejected row.
const accepted = (roster: Roster, options: PreviewOptions): Accepted => {
  const rejecting = new Rejecting(roster)
  for (let rows = rejecting.rest(); ;) {
    const isWhole = rejecting.isEmpty
    const findings = new Findings(roster.sheets)
    const made = draft(roster, rows, options, isWhole, findings)
    if (findings.problems.length === 0) {
      if (!isWhole && options.complete !== undefined) findings.remarkAll("left-not-decided")
      return { draft: made, findings, rejected: rejecting.all() }
    }
    for (const { problem } of findings.problems) rejecting.add(problem)
    const rest = rejecting.rest()
    // Each problem removes at least one of the remaining rows, so the loop ends.
    if (rest.length === rows.length) throw new Error("a finding is about no row of the roster")
    rows = rest
  }
}

const requestsOf = (
  { buildings, households, residents, returned }: Draft,
  left: ReadonlyArray<Left>,
  departure: Departure
): ReadonlyArray<ImportRequest> => {
  const data = {
    buildings: buildings.map(({ after }) => after),
    households: households.map(({ after }) => after),
    residents: residents.map(({ after }) => after)
  }
  const isEmpty = Object.values(data).every((list) => list.length === 0)
  return [
    ...(isEmpty ? [] : [{ _tag: "ImportRegistry", ...data } as const]),
    ...returned.map(({ after }) => ({ _tag: "EnterResident", resident: after }) as const),
    ...left.map(({ resident }) => ({ _tag: "LeaveResident", resident, departure }) as const)
  ]
}

const changed = <A>(entries: ReadonlyArray<Entry<A>>): ReadonlyArray<Changed<A>> =>
  entries.flatMap(({ after, before, fields }) =>
    before === undefined || fields.length === 0 ? [] : [{ before, after, fields }]
  )

const fresh = <A>(entries: ReadonlyArray<Entry<A>>): ReadonlyArray<A> =>
  entries.filter(({ before }) => before === undefined).map(({ after }) => after)

const sourceSheet = ({ header, name }: RosterSheet): SourceSheet => ({
  name,
  columns: Object.fromEntries(
    [...header.of].map(([column, { letter, name }]) => [column, { letter, column: name }])
  )
})

const sourceOf = ({ row, said = {} }: Entry<unknown>): Source => {
  const others = columns.flatMap((column): ReadonlyArray<[Column, number]> => {
    const at = said[column]
    return at === undefined || at.sheet !== row.sheet || at.row === row.row ? [] : [[column, at.row]]
  })
  const place = { sheet: row.sheet, row: row.row }
  return others.length === 0 ? place : { ...place, rows: Object.fromEntries(others) }
}

const leftOf = ({ covered, listed }: Draft): ReadonlyArray<Left> =>
  covered
    .filter(({ id }) => !listed.has(id))
    .map(({ household, id, name = "" }) => ({ resident: id, household, name }))

const previewOf = (
  roster: Roster,
  { draft, findings, rejected }: Accepted,
  options: PreviewOptions
): Preview => {
  const left = leftOf(draft)
  const moved = draft.residents.flatMap(({ after, before }): ReadonlyArray<Moved> =>
    before === undefined || before.household === after.household
      ? []
      : [{ resident: after.id, name: after.name, from: before.household, to: after.household }]
  )
  const [buildings, households, residents] = [draft.buildings, draft.households, draft.residents]
  const lists = {
    buildings: { new: fresh(buildings), changed: changed(buildings) },
    households: { new: fresh(households), changed: changed(households) },
    residents: { new: fresh(residents), changed: changed(residents) }
  }
  const { possibleDuplicates, unchanged } = draft
  return {
    file: roster.file,
    counts: {
      buildings: count(lists.buildings, unchanged.buildings),
      households: count(lists.households, unchanged.households),
      residents: {
        ...count(lists.residents, unchanged.residents),
        moved: moved.length,
        returned: draft.returned.length,
        left: left.length
      },
      possibleDuplicates: possibleDuplicates.length,
      rejected: rejected.length,
      unknown: draft.unknown
    },
    buildings: lists.buildings,
    households: lists.households,
    residents: { ...lists.residents, moved, returned: draft.returned.map(({ after }) => after), left },
    possibleDuplicates,
    rejected,
    remarks: [...roster.remarks, ...findings.remarks.all()],
    requests: requestsOf(draft, left, options.departure ?? "moved-away"),
    sources: {
      sheets: roster.sheets.map(sourceSheet),
      buildings: buildings.map(sourceOf),
      households: households.map(sourceOf),
      residents: residents.map(sourceOf)
    }
  }
}

const count = (
  lists: { readonly new: ReadonlyArray<unknown>; readonly changed: ReadonlyArray<unknown> },
  unchanged: number
) => ({ new: lists.new.length, changed: lists.changed.length, unchanged })

/**
 * Compares a roster with a registry. Fails with all problems of the file. If `acceptValid` is set, the preview lists
 * the rejected rows instead.
 *
 * @category operations
 */
export const preview = (roster: Roster, options: PreviewOptions): Result.Result<Preview, SheetRefused> => {
  const { key } = options
  if (key !== undefined && key.length < shortestKey) {
    return refused(roster, [problem("key-too-short", {}, { least: shortestKey })])
  }
  const ofFile = roster.problems.filter(isOfFile)
  if (options.acceptValid === true && ofFile.length === 0) {
    return Result.succeed(previewOf(roster, accepted(roster, options), options))
  }
  const findings = new Findings(roster.sheets)
  const made = draft(roster, roster.rows, options, true, findings)
  // If the column names are wrong, problems of single rows would be misleading. So only the problems of the whole file
  // are reported.
  const problems = ofFile.some(({ code }) => code !== "not-csv" && code !== "reading-stopped")
    ? ofFile
    : [...roster.problems, ...findings.problems.map(({ problem }) => problem)]
  return problems.length === 0
    ? Result.succeed(previewOf(roster, { draft: made, findings, rejected: [] }, options))
    : refused(roster, problems)
}

const refused = (roster: Roster, problems: ReadonlyArray<SheetProblem>): Result.Result<never, SheetRefused> =>
  Result.fail(
    refusal(roster.file, problems) ??
      new SheetRefused({ file: roster.file, problems: [problem("damaged-file")] })
  )

/**
 * If the registry refuses the `ImportRegistry` request of a preview, converts the refusal to a problem at the cell that
 * must be changed.
 *
 * @category operations
 */
export const locate = ({ sources }: Pick<Preview, "sources">, refusal: IntakeRefusal): SheetProblem => {
  const { args, code, column, found, of } = RuleProblems.of(refusal)
  const source = sources[`${of}s` as const][refusal.index]
  const sheet = sources.sheets[source?.sheet ?? -1]
  const row = source?.rows?.[column] ?? source?.row ?? 0
  const first =
    refusal._tag === "DuplicateResident" ? { row: sources.residents[refusal.first]?.row ?? 0 } : {}
  const where = { sheet: sheet?.name ?? "", row, found, ...sheet?.columns[column] }
  return problem(code, where, { ...args, ...first })
}
