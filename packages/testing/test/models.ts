/** The models that the tests of this package try: the shipped playbooks, and the model of another district. */
import { apply } from "@liulinhui/core/Model"
import { readModelFile } from "@liulinhui/model-file"
import { sixHearts } from "@liulinhui/six-hearts"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { readFileSync } from "node:fs"
import { join } from "node:path"

/** The Six-Heart working method in a district without branches and people. */
export const elsewhere: Schema.Json = apply(sixHearts, {
  id: "elsewhere",
  name: { zh: "别处", en: "Elsewhere" },
  timeZone: "Asia/Shanghai",
  branches: {},
  pairing: { criteria: { strengths: 1 } }
})

/** The model of `examples/02-another-district`. */
export const anotherDistrict = (): Schema.Json => {
  const file = join(import.meta.dirname, "../../../examples/02-another-district/en/district.yaml")
  const read = readModelFile(readFileSync(file, "utf8"), { file, bases: { "six-hearts": sixHearts } })
  return Result.getOrThrow(read).document
}

const text = (en: string) => ({ zh: `${en}（中文）`, en })
const volunteers = [{ role: "volunteer", scope: "group" }]

/** A small sound model: one group, one kind of case, one coverage rule, one notice rule. */
export const tiny: Schema.JsonObject = {
  id: "tiny",
  name: text("Tiny"),
  timeZone: "Asia/Shanghai",
  calendar: {},
  hearts: { care: text("Care") },
  tags: { elder: text("elder") },
  branches: {},
  groups: {
    care: { name: text("Care"), heart: "care", purpose: text("care"), needs: {}, buildings: [], ledBy: 1 }
  },
  roles: {
    office: { name: text("office"), may: ["registry", "case", "contact", "poll"] },
    volunteer: { name: text("volunteer"), may: ["contact"] }
  },
  actors: {
    office: { mandates: [{ role: "office", scope: { district: true } }] },
    wang: { mandates: [{ role: "volunteer", scope: { group: "care" } }] },
    li: { mandates: [{ role: "volunteer", scope: { group: "care" } }] }
  },
  pairing: { criteria: { strengths: 1 } },
  contacts: { visit: { name: text("visit") } },
  playbooks: {
    help: {
      name: text("Help"),
      version: 1,
      subject: "household",
      ledBy: "care",
      opening: { by: volunteers },
      start: "asked",
      stages: {
        asked: { name: text("asked"), deadline: "5 days", lapse: "forget" },
        promised: { name: text("promised") },
        forgotten: { name: text("forgotten") },
        helped: { name: text("helped"), outcome: "achieved" }
      },
      steps: {
        promise: { name: text("promise"), from: ["asked", "forgotten"], to: "promised", by: volunteers },
        forget: { name: text("forget"), from: ["asked"], to: "forgotten" },
        help: {
          name: text("help"),
          from: ["promised"],
          to: "helped",
          by: volunteers,
          notBy: ["promise"],
          records: ["visit"]
        }
      }
    }
  },
  coverage: {
    elders: {
      name: text("every elder is visited"),
      of: "residents",
      where: { age: { atLeast: 60 } },
      reached: { by: ["visit"], through: "household" },
      target: "all"
    }
  },
  notices: {
    promised: {
      name: text("promised"),
      on: "step-taken",
      to: ["office"],
      text: text("{place}")
    }
  },
  noticeHours: { quiet: { from: "21:00", until: "07:30" }, digests: {}, confidential: [] }
}

/** The small model, changed by a patch. */
export const tinyWith = (patch: Schema.JsonObject): Schema.Json => apply(tiny, patch)
