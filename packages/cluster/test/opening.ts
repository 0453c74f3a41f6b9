/** Districts in which two leaders are notified of each opened case, at any time of day, and requests that open cases. */
import { apply } from "@liulinhui/core/Model"
import { Request } from "@liulinhui/core/Governance"
import { ActorId, DistrictId } from "@liulinhui/core/Id"
import { CommandId } from "@liulinhui/core/Ledger"
import type { Submission } from "@liulinhui/service/Governance"
import { sixHearts } from "@liulinhui/six-hearts"
import * as Schema from "effect/Schema"

const leader = { mandates: [{ role: "group-lead", scope: { group: "joy" } }] }

/** The model of a district. */
export const document = (id: DistrictId): Schema.Json =>
  apply(sixHearts, {
    id,
    name: { zh: "小区", en: "Small" },
    timeZone: "Asia/Shanghai",
    branches: {},
    pairing: { criteria: { strengths: 1 }, pins: [], bans: [] },
    // Each notice is sent alone, however many there are.
    noticeHours: { quiet: null, separate: 1000 },
    actors: {
      "volunteer-joy": { mandates: [{ role: "volunteer", scope: { group: "joy" } }] },
      "lead-a": leader,
      "lead-b": leader
    }
  })

/** How many notices each opened case causes. */
export const noticesOfEach = 2

export const districts = (count: number): ReadonlyArray<DistrictId> =>
  Array.from({ length: count }, (_, n) => DistrictId.make(`district-${n}`))

/** The submission that opens a case. */
export const opening = (district: DistrictId, n: number): Submission => ({
  district,
  id: CommandId.make(`open-${n}`),
  by: ActorId.make("volunteer-joy"),
  request: Schema.decodeUnknownSync(Request)({
    _tag: "OpenCase",
    case: `activity-${n}`,
    playbook: "arts-activity",
    subjects: [`district:${district}`],
    evidence: { idea: "唱歌" }
  })
})
