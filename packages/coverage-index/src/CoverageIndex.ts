/**
 * Coverage kept up to date: registry changes, contacts, cases, pairs, exclusions and the passing of days come in one by
 * one, and at every moment the counts and gaps are those that {@link "Coverage"} would compute anew. It is for a city,
 * or for a screen that follows a district live; a district that asks now and then needs only `evaluate`.
 *
 * Who lives where and what was done stand in columns (`internal/Store`, `internal/Latest`). A contact touches the row of
 * its subject only. A new day touches who has a birthday that counts, whose contacts lapse, and what was announced for
 * that day. Changes of the registry are judged again for the member and, where a rule sees that far, for the household
 * or the building around it. Cases and pairs, of which there are few, are kept as they come.
 *
 * Days lie between 1900 and 2079.
 */
import { add as addDays, type Day } from "@liulinhui/core/kernel/Day"
import {
  type Areas,
  type CaseFact,
  isPaired,
  type Mark,
  pairId,
  type PairFact,
  type Population,
  type Scene,
  type Thing
} from "@liulinhui/core/place/Facts"
import { buildingOfThing } from "@liulinhui/core/place/Fields"
import type {
  ActorId,
  BuildingId,
  ContactKind,
  HouseholdId,
  ResidentId,
  RuleId
} from "@liulinhui/core/place/Id"
import {
  type Building,
  fold,
  type Household,
  type RegistryEvent,
  type Stay
} from "@liulinhui/core/place/Registry"
import * as Selector from "@liulinhui/core/place/Selector"
import { id as idOf, kind as kindOf, type Subject } from "@liulinhui/core/place/Subject"
import { endOf, startOf } from "@liulinhui/core/place/Window"
import { Agenda } from "./internal/Agenda.ts"
import * as Bits from "./internal/Bits.ts"
import * as Days from "./internal/Days.ts"
import { Histories, withResident } from "./internal/Histories.ts"
import { type Scope, scopeOf, type Threshold, thresholdsIn } from "./internal/Sight.ts"
import { DayList, Store, type Watched, type WatchedColumn } from "./internal/Store.ts"
import { columnsOf, holds as inColumns } from "./internal/StoreColumns.ts"
import { Roll } from "./internal/Roll.ts"
import { type Standing, standing, Tallies } from "./internal/Tallies.ts"
import { type Audience, isReached, type Place, Tracks } from "./internal/Tracks.ts"
import {
  byPlace,
  type Excluded,
  type Judge,
  judge,
  type Member,
  memberOf
} from "@liulinhui/core/coverage/Coverage"
import type { Columns } from "./CoverageColumns.ts"
import { type Figures, figures, type Status } from "@liulinhui/core/coverage/Counts"
import type { CoverageEvent } from "@liulinhui/core/coverage/CoverageEvent"
import {
  countedIn,
  type CoverageRule,
  isCounted,
  type Reach,
  selectorsIn
} from "@liulinhui/core/coverage/CoverageRule"
import { compile, latestSince, meaning } from "./CoverageScan.ts"
import { type Exclusion, end as endOfExclusion, holds } from "@liulinhui/core/coverage/Exclusion"
import { type Marked, subjectsOf } from "@liulinhui/core/coverage/Marks"
import type { Grouping } from "@liulinhui/core/coverage/Target"

const isPlace = (population: Population): population is Place =>
  population !== "cases" && population !== "pairs"

const truth = (answer: Selector.Answer): number => (answer === true ? 1 : answer === null ? 2 : 0)

const grown = (data: Uint8Array, rows: number): Uint8Array => {
  const next = new Uint8Array(rows)
  next.set(data)
  return next
}

/** A state that has to hold, and its answer for each row: 0 no, 1 yes, 2 not known. */
interface State {
  readonly selector: Selector.Selector
  answers: Uint8Array
}

/** A rule over residents, households or buildings. */
interface PlaceRule {
  readonly rule: CoverageRule
  readonly population: Place
  readonly where: Selector.Selector
  readonly scope: Scope
  readonly states: Array<State>
  /** Whether a row is reached, from the windows and states: 0 no, 1 yes, 2 not known. */
  readonly reach: (row: number) => number
  /** The roll of its population, and its number in it. */
  readonly roll: Roll
  readonly number: number
  /** The exclusions of a row, in force or not. */
  readonly exclusions: Map<number, ReadonlyArray<Exclusion>>
}

interface ThingMember {
  readonly thing: CaseFact | PairFact
  readonly stands: Standing
  readonly building: number
}

/** A rule over cases or pairs. */
interface ThingRule {
  readonly rule: CoverageRule
  readonly population: "cases" | "pairs"
  readonly where: Selector.Selector
  readonly scope: Scope
  judge: Judge
  readonly members: Map<string, ThingMember>
  readonly tallies: Tallies
  /** The exclusions of a subject, in force or not. */
  readonly exclusions: Map<string, ReadonlyArray<Exclusion>>
}

/** What a change concerns, to be judged again. */
interface Touched {
  readonly residents: Set<number>
  readonly households: Set<number>
  readonly buildings: Set<number>
  readonly cases: Set<string>
  readonly pairs: Set<string>
}

const nothing = (): Touched => ({
  residents: new Set(),
  households: new Set(),
  buildings: new Set(),
  cases: new Set(),
  pairs: new Set()
})

