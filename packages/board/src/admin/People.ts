/** People: who acts in which role, granting and ending mandates, and the display name of an actor. */
import { type Scope, scopeText } from "@liulinhui/core/Actor"
import type { ActorId } from "@liulinhui/core/Id"
import type { Answer } from "@liulinhui/core/Question"
import { type Markup, markup, type Part, trusted } from "@liulinhui/report/Markup"
import * as Result from "effect/Result"
import { type Moment, nameOf } from "../Moment.ts"
import type { Page, Screen, Sent } from "../Screen.ts"
import { accepted, form, mistaken, reasonField, requested, type Show, textIn } from "../Sending.ts"
import { radio } from "../steps/Controls.ts"
import { absent, backToAdmin, managesPeople, only, paths } from "./Admin.ts"

type Held = Answer<"AskMandates">["mandates"][number]

const here = paths.people

/** The path of the page of an actor. */
export const actorPath = (actor: string): string => `${here}/${encodeURIComponent(actor)}`

const scopeName = (moment: Moment, scope: Scope): string => nameOf(moment, "scope", scopeText(scope))

const mandateLine = (moment: Moment, held: Held): string => {
  const { say, words } = moment
  return say("people.mandate", {
    role: nameOf(moment, "role", held.role),
    scope: scopeName(moment, held.scope),
    from: held.from === undefined ? "_" : words.day(held.from),
    until: held.until === undefined ? "_" : words.day(held.until)
  })
}

/** The scopes that a mandate can have: their text, and their name. */
const scopesOf = (moment: Moment, buildings: ReadonlyArray<{ readonly id: string }>) => [
  { id: "district", name: scopeName(moment, { district: true }) },
  ...[
    ...moment.model.groups.map(({ id }) => `group/${id}`),
    ...moment.model.branches.map(({ id }) => `branch/${id}`),
    ...buildings.map(({ id }) => `building/${id}`)
  ].map((id) => ({ id, name: nameOf(moment, "scope", id) }))
]

/** A scope as data, from its text. A text that is no scope is refused by the service. */
const scopeIn = (text: string): Readonly<Record<string, string | boolean>> => {
  const [kind = "", ...rest] = text.split("/")
  return kind === "district" ? { district: true } : { [kind]: rest.join("/") }
}

const grantForm = (
  moment: Moment,
  path: string,
  buildings: ReadonlyArray<{ readonly id: string }>,
  { actor, sent }: { readonly actor: string | undefined; readonly sent: URLSearchParams | undefined }
): Markup => {
  const { model, say } = moment
  const own = sent?.get("act") === "grant" ? sent : undefined
  // No role is chosen before, because the first one may be the most powerful one.
  const role = own?.get("role")
  const scope = own?.get("scope") ?? "district"
  return form(
    moment,
    path,
    "grant",
    markup`${
      actor === undefined
        ? markup`<label class="question" for="actor">${say("people.id")}</label><p class="hint" id="id-hint">${say("people.idHint")}</p>
<input class="field" id="actor" name="actor" required maxlength="64" autocomplete="off" aria-describedby="id-hint" value="${own?.get("actor") ?? ""}">`
        : markup`<input type="hidden" name="actor" value="${actor}">`
    }
<fieldset><legend>${say("people.role")}</legend>${[...model.roles.keys()].map((id) => radio("role", id, nameOf(moment, "role", id), id === role, trusted(" required")))}</fieldset>
<label class="question" for="scope">${say("people.scope")}</label>
<select class="field" id="scope" name="scope">${scopesOf(moment, buildings).map(
      ({ id, name }) =>
        markup`<option value="${id}"${id === scope ? trusted(" selected") : null}>${name}</option>`
    )}</select>
<label class="question" for="until">${say("people.until")}</label>
<input class="field" type="date" id="until" name="until" value="${own?.get("until") ?? ""}">
${reasonField(say("pairing.reason"), "grant-reason", own)}
<p class="go"><button>${say("people.grant")}</button></p>`
  )
}

const outcomes = ({ say }: Moment): Readonly<Record<string, string>> => ({
  grant: say("people.done.grant"),
  end: say("people.done.end"),
  name: say("people.done.name")
})

const list = (moment: Moment, mandates: ReadonlyArray<Held>): Markup => {
  const { home, say } = moment
  const actors = [...Map.groupBy(mandates, ({ actor }) => actor)]
    .map(([actor, held]) => ({ actor, held, name: moment.personOf(actor) }))
    .toSorted((a, b) => a.name.localeCompare(b.name, moment.words.locale, { numeric: true }))
  return markup`<p class="progress">${say("people.count", { n: actors.length })}</p>
<ul class="tasks">${actors.map(
    ({ actor, held, name }) =>
      markup`<li><h2><a href="${home}${actorPath(actor)}">${name}</a></h2><ul>${held.map((one) => markup`<li>${mandateLine(moment, one)}</li>`)}</ul></li>`
  )}</ul>`
}

const asked = (moment: Moment, actor?: ActorId) =>
  Result.gen(function* () {
    const { mandates } = yield* moment.ask({
      _tag: "AskMandates",
      ...(actor === undefined ? {} : { actor })
    })
    const buildings = yield* moment.ask({ _tag: "AskRegistry" })
    return { mandates, buildings }
  })

