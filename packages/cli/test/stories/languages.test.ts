import * as NodeServices from "@effect/platform-node/NodeServices"
import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { ActorId, DistrictId } from "@liulinhui/core/Id"
import { CommandId } from "@liulinhui/core/Ledger"
import { Governance } from "@liulinhui/service/Governance"
import { Request } from "@liulinhui/core/Governance"
import { type Catalogue, en, Texts, zh } from "@liulinhui/texts"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as TestConsole from "effect/testing/TestConsole"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { commandFor } from "../../src/liulinhui.ts"
import { small, writing } from "../ledgers.ts"

const folder = mkdtempSync(join(tmpdir(), "languages-"))
const ledger = join(folder, "small.sqlite")
const page = join(folder, "page.html")
const matrix = join(folder, "matrix.csv")
const plan = join(folder, "plan.json")
writeFileSync(matrix, "1,2\n3,4\n")
writeFileSync(plan, JSON.stringify({ pairs: [{ row: 1, column: 3 }] }))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/**
 * A catalogue for a third language. All its texts have marks around them, so that a test can find text that is not from
 * this catalogue.
 */
const fr: Catalogue = {
  language: "fr",
  locale: "fr-FR",
  messages: {
    ...en.messages,
    ...Object.fromEntries(Object.entries(en.messages).map(([id, pattern]) => [id, `«${pattern}»`]))
  }
}

/** Removes all languages except Chinese from a document. */
const inChinese = (value: Schema.Json): Schema.Json => {
  if (Array.isArray(value)) return value.map(inChinese)
  if (typeof value !== "object" || value === null) return value
  const of = value as Schema.JsonObject
  return typeof of["zh"] === "string"
    ? { zh: of["zh"] }
    : Object.fromEntries(Object.entries(of).map(([key, part]) => [key, inChinese(part)]))
}

const mandate = (role: string, scope: Schema.Json) => ({ mandates: [{ role, scope }] })
const document = inChinese(
  small({
    committee: mandate("committee", { district: true }),
    "general-branch": mandate("general-branch", { district: true }),
    "lead-unity": mandate("group-lead", { group: "unity" }),
    "volunteer-warmth": {
      ...mandate("volunteer", { group: "warmth" }),
      offers: { building: "b1", elders: 2 }
    },
    "head-b1": mandate("stairwell-head", { building: "b1" })
  })
)

const requests: ReadonlyArray<readonly [string, unknown]> = [
  [
    "committee",
    {
      _tag: "ImportRegistry",
      buildings: [{ id: "b1", label: "1号楼", floors: 6 }],
      households: ["101", "201"].map((unit) => ({
        id: `b1-${unit}`,
        building: "b1",
        unit,
        floor: Number(unit.slice(0, 1)),
        area: 500_000,
        tags: []
      })),
      residents: ["101", "201"].map((unit) => ({
        id: `b1-${unit}-1`,
        household: `b1-${unit}`,
        name: "张三",
        birth: "1940-05-05",
        tags: []
      }))
    }
  ],
  [
    "head-b1",
    {
      _tag: "OpenCase",
      case: "lift",
      playbook: "lift-retrofit",
      subjects: ["building:b1"],
      evidence: { request: { signer: "household:1", sha256: "0".repeat(64) } }
    }
  ],
  ["committee", { _tag: "ProposePairing", proposal: "spring" }]
]

beforeAll(() =>
  Effect.gen(function* () {
    const { adopt, submit } = yield* Governance
    yield* adopt(document)
    for (const [at, [by, request]] of requests.entries()) {
      yield* submit({
        district: DistrictId.make("small"),
        id: CommandId.make(`c${at}`),
        by: ActorId.make(by),
        request: Schema.decodeUnknownSync(Schema.toCodecJson(Request))(request)
      })
    }
  }).pipe(Effect.provide(writing(ledger)), Effect.runPromise)
)

/** Runs the command. Returns what it prints, or the message with which it fails. */
const run = (texts: Texts.Texts, args: ReadonlyArray<string>) =>
  Effect.promise(() => commandFor(args)).pipe(
    Effect.flatMap((command) => Command.runWith(command, { version: "0" })(args)),
    Effect.andThen(TestConsole.logLines),
    // If the command writes a page, it prints only the name of the file. In this case, returns the text of the page
    // instead.
    Effect.map((lines) => lines.join("\n")),
    Effect.map((said) =>
      said === page ? readFileSync(page, "utf8").replace(/<style>[^]*<\/style>/u, "") : said
    ),
    Effect.catch((error) => Effect.succeed(error instanceof Error ? error.message : String(error))),
    Effect.provideService(Texts.Current, texts),
    Effect.provide(TestConsole.layer, { local: true }),
    Effect.provide(NodeServices.layer)
  )

