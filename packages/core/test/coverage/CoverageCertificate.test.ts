import { describe, expect, it } from "@effect/vitest"
import { evaluate } from "../../src/coverage/Coverage.ts"
import * as Certificate from "../../src/coverage/CoverageCertificate.ts"
import { type CoverageEvent, factsAfter } from "../../src/coverage/CoverageEvent.ts"
import { CoverageRule } from "../../src/coverage/CoverageRule.ts"
import * as Day from "../../src/kernel/Day.ts"
import { DistrictId } from "../../src/place/Id.ts"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { createHash } from "node:crypto"
import {
  areas,
  coverageDay,
  coverageEvents,
  coverageRule,
  coverageRuleJson
} from "../../../testing/src/Coverage.ts"
import { building, contact, exclusion, factsOn, household, resident, rule } from "./district.ts"
import { runs } from "../../../tooling/src/runs.ts"

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex")
const district = DistrictId.make("wan-liu")

/**
 * The head (position and hash of the last entry) of a hash chain over events. The hash of each event includes the
 * previous hash, as in a ledger.
 */
const headOf = (events: ReadonlyArray<CoverageEvent>): Certificate.Head => ({
  position: events.length,
  hash: events.reduce((hash, event) => sha256(hash + JSON.stringify(event)), "")
})

const sourceOf = (events: ReadonlyArray<CoverageEvent>): Certificate.Source => ({
  district,
  head: headOf(events),
  salt: events.reduce(
    (salt, _, at) => Certificate.saltOn(sha256, salt, headOf(events.slice(0, at + 1)).hash),
    ""
  ),
  sha256
})

const certify = (rule: CoverageRule, events: ReadonlyArray<CoverageEvent>, asOf: Day.Day): Schema.Json =>
  Certificate.toJson(
    Certificate.issue({
      ...sourceOf(events),
      rule,
      coverage: evaluate(rule, factsAfter(events, asOf, areas), asOf)
    })
  )

const check = (
  certificate: unknown,
  rule: CoverageRule,
  events: ReadonlyArray<CoverageEvent>,
  asOf: Day.Day
) => Certificate.verify(certificate, { ...sourceOf(events), rule, facts: factsAfter(events, asOf, areas) })

type Path = ReadonlyArray<string | number>

/** The paths to all values inside a JSON value, except arrays and objects. */
const leaves = (value: Schema.Json, path: Path = []): ReadonlyArray<Path> =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, child]) => leaves(child as Schema.Json, [...path, key]))
    : [path]

/** A copy of a JSON value in which the value at one path is changed. */
const changed = (
  value: Schema.Json,
  [key, ...rest]: Path,
  change: (leaf: Schema.Json) => Schema.Json
): Schema.Json => {
  if (key === undefined) return change(value)
  const copy = structuredClone(value) as Record<string | number, Schema.Json>
  copy[key] = changed(copy[key] ?? null, rest, change)
  return copy
}

const otherLeaf = (leaf: Schema.Json): Schema.Json =>
  typeof leaf === "number"
    ? leaf + 1
    : typeof leaf === "boolean"
      ? !leaf
      : typeof leaf === "string"
        ? /^[0-9a-f]{64}$/.test(leaf)
          ? (leaf.startsWith("0") ? "1" : "0") + leaf.slice(1)
          : `${leaf}x`
        : 0

/** JSON with sorted keys and without white space. The digest of a certificate is computed from this text. */
const ordered = (value: Schema.Json): string =>
  JSON.stringify(value, (_, inner: Schema.Json) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner
  )

/** A forged certificate: its content was changed, and its digest (the hash over its content) was computed again. */
const resigned = (certificate: Schema.Json): Schema.Json => {
  const { digest: _, ...rest } = certificate as Record<string, Schema.Json>
  return { ...rest, digest: sha256(ordered(rest)) }
}

const story = fc.tuple(coverageRule(), coverageEvents(), coverageDay)

