import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { evaluate } from "@liulinhui/core/Coverage"
import { factsOn } from "@liulinhui/core/District"
import { ActorId, DistrictId, ResidentId, RuleId } from "@liulinhui/core/Id"
import { CommandId, Ledger, lines } from "@liulinhui/core/Ledger"
import * as PersonalData from "@liulinhui/service/PersonalData"
import { Governance } from "@liulinhui/service/Governance"
import { Request } from "@liulinhui/core/Governance"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { run as runCommand } from "../running.ts"
import { small, writing } from "../ledgers.ts"

const folder = mkdtempSync(join(tmpdir(), "personal-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const ledger = join(folder, "small.sqlite")
const district = DistrictId.make("small")

const run = (...args: ReadonlyArray<string>) => runCommand(args)

const document = small({
  committee: { mandates: [{ role: "committee", scope: { district: true } }] },
  helper: { mandates: [{ role: "volunteer", scope: { group: "warmth" } }] },
  head: { mandates: [{ role: "stairwell-head", scope: { building: "b1" } }] }
})

// Texts of the erased resident that occur nowhere else. If one of them is found in a file, it was not erased.
const erased = {
  name: "王秀英Wang",
  situation: "楼道里堆满纸箱cartons",
  note: "女儿在外地daughter",
  reason: "跌倒无人应门fall"
}
const stays = { name: "李建国Li", situation: "门口有旧家具furniture" }

const ask = (request: unknown): Request => Schema.decodeUnknownSync(Schema.toCodecJson(Request))(request)
const submit = (by: string, id: string, request: unknown) =>
  Governance.use((governance) =>
    governance.submit({ district, id: CommandId.make(id), by: ActorId.make(by), request: ask(request) })
  )

const services = PersonalData.layer.pipe(Layer.provideMerge(writing(ledger)))

const photo = { photo: "files/1", sha256: "a".repeat(64) }
const household = (unit: string) => ({
  id: `b1-${unit}`,
  building: "b1",
  unit,
  floor: 1,
  area: 600_000,
  tags: []
})
const resident = (unit: string, name: string, birth: string) => ({
  id: `r-${unit}`,
  household: `b1-${unit}`,
  name,
  birth,
  partySince: "1961-07-01",
  tags: ["hardship"]
})

beforeAll(() =>
  Effect.runPromise(
    Effect.gen(function* () {
      yield* Governance.use(({ adopt }) => adopt(document))
      yield* submit("committee", "registry", {
        _tag: "ImportRegistry",
        buildings: [{ id: "b1", label: "1号楼", floors: 6 }],
        households: [household("101"), household("102")],
        residents: [resident("101", erased.name, "1938-04-05"), resident("102", stays.name, "1941-06-07")]
      })
      for (const [unit, { situation }] of [
        ["101", erased],
        ["102", stays]
      ] as const) {
        yield* submit("helper", `open-${unit}`, {
          _tag: "OpenCase",
          case: `hoarding-${unit}`,
          playbook: "hardship-and-hoarding",
          subjects: [`household:b1-${unit}`],
          evidence: { situation }
        })
      }
      yield* submit("committee", "note", { _tag: "NoteOnCase", case: "hoarding-101", text: erased.note })
      yield* submit("committee", "told", {
        _tag: "RecordContacts",
        contacts: [{ kind: "home-visit", subject: "resident:r-101", proof: photo.photo + erased.note }]
      })
    }).pipe(Effect.provide(services))
  )
)

/** All bytes of all files of the ledger and of its keys. */
const bytes = () =>
  Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name)))).toString("latin1")
const latin = (text: string) => Buffer.from(text, "utf8").toString("latin1")

