/**
 * Coverage is the answer to a coverage rule on a day. It lists which members had to be reached, which were reached,
 * which are excluded and why, which are unknown, and which are missing. Lists are in walking order (by door).
 *
 * This is the simple implementation: it looks at each member of the population once, and decides on each member
 * separately. For a district this takes milliseconds. For a whole city, the package `coverage-index` returns the same
 * answers faster.
 */
import { type Day, add } from "../kernel/Day.ts"
import {
  householdOf,
  membersIn,
  type Population,
  type Scene,
  scene as sceneOf,
  type Thing
} from "../place/Facts.ts"
import { buildingOfThing } from "../place/Fields.ts"
import type { RuleId } from "../place/Id.ts"
import type { Household } from "../place/Registry.ts"
import * as Selector from "../place/Selector.ts"
import type { Subject } from "../place/Subject.ts"
import { calendar } from "../place/Window.ts"
import { emptyTally, type Figures, figures, type Status, type Tally } from "./Counts.ts"
import type { CoverageFacts } from "./CoverageFacts.ts"
import { type Counted, type CoverageRule, isCounted, type Reach, type ReasonId } from "./CoverageRule.ts"
import { type Exclusion, holds } from "./Exclusion.ts"
import { idOf, lapseOf, markedDays, type Marks, marksOf, subjectsOf, windowOf } from "./Marks.ts"
import type { Grouping } from "./Target.ts"
import { compareLabels } from "./Walk.ts"

export type { CoverageFacts } from "./CoverageFacts.ts"
export type { Figures, Status } from "./Counts.ts"

/** Where a member lives or is: the building, floor and flat. */
export interface Place {
  readonly building?: string
  /** The label on the door of the building, such as `2号`. */
  readonly label?: string
  readonly floor?: number
  readonly unit?: string
  readonly household?: string
}

/** One member of the population (the residents, households, buildings, cases or pairs) of a coverage rule. */
export interface Member {
  /** The id of the resident, household, building or case. The id of a companion pair is `volunteer~elder~first day`. */
  readonly id: string
  readonly subject?: Subject
  readonly place: Place
}

/** A member who is reached, with the ledger entries that prove it. */
export interface Reached extends Member {
  /**
   * The ledger positions of the entries that prove that the member was reached, in order. Empty if the rule does not
   * count contacts, but checks a property of the member.
   */
  readonly proof: ReadonlyArray<number>
  /** The first day on which the member does not count as reached any more. Missing if the proof counts permanently. */
  readonly lapses?: Day
}

/** A member who is not reached yet: a gap. */
export interface Missing extends Member {
  /**
   * The day of the last contact with the missing member. This contact would count if it were more recent, or if there
   * were enough such contacts.
   */
  readonly last?: Day
  /**
   * The number of further contacts, each on a separate day, that are needed to reach the member. `undefined` if no
   * contact can reach the member.
   */
  readonly wants?: number
}

/** A member who is excluded from the rule on the day, and why. Excluded members are not counted. */
export interface Excluded extends Member {
  readonly reason: ReasonId
  /** The ledger position of the entry that grants the exclusion of the member. */
  readonly source: number
}

/**
 * The answer to a coverage rule on a day.
 *
 * @category models
 */
export interface Coverage extends Figures {
  readonly rule: RuleId
  readonly asOf: Day
  /** The period in which contacts count, if the rule has one. A calendar period, such as a month, may end after `asOf`. */
  readonly window?: { readonly from: Day; readonly until: Day }
  /** The members who still have to be reached, in walking order. */
  readonly gaps: ReadonlyArray<Missing>
  readonly reached: ReadonlyArray<Reached>
  readonly excluded: ReadonlyArray<Excluded>
  readonly unknown: ReadonlyArray<Member>
}

// -------------------------------------------------------------------------------------------------------- members

const householdOfThing = (population: Population, thing: Thing, { places }: Scene): Household | undefined => {
  if (population === "households") return thing as Household
  const [subject] = subjectsOf(population, thing)
  const id = subject === undefined ? undefined : householdOf(places, subject)
  return id === undefined ? undefined : places.households.get(id)
}

