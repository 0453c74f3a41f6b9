/**
 * A small district for tests: the Six-Heart model with two branches, the leaders of three groups, and two buildings.
 */
import { apply } from "@liulinhui/core/Model"
import * as Schema from "effect/Schema"
import { ActorId, BuildingId, CaseId, DistrictId, HouseholdId, ResidentId } from "@liulinhui/core/Id"
import * as Day from "@liulinhui/core/Day"
import { CommandId } from "@liulinhui/core/Ledger"
import { Request } from "@liulinhui/core/Governance"
import { sixHearts } from "@liulinhui/six-hearts"

export const district = DistrictId.make("small")

const mandates = (role: string, scope: Schema.Json) => ({ mandates: [{ role, scope }] })

const branch = (zh: string, strengths: Schema.Json, most: number) => ({
  name: { zh, en: zh },
  strengths,
  buildings: [],
  people: 10,
  leads: { least: 1, most }
})

const patch: Schema.Json = {
  id: district,
  name: { zh: "小区", en: "Small" },
  timeZone: "Asia/Shanghai",
  branches: {
    one: branch("一支部", { "party-work": 90, "elder-care": 80, education: 40 }, 3),
    two: branch("二支部", { mediation: 90, surveys: 80, arts: 40 }, 3)
  },
  pairing: { criteria: { strengths: 1, continuity: 100 } },
  actors: {
    committee: mandates("committee", { district: true }),
    "general-branch": mandates("general-branch", { district: true }),
    "lead-unity": mandates("group-lead", { group: "unity" }),
    "lead-warmth": mandates("group-lead", { group: "warmth" }),
    "volunteer-unity": {
      ...mandates("volunteer", { group: "unity" }),
      offers: { building: "b1", skills: { surveys: 60 }, elders: 2, tasks: 2, minutes: 120 }
    },
    "volunteer-warmth": {
      ...mandates("volunteer", { group: "warmth" }),
      offers: { building: "b2", skills: { surveys: 60, "elder-care": 70 }, elders: 5, tasks: 2, minutes: 120 }
    },
    "head-b1": mandates("stairwell-head", { building: "b1" }),
    "head-b2": mandates("stairwell-head", { building: "b2" }),
    property: mandates("property", { district: true }),
    former: {
      offers: { building: "b1", skills: { surveys: 100 }, elders: 5, tasks: 5, minutes: 600 },
      mandates: [{ role: "committee", scope: { district: true }, from: "2024-01-01", until: "2025-12-31" }]
    }
  }
}

/** Returns the model document of the test district, changed by the patch of a test. */
export const document = (own: Schema.Json = {}): Schema.Json => apply(apply(sixHearts, patch), own)

export const firstDay = Day.make("2026-03-02")

/**
 * The time at nine in the morning in Shanghai, in milliseconds since 1970. `offset` is the number of days after the
 * first day.
 */
export const nine = (offset = 0): number => (firstDay + offset) * 86_400_000 + 3_600_000

const household = (building: string, unit: string) => ({
  id: HouseholdId.make(`${building}-${unit}`),
  building: BuildingId.make(building),
  unit,
  floor: 1,
  area: 500_000,
  tags: []
})

const resident = (flat: string, birth: string) => ({
  id: ResidentId.make(`${flat}-1`),
  household: HouseholdId.make(flat),
  name: `居民${flat}`,
  birth: Day.make(birth),
  tags: []
})

export const registry: Request = {
  _tag: "ImportRegistry",
  buildings: [
    { id: BuildingId.make("b1"), label: "1号楼", floors: 6 },
    { id: BuildingId.make("b2"), label: "2号楼", floors: 6 }
  ],
  households: [household("b1", "101"), household("b1", "102"), household("b2", "101")],
  residents: [
    resident("b1-101", "1950-05-05"),
    resident("b1-102", "1990-05-05"),
    resident("b2-101", "1940-05-05")
  ]
}

/** Makes a submission of an actor, with a command id. */
export const submission = (by: string, id: string, request: Request) => ({
  district,
  by: ActorId.make(by),
  id: CommandId.make(id),
  request
})

export const caseId = (id: string) => CaseId.make(id)

/** Decodes a request from JSON. */
export const ask: (input: unknown) => Request = Schema.decodeUnknownSync(Request)