const include = (sets: Map<string, Set<string>>, key: string, id: string): void => {
  const set = sets.get(key)
  if (set === undefined) sets.set(key, new Set([id]))
  else set.add(id)
}

/** The column of days that a threshold is counted from, where it is one of residents. */
const watchedBy = ({ population, field }: Threshold): WatchedColumn | undefined => {
  if (population !== "residents") return undefined
  switch (field) {
    case "age":
      return "birth"
    case "partyYears":
      return "partySince"
    case "livesHere":
      return "since"
    default:
      return undefined
  }
}

/** A kind of contact, looked up once so that many contacts of it can be told. */
export interface KindHandle {
  readonly kind: ContactKind
  readonly audience: Audience
}

/**
 * An index over rules.
 *
 * @example
 * ```ts
 * import { CoverageIndex } from "@liulinhui/coverage-index/CoverageIndex"
 * import { CoverageRule } from "@liulinhui/core/coverage/CoverageRule"
 * import * as Day from "@liulinhui/core/kernel/Day"
 * import { BuildingId, ContactKind, HouseholdId, RuleId } from "@liulinhui/core/place/Id"
 * import { household } from "@liulinhui/core/place/Subject"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 *
 * const rule = Schema.decodeUnknownSync(CoverageRule)({
 *   id: "noticed",
 *   name: { zh: "通知到户", en: "Every household noticed" },
 *   of: "households",
 *   reached: { by: ["notice"], within: "7 days" },
 *   target: "all"
 * })
 * const on = Day.make("2026-03-02")
 * const index = new CoverageIndex({
 *   rules: [rule],
 *   areas: { branchesOf: () => [], groupsOf: () => [], headsOf: () => [] },
 *   today: on
 * })
 * const b01 = BuildingId.make("b01")
 * const flat = HouseholdId.make("b01-101")
 * index.apply({ _tag: "BuildingEntered", on, building: { id: b01, label: "1号", floors: 6 } })
 * index.apply({
 *   _tag: "HouseholdEntered",
 *   on,
 *   household: { id: flat, building: b01, unit: "101", floor: 1, area: 600_000, tags: [] }
 * })
 * index.apply({
 *   _tag: "Contacted",
 *   contact: { kind: ContactKind.make("notice"), subject: household(flat), on, source: 3 }
 * })
 * assert.deepEqual(index.figures(RuleId.make("noticed")).ratio, { reached: 1, of: 1 })
 * index.advance(Day.add(on, 7))
 * assert.deepEqual(index.figures(RuleId.make("noticed")).ratio, { reached: 0, of: 1 })
 * ```
 * @category models
 */
export class CoverageIndex {
  private readonly areas: Areas
  private now: Day
  private readonly store: Store
  private readonly agenda = new Agenda()
  private readonly tracks: Tracks
  private readonly histories = new Histories()
  private readonly thresholds: ReadonlyArray<Threshold>
  private readonly placeRules: Array<PlaceRule> = []
  private readonly thingRules: Array<ThingRule> = []
  private readonly rolls: Readonly<Record<Place, Roll>>
  private readonly exclusions = new Map<number, Exclusion>()
  private readonly cases = new Map<string, { readonly fact: CaseFact; readonly order: number }>()
  private readonly casesBy = {
    subject: new Map<string, Set<string>>(),
    household: new Map<string, Set<string>>(),
    building: new Map<string, Set<string>>()
  }
  private caseOrder = 0
  private readonly pairs = new Map<string, PairFact>()
  private readonly pairsBy = {
    elder: new Map<string, Set<string>>(),
    volunteer: new Map<string, Set<string>>()
  }
  /** The marks that rules over cases or pairs count, by subject. */
  private readonly marks = new Map<string, Array<Marked>>()
  private readonly thingMarks = new Set<string>()
  private touched = nothing()
  private readonly scene: Scene

  /** An index of an empty district on a day. */
  constructor(options: {
    readonly rules: ReadonlyArray<CoverageRule>
    readonly areas: Areas
    readonly today: Day
  }) {
    const { rules, areas, today } = options
    this.areas = areas
    this.now = today
    this.thresholds = rules.flatMap((rule) =>
      [...selectorsIn(rule)].flatMap(([json]) => [...thresholdsIn(Selector.sound(rule.of, json), rule.of)])
    )
    const watched: Watched = Object.fromEntries(
      [...new Set(this.thresholds.flatMap((threshold) => watchedBy(threshold) ?? []))].map((name) => [
        name,
        new DayList()
      ])
    )
    this.store = new Store(watched)
    this.tracks = new Tracks(this.store, (day, act) => this.agenda.at(day, act))
    this.scene = this.makeScene()
    const rollOf = (population: Place): Roll => new Roll(rules.filter(({ of }) => of === population).length)
    this.rolls = {
      residents: rollOf("residents"),
      households: rollOf("households"),
      buildings: rollOf("buildings")
    }
    for (const rule of rules) this.addRule(rule)
  }

  /** The day that the index has come to. */
  get today(): Day {
    return this.now
  }

  // ----------------------------------------------------------------------------------------------------------- reading