describe("a certificate", () => {
  it("verifies against the ledger it was made from", () => {
    fc.assert(
      fc.property(story, ([rule, events, asOf]) => {
        const certificate = certify(rule, events, asOf)
        expect(check(certificate, rule, events, asOf)).toEqual([])
        // A certificate is plain data: after it is written and read again, it is still valid.
        expect(check(JSON.parse(JSON.stringify(certificate)), rule, events, asOf)).toEqual([])
      }),
      { numRuns: runs(60, 300) }
    )
  })

  it("reveals any single change to it", () => {
    fc.assert(
      fc.property(story, fc.nat(), ([rule, events, asOf], at) => {
        const certificate = certify(rule, events, asOf)
        const paths = leaves(certificate)
        const tampered = changed(certificate, paths[at % paths.length] ?? [], otherLeaf)
        expect(check(tampered, rule, events, asOf)).not.toEqual([])
      }),
      { numRuns: runs(100, 500) }
    )
  })

  it("reveals any single change to it even if its digest was computed again", () => {
    fc.assert(
      fc.property(story, fc.nat(), ([rule, events, asOf], at) => {
        const certificate = certify(rule, events, asOf)
        const paths = leaves(certificate)
        const path = paths[at % paths.length] ?? []
        const tampered = resigned(changed(certificate, path, otherLeaf))
        // A certificate for another day is a different certificate, which may be valid. So this change is not tested.
        if (path[0] === "asOf" || path[0] === "digest") return
        expect(check(tampered, rule, events, asOf)).not.toEqual([])
      }),
      { numRuns: runs(100, 500) }
    )
  })

  it("reveals a member who is listed twice, and lists in another order, even if its digest was computed again", () => {
    fc.assert(
      fc.property(story, ([rule, events, asOf]) => {
        const certificate = certify(rule, events, asOf) as Record<string, Schema.Json>
        for (const list of ["reached", "excluded", "missing", "unknown"]) {
          const members = certificate[list] as ReadonlyArray<Schema.Json>
          const [first, second] = members
          if (first === undefined) continue
          const twice = resigned({ ...certificate, [list]: [first, ...members] })
          expect(check(twice, rule, events, asOf).map(({ _tag }) => _tag)).toEqual(["ListDisordered"])
          if (second === undefined) continue
          const turned = resigned({ ...certificate, [list]: members.toReversed() })
          expect(check(turned, rule, events, asOf)[0]?._tag).toBe("ListDisordered")
        }
      }),
      { numRuns: runs(50, 200) }
    )
  })

  it("reveals the ledger of another district, and a rule that the district no longer has", () => {
    const plain = rule({ of: "buildings" })
    const asOf = Day.make("2026-03-02")
    const certificate = certify(plain, [], asOf)
    const ledger = { ...sourceOf([]), rule: plain, facts: factsAfter([], asOf, areas) }
    const elsewhere = { ...ledger, district: DistrictId.make("elsewhere") }
    expect(Certificate.verify(certificate, elsewhere).map(({ _tag }) => _tag)).toEqual(["DistrictDiffers"])
    expect(Certificate.verify(certificate, { ...ledger, rule: undefined })).toMatchObject([
      { _tag: "RuleDiffers", found: undefined }
    ])
  })

  it("reveals members that were added or left out", () => {
    const events: ReadonlyArray<CoverageEvent> = []
    const plain = rule({ of: "buildings" })
    const certificate = certify(plain, events, Day.make("2026-03-02")) as Record<string, Schema.Json>
    expect(check({ ...certificate, note: "x" }, plain, events, Day.make("2026-03-02"))[0]?._tag).toBe(
      "Malformed"
    )
    for (const key of Object.keys(certificate)) {
      const { [key]: _, ...rest } = certificate
      expect(check(rest, plain, events, Day.make("2026-03-02"))[0]?._tag).toBe("Malformed")
    }
  })

  it("reveals any single change to the ledger", () => {
    fc.assert(
      fc.property(
        story.filter(([, events]) => events.length > 0),
        fc.nat(),
        fc.nat(),
        ([rule, events, asOf], which, leaf) => {
          const certificate = certify(rule, events, asOf)
          const at = which % events.length
          const event = events[at] as unknown as Schema.Json
          const paths = leaves(event)
          const path = paths[leaf % paths.length] ?? []
          if (path[0] === "_tag") return
          const forged = events.with(at, changed(event, path, otherLeaf) as unknown as CoverageEvent)
          const head = headOf(forged)
          expect(head.hash).not.toBe(headOf(events).hash)
          expect(
            Certificate.verify(certificate, {
              ...sourceOf(forged),
              rule,
              facts: factsAfter(events, asOf, areas)
            })
          ).toEqual([expect.objectContaining({ _tag: "LedgerDiffers" })])
        }
      ),
      { numRuns: runs(60, 300) }
    )
  })

  it("reveals entries that were dropped, added or exchanged", () => {
    fc.assert(
      fc.property(story, fc.nat(), ([rule, events, asOf], at) => {
        if (events.length < 2) return
        const certificate = certify(rule, events, asOf)
        const cut = at % (events.length - 1)
        const swapped = events.with(cut, events[cut + 1]!).with(cut + 1, events[cut]!)
        for (const other of [events.toSpliced(cut, 1), [...events, events[0]!], swapped]) {
          const same = JSON.stringify(other) === JSON.stringify(events)
          expect(check(certificate, rule, other, asOf).length === 0).toBe(same)
        }
      }),
      { numRuns: runs(50, 200) }
    )
  })

  it("reveals another rule than the one that the district adopted", () => {
    const decode = Schema.decodeUnknownSync(CoverageRule)
    fc.assert(
      fc.property(coverageRuleJson("residents"), coverageEvents(), coverageDay, (json, events, asOf) => {
        const certificate = certify(decode(json), events, asOf)
        const reworded = decode({ ...json, name: { zh: "规则", en: "Another rule" } })
        expect(check(certificate, reworded, events, asOf).map(({ _tag }) => _tag)).toContain("RuleDiffers")
        const next = decode({ ...json, version: 2 })
        expect(check(certificate, next, events, asOf).map(({ _tag }) => _tag)).toContain("RuleDiffers")
      }),
      { numRuns: runs(15, 50) }
    )
  })
})

