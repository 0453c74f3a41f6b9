/**
 * Administration: what needs a person's attention, how far the calendar has data, and the pages with which the committee
 * manages its district. Everything here needs a mandate; without one, a page does not exist.
 */
import { type Markup, markup, type Part } from "@liulinhui/report/Markup"
import * as Result from "effect/Result"
import type { Moment } from "../Moment.ts"
import type { Page, Screen } from "../Screen.ts"
import type { WordId } from "../Speech.ts"

/** The paths of the pages of administration. */
export const paths = {
  home: "/admin",
  people: "/admin/people",
  roster: "/admin/roster",
  letters: "/admin/letters"
} as const

/** Whether the reader may manage people: grant mandates, and invite people to sign in. */
export const managesPeople = ({ mayDo }: Moment): boolean => mayDo("GrantMandate")

/** Whether the reader may compare and write rosters here. */
export const takesRosters = ({ oversees, takesRosters: has }: Moment): boolean => oversees && has

/** Whether the reader may manage notices that could not be delivered, in the whole district. */
export const managesLetters = ({ hasLetters, model, oversees, roles }: Moment): boolean =>
  oversees && hasLetters && roles.some((role) => model.roles.get(role)?.may.includes("notices") === true)

/** The answer to a reader who may not use a page: as if it did not exist. */
export const absent = ({ words }: Moment): Page => ({
  title: words.say("http.notFound"),
  status: 404,
  body: markup`<p class="empty-why">${words.say("http.notFound")}</p>`
})

/** A page for those with the mandate. For others, it does not exist. */
export const only =
  (may: (moment: Moment) => boolean, show: Screen["show"]): Screen["show"] =>
  (moment) =>
    may(moment) ? show(moment) : Result.succeed(absent(moment))

/** The link back to the first page of administration. */
export const backToAdmin = ({ home, say }: Moment): Markup =>
  markup`<p class="go"><a class="button plain" href="${home}${paths.home}">${say("admin.back")}</a></p>`

/** A page of administration, and who may use it. */
interface Chapter {
  readonly path: string
  readonly name: WordId
  readonly hint: WordId
  readonly may: (moment: Moment) => boolean
}

const chapters: ReadonlyArray<Chapter> = [
  { path: paths.people, name: "people", hint: "people.hint", may: managesPeople },
  { path: paths.roster, name: "roster", hint: "roster.hint", may: takesRosters },
  { path: paths.letters, name: "letters", hint: "letters.hint", may: managesLetters }
]

const concerns = (moment: Moment): Part => {
  const { say } = moment
  const found = moment.concerns()
  return markup`<section aria-labelledby="concerns"><h2 id="concerns">${say("admin.concerns")}</h2>
${found.length === 0 ? markup`<p class="empty-why">${say("admin.noConcern")}</p>` : markup`<ul>${found.map((line) => markup`<li>${line}</li>`)}</ul>`}</section>`
}

/** The first page of administration. */
export const admin: Screen = {
  path: paths.home,
  link: { name: "admin", isFor: (moment) => managesPeople(moment) || moment.oversees },
  show: only(
    (moment) => managesPeople(moment) || moment.oversees,
    (moment) =>
      Result.map(moment.ask({ _tag: "AskCalendar" }), ({ years }): Page => {
        const { home, say } = moment
        return {
          title: say("admin"),
          body: [
            markup`<ul class="tasks">${chapters
              .filter(({ may }) => may(moment))
              .map(
                ({ hint, name, path }) =>
                  markup`<li><h2><a href="${home}${path}">${say(name)}</a></h2><p class="hint">${say(hint)}</p></li>`
              )}</ul>`,
            moment.oversees ? concerns(moment) : null,
            markup`<h2>${say("admin.calendar")}</h2><p>${say("admin.calendarYears", { last: years.at(-1) === undefined ? "_" : String(years.at(-1)) })}</p>`
          ]
        }
      })
  )
}
