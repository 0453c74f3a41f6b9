/**
 * Computes the facts of a report from a district, as of a day. Pure: the same district and the same options return the
 * same facts.
 */
import { isOpen, type Opened } from "@liulinhui/core/Case"
import * as Case from "@liulinhui/core/Case"
import type { Playbook } from "@liulinhui/core/Playbook"
import * as Coverage from "@liulinhui/core/Coverage"
import type { CoverageRule } from "@liulinhui/core/Coverage"
import { type Calendar, calendarEnd } from "@liulinhui/core/Calendar"
import * as Day from "@liulinhui/core/Day"
import type { Text } from "@liulinhui/core/Text"
import * as District from "@liulinhui/core/District"
import type { Model } from "@liulinhui/core/Model"
import { householdsOn } from "@liulinhui/core/Facts"
import { verify } from "@liulinhui/core/Pairing"
import * as Pairing from "@liulinhui/core/Pairing"
import type { BranchId, BuildingId, CaseId, GroupId, HouseholdId, ResidentId } from "@liulinhui/core/Id"
import {
  type Building,
  possibleDays,
  type Registry,
  residentsOf,
  type Stay,
  id as subjectId,
  kind as subjectKind
} from "@liulinhui/core/Registry"
import { CaseSentence, Names, Reason, Texts } from "@liulinhui/texts"
import type {
  BuildingFact,
  CaseFact,
  CoverageFact,
  Facts,
  GapFact,
  GroupFact,
  OverdueFact,
  PairingFact,
  RefusedFact,
  Sentence
} from "./Facts.ts"

/** Options for the content of the report. */
export interface FactsOptions {
  /** The first day of the period of the report. */
  readonly from: Day.Day
  readonly asOf: Day.Day
  /** As it was known at the end of this day: without facts that were written down later. Default: as it is known now. */
  readonly known?: Day.Day | undefined
  /** Days for which the report lists the members who were still not reached. */
  readonly onTheWay?: ReadonlyArray<Day.Day>
  /** Cases whose complete timeline the report contains. */
  readonly timelines?: ReadonlyArray<CaseId>
  /** The largest number of unreached members to list for each rule. Default: 200. */
  readonly gaps?: number
  /** The largest number of cases of one kind to list. A kind with more cases is only counted. Default: 60. */
  readonly cases?: number
  /** How many notices were sent, by notice rule, or by the digest that contained them. */
  readonly notices?: ReadonlyMap<string, number>
  /** The texts for sentences and reasons. Default: the built-in texts. */
  readonly texts?: Texts.Texts
}

/** A district with a model on a day, and the texts in each language. */
interface Scene extends FactsOptions {
  readonly district: District.District
  readonly model: Model
  /** The registry on the day. */
  readonly registry: Registry
  /** The working-day calendar as it was known on the day. */
  readonly calendar: Calendar
  readonly names: Names.Names
  readonly all: ReadonlyArray<Texts.Words>
}

const inEach = ({ all }: Scene, say: (words: Texts.Words) => string): Text => Texts.sayInEach(all, say)

/** Uses the same text in every language, for example an id for which the model has no name. */
const same = (scene: Scene, text: string): Text => inEach(scene, () => text)

// ------------------------------------------------------------------------------------------------------------- pairing

/** Lists which strengths of a branch match which needs of a group, the strongest first. */
const meeting = (scene: Scene, branch: BranchId, group: GroupId): Text => {
  const { model } = scene
  const strengths = model.branches.find(({ id }) => id === branch)?.strengths ?? {}
  const needs = model.groups.find(({ id }) => id === group)?.needs ?? {}
  const tags = Object.entries(needs)
    .flatMap(([tag, need]) => {
      const strength = Object.entries(strengths).find(([own]) => own === tag)?.[1] ?? 0
      return strength === 0 ? [] : [{ tag, points: strength * need }]
    })
    .toSorted((a, b) => b.points - a.points)
    .map(({ tag }) => [...model.tags].find(([known]) => known === tag)?.[1] ?? tag)
  return inEach(scene, ({ list, say }) => (tags.length === 0 ? say("word.ground.none") : list(tags)))
}

