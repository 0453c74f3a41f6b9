import { describe, expect, it } from "@effect/vitest"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, expectTypeOf } from "vitest"
import {
  Closed,
  dayFromIso,
  dayToIso,
  DistrictUnknown,
  generateMasterKey,
  InvalidCall,
  LedgerUnavailable,
  MasterKeysRefused,
  ModelRefused,
  NotAllowed,
  type Notice,
  open,
  type OpenDistrict,
  openService,
  type Options,
  type Receipt,
  Refused,
  type RequestJson
} from "../../src/index.ts"
import { building, elsewhere, household } from "../elsewhere.ts"
import { plainBookmarks, plainKeys, plainLedger } from "../plainLedger.ts"

const folders: Array<string> = []
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), "promise-"))
  folders.push(made)
  return made
}
afterEach(() => {
  for (const one of folders.splice(0)) rmSync(one, { recursive: true })
})

const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.unreachable("it should have been rejected"),
    (error: unknown) => error
  )

/** Submits requests of the committee, one after another. */
const submitAll = async (district: OpenDistrict, requests: ReadonlyArray<RequestJson>) => {
  for (const [at, request] of requests.entries()) {
    await district.submit({ id: `c-${at}`, by: "committee", request })
  }
}

/**
 * Requests that open a case about the clutter of a household. No step of the case was taken yet, so clearing is refused
 * with many reasons.
 */
const clutter: ReadonlyArray<RequestJson> = [
  { _tag: "EnterBuilding", building },
  { _tag: "EnterHousehold", household },
  { _tag: "OpenCase", case: "campaign", playbook: "clutter-campaign", subjects: ["district:elsewhere"] },
  {
    _tag: "OpenCase",
    case: "b01",
    playbook: "building-clutter",
    parent: "campaign",
    subjects: ["building:b01"]
  },
  {
    _tag: "OpenCase",
    case: "door",
    playbook: "corridor-clutter",
    parent: "b01",
    subjects: ["household:b01-505"]
  }
]
const clear: RequestJson = { _tag: "TakeStep", case: "door", step: "clear" }

describe("a district in a file", () => {
  it("still knows after a restart what was submitted, and the same id again writes nothing", async () => {
    const masterKeys = generateMasterKey("2026")
    const ledger = join(folder(), "elsewhere.sqlite")
    const first = await open({ ledger, masterKeys, model: elsewhere() })
    const submission = { id: "c-1", by: "committee", request: { _tag: "EnterBuilding", building } } as const
    const receipt = await first.submit(submission)
    expect(receipt?.repeated).toBe(false)
    await first.close()

    // The ledger has only one district, so the call of `open` does not name it.
    const second = await open({ ledger, masterKeys })
    expect(second.id).toBe("elsewhere")
    expect(await second.submit(submission)).toEqual({ ...receipt, repeated: true })
    expect(await second.read(({ registry }) => [...registry.buildings.keys()])).toEqual(["b01"])
    await second.close()
    expect(existsSync(`${ledger}.keys`)).toBe(true)
  })

  it("is not read with other master keys", async () => {
    const ledger = join(folder(), "elsewhere.sqlite")
    const district = await open({ ledger, masterKeys: generateMasterKey("a"), model: elsewhere() })
    await submitAll(district, [
      { _tag: "EnterBuilding", building },
      { _tag: "EnterHousehold", household }
    ])
    const resident = { id: "r1", household: "b01-505", name: "王秀英", birth: "1950-03-02", tags: [] }
    await district.submit({ id: "r", by: "committee", request: { _tag: "EnterResident", resident } })
    await district.close()
    const other = await open({ ledger, masterKeys: generateMasterKey("b") })
    const error = await rejection(other.read(() => 0))
    expect(error).toMatchObject({ _tag: "SealBroken", message: expect.stringContaining("master key") })
    await other.close()
  })
})

