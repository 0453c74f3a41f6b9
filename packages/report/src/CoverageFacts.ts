/** The coverage rules of a district: their counts over the period, and which members are missing where. */
import { kind as subjectKind } from "@liulinhui/core/Registry"
import * as Coverage from "@liulinhui/core/Coverage"
import type { CoverageRule } from "@liulinhui/core/Coverage"
import * as Day from "@liulinhui/core/Day"
import * as District from "@liulinhui/core/District"
import type { CaseId } from "@liulinhui/core/Id"
import type { Text } from "@liulinhui/core/Text"
import type { Counts, CoverageFact, GapFact } from "./Facts.ts"
import * as Masking from "./Masking.ts"
import { same, type Scene } from "./Scene.ts"

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

const standings = { met: "met", "not-met": "not met", "nothing-to-reach": "nothing to reach" } as const

/**
 * The days for which counts are drawn: the first day, each Sunday (when the figures of a week are complete), and the
 * last day.
 */
const seriesDays = ({ asOf, from }: Scene): ReadonlyArray<Day.Day> => {
  const days = [from]
  for (let on = Day.add(Day.weekStart(from), 6); on < asOf; on = Day.add(on, 7)) if (on > from) days.push(on)
  return asOf > from ? [...days, asOf] : days
}

/**
 * The day with which the figures of the last week are compared: seven days before the report, but not before the
 * period.
 */
export const weekBefore = ({ asOf, from }: Pick<Scene, "asOf" | "from">): Day.Day => {
  const before = Day.add(asOf, -7)
  return before < from ? from : before
}

/**
 * Whether a case is about a person or a household. Cases about buildings are not personal, unless their playbook is
 * confidential.
 */
const isPersonalCase = ({ district, model }: Scene, { id, subject }: Coverage.Member): boolean => {
  // The cast is safe: a member of a rule about cases is a case.
  const state = district.cases.get(id as CaseId)?.state
  const kind = subject === undefined ? undefined : subjectKind(subject)
  const isPublic = kind === "building" || kind === "district"
  return !isPublic || (state?._tag === "Opened" && model.noticeHours.confidential.includes(state.playbook))
}

/** The answers to all rules on a day, in the order of the rules. */
interface DayAnswers {
  readonly counted: ReadonlyArray<Coverage.CoverageFigures>
  /** The answers with the lists of members. `undefined` if only the counts are needed on the day. */
  readonly listed: ReadonlyArray<Coverage.Coverage | undefined>
  /** Whether the rule counts a person, a household, or a case about one of them. */
  readonly personal: ReadonlyArray<boolean>
}

/** The answers to all rules on a day. `listed`: whether the lists of members are needed. */
const answersOn = (
  scene: Scene,
  facts: Coverage.CoverageFacts,
  on: Day.Day,
  rules: ReadonlyArray<CoverageRule>,
  isListed: boolean
): DayAnswers => {
  const { count, evaluate } = Coverage.onDay(facts, on, { groupBy: "building" })
  // Whether a case is personal follows from its subjects, which only the list of members has.
  const listed = rules.map((rule) => (isListed || rule.of === "cases" ? evaluate(rule) : undefined))
  const counted = rules.map((rule, at) => listed[at] ?? count(rule))
  const personal = rules.map(({ of }, at) => {
    if (of !== "cases") return of !== "buildings" && (counted[at]?.counts.eligible ?? 0) > 0
    const { excluded = [], gaps = [], reached = [], unknown = [] } = listed[at] ?? {}
    return [...excluded, ...gaps, ...reached, ...unknown].some((member) => isPersonalCase(scene, member))
  })
  return { counted, listed, personal }
}

/** What the readers may see in the answers to a rule. */
interface Sight {
  /** Whether members and exact counts in a building may be shown. */
  readonly sees: (building: string | undefined) => boolean
  readonly counts: (answer: Coverage.CoverageFigures) => Counts
}

