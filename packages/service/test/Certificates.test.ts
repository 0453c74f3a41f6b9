import { describe, expect, it } from "@effect/vitest"
import * as Coverage from "@liulinhui/core/Coverage"
import * as Day from "@liulinhui/core/Day"
import { preimage, derive, type Entry, Ledger } from "@liulinhui/core/Ledger"
import { Vault } from "@liulinhui/core/Vault"
import * as Certificates from "@liulinhui/service/Certificates"
import { Governance, layer } from "@liulinhui/service/Governance"
import { Request } from "@liulinhui/core/Governance"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import { createHash } from "node:crypto"
import { ask, district, document, firstDay, nine, registry, submission } from "./wanLiu.ts"

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex")

/**
 * A model with a coverage rule under which one resident is reached, one is missing and one is excluded. The target
 * share of reached residents depends on the building.
 */
const coverage = {
  seen: {
    name: { zh: "走访", en: "Everybody visited" },
    version: 2,
    of: "residents",
    reached: { by: ["home-visit"], times: 2 },
    target: { by: "building", parts: { b1: "1/2" }, rest: "all" },
    exclude: { ill: { name: { zh: "住院", en: "in hospital" }, grantedBy: ["committee"] } }
  },
  elders: {
    name: { zh: "老人", en: "Elders" },
    of: "residents",
    where: { age: { atLeast: 60 } },
    reached: { by: ["home-visit"] },
    target: "all"
  },
  homes: {
    name: { zh: "老人户", en: "Homes of elders" },
    of: "households",
    where: { with: { age: { atLeast: 60 } } },
    reached: { by: ["notice-served"] },
    target: "all"
  },
  nobody: {
    name: { zh: "无", en: "Nobody" },
    of: "residents",
    where: { age: { atLeast: 120 } },
    reached: { by: ["home-visit"] },
    target: "all"
  }
}

const submit = (by: string, id: string, request: Request) =>
  Governance.use((governance) => governance.submit(submission(by, id, request)))

const visit = (id: string, on: number, subject: string) =>
  submit(
    "committee",
    id,
    ask({
      _tag: "RecordContacts",
      on: Day.toIso(Day.add(firstDay, on)),
      contacts: [{ kind: "home-visit", subject }]
    })
  )

const inDistrict = <A, E>(test: Effect.Effect<A, E, Governance | Ledger | Vault>) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(nine())
    yield* Governance.use(({ adopt }) => adopt(document({ coverage })))
    yield* submit("committee", "registry", registry)
    yield* TestClock.setTime(nine(3))
    yield* visit("v1", 1, "resident:b1-101-1")
    yield* visit("v2", 2, "resident:b1-101-1")
    yield* submit(
      "committee",
      "x1",
      ask({ _tag: "GrantExclusion", rule: "seen", subject: "resident:b2-101-1", reason: "ill" })
    )
    return yield* test
  }).pipe(
    Effect.provide(layer().pipe(Layer.provideMerge(Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory))))
  )

const certify = (asked: Parameters<typeof Certificates.certify>[1] = { rule: "seen" }) =>
  Effect.map(Certificates.certify(district, asked), Coverage.toJson)

type Json = Schema.Json
type Path = ReadonlyArray<string>
type JsonRecord = Readonly<Record<string, Json>>

const isRecord = (value: Json): value is JsonRecord => typeof value === "object" && value !== null

const leaves = (value: Json, path: Path = []): ReadonlyArray<Path> =>
  isRecord(value) ? Object.entries(value).flatMap(([key, child]) => leaves(child, [...path, key])) : [path]

const at = (value: Json, [key, ...rest]: Path): Json =>
  key === undefined || !isRecord(value) ? value : at(value[key] ?? null, rest)

const changed = (value: Json, [key, ...rest]: Path, change: (leaf: Json) => Json): Json => {
  if (key === undefined || !isRecord(value)) return change(value)
  const child = changed(value[key] ?? null, rest, change)
  return Array.isArray(value) ? value.with(Number(key), child) : { ...value, [key]: child }
}

/** Replaces a value of a certificate by another value of the same kind: another day, hash, number or name. */
const other = (leaf: Json): Json =>
  typeof leaf === "number"
    ? leaf + 1
    : typeof leaf !== "string"
      ? 0
      : /^\d{4}-\d\d-\d\d$/.test(leaf)
        ? Day.toIso(Day.add(Day.make(leaf), -1))
        : /^[0-9a-f]{64}$/.test(leaf)
          ? (leaf.startsWith("0") ? "1" : "0") + leaf.slice(1)
          : `${leaf}x`

const ordered = (value: Json): Json =>
  Array.isArray(value)
    ? value.map(ordered)
    : isRecord(value)
      ? Object.fromEntries(
          Object.entries(value)
            .toSorted(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, child]) => [key, ordered(child)])
        )
      : value