  /** The figures of a rule today, broken down as it says or as asked for. */
  figures(rule: RuleId, options: { readonly groupBy?: Grouping } = {}): Figures {
    const found = this.ruleOf(rule)
    const counts = "members" in found ? found.tallies : found.roll.tallies[found.number]
    const tallies = (counts ?? new Tallies()).read((building) => this.store.buildings.ids.idOf(building))
    return figures(found.rule, tallies, this.areas, options.groupBy)
  }

  /** The members of a rule who stand so today, in walking order. */
  members(rule: RuleId, status: Status): ReadonlyArray<Member> {
    return this.collect(rule, standing[status], (member) => member).sort(byPlace)
  }

  /** Who is left out of a rule today, in walking order, with the reason. */
  excluded(rule: RuleId): ReadonlyArray<Excluded> {
    return this.collect(rule, standing.excluded, (member, exclusion) =>
      exclusion === undefined ? [] : [{ ...member, reason: exclusion.reason, source: exclusion.source }]
    )
      .flat()
      .sort(byPlace)
  }

  private collect<A>(
    id: RuleId,
    wanted: Standing,
    make: (member: Member, exclusion: Exclusion | undefined) => A
  ): Array<A> {
    const found: Array<A> = []
    const rule = this.ruleOf(id)
    if ("members" in rule) {
      for (const { thing, stands } of rule.members.values()) {
        if (stands !== wanted) continue
        found.push(make(memberOf(rule.population, thing, this.scene), this.exclusionOfThing(rule, thing)))
      }
      return found
    }
    for (let row = 0; row < rule.roll.rows; row++) {
      if (rule.roll.stands(row, rule.number) !== wanted) continue
      const thing = this.thingOf(rule.population, row)
      if (thing === undefined) continue
      found.push(make(memberOf(rule.population, thing, this.scene), this.exclusionOf(rule, row)))
    }
    return found
  }

  private ruleOf(id: RuleId): PlaceRule | ThingRule {
    const found =
      this.placeRules.find(({ rule }) => rule.id === id) ?? this.thingRules.find(({ rule }) => rule.id === id)
    if (found === undefined) throw new RangeError(`the index has no rule "${id}"`)
    return found
  }

  /**
   * What the index knows as columns, so that `CoverageScan` can answer other rules over it. Fields that name single
   * residents or households and those about cases are not among them, and marks only where a rule of the index counts
   * them. Columns of days are the index's own: read them before it changes.
   */
  columns(): Columns {
    const { store, areas } = this
    return columnsOf({ store, areas, tracks: this.tracks.all, pairs: this.pairs.values(), on: this.now })
  }

  // ---------------------------------------------------------------------------------------------------------- changing

  /**
   * Takes in one change. What holds from a later day waits for it; what holds from an earlier one takes its place in the
   * order of days.
   */
  apply(event: CoverageEvent): void {
    this.take(event)
    this.settleTouched()
  }

  /**
   * Takes in many changes at once, into an index that is still empty: the way to begin with a whole city. Changes of the
   * registry come in the order of their days and are taken as they stand; one that is applied afterwards comes after all
   * of them, whatever its day.
   */
  load(events: Iterable<CoverageEvent>): void {
    const later: Array<CoverageEvent> = []
    for (const event of events) {
      switch (event._tag) {
        case "Contacted":
          this.take(event)
          break
        case "CaseKnown":
        case "Paired":
        case "LeftOut":
          later.push(event)
          break
        default:
          if (event.on > this.now) later.push(event)
          else this.loadRegistry(event)
      }
    }
    this.judgeAll()
    for (const event of later) this.take(event)
    this.settleTouched()
  }

  /** Lets days pass until `to`. Throws a `RangeError` for a day that is over: an index only moves forward. */
  advance(to: Day): void {
    const from = this.now
    if (to < from) throw new RangeError(`the index has come to day ${from} and cannot go back to day ${to}`)
    if (to === from) return
    this.now = to
    this.tracks.open(to)
    for (const rule of this.thingRules) rule.judge = this.judgeOf(rule.rule)
    this.agenda.run(from, to)
    this.tracks.lapse(from, to)
    for (const threshold of this.thresholds) this.pass(threshold, from, to)
    this.settleTouched()
  }

  /** A kind of contact, looked up once for {@link contactResident}. */
  kind(kind: ContactKind): KindHandle {
    if (this.thingMarks.has(kind)) {
      throw new RangeError(`rules over cases or pairs count "${kind}": its contacts are told by apply`)
    }
    return { kind, audience: this.tracks.audience(kind) }
  }

  /** The row of a resident, for {@link contactResident}. */
  rowOf(resident: ResidentId): number {
    return this.residentRow(resident)
  }

  /**
   * A contact with the resident in a row, on a day that has come: what a `Contacted` event does, without looking up the
   * kind and the id each time.
   */
  contactResident({ audience }: KindHandle, row: number, on: Day): void {
    this.tracks.markResident(audience, row, Days.checkedCode(on))
  }

  private take(event: CoverageEvent): void {
    switch (event._tag) {
      case "Contacted": {
        const { kind, subject, on, source } = event.contact
        this.mark(kind, subject, on, source)
        return
      }
      case "CaseKnown": {
        const order = this.caseOrder++
        this.onDay(event.on, () => this.setCase(event.fact, order))
        return
      }
      case "Paired":
        this.setPair(event.pair)
        return
      case "LeftOut":
        this.setExclusion(event.exclusion)
        return
      default:
        this.takeRegistry(event)
    }
  }