describe("a submission", () => {
  it("that is refused rejects with every reason, in Chinese and in English, with the words of the playbook", async () => {
    const district = await open({ ledger: ":memory:", model: elsewhere() })
    await submitAll(district, clutter)
    const error = await rejection(district.submit({ id: "x", by: "committee", request: clear }))
    expect(error).toBeInstanceOf(Refused)
    expect(error).toBeInstanceOf(Error)
    if (!(error instanceof Refused)) return
    expect(error).toMatchObject({
      _tag: "Refused",
      id: "x",
      by: "committee",
      request: "TakeStep",
      kept: true
    })
    expect(error.reasons.length).toBeGreaterThan(5)
    expect(error.sentences.en).toHaveLength(error.reasons.length)
    expect(error.sentences.zh).toHaveLength(error.reasons.length)
    expect(error.message).toBe(`TakeStep (x) is refused: ${error.sentences.en.join("; ")}`)
    for (const [at, { _tag }] of error.reasons.entries()) {
      expect(error.sentences.en[at]).not.toContain(_tag)
      expect(error.sentences.zh[at]).toMatch(/[一-龥]/u)
    }
    await district.close()
  })

  it("that is misspelt rejects with every mistake and its path", async () => {
    const district = await open({ ledger: ":memory:", model: elsewhere() })
    const misspelt = { _tag: "EnterBuilding", building: { id: "b1", label: "1", floor: 3 } }
    const error = await rejection(district.submit({ id: "x", by: "committee", request: misspelt as never }))
    expect(error).toMatchObject({
      _tag: "Refused",
      sentences: {
        en: ["there is no key request.building.floor: use floors", "request.building.floors is missing"]
      }
    })
    await district.close()
  })

  it("of somebody without a mandate rejects with `NotAllowed`, and before a model with `DistrictUnknown`", async () => {
    const service = await openService({ ledger: ":memory:" })
    const before = await service.district({ district: "elsewhere" })
    const submission = { id: "x", by: "stranger", request: { _tag: "EnterBuilding", building } } as const
    expect(await rejection(before.submit(submission))).toBeInstanceOf(DistrictUnknown)
    await before.adopt(elsewhere())
    expect(await rejection(before.submit(submission))).toBeInstanceOf(NotAllowed)
    await service.close()
  })

  it("that was aborted before rejects with the reason of the signal, and writes nothing", async () => {
    const district = await open({ ledger: ":memory:", model: elsewhere() })
    const signal = AbortSignal.abort(new Error("the caller has gone"))
    const submission = { id: "x", by: "committee", request: { _tag: "EnterBuilding", building } } as const
    expect(await rejection(district.submit(submission, { signal }))).toBe(signal.reason)
    expect(await district.read(({ registry }) => registry.buildings.size)).toBe(0)
    await district.close()
  })

  it("that is aborted while it waits rejects at once, and the adapter sees the abort", async () => {
    const abort = new AbortController()
    let seen: AbortSignal | undefined
    const district = await open({
      ledger: {
        ...plainLedger(),
        read: (_id, _after, _limit, signal) => {
          seen = signal
          abort.abort(new Error("too slow"))
          return new Promise(() => {})
        }
      },
      masterKeys: generateMasterKey("2026"),
      keys: plainKeys(),
      district: "elsewhere"
    })
    const reading = district.read(() => 0, { signal: abort.signal })
    expect(await rejection(reading)).toBe(abort.signal.reason)
    expect(seen?.aborted).toBe(true)
    await district.close()
  })
})

describe("what an actor may do", () => {
  it("is offered by kind of request and by step of a case, and nothing to an actor that cannot exist", async () => {
    const district = await open({ ledger: ":memory:", model: elsewhere() })
    await submitAll(district, clutter)
    const offers = await district.can("committee", { case: "door" })
    expect(offers.requests).toContain("EnterBuilding")
    expect(offers.standard).toContain("note")
    expect(await district.can("no such/actor")).toEqual({ requests: [], steps: [], standard: [] })
    await district.close()
  })
})

describe("a day", () => {
  it("is a number in a question, and a text outside", () => {
    const day = dayFromIso("2026-03-02")
    expect(day === undefined ? "" : dayToIso(day)).toBe("2026-03-02")
    expect(dayFromIso("2026-02-30")).toBeUndefined()
  })
})

describe("coverage", () => {
  it("is answered with days as texts, and rejects with every mistake of the question", async () => {
    const district = await open({ ledger: ":memory:", model: elsewhere() })
    await submitAll(district, clutter.slice(0, 2))
    const answers = await district.coverage({ on: "2026-03-02" })
    expect(answers.length).toBeGreaterThan(3)
    expect(answers[0]?.asOf).toBe("2026-03-02")
    for (const { counts } of answers) {
      expect(counts.reached + counts.missing + counts.excluded + counts.unknown).toBe(counts.eligible)
    }
    const [one] = await district.coverage({ rules: ["elders-reached"] })
    expect(one?.rule).toBe("elders-reached")
    expect(await rejection(district.coverage({ rules: ["no-rule"], on: "2026-02-30" }))).toMatchObject({
      _tag: "InvalidCall",
      reasons: [
        '"2026-02-30" is not a date such as 2026-03-01',
        expect.stringContaining('there is no coverage rule "no-rule": use ')
      ]
    })
    await district.close()
  })
})