/** Makes a member of a population from a resident, household, building, case or pair. */
export const memberOf = (population: Population, thing: Thing, scene: Scene): Member => {
  const household = householdOfThing(population, thing, scene)
  const building = buildingOfThing(population, thing, scene) ?? undefined
  const [subject] = subjectsOf(population, thing)
  return {
    id: idOf(population, thing),
    ...(subject === undefined ? {} : { subject }),
    place: {
      ...(building === undefined ? {} : { building: building.id, label: building.label }),
      ...(household === undefined
        ? {}
        : { floor: household.floor, unit: household.unit, household: household.id })
    }
  }
}

// -------------------------------------------------------------------------------------------------------- reaching

/**
 * What was found for a member: whether the member is reached, the entries that prove it, until which day they count,
 * and the day of the last contact.
 */
export interface Finding {
  readonly answer: Selector.Answer
  readonly proof: ReadonlyArray<number>
  readonly lapses: Day | undefined
  /**
   * The first day on which the answer for this member may change without a new entry, because a contact is then too old
   * to count.
   */
  readonly turns: Day | undefined
  readonly last: Day | undefined
  /**
   * The number of further contacts that are needed to reach the member. 0 if the member is reached. `undefined` if no
   * contact can reach the member.
   */
  readonly wants: number | undefined
}

/** A function that decides whether one member of a population is reached under a rule. */
export type Judge = (thing: Thing) => Finding

const later = (a: Day | undefined, b: Day | undefined): Day | undefined =>
  a === undefined ? b : b === undefined || b < a ? a : b

const countedJudge = (counted: Counted, population: Population, scene: Scene, marks: Marks): Judge => {
  const times = counted.times ?? 1
  const first = windowOf(counted, scene.asOf)?.from ?? Number.NEGATIVE_INFINITY
  const daysOf = markedDays(counted, population, scene, marks)
  return (thing) => {
    const latest = daysOf(thing)
    const last = latest[0]?.[0]
    const least = latest.at(-1)?.[0]
    if (latest.length < times || least === undefined || least < first) {
      const wants = times - latest.filter(([on]) => on >= first).length
      return { answer: false, proof: [], lapses: undefined, turns: undefined, last, wants }
    }
    const lapses = lapseOf(counted, least)
    const proof = latest.map(([, source]) => source).sort((a, b) => a - b)
    return { answer: true, proof, lapses, turns: lapses, last, wants: 0 }
  }
}

const earlier = (a: Day | undefined, b: Day | undefined): Day | undefined =>
  a === undefined ? b : b === undefined || a < b ? a : b

// If a member is reached in several alternative ways, the member stays reached until none of these ways counts any
// more.
const lapseOfAny = (findings: ReadonlyArray<Finding>): Day | undefined => {
  const holding = findings.filter(({ answer }) => answer === true)
  return holding.some(({ lapses }) => lapses === undefined)
    ? undefined
    : holding.reduce<Day | undefined>((most, { lapses }) => later(most, lapses), undefined)
}

const sumOf = (counts: ReadonlyArray<number | undefined>): number | undefined =>
  counts.reduce<number | undefined>(
    (sum, count) => (sum === undefined || count === undefined ? undefined : sum + count),
    0
  )
const leastOf = (counts: ReadonlyArray<number | undefined>): number | undefined =>
  counts.reduce(
    (least, count) => (least === undefined || (count !== undefined && count < least) ? count : least),
    undefined
  )

/**
 * Makes the function that decides whether a member is reached. The scene contains the facts to which selectors are
 * applied, and the day of the question.
 */
export const judge = (reach: Reach, population: Population, scene: Scene, marks: Marks): Judge => {
  if (isCounted(reach)) return countedJudge(reach, population, scene, marks)
  if (reach.is !== undefined) {
    const selector = Selector.sound(population, reach.is)
    return (thing) => {
      const answer = Selector.matches(selector, population, thing, scene)
      const wants = answer === true ? 0 : undefined
      return { answer, proof: [], lapses: undefined, turns: undefined, last: undefined, wants }
    }
  }
  const whole = reach.all !== undefined
  const judges = (reach.all ?? reach.any ?? []).map((part) => judge(part, population, scene, marks))
  return (thing) => {
    const findings = judges.map((ask) => ask(thing))
    const answers = findings.map(({ answer }) => answer)
    const decided = whole ? answers.includes(false) : answers.includes(true)
    const answer = decided ? !whole : answers.includes(null) ? null : whole
    const proof = new Set(answer === true ? findings.flatMap((finding) => finding.proof) : [])
    const turns = findings.reduce<Day | undefined>(
      (first, finding) => earlier(first, finding.turns),
      undefined
    )
    return {
      answer,
      proof: [...proof].sort((a, b) => a - b),
      lapses: answer !== true ? undefined : whole ? turns : lapseOfAny(findings),
      turns,
      last: findings.reduce<Day | undefined>((last, finding) => later(last, finding.last), undefined),
      wants: (whole ? sumOf : leastOf)(findings.map((finding) => finding.wants))
    }
  }
}