  /** Does something on a day: now, where that day has come. */
  private onDay(day: Day, act: () => void): void {
    if (day <= this.now) act()
    else this.agenda.at(day, act)
  }

  // ------------------------------------------------------------------------------------------------------------- rules

  private addRule(rule: CoverageRule): void {
    const where = rule.where === undefined ? Selector.everyone : Selector.sound(rule.of, rule.where)
    const scope = [...selectorsIn(rule)].reduce<Scope>((widest, [json]) => {
      const one = scopeOf(Selector.sound(rule.of, json), rule.of)
      return one > widest ? one : widest
    }, 0)
    const { of } = rule
    if (!isPlace(of)) {
      for (const [counted] of countedIn(rule.reached)) {
        for (const mark of counted.by) this.thingMarks.add(mark)
      }
      this.thingRules.push({
        rule,
        population: of,
        where,
        scope,
        judge: this.judgeOf(rule),
        members: new Map(),
        tallies: new Tallies(),
        exclusions: new Map()
      })
      return
    }
    const states: Array<State> = []
    // What is reached can only change once the rule is there.
    const changed = (row: number): void => this.settle(placeRule, row)
    const placeRule: PlaceRule = {
      rule,
      population: of,
      where,
      scope,
      states,
      reach: this.reachOf(rule.reached, of, states, changed),
      roll: this.rolls[of],
      number: this.placeRules.filter(({ population }) => population === of).length,
      exclusions: new Map()
    }
    this.placeRules.push(placeRule)
  }

  private judgeOf(rule: CoverageRule): Judge {
    return judge(rule.reached, rule.of, this.scene, this.marks)
  }

  private reachOf(
    reach: Reach,
    population: Place,
    states: Array<State>,
    changed: (row: number) => void
  ): PlaceRule["reach"] {
    if (isCounted(reach)) {
      const leaf = this.tracks.addLeaf(reach, population, this.now, changed)
      return (row) => (isReached(leaf, row) ? 1 : 0)
    }
    if (reach.is !== undefined) {
      const state: State = { selector: Selector.sound(population, reach.is), answers: new Uint8Array(0) }
      states.push(state)
      return (row) => state.answers[row] ?? 0
    }
    const parts = (reach.all ?? reach.any ?? []).map((part) =>
      this.reachOf(part, population, states, changed)
    )
    const deciding = reach.all === undefined ? 1 : 0
    return (row) => {
      let vague = false
      for (const part of parts) {
        const one = part(row)
        if (one === deciding) return deciding
        if (one === 2) vague = true
      }
      return vague ? 2 : 1 - deciding
    }
  }

  // -------------------------------------------------------------------------------------------------------------- rows

  // The id is the text from `start` on, so that none has to be cut out of a subject.
  private residentRow(text: string, start = 0): number {
    const row = this.store.residentRow(text, start)
    if (row >= this.rolls.residents.rows) this.grow("residents", row)
    return row
  }

  private householdRow(text: string, start = 0): number {
    const row = this.store.householdRow(text, start)
    if (row >= this.rolls.households.rows) this.grow("households", row)
    return row
  }

  private buildingRow(text: string, start = 0): number {
    const row = this.store.buildingRow(text, start)
    if (row >= this.rolls.buildings.rows) this.grow("buildings", row)
    return row
  }

  private grow(place: Place, row: number): void {
    const rows = Math.max(64, 2 * row)
    this.rolls[place].grow(rows)
    this.tracks.grow(place, rows)
    for (const rule of this.placeRules) {
      if (rule.population !== place) continue
      for (const state of rule.states) state.answers = grown(state.answers, rows)
    }
  }

  private thingOf(place: Place, row: number): Thing | undefined {
    switch (place) {
      case "residents":
        return Bits.has(this.store.residents.present, row) ? this.store.resident(row) : undefined
      case "households":
        return this.store.household(row)
      case "buildings":
        return this.store.buildings.things[row]
    }
  }

  private mark(mark: Mark, subject: Subject, on: Day, source: number): void {
    if (on > this.now) {
      this.agenda.at(on, () => this.mark(mark, subject, on, source))
      return
    }
    const code = Days.checkedCode(on)
    const audience = this.tracks.audience(mark)
    const start = subject.indexOf(":") + 1
    switch (kindOf(subject)) {
      case "resident":
        this.tracks.markResident(audience, this.residentRow(subject, start), code)
        break
      case "household":
        this.tracks.markHousehold(audience, this.householdRow(subject, start), code)
        break
      case "building":
        this.tracks.markBuilding(audience, this.buildingRow(subject, start), code)
        break
      case "district":
    }
    if (!this.thingMarks.has(mark)) return
    const marks = this.marks.get(subject)
    if (marks === undefined) this.marks.set(subject, [{ mark, on, source }])
    else marks.push({ mark, on, source })
    this.touchContacts(subject)
  }

  // ---------------------------------------------------------------------------------------------------------- registry

