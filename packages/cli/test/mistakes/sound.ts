/** A model file without a mistake, and the registry of its district. Each mistake of the corpus changes one place of it. */
import * as Day from "@liulinhui/core/Day"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { BuildingId, HouseholdId, ResidentId, Tag } from "@liulinhui/core/Id"

/** The model file. It extends no other model, so every line of the model is in it. */
export const sound = readFileSync(join(import.meta.dirname, "sound.yaml"), "utf8")

/** The day for which the corpus is checked: the calendar has data, and all mandates are in force. */
export const on = Day.make("2026-03-02")

const flat = (building: string) => ({
  id: HouseholdId.make(`${building}-101`),
  building: BuildingId.make(building),
  tags: []
})

const person = (id: string, building: string, tags: ReadonlyArray<string>) => ({
  id: ResidentId.make(id),
  household: HouseholdId.make(`${building}-101`),
  birth: Day.make("1940-05-06"),
  tags: tags.map((tag) => Tag.make(tag))
})

/** The registry of the district: two buildings, with one flat and one resident each. */
export const registry = {
  buildings: new Map(
    ["b1", "b2"].map((id) => [BuildingId.make(id), { id: BuildingId.make(id), label: `${id}号`, floors: 6 }])
  ),
  households: [flat("b1"), flat("b2")],
  residents: [person("r1", "b1", ["hardship"]), person("r2", "b2", [])]
}
