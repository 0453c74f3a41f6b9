/** Describes the preview of an import: how many residents are new, changed, moved and so on, and who they are. */
import type { HouseholdId } from "@liulinhui/core/Id"
import type { Registry } from "@liulinhui/core/Registry"
import { formatProblems } from "../Problem.ts"
import type { Wording } from "../words/Wording.ts"
import type { Preview } from "./PreviewModel.ts"

/** The maximum number of people who are listed by name in each list, unless the reader wants all people. */
const named = 10

/** The names of the fields of a resident. */
const columns = {
  name: "import.column.name",
  birth: "import.column.birth",
  partySince: "import.column.partySince",
  tags: "import.column.tags",
  household: "import.column.household"
} as const

/** The id of a message of a line. The messages are in the catalogues of `@liulinhui/texts`. */
export type PreviewMessage =
  | "import.head"
  | "import.buildings"
  | "import.households"
  | "import.residents"
  | "import.new"
  | "import.changed"
  | "import.moved"
  | "import.returned"
  | "import.left"
  | "import.more"
  | "import.duplicates"
  | "import.duplicate"
  | "import.remarks"
  | (typeof columns)[keyof typeof columns]

/** How the lines are worded. */
export interface PreviewSpeech {
  readonly wording: Wording
  /** Words a message of the catalogues. */
  readonly say: (
    message: PreviewMessage,
    parameters?: Readonly<Record<string, string | number | ReadonlyArray<string>>>
  ) => string
}

const isNamed = (field: string): field is keyof typeof columns => Object.hasOwn(columns, field)

/** Returns the door of a flat, from the registry or from the preview. */
const doors = (registry: Registry, preview: Preview) => {
  const buildings = new Map(
    [...registry.buildings.values(), ...preview.buildings.new].map(({ id, label }) => [id, label])
  )
  const flats = new Map(
    [...registry.households.values(), ...preview.households.new].map((flat) => [flat.id, flat])
  )
  return (id: HouseholdId): string => {
    const flat = flats.get(id)
    return flat === undefined ? id : `${buildings.get(flat.building) ?? flat.building} ${flat.unit}`
  }
}

/**
 * The lines that describe the preview of an import.
 *
 * @param all whether all people are named. Otherwise at most ten in each list.
 * @category wording
 */
export const previewLines = (
  preview: Preview,
  registry: Registry,
  { say, wording }: PreviewSpeech,
  all: boolean
): ReadonlyArray<string> => {
  const { counts, file, possibleDuplicates, remarks, residents } = preview
  const door = doors(registry, preview)
  const some = (lines: ReadonlyArray<string>): ReadonlyArray<string> =>
    all || lines.length <= named
      ? lines
      : [...lines.slice(0, named), say("import.more", { n: lines.length - named })]
  const moved = new Set(residents.moved.map(({ resident }) => resident))
  const duplicates = possibleDuplicates.map(({ birth, name, residents: both }) =>
    say("import.duplicate", { name, birth, doors: both.map(({ household }) => door(household)) })
  )
  return [
    say("import.head", { file }),
    say("import.buildings", { ...counts.buildings }),
    say("import.households", { ...counts.households }),
    say("import.residents", { ...counts.residents }),
    ...some(residents.new.map(({ household, name }) => say("import.new", { door: door(household), name }))),
    ...some(
      residents.changed
        // People who only moved are left out here, because another list contains the moves.
        .filter(({ after, fields }) => fields.length > 1 || !moved.has(after.id))
        .map(({ after, fields }) =>
          say("import.changed", {
            door: door(after.household),
            name: after.name,
            fields: fields.map((field) => (isNamed(field) ? say(columns[field]) : field))
          })
        )
    ),
    ...some(
      residents.moved.map(({ from, name, to }) =>
        say("import.moved", { name, from: door(from), to: door(to) })
      )
    ),
    ...some(
      residents.returned.map(({ household, name }) => say("import.returned", { door: door(household), name }))
    ),
    ...some(residents.left.map(({ household, name }) => say("import.left", { door: door(household), name }))),
    ...(duplicates.length === 0 ? [] : [say("import.duplicates"), ...some(duplicates)]),
    ...(remarks.length === 0
      ? []
      : [say("import.remarks"), ...formatProblems(remarks, wording).map((line) => `  ${line}`)])
  ]
}
