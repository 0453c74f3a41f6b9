/** What the pages of all proposals have in common: their tabs, the state of a proposal, and the forms to decide on one. */
import * as Days from "@liulinhui/core/Day"
import type { Day } from "@liulinhui/core/Day"
import { type Markup, markup, type Part, trusted } from "@liulinhui/report/Markup"
import type { Moment } from "../Moment.ts"
import type { WordId } from "../Speech.ts"
import { form, reasonField } from "../Sending.ts"

/** The pages of proposals. */
export const paths = {
  pairing: "/pairing",
  companions: "/pairing/companions",
  talents: "/pairing/talents"
} as const
type Kind = keyof typeof paths

const tabNames: Readonly<Record<Kind, WordId>> = {
  pairing: "pairing.tab.pairing",
  companions: "pairing.tab.companions",
  talents: "pairing.tab.talents"
}

const isFor = ({ may, model }: Moment, kind: Kind): boolean =>
  kind === "pairing" ||
  (kind === "companions"
    ? model.companions !== undefined && may("AskCompanions")
    : model.talent !== undefined && may("AskTalentPlans"))

/** The links between the pages of proposals that the reader may see. */
export const tabs = (moment: Moment, here: Kind): Part => {
  // The cast is safe: these are the keys of the record.
  const shown = (Object.keys(paths) as ReadonlyArray<Kind>).filter((kind) => isFor(moment, kind))
  return shown.length < 2
    ? null
    : markup`<ul class="kinds">${shown.map(
        (kind) =>
          markup`<li><a href="${moment.home}${paths[kind]}"${kind === here ? trusted(' aria-current="true"') : null}>${moment.say(tabNames[kind])}</a></li>`
      )}</ul>`
}

/** The id for a new proposal: the day, and a number if there are others of this day. */
export const newId = (on: Day, known: ReadonlyArray<string>): string => {
  const day = Days.toIso(on)
  const ids = [day, ...known.map((_, n) => `${day}-${n + 2}`)]
  return ids.find((id) => !known.includes(id)) ?? day
}

/** The words for a state of a proposal. */
export const statusOf = (moment: Moment, status: string): string => moment.say("pairing.status", { status })

const proposalField = (proposal: string): Markup =>
  markup`<input type="hidden" name="proposal" value="${proposal}">`

/** A button that makes a request about a proposal. */
export const button = (
  moment: Moment,
  path: string,
  {
    act,
    name,
    plain = false,
    proposal
  }: {
    readonly act: string
    readonly name: string
    readonly plain?: boolean
    readonly proposal: string
  }
): Markup =>
  form(
    moment,
    path,
    act,
    markup`${proposalField(proposal)}<button${plain ? trusted(' class="plain"') : null}>${name}</button>`
  )

/** The form that rejects a proposal, with a reason. It is open if it was sent and refused. */
export const rejecting = (
  moment: Moment,
  path: string,
  proposal: string,
  sent: URLSearchParams | undefined
): Markup =>
  markup`<details${sent?.get("act") === "reject" ? trusted(" open") : null}><summary>${moment.say("pairing.reject")}</summary><div class="inside">${form(
    moment,
    path,
    "reject",
    markup`${proposalField(proposal)}${reasonField(moment.say("pairing.reason"), `reason-${proposal}`, sent?.get("act") === "reject" ? sent : undefined)}
<p class="go"><button>${moment.say("pairing.reject")}</button></p>`
  )}</div></details>`

/** The fields of the form that overrules a proposal: its reason and its button. */
export const overruling = (moment: Moment, proposal: string, sent: URLSearchParams | undefined): Markup =>
  markup`${proposalField(proposal)}
${reasonField(moment.say("pairing.reason"), "reason", sent)}
<p class="go"><button>${moment.say("pairing.decideOther")}</button></p>`

/** The message after each decision. */
export const outcomes = ({ say }: Moment): Readonly<Record<string, string>> => ({
  propose: say("pairing.done.propose"),
  confirm: say("pairing.done.confirm"),
  overrule: say("pairing.done.overrule"),
  reject: say("pairing.done.reject"),
  enter: say("pairing.done.enter")
})
