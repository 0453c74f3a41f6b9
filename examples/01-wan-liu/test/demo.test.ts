import * as NodeServices from "@effect/platform-node/NodeServices"
import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { vaultOf } from "../../../packages/cli/src/Vaults.ts"
import * as Announcer from "@liulinhui/announcer/Announcer"
import * as Outbox from "@liulinhui/announcer/Outbox"
import * as Day from "@liulinhui/core/Day"
import * as District from "@liulinhui/core/District"
import { CaseId, RoleId, RuleId } from "@liulinhui/core/Id"
import { type Head, Ledger } from "@liulinhui/core/Ledger"
import { Vault } from "@liulinhui/core/Vault"
import * as NotifyConsole from "@liulinhui/notify-console"
import { coverageSheet, Facts as ReportFacts, noticeOf, toText } from "@liulinhui/report"
import * as Governance from "@liulinhui/service/Governance"
import * as Seals from "@liulinhui/service/Seals"
import * as StorageSqlite from "@liulinhui/storage-sqlite"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { figures } from "../src/demo.ts"
import { storyBegins } from "../src/generate.ts"
import { length } from "../src/story.ts"
import * as StoryClock from "../src/StoryClock.ts"
import { type Facts, facts, rule } from "./facts.ts"
import * as Playing from "./playing.ts"