/** Compares two members by their place in walking order: building, floor, flat. */
export const byPlace = (a: Member, b: Member): number =>
  compareLabels(a.place.label ?? "\u{10ffff}", b.place.label ?? "\u{10ffff}") ||
  (a.place.floor ?? 0) - (b.place.floor ?? 0) ||
  compareLabels(a.place.unit ?? "", b.place.unit ?? "") ||
  compareLabels(a.id, b.id)

/**
 * Facts about one day, prepared for computing the answers to many rules.
 *
 * @category models
 */
export interface Prepared {
  readonly facts: CoverageFacts
  readonly scene: Scene
  readonly marks: Marks
}

/** Prepares the facts about one day for many rules. */
const prepare = (facts: CoverageFacts, asOf: Day): Prepared => ({
  facts,
  scene: sceneOf(facts, asOf),
  marks: marksOf(facts)
})

/** A member of the population that the rule selects, and its status with the reasons. */
interface Verdict {
  readonly thing: Thing
  readonly status: Status
  readonly finding: Finding
  readonly exclusion: Exclusion | undefined
}

/**
 * Finds the status of each member that a rule selects, and passes it to `visit`. Members that the rule does not select
 * are left out. The status of every other member is the first of these that applies: reached; excluded, for a reason
 * that is valid on the day; unknown, if missing data decide whether the rule selects the member or whether the member is
 * reached; missing. So an exclusion has priority over unknown data, but never changes a reached member.
 */
const visitMembers = (
  rule: CoverageRule,
  { facts, marks, scene }: Prepared,
  visit: (verdict: Verdict) => void
): void => {
  const population = rule.of
  const where = rule.where === undefined ? Selector.everyone : Selector.sound(population, rule.where)
  const judgeOf = judge(rule.reached, population, scene, marks)
  const exclusions = exclusionsInForce(rule, facts.exclusions, scene.asOf)
  const exclusionOf = (thing: Thing): Exclusion | undefined => {
    if (exclusions.size === 0) return undefined
    for (const subject of subjectsOf(population, thing)) {
      const found = exclusions.get(subject)
      if (found !== undefined) return found
    }
    return undefined
  }
  for (const thing of membersIn(population, facts, scene.asOf)) {
    const meant = Selector.matches(where, population, thing, scene)
    if (meant === false) continue
    const finding = judgeOf(thing)
    const exclusion = exclusionOf(thing)
    const status =
      meant === true && finding.answer === true
        ? "reached"
        : exclusion !== undefined
          ? "excluded"
          : meant === null || finding.answer === null
            ? "unknown"
            : "missing"
    visit({ thing, status, finding, exclusion })
  }
}

const tallyIn = (tallies: Map<string, Tally>, building: string): Tally => {
  const known = tallies.get(building)
  if (known !== undefined) return known
  const tally = emptyTally()
  tallies.set(building, tally)
  return tally
}

/** How an answer is computed. */
interface Options {
  /** By which parts of the district the numbers are broken down. Default: as the rule says. */
  readonly groupBy?: Grouping
}

/**
 * Computes the answer to a rule from facts that were prepared for a day.
 *
 * @category evaluation
 */