  private takeRegistry(event: RegistryEvent): void {
    const { store, histories } = this
    switch (event._tag) {
      case "BuildingEntered": {
        const { id } = event.building
        const row = this.buildingRow(id)
        histories.addBuilding(row, store.buildings.things[row], event)
        this.onDay(event.on, () => this.putBuilding(row, histories.building(row, id, this.now)))
        return
      }
      case "HouseholdEntered":
      case "HouseholdTagged": {
        const id = event._tag === "HouseholdEntered" ? event.household.id : event.household
        const row = this.householdRow(id)
        histories.addHousehold(row, store.household(row), event)
        this.onDay(event.on, () => this.putHousehold(row, histories.household(row, id, this.now)))
        return
      }
      default: {
        const id = event._tag === "ResidentEntered" ? event.resident.id : event.resident
        const row = this.residentRow(id)
        histories.addResident(row, store.resident(row), event)
        this.onDay(event.on, () => this.putResident(row, histories.resident(row, id, this.now)))
      }
    }
  }

  private putResident(row: number, stay: Stay | undefined): void {
    this.touchResident(row)
    if (stay !== undefined) this.householdRow(stay.household)
    this.store.setResident(row, stay)
    this.replaceResident(row)
    this.tracks.retrace("residents", row)
    this.locateCases(this.casesBy.subject.get(`resident:${this.store.residents.ids.idOf(row)}`))
    this.touchResident(row)
  }

  private putHousehold(row: number, household: Household | undefined): void {
    this.touchHousehold(row)
    if (household !== undefined) this.buildingRow(household.building)
    this.store.setHousehold(row, household)
    this.replaceHousehold(row)
    this.tracks.retrace("households", row)
    this.store.housed.each(row, (resident) => this.tracks.retrace("residents", resident))
    this.locateCases(this.casesBy.household.get(this.store.households.ids.idOf(row)))
    this.touchHousehold(row)
  }

  private putBuilding(row: number, building: Building | undefined): void {
    this.store.setBuilding(row, building)
    this.rolls.buildings.place(row, building === undefined ? -1 : row)
    this.touched.buildings.add(row)
    this.store.built.each(row, (household) => {
      this.replaceHousehold(household)
      this.touchHousehold(household)
    })
  }

  private replaceHousehold(row: number): void {
    this.rolls.households.place(row, this.store.buildingOf(row))
    this.store.housed.each(row, (resident) => this.replaceResident(resident))
  }

  private replaceResident(row: number): void {
    const household = this.store.householdOf(row)
    this.rolls.residents.place(row, household < 0 ? -1 : this.store.buildingOf(household))
  }

  // ---------------------------------------------------------------------------------------------------- cases and pairs

  private setCase(fact: CaseFact, order: number): void {
    const known = this.cases.get(fact.id)
    if (known !== undefined && known.order > order) return
    this.cases.set(fact.id, { fact, order })
    this.touchCase(fact.id)
    const [subjects, steps] = [new Set(known?.fact.subjects), known?.fact.steps.length ?? 0]
    for (const subject of new Set(fact.subjects)) {
      include(this.casesBy.subject, subject, fact.id)
      fact.steps.forEach(({ step, on, source }, at) => {
        if (!subjects.has(subject) || at >= steps) this.mark(`${fact.playbook}/${step}`, subject, on, source)
      })
    }
    this.locateCase(fact.id)
    this.touchCase(fact.id)
    const touch = (): void => this.touchCase(fact.id)
    for (const { on } of fact.steps) if (on > this.now) this.agenda.at(on, touch)
    for (const day of [fact.opened, fact.closed, ...this.ends("cases", fact.opened)]) {
      if (day !== undefined && day > this.now) this.agenda.at(day, touch)
    }
  }

  /** The days on which something that began on a day has lasted as long as a selector asks. */
  private ends(population: Population, since: Day): ReadonlyArray<Day> {
    return this.thresholds.flatMap((threshold) =>
      threshold.population === population && "period" in threshold.after
        ? [endOf(since, threshold.after.period)]
        : []
    )
  }

  // Filing a case changes the very sets that cases are looked up in.
  private locateCases(ids: ReadonlySet<string> | undefined): void {
    for (const id of new Set(ids)) this.locateCase(id)
  }

  /** Files a case under the households and buildings in which its subjects lie now. */
  private locateCase(id: string): void {
    const { household: byHousehold, building: byBuilding } = this.casesBy
    for (const set of [...byHousehold.values(), ...byBuilding.values()]) set.delete(id)
    const fact = this.cases.get(id)?.fact
    for (const subject of fact?.subjects ?? []) {
      const [household, building] = this.locationOf(subject)
      if (household !== undefined) include(byHousehold, household, id)
      if (building !== undefined) include(byBuilding, building, id)
    }
    this.touchCase(id)
  }

  private locationOf(subject: Subject): readonly [HouseholdId | undefined, BuildingId | undefined] {
    const { households, residents } = this.store.places
    // Safe here and below: the id is that of a subject of this kind.
    const id = idOf(subject)
    switch (kindOf(subject)) {
      case "resident": {
        const household = residents.get(id as ResidentId)?.household
        return [household, household === undefined ? undefined : households.get(household)?.building]
      }
      case "household":
        return [id as HouseholdId, households.get(id as HouseholdId)?.building]
      case "building":
        return [undefined, id as BuildingId]
      case "district":
        return [undefined, undefined]
    }
  }