const showAll: Show = (moment, sent) =>
  Result.map(asked(moment), ({ buildings, mandates }): Page => {
    const { say } = moment
    return {
      title: say("people"),
      body: [
        accepted(moment, outcomes(moment)),
        list(moment, mandates),
        markup`<details${sent === undefined ? null : trusted(" open")}><summary>${say("people.new")}</summary><div class="inside">${grantForm(moment, here, buildings, { actor: undefined, sent })}</div></details>`,
        backToAdmin(moment)
      ]
    }
  })

/** The request that a form of these pages makes. */
const requestOf = (act: string, actor: string, sent: URLSearchParams) => {
  const until = textIn(sent, "until")
  const post = {
    actor,
    role: textIn(sent, "role"),
    scope: scopeIn(textIn(sent, "scope")),
    ...(until === "" ? {} : { until }),
    reason: textIn(sent, "reason")
  }
  switch (act) {
    case "grant":
      return { _tag: "GrantMandate", ...post }
    case "end":
      return { _tag: "EndMandate", ...post }
    case "name":
      return { _tag: "NameActor", actor, name: textIn(sent, "name") }
    default:
      return undefined
  }
}

const send = (moment: Moment, actor: string, sent: URLSearchParams, path: string, show: Show): Sent => {
  if (!managesPeople(moment)) return { _tag: "Shown", page: absent(moment) }
  const act = textIn(sent, "act")
  const request = requestOf(act, actor, sent)
  if (request === undefined) return mistaken(moment, moment.say("people"), path)
  return requested({ id: textIn(sent, "command"), request, next: `${path}?done=${act}` }, sent, show)
}

/** The screen of all people. */
export const people: Screen = {
  path: here,
  show: only(managesPeople, (moment) => showAll(moment)),
  send: (moment, sent) => Result.succeed(send(moment, textIn(sent, "actor"), sent, here, showAll))
}

// ------------------------------------------------------------------------------------------------------------ one actor

const endForm = (moment: Moment, held: Held, n: number, sent: URLSearchParams | undefined): Markup => {
  const { say } = moment
  const scope = scopeText(held.scope)
  const isThis = sent?.get("act") === "end" && sent.get("role") === held.role && sent.get("scope") === scope
  const own = isThis ? sent : undefined
  return markup`<li><p><b>${mandateLine(moment, held)}</b></p>
<details${isThis ? trusted(" open") : null}><summary>${say("people.end")}</summary><div class="inside">${form(
    moment,
    actorPath(held.actor),
    "end",
    markup`<input type="hidden" name="role" value="${held.role}"><input type="hidden" name="scope" value="${scope}">
<label class="question" for="until-${n}">${say("people.lastDay")}</label><p class="hint" id="last-${n}">${say("people.lastDayHint")}</p>
<input class="field" type="date" id="until-${n}" name="until" aria-describedby="last-${n}" value="${own?.get("until") ?? ""}">
${reasonField(say("pairing.reason"), `end-${n}`, own)}
<p class="go"><button>${say("people.end")}</button></p>`
  )}</div></details></li>`
}

const nameForm = (moment: Moment, actor: string, sent: URLSearchParams | undefined): Part =>
  moment.mayDo("NameActor")
    ? markup`<details${sent?.get("act") === "name" ? trusted(" open") : null}><summary>${moment.say("people.rename")}</summary><div class="inside">${form(
        moment,
        actorPath(actor),
        "name",
        markup`<label class="question" for="name">${moment.say("people.name")}</label><p class="hint" id="name-hint">${moment.say("people.nameHint")}</p>
<input class="field" id="name" name="name" required maxlength="100" autocomplete="off" aria-describedby="name-hint" value="${sent?.get("name") ?? ""}">
<p class="go"><button>${moment.say("people.rename")}</button></p>`
      )}</div></details>`
    : null

/** The page of an actor. `more` makes the part below the mandates, such as the devices. */
export const actorPage =
  (more: (moment: Moment, actor: ActorId) => Part): Show =>
  (moment, sent) => {
    // The cast is safe: a text that is no id has no mandates.
    const actor = (moment.params["actor"] ?? "") as ActorId
    return Result.map(asked(moment, actor), ({ buildings, mandates }): Page => {
      const { home, say } = moment
      return {
        title: say("people.one"),
        ...(mandates.length === 0 ? { status: 404 } : {}),
        body: [
          accepted(moment, outcomes(moment)),
          markup`<h2>${moment.personOf(actor)}</h2>
${mandates.length === 0 ? markup`<p class="empty-why">${say("people.noMandate")}</p>` : markup`<ul class="tasks">${mandates.map((held, n) => endForm(moment, held, n, sent))}</ul>`}`,
          mandates.length === 0
            ? null
            : [
                nameForm(moment, actor, sent),
                markup`<details${sent?.get("act") === "grant" ? trusted(" open") : null}><summary>${say("people.grant")}</summary><div class="inside">${grantForm(moment, actorPath(actor), buildings, { actor, sent })}</div></details>`,
                more(moment, actor)
              ],
          markup`<p class="go"><a class="button plain" href="${home}${here}">${say("people.back")}</a></p>`
        ]
      }
    })
  }

/** What a form on the page of an actor requests. */
export const sendOfActor = (moment: Moment, sent: URLSearchParams, show: Show): Sent => {
  const actor = moment.params["actor"] ?? ""
  return send(moment, actor, sent, actorPath(actor), show)
}
