import { readFileSync } from "node:fs"
import { describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import { readRegistryCsv, writeRegistryCsv } from "@liulinhui/spreadsheet"
import * as Result from "effect/Result"
import { file, generate, seed, storyBegins } from "../src/generate.ts"

const registry = generate(seed)
const age = (birth: Day.Day = storyBegins): number => Day.yearsUntil(birth, storyBegins)

describe("Wan-Liu's synthetic registry", () => {
  it("is the committed file, byte by byte", () => {
    expect(writeRegistryCsv(registry) === readFileSync(file, "utf8")).toBe(true)
  })

  it("is read back from the file unchanged, without a mistake", () => {
    const { data } = Result.getOrThrow(readRegistryCsv(readFileSync(file), { on: storyBegins }))
    expect(data).toEqual(registry)
  })

  it("is different for another seed, with the same figures", () => {
    const other = generate(seed + 1)
    expect(other).not.toEqual(registry)
    expect(other.residents).toHaveLength(3700)
    expect(Result.isSuccess(readRegistryCsv(writeRegistryCsv(other), { on: storyBegins }))).toBe(true)
  })

  it("meets the published figures: 43 buildings, 3,700 residents, over 40 % aged 60 or more, 50-year members", () => {
    expect(registry.buildings).toHaveLength(43)
    expect(registry.residents).toHaveLength(3700)
    const elders = registry.residents.filter(({ birth }) => age(birth) >= 60).length
    expect(elders / 3700).toBeGreaterThan(0.41)
    expect(elders / 3700).toBeLessThan(0.44)
    const standing = registry.residents.flatMap(({ partySince }) =>
      partySince === undefined ? [] : [age(partySince)]
    )
    const long = standing.filter((years) => years >= 50).length
    expect(long).toBeGreaterThanOrEqual(24)
    expect(long).toBeLessThanOrEqual(60)
    expect(standing.length).toBeGreaterThan(300)
  })

  it("is plausible in households, elders who live alone, and buildings without a lift", () => {
    const { buildings, households, residents } = registry
    expect(households.length).toBeGreaterThan(1600)
    expect(households.length).toBeLessThan(1700)
    const homes = [...Map.groupBy(residents, ({ household }) => household).values()]
    const allElders = homes.filter((home) => home.every(({ birth }) => age(birth) >= 60))
    expect(allElders.filter((home) => home.length === 1).length).toBe(150)
    expect(allElders.length).toBe(510)
    expect(homes.length).toBeLessThan(households.length)
    expect(buildings.filter(({ floors }) => floors === 6).length).toBe(38)
    for (const { area } of households) {
      expect(area).toBeGreaterThanOrEqual(330_000)
      expect(area).toBeLessThanOrEqual(930_000)
    }
    // The registry must have no household that consists of children only.
    expect(homes.filter((home) => home.every(({ birth }) => age(birth) < 18))).toEqual([])
  })

  it("has no real names: every name is a number", () => {
    expect(registry.residents.filter(({ name }) => !/^居民\d{4}$/.test(name))).toEqual([])
    expect(new Set(registry.residents.map(({ name }) => name)).size).toBe(3700)
  })

  it("has ids that contain the place: b07, b07-301, b07-301-1", () => {
    expect(registry.buildings.map(({ id }) => id).slice(0, 2)).toEqual(["b01", "b02"])
    for (const { building, floor, id, unit } of registry.households) {
      expect(id).toBe(`${building}-${unit}`)
      expect(unit.slice(0, -2)).toBe(String(floor))
    }
    for (const { household, id } of registry.residents) expect(id.startsWith(`${household}-`)).toBe(true)
  })
})
