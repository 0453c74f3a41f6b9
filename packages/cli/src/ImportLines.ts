/** Describes the preview of an import: how many residents are new, changed, moved and so on, and who they are. */
import type * as District from "@liulinhui/core/District"
import type { Language } from "@liulinhui/core/Text"
import type { HouseholdId } from "@liulinhui/core/Id"
import { formatProblems, type Preview } from "@liulinhui/spreadsheet"
import { hasWords, say } from "./Say.ts"

/** The maximum number of people who are listed by name in each list, unless the user wants all people. */
const named = 10

const fieldWords = (language: Language, field: string): string => {
  const id = `import.column.${field}`
  return hasWords(id) ? say(language, id) : field
}

/** Returns the door of a flat, from the registry or from the preview. */
const doors = ({ registry }: District.District, preview: Preview) => {
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

/** The lines that describe the preview of an import. If `all` is set, all people are named. */
export const previewLines = (
  district: District.District,
  preview: Preview,
  all: boolean,
  language: Language
): ReadonlyArray<string> => {
  const { counts, file, possibleDuplicates, remarks, residents } = preview
  const door = doors(district, preview)
  const some = (lines: ReadonlyArray<string>): ReadonlyArray<string> =>
    all || lines.length <= named
      ? lines
      : [...lines.slice(0, named), say(language, "import.more", { n: lines.length - named })]
  const moved = new Set(residents.moved.map(({ resident }) => resident))
  const duplicates = possibleDuplicates.map(({ birth, name, residents: both }) =>
    say(language, "import.duplicate", { name, birth, doors: both.map(({ household }) => door(household)) })
  )
  return [
    say(language, "import.head", { file }),
    say(language, "import.buildings", counts.buildings),
    say(language, "import.households", counts.households),
    say(language, "import.residents", counts.residents),
    ...some(
      residents.new.map(({ household, name }) => say(language, "import.new", { door: door(household), name }))
    ),
    ...some(
      residents.changed
        // People who only moved are left out here, because another list contains the moves.
        .filter(({ after, fields }) => fields.length > 1 || !moved.has(after.id))
        .map(({ after, fields }) =>
          say(language, "import.changed", {
            door: door(after.household),
            name: after.name,
            fields: fields.map((field) => fieldWords(language, field))
          })
        )
    ),
    ...some(
      residents.moved.map(({ from, name, to }) =>
        say(language, "import.moved", { name, from: door(from), to: door(to) })
      )
    ),
    ...some(
      residents.returned.map(({ household, name }) =>
        say(language, "import.returned", { door: door(household), name })
      )
    ),
    ...some(
      residents.left.map(({ household, name }) =>
        say(language, "import.left", { door: door(household), name })
      )
    ),
    ...(duplicates.length === 0 ? [] : [say(language, "import.duplicates"), ...some(duplicates)]),
    ...(remarks.length === 0
      ? []
      : [say(language, "import.remarks"), ...formatProblems(remarks, language).map((line) => `  ${line}`)])
  ]
}