describe("the content of a certificate", () => {
  const on = "2026-03-10"
  const asOf = Day.make(on)
  const events = [
    building("b1"),
    household("h1", "b1", "101"),
    resident("r1", "h1", "1950-01-01"),
    resident("r2", "h1", "1951-01-01"),
    resident("r3", "h1", "1952-01-01")
  ]
  const elders = rule({
    where: { age: { atLeast: 60 } },
    version: 3,
    exclude: { refused: { name: { zh: "谢绝", en: "refused" }, grantedBy: ["committee"] } }
  })
  const facts = factsOn(on, events, {
    contacts: [contact("visit", "resident:r1", "2026-03-01", 17)],
    exclusions: [exclusion("resident:r2", "refused", "2026-03-02", { source: 18 })]
  })
  const head = { position: 20, hash: "ab" }
  const source = { district, head, salt: Certificate.saltOn(sha256, "", head.hash), sha256 }
  const issued = Certificate.issue({ ...source, rule: elders, coverage: evaluate(elders, facts, asOf) })
  const written = Certificate.toJson(issued)
  const ledger = { ...source, rule: elders, facts }

  it("is who was eligible, the proof of each, the reasons, and the text of the rule", () => {
    expect(issued.denominator.count).toBe(3)
    expect(issued.reached.map(({ proof }) => proof)).toEqual([[17]])
    expect(issued.excluded.map(({ reason, source }) => [reason, source])).toEqual([["refused", 18]])
    expect(issued.missing).toHaveLength(1)
    expect(issued.ratio).toEqual({ reached: 1, of: 2 })
    expect(issued.rule.version).toBe(3)
    expect(issued.rule.text).toMatchObject({ id: "rule-1", where: { age: { atLeast: 60 } } })
    expect(issued.ledger).toEqual(head)
  })

  it("has no names, and another hash for the same person in another certificate", () => {
    const text = JSON.stringify(written)
    for (const id of ["r1", "r2", "r3", "居民", "1950"]) expect(text).not.toContain(`"${id}`)
    const tomorrow = Certificate.issue({
      ...source,
      rule: elders,
      coverage: evaluate(elders, facts, Day.add(asOf, 1))
    })
    expect(tomorrow.reached[0]?.id).not.toBe(issued.reached[0]?.id)
  })

  it("does not let a person without the ledger find members by trying ids", () => {
    const hashed = new Set([issued.reached[0]?.id, issued.excluded[0]?.id, ...issued.missing])
    // The attacker knows the whole certificate and all ids, but not the salt with which the ids are hashed.
    const guesses = ["r1", "r2", "r3"].flatMap((id) =>
      ["", head.hash, Certificate.saltOn(sha256, "x", head.hash)].map((salt) =>
        sha256(["liulinhui member", salt, district, elders.id, on, id].join("\n"))
      )
    )
    expect(guesses.some((guess) => hashed.has(guess))).toBe(false)
    expect(hashed).toContain(
      sha256(["liulinhui member", source.salt, district, elders.id, on, "r1"].join("\n"))
    )
  })

  it("reports what does not match, member by member", () => {
    const other = factsOn(on, events, {
      contacts: [
        contact("visit", "resident:r1", "2026-03-01", 19),
        contact("visit", "resident:r3", "2026-03-01", 21)
      ],
      exclusions: [exclusion("resident:r2", "refused", "2026-03-02", { source: 22 })]
    })
    const found = Certificate.verify(written, { ...ledger, facts: other })
    expect(found.map((mismatch) => mismatch._tag).toSorted()).toEqual([
      "ExclusionDiffers",
      "FigureDiffers",
      "FigureDiffers",
      "FigureDiffers",
      "MemberDiffers",
      "ProofDiffers"
    ])
    expect(found).toContainEqual({
      _tag: "MemberDiffers",
      id: issued.missing[0],
      stated: "missing",
      found: "reached"
    })
  })

  it("stays valid after a person was erased", () => {
    const gone = factsOn(
      on,
      events.filter((event) => !JSON.stringify(event).includes("r1")),
      {
        exclusions: facts.exclusions
      }
    )
    expect(Certificate.verify(written, { ...ledger, facts: gone })).not.toEqual([])
    expect(Certificate.verify(written, { ...ledger, facts: gone, erased: ["r1"] })).toEqual([])
    // An erasure cannot be used for forging: a member who was never in the certificate cannot be added.
    expect(Certificate.verify(written, { ...ledger, facts: gone, erased: ["r7"] })).not.toEqual([])
  })
})