const answer = (rule: CoverageRule, prepared: Prepared, { groupBy }: Options = {}): Coverage => {
  const { facts, scene } = prepared
  const reached: Array<Reached> = []
  const gaps: Array<Missing> = []
  const excluded: Array<Excluded> = []
  const unknown: Array<Member> = []
  const tallies = new Map<string, Tally>()
  visitMembers(rule, prepared, ({ exclusion, finding, status, thing }) => {
    const member = memberOf(rule.of, thing, scene)
    tallyIn(tallies, member.place.building ?? "")[status]++
    if (status === "reached") {
      const { proof, lapses } = finding
      reached.push({ ...member, proof, ...(lapses === undefined ? {} : { lapses }) })
    } else if (exclusion !== undefined) {
      excluded.push({ ...member, reason: exclusion.reason, source: exclusion.source })
    } else if (status === "unknown") unknown.push(member)
    else {
      const { last, wants } = finding
      gaps.push({
        ...member,
        ...(last === undefined ? {} : { last }),
        ...(wants === undefined ? {} : { wants })
      })
    }
  })
  const window = windowOf(rule.reached, scene.asOf)
  return {
    rule: rule.id,
    asOf: scene.asOf,
    ...(window === undefined ? {} : { window }),
    ...figures(rule, tallies, facts, groupBy),
    gaps: gaps.sort(byPlace),
    reached: reached.sort(byPlace),
    excluded: excluded.sort(byPlace),
    unknown: unknown.sort(byPlace)
  }
}

/**
 * The numbers in the answer to a coverage rule on a day, without the lists of members.
 *
 * @category models
 */
export interface CoverageFigures extends Figures {
  readonly rule: RuleId
  readonly asOf: Day
}

const countMembers = (rule: CoverageRule, prepared: Prepared, { groupBy }: Options): CoverageFigures => {
  const { facts, scene } = prepared
  const tallies = new Map<string, Tally>()
  visitMembers(rule, prepared, ({ status, thing }) => {
    tallyIn(tallies, buildingOfThing(rule.of, thing, scene)?.id ?? "")[status]++
  })
  return { rule: rule.id, asOf: scene.asOf, ...figures(rule, tallies, facts, groupBy) }
}

/**
 * The exclusion of each subject (person or place) that is valid on a day. If several exclusions are valid, the one that
 * was granted first.
 */
const exclusionsInForce = (
  rule: CoverageRule,
  exclusions: ReadonlyArray<Exclusion>,
  asOf: Day
): ReadonlyMap<string, Exclusion> => {
  const found = new Map<string, Exclusion>()
  for (const exclusion of exclusions) {
    if (!holds(exclusion, rule, asOf)) continue
    const known = found.get(exclusion.subject)
    if (known === undefined || exclusion.source < known.source) found.set(exclusion.subject, exclusion)
  }
  return found
}

/**
 * Questions about one day, for which the facts were prepared.
 *
 * @category models
 */
export interface Questions {
  readonly evaluate: (rule: CoverageRule) => Coverage
  /** Computes only the numbers in the answer. This takes less time than `evaluate`. */
  readonly count: (rule: CoverageRule) => CoverageFigures
}

/**
 * Prepares facts for questions about several coverage rules on the same day.
 *
 * @category evaluation
 */
export const onDay = (facts: CoverageFacts, asOf: Day, options: Options = {}): Questions => {
  const prepared = prepare(facts, asOf)
  return {
    evaluate: (rule) => answer(rule, prepared, options),
    count: (rule) => countMembers(rule, prepared, options)
  }
}

/**
 * Computes the answer to a coverage rule on a day.
 *
 * @category evaluation
 */
export const evaluate = (
  rule: CoverageRule,
  facts: CoverageFacts,
  asOf: Day,
  options: Options = {}
): Coverage => onDay(facts, asOf, options).evaluate(rule)

/** Computes the answers to several coverage rules on the same day. The facts are prepared only once. */
export const evaluateAll = (
  rules: ReadonlyArray<CoverageRule>,
  facts: CoverageFacts,
  asOf: Day,
  options: Options = {}
): ReadonlyArray<Coverage> => rules.map(onDay(facts, asOf, options).evaluate)

/**
 * The last days of all periods of a rule that overlap the time from `from` to `until`. Evaluate the rule on each of
 * these days to get the coverage of each period. The periods are the calendar periods, such as weeks or quarters, that the rule
 * requires. Default: months.
 */
export const periodEnds = (rule: CoverageRule, from: Day, until: Day): ReadonlyArray<Day> => {
  const unit = rule.reached.each ?? "month"
  const ends: Array<Day> = []
  for (let on = from; on <= until;) {
    const period = calendar(on, unit)
    ends.push(period.until < until ? period.until : until)
    on = add(period.until, 1)
  }
  return ends
}
