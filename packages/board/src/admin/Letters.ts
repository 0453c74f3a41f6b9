/** Notices that could not be delivered: why, and putting one back into the queue, or dropping it with a reason. */
import { type Markup, markup } from "@liulinhui/report/Markup"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Moment } from "../Moment.ts"
import type { Letter, Page, Screen, Work } from "../Screen.ts"
import { accepted, form, mistaken, reasonField, textIn } from "../Sending.ts"
import { absent, backToAdmin, managesLetters, only, paths } from "./Admin.ts"

const here = paths.letters

const letterItem = (moment: Moment, letter: Letter, n: number): Markup => {
  const { say, words } = moment
  const key = markup`<input type="hidden" name="key" value="${letter.key}">`
  return markup`<li><h2>${letter.title}</h2>
<p>${say("letters.to", { to: moment.personOf(letter.to), channel: letter.channel })}</p>
<p class="due late">${say("letters.why", { reason: letter.reason, attempts: letter.attempts })}</p>
<p class="hint">${new Intl.DateTimeFormat(words.locale, { dateStyle: "medium", timeStyle: "short", timeZone: moment.model.timeZone }).format(letter.at)}</p>
${form(moment, here, "requeue", markup`${key}<p class="go"><button>${say("letters.requeue")}</button></p>`)}
<details><summary>${say("letters.drop")}</summary><div class="inside">${form(moment, here, "drop", markup`${key}${reasonField(say("pairing.reason"), `drop-${n}`, undefined)}<p class="go"><button>${say("letters.drop")}</button></p>`)}</div></details></li>`
}

const page = (moment: Moment, letters: ReadonlyArray<Letter>): Page => {
  const { say } = moment
  return {
    title: say("letters"),
    body: [
      accepted(moment, { requeue: say("letters.done.requeue"), drop: say("letters.done.drop") }),
      letters.length === 0
        ? markup`<p class="empty-why">${say("letters.none")}</p>`
        : markup`<ul class="tasks">${letters.map((letter, n) => letterItem(moment, letter, n))}</ul>`,
      backToAdmin(moment)
    ]
  }
}

/** What a form about a letter does. `undefined` if it is no such form. */
const workOf = (sent: URLSearchParams): Work | undefined => {
  const [act, key, reason] = ["act", "key", "reason"].map((name) => textIn(sent, name))
  const next = { next: `${here}?done=${act ?? ""}` }
  if (key === undefined || key === "") return undefined
  if (act === "requeue") {
    return ({ letters }, { district }) => Effect.as(letters?.requeue(district, key) ?? Effect.void, next)
  }
  return act === "drop" && reason !== undefined && reason !== ""
    ? ({ letters }, { district }) => Effect.as(letters?.drop(district, key, reason) ?? Effect.void, next)
    : undefined
}

/** The screen of the notices that could not be delivered. */
export const letters: Screen = {
  path: here,
  show: only(managesLetters, (moment) => Result.succeed(page(moment, []))),
  load: ({ letters: found }, { district }) =>
    Effect.map(found?.list(district) ?? Effect.succeed([]), (list): Screen["show"] =>
      only(managesLetters, (moment) => Result.succeed(page(moment, list)))
    ),
  send: (moment, sent) => {
    if (!managesLetters(moment)) return Result.succeed({ _tag: "Shown", page: absent(moment) })
    const work = workOf(sent)
    return Result.succeed(
      work === undefined ? mistaken(moment, moment.say("letters"), here) : { _tag: "Work", work }
    )
  }
}