const because = (scene: Scene, criterion: string, branch: BranchId, group: GroupId): Text =>
  criterion === "strengths"
    ? meeting(scene, branch, group)
    : inEach(scene, ({ find }) => find(`word.ground.${criterion}`) ?? criterion)

const pairingFact = (scene: Scene): PairingFact | null => {
  const { district, model } = scene
  const current = district.pairing.current
  const proposal = current === undefined ? undefined : district.pairing.proposals.get(current.proposal)
  if (proposal === undefined) return null
  const { plan, problem } = proposal.content
  const points = new Map(plan.pairs.map((pair) => [`${pair.branch} ${pair.group}`, pair]))
  return {
    pairs: Pairing.inForce(district.pairing).map(({ branch, group }) => {
      const pair = points.get(`${branch} ${group}`)
      const led = model.groups.find(({ id }) => id === group)
      return {
        branch: model.branches.find(({ id }) => id === branch)?.name ?? same(scene, branch),
        group: led?.name ?? same(scene, group),
        purpose: led?.purpose ?? same(scene, group),
        points: pair?.points ?? 0,
        reasons: Object.entries(pair?.byCriterion ?? {})
          .filter(([, worth]) => worth !== 0)
          .toSorted(([, a], [, b]) => b - a)
          .map(([criterion, worth]) => ({
            criterion: inEach(scene, (words) => Names.say(words, Names.none, "criterion", criterion)),
            points: worth,
            because: because(scene, criterion, branch, group)
          }))
      }
    }),
    total: plan.total,
    proven: verify(problem, plan) === undefined,
    unique: plan.unique
  }
}

// ------------------------------------------------------------------------------------------------------------ coverage

const branchesAt = ({ model }: Scene, building: string | undefined): ReadonlyArray<Text> =>
  model.branches.flatMap(({ buildings, name }) => (buildings.some((id) => id === building) ? [name] : []))

const gapFact = (scene: Scene, { place }: Coverage.Missing): GapFact => ({
  building: place.label ?? place.building ?? "",
  unit: place.unit ?? "",
  branches: branchesAt(scene, place.building)
})

