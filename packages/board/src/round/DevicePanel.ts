/**
 * The part of the round that only the script uses: the form for the PIN, how far the touches have got, and what the person
 * has to decide. It is hidden until the script is ready. The page that is kept for use without a line has it, too.
 */
import { type Markup, markup, verbatim } from "@liulinhui/report/Markup"
import type { Speech } from "../Speech.ts"
import { capacity } from "./RoundLimits.ts"
import { scriptWords } from "./ScriptWords.ts"

/** Each message with `{n}` and the like left in it, for the script to fill in. */
const wordsOf = ({ say }: Speech): string =>
  JSON.stringify(
    Object.fromEntries(
      scriptWords.map((id) => [id, say(id, { n: "{n}", door: "{door}", on: "{on}", outcome: "{outcome}" })])
    )
  )

/** The path of the service worker within the board. */
export const workerPath = "/round-worker.js"

/** Whose round a page shows. */
export interface Round {
  readonly owner: string
  readonly district: string
  /** How long the day of the district still lasts, in milliseconds. */
  readonly left: number
}

/**
 * The panel. Without a round, it is that of the page without a line.
 *
 * @param base the path of the board, such as `` or `/board`
 */
export const devicePanel = (speech: Speech, base: string, round?: Round): Markup => {
  const { say, words } = speech
  const of =
    round === undefined
      ? null
      : markup` data-owner="${verbatim(round.owner)}" data-district="${round.district}" data-left="${round.left}"`
  return markup`<noscript><p class="hint">${say("round.noScript")}</p></noscript>
<section id="device" aria-label="${say("round.device")}" hidden data-language="${words.locale}" data-capacity="${capacity}" data-worker="${base}${workerPath}" data-words="${verbatim(wordsOf(speech))}"${of}>
<p id="line" role="status"></p>
<form id="unlock">
<label for="device-pin">${say("round.pin")}</label>
<p class="hint" id="device-pin-hint">${say("round.pinHint")}</p>
<p class="failure" id="unlock-failure" role="alert" hidden></p>
<input id="device-pin" class="field" type="password" inputmode="numeric" maxlength="12" autocomplete="current-password" required aria-describedby="device-pin-hint">
<button>${say("round.unlock")}</button>
</form>
<p class="hint" id="no-worker" hidden>${say("round.noWorker")}</p>
<div id="decisions"></div>
<p><button id="forget" class="plain" type="button" hidden>${say("round.forget")}</button></p>
</section>`
}
