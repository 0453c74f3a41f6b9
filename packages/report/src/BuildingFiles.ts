/** The building files: one for each building, with its people, its coverage, its cases and its history. */
import { measures } from "./CoverageSections.ts"
import type { BuildingFact, Facts } from "./Facts.ts"
import { anchor, definitions, hasFile, story, whole } from "./HtmlParts.ts"
import { type Markup, markup } from "./Markup.ts"
import type { Section } from "./Section.ts"
import type { Wording } from "./Wording.ts"

/** The state of a building, and its people if the readers may see them. */
export const summary = ({ comma, say }: Wording, { people, state }: BuildingFact): string =>
  [say(`tile.${state}`), ...(people === undefined ? [] : [say("building.summary", people)])].join(comma)

/** A heading in the file of a building. */
type Heading = (text: string) => Markup

const fourth: Heading = (text) => markup`<h4>${text}</h4>`

/** The file of one building, without its head. `heading` makes its headings. Default: of the fourth level. */
export const fileOf = (
  words: Wording,
  facts: Facts,
  building: BuildingFact,
  heading: Heading = fourth
): Markup => {
  const { say, text, number, ratio } = words
  const own = measures(facts).flatMap(({ byBuilding, name }) => {
    const found = byBuilding.find((entry) => entry.building === building.id)
    return found === undefined ? [] : [{ name, counts: found.counts }]
  })
  const { people } = building
  return markup`${
    people === undefined
      ? null
      : definitions("facts", [
          [say("building.households"), number(people.households)],
          [say("building.residents"), number(people.residents)],
          [say("building.elders", { from: facts.elderFrom }), number(people.elders)],
          ...(people.livingAlone === undefined
            ? []
            : [[say("building.livingAlone"), number(people.livingAlone)] as const])
        ])
  }
${
  own.length === 0
    ? null
    : markup`${heading(say("building.coverage"))}${definitions(
        "facts",
        own.map(({ counts, name }) => [
          text(name),
          counts.missing === 0
            ? whole(`✓ ${ratio(counts)}`)
            : say("building.missing", { ratio: ratio(counts), n: number(counts.missing) })
        ])
      )}`
}
${
  building.cases.length === 0
    ? null
    : markup`${heading(say("building.cases"))}${definitions(
        "facts",
        building.cases.map(({ all, kind, open: ongoing, relapses }) => [
          text(kind),
          say("building.case", { all, open: ongoing, relapses })
        ])
      )}`
}
${heading(say("building.file"))}
${building.file.length === 0 ? markup`<p>${say("building.noFile")}</p>` : story(words, building.file)}`
}

const folded = (words: Wording, facts: Facts, building: BuildingFact): Markup =>
  markup`<details class="building"><summary><h3>${building.label}</h3> <span>${summary(words, building)}</span></summary>
<div class="file" id="${anchor(building.id)}">
${fileOf(words, facts, building)}
<p class="screen"><a class="more" href="#first">${words.say("building.back")}</a></p>
</div></details>
`

export const buildings = (words: Wording, facts: Facts): Section | null =>
  !facts.buildings.some(hasFile)
    ? null
    : {
        id: "buildings",
        heading: words.say("buildings"),
        body: [
          markup`<p class="note screen">${words.say("buildings.intro")}</p>`,
          markup`<div class="files">${facts.buildings.filter(hasFile).map((building) => folded(words, facts, building))}</div>`
        ]
      }
