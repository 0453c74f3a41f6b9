/** A small invented district for tests. */
import { apply } from "@liulinhui/core/Model"
import { sixHearts } from "@liulinhui/six-hearts"

/** Returns the model document of a district with a committee and a volunteer. */
export const elsewhere = (id = "elsewhere") =>
  apply(sixHearts, {
    id,
    name: { zh: "别处", en: "Elsewhere" },
    timeZone: "Asia/Shanghai",
    branches: {},
    pairing: { criteria: { strengths: 1 } },
    // The tests run at any hour.
    noticeHours: { quiet: null },
    actors: {
      committee: { mandates: [{ role: "committee", scope: { district: true } }] },
      volunteer: { mandates: [{ role: "volunteer", scope: { group: "unity" } }] }
    }
  })

export const building = { id: "b01", label: "1号楼", floors: 6 }
export const household = { id: "b01-505", building: "b01", unit: "505", floor: 5, area: 520_000, tags: [] }