describe("personal data", () => {
  it("is nowhere unencrypted in the files of a ledger", () => {
    const all = bytes()
    for (const text of [...Object.values(erased), ...Object.values(stays), "1938-04-05", "1961-07-01"]) {
      expect(all.includes(latin(text))).toBe(false)
    }
    // This proves that the search works: it finds the id of the resident, which is not encrypted.
    expect(all).toContain("r-101")
    expect(statSync(`${ledger}.master-key`).mode & 0o777).toBe(0o600)
  })

  it("is opened within the mandate of an actor, sensitive data for a stated purpose, each time with an entry", async () => {
    await Effect.runPromise(
      Effect.gen(function* () {
        const { open } = yield* PersonalData.PersonalData
        const opening = (by: string, id: string) => ({
          district,
          id: CommandId.make(id),
          by: ActorId.make(by)
        })
        const about = { resident: ResidentId.make("r-101") }
        const head = yield* Effect.flip(open({ ...opening("head", "o1"), about, extent: "personal" }))
        expect(head).toMatchObject({ _tag: "Refused", reasons: [{ _tag: "OutOfReach" }] })
        const silent = yield* Effect.flip(open({ ...opening("committee", "o2"), about, extent: "sensitive" }))
        expect(silent).toMatchObject({ _tag: "Refused", reasons: [{ _tag: "PurposeMissing" }] })
        const before = yield* Ledger.use(({ head }) => head(district))

        const names = yield* open({ ...opening("committee", "o3"), about, extent: "personal" })
        expect(names.map(({ path, value }) => [path, value])).toEqual([
          ["resident.name", erased.name],
          ["resident.birth", "1938-04-05"],
          ["proof", photo.photo + erased.note]
        ])
        const onCase = yield* open({
          ...opening("committee", "o4"),
          about: { case: "hoarding-101" as never },
          extent: "sensitive",
          purpose: "the next visit"
        })
        expect(onCase.map(({ value }) => value)).toEqual([{ situation: erased.situation }, erased.note])
        const after = yield* Ledger.use(({ read }) => read(district, before.position, 10))
        expect(after.map(({ data, type }) => [type, (data as { by: string }).by])).toEqual([
          ["PersonalOpened", "committee"],
          ["PersonalOpened", "committee"]
        ])
      }).pipe(Effect.provide(services))
    )
  })

  it("is opened in an emergency by any actor with a mandate, with a reason, until the end of the next day", async () => {
    await Effect.runPromise(
      Effect.gen(function* () {
        const about = { resident: "r-101" }
        yield* submit("head", "e1", { _tag: "TakeEmergencyAccess", about, reason: erased.reason })
        const { open } = yield* PersonalData.PersonalData
        const values = yield* open({
          district,
          id: CommandId.make("e2"),
          by: ActorId.make("head"),
          about: { resident: ResidentId.make("r-101") },
          extent: "sensitive"
        })
        expect(values.map(({ value }) => value)).toContain(erased.name)
        const entries = yield* Ledger.use(({ read }) => read(district, 0, 100))
        expect(entries.at(-1)).toMatchObject({
          type: "PersonalOpened",
          data: { by: "head", emergency: true }
        })
        expect(entries.at(-2)).toMatchObject({ type: "EmergencyAccessTaken" })
      }).pipe(Effect.provide(services))
    )
  })
})

