/** Sections of the page about the district: the pairing, the groups, and the notices. */
import type { Facts } from "./Facts.ts"
import { bullets, definitions, numeric, table, whole } from "./HtmlParts.ts"
import { markup } from "./Markup.ts"
import { glance, some } from "./Reading.ts"
import type { Section } from "./Section.ts"
import { standing, type Wording } from "./Wording.ts"

export const pairing = (words: Wording, facts: Facts): Section => {
  const { say, text } = words
  return {
    id: "pairing",
    heading: say("pairing"),
    body:
      facts.pairing === null
        ? markup`<p>${say("pairing.none")}</p>`
        : [
            markup`<p class="note">${say("pairing.intro")}</p>`,
            table(
              words,
              say("pairing.caption"),
              ["pairing.group", "pairing.branch", "pairing.purpose", "pairing.reasons"],
              facts.pairing.pairs.map(({ branch, group, purpose, reasons }) => ({
                head: whole(text(group)),
                cells: [
                  whole(text(branch)),
                  text(purpose),
                  bullets(reasons.map((reason) => say("pairing.reason", reason)))
                ]
              }))
            ),
            markup`<p>${standing(words, facts.pairing)}</p>`
          ]
  }
}

export const groups = ({ say, text, list, named, number }: Wording, facts: Facts): Section | null =>
  facts.groups.length === 0
    ? null
    : {
        id: "groups",
        heading: say("groups", { n: facts.groups.length }),
        body: bullets(
          facts.groups.map(({ closed, ledBy, name, open, overdue, purpose }) => [
            markup`<h3>${text(name)}</h3><p>${text(purpose)}</p><p>${named(
              say("groups.ledBy"),
              ledBy.length === 0 ? say("groups.noLeader") : list(ledBy)
            )}</p>`,
            definitions("counts", [
              [say("groups.open"), number(open)],
              [say("groups.closed"), number(closed)],
              some(overdue)
                ? [say("groups.overdue"), number(overdue), "late"]
                : [say("groups.overdue"), number(overdue)]
            ])
          ]),
          "cards"
        )
      }

export const notices = (words: Wording, facts: Facts): Section | null => {
  const { say, text, number } = words
  if (facts.audience === "hall") return null
  return {
    id: "notices",
    heading: say("notices"),
    body:
      facts.notices === null
        ? markup`<p>${say("notices.unknown")}</p>`
        : facts.notices.length === 0
          ? markup`<p>${say("notices.none")}</p>`
          : table(
              words,
              say("notices.caption"),
              ["notices.rule", "notices.sent"],
              [
                ...facts.notices.map(({ rule, queued }) => ({
                  head: text(rule),
                  cells: [numeric(number(queued))]
                })),
                {
                  head: say("notices.total"),
                  cells: [numeric(number(glance(facts).notices ?? 0))],
                  total: true
                }
              ]
            )
  }
}