describe("notices", () => {
  const settings = (delivered: Array<Notice>): Options => ({
    ledger: ":memory:",
    notices: { language: "en" },
    notifier: { channel: "list", deliver: async (notice) => void delivered.push(notice) }
  })

  it("are delivered once by the channel of a plain async function", async () => {
    const delivered: Array<Notice> = []
    const district = await open({ ...settings(delivered), model: elsewhere() })
    await submitAll(district, clutter)
    await rejection(district.submit({ id: "x", by: "committee", request: clear }))
    const { delivered: count, queued } = await district.pump()
    expect([count, delivered.length]).toEqual([queued, queued])
    expect(delivered.map(({ title }) => title)).toContain("A clearing was stopped")
    expect((await district.pump()).queued).toBe(0)
    await district.close()
  })

  it("that the channel can never deliver become letters, which a person requeues or drops", async () => {
    let refuses = true
    const delivered: Array<Notice> = []
    const { DeliveryFailed } = await import("../../src/index.ts")
    const district = await open({
      ...settings(delivered),
      model: elsewhere(),
      notifier: {
        channel: "list",
        deliver: async (notice) => {
          if (refuses) {
            throw new DeliveryFailed({
              channel: "list",
              key: notice.key,
              reason: "no address",
              kind: "refused-recipient"
            })
          }
          delivered.push(notice)
        }
      }
    })
    await submitAll(district, clutter)
    await rejection(district.submit({ id: "x", by: "committee", request: clear }))
    const { dead } = await district.pump()
    expect(dead).toBeGreaterThan(0)
    const [letter, ...others] = await district.letters.list()
    refuses = false
    await district.letters.requeue(letter?.notice.key ?? "")
    expect((await district.pump()).delivered).toBeGreaterThan(0)
    expect(delivered.map(({ key }) => key)).toContain(letter?.notice.key)
    for (const { notice } of others) await district.letters.drop(notice.key, "moved away")
    expect(await rejection(district.letters.drop("no key", "x"))).toMatchObject({ _tag: "LetterUnknown" })
    await district.close()
  })

  it("need a channel", async () => {
    const district = await open({ ledger: ":memory:", model: elsewhere() })
    expect(await rejection(district.pump())).toBeInstanceOf(InvalidCall)
    expect(await rejection(district.letters.list())).toBeInstanceOf(InvalidCall)
    await district.close()
  })

  it("are pumped by the due clock", async () => {
    const delivered: Array<Notice> = []
    const district = await open({ ...settings(delivered), model: elsewhere() })
    await submitAll(district, clutter)
    await rejection(district.submit({ id: "x", by: "committee", request: clear }))
    expect(await district.round()).toMatchObject({ districts: 1, failed: [] })
    expect(delivered.length).toBeGreaterThan(0)
    await district.close()
  })
})

describe("own adapters", () => {
  it("serve a whole district, and own bookmarks move only after the queue has the notices", async () => {
    const delivered: Array<string> = []
    const [ledger, keys, kept] = [plainLedger(), plainKeys(), plainBookmarks()]
    const queue = join(folder(), "queue.sqlite")
    let broken = true
    const settings = {
      ledger,
      keys,
      queue,
      masterKeys: generateMasterKey("2026"),
      bookmarks: {
        ...kept,
        advance: async (...moved: Parameters<typeof kept.advance>) => {
          if (broken) throw new Error("the process dies here")
          return kept.advance(...moved)
        }
      },
      notifier: { channel: "list", deliver: async ({ key }: Notice) => void delivered.push(key) }
    } satisfies Options
    const first = await open({ ...settings, model: elsewhere() })
    await submitAll(first, clutter)
    await rejection(first.submit({ id: "x", by: "committee", request: clear }))
    // The bookmark store fails here. So the notices are already in the queue, but the bookmark was not moved.
    expect(await rejection(first.pump())).toBeInstanceOf(LedgerUnavailable)
    await first.close()

    broken = false
    const second = await open({ ...settings, district: "elsewhere" })
    await second.pump()
    await second.pump()
    expect(delivered.length).toBeGreaterThan(0)
    expect(new Set(delivered).size).toBe(delivered.length)
    await second.close()
  })

  it("whose errors are plain reject with `LedgerUnavailable` and the error as its cause", async () => {
    const cause = new Error("disk full")
    const ledger = { ...plainLedger(), append: () => Promise.reject(cause) }
    const opening = open({
      ledger,
      keys: plainKeys(),
      masterKeys: generateMasterKey("a"),
      model: elsewhere()
    })
    const error = await rejection(opening)
    expect(error).toMatchObject({ _tag: "LedgerUnavailable", retryable: false, cause })
    expect(error).toMatchObject({ message: "the ledger could not append: disk full" })
  })
})

