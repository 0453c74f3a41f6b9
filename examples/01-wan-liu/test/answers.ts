/**
 * Runs the demo on an empty ledger with a fixed vault, and computes answers from the ledger: the report, coverage,
 * cases, certificates and the state. `recorded.json` contains the head of this ledger and the SHA-256 of each answer.
 *
 * `node examples/01-wan-liu/test/answers.ts FOLDER` writes the full answers to a folder, so that the answers of two
 * versions of the library can be compared with `diff`. With `--record` it writes `recorded.json`. Record again only if
 * a change is meant to change an answer.
 */
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as CoverageJson from "../../../packages/cli/src/CoverageJson.ts"
import * as Coverage from "@liulinhui/core/Coverage"
import { add } from "@liulinhui/core/Day"
import { coverageOn } from "@liulinhui/core/Coverage"
import * as District from "@liulinhui/core/District"
import { DistrictId, RoleId } from "@liulinhui/core/Id"
import { Ledger } from "@liulinhui/core/Ledger"
import * as NotifyConsole from "@liulinhui/notify-console"
import { Facts } from "@liulinhui/report"
import * as Announcer from "@liulinhui/announcer/Announcer"
import * as Certificates from "@liulinhui/service/Certificates"
import * as Governance from "@liulinhui/service/Governance"
import * as Outbox from "@liulinhui/announcer/Outbox"
import * as StorageSqlite from "@liulinhui/storage-sqlite"
import { CaseSentence, Names, Texts } from "@liulinhui/texts"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { createHash } from "node:crypto"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { caseJson } from "../../../packages/cli/test/ledgers/caseJson.ts"
import { demo } from "../src/demo.ts"
import { storyBegins } from "../src/generate.ts"
import { length } from "../src/story.ts"
import * as StoryClock from "../src/StoryClock.ts"
import * as FixedVault from "./fixedVault.ts"

const home = join(import.meta.dirname, "..")
const wanLiu = DistrictId.make("wan-liu")
const lastDay = add(storyBegins, length - 1)

/** The days of the story for which the answers about coverage are computed. */
const days = [add(storyBegins, 13), add(storyBegins, 41), lastDay]

const services = Announcer.layer({ language: "zh" }).pipe(
  // Without snapshots, so that the text of the state does not depend on when a snapshot was written.
  Layer.provideMerge(Governance.layer({ snapshots: false })),
  Layer.provide(Outbox.layerSql()),
  Layer.provideMerge(FixedVault.layer),
  Layer.provideMerge(StorageSqlite.layer({ filename: ":memory:" })),
  Layer.provide(NotifyConsole.layer({ write: () => undefined }))
)

const encodeFacts = Schema.encodeSync(Schema.toCodecJson(Facts))

const coverageOf = (district: District.District) =>
  days.map((asOf) => {
    const rules = [...(district.model?.coverage.values() ?? [])]
    const answers = coverageOn(district, rules, asOf, {})
    const entries = rules.flatMap((rule, at) => {
      const answer = answers[at]
      return answer === undefined ? [] : [{ rule, answer }]
    })
    return CoverageJson.coverage({ district: wanLiu, asOf, today: lastDay, entries }, { gaps: true })
  })

const casesOf = (district: District.District) =>
  [...district.cases].flatMap(([id, { state }]) =>
    state._tag === "Opened" ? [{ id, state: caseJson(state) }] : []
  )

/** For each case: its history in sentences. */
const timelinesOf = (district: District.District) =>
  [...district.cases].flatMap(([id, { entries, state }]) => {
    const found = state._tag === "Opened" ? District.playbookOf(district, state) : undefined
    if (state._tag !== "Opened" || found === undefined) return []
    const { playbook } = found
    const sentences = CaseSentence.timeline(entries.map(({ event }) => event))
    const [zh, en] = ["zh", "en"].map((language) => {
      const words = Texts.words(Texts.builtIn, language)
      return sentences.map((sentence) => CaseSentence.say(words, sentence, Names.ofPlaybook(playbook)))
    })
    return [{ id, zh, en }]
  })

const certificates = ["elders-reached", "households-noticed", "patrols-fresh"]

/** Computes all answers from the ledger after the demo. */
const asked = Effect.gen(function* () {
  const { read } = yield* Governance.Governance
  return {
    "coverage.json": yield* read(wanLiu, coverageOf),
    "cases.json": yield* read(wanLiu, casesOf),
    // The cast is safe: the state of the service is a draft.
    "state.json": yield* read(wanLiu, (state) => District.Snapshot.write(state as District.Draft)),
    "timelines.json": yield* read(wanLiu, timelinesOf),
    "certificates.json": yield* Effect.forEach(certificates, (rule) =>
      Effect.map(Certificates.certify(wanLiu, { rule, asOf: lastDay }), Coverage.toJson)
    )
  }
}).pipe(Effect.provideService(Clock.Clock, StoryClock.make(lastDay).clock))

/** Runs the demo, and returns the head (last entry) of its ledger and the answers by name. */
export const answers = Effect.gen(function* () {
  const { facts, refused } = yield* demo({
    model: join(home, "district.yaml"),
    registry: join(home, "registry.csv"),
    readers: RoleId.make("committee"),
    progress: () => undefined
  })
  const ledger = yield* Ledger
  const report = {
    facts: facts === undefined ? null : encodeFacts(facts),
    refused: refused.map(({ id, reasons }) => ({ id, reasons }))
  }
  return {
    head: yield* ledger.head(wanLiu),
    verified: yield* ledger.verify(wanLiu),
    answers: { "report.json": report, ...(yield* asked) }
  }
}).pipe(Effect.provide(services), Effect.provide(NodeServices.layer))

const sha256 = (answer: unknown): string => createHash("sha256").update(JSON.stringify(answer)).digest("hex")

/** The content of `recorded.json`: the head (last entry) of the ledger, and the hash of each answer. */
export const summary = ({ answers: given, head, verified }: Effect.Success<typeof answers>) => ({
  head,
  verified,
  sha256: {
    "report.json": sha256(given["report.json"]),
    "coverage.json": sha256(given["coverage.json"]),
    "cases.json": sha256(given["cases.json"]),
    // The name has the version. If this hash changes, raise `Snapshot.version`: older snapshots must not be read any more.
    [`state.json, version ${District.Snapshot.version}`]: sha256(given["state.json"]),
    "timelines.json": sha256(given["timelines.json"]),
    "certificates.json": sha256(given["certificates.json"])
  }
})

if (import.meta.main) {
  const found = await Effect.runPromise(answers)
  const [folder] = process.argv.slice(2)
  if (folder === "--record") {
    writeFileSync(join(import.meta.dirname, "recorded.json"), `${JSON.stringify(summary(found), null, 2)}\n`)
  } else if (folder !== undefined) {
    mkdirSync(folder, { recursive: true })
    for (const [name, answer] of Object.entries(found.answers)) {
      writeFileSync(join(folder, name), `${JSON.stringify(answer, null, 1)}\n`)
    }
  }
}
