/** The facts of the story, as the demo prints them with `--json`. */
interface Counts {
  readonly eligible: number
  readonly reached: number
  readonly missing: number
}

/** What the demo prints with `--json`, as far as the tests read it. */
export interface Facts {
  readonly entries: number
  readonly provenance: { readonly zh: string }
  readonly residents: number
  readonly elders: number
  readonly pairing: {
    readonly pairs: ReadonlyArray<{
      readonly group: { en: string }
      readonly reasons: ReadonlyArray<unknown>
    }>
    readonly proven: boolean
  }
  readonly coverage: ReadonlyArray<{
    readonly rule: string
    readonly before: Counts
    readonly now: Counts
    readonly met: string
    readonly gaps: ReadonlyArray<{ readonly building: string; readonly unit: string }>
    readonly onTheWay: ReadonlyArray<{ readonly missing: number; readonly byBranch: ReadonlyArray<unknown> }>
  }>
  readonly cases: ReadonlyArray<{
    readonly id: string
    readonly playbook: string
    readonly open: boolean
    readonly relapses: number
    readonly outcome: { en: string } | null
  }>
  readonly caseCounts: ReadonlyArray<{
    readonly kind: { en: string }
    readonly all: number
    readonly open: number
  }>
  readonly timelines: ReadonlyArray<{ readonly sentences: ReadonlyArray<{ readonly text: { en: string } }> }>
  readonly refused: ReadonlyArray<{ readonly reasons: ReadonlyArray<{ en: string }> }>
  readonly overdue: ReadonlyArray<{ readonly daysLate: number }>
  readonly notices: ReadonlyArray<{ readonly queued: number }>
}

/** Reads what the demo has printed with `--json`. */
export const facts = (stdout: string): Facts => JSON.parse(stdout)
/** Returns the figures of a coverage rule. */
export const rule = (of: Facts, id: string) => {
  const found = of.coverage.find((coverage) => coverage.rule === id)
  if (found === undefined) throw new Error(`no rule ${id}`)
  return found
}