/** In a certificate that was changed, computes the digest (hash) again, as a forger would do. */
const resigned = (certificate: Json): Json => {
  const { digest: _, ...rest } = certificate as JsonRecord
  return { ...rest, digest: sha256(JSON.stringify(ordered(rest))) }
}

/** Returns a ledger whose entries were changed by a person with access to the database. */
const forged = (forge: (entries: ReadonlyArray<Entry>) => ReadonlyArray<Entry>) =>
  Effect.provideServiceEffect(
    Ledger,
    Effect.map(Ledger, (ledger) =>
      derive({
        ...ledger,
        read: (id, after, limit) =>
          Effect.map(ledger.read(id, 0, 1000), (entries) => forge(entries).slice(after, after + limit))
      })
    )
  )

const rechained = (entries: ReadonlyArray<Entry>): ReadonlyArray<Entry> => {
  let previous = ""
  return entries.map((entry) => {
    previous = sha256(preimage(previous, entry, JSON.stringify(entry.data)))
    return { ...entry, hash: previous }
  })
}

const verify = (certificate: Json) => Certificates.verify(district, certificate)
const tags = (mismatches: ReadonlyArray<Coverage.Mismatch>) => mismatches.map(({ _tag }) => _tag)

describe("a certificate of a ledger", () => {
  it.effect("is computed from the entries alone, and is verified against them", () =>
    inDistrict(
      Effect.gen(function* () {
        const certificate = yield* Certificates.certify(district, { rule: "seen" })
        expect(certificate.counts).toEqual({ eligible: 3, reached: 1, missing: 1, excluded: 1, unknown: 0 })
        const head = yield* Ledger.use((ledger) => ledger.head(district))
        expect(certificate.ledger).toEqual(head)
        expect(certificate.reached[0]?.proof).toEqual([head.position - 2, head.position - 1])
        expect(certificate.excluded[0]?.source).toBe(head.position)
        expect(yield* verify(Coverage.toJson(certificate))).toEqual([])
      })
    )
  )

  it.effect("stays valid after later entries, and can be issued for a past day", () =>
    inDistrict(
      Effect.gen(function* () {
        const now = yield* certify()
        const past = yield* certify({ rule: "seen", asOf: Day.add(firstDay, 1) })
        expect(at(past, ["counts", "reached"])).toBe(0)
        yield* visit("v3", 1, "resident:b1-102-1")
        yield* visit("v4", 2, "resident:b1-102-1")
        yield* Governance.use(({ adopt }) =>
          adopt(document({ coverage: { ...coverage, seen: { ...coverage.seen, version: 3 } } }))
        )
        expect(yield* verify(now)).toEqual([])
        expect(yield* verify(past)).toEqual([])
        expect(at(yield* certify(), ["counts", "reached"])).toBe(2)
      })
    )
  )

  it.effect("states the day and the day of knowledge, and verifies after late facts about both", () =>
    inDistrict(
      Effect.gen(function* () {
        const asOf = Day.add(firstDay, 2)
        const before = yield* certify({ rule: "seen", asOf })
        expect(at(before, ["known"])).toBe(Day.toIso(Day.add(firstDay, 3)))
        yield* TestClock.setTime(nine(5))
        // Visits of the day before, written down later.
        yield* visit("v3", 1, "resident:b1-102-1")
        yield* visit("v4", 2, "resident:b1-102-1")
        expect(yield* verify(before)).toEqual([])
        const then = yield* certify({ rule: "seen", asOf, known: Day.add(firstDay, 4) })
        const now = yield* certify({ rule: "seen", asOf })
        expect([then, now].map((one) => at(one, ["counts", "reached"]))).toEqual([1, 2])
        expect([then, now].map((one) => at(one, ["known"]))).toEqual([
          Day.toIso(Day.add(firstDay, 4)),
          Day.toIso(Day.add(firstDay, 5))
        ])
        expect([yield* verify(then), yield* verify(now)]).toEqual([[], []])
        const early = yield* Effect.flip(certify({ rule: "seen", asOf, known: firstDay }))
        expect(early).toMatchObject({ _tag: "DayNotCertifiable", known: firstDay })
      })
    )
  )

  it.effect("fails after a change to any of its fields, with the old or a new digest", () =>
    inDistrict(
      Effect.gen(function* () {
        const unnoticed: Array<string> = []
        for (const rule of ["seen", "nobody"]) {
          const certificate = yield* certify({ rule })
          for (const path of leaves(certificate)) {
            const tampered = changed(certificate, path, other)
            if ((yield* verify(tampered)).length === 0) unnoticed.push(path.join("."))
            // A certificate for a rule without members also matches the ledger if its day is changed.
            if (path.join(".") === "digest" || (rule === "nobody" && path[0] === "asOf")) continue
            // If nothing was recorded between two days of knowledge, the certificate is true for both.
            if (path.join(".") === "known") continue
            if ((yield* verify(resigned(tampered))).length === 0)
              unnoticed.push(`${path.join(".")}, digest anew`)
          }
          expect(leaves(certificate).length).toBeGreaterThan(20)
        }
        expect(unnoticed).toEqual([])
      })
    )
  )

  it.effect(
    "fails if a member is removed, added twice, or moved from missing to reached, with a new digest",
    () =>
      inDistrict(
        Effect.gen(function* () {
          const certificate = (yield* certify()) as JsonRecord
          for (const list of ["reached", "missing", "excluded"]) {
            const members = certificate[list] as ReadonlyArray<Json>
            expect(tags(yield* verify(resigned({ ...certificate, [list]: [] })))).toEqual(["MemberDiffers"])
            expect(
              tags(yield* verify(resigned({ ...certificate, [list]: [...members, ...members] })))
            ).toEqual(["ListDisordered"])
          }
          const [gap] = certificate["missing"] as ReadonlyArray<string>
          const reached = [
            ...(certificate["reached"] as ReadonlyArray<JsonRecord>),
            { id: gap ?? "", proof: [10] }
          ]
          const flattered = resigned({
            ...certificate,
            missing: [],
            reached: reached.toSorted((a, b) => (String(a["id"]) < String(b["id"]) ? -1 : 1)),
            counts: { eligible: 3, reached: 2, missing: 0, excluded: 1, unknown: 0 },
            ratio: { reached: 2, of: 2 }
          })
          expect(tags(yield* verify(flattered))).toEqual(["MemberDiffers", "FigureDiffers", "FigureDiffers"])
        })
      )
  )

  it.effect("fails after a change to any entry of the ledger", () =>
    inDistrict(
      Effect.gen(function* () {
        const certificate = yield* certify()
        const entries = yield* Ledger.use((ledger) => ledger.read(district, 0, 1000))
        for (const [n, entry] of entries.entries()) {
          const [path] = leaves(entry.data)
          const data = changed(entry.data, path ?? [], other)
          const broken = yield* Effect.flip(
            verify(certificate).pipe(forged((all) => all.with(n, { ...entry, data })))
          )
          expect(broken).toMatchObject({ _tag: "ChainBroken", position: n + 1 })
          // A forger may compute the whole hash chain of the ledger again. Then its head differs from the head in the
          // certificate.
          const later = { ...entry, at: entry.at + 1 }
          const found = yield* verify(certificate).pipe(forged((all) => rechained(all.with(n, later))))
          expect(tags(found)).toEqual(["LedgerDiffers"])
        }
        const cut = yield* verify(certificate).pipe(forged((all) => all.slice(0, -1)))
        expect(tags(cut)).toContain("LedgerDiffers")
      })
    )
  )

  it.effect(
    "is refused for an unknown rule, a future day, and a day before the first day of the district",
    () =>
      inDistrict(
        Effect.gen(function* () {
          const refusal = (asked: Parameters<typeof certify>[0]) => Effect.flip(certify(asked))
          expect((yield* refusal({ rule: "sen" })).message).toContain('no coverage rule "sen": it has')
          for (const asOf of [Day.add(firstDay, 4), Day.add(firstDay, -1)]) {
            expect(yield* refusal({ rule: "seen", asOf })).toMatchObject({ _tag: "DayNotCertifiable" })
          }
        })
      )
  )

  it.effect("stays valid after a member is erased, and still fails after a change about other members", () =>
    inDistrict(
      Effect.gen(function* () {
        const rules = ["seen", "elders", "homes"]
        const certificates = yield* Effect.forEach(rules, (rule) => certify({ rule }))
        expect(certificates.map((one) => at(one, ["counts", "eligible"]))).toEqual([3, 2, 2])
        yield* submit(
          "committee",
          "erase",
          ask({ _tag: "EraseResident", resident: "b1-101-1", basis: "request" })
        )
        for (const certificate of certificates) {
          expect(yield* verify(certificate)).toEqual([])
          const found = yield* Effect.forEach(leaves(certificate), (path) =>
            Effect.map(verify(changed(certificate, path, other)), ({ length }) => length)
          )
          expect(found).not.toContain(0)
        }
        // One of the two elders in `missing` was erased. A forger must not be able to remove the other one from
        // `missing`.
        const forged = changed(certificates[1] ?? null, ["missing"], () => [])
        expect(tags(yield* verify(resigned(forged)))).toEqual(["MemberDiffers"])
        // A new certificate lists the erased resident as excluded, with the erasure as the reason.
        expect(at(yield* certify({ rule: "elders" }), ["excluded", "0", "reason"])).toBe("erased")
      })
    )
  )
})
