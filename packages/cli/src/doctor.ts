/**
 * The command `liulinhui doctor [LEDGER]`: checks whether this machine, the ledger, the keys and the calendar are ready
 * for use.
 */
import type { Language } from "@liulinhui/core/Text"
import { dayAt, knownUntil, calendarEnd } from "@liulinhui/core/Calendar"
import { Ledger } from "@liulinhui/core/Ledger"
import { Governance } from "@liulinhui/service/Governance"
import { concernLine, concernsOf, endLine } from "@liulinhui/service/Health"
import * as Health from "@liulinhui/service/Health"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Config from "effect/Config"
import * as Clock from "effect/Clock"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import process from "node:process"
import manifest from "../package.json" with { type: "json" }
import { language as languageAsked } from "./Words.ts"
import { CommandFailed } from "./CommandFailed.ts"
import { json, printData, printProblems } from "./Envelope.ts"
import { services } from "./Ledgers.ts"
import { say, wordsFor } from "./Say.ts"
import { isDatabase, shown } from "./Stores.ts"
import * as MasterKeyFile from "./MasterKeyFile.ts"
import * as PrivateFiles from "./PrivateFiles.ts"

type State = "ok" | "warn" | "bad"

interface Finding {
  readonly check: "node" | "zone" | "words" | "channels" | "store" | "files" | "keys" | "calendar"
  readonly state: State
  readonly found: string
}

const least = manifest.engines.node.replace(">=", "")

const isAtLeast = (version: string, wanted: string): boolean => {
  const [a, b] = [version, wanted].map((each) => each.replace(/^v/, "").split(".").map(Number))
  for (const [n, part] of (b ?? []).entries()) {
    const own = a?.[n] ?? 0
    if (own !== part) return own > part
  }
  return true
}

const ofNode = (language: Language): Finding => {
  const { version } = process
  return isAtLeast(version, least)
    ? { check: "node", state: "ok", found: version }
    : { check: "node", state: "bad", found: say(language, "doctor.nodeOld", { version, least }) }
}

const ofWords = (language: Language): Finding => {
  const chinese = new Intl.DateTimeFormat("zh-CN", { month: "long", timeZone: "UTC" }).format(0)
  return chinese === "一月"
    ? { check: "words", state: "ok", found: chinese }
    : { check: "words", state: "bad", found: say(language, "doctor.wordsMissing") }
}

const ofZone = (language: Language, now: number): Finding => ({
  check: "zone",
  state: "ok",
  found: say(language, "doctor.zoneFound", {
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    now: new Intl.DateTimeFormat(wordsFor(language).locale, {
      dateStyle: "medium",
      timeStyle: "short"
    }).format(now)
  })
})

/**
 * Finds the files of a ledger that other users of this machine can read (Windows has no such permissions), and a rotation
 * of the master keys that was stopped.
 */
const ofFiles = Effect.fnUntraced(function* (ledger: string, language: Language) {
  if (isDatabase(ledger)) return []
  const files = yield* FileSystem.FileSystem
  const findings: Array<Finding> = []
  const sqlite = [ledger, `${ledger}.keys`, `${ledger}.identity`].flatMap(PrivateFiles.ofSqlite)
  for (const file of [...sqlite, MasterKeyFile.masterKeyFile(ledger)]) {
    if (yield* PrivateFiles.isOpen(file)) {
      findings.push({ check: "files", state: "warn", found: say(language, "doctor.filesOpen", { file }) })
    }
  }
  const keys = `${ledger}.keys`
  const hasMaster = yield* files.exists(MasterKeyFile.masterKeyFile(ledger))
  if (hasMaster && !(yield* files.exists(keys))) {
    findings.push({ check: "keys", state: "bad", found: say(language, "doctor.keysMissing", { file: keys }) })
  }
  const rotating = yield* MasterKeyFile.unfinished(ledger)
  if (Option.isSome(rotating)) {
    const found = say(language, "doctor.rotating", { name: rotating.value, ledger })
    findings.push({ check: "keys", state: "warn", found })
  }
  return findings
})

