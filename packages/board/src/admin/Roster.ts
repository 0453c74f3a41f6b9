/**
 * The roster: a list of residents as a spreadsheet. It is compared with the registry, and its differences are shown before
 * anything is written. The server keeps no file: to write, the reader sends the same file again.
 */
import { CommandId } from "@liulinhui/core/Ledger"
import { type Markup, markup, type Part, trusted } from "@liulinhui/report/Markup"
import {
  formatProblem,
  importId,
  preview,
  type Preview,
  previewLines,
  problemOf,
  readRoster,
  type Roster
} from "@liulinhui/spreadsheet"
import { Reason } from "@liulinhui/texts"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Moment } from "../Moment.ts"
import type { Page, Screen, Tools, Upload, Who, Work } from "../Screen.ts"
import { accepted, textIn } from "../Sending.ts"
import * as Speech from "../Speech.ts"
import { absent, backToAdmin, takesRosters, only, paths } from "./Admin.ts"

const here = paths.roster

/** What the reader has chosen on the page. */
interface Choice {
  readonly acceptValid: boolean
  readonly complete: boolean
}

const choiceIn = (sent: URLSearchParams): Choice => ({
  acceptValid: sent.get("valid") !== null,
  complete: sent.get("complete") !== null
})

const box = (name: string, label: string, isChosen: boolean): Markup =>
  markup`<label class="choice"><input type="checkbox" name="${name}" value="yes"${isChosen ? trusted(" checked") : null}><span>${label}</span></label>`

/** The form that sends a file, to look at it or to write it. */
const uploading = (
  { fresh, home, say }: Moment,
  act: "look" | "write",
  { acceptValid, complete }: Choice,
  sha256?: string
): Markup => markup`<form method="post" action="${home}${here}" enctype="multipart/form-data" class="step">
<input type="hidden" name="command" value="${fresh}"><input type="hidden" name="act" value="${act}">
${sha256 === undefined ? null : markup`<input type="hidden" name="seen" value="${sha256}">`}
<label class="question" for="roster">${say(act === "look" ? "roster.file" : "roster.again")}</label>
<input class="field" type="file" id="roster" name="roster" required accept=".xlsx,.xls,.et,.ods,.csv">
${box("valid", say("roster.valid"), acceptValid)}
${box("complete", say("roster.complete"), complete)}
<p class="go"><button>${say(act === "look" ? "roster.look" : "roster.write")}</button></p></form>`

const none: Choice = { acceptValid: false, complete: false }

const page = (moment: Moment, body: Part, status = 200): Page => ({
  title: moment.say("roster"),
  status,
  body: [body, backToAdmin(moment)]
})

const start = (moment: Moment): Page =>
  page(moment, [
    accepted(moment, { write: moment.say("roster.done") }),
    markup`<p>${moment.say("roster.what")}</p>`,
    uploading(moment, "look", none)
  ])

/** The page for a file that cannot be used: every problem, with its row and column. */
const refused =
  (problems: ReadonlyArray<string>, choice: Choice): Screen["show"] =>
  (moment) =>
    Result.succeed(
      page(
        moment,
        [
          markup`<div class="failure" role="alert"><h2>${moment.say("roster.refused")}</h2><ul>${problems.map((line) => markup`<li>${line}</li>`)}</ul></div>`,
          uploading(moment, "look", choice)
        ],
        422
      )
    )

/** The page with the preview of a file. */
const seen =
  (
    lines: ReadonlyArray<string>,
    found: Preview,
    choice: Choice,
    sha256: string,
    changed: boolean
  ): Screen["show"] =>
  (moment) => {
    const { say } = moment
    return Result.succeed(
      page(moment, [
        changed ? markup`<div class="failure" role="alert"><h2>${say("roster.other")}</h2></div>` : null,
        markup`<div class="lines">${lines.map((line) => markup`<p>${line.trim()}</p>`)}</div>`,
        found.rejected.length === 0
          ? null
          : markup`<p class="due late">${say("roster.rejected", { n: found.rejected.length })}</p>`,
        found.requests.length === 0
          ? markup`<p class="empty-why">${say("roster.same")}</p>`
          : uploading(moment, "write", choice, sha256)
      ])
    )
  }