describe("opening", () => {
  it("rejects with every mistake in the options", async () => {
    const ledger = plainLedger()
    const notifier = { channel: "list", deliver: async () => {} }
    expect(await rejection(openService({ ledger, notifier, clock: 0 }))).toMatchObject({
      _tag: "InvalidCall",
      reasons: [
        expect.stringContaining("`masterKeys` is missing"),
        expect.stringContaining("`keys` is missing"),
        expect.stringContaining("`queue` is missing"),
        expect.stringContaining("`clock` is not a positive number")
      ]
    })
    expect(await rejection(openService({ ledger: "postgres://no host/", masterKeys: "x" }))).toMatchObject({
      reasons: [expect.stringContaining("`ledger` is neither a path nor postgres://")]
    })
    expect(await rejection(openService({ ledger: "", masterKeys: "x" }))).toBeInstanceOf(InvalidCall)
  })

  it("rejects if the file cannot be opened, the keys are malformed, or the model has mistakes", async () => {
    const masterKeys = generateMasterKey("2026")
    expect(await rejection(openService({ ledger: join(folder(), "no", "file"), masterKeys }))).toBeInstanceOf(
      LedgerUnavailable
    )
    const ledger = join(folder(), "a.sqlite")
    expect(await rejection(openService({ ledger, masterKeys: "secret" }))).toBeInstanceOf(MasterKeysRefused)
    const error = await rejection(open({ ledger: ":memory:", model: { id: "elsewhere" } }))
    expect(error).toBeInstanceOf(ModelRefused)
  })

  it("needs to know which district is meant", async () => {
    expect(await rejection(open({ ledger: ":memory:" }))).toMatchObject({
      reasons: ["the ledger has no district yet: give `model`, or `district`"]
    })
    expect(await rejection(open({ ledger: ":memory:", district: "no/slash" }))).toBeInstanceOf(InvalidCall)
    const error = await rejection(open({ ledger: ":memory:", district: "here", model: elsewhere() }))
    expect(error).toMatchObject({ _tag: "ModelRefused", message: expect.stringContaining("is of district") })
  })

  it("serves several districts of one ledger", async () => {
    const service = await openService({ ledger: ":memory:" })
    await service.district({ model: elsewhere("east") })
    await service.district({ model: elsewhere("west") })
    expect(await service.districts()).toEqual(["east", "west"])
    const east = await service.district({ district: "east" })
    await east.submit({ id: "1", by: "committee", request: { _tag: "EnterBuilding", building } })
    const west = await service.district({ district: "west" })
    expect(await west.read(({ registry }) => registry.buildings.size)).toBe(0)
    await service.close()
  })
})

describe("closing", () => {
  it("waits for the calls that are under way, refuses later ones, and may be repeated", async () => {
    const ledger = join(folder(), "elsewhere.sqlite")
    const masterKeys = generateMasterKey("2026")
    const district = await open({ ledger, masterKeys, model: elsewhere() })
    const submitting = Array.from({ length: 20 }, (_, at) =>
      district.submit({
        id: `c-${at}`,
        by: "committee",
        request: { _tag: "EnterBuilding", building: { id: `b${at}`, label: `${at}号楼`, floors: 6 } }
      })
    )
    await Promise.all([district.close(), district.close()])
    const receipts = await Promise.all(submitting)
    expect(receipts.every((receipt) => receipt?.repeated === false)).toBe(true)
    expect(await rejection(district.read(() => 0))).toBeInstanceOf(Closed)
    const again = await open({ ledger, masterKeys })
    expect(await again.read(({ registry }) => registry.buildings.size)).toBe(20)
    await again.close()
  })
})

describe("the types", () => {
  it("take plain texts, and return promises of plain values", () => {
    expectTypeOf<{
      _tag: "EnterBuilding"
      building: { id: string; label: string; floors: number }
    }>().toExtend<RequestJson>()
    expectTypeOf<Awaited<ReturnType<OpenDistrict["submit"]>>>().toEqualTypeOf<Receipt | undefined>()
    expectTypeOf<OpenDistrict["id"]>().toEqualTypeOf<string>()
    // @ts-expect-error a misspelt key is a mistake
    const misspelt: RequestJson = { _tag: "EnterBuilding", building: { id: "b", label: "b", floor: 6 } }
    expect(misspelt).toBeDefined()
  })
})
