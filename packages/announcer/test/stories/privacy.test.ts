import { describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import * as District from "@liulinhui/core/District"
import type { Happened } from "@liulinhui/core/District"
import * as Notice from "@liulinhui/core/Notice"
import { plan } from "../../src/NoticePlan.ts"
import fc from "fast-check"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { sixHearts } from "@liulinhui/six-hearts"
import { document, firstDay } from "../../../service/test/wanLiu.ts"

// Generates texts with characters that no message of the library contains. The tests use them as secrets.
const rare = fc.string({
  unit: fc.constantFrom("龘", "靐", "齉", "爩", "鱻", "麤"),
  minLength: 2,
  maxLength: 4
})
const digits = (most: number) => fc.integer({ min: 1000, max: most })

/** The secrets of a district: texts that no notice may contain. */
interface Secrets {
  readonly names: readonly [string, string]
  readonly residentIds: readonly [string, string]
  readonly births: readonly [string, string]
  readonly partySince: string
  readonly evidence: string
  readonly units: readonly [string, string]
  readonly households: readonly [string, string]
}

const birth = fc
  .record({ year: fc.integer({ min: 1921, max: 1969 }), month: fc.integer({ min: 1, max: 9 }) })
  .map(({ month, year }) => `${year}-0${month}-17`)
const apart = <A>(one: fc.Arbitrary<A>) =>
  fc.uniqueArray(one, { minLength: 2, maxLength: 2 }) as unknown as fc.Arbitrary<readonly [A, A]>
const secrets: fc.Arbitrary<Secrets> = fc.record({
  names: apart(rare),
  residentIds: apart(digits(9999).map((n) => `resident${n}`)),
  births: apart(birth),
  partySince: fc.integer({ min: 1941, max: 1999 }).map((year) => `${year}-07-01`),
  evidence: rare.map((text) => `凭证${text}`),
  units: apart(digits(9999).map((n) => `室${n}`)),
  households: apart(digits(9999).map((n) => `household${n}`))
})

const on = Day.toIso(firstDay)
const people = ["committee", "general-branch", "lead-unity", "lead-warmth", "volunteer-unity", "head-b1"]

/**
 * Returns all notices of a district in which every playbook has a case with every step, every refusal, every passed
 * deadline and every relapse (the problem came back).
 */
const told = (of: Secrets, audience: Notice.Audience) => {
  const draft = District.draft()
  const versions = new Map<string, number>()
  const heard: Array<Notice.Announcement> = []
  const append = (stream: string, type: string, fields: Readonly<Record<string, Schema.Json>>): void => {
    const data = { _tag: type, ...fields }
    const version = (versions.get(stream) ?? 0) + 1
    versions.set(stream, version)
    const position = draft.position + 1
    const happened: Happened = Result.getOrThrow(
      District.apply(draft, { position, stream, version, type, data })
    )
    heard.push(...Notice.ofEntry(draft, happened, { position, stream, at: firstDay * 86_400_000 }, audience))
  }
  append("model", "ModelAdopted", { on, document: document() })
  append("registry", "BuildingEntered", { on, building: { id: "b1", label: "1号楼", floors: 6 } })
  of.households.forEach((id, at) => {
    append("registry", "HouseholdEntered", {
      on,
      household: { id, building: "b1", unit: of.units[at] ?? "", floor: 1, area: 1, tags: ["hardship"] }
    })
    append("registry", "ResidentEntered", {
      on,
      resident: {
        id: of.residentIds[at] ?? "",
        household: id,
        name: of.names[at] ?? "",
        birth: of.births[at] ?? "",
        partySince: of.partySince,
        tags: []
      }
    })
  })
  const evidence = {
    note: of.evidence,
    found: [of.evidence],
    sheet: { photo: of.evidence, sha256: "a".repeat(64) }
  }
  const [household] = of.households
  const subjects = {
    resident: `resident:${of.residentIds[0]}`,
    household: `household:${household}`,
    building: "building:b1",
    district: "district:small"
  }
  for (const [playbook, { playbook: data }] of draft.model?.playbooks ?? []) {
    // The actor who opens a case may choose an id for the case that contains the id of the household.
    const id = `${playbook}-${household}`
    const stream = `case-${id}`
    const common = {
      by: "volunteer-unity",
      on,
      subjects: [subjects[data.subject]],
      records: [],
      recorded: []
    }
    append(stream, "CaseOpened", {
      ...common,
      id,
      playbook,
      version: data.version,
      stage: data.start,
      due: Day.toIso(Day.add(firstDay, 3)),
      buildings: ["b1"],
      group: "unity",
      evidence
    })
    for (const [step, { from, to }] of Object.entries(data.steps)) {
      const entered = to === undefined ? {} : { to, due: Day.toIso(Day.add(firstDay, 3)) }
      append(stream, "StepTaken", { ...common, step, from: from[0] ?? data.start, ...entered, evidence })
      append(stream, "StepRefused", { by: "lead-unity", on, step, reasons: [{ _tag: "NotOpened" }] })
      append(stream, "DeadlineLapsed", {
        by: "clock",
        on,
        step,
        from: from[0] ?? data.start,
        passed: on,
        ...entered
      })
    }
    append(stream, "CaseReopened", {
      ...common,
      by: "lead-unity",
      buildings: ["b1"],
      from: data.start,
      to: data.start,
      due: Day.toIso(Day.add(firstDay, 3)),
      patrol: { interval: 7, clean: 0, next: Day.toIso(Day.add(firstDay, 7)) },
      relapse: true,
      relapses: 1,
      resolved: on,
      confidential: { account: of.evidence },
      reason: of.evidence
    })
  }
  append("registry", "ResidentLeft", { on, resident: of.residentIds[0] ?? "", departure: "died" })
  append("disclosures", "EmergencyAccessTaken", {
    on,
    by: "volunteer-unity",
    resident: of.residentIds[0],
    until: on,
    reason: of.evidence
  })
  for (let days = 0; days < 40; days++) heard.push(...Notice.ofDay(draft, Day.add(firstDay, days), audience))
  heard.push(...Notice.ofUndelivered(draft, { channel: "wecom", count: 2, on: firstDay, at: 1 }))
  const planned = (["zh", "en"] as const).flatMap((language) =>
    plan(draft, heard, { channel: "test", audience, language })
  )
  return { heard, notices: planned.map(({ notice }) => notice) }
}

/** Returns all texts in the notices that a recipient sees. */
const shown = (notices: ReturnType<typeof told>["notices"]): string =>
  notices.map(({ body, recipient, title }) => `${recipient}\n${title}\n${body}`).join("\n")

const never = ({ births, evidence, names, partySince, residentIds }: Secrets): ReadonlyArray<string> => [
  ...names,
  ...residentIds,
  ...births,
  ...[...births, partySince].map((day) => day.slice(0, 4)),
  partySince,
  evidence,
  evidence.slice(2)
]

describe("every message that is shipped", () => {
  it("is sent in this district, so that the next tests cover each of them", () => {
    fc.assert(
      fc.property(secrets, (of) => {
        const { heard, notices } = told(of, "one")
        const rules = new Set<string>(heard.map(({ rule }) => rule))
        // This district exists only for one day, so coverage (the share of reached members) cannot fall.
        const missing = Object.entries(sixHearts.notices).filter(
          ([id, rule]) => !rules.has(id) && rule.on !== "coverage-fell" && !rule.on.startsWith("pairing")
        )
        expect(missing.map(([id]) => id)).toEqual([])
        expect(notices.length).toBeGreaterThan(100)
      }),
      { numRuns: 3 }
    )
  })

  it("contains no name, birth date, Party membership, resident id or evidence, for any recipient", () => {
    fc.assert(
      fc.property(secrets, fc.constantFrom("one", "group"), (of, audience) => {
        const text = shown(told(of, audience).notices)
        expect(never(of).filter((secret) => text.includes(secret))).toEqual([])
      }),
      { numRuns: 20 }
    )
  })

  it("contains no flat, household, case number or confidential data in a group channel", () => {
    fc.assert(
      fc.property(secrets, (of) => {
        const { heard, notices } = told(of, "group")
        const text = shown(notices)
        expect([...of.units, ...of.households].filter((secret) => text.includes(secret))).toEqual([])
        const { confidential: kept } = sixHearts.noticeHours
        const confidential = Object.entries(sixHearts.playbooks).flatMap(([id, { name }]) =>
          kept.includes(id) ? [name.zh, name.en] : []
        )
        expect(confidential).toHaveLength(2 * kept.length)
        expect(confidential.filter((name) => text.includes(name))).toEqual([])
        expect(heard.length).toBeGreaterThan(20)
        // A notice to a single recipient names the building. So the test above does not succeed merely because notices
        // contain no places.
        expect(text).toContain("1号楼")
      }),
      { numRuns: 20 }
    )
  })

  it("is sent once to a group with several recipients, and names them all", () => {
    fc.assert(
      fc.property(secrets, (of) => {
        const { notices } = told(of, "group")
        const keys = notices.map(({ key, language }) => `${language} ${key}`)
        expect(new Set(keys).size).toBe(keys.length)
        const campaign = notices.find(
          ({ language, rule }) => rule === "campaign-concluded" && language === "en"
        )
        expect(people.filter((id) => campaign?.recipient.includes(id))).toEqual([
          "committee",
          "general-branch"
        ])
      }),
      { numRuns: 3 }
    )
  })
})