const tally = <K>(keys: Iterable<K>): ReadonlyMap<K, number> => {
  const counts = new Map<K, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

const missingOn = (scene: Scene, { asOf: on, gaps }: Coverage.Coverage): CoverageFact["onTheWay"][number] => {
  const branches = new Map(scene.model.branches.map(({ id, name }) => [id, name]))
  const byBuilding = tally(gaps.map(({ place }) => place.building ?? ""))
  const byBranch = tally(
    gaps.flatMap(({ place }) =>
      scene.model.branches.flatMap(({ buildings, id }) =>
        buildings.some((building) => building === place.building) ? [id] : []
      )
    )
  )
  return {
    on,
    missing: gaps.length,
    byBuilding: [...byBuilding].map(([building, missing]) => ({ building, missing })),
    byBranch: [...byBranch].map(([id, missing]) => ({ branch: branches.get(id) ?? same(scene, id), missing }))
  }
}

const standings = { met: "met", "not-met": "not met", "nothing-to-reach": "nothing to reach" } as const

/**
 * The days of a chart: the first day, every Sunday (because the numbers of a week are then complete), and the last day.
 */
const seriesDays = ({ asOf, from }: Scene): ReadonlyArray<Day.Day> => {
  const days = [from]
  for (let on = Day.add(Day.weekStart(from), 6); on < asOf; on = Day.add(on, 7)) if (on > from) days.push(on)
  return asOf > from ? [...days, asOf] : days
}

const coverageFacts = (scene: Scene): ReadonlyArray<CoverageFact> => {
  const { asOf, district, gaps: most = 200, known, model, onTheWay = [] } = scene
  const days = seriesDays(scene)
  // The state of the district on a day is computed once, and all rules use it.
  const wanted = [...new Set([...days, ...onTheWay])].toSorted((a, b) => a - b)
  const answers = new Map(
    wanted.map((on) => {
      const facts = District.factsOn(district, on, known)
      return [
        on,
        new Map(
          [...model.coverage].map(([id, rule]) => [
            id,
            Coverage.evaluate(rule, facts, on, { groupBy: "building" })
          ])
        )
      ] as const
    })
  )
  const answer = (rule: CoverageRule, on: Day.Day): Coverage.Coverage | undefined =>
    answers.get(on)?.get(rule.id)
  return [...model.coverage.values()].flatMap((rule) => {
    const now = answer(rule, asOf)
    const before = answer(rule, days[0] ?? asOf)
    if (now === undefined || before === undefined) return []
    return [
      {
        rule: rule.id,
        name: rule.name,
        of: rule.of,
        before: before.counts,
        now: now.counts,
        met: standings[now.standing],
        series: days.flatMap((on) => {
          const counts = answer(rule, on)?.counts
          return counts === undefined ? [] : [{ on, reached: counts.reached, eligible: counts.eligible }]
        }),
        byBuilding: now.groups.flatMap(({ counts, key }) =>
          key[0] === undefined ? [] : [{ building: key[0], counts }]
        ),
        gaps: now.gaps.slice(0, most).map((gap) => gapFact(scene, gap)),
        gapsNotListed: Math.max(0, now.gaps.length - most),
        onTheWay: onTheWay.flatMap((on) => {
          const then = answer(rule, on)
          return then === undefined || then.gaps.length === 0 ? [] : [missingOn(scene, then)]
        })
      }
    ]
  })
}

// --------------------------------------------------------------------------------------------------------------- cases

interface Spot {
  /** The id of the building. */
  readonly building: string | null
  readonly unit: string | null
}

const spotOf = ({ district: { registry } }: Scene, { subjects: [subject] }: Opened): Spot => {
  const id = subjectId(subject)
  const flat = (household: HouseholdId | undefined): Spot => {
    const found = household === undefined ? undefined : registry.households.get(household)
    return { building: found?.building ?? null, unit: found?.unit ?? null }
  }
  switch (subjectKind(subject)) {
    case "district":
      return { building: null, unit: null }
    case "building":
      return { building: id, unit: null }
    case "household":
      return flat(id as HouseholdId)
    case "resident":
      return flat(registry.residents.get(id as ResidentId)?.household)
  }
}

const label = ({ district: { registry } }: Scene, building: string | null): string | null =>
  building === null ? null : (registry.buildings.get(building as BuildingId)?.label ?? building)

/** A case that was opened by the day of the report, with its state and its entries at the end of that day. */
interface Told {
  readonly file: District.CaseFile
  readonly state: Opened
  readonly spot: Spot
  readonly playbook: Playbook
  /** The names for the sentences of a case. Names of its playbook come before names of the district. */
  readonly names: Names.Names
}

const casesOf = (scene: Scene): ReadonlyArray<Told> => {
  const { asOf, district, known } = scene
  return [...district.cases.values()].flatMap((file): ReadonlyArray<Told> => {
    const entries = Case.knownBy(file.entries, known).filter(({ event }) => event.on <= asOf)
    const state = Case.asOf(
      entries.map(({ event }) => event),
      asOf
    )
    if (state._tag === "Unopened") return []
    const playbook = District.playbookOf(district, state)?.playbook
    if (playbook === undefined) return []
    return [
      {
        file: { state, entries },
        state,
        spot: spotOf(scene, state),
        playbook,
        names: Names.firstOf(Names.ofPlaybook(playbook), scene.names)
      }
    ]
  })
}

const kindOf = (scene: Scene, { playbook }: Pick<Opened, "playbook">): Text =>
  scene.model.playbooks.get(playbook)?.playbook.name ?? same(scene, playbook)

const caseFact = (scene: Scene, { playbook: { stages }, spot, state }: Told): CaseFact => {
  const { ending, id, lineage, opened, playbook, relapses, stage } = state
  return {
    id,
    playbook,
    kind: kindOf(scene, state),
    stage: stages[stage]?.name ?? same(scene, stage),
    building: label(scene, spot.building),
    unit: spot.unit,
    open: isOpen(state),
    opened,
    relapses,
    reopens: lineage?.first ?? null,
    outcome:
      ending === undefined
        ? null
        : inEach(scene, (words) => Names.say(words, Names.none, "outcome", ending.outcome))
  }
}

const counts = (cases: ReadonlyArray<Told>) => ({
  all: cases.length,
  open: cases.filter(({ state }) => isOpen(state)).length,
  relapses: cases.reduce((sum, { state }) => sum + state.relapses, 0)
})

const byKind = (cases: ReadonlyArray<Told>): ReadonlyArray<readonly [string, ReadonlyArray<Told>]> =>
  [...Map.groupBy(cases, ({ state }) => state.playbook)].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))