  private setPair(pair: PairFact): void {
    const key = pairId(pair)
    this.pairs.set(key, pair)
    include(this.pairsBy.elder, pair.elder, key)
    include(this.pairsBy.volunteer, pair.volunteer, key)
    const touch = (): void => this.touchPair(key)
    touch()
    const over = pair.until === undefined ? [] : [addDays(pair.until, 1)]
    for (const day of [pair.from, ...over, ...this.ends("pairs", pair.from)]) {
      if (day > this.now) this.agenda.at(day, touch)
    }
  }

  private setExclusion(exclusion: Exclusion): void {
    const known = this.exclusions.get(exclusion.source)
    this.exclusions.set(exclusion.source, exclusion)
    for (const rule of [...this.placeRules, ...this.thingRules]) {
      for (const one of [known, exclusion]) {
        if (one === undefined || one.rule !== rule.rule.id) continue
        const update = (): void => this.fileExclusions(rule, one.subject)
        update()
        const ends = endOfExclusion(one, rule.rule)
        if (one.on > this.now) this.agenda.at(one.on, update)
        if (ends !== undefined && ends > this.now) this.agenda.at(ends, update)
      }
    }
  }

  /** Files anew the exclusions of a rule for a subject, and judges anew whom they concern. */
  private fileExclusions(rule: PlaceRule | ThingRule, subject: Subject): void {
    const found = [...this.exclusions.values()].filter(
      (exclusion) => exclusion.rule === rule.rule.id && exclusion.subject === subject
    )
    if ("members" in rule) {
      rule.exclusions.set(subject, found)
      this.touchContacts(subject)
      return
    }
    const id = idOf(subject)
    const rowOf = {
      residents: () => (kindOf(subject) === "resident" ? this.residentRow(id) : -1),
      households: () => (kindOf(subject) === "household" ? this.householdRow(id) : -1),
      buildings: () => (kindOf(subject) === "building" ? this.buildingRow(id) : -1)
    }
    const row = rowOf[rule.population]()
    if (row < 0) return
    rule.exclusions.set(row, found)
    this.settle(rule, row)
  }

  private inForce(
    rule: CoverageRule,
    exclusions: ReadonlyArray<Exclusion> | undefined
  ): Exclusion | undefined {
    return exclusions
      ?.filter((exclusion) => holds(exclusion, rule, this.now))
      .reduce<Exclusion | undefined>(
        (first, exclusion) => (first === undefined || exclusion.source < first.source ? exclusion : first),
        undefined
      )
  }

  private exclusionOf({ rule, exclusions }: PlaceRule, row: number): Exclusion | undefined {
    return exclusions.size === 0 ? undefined : this.inForce(rule, exclusions.get(row))
  }

  private exclusionOfThing({ rule, population, exclusions }: ThingRule, thing: Thing): Exclusion | undefined {
    for (const subject of subjectsOf(population, thing)) {
      const found = this.inForce(rule, exclusions.get(subject))
      if (found !== undefined) return found
    }
    return undefined
  }

  // ---------------------------------------------------------------------------------------------------------- touching

  private touchResident(row: number): void {
    this.touched.residents.add(row)
    const household = this.store.householdOf(row)
    if (household < 0) return
    this.touched.households.add(household)
    const building = this.store.blockOf(household)
    if (building >= 0) this.touched.buildings.add(building)
  }

  /** A household's own record: where its residents live changes with it. */
  private touchHousehold(row: number): void {
    this.touched.households.add(row)
    const building = this.store.blockOf(row)
    if (building >= 0) this.touched.buildings.add(building)
    this.store.housed.each(row, (resident) => this.touched.residents.add(resident))
  }

  private touchCase(id: string): void {
    this.touched.cases.add(id)
    for (const subject of this.cases.get(id)?.fact.subjects ?? []) this.touchSubject(subject)
  }

  private touchSubject(subject: Subject): void {
    const id = idOf(subject)
    switch (kindOf(subject)) {
      case "resident":
        this.touchResident(this.residentRow(id))
        return
      case "household":
        this.touchHousehold(this.householdRow(id))
        return
      case "building":
        this.touched.buildings.add(this.buildingRow(id))
        return
      case "district":
    }
  }

  private touchPair(key: string): void {
    this.touched.pairs.add(key)
    const pair = this.pairs.get(key)
    if (pair === undefined) return
    for (const other of this.pairsBy.volunteer.get(pair.volunteer) ?? []) this.touched.pairs.add(other)
    this.touchResident(this.residentRow(pair.elder))
  }

  /** Cases and pairs for whom a contact or an exclusion of a subject counts. */
  private touchContacts(subject: Subject): void {
    for (const id of this.casesBy.subject.get(subject) ?? []) this.touched.cases.add(id)
    const id = idOf(subject)
    switch (kindOf(subject)) {
      case "resident":
        this.touchPairsOf(this.residentRow(id))
        return
      case "household":
        this.store.housed.each(this.householdRow(id), (resident) => this.touchPairsOf(resident))
        return
      case "building":
        this.store.built.each(this.buildingRow(id), (household) =>
          this.store.housed.each(household, (resident) => this.touchPairsOf(resident))
        )
        return
      case "district":
    }
  }

  private touchPairsOf(elder: number): void {
    if (this.pairs.size === 0) return
    for (const key of this.pairsBy.elder.get(this.store.residents.ids.idOf(elder)) ?? []) {
      this.touched.pairs.add(key)
    }
  }

