/**
 * The buildings: each by its worst state, with the coverage rules and their trend, what is late, and what changed in the last
 * week. It is the first page of the report, live: the page of the committee for a meeting, also on one sheet of A4.
 */
import { type Facts, type Links, toBuildingFile, toFirstPage } from "@liulinhui/report"
import { markup, type Part } from "@liulinhui/report/Markup"
import * as Result from "effect/Result"
import type { Moment } from "../Moment.ts"
import type { Page, Screen } from "../Screen.ts"

const buildingPath = ({ home }: Moment, id: string): string => `${home}/buildings/${encodeURIComponent(id)}`

/** The page if there are no facts for the reader. */
const none = ({ say }: Moment): Page => ({
  title: say("buildings"),
  body: markup`<p class="empty-why">${say("buildings.none")}</p>`
})

const shown = (moment: Moment, facts: Facts, links: Links): Part =>
  toFirstPage(facts, moment.words.language, links, moment)

/** The screen of the buildings. */
export const buildings: Screen = {
  path: "/buildings",
  link: { name: "buildings", isFor: ({ may }) => may("AskCoverage") },
  show: (moment) => {
    const { home, say } = moment
    const facts = moment.facts("roles")
    if (facts === undefined) return Result.succeed(none(moment))
    const links: Links = {
      building: ({ id }) => buildingPath(moment, id),
      overdue: `${home}/cases?which=late`
    }
    return Result.succeed({
      title: say("buildings"),
      body: [
        shown(moment, facts, links),
        markup`<p class="screen"><a class="more" href="${home}/wall">${say("buildings.wall")}</a></p>`
      ]
    })
  }
}

/** The screen for a wall in a public hall: counts only, without links. */
export const wall: Screen = {
  path: "/wall",
  show: (moment) => {
    const facts = moment.facts("hall")
    return Result.succeed(
      facts === undefined
        ? none(moment)
        : {
            title: moment.say("buildings.wallTitle"),
            body: shown(moment, facts, { building: () => undefined, overdue: undefined }),
            reload: 300
          }
    )
  }
}

/** The screen of one building: its file. */
export const oneBuilding: Screen = {
  path: "/buildings/:building",
  show: (moment) => {
    const { home, params, say, words } = moment
    const id = params["building"] ?? ""
    const facts = moment.facts("roles")
    const found = facts === undefined ? undefined : toBuildingFile(facts, id, words.language, moment)
    return Result.succeed(
      found === undefined
        ? { ...none(moment), status: 404 }
        : {
            title: found.label,
            body: markup`<article>${found.file}
<p class="screen"><a class="button" href="${home}/cases?which=all&amp;building=${encodeURIComponent(id)}">${say("buildings.cases")}</a>
<a class="button plain" href="${home}/buildings">${say("buildings.back")}</a></p></article>`
          }
    )
  }
}