const sightOf = ({ reader: { exact, seesPeople } }: Scene, isPersonal: boolean): Sight => {
  if (exact || !isPersonal) {
    return { sees: () => true, counts: ({ counts }) => Masking.exactly(counts) }
  }
  return {
    sees: (building) => building !== undefined && seesPeople(building),
    counts: ({ counts, groups }) => {
      const seen = { eligible: 0, reached: 0, missing: 0, excluded: 0, unknown: 0 }
      for (const group of groups) {
        if (group.key[0] === undefined || !seesPeople(group.key[0])) continue
        seen.eligible += group.counts.eligible
        seen.reached += group.counts.reached
        seen.missing += group.counts.missing
        seen.excluded += group.counts.excluded
        seen.unknown += group.counts.unknown
      }
      return Masking.counts(counts, seen)
    }
  }
}

const missingOn = (
  scene: Scene,
  { counts, sees }: Sight,
  answer: Coverage.Coverage
): CoverageFact["onTheWay"][number] => {
  const { asOf: on } = answer
  const branches = new Map(scene.model.branches.map(({ id, name }) => [id, name]))
  const gaps = answer.gaps.filter(({ place }) => sees(place.building))
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
    missing: counts(answer).missing,
    byBuilding: [...byBuilding].map(([building, missing]) => ({ building, missing })),
    byBranch: [...byBranch].map(([id, missing]) => ({ branch: branches.get(id) ?? same(scene, id), missing }))
  }
}

/** The counts to draw. Empty if one of these counts is masked (hidden), because the others would reveal it. */
const seriesOf = (
  answers: ReadonlyArray<Coverage.CoverageFigures>,
  { counts }: Sight
): CoverageFact["series"] => {
  const points = answers.flatMap((answer) => {
    const { due, reached } = counts(answer)
    return typeof due === "number" && typeof reached === "number" ? [{ on: answer.asOf, reached, due }] : []
  })
  return points.length === answers.length ? points : []
}

const coverageFact = (
  scene: Scene,
  rule: CoverageRule,
  at: number,
  days: ReadonlyMap<Day.Day, DayAnswers>
): CoverageFact | undefined => {
  const { asOf, gaps: most = 200, onTheWay = [] } = scene
  const series = seriesDays(scene).flatMap((on) => days.get(on)?.counted[at] ?? [])
  const [before] = series
  const now = days.get(asOf)?.listed[at]
  const weekAgo = days.get(weekBefore(scene))?.counted[at]
  if (before === undefined || now === undefined || weekAgo === undefined) return undefined
  const between = onTheWay
    .flatMap((on) => days.get(on)?.listed[at] ?? [])
    .filter(({ gaps }) => gaps.length > 0)
  const shown = [...series, weekAgo, ...between]
  const sight = sightOf(
    scene,
    shown.some((answer) => days.get(answer.asOf)?.personal[at] === true)
  )
  const counts = sight.counts(now)
  const seen = now.gaps.filter(({ place }) => sight.sees(place.building))
  const listed = seen.slice(0, most)
  return {
    rule: rule.id,
    name: rule.name,
    of: rule.of,
    before: sight.counts(before),
    weekAgo: sight.counts(weekAgo),
    now: counts,
    met: standings[now.standing],
    metWeekAgo: standings[weekAgo.standing],
    series: seriesOf(series, sight),
    byBuilding: now.groups.flatMap(({ counts: own, key: [building] }) =>
      building === undefined || !sight.sees(building) ? [] : [{ building, counts: Masking.exactly(own) }]
    ),
    gaps: listed.map((gap) => gapFact(scene, gap)),
    gapsNotListed: typeof counts.missing === "number" ? counts.missing - listed.length : counts.missing,
    onTheWay: between.map((answer) => missingOn(scene, sight, answer))
  }
}

/**
 * The coverage rules of the model, in the order of the model. The facts of a day are computed once for all rules. On
 * most days of the period, only the counts are needed.
 */
export const coverageFacts = (scene: Scene): ReadonlyArray<CoverageFact> => {
  const { asOf, district, known, model, onTheWay = [] } = scene
  const rules = [...model.coverage.values()]
  const factsOn = District.factsBy(district, known)
  const listed = new Set([asOf, ...onTheWay])
  const wanted = [...new Set([...seriesDays(scene), weekBefore(scene), ...onTheWay])].toSorted(
    (a, b) => a - b
  )
  const days = new Map(
    wanted.map((on) => [on, answersOn(scene, factsOn(on), on, rules, listed.has(on))] as const)
  )
  return rules.flatMap((rule, at) => coverageFact(scene, rule, at, days) ?? [])
}