describe("liulinhui subject", () => {
  it("exports all data about a resident, and no data of others", async () => {
    const { status, stdout } = await run("subject", "export", ledger, "r-101", "--as", "committee")
    expect(status).toBe(0)
    for (const text of Object.values(erased)) expect(stdout).toContain(text)
    for (const text of Object.values(stays)) expect(stdout).not.toContain(text)
    const { entries } = JSON.parse(stdout)
    expect(entries.map(({ type }: { type: string }) => type)).toContain("PersonalOpened")
  })

  it("exports into a file that only its owner can read, also if others could read it before", async () => {
    const file = join(folder, "r-102.json")
    writeFileSync(file, "")
    chmodSync(file, 0o644)
    const args = ["subject", "export", ledger, "r-102", "--as", "committee"]
    expect((await run(...args, "--out", file)).status).toBe(0)
    expect(readFileSync(file, "utf8")).toContain(stays.situation)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it("has a doctor that names the files which others can read", async () => {
    chmodSync(ledger, 0o644)
    expect((await run("doctor", ledger, "--lang", "en")).stdout).toContain(
      `${ledger} can be read by other users`
    )
    chmodSync(ledger, 0o600)
    expect((await run("doctor", ledger, "--lang", "en")).stdout).not.toContain("can be read by other users")
  })

  it("refuses an actor without the authority, in words, and writes nothing", async () => {
    const refused = await run("subject", "export", ledger, "r-101", "--as", "helper", "--lang", "en")
    expect(refused).toMatchObject({ status: 1, stdout: "" })
    expect(refused.stderr).toContain("not within your role")
    expect(
      await run("subject", "erase", ledger, "r-101", "--as", "helper", "--basis", "request", "--lang", "en")
    ).toMatchObject({
      status: 1,
      stderr: "“helper” may not request EraseResident in district “small”\n"
    })
    expect(
      (await run("subject", "erase", ledger, "nobody", "--as", "committee", "--basis", "request")).stderr
    ).toContain("居民nobody没有登记")
  })

  it("wraps every key with a new master key, and the old one is not needed any more", async () => {
    const rotated = await run("vault", "rotate", ledger, "--name", "next", "--lang", "en")
    expect(rotated.stdout).toMatch(/^\d+ data keys are wrapped by the master key “next”/)
    const [first] = readFileSync(`${ledger}.master-key`, "utf8").trim().split(",")
    const alone = await runCommand(["report", ledger, "--lang", "en"], {
      env: { LIULINHUI_MASTER_KEYS: first }
    })
    expect(alone.status).toBe(0)
  })

  it("erases: no value of the resident can be read from the store, a report or an export, and the chain stays valid", async () => {
    const { status, stdout } = await run(
      "subject",
      "erase",
      ledger,
      "r-101",
      "--as",
      "committee",
      "--basis",
      "request"
    )
    expect([status, stdout]).toEqual([0, expect.stringContaining("已删除")])
    const portable = await Effect.runPromise(
      Effect.gen(function* () {
        const store = yield* Ledger
        const exported = yield* Stream.runCollect(lines(store, district))
        const values = yield* PersonalData.PersonalData.use(({ open }) =>
          open({
            district,
            id: CommandId.make("after"),
            by: ActorId.make("committee"),
            about: { case: "hoarding-101" as never },
            extent: "sensitive",
            purpose: "to see"
          })
        )
        expect(values).toEqual([])
        yield* store.verify(district)
        return [...exported].join("\n")
      }).pipe(Effect.provide(services))
    )
    const html = join(folder, "page.html")
    const shown = [
      (await run("report", ledger, "--lang", "zh", "--html", html)).stdout,
      (await run("report", ledger, "--json")).stdout,
      readFileSync(html, "utf8"),
      portable,
      (await run("audit", "verify", ledger)).stdout
    ]
    for (const text of Object.values(erased)) {
      expect(bytes().includes(latin(text))).toBe(false)
      for (const each of shown) expect(each).not.toContain(text)
    }
    const again = await run("subject", "export", ledger, "r-101", "--as", "committee", "--lang", "en")
    expect(again.stderr).toContain("was erased: there is nothing to open")
    // The erasure does not affect other residents.
    expect((await run("subject", "export", ledger, "r-102", "--as", "committee")).stdout).toContain(
      stays.situation
    )
  })

  it("counts an erased resident as excluded, on that day and on every day before", async () => {
    await Effect.runPromise(
      Governance.use(({ read }) =>
        read(district, (state, today) => {
          const rule = state.model?.coverage.get(RuleId.make("elders-reached"))
          if (rule === undefined) throw new Error("the model has no such rule")
          const { counts, excluded } = evaluate(rule, factsOn(state, today), today)
          expect(excluded).toMatchObject([{ id: "r-101", reason: "erased" }])
          expect(counts).toMatchObject({ eligible: 2, excluded: 1, missing: 1 })
        })
      ).pipe(Effect.provide(services))
    )
  })

  it("needs no vault to verify the chain, and says what to do if a vault is needed", async () => {
    const key = `${ledger}.master-key`
    const text = readFileSync(key, "utf8")
    rmSync(key)
    expect((await run("audit", "verify", ledger)).status).toBe(0)
    const { status, stderr } = await run("report", ledger)
    expect([status, stderr]).toEqual([3, expect.stringContaining("LIULINHUI_MASTER_KEYS")])
    expect(text).toContain("next:")
  })
})