  /** Touches who passes a threshold between two days, the first left out. */
  private pass(threshold: Threshold, from: Day, to: Day): void {
    const column = watchedBy(threshold)
    const list = column === undefined ? undefined : this.store.watched[column]
    if (list === undefined) return
    const { after } = threshold
    const latest = (on: Day): number =>
      "years" in after ? latestSince(on, after.years) : startOf(on, after.period) - 1
    const [least, most] = [Math.max(latest(from) + 1, Days.first), Math.min(latest(to), Days.last)]
    for (let day = least; day <= most; day++) {
      list.each(Days.code(day as Day), (row) => this.touchResident(row))
    }
  }

  /** Judges anew whatever was touched. */
  private settleTouched(): void {
    const { touched } = this
    if (
      touched.residents.size === 0 &&
      touched.households.size === 0 &&
      touched.buildings.size === 0 &&
      touched.cases.size === 0 &&
      touched.pairs.size === 0
    ) {
      return
    }
    this.touchAround()
    this.touched = nothing()
    for (const rule of this.placeRules) {
      for (const row of this.concerned(rule, touched)) this.judge(rule, row)
    }
    for (const rule of this.thingRules) {
      for (const id of rule.population === "cases" ? touched.cases : touched.pairs) this.judgeThing(rule, id)
    }
  }

  /** Touches the cases and pairs around what is touched, and what lies around those cases, until nothing is added. */
  private touchAround(): void {
    const { touched } = this
    const sizes = (): number => touched.residents.size + touched.households.size + touched.buildings.size
    for (let before = -1; before !== sizes();) {
      before = sizes()
      const found = new Set<string>()
      const add = (ids: Iterable<string> | undefined): void => {
        for (const id of ids ?? []) found.add(id)
      }
      if (this.cases.size > 0) {
        for (const row of touched.residents) {
          add(this.casesBy.subject.get(`resident:${this.store.residents.ids.idOf(row)}`))
        }
        for (const row of touched.households)
          add(this.casesBy.household.get(this.store.households.ids.idOf(row)))
        for (const row of touched.buildings)
          add(this.casesBy.building.get(this.store.buildings.ids.idOf(row)))
      }
      for (const id of found) if (!touched.cases.has(id)) this.touchCase(id)
    }
    if (this.pairs.size === 0) return
    const elder = (row: number): void => {
      for (const key of this.pairsBy.elder.get(this.store.residents.ids.idOf(row)) ?? [])
        touched.pairs.add(key)
    }
    const scope = this.thingRules.reduce<Scope>(
      (widest, rule) => (rule.population === "pairs" && rule.scope > widest ? rule.scope : widest),
      0
    )
    for (const row of touched.residents) elder(row)
    if (scope >= 1) for (const row of touched.households) this.store.housed.each(row, elder)
    if (scope === 2) {
      for (const row of touched.buildings) {
        this.store.built.each(row, (household) => this.store.housed.each(household, elder))
      }
    }
  }

  /** The rows of a rule's population for which a change may matter. */
  private concerned({ population, scope }: PlaceRule, touched: Touched): ReadonlySet<number> {
    if (population === "buildings") return touched.buildings
    const rows = new Set(population === "residents" ? touched.residents : touched.households)
    const addHousehold = (household: number): void => {
      if (population === "households") rows.add(household)
      else this.store.housed.each(household, (resident) => rows.add(resident))
    }
    if (scope >= 1) for (const household of touched.households) addHousehold(household)
    if (scope === 2) for (const building of touched.buildings) this.store.built.each(building, addHousehold)
    return rows
  }

  // ----------------------------------------------------------------------------------------------------------- judging

  private judge(rule: PlaceRule, row: number): void {
    const { population, where, states } = rule
    const thing = this.thingOf(population, row)
    const meant = thing === undefined ? 0 : truth(Selector.matches(where, population, thing, this.scene))
    rule.roll.setMeant(row, rule.number, meant)
    if (thing !== undefined && meant !== 0) {
      for (const { selector, answers } of states) {
        answers[row] = truth(Selector.matches(selector, population, thing, this.scene))
      }
    }
    this.settle(rule, row)
  }

  /** Finds where a row stands, from what is known of it, and counts it so. */
  private settle(rule: PlaceRule, row: number): void {
    rule.roll.stand(row, rule.number, this.standsNow(rule, row))
  }

  private standsNow(rule: PlaceRule, row: number): Standing {
    const meant = rule.roll.meant(row, rule.number)
    if (meant === 0) return standing.out
    const reached = rule.reach(row)
    if (meant === 1 && reached === 1) return standing.reached
    if (this.exclusionOf(rule, row) !== undefined) return standing.excluded
    return meant === 2 || reached === 2 ? standing.unknown : standing.missing
  }

