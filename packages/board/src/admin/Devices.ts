/**
 * The page of an actor, with the devices with which the person signs in: inviting the person to a device, and revoking
 * devices. The service for signing in decides whether the reader may do this.
 */
import type { ActorId } from "@liulinhui/core/Id"
import type { KnownDevice, Place } from "@liulinhui/http/SignIn"
import { type Markup, markup, type Part, trusted } from "@liulinhui/report/Markup"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import QR from "qr"
import type { Moment } from "../Moment.ts"
import type { Access, Screen, Who, Work } from "../Screen.ts"
import { form, textIn } from "../Sending.ts"
import { managesPeople, only, paths } from "./Admin.ts"
import { actorPage, actorPath, sendOfActor } from "./People.ts"

/** The code of a link, as a drawing that a telephone can scan from the screen or from paper. */
const code = (link: string): Markup =>
  trusted(QR(link, "svg", { border: 2 }).replace("<svg ", '<svg class="code" aria-hidden="true" '))

const instant = ({ model, words }: Moment, at: number): string =>
  new Intl.DateTimeFormat(words.locale, {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: model.timeZone
  }).format(at)

const deviceItem = (
  moment: Moment,
  actor: string,
  { id, name, since, used }: KnownDevice
): Markup => markup`<li>
<h3>${name}</h3><p class="hint">${moment.say("devices.used", { since: instant(moment, since), used: instant(moment, used) })}</p>
${form(moment, actorPath(actor), "revoke", markup`<input type="hidden" name="device" value="${id}"><button class="plain">${moment.say("devices.revoke")}</button>`)}</li>`

const devices = (moment: Moment, actor: string, known: ReadonlyArray<KnownDevice>): Markup => {
  const { query, say } = moment
  const done = query.get("done")
  return markup`<section aria-labelledby="devices"><h2 id="devices">${say("devices")}</h2>
${done === "revoke" ? markup`<p class="done" role="status">${say("devices.done")}</p>` : null}
${known.length === 0 ? markup`<p class="empty-why">${say("devices.none")}</p>` : markup`<ul class="tasks">${known.map((one) => deviceItem(moment, actor, one))}</ul>`}
<p class="hint">${say("devices.inviteHint")}</p>
${form(moment, actorPath(actor), "invite", markup`<p class="go"><button>${say("devices.invite")}</button></p>`)}</section>`
}

/** That the reader may not manage the devices of this actor. */
const notYours = (moment: Moment): Part =>
  markup`<h2>${moment.say("devices")}</h2><p class="empty-why">${moment.say("devices.notYours")}</p>`

const placeOf = ({ district, params }: Who): Place => ({
  district,
  // The cast is safe: nobody can sign in as an actor that does not exist.
  actor: (params["actor"] ?? "") as ActorId
})

/** The devices of an actor. `undefined` if the reader may not manage them. */
const known = ({ devicesOf }: Access, who: Who) =>
  devicesOf(who.actor, placeOf(who)).pipe(Effect.catchTag("AccessNotYours", () => Effect.succeed(undefined)))

const invitation = (link: string, expires: number) => (moment: Moment) =>
  Result.succeed({
    title: moment.say("devices.invitation"),
    body: markup`<h2>${moment.personOf((moment.params["actor"] ?? "") as ActorId)}</h2>
<p>${moment.say("devices.give", { until: instant(moment, expires) })}</p>
${code(link)}
<p><label class="question" for="link">${moment.say("devices.link")}</label>
<input class="field" id="link" readonly value="${link}"></p>
<p class="go"><a class="button plain" href="${moment.home}${actorPath(moment.params["actor"] ?? "")}">${moment.say("people.back")}</a></p>`
  })

const plain = actorPage(() => null)

/** The page after a form about devices if people sign in elsewhere: no page has such a form then. */
const elsewhere = Effect.succeed({ next: paths.people })

/** What a form about devices does. `undefined` if it is no such form. */
const workOf = (moment: Moment, sent: URLSearchParams): Work | undefined => {
  const act = textIn(sent, "act")
  const device = textIn(sent, "device")
  if (!managesPeople(moment)) return undefined
  switch (act) {
    case "invite":
      return ({ access }, who) =>
        access === undefined
          ? elsewhere
          : Effect.map(access.invite(who.actor, placeOf(who)), ({ expires, token }) => ({
              show: invitation(`${who.origin}/sign-in#${Redacted.value(token)}`, expires)
            }))
    case "revoke":
      return ({ access }, who) =>
        access === undefined
          ? elsewhere
          : Effect.as(access.revoke(who.actor, placeOf(who), device), {
              next: `${actorPath(placeOf(who).actor)}?done=revoke`
            })
    default:
      return undefined
  }
}

/** The screen of one actor. */
export const oneActor: Screen = {
  path: `${paths.people}/:actor`,
  show: only(managesPeople, plain),
  load: ({ access }, who) =>
    access === undefined
      ? Effect.succeed(only(managesPeople, plain))
      : Effect.map(known(access, who), (found): Screen["show"] =>
          only(
            managesPeople,
            actorPage((moment, actor) =>
              found === undefined ? notYours(moment) : devices(moment, actor, found)
            )
          )
        ),
  send: (moment, sent) => {
    const work = workOf(moment, sent)
    return Result.succeed(work === undefined ? sendOfActor(moment, sent, plain) : { _tag: "Work", work })
  }
}