const { home, wanLiu } = Playing
const folder = mkdtempSync(join(tmpdir(), "wan-liu-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const tell = (name: string, ...more: ReadonlyArray<string>) => Playing.tell(folder, name, ...more)
const head = (name: string): Promise<Head> => Playing.head(folder, name)

const encodeFacts = Schema.encodeSync(Schema.toCodecJson(ReportFacts))

/** Reads the ledger of the demo in this process: the facts for each of the readers. */
const factsFor = (name: string, readers: ReadonlyArray<string>) => {
  const filename = join(folder, `${name}.sqlite`)
  const services = Announcer.layer({ language: "zh" }).pipe(
    Layer.provideMerge(Governance.layer()),
    Layer.provide(Outbox.layerSql()),
    Layer.provide(vaultOf(filename, "writes")),
    Layer.provideMerge(StorageSqlite.layer({ filename })),
    Layer.provide(NotifyConsole.layer({ write: () => undefined })),
    Layer.provideMerge(NodeServices.layer)
  )
  return Effect.gen(function* () {
    const announcer = yield* Announcer.Announcer
    const notices = yield* announcer.queued(wanLiu)
    const governance = yield* Governance.Governance
    return yield* governance.read(wanLiu, (district, asOf) =>
      readers.map((reader) => figures(district, { asOf, notices, readers: RoleId.make(reader) }))
    )
  }).pipe(
    Effect.provideService(Clock.Clock, StoryClock.make(Day.add(storyBegins, length - 1)).clock),
    Effect.provide(services),
    Effect.runPromise
  )
}

describe("the demo", () => {
  let whole: Facts
  let first = ""
  let again = ""
  let end: Head
  let notices: ReadonlyArray<string> = []
  let committee: ReportFacts | undefined
  let hall: ReportFacts | undefined
  let volunteer: ReportFacts | undefined
  let nobody: ReportFacts | undefined
  const hallPage = join(folder, "hall.html")

  // The first run plays the story. The others find it finished: one prints the facts, and one prints all for the hall.
  beforeAll(async () => {
    const told = tell("whole", "--all")
    expect(told.stderr).toBe("")
    expect(told.status).toBe(0)
    first = told.stdout
    notices = first.split("\n").filter((line) => /^(【急】)?→ /.test(line))
    end = await head("whole")
    const second = tell("whole", "--json")
    expect(second.stderr).toBe("")
    whole = facts(second.stdout)
    again = tell("whole", "--all", "--for", "hall", "--lang", "en", "--report", hallPage).stdout
    ;[committee, hall, volunteer, nobody] = await factsFor("whole", [
      "committee",
      "hall",
      "volunteer",
      "nobody"
    ])
  })

  it("reads a registry of 3,700 residents, more than 40 % aged 60 or over, and states that it is synthetic", () => {
    expect(whole.residents).toBe(3700)
    expect(whole.elders / whole.residents).toBeGreaterThan(0.4)
    expect(whole.provenance.zh).toContain("合成数据")
    expect(first).toContain("合成数据")
    expect(readFileSync(join(folder, "whole.html"), "utf8")).toContain("合成数据")
  })

  it("pairs six branches with six groups, each pair with its reasons, and proves the plan", () => {
    expect(whole.pairing.pairs).toHaveLength(6)
    expect(whole.pairing.pairs.every(({ reasons }) => reasons.length > 0)).toBe(true)
    expect(whole.pairing.proven).toBe(true)
  })

  it("reaches every resident of 60 and every member of 50 years, and lists who was missing in between", () => {
    for (const id of ["elders-reached", "veterans-reached"]) {
      const { before, now, onTheWay } = rule(whole, id)
      expect(before.reached).toBe(0)
      expect(now.reached).toBe(now.eligible)
      expect(onTheWay.map(({ missing }) => missing)).toHaveLength(2)
      expect(onTheWay[0]!.missing).toBeGreaterThan(onTheWay[1]!.missing)
      expect(onTheWay[0]!.byBranch.length).toBeGreaterThan(0)
    }
  })

  it("follows five home adaptations from application to follow-up", () => {
    const adapted = whole.cases.filter(({ playbook }) => playbook === "home-adaptation")
    expect(adapted).toHaveLength(5)
    expect(adapted.every(({ open, outcome }) => !open && outcome !== null)).toBe(true)
    expect(rule(whole, "adaptations-followed-up").now).toMatchObject({ eligible: 5, reached: 5 })
  })

  it("visits the hoarding household through one relapse, first more often and then less often", () => {
    const hoarding = whole.cases.find(({ id }) => id === "hoarding-1")
    expect(hoarding).toMatchObject({ open: true, relapses: 1 })
    const told = whole.timelines[0]!.sentences.map(({ text }) => text.en).join("\n")
    expect(told).toMatch(/relapse 1|first relapse|Relapse/)
    expect(rule(whole, "companions-kept").met).toBe("met")
  })

  it("surveys and files 43 buildings, and serves every household a notice with proof", () => {
    expect(rule(whole, "buildings-filed").now).toMatchObject({ eligible: 43, reached: 43 })
    const { now } = rule(whole, "households-noticed")
    expect(now).toMatchObject({ eligible: 1656, reached: 1656, missing: 0 })
  })

  it("refuses the clearing that came too early, with every reason", () => {
    expect(whole.refused).toHaveLength(1)
    const reasons = whole.refused[0]!.reasons.map(({ en }) => en)
    expect(reasons).toHaveLength(5)
    expect(reasons.join("\n")).toContain("15 March 2026")
  })

  it("clears the households that refused, and reopens the building to which clutter came back", () => {
    const households = whole.caseCounts.find(({ kind }) => kind.en.includes("a household"))
    expect(households?.open).toBe(0)
    expect(households?.all).toBeGreaterThan(200)
    const relapsed = whole.cases.filter(
      ({ playbook, relapses }) => playbook === "building-clutter" && relapses > 0
    )
    expect(relapsed).toHaveLength(1)
  })

  it("lists the overdue work and the building whose patrol was forgotten", () => {
    expect(whole.overdue.length).toBeGreaterThan(0)
    const patrols = rule(whole, "patrols-fresh")
    expect(patrols.met).toBe("not met")
    expect(patrols.gaps).toHaveLength(patrols.now.missing)
  })

  it("sends each notice once: as many as it counts, and none in a second run", () => {
    expect(notices.length).toBe(whole.notices.reduce((sum, { queued }) => sum + queued, 0))
    expect(notices.length).toBeGreaterThan(50)
    expect(again).not.toMatch(/^(【急】|Urgent: )?→ /m)
  })

  it("has the same figures after further runs on the same file, and appends nothing", async () => {
    if (committee === undefined) throw new Error("the committee has no facts")
    expect(encodeFacts(committee)).toEqual(whole)
    expect(first.endsWith(`\n${toText(committee, "zh")}\n`)).toBe(true)
    expect(await head("whole")).toEqual(end)
  })

  it("shows no name, no birth date and no id of a resident in the text, the JSON or the page", () => {
    const registry = readFileSync(join(home, "registry.csv"), "utf8")
    const births = new Set(registry.match(/\b19[0-6]\d-\d\d-\d\d\b/g))
    expect(births.size).toBeGreaterThan(1000)
    for (const text of [
      first,
      again,
      JSON.stringify(whole),
      readFileSync(join(folder, "whole.html"), "utf8"),
      readFileSync(hallPage, "utf8")
    ]) {
      expect(text).not.toMatch(/居民\d{4}/)
      expect(text).not.toMatch(/b\d\d-\d{3,4}-\d/)
      expect((text.match(/\b19[0-6]\d-\d\d-\d\d\b/g) ?? []).filter((day) => births.has(day))).toEqual([])
    }
  })

  it("shows no flat, no case and no confidential kind on a public screen (--for hall)", () => {
    if (hall === undefined) throw new Error("the hall has no facts")
    const shown = facts(JSON.stringify(encodeFacts(hall)))
    expect(shown.cases).toEqual([])
    expect(shown.overdue).toEqual([])
    // A building may be named, a flat may not.
    expect(shown.coverage.flatMap(({ gaps }) => gaps).filter(({ unit }) => unit !== "")).toEqual([])
    expect(rule(shown, "elders-reached").now).toEqual(rule(whole, "elders-reached").now)
    expect(shown.caseCounts.map(({ kind }) => kind.en).join()).not.toMatch(/[Hh]oarding|adaptation/)
    expect(JSON.stringify(shown)).not.toContain("livingAlone")
    expect(again.trimEnd().endsWith(toText(hall, "en").trimEnd())).toBe(true)
  })

  it("shows every volunteer only what all volunteers may see: no hoarding household", () => {
    const told = JSON.stringify(volunteer)
    expect(told).toContain("elders-reached")
    expect(told).not.toContain("hoarding-1")
    expect(told).not.toContain("livingAlone")
    expect(JSON.stringify(whole)).toContain("hoarding-1")
  })

  it("has no facts for a role that nobody has", () => {
    expect(nobody).toBeUndefined()
  })

  it("begins with what happened, in about thirty lines", () => {
    const summary = first.slice(0, first.indexOf("\n→ ")).trimEnd().split("\n")
    expect(summary.length).toBeGreaterThan(25)
    expect(summary.length).toBeLessThan(42)
    expect(summary[0]).toContain("3,700人，43幢楼")
    expect(summary.filter((line) => line.includes(" → "))).toHaveLength(6)
    expect(summary.filter((line) => /^ {3}[✓✗–] /.test(line))).toHaveLength(whole.coverage.length)
  })

  it("prints English with --lang en", () => {
    expect(again).toContain("The registry is synthetic")
    expect(tell("whole", "--lang", "fr")).toMatchObject({ status: 1 })
  })

  describe("a printed page of the story", () => {
    /**
     * Finds out, entry by entry, how the self-rectification notice of one household changes. Also computes the
     * coverage sheets of two days.
     */
    const history = Effect.gen(function* () {
      const district = District.draft()
      const entries = yield* Ledger.use((ledger) => Stream.runCollect(ledger.all(wanLiu)))
      const opened = yield* Seals.open(yield* Vault, wanLiu, [...entries])
      const told: Array<string> = []
      const clutter = CaseId.make("clutter-b01-505")
      for (const entry of opened) {
        Result.getOrThrow(District.apply(district, entry))
        const state = Result.match(noticeOf(district, clutter), {
          onFailure: ({ reason }) => reason,
          onSuccess: ({ until }) => (typeof until === "number" ? `until ${Day.toIso(until)}` : "to be served")
        })
        if (told.at(-1) !== state) told.push(state)
      }
      const sheets = ["2026-03-06", "2026-05-20"].map((on) =>
        coverageSheet(district, RuleId.make("elders-reached"), Day.make(on))
      )
      return { sheets, told }
    }).pipe(
      Effect.provide([
        StorageSqlite.layer({ filename: join(folder, "whole.sqlite") }),
        vaultOf(join(folder, "whole.sqlite"), "reads").pipe(Layer.provide(NodeServices.layer))
      ])
    )

    let read: Effect.Success<typeof history>
    beforeAll(async () => {
      read = await Effect.runPromise(history)
    })

    it("is a notice while it is to be served or runs, with its last day after it was served", () => {
      const { told } = read
      expect(told).toEqual([
        "unknown-case",
        "to be served",
        expect.stringMatching(/^until 2026-/),
        "no-longer"
      ])
    })

    it("is a sheet with the doors of all residents who are missing on a day", () => {
      const { sheets } = read
      for (const sheet of sheets) {
        const behind = sheet?.buildings.flatMap(({ doors }) => doors.map(({ missing }) => missing)) ?? []
        expect(behind.reduce((sum, missing) => sum + missing, 0)).toBe(sheet?.counts.missing)
      }
      expect(sheets.map((sheet) => sheet?.counts.missing === 0)).toEqual([false, true])
    })
  })
})
