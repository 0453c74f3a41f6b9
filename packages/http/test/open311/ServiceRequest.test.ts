import { describe, expect, it } from "@effect/vitest"
import { BuildingId } from "@liulinhui/core/Id"
import { PlaybookId } from "@liulinhui/core/Playbook"
import { Texts } from "@liulinhui/texts"
import * as Result from "effect/Result"
import { read } from "../../src/open311/ServiceRequest.ts"

const category = { playbook: PlaybookId.make("corridor-clutter"), name: { zh: "楼道堆物", en: "Clutter" } }
const buildings = [{ building: BuildingId.make("b1"), label: "1号楼" }]
const words = Texts.words(Texts.builtIn, "en")

const reading = (fields: string | Readonly<Record<string, string>>) =>
  read({ fields: new URLSearchParams(fields), category, buildings }, words)
const reported = (fields: string | Readonly<Record<string, string>>) => Result.getOrThrow(reading(fields))
const mistakes = (fields: string | Readonly<Record<string, string>>) =>
  Result.match(reading(fields), { onFailure: (all) => all, onSuccess: () => [] })

describe("a service request", () => {
  it("is a report: description, building, place, and how to reach the reporter", () => {
    expect(
      reported({
        description: "纸箱\r\n很多",
        address_id: "b1",
        address_string: "五楼",
        lat: "31.25",
        long: "-121.5",
        last_name: "王",
        first_name: "芳",
        phone: "13800000000",
        email: "wang@example.org",
        media_url: "https://example.org/1.jpg",
        device_id: "not read",
        account_id: "not read"
      })
    ).toEqual({
      playbook: "corridor-clutter",
      building: "b1",
      words: "纸箱\n很多\nhttps://example.org/1.jpg",
      place: "五楼; 31.25, -121.5 (WGS 84)",
      contact: "王 芳, 13800000000, wang@example.org"
    })
  })

  it("names its building by the attribute or by the address_id, and both may name the same", () => {
    const building = { playbook: "corridor-clutter", building: "b1", words: "Clutter" }
    expect(reported({ "attribute[building]": "b1" })).toEqual(building)
    expect(reported("attribute[building][]=b1&address_id=b1&description=")).toEqual(building)
    expect(mistakes("attribute[building]=b1&address_id=b2")).toEqual([words.say("open311.oneBuilding")])
  })

  it("is refused with all its mistakes", () => {
    expect(mistakes({})).toEqual([words.say("open311.location")])
    expect(
      mistakes({
        address_id: "b9",
        lat: "91",
        long: "0",
        media_url: "javascript:alert(1)",
        "attribute[colour]": "red",
        description: "长".repeat(2_001),
        address_string: "长".repeat(201),
        phone: "1".repeat(101)
      })
    ).toHaveLength(7)
    for (const point of ["lat=31", "long=121", "lat=1e2&long=1", "lat=31&long=181", "lat=NaN&long=0"]) {
      expect([point, mistakes(point)]).toEqual([point, [words.say("open311.coordinates")]])
    }
  })
})