const commands: ReadonlyArray<readonly [string, ReadonlyArray<string>]> = [
  ["report", ["report", ledger, "--html", page]],
  ["hall", ["report", ledger, "--for", "hall"]],
  ["cases", ["cases", ledger]],
  ["case", ["case", ledger, "lift"]],
  ["a case that is not there", ["case", ledger, "none"]],
  ["coverage", ["coverage", ledger, "--gaps", "--by", "building"]],
  ["forecast", ["coverage", "forecast", ledger, "--rule", "elders-reached", "--by", "2099-01-01"]],
  ["round", ["coverage", "round", ledger, "--rule", "elders-reached", "--capacity", "1"]],
  ["a rule that is not there", ["coverage", ledger, "--rule", "none"]],
  ["pair", ["pair", ledger, "--frontier", "--why-not", "one:none"]],
  ["companions", ["companions", ledger]],
  ["poll", ["poll", ledger]],
  ["a sheet", ["print", "coverage", ledger, "elders-reached", "--out", page]],
  ["notices", ["notices", "preview", ledger]],
  ["texts to copy", ["notices", "copy", ledger]],
  ["a batch", ["batch", ledger, "clear", "lift", "--as", "committee", "--id", "batch-1"]],
  ["health", ["health", ledger]],
  ["audit", ["audit", "verify", ledger]],
  ["the calendar", ["calendar", ledger]],
  ["a year without data", ["calendar", "add", "2099"]],
  ["a migration", ["migrate", ledger, "lift-retrofit", "--as", "lead-unity", "--dry-run"]],
  ["a matrix", ["pair", matrix, "--objective", "costs"]],
  ["a flaw of a plan", ["pair", matrix, "--objective", "costs", "--verify", plan]],
  ["a file that is not there", ["pair", join(folder, "none.json")]],
  ["a refusal", ["subject", "export", ledger, "nobody", "--as", "committee"]]
]

describe("a district whose texts are in Chinese alone", () => {
  it.live.each(commands)("is shown in Chinese and in English: %s", ([_, args]) =>
    Effect.gen(function* () {
      for (const language of ["zh", "en"]) {
        const said = yield* run(Texts.builtIn, [...args, "--lang", language])
        expect(said).not.toBe("")
        expect(said).not.toMatch(/undefined|\[object|\bcli\.|\breason\./u)
      }
    })
  )

  it.live("is called by its Chinese names in English", () =>
    Effect.gen(function* () {
      expect(yield* run(Texts.builtIn, ["cases", ledger, "--lang", "en"])).toMatch(
        /^lift {2}1号楼 {2}加装电梯 {2}\S+ {2}齐心组 {2}this stage is due by /u
      )
      expect(yield* run(Texts.builtIn, ["report", ledger, "--lang", "en"])).toContain("Report of 小区")
    })
  )
})

describe("a third language", () => {
  const texts = Texts.make([zh, en, fr])

  it.live.each(commands)("says everything that a command says: %s", ([_, args]) =>
    Effect.gen(function* () {
      const said = yield* run(texts, [...args, "--lang", "fr"])
      expect(said).toContain("«")
      // The catalogue of the third language puts marks around its texts. The text outside the marks must come from the
      // model or from the registry, or be an id or a number.
      let outside = said
      for (let before = ""; before !== outside;) {
        before = outside
        outside = outside.replace(/«[^«»]*»/gu, "")
      }
      const markup = outside.replace(/<[^>]*>/gu, " ")
      const words = [...markup.matchAll(/\p{Script=Latin}{2,}/gu)].map(([word]) => word)
      const known = `${JSON.stringify(document)} ${ledger} ${page} ${JSON.stringify(requests)}`
      expect(words.filter((word) => !known.includes(word))).toEqual([])
    })
  )

  it.live("is on the page, with its dates", () =>
    Effect.gen(function* () {
      yield* run(texts, ["report", ledger, "--html", page, "--lang", "fr"])
      const html = readFileSync(page, "utf8")
      expect(html).toContain('<html lang="fr-FR">')
      expect(html).toContain("«Report of 小区»")
      expect(html).not.toMatch(/undefined|\[object/u)
    })
  )

  it.live("is refused where no catalogue of it is in use", () =>
    Effect.gen(function* () {
      const args = ["cases", ledger, "--lang", "fr"]
      const command = yield* Effect.promise(() => commandFor(args))
      yield* Effect.flip(Command.runWith(command, { version: "0" })(args))
      expect((yield* TestConsole.errorLines).join("\n")).toContain('"fr". Expected: zh | en')
    }).pipe(Effect.provide(TestConsole.layer, { local: true }), Effect.provide(NodeServices.layer))
  )
})