/** Compares a roster with the registry: its preview, and the lines that describe it; or every problem of the file. */
const compared = (
  { governance, residentKey }: Tools,
  { district, language, texts }: Who,
  roster: Roster,
  { acceptValid, complete }: Choice
) =>
  Effect.gen(function* () {
    // The district is folded first, which fails if its keys are lost. Otherwise the code below would make new ones.
    yield* governance.read(district, () => undefined)
    const key = yield* residentKey(district)
    return yield* governance.read(district, ({ model, registry }, on) => {
      const { words } = Speech.of(texts, language, model)
      const say = (message: string, parameters?: Parameters<typeof words.say>[1]) =>
        words.find(message, parameters) ?? message
      return Result.map(preview(roster, { registry, key, on, acceptValid, complete }), (found) => ({
        found,
        lines: previewLines(found, registry, { say, wording: words.language }, true)
      }))
    })
  })

/** Writes the requests of a preview, one after another. Returns the lines of the refusal, if one is refused. */
const written = (
  { governance }: Tools,
  { actor: by, district, language, texts }: Who,
  id: CommandId,
  found: Preview
) =>
  Effect.gen(function* () {
    for (const request of found.requests) {
      const done = yield* Effect.result(
        governance.submit({ district, by, id: importId(id, request), request })
      )
      if (Result.isSuccess(done)) continue
      if (done.failure._tag !== "Refused") return yield* Effect.fail(done.failure)
      const { words } = Speech.of(texts, language)
      return done.failure.reasons.map((reason) => {
        const problem = problemOf(found, reason)
        return problem === undefined ? Reason.say(words, reason) : formatProblem(problem, words.language)
      })
    }
    return undefined
  })

const hex = (hash: ArrayBuffer): string =>
  [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("")

const isCommand = (text: string): boolean => /^[\w-]{1,60}$/u.test(text)

const workOf =
  (file: Upload, sent: URLSearchParams): Work =>
  (tools, who) =>
    Effect.gen(function* () {
      const choice = choiceIn(sent)
      const roster = yield* Effect.result(readRoster(file.bytes, { file: file.name }))
      if (Result.isFailure(roster)) {
        return { show: refused(roster.failure.format(who.language).split("\n"), choice) }
      }
      const now = yield* compared(tools, who, roster.success, choice)
      if (Result.isFailure(now)) {
        return { show: refused(now.failure.format(who.language).split("\n"), choice) }
      }
      const { found, lines } = now.success
      const sha256 = hex(
        yield* Effect.promise(() => globalThis.crypto.subtle.digest("SHA-256", file.bytes.slice().buffer))
      )
      const command = textIn(sent, "command")
      const isSame = sent.get("seen") === sha256
      if (textIn(sent, "act") !== "write" || !isSame || !isCommand(command)) {
        return { show: seen(lines, found, choice, sha256, sent.get("seen") !== null && !isSame) }
      }
      const problems = yield* written(tools, who, CommandId.make(command), found)
      return problems === undefined ? { next: `${here}?done=write` } : { show: refused(problems, choice) }
    })

/** The screen for the roster. */
export const roster: Screen = {
  path: here,
  show: only(takesRosters, (moment) => Result.succeed(start(moment))),
  takesFiles: true,
  send: (moment, sent, files) => {
    if (!takesRosters(moment)) return Result.succeed({ _tag: "Shown", page: absent(moment) })
    const file = files?.get("roster")
    return Result.succeed(
      file === undefined
        ? { _tag: "Shown", page: { ...start(moment), status: 400 } }
        : { _tag: "Work", work: workOf(file, sent) }
    )
  }
}
