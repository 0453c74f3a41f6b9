/** Functions that find the parts of a playbook that are checked, and functions that report problems in them. */
import type { Hours, Period } from "../../kernel/Period.ts"
import { make as problem, type Problem } from "../../kernel/Problem.ts"
import type { Field, FieldId, Playbook, Stage, StageId, Step, StepId } from "../Playbook.ts"

export type Path = ReadonlyArray<string | number>
export type Check = (playbook: Playbook) => ReadonlyArray<Problem>

export const stagesOf = ({ stages }: Playbook): ReadonlyArray<readonly [StageId, Stage]> =>
  Object.entries(stages)
export const stepsOf = ({ steps }: Playbook): ReadonlyArray<readonly [StepId, Step]> => Object.entries(steps)

export const when = (
  wrong: boolean,
  path: Path,
  code: string,
  message: string,
  given?: Problem["given"]
): ReadonlyArray<Problem> => (wrong ? [problem(path, code, message, given)] : [])

export const list = (names: Iterable<string>): string => [...names].map((name) => `"${name}"`).join(", ")

/** Every evidence field in the playbook, with its path. */
export const askedFields = ({ opening, steps }: Playbook): ReadonlyArray<readonly [FieldId, Field, Path]> => [
  ...Object.entries(opening?.evidence ?? {}).map(
    ([id, field]) => [id, field, ["opening", "evidence", id]] as const
  ),
  ...Object.entries(steps).flatMap(([step, { evidence = {} }]) =>
    Object.entries(evidence).map(([id, field]) => [id, field, ["steps", step, "evidence", id]] as const)
  )
]

export const fieldsOf = (playbook: Playbook): ReadonlySet<FieldId> =>
  new Set(askedFields(playbook).map(([id]) => id))

export const lapsesOf = ({ stages }: Playbook): ReadonlySet<StepId> =>
  new Set(Object.values(stages).flatMap(({ lapse }) => lapse ?? []))

// The minimum and the maximum number of days of a period, whatever the month and the holidays are. A deadline that is
// counted from a date in the evidence may have passed already, or pass at any later time.
type Length = (Period | Hours) & { readonly from?: FieldId }
export const leastDays = ({ count, from, unit }: Length): number =>
  from !== undefined
    ? 0
    : unit === "hour"
      ? Math.floor(count / 24)
      : count * { day: 1, "working day": 1, week: 7, month: 28, quarter: 89, year: 365 }[unit]
export const mostDays = ({ count, from, unit }: Length): number =>
  from !== undefined
    ? Number.POSITIVE_INFINITY
    : unit === "hour"
      ? Math.ceil(count / 24) + 1
      : unit === "working day"
        ? 3 * count + 14
        : count * { day: 1, week: 7, month: 31, quarter: 92, year: 366 }[unit]

/** Whether a step leads from a stage to another one. */
export const leaves = ({ from, to }: Step, stage: StageId): boolean =>
  from.includes(stage) && to !== undefined && to !== stage
