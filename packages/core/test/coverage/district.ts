/** A small hand-written district for the tests of coverage. */
import type { CoverageFacts } from "../../src/coverage/CoverageFacts.ts"
import { CoverageRule } from "../../src/coverage/CoverageRule.ts"
import type { Exclusion } from "../../src/coverage/Exclusion.ts"
import * as Day from "../../src/kernel/Day.ts"
import type { Contact } from "../../src/place/Contact.ts"
import type { CaseFact, PairFact } from "../../src/place/Facts.ts"
import { ContactKind, RuleId } from "../../src/place/Id.ts"
import { asOf, RegistryEvent } from "../../src/place/Registry.ts"
import { Subject } from "../../src/place/Subject.ts"
import * as Schema from "effect/Schema"
import { areas } from "../../../testing/src/Coverage.ts"

const decodeEvents = Schema.decodeUnknownSync(Schema.Array(RegistryEvent))
const decodeRule = Schema.decodeUnknownSync(CoverageRule, { onExcessProperty: "error" })

/** Makes a coverage rule for tests. Fields that are not given have default values. */
export const rule = (fields: Record<string, unknown>): CoverageRule =>
  decodeRule({
    id: "rule-1",
    name: { zh: "规则", en: "A rule" },
    of: "residents",
    reached: { by: ["visit"] },
    target: "all",
    ...fields
  })

/** The registry event that enters a building. The label of the building is the number in its id. */
export const building = (id: string, on = "2020-01-01") => ({
  _tag: "BuildingEntered",
  on,
  building: { id, label: `${id.replace("b", "")}号`, floors: 6 }
})

export const household = (id: string, building: string, unit: string, on = "2020-01-01") => ({
  _tag: "HouseholdEntered",
  on,
  household: { id, building, unit, floor: Math.floor(Number(unit) / 100), area: 600_000, tags: [] }
})

export const resident = (
  id: string,
  household: string,
  birth: string,
  others: { readonly on?: string; readonly partySince?: string; readonly tags?: ReadonlyArray<string> } = {}
) => ({
  _tag: "ResidentEntered",
  on: others.on ?? "2020-01-01",
  resident: {
    id,
    household,
    name: "居民",
    birth,
    tags: others.tags ?? [],
    ...(others.partySince === undefined ? {} : { partySince: others.partySince })
  }
})

export const contact = (kind: string, subject: string, on: string, source = 1): Contact => ({
  kind: ContactKind.make(kind),
  subject: Subject.make(subject),
  on: Day.make(on),
  source
})

export const exclusion = (
  subject: string,
  reason: string,
  on: string,
  others: { readonly until?: string; readonly source?: number } = {}
): Exclusion => ({
  rule: RuleId.make("rule-1"),
  subject: Subject.make(subject),
  reason: RuleId.make(reason),
  on: Day.make(on),
  source: others.source ?? 1,
  ...(others.until === undefined ? {} : { until: Day.make(others.until) })
})

/** The facts on a day, computed from registry events as they are written in a ledger. */
export const factsOn = (
  on: string,
  events: ReadonlyArray<unknown>,
  others: {
    readonly contacts?: ReadonlyArray<Contact>
    readonly exclusions?: ReadonlyArray<Exclusion>
    readonly cases?: ReadonlyArray<CaseFact>
    readonly pairs?: ReadonlyArray<PairFact>
  } = {}
): CoverageFacts => ({
  ...areas,
  registry: asOf(decodeEvents(events), Day.make(on)),
  contacts: [],
  exclusions: [],
  cases: [],
  pairs: [],
  ...others
})
