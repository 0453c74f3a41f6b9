/**
 * Sections of the page about cases: what is late, what happened, where a problem came back, which steps were refused,
 * and all cases.
 */
import type { Facts } from "./Facts.ts"
import { numeric, story, table, time, whole } from "./HtmlParts.ts"
import { markup } from "./Markup.ts"
import { lineages } from "./Reading.ts"
import type { Section } from "./Section.ts"
import { actors, lineageStep, type Wording } from "./Wording.ts"

export const cases = (words: Wording, facts: Facts): Section | null => {
  const { say, text, number, day, place } = words
  return facts.caseCounts.length === 0
    ? null
    : {
        id: "cases",
        heading: say("cases"),
        body: [
          table(
            words,
            say("cases.caption"),
            ["cases.kind", "cases.all", "cases.open", "cases.closed", "cases.relapses"],
            facts.caseCounts.map(({ all, closed, kind, open, relapses }) => ({
              head: text(kind),
              cells: [
                numeric(number(all)),
                numeric(number(open)),
                numeric(number(closed)),
                numeric(number(relapses))
              ]
            }))
          ),
          facts.cases.length === 0
            ? null
            : table(
                words,
                say("cases.list"),
                ["cases.place", "cases.kind", "cases.stage", "cases.opened", "cases.outcome", "cases.id"],
                facts.cases.map((self) => ({
                  head: whole(place(self)),
                  cells: [
                    whole(text(self.kind)),
                    text(self.stage),
                    whole(day(self.opened)),
                    self.outcome === null ? "" : text(self.outcome),
                    self.id
                  ]
                }))
              )
        ]
      }
}

export const relapses = (words: Wording, facts: Facts): Section | null => {
  const { say, place } = words
  if (facts.audience === "hall") return null
  const lines = lineages(facts.cases)
  return {
    id: "relapses",
    heading: say("relapses"),
    body:
      lines.length === 0
        ? markup`<p>${say("relapses.none")}</p>`
        : lines.map(({ cases: line, relapses: n, unlisted }) => [
            markup`<h3>${say("relapses.case", { place: place(line[0]), kind: line[0].kind, n })}</h3>`,
            markup`<ol class="lineage">${unlisted === null ? null : markup`<li>${say("relapses.unlisted", { id: unlisted })}</li>`}${line.map(
              (self) => markup`<li>${lineageStep(words, self)}</li>`
            )}</ol>`
          ])
  }
}

export const timelines = (words: Wording, facts: Facts): Section | null => {
  const { place, say, text } = words
  if (facts.audience === "hall") return null
  return {
    id: "timelines",
    heading: say("timelines"),
    body:
      facts.timelines.length === 0
        ? markup`<p>${say("timelines.none")}</p>`
        : facts.timelines.map(({ sentences, title, ...at }) => [
            markup`<h3>${say("change.case", { place: place(at), kind: text(title) })}</h3>`,
            story(words, sentences)
          ])
  }
}

export const overdue = (words: Wording, facts: Facts): Section | null => {
  const { say, text, day, place } = words
  if (facts.audience === "hall") return null
  return {
    id: "overdue",
    heading: say("overdue"),
    body:
      facts.overdue.length === 0
        ? markup`<p>${say("overdue.none")}</p>`
        : table(
            words,
            say("overdue.caption", { n: facts.overdue.length }),
            ["overdue.place", "overdue.kind", "overdue.what", "overdue.who", "overdue.due", "overdue.late"],
            facts.overdue.map((late) => ({
              head: whole(place(late)),
              cells: [
                whole(text(late.kind)),
                text(late.what),
                actors(words, late),
                late.provisional === true ? words.due(late) : whole(day(late.due)),
                numeric(say("overdue.days", { n: late.daysLate }))
              ]
            }))
          )
  }
}

export const refused = (words: Wording, facts: Facts): Section | null => {
  const { say, text, place } = words
  if (facts.audience === "hall") return null
  return {
    id: "refused",
    heading: say("refused"),
    body:
      facts.refused.length === 0
        ? markup`<p>${say("refused.none")}</p>`
        : [
            markup`<p class="note">${say("refused.intro")}</p>`,
            facts.refused.map((attempt) => [
              markup`<h3>${say("refused.heading", { place: place(attempt), step: attempt.step })}</h3>`,
              markup`<p>${time(words, attempt.on)} ${say("refused.reasons", { n: attempt.reasons.length })}</p>`,
              markup`<ol>${attempt.reasons.map((reason) => markup`<li>${text(reason)}</li>`)}</ol>`
            ])
          ]
  }
}