/** Checks the ledger, its keys and its districts. */
const ofLedger = Effect.fnUntraced(function* (ledger: string, language: Language, now: number) {
  const findings: Array<Finding> = []
  const report = yield* Health.read([], [])
  const name = shown(ledger)
  const isWritable = Option.getOrElse(report.writable, () => true)
  findings.push(
    ...report.errors.map((found): Finding => ({ check: "store", state: "bad", found })),
    isWritable
      ? {
          check: "store",
          state: "ok",
          found: say(language, "doctor.storeFound", { ledger: name, districts: report.districts })
        }
      : { check: "store", state: "bad", found: say(language, "doctor.storeReadOnly", { ledger: name }) }
  )
  if (!report.readable) return findings
  const { districts } = yield* Ledger
  const { read } = yield* Governance
  for (const district of yield* districts) {
    const checked = yield* Effect.result(
      read(district, (state, on): ReadonlyArray<Finding> => {
        const { model } = state
        if (model === undefined) return []
        const { calendar, timeZone: zone } = model
        const end = calendarEnd(model, on)
        const jumps = concernsOf(state, on).flatMap((concern): ReadonlyArray<Finding> =>
          concern._tag === "ClockJumped"
            ? [{ check: "zone", state: "bad", found: concernLine(wordsFor(language), concern) }]
            : []
        )
        const until = knownUntil(calendar, on)
        return [
          ...jumps,
          {
            check: "zone",
            state: "ok",
            found: say(language, "doctor.zoneOf", { district, zone, today: dayAt(now, zone) })
          },
          end === undefined && until !== undefined
            ? {
                check: "calendar",
                state: "ok",
                found: say(language, "doctor.calendarUntil", { district, until })
              }
            : {
                check: "calendar",
                state: "warn",
                found: end === undefined ? district : endLine(wordsFor(language), end)
              }
        ]
      })
    )
    if (checked._tag === "Success") {
      // Folding a district opens sealed values, so its keys can be used. A check must never make a key.
      findings.push({ check: "keys", state: "ok", found: say(language, "doctor.keysFound") })
      findings.push(...checked.success)
    } else {
      const { _tag, message: found } = checked.failure
      const check = _tag === "SealBroken" || _tag === "VaultUnavailable" ? "keys" : "store"
      findings.push({ check, state: "bad", found })
    }
  }
  return findings
})

/** Checks the settings of the channels for notices. Nothing is sent. A channel without settings is not used. */
const ofChannels = Effect.fnUntraced(function* (language: Language) {
  const { settings } = yield* Effect.promise(() => import("./Channels.ts"))
  const findings = yield* Effect.forEach(
    Object.entries(settings),
    Effect.fnUntraced(function* ([channel, { config, variable }]) {
      const isSetUp = Option.isSome(yield* Config.option(Config.Redacted(variable)))
      const none: ReadonlyArray<Finding> = []
      if (!isSetUp) return none
      const read = yield* Effect.result(config)
      const finding: Finding = Result.isSuccess(read)
        ? { check: "channels", state: "ok", found: say(language, "doctor.channelSet", { channel }) }
        : {
            check: "channels",
            state: "bad",
            found: say(language, "doctor.channelWrong", { channel, why: read.failure.message })
          }
      return [finding]
    })
  )
  const all = findings.flat()
  const none: Finding = { check: "channels", state: "ok", found: say(language, "doctor.channelsNone") }
  return all.length === 0 ? [none] : all
})

const of = Effect.fnUntraced(function* (ledger: Option.Option<string>, language: Language) {
  const now = yield* Clock.currentTimeMillis
  const machine = [
    ofNode(language),
    ofZone(language, now),
    ofWords(language),
    ...(yield* ofChannels(language))
  ]
  const unknown = (found: string): ReadonlyArray<Finding> => [
    ...machine,
    { check: "store", state: "warn", found }
  ]
  if (Option.isNone(ledger)) return unknown(say(language, "doctor.storeNotTried"))
  const file = ledger.value
  const files = yield* FileSystem.FileSystem
  if (!isDatabase(file) && !(yield* files.exists(file))) {
    return [
      ...machine,
      {
        check: "store",
        state: "bad",
        found: say(language, "doctor.storeNone", { ledger: file })
      } satisfies Finding
    ]
  }
  const found = yield* ofLedger(file, language, now).pipe(
    Effect.provide(services(file, "inspects")),
    Effect.catch((error) =>
      Effect.succeed([{ check: "store", state: "bad", found: error.message } satisfies Finding])
    ),
    // If a file is not a ledger, the store fails with a defect (an untyped error).
    Effect.catchDefect((defect) =>
      Effect.succeed([{ check: "store", state: "bad", found: String(defect) } satisfies Finding])
    )
  )
  return [...machine, ...(yield* ofFiles(file, language)), ...found]
})

/**
 * @category commands
 */
export const doctor = Command.make(
  "doctor",
  {
    ledger: Argument.String("ledger").pipe(
      Argument.withDescription("The ledger to check as well: an SQLite file, or postgres://…"),
      Argument.optional
    ),
    json
  },
  Effect.fn(function* ({ json, ledger }) {
    const language = yield* languageAsked
    const findings = yield* of(ledger, language)
    const bad = findings.filter(({ state }) => state === "bad")
    const data = findings.map(({ check, found, state }) => ({ check, state, found }))
    if (json) {
      yield* bad.length === 0
        ? printData("doctor", data)
        : printProblems(
            "doctor",
            bad.map(({ check, found }) => ({ _tag: "CheckFailed", check, text: found })),
            data
          )
    } else {
      yield* Console.log(
        findings
          .map(({ check, found, state }) =>
            say(language, `doctor.${state}`, { check: say(language, `doctor.${check}`), found })
          )
          .join("\n")
      )
    }
    if (bad.length > 0) {
      return yield* new CommandFailed({ exit: 3, message: bad.map(({ found }) => found).join("\n") })
    }
    if (!json && findings.every(({ state }) => state === "ok"))
      yield* Console.error(say(language, "doctor.fine"))
  })
).pipe(
  Command.withDescription(
    "Check Node, the channels for notices, the ledger, the keys, the time zone and the calendar; nothing is sent"
  )
)
