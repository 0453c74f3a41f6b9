/**
 * The command `pnpm demo`. It plays Wan-Liu's three stories on an SQLite file, prints what happened, and writes
 * `report.html`. The README beside this folder says what you can change without changing code.
 */
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as NotifyConsole from "@liulinhui/notify-console"
import { Facts, toHtml, toText } from "@liulinhui/report"
import * as Announcer from "@liulinhui/announcer/Announcer"
import * as Outbox from "@liulinhui/announcer/Outbox"
import * as Governance from "@liulinhui/service/Governance"
import { RoleId } from "@liulinhui/core/Id"
import * as Vaults from "../../../packages/cli/src/Vaults.ts"
import { Lang } from "../../../packages/cli/src/Words.ts"
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
import { summary } from "./Summary.ts"
import { texts } from "./words.ts"

const home = join(import.meta.dirname, "..")

const usage = `pnpm demo [options]

  --lang zh|en      language of notices, text and page (zh)
  --json            print the facts as JSON instead of text
  --all             all notices and figures after the summary
  --for ROLE        who reads the facts and the page: a role of the model, or hall (committee)
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
      all: { type: "boolean", default: false },
      for: { type: "string", default: "committee" },
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

const show = (settings: Options, { facts, refused }: Telling, notices: ReadonlyArray<string>): void => {
  const { all, json, lang, ledger, report } = settings
  if (facts === undefined)
    throw new TypeError(`--for is "${settings.for}": nobody in the model has this role`)
  const words = Texts.words(texts, lang)
  mkdirSync(dirname(report), { recursive: true })
  writeFileSync(report, toHtml(facts, lang))
  if (json) process.stdout.write(`${JSON.stringify(encodeFacts(facts), null, 2)}\n`)
  else {
    const from = (file: string) => relative(process.cwd(), file)
    const lines = summary(words, facts, { page: from(report), ledger: from(ledger) })
    const { columns, isTTY } = process.stdout
    const rest = all ? ["", ...notices, "", toText(facts, lang, isTTY ? { width: columns } : {})] : []
    process.stdout.write(`${[...lines, ...rest].join("\n")}\n`)
  }
  const [first] = refused
  if (first !== undefined) {
    const reasons = Reason.sayAll(words, first.reasons)
    process.stderr.write(`${words.find("demo.refused", { n: refused.length, id: first.id, reasons })}\n`)
  }
}

/** Runs the demo. The notices are written to `notices`, so that the summary comes first. */
const run = (settings: Options, notices: Array<string>) => {
  const { lang, ledger, model, registry } = settings
  mkdirSync(dirname(ledger), { recursive: true })
  const storage = StorageSqlite.layer({ filename: ledger })
  const channel = NotifyConsole.layer({ write: (line) => notices.push(line) })
  const services = Announcer.layer({ language: lang }).pipe(
    Layer.provideMerge(Governance.layer()),
    Layer.provide(Outbox.layerSql()),
    Layer.provide(Vaults.vaultOf(ledger, "writes")),
    Layer.provideMerge(storage),
    Layer.provide(channel)
  )
  const readers = RoleId.make(settings.for)
  const story = demo({ model, registry, readers, progress: progress(settings) })
  return Vaults.initialise(ledger, "demo").pipe(
    Effect.andThen(Effect.provide(story, services)),
    Effect.provideService(Lang, lang),
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
    const notices: Array<string> = []
    const exit = await Effect.runPromiseExit(run(settings, notices))
    if (Exit.isSuccess(exit)) show(settings, exit.value, notices)
    else {
      const error = Cause.squash(exit.cause)
      complain(error instanceof Error ? error.message : String(error))
    }
  }
} catch (error) {
  complain(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
}
