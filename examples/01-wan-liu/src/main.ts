/**
 * The command `pnpm demo`. It plays the three stories of Wan-Liu on an SQLite file, prints the facts of the district,
 * and writes `report.html`. The README of this example says what you can change without changing code.
 */
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as NotifyConsole from "@liulinhui/notify-console"
import { Facts, forHall, toHtml, toText } from "@liulinhui/report"
import * as Announcer from "@liulinhui/announcer/Announcer"
import * as Outbox from "@liulinhui/announcer/Outbox"
import * as Governance from "@liulinhui/service/Governance"
import * as Vaults from "../../../packages/cli/src/Vaults.ts"
import * as StorageSqlite from "@liulinhui/storage-sqlite"
import { Reason, Texts } from "@liulinhui/texts"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import process from "node:process"
import { parseArgs } from "node:util"
import { demo, type Telling } from "./demo.ts"
import { texts } from "./words.ts"

const home = join(import.meta.dirname, "..")

const usage = `pnpm demo [options]

  --lang zh|en      language of notices, text and page (zh)
  --json            print the facts as JSON instead of text; notices are not printed
  --hall            counts only, as for a screen in the hall: no flat, no case
  --model FILE      the district's model (examples/01-wan-liu/district.yaml)
  --registry FILE   the district's registry (examples/01-wan-liu/registry.csv)
  --ledger FILE     the SQLite file; a second run continues it (examples/01-wan-liu/out/wan-liu.sqlite)
  --report FILE     the file of the page (examples/01-wan-liu/out/report.html)
`

const options = () => {
  const { values } = parseArgs({
    options: {
      lang: { type: "string", default: "zh" },
      json: { type: "boolean", default: false },
      hall: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
      model: { type: "string", default: join(home, "district.yaml") },
      registry: { type: "string", default: join(home, "registry.csv") },
      ledger: { type: "string", default: join(home, "out", "wan-liu.sqlite") },
      report: { type: "string", default: join(home, "out", "report.html") }
    }
  })
  const { lang } = values
  const known = Texts.languages(texts)
  if (!known.includes(lang)) throw new TypeError(`--lang is "${lang}": use ${known.join(" or ")}`)
  return values
}

type Options = ReturnType<typeof options>

/** Shows the current day of the story on the terminal. If the output is not a terminal, shows nothing. */
const progress = ({ lang }: Options) => {
  const terminal = process.stderr.isTTY
  return (day: number, days: number): void => {
    if (!terminal) return
    const text = Texts.words(texts, lang).find("demo.day", { day, days })
    process.stderr.write(day === days ? "\r\x1b[K" : `\r\x1b[K${text}`)
  }
}

const encodeFacts = Schema.encodeSync(Schema.toCodecJson(Facts))

const show = (settings: Options, { facts, refused }: Telling): void => {
  const { hall, json, lang, report } = settings
  const words = Texts.words(texts, lang)
  const shown = hall ? forHall(facts) : facts
  mkdirSync(dirname(report), { recursive: true })
  writeFileSync(report, toHtml(shown, lang))
  const place = relative(process.cwd(), report)
  if (json) process.stdout.write(`${JSON.stringify(encodeFacts(shown), null, 2)}\n`)
  else {
    const { columns, isTTY } = process.stdout
    process.stdout.write(`${toText(shown, lang, isTTY ? { width: columns } : {})}\n`)
    process.stdout.write(`\n${words.find("demo.page", { place })}\n`)
  }
  const [first] = refused
  if (first !== undefined) {
    const reasons = Reason.sayAll(words, first.reasons)
    process.stderr.write(`${words.find("demo.refused", { n: refused.length, id: first.id, reasons })}\n`)
  }
}

const run = (settings: Options) => {
  const { json, lang, ledger, model, registry } = settings
  mkdirSync(dirname(ledger), { recursive: true })
  const storage = StorageSqlite.layer({ filename: ledger })
  const channel = NotifyConsole.layer(json ? { write: () => undefined } : {})
  const services = Announcer.layer({ language: lang }).pipe(
    Layer.provideMerge(Governance.layer()),
    Layer.provide(Outbox.layerSql()),
    Layer.provide(Vaults.vaultOf(ledger)),
    Layer.provideMerge(storage),
    Layer.provide(channel)
  )
  const story = demo({ model, registry, language: lang, progress: progress(settings) })
  return Vaults.initialise(ledger, "demo").pipe(
    Effect.andThen(Effect.provide(story, services)),
    Effect.provide(NodeServices.layer)
  )
}

/** Prints the whole message of an error, without a stack trace. */
const complain = (message: string): void => {
  process.stderr.write(`${message}\n`)
  process.exitCode = 1
}

try {
  const settings = options()
  if (settings.help) process.stdout.write(usage)
  else {
    const exit = await Effect.runPromiseExit(run(settings))
    if (Exit.isSuccess(exit)) show(settings, exit.value)
    else {
      const error = Cause.squash(exit.cause)
      complain(error instanceof Error ? error.message : String(error))
    }
  }
} catch (error) {
  complain(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
}