  private judgeThing(rule: ThingRule, id: string): void {
    const { population, where, members, tallies } = rule
    const before = members.get(id)
    if (before !== undefined) {
      tallies.add(before.building, before.stands, -1)
      members.delete(id)
    }
    const thing = population === "cases" ? this.cases.get(id)?.fact : this.pairs.get(id)
    if (thing === undefined) return
    const there = "opened" in thing ? thing.opened <= this.now : isPaired(thing, this.now)
    const meant = there ? Selector.matches(where, population, thing, this.scene) : false
    if (meant === false) return
    const { answer, turns } = rule.judge(thing)
    const stands =
      meant === true && answer === true
        ? standing.reached
        : this.exclusionOfThing(rule, thing) !== undefined
          ? standing.excluded
          : meant === null || answer === null
            ? standing.unknown
            : standing.missing
    const building = buildingOfThing(population, thing, this.scene)
    const row = building ? this.buildingRow(building.id) : -1
    members.set(id, { thing, stands, building: row })
    tallies.add(row, stands, 1)
    if (turns !== undefined) {
      this.agenda.at(turns, () => {
        if (population === "cases") this.touched.cases.add(id)
        else this.touched.pairs.add(id)
      })
    }
  }

  private makeScene(): Scene {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the scene's day is that of the index
    const index = this
    const { store } = this
    const factsOf = (ids: Iterable<string> | undefined): ReadonlyArray<CaseFact> =>
      [...(ids ?? [])].flatMap((id) => {
        const fact = index.cases.get(id)?.fact
        return fact === undefined || fact.opened > index.now ? [] : [fact]
      })
    const pairsOf = (keys: Iterable<string> | undefined): ReadonlyArray<PairFact> =>
      [...(keys ?? [])].flatMap((key) => {
        const pair = index.pairs.get(key)
        return pair === undefined || !isPaired(pair, index.now) ? [] : [pair]
      })
    return {
      places: store.places,
      areas: this.areas,
      get asOf() {
        return index.now
      },
      residentsOf: (household) => {
        const row = store.households.ids.find(household)
        return row < 0 ? [] : store.presentIn(row)
      },
      householdsOf: (building) => {
        const row = store.buildings.ids.find(building)
        const found: Array<Household> = []
        if (row >= 0) {
          store.built.each(row, (household) => {
            const one = store.household(household)
            if (one !== undefined) found.push(one)
          })
        }
        return found
      },
      casesOfResident: ({ id, household }) =>
        factsOf(
          new Set([
            ...(index.casesBy.subject.get(`resident:${id}`) ?? []),
            ...(index.casesBy.subject.get(`household:${household}`) ?? [])
          ])
        ),
      casesOfHousehold: (household) => factsOf(index.casesBy.household.get(household)),
      casesOfBuilding: (building) => factsOf(index.casesBy.building.get(building)),
      pairsOfElder: (elder: ResidentId) => pairsOf(index.pairsBy.elder.get(elder)),
      pairsOfVolunteer: (volunteer: ActorId) => pairsOf(index.pairsBy.volunteer.get(volunteer))
    }
  }

  // ------------------------------------------------------------------------------------------------------------ loading

  private loadRegistry(event: RegistryEvent): void {
    switch (event._tag) {
      case "BuildingEntered":
        this.store.setBuilding(this.buildingRow(event.building.id), event.building)
        return
      case "HouseholdEntered":
        this.buildingRow(event.household.building)
        this.store.setHousehold(this.householdRow(event.household.id), event.household)
        return
      case "HouseholdTagged": {
        const row = this.householdRow(event.household)
        const household = this.store.household(row)
        if (household !== undefined) this.store.setHousehold(row, { ...household, tags: event.tags })
        return
      }
      case "ResidentEntered": {
        this.householdRow(event.resident.household)
        const { tags = [] } = event.resident
        const stay: Stay = { ...event.resident, tags, since: event.on, housedSince: event.on }
        this.store.setResident(this.residentRow(event.resident.id), stay)
        return
      }
      default: {
        const row = this.residentRow(event.resident)
        const stay = this.store.resident(row)
        const next = fold([event], stay && withResident(stay)).residents.get(event.resident)
        if (next !== undefined) this.householdRow(next.household)
        this.store.setResident(row, next)
      }
    }
  }

  /** Judges every row anew: over columns where a rule reads only what stands in columns. */
  private judgeAll(): void {
    const { store } = this
    const rows = {
      residents: store.residents.ids.size,
      households: store.households.ids.size,
      buildings: store.buildings.ids.size
    }
    for (let row = 0; row < rows.buildings; row++) {
      this.rolls.buildings.place(row, store.buildings.things[row] === undefined ? -1 : row)
    }
    for (let row = 0; row < rows.households; row++) this.replaceHousehold(row)
    for (const place of ["residents", "households"] as const) {
      if (!this.tracks.all.some(({ population, through }) => population === place && through !== undefined))
        continue
      for (let row = 0; row < rows[place]; row++) this.tracks.retrace(place, row)
    }
    const columns = this.columns()
    for (const rule of this.placeRules) {
      const { population, where, states } = rule
      if (states.length > 0 || !inColumns(columns, where, population)) {
        for (let row = 0; row < rows[population]; row++) this.judge(rule, row)
        continue
      }
      const { present } = columns[population]
      const { yes, unknown } = meaning(compile(rule.rule), columns, this.now)
      for (let row = 0; row < rows[population]; row++) {
        const sure = Bits.has(yes, row) ? 1 : unknown !== undefined && Bits.has(unknown, row) ? 2 : 0
        rule.roll.setMeant(row, rule.number, present === undefined || Bits.has(present, row) ? sure : 0)
        this.settle(rule, row)
      }
    }
  }
}
