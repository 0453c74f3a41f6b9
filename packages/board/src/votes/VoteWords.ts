/** Words what every page about a vote of owners shows: its kind, its place, how far it is, and its count. */
import type { Answer } from "@liulinhui/core/Question"
import { markup, type Part } from "@liulinhui/report/Markup"
import { PollCount } from "@liulinhui/texts"
import * as Result from "effect/Result"
import { placeOf } from "../cases/CaseWords.ts"
import { type Moment, nameOf } from "../Moment.ts"

/** A vote, with its count. */
export type Vote = Answer<"AskPoll">

/** The vote in the address of a page. */
export const voteIn = ({ params }: Pick<Moment, "params">): Vote["poll"] =>
  // The cast is safe: a text that is no id finds no vote.
  (params["poll"] ?? "") as Vote["poll"]

/** The path of the page of a vote, within the board of the district. */
export const votePathWithin = (poll: string): string => `/votes/${encodeURIComponent(poll)}`

/** The path of the page of a vote. */
export const votePath = ({ home }: Pick<Moment, "home">, { poll }: Pick<Vote, "poll">): string =>
  home + votePathWithin(poll)

/** The kind of a vote, such as the article of the law. */
export const kindOf = (moment: Moment, { rules }: Pick<Vote, "rules">): string =>
  nameOf(moment, "poll rules", rules)

/** The place of the case on which a vote is held. */
export const whereOf = (moment: Moment, { case: id }: Pick<Vote, "case">): string =>
  Result.match(moment.ask({ _tag: "AskCase", case: id }), {
    onSuccess: (found) => placeOf(moment, found),
    onFailure: () => id
  })

/** The doors of the units of an owner. */
export const doorsOf = (moment: Moment, units: ReadonlyArray<string>): string =>
  moment.words.list(units.map((unit) => nameOf(moment, "household", unit)))

/** Whether ballots can still be cast, and until when. */
export const whenOf = ({ on, say }: Moment, { closes, opens }: Vote): string =>
  say("votes.when", {
    state: on < opens ? "before" : on <= closes ? "open" : "over",
    opens,
    closes,
    left: closes - on
  })

/**
 * The result of a vote. Until it is final, the result so far, and from when on it is final.
 */
export const resultOf = ({ say }: Moment, { closes, final, tally }: Vote): string =>
  say("votes.result", {
    result: tally?.result ?? "open",
    closes: final || tally === undefined || tally.result === "open" ? "_" : closes
  })

const opinions = ["agree", "against", "abstain", "silent"] as const

/** The count of a vote: for each opinion the number of owners and their area. */
export const countOf = ({ say }: Moment, { tally }: Vote): Part =>
  tally === undefined
    ? null
    : markup`<table class="count"><caption>${say("votes.count")}</caption>
<thead><tr><th scope="col">${say("votes.opinion")}</th><th scope="col">${say("votes.heads")}</th><th scope="col">${say("votes.area")}</th></tr></thead>
<tbody>${[...opinions, "electorate" as const].map((row) => {
        const { area, heads, unknown = 0 } = tally[row]
        return markup`<tr><th scope="row">${say(`votes.${row}`)}</th><td>${heads}</td><td>${PollCount.squareMetres(area)}${unknown === 0 ? null : ` ${say("votes.unknownAreas", { n: unknown })}`}</td></tr>`
      })}</tbody></table>`

/** The conditions of a vote, exactly as the command words them, and whether each is met. */
export const testsOf = ({ words }: Moment, { tally }: Vote): Part =>
  tally === undefined
    ? null
    : markup`<ul class="tests">${tally.tests.map(
        (test) => markup`<li class="${String(test.met)}">${PollCount.sayTest(words, test)}</li>`
      )}</ul>`
