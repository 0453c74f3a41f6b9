/**
 * Computes the facts of a district: every figure is computed here from the ledger, as of a day, for certain readers.
 * The functions are pure: the same district, days and readers always result in the same facts.
 */
import { calendarEnd } from "@liulinhui/core/Calendar"
import { given } from "@liulinhui/core/Model"
import * as District from "@liulinhui/core/District"
import { Names, Texts } from "@liulinhui/texts"
import { buildingFacts, dwellersOf, groupFacts, peopleOf } from "./BuildingFacts.ts"
import {
  caseFacts,
  changeFacts,
  hasUnseen,
  kindCounts,
  knownCases,
  lateCases,
  overdueFacts,
  refusedFacts,
  timelineFacts,
  totals
} from "./CaseFacts.ts"
import { coverageFacts, weekBefore } from "./CoverageFacts.ts"
import type { Facts } from "./Facts.ts"
import { pairingFact } from "./PairingFacts.ts"
import { readerOf } from "./Reader.ts"
import { type FactsOptions, type Scene } from "./Scene.ts"

export type { FactsOptions } from "./Scene.ts"

/**
 * How many notices were put into the queues, by notice rule or by digest (several notices in one). A rule that is not
 * in the model any more is left out.
 */
const noticeFacts = ({ model, notices, reader }: Scene): Facts["notices"] =>
  notices === undefined
    ? null
    : reader.audience === "hall"
      ? []
      : [
          ...[...model.notices].filter(([, { digest }]) => digest === undefined),
          ...Object.entries(model.noticeHours.digests)
        ].map(([id, { name }]) => ({ rule: name, queued: notices.get(id) ?? 0 }))

/**
 * The facts of a district on a day, for its readers. Default: for a public hall, where the least is shown. `undefined`
 * if the district has no model yet, or nobody has the role of the readers.
 *
 * @category facts
 */
export const factsOf = (district: District.District, options: FactsOptions): Facts | undefined => {
  const { model } = district
  const { asOf, from, known, readers = "hall", texts = Texts.builtIn } = options
  const reader = model === undefined ? undefined : readerOf(district, model, asOf, readers)
  if (model === undefined || reader === undefined) return undefined
  const calendar = District.calendarOn(district, asOf)
  const scene: Scene = {
    ...options,
    district,
    model,
    registry: District.registryOn(district, asOf, known),
    calendar,
    reader,
    names: Names.ofDistrict(district),
    all: Texts.wordsInEach(Texts.withNouns(texts, model.nouns), model.languages)
  }
  const end = calendarEnd({ ...model, calendar }, asOf)
  const cases = knownCases(scene)
  const late = lateCases(scene, cases)
  const coverage = coverageFacts(scene)
  const dwellers = dwellersOf(scene)
  return {
    district: { id: model.id, name: model.name },
    ...(model.languages.length === 0 ? {} : { languages: model.languages }),
    ...given("nouns", model.nouns),
    provenance: model.provenance ?? null,
    audience: reader.audience,
    partial: !reader.exact || hasUnseen(scene),
    from,
    asOf,
    ...(known === undefined ? {} : { known }),
    elderFrom: model.elderFrom,
    ...peopleOf(scene, dwellers),
    ...totals(cases, late),
    entries: district.position,
    // Readers in a public hall cannot correct the calendar. So they do not get this warning.
    ...(end === undefined || reader.audience === "hall"
      ? {}
      : { calendarEnd: { until: end.until ?? null, year: end.year } }),
    pairing: pairingFact(scene),
    coverage,
    buildings: buildingFacts(scene, cases, late, coverage, dwellers),
    groups: groupFacts(scene, cases, late),
    changedSince: weekBefore(scene),
    changes: changeFacts(scene, cases),
    cases: caseFacts(scene, cases),
    caseCounts: kindCounts(scene, cases),
    timelines: timelineFacts(scene, cases, late, options.timelines),
    overdue: overdueFacts(scene, late),
    refused: refusedFacts(scene, cases),
    notices: noticeFacts(scene)
  }
}