const kindCounts = (scene: Scene, cases: ReadonlyArray<Told>) =>
  byKind(cases).map(([playbook, of]) => ({
    kind: kindOf(scene, { playbook }),
    ...counts(of)
  }))

const sentencesOf = (scene: Scene, { file, names }: Told): ReadonlyArray<Sentence> =>
  CaseSentence.timeline(file.entries.map(({ event }) => event)).map((sentence) => ({
    on: sentence.on,
    text: inEach(scene, (words) => CaseSentence.say(words, sentence, names))
  }))

const overdueFacts = (scene: Scene, cases: ReadonlyArray<Told>): ReadonlyArray<OverdueFact> =>
  cases
    .flatMap(({ names, spot, state }) => {
      const playbook = District.playbookOf(scene.district, state)
      if (playbook === undefined) return []
      return Case.deadlines(state, playbook, scene.calendar, scene.asOf)
        .filter(({ late }) => late > 0)
        .map(({ due, late, of, provisional }) => {
          const stage = playbook.playbook.stages[state.stage]?.name ?? state.stage
          return {
            case: state.id,
            kind: kindOf(scene, state),
            building: label(scene, spot.building),
            unit: spot.unit,
            what: inEach(scene, (words) =>
              of === "check"
                ? words.say("word.due.check", { check: Names.say(words, names, "check", "check") })
                : words.say(`word.due.${of}`, { stage })
            ),
            due,
            ...(provisional ? { provisional } : {}),
            daysLate: late
          }
        })
    })
    .toSorted((a, b) => b.daysLate - a.daysLate || (a.case < b.case ? -1 : 1))

const refusedFacts = (scene: Scene, cases: ReadonlyArray<Told>): ReadonlyArray<RefusedFact> =>
  cases.flatMap(({ file, names, playbook, spot, state }) =>
    file.entries.flatMap(({ event }) => {
      if (event._tag !== "StepRefused") return []
      const [first, ...others] = event.reasons.map((reason) =>
        inEach(scene, (words) => Reason.say(words, reason, names))
      )
      return first === undefined
        ? []
        : [
            {
              case: state.id,
              on: event.on,
              step: playbook.steps[event.step]?.name ?? same(scene, event.step),
              building: label(scene, spot.building),
              unit: spot.unit,
              reasons: [first, ...others] as const
            }
          ]
    })
  )

// ----------------------------------------------------------------------------------------------------------- buildings

interface Dwellers {
  readonly households: number
  readonly residents: number
  readonly aged60: number
  /** Residents whose age is not known well enough to say whether they are 60 or older. */
  readonly ageUnknown: number
  readonly livingAlone: number
}

/** Whether a resident is 60 or older on a day. `undefined` if what is known of the birth leaves it open. */
const isAged60 = (stay: Stay, on: Day.Day): boolean | undefined => {
  const days = possibleDays(stay)
  if (days === undefined) return undefined
  const [oldest, youngest] = [Day.yearsUntil(days.from, on) >= 60, Day.yearsUntil(days.until, on) >= 60]
  return oldest === youngest ? oldest : undefined
}

const dwellersOf = ({ asOf, registry }: Scene): ReadonlyMap<BuildingId, Dwellers> => {
  const counts = new Map<BuildingId, Dwellers>()
  for (const { building, id } of householdsOn(registry, asOf)) {
    const members = residentsOf(registry, id, asOf)
    const before = counts.get(building) ?? nobody
    const elders = members.filter((member) => isAged60(member, asOf) === true).length
    const open = members.filter((member) => isAged60(member, asOf) === undefined).length
    counts.set(building, {
      households: before.households + 1,
      residents: before.residents + members.length,
      aged60: before.aged60 + elders,
      ageUnknown: before.ageUnknown + open,
      livingAlone: before.livingAlone + (members.length === 1 ? elders : 0)
    })
  }
  return counts
}

const nobody: Dwellers = { households: 0, residents: 0, aged60: 0, ageUnknown: 0, livingAlone: 0 }

