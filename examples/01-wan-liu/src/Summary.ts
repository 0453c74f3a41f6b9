/**
 * The beginning of the demo's output: what happened, in about thirty lines, for a reader who knows nothing of the project
 * yet. All figures come from the facts.
 */
import { type Facts, fewest, type Shown } from "@liulinhui/report"
import { Place, Texts } from "@liulinhui/texts"

/** So many pieces of overdue work are named. */
const mostLate = 3

/** What is besides the facts: where the files are, and how many notices were sent. */
interface Surroundings {
  readonly page: string
  readonly ledger: string
}

const marks = { met: "✓", "not met": "✗", "nothing to reach": "–" } as const

/** The lines. A story that did not happen with a changed model is left out. */
export const summary = (
  words: Texts.Words,
  facts: Facts,
  { ledger, page }: Surroundings
): ReadonlyArray<string> => {
  const say = (id: string, parameters: Texts.Parameters = {}): string => words.find(id, parameters) ?? id
  const n = (count: Shown): string =>
    typeof count === "number"
      ? say("report.number", { n: count })
      : count === "few"
        ? say("report.few", { n: fewest })
        : say("report.hidden")
  const ruleOf = (id: string) => facts.coverage.find(({ rule }) => rule === id)?.now
  const ofKind = (playbook: string) => facts.cases.filter((one) => one.playbook === playbook)
  const place = ({ building, unit }: { readonly building: string | null; readonly unit: string | null }) =>
    Place.say(words, { building, unit })

  const [elders, adapted] = [ruleOf("elders-reached"), ruleOf("adaptations-followed-up")]
  const [hoarding] = ofKind("hardship-and-hoarding")
  const [filed, noticed] = [ruleOf("buildings-filed"), ruleOf("households-noticed")]
  const [relapsed] = ofKind("building-clutter").filter(({ relapses }) => relapses > 0)
  // A reader who may not see a case does not learn what happened to it.
  const stories: ReadonlyArray<ReadonlyArray<string>> = [
    elders === undefined || adapted === undefined
      ? []
      : [
          say("demo.elders"),
          say("demo.elders.result", {
            due: n(elders.due),
            reached: n(elders.reached),
            adapted: n(adapted.reached)
          })
        ],
    hoarding === undefined
      ? []
      : [
          say("demo.hoarding"),
          say("demo.hoarding.result", { relapses: hoarding.relapses, stage: words.text(hoarding.stage) })
        ],
    filed === undefined || noticed === undefined
      ? []
      : [
          say("demo.clutter", { buildings: n(filed.reached), households: n(noticed.reached) }),
          ...(facts.refused.length === 0 ? [] : [say("demo.clutter.refused")]),
          ...(relapsed === undefined ? [] : [say("demo.clutter.relapsed", { place: place(relapsed) })])
        ]
  ]
  const notices = facts.notices?.reduce((all, { queued }) => all + queued, 0) ?? 0
  return [
    say("demo.what", { residents: n(facts.residents), buildings: facts.buildings.length }),
    ...(facts.provenance === null ? [] : [words.text(facts.provenance)]),
    "",
    say("demo.stories"),
    ...stories
      .filter((story) => story.length > 0)
      .flatMap(([first, ...others], at) => [
        `${at + 1}. ${first}`,
        ...(others.length === 0 ? [] : [`   ${others.join(say("list.sentences"))}`])
      ]),
    say("demo.notices", { n: notices }),
    "",
    say("demo.pairs", {
      n: facts.pairing?.pairs.length ?? 0,
      proven: String(facts.pairing?.proven === true)
    }),
    ...(facts.pairing?.pairs ?? []).map(
      ({ branch, group, purpose }) =>
        `   ${say("demo.pair", { branch: words.text(branch), group: words.text(group), purpose: words.text(purpose) })}`
    ),
    "",
    say("demo.rules", { n: facts.coverage.length }),
    ...facts.coverage.map(
      ({ met, name, now }) => `   ${marks[met]} ${words.text(name)}  ${n(now.reached)}/${n(now.due)}`
    ),
    "",
    say("demo.late", { n: n(facts.late) }),
    ...facts.overdue.slice(0, mostLate).map((late) => {
      const who = say("report.late.actors", { group: words.text(late.group), who: words.list(late.who) })
      return `   ${say("demo.late.line", { place: place(late), what: words.text(late.what), days: late.daysLate, who })}`
    }),
    "",
    say("demo.page", { place: page }),
    say("demo.next"),
    `   npx -y pnpm@12.21.0 demo --all --lang ${words.language}`,
    `   npx -y pnpm@12.21.0 liulinhui cases ${ledger} --overdue --lang ${words.language}`,
    `   npx -y pnpm@12.21.0 liulinhui coverage ${ledger} --gaps --lang ${words.language}`
  ]
}