const buildingFacts = (scene: Scene, cases: ReadonlyArray<Told>): ReadonlyArray<BuildingFact> => {
  const dwellers = dwellersOf(scene)
  const at = Map.groupBy(cases, ({ spot }) => spot.building)
  return [...scene.registry.buildings.values()].map(({ id, label }: Building) => {
    const own = at.get(id) ?? []
    const { ageUnknown, ...counts } = dwellers.get(id) ?? nobody
    return {
      id,
      label,
      ...counts,
      ...(ageUnknown === 0 ? {} : { ageUnknown }),
      cases: kindCounts(scene, own),
      file: own
        .filter(({ state }) => subjectKind(state.subjects[0]) === "building")
        .flatMap((one) => sentencesOf(scene, one))
        .toSorted((a, b) => a.on - b.on)
    }
  })
}

const groupFacts = (scene: Scene, cases: ReadonlyArray<Told>): ReadonlyArray<GroupFact> => {
  const overdue = new Set(overdueFacts(scene, cases).map((late) => late.case))
  const led = Map.groupBy(cases, ({ state }) => state.group)
  return scene.model.groups.map(({ id, name, purpose }) => {
    const own = led.get(id) ?? []
    const open = own.filter(({ state }) => isOpen(state)).length
    return {
      id,
      name,
      purpose,
      ledBy: Pairing.leads(scene.district.pairing, id).map(
        (branch) => scene.model.branches.find((known) => known.id === branch)?.name ?? same(scene, branch)
      ),
      open,
      closed: own.length - open,
      overdue: own.filter(({ state }) => overdue.has(state.id)).length
    }
  })
}

/**
 * Computes the facts of a district on a day. Returns `undefined` if the district has no model yet.
 *
 * @category facts
 */
export const factsOf = (district: District.District, options: FactsOptions): Facts | undefined => {
  const { model } = district
  if (model === undefined) return undefined
  const {
    asOf,
    cases: listed = 60,
    from,
    known,
    notices = new Map(),
    texts = Texts.builtIn,
    timelines = []
  } = options
  const calendar = District.calendarOn(district, asOf)
  const scene: Scene = {
    ...options,
    district,
    model,
    registry: District.registryOn(district, asOf, known),
    calendar,
    names: Names.ofDistrict(district),
    all: Texts.wordsInEach(texts, model.languages)
  }
  const end = calendarEnd({ ...model, calendar }, asOf)
  const cases = casesOf(scene)
  const buildings = buildingFacts(scene, cases)
  const sum = (count: (building: BuildingFact) => number) =>
    buildings.reduce((total, building) => total + count(building), 0)
  const unsure = sum(({ ageUnknown = 0 }) => ageUnknown)
  return {
    district: { id: model.id, name: model.name },
    ...(model.languages.length === 0 ? {} : { languages: model.languages }),
    provenance: model.provenance ?? null,
    from,
    asOf,
    ...(known === undefined ? {} : { known }),
    residents: sum(({ residents }) => residents),
    aged60: sum(({ aged60 }) => aged60),
    ...(unsure === 0 ? {} : { ageUnknown: unsure }),
    households: sum(({ households }) => households),
    entries: district.position,
    ...(end === undefined ? {} : { calendarEnd: { until: end.until ?? null, year: end.year } }),
    pairing: pairingFact(scene),
    coverage: coverageFacts(scene),
    buildings,
    groups: groupFacts(scene, cases),
    cases: byKind(cases)
      .filter(([, of]) => of.length <= listed)
      .flatMap(([, of]) => of.map((one) => caseFact(scene, one))),
    caseCounts: kindCounts(scene, cases),
    timelines: timelines.flatMap((id) =>
      cases
        .filter(({ state }) => state.id === id)
        .map((one) => ({ case: id, title: kindOf(scene, one.state), sentences: sentencesOf(scene, one) }))
    ),
    overdue: overdueFacts(scene, cases),
    refused: refusedFacts(scene, cases),
    notices: [
      ...[...model.notices].filter(([, { digest }]) => digest === undefined),
      ...Object.entries(model.noticeHours.digests)
    ].map(([id, { name }]) => ({
      rule: name,
      sent: notices.get(id) ?? 0
    }))
  }
}
