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
import { add as addDays, type Day } from "../kernel/Day.ts"
import {
  type Areas,
  type CaseFact,
  isPaired,
  type Mark,
  type PairFact,
  type Population,
  type Scene,
  type Thing
} from "../place/Facts.ts"
import { buildingOfThing } from "../place/Fields.ts"
import type { ActorId, BuildingId, HouseholdId, ResidentId, RuleId } from "../place/Id.ts"
import {
  type Building,
  empty as emptyRegistry,
  fold as foldRegistry,
  type Household,
  type Registry,
  type RegistryEvent,
  type Stay
} from "../place/Registry.ts"
import * as Selector from "../place/Selector.ts"
import type { Subject } from "../place/Subject.ts"
import { endOf, startOf } from "../place/Window.ts"
import * as Bits from "./internal/Bits.ts"
import * as Days from "./internal/Days.ts"
import { Latest } from "./internal/Latest.ts"
import { type Scope, scopeOf, type Threshold, thresholdsIn } from "./internal/Sight.ts"
import { DayList, Store, type Watched, type WatchedColumn } from "./internal/Store.ts"
import { byPlace, type Excluded, type Judge, judge, type Member, memberOf } from "./Coverage.ts"
import { type Column, type Columns, emptyTable, markKey, type Table } from "./CoverageColumns.ts"
import { type Figures, figures, type Status, type Tally } from "./Counts.ts"
import { pairKey, type CoverageEvent } from "./CoverageEvent.ts"
import {
  type Counted,
  countedIn,
  type CoverageRule,
  isCounted,
  type Reach,
  selectorsIn
} from "./CoverageRule.ts"
import { compile, latestSince, meaning } from "./CoverageScan.ts"
import { type Exclusion, end as endOfExclusion, holds } from "./Exclusion.ts"
import { lapseOf, type Marked, subjectsOf, windowOf } from "./Marks.ts"
import type { Grouping } from "./Target.ts"

type Place = "residents" | "households" | "buildings"
const places: ReadonlyArray<Place> = ["residents", "households", "buildings"]
const isPlace = (population: Population): population is Place =>
  population !== "cases" && population !== "pairs"

const statuses = [undefined, "reached", "missing", "excluded", "unknown"] as const
const [out, reached, missing, excluded, unknown] = [0, 1, 2, 3, 4] as const

const truth = (answer: Selector.Answer): number => (answer === true ? 1 : answer === null ? 2 : 0)

const grownBytes = (data: Uint8Array, rows: number): Uint8Array => {
  const next = new Uint8Array(rows)
  next.set(data)
  return next
}

/** Counts of members by building and status. */
class Tallies {
  private counts = new Float64Array(0)

  /** Adds to the count of a status in a building (-1 for none). */
  add(building: number, status: number, by: number): void {
    const at = 5 * (building + 1) + status
    if (at >= this.counts.length) {
      const counts = new Float64Array(2 * (at + 5))
      counts.set(this.counts)
      this.counts = counts
    }
    this.counts[at] = (this.counts[at] as number) + by
  }

  read(idOf: (building: number) => string): ReadonlyMap<string, Tally> {
    const tallies = new Map<string, Tally>()
    for (let at = 0; at + 4 < this.counts.length; at += 5) {
      const [, yes = 0, no = 0, excluded = 0, unknown = 0] = this.counts.subarray(at, at + 5)
      if (yes + no + excluded + unknown === 0) continue
      const building = at / 5 - 1
      tallies.set(building < 0 ? "" : idOf(building), { reached: yes, missing: no, excluded, unknown })
    }
    return tallies
  }
}

/** Rows by the day on which what reached them lapses; each row stands under one day at most. */
class Lapses {
  private readonly first = new Map<number, number>()
  /** The next row of the same day, -1 at the end, -2 for a row that stands under no day. */
  private next: Int32Array = new Int32Array(0)

  grow(rows: number): void {
    const next = new Int32Array(rows).fill(-2)
    next.set(this.next)
    this.next = next
  }

  has(row: number): boolean {
    return this.next[row] !== -2
  }

  add(row: number, day: number): void {
    this.next[row] = this.first.get(day) ?? -1
    this.first.set(day, row)
  }

  /** Takes all rows from under a day. */
  take(day: number, visit: (row: number) => void): void {
    let row = this.first.get(day) ?? -1
    this.first.delete(day)
    while (row >= 0) {
      const next = this.next[row] as number
      this.next[row] = -2
      visit(row)
      row = next
    }
  }
}

/** What is counted for a population whatever the window: the marks of a {@link markKey}. */
interface Track {
  readonly population: Place
  readonly counted: Counted
  /** What counts for each row. */
  readonly latest: Latest
  /** Where contacts with one's household or building count too: what was done for the row itself, and for those. */
  readonly through?: { readonly own: Latest; readonly household: Latest; readonly building: Latest }
  readonly leaves: Array<Leaf>
}

/** A {@link Track} within a window: who has been reached in it today. */
interface Leaf {
  readonly counted: Counted
  readonly track: Track
  /** The code of the first day that counts today. */
  start: number
  ok: Bits.Bits
  readonly lapses: Lapses | undefined
  readonly rules: Array<PlaceRule>
}

/** A state that has to hold, and its answer for each row. */
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
  readonly states: ReadonlyArray<State>
  /** What reaches, from the leaves and states: 0 no, 1 yes, 2 not known. */
  readonly reach: (row: number) => number
  meant: Uint8Array
  status: Uint8Array
  readonly tallies: Tallies
  readonly exclusions: Map<number, Array<Exclusion>>
}

interface ThingMember {
  readonly thing: Thing
  readonly status: number
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
  readonly exclusions: Map<string, Array<Exclusion>>
}

/** Whom a mark concerns. */
interface Audience {
  readonly own: Readonly<Record<Place, Array<Track>>>
  /** Tracks of residents for whom a contact with the household counts. */
  readonly throughHousehold: Array<Track>
  /** Tracks of residents or households for whom a contact with the building counts. */
  readonly throughBuilding: Array<Track>
  /** Whether cases or pairs count it. */
  things: boolean
}

/** The history of one entity of the registry since the index knows it. */
interface Log<A> {
  readonly base: A | undefined
  readonly events: Array<RegistryEvent>
}

/** What a change concerns, to be judged again. */
interface Touched {
  readonly residents: Set<number>
  readonly households: Set<number>
  readonly buildings: Set<number>
  readonly cases: Set<string>
  readonly pairs: Set<string>
}

/** A kind of contact or a step, ready to be told of many contacts. */
export type MarkHandle = Audience & { readonly mark: Mark }

/**
 * An index over rules.
 *
 * @example
 * ```ts
 * import { CoverageIndex } from "@liulinhui/core/coverage/CoverageIndex"
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
  private readonly placeRules: Array<PlaceRule> = []
  private readonly thingRules: Array<ThingRule> = []
  private readonly tracks: Array<Track> = []
  private readonly audiences = new Map<string, MarkHandle>()
  private readonly thresholds: ReadonlyArray<Threshold>
  private readonly agenda = new Map<Day, Array<() => void>>()
  private readonly logs = {
    residents: new Map<number, Log<Stay>>(),
    households: new Map<number, Log<Household>>(),
    buildings: new Map<number, Log<Building>>()
  }
  private capacity: Record<Place, number> = { residents: 0, households: 0, buildings: 0 }
  /** The building under which each row is counted, or -1. */
  private readonly placed: Record<Place, Int32Array> = {
    residents: new Int32Array(0),
    households: new Int32Array(0),
    buildings: new Int32Array(0)
  }
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
  /** Marks by subject, kept where rules over cases or pairs count them. */
  private readonly history = new Map<string, Array<Marked>>()
  private touched = nothing()
  private readonly scene: Scene

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
    this.scene = this.makeScene()
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
    const tallies = found.tallies.read((building) => this.store.buildings.ids.idOf(building))
    return figures(found.rule, tallies, this.areas, options.groupBy)
  }

  /** The members of a rule who stand so today, in walking order. */
  members(rule: RuleId, status: Status): ReadonlyArray<Member> {
    return this.collect(rule, statuses.indexOf(status), (member) => member).sort(byPlace)
  }

  /** Who is left out of a rule today, in walking order, with the reason. */
  excluded(rule: RuleId): ReadonlyArray<Excluded> {
    return this.collect(rule, excluded, (member, exclusion) =>
      exclusion === undefined ? [] : [{ ...member, reason: exclusion.reason, source: exclusion.source }]
    )
      .flat()
      .sort(byPlace)
  }

  private collect<A>(
    id: RuleId,
    status: number,
    make: (member: Member, exclusion: Exclusion | undefined) => A
  ): Array<A> {
    const found: Array<A> = []
    const rule = this.ruleOf(id)
    if ("members" in rule) {
      for (const { thing, status: stands } of rule.members.values()) {
        if (stands !== status) continue
        found.push(make(memberOf(rule.population, thing, this.scene), this.exclusionOfThing(rule, thing)))
      }
      return found
    }
    for (let row = 0; row < rule.status.length; row++) {
      if (rule.status[row] !== status) continue
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
   * Takes in many changes at once, before anything is asked: the way to begin with a whole city. Changes of the registry
   * come in the order of their days and are taken as they stand; one that is applied afterwards comes after all of them,
   * whatever its day.
   */
  load(events: Iterable<CoverageEvent>): void {
    const later: Array<CoverageEvent> = []
    for (const event of events) {
      if (!isRegistryEvent(event) || event.on > this.now) later.push(event)
      else this.loadRegistry(event)
    }
    this.judgeAll()
    for (const event of later) this.take(event)
    this.settleTouched()
  }

  /** Lets days pass until `to`. Throws a `RangeError` for a day that is over: an index only moves forward. */
  advance(to: Day): void {
    if (to < this.now)
      throw new RangeError(`the index has come to day ${this.now} and cannot go back to ${to}`)
    const from = this.now
    if (to === from) return
    this.now = to
    for (const { leaves } of this.tracks) for (const leaf of leaves) leaf.start = startCode(leaf.counted, to)
    for (const rule of this.thingRules) rule.judge = this.judgeFor(rule.rule)
    for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) {
      const actions = this.agenda.get(day)
      this.agenda.delete(day)
      for (const act of actions ?? []) act()
    }
    for (const { leaves, latest } of this.tracks) {
      for (const leaf of leaves) {
        for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) {
          leaf.lapses?.take(day, (row) => this.checkLeaf(leaf, row, latest.kth(row)))
        }
      }
    }
    for (const threshold of this.thresholds) this.passThreshold(threshold, from, to)
    this.settleTouched()
  }

  /** What a kind of contact, or a step, means to the rules: ask once, then tell it of many contacts. */
  handle(mark: Mark): MarkHandle {
    const known = this.audiences.get(mark)
    if (known !== undefined) return known
    const handle: MarkHandle = {
      mark,
      own: { residents: [], households: [], buildings: [] },
      throughHousehold: [],
      throughBuilding: [],
      things: false
    }
    this.audiences.set(mark, handle)
    return handle
  }

  /** The row of a resident, for {@link contactResident}. */
  rowOf(resident: ResidentId): number {
    return this.residentRow(resident)
  }

  /**
   * A contact with a resident whose row is known, today or earlier: the same as a `Contacted` event, for whoever has
   * millions of them. Where cases or pairs count the mark, use {@link apply}.
   */
  contactResident({ own }: MarkHandle, row: number, on: Day): void {
    const code = codeOf(on)
    for (const track of own.residents) this.hitOwn(track, row, code)
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
    else this.at(day, act)
  }

  private at(day: Day, act: () => void): void {
    const acts = this.agenda.get(day)
    if (acts === undefined) this.agenda.set(day, [act])
    else acts.push(act)
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
        for (const mark of counted.by) this.handle(mark as Mark).things = true
      }
      this.thingRules.push({
        rule,
        population: of,
        where,
        scope,
        judge: this.judgeFor(rule),
        members: new Map(),
        tallies: new Tallies(),
        exclusions: new Map()
      })
      return
    }
    const leaves: Array<Leaf> = []
    const states: Array<State> = []
    const placeRule: PlaceRule = {
      rule,
      population: of,
      where,
      scope,
      states,
      reach: this.reachOf(rule.reached, of, leaves, states),
      meant: new Uint8Array(0),
      status: new Uint8Array(0),
      tallies: new Tallies(),
      exclusions: new Map()
    }
    for (const leaf of leaves) leaf.rules.push(placeRule)
    this.placeRules.push(placeRule)
  }

  private judgeFor(rule: CoverageRule): Judge {
    return judge(rule.reached, rule.of, this.scene, this.history)
  }

  private reachOf(
    reach: Reach,
    population: Place,
    leaves: Array<Leaf>,
    states: Array<State>
  ): (row: number) => number {
    if (isCounted(reach)) {
      const leaf = this.leafOf(reach, population)
      leaves.push(leaf)
      return (row) => (Bits.has(leaf.ok, row) ? 1 : 0)
    }
    if (reach.is !== undefined) {
      const state: State = { selector: Selector.sound(population, reach.is), answers: new Uint8Array(0) }
      states.push(state)
      return (row) => state.answers[row] as number
    }
    const parts = (reach.all ?? reach.any ?? []).map((part) => this.reachOf(part, population, leaves, states))
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

  private leafOf(counted: Counted, population: Place): Leaf {
    const key = markKey(counted)
    const known = this.tracks.find(
      (track) => track.population === population && markKey(track.counted) === key
    )
    const track = known ?? this.addTrack(counted, population)
    const leaf: Leaf = {
      counted,
      track,
      start: startCode(counted, this.now),
      ok: Bits.none(0),
      lapses: counted.within === undefined && counted.each === undefined ? undefined : new Lapses(),
      rules: []
    }
    track.leaves.push(leaf)
    return leaf
  }

  private addTrack(counted: Counted, population: Place): Track {
    const times = counted.times ?? 1
    const track: Track = {
      population,
      counted,
      latest: new Latest(times),
      leaves: [],
      ...(counted.through === undefined
        ? {}
        : {
            through: { own: new Latest(times), household: new Latest(times), building: new Latest(times) }
          })
    }
    this.tracks.push(track)
    for (const mark of new Set(counted.by)) {
      // Safe: what a rule counts are marks.
      const audience = this.handle(mark as Mark)
      audience.own[population].push(track)
      if (track.through === undefined) continue
      if (population === "residents") audience.throughHousehold.push(track)
      if (counted.through === "building") audience.throughBuilding.push(track)
    }
    return track
  }

  // -------------------------------------------------------------------------------------------------------------- rows

  private residentRow(id: string): number {
    const row = this.store.residentRow(id)
    if (row >= this.capacity.residents) this.grow("residents", row)
    return row
  }

  private householdRow(id: string): number {
    const row = this.store.householdRow(id)
    if (row >= this.capacity.households) this.grow("households", row)
    return row
  }

  private buildingRow(id: string): number {
    const row = this.store.buildingRow(id)
    if (row >= this.capacity.buildings) this.grow("buildings", row)
    return row
  }

  private grow(place: Place, row: number): void {
    const rows = Math.max(64, 2 * row)
    this.capacity[place] = rows
    const placed = new Int32Array(rows).fill(-1)
    placed.set(this.placed[place])
    this.placed[place] = placed
    for (const { population, latest, through, leaves } of this.tracks) {
      if (place === "households") through?.household.grow(rows)
      if (place === "buildings") through?.building.grow(rows)
      if (population !== place) continue
      latest.grow(rows)
      through?.own.grow(rows)
      for (const leaf of leaves) {
        const ok = Bits.none(rows)
        ok.set(leaf.ok)
        leaf.ok = ok
        leaf.lapses?.grow(rows)
      }
    }
    for (const rule of this.placeRules) {
      if (rule.population !== place) continue
      rule.meant = grownBytes(rule.meant, rows)
      rule.status = grownBytes(rule.status, rows)
      for (const state of rule.states) state.answers = grownBytes(state.answers, rows)
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

  // ------------------------------------------------------------------------------------------------------------- marks

  private mark(mark: Mark, subject: Subject, on: Day, source: number): void {
    if (on > this.now) {
      this.at(on, () => this.mark(mark, subject, on, source))
      return
    }
    const audience = this.audiences.get(mark)
    if (audience === undefined) return
    const code = codeOf(on)
    const id = subject.slice(subject.indexOf(":") + 1)
    switch (subject.charCodeAt(0)) {
      case 0x72: {
        const row = this.residentRow(id)
        for (const track of audience.own.residents) this.hitOwn(track, row, code)
        break
      }
      case 0x68: {
        const row = this.householdRow(id)
        for (const track of audience.own.households) this.hitOwn(track, row, code)
        for (const track of audience.throughHousehold) {
          if (track.through?.household.add(row, code) !== true) continue
          this.store.housed.each(row, (resident) => this.hitHoused(track, resident, code))
        }
        break
      }
      case 0x62: {
        const row = this.buildingRow(id)
        for (const track of audience.own.buildings) this.hitOwn(track, row, code)
        for (const track of audience.throughBuilding) {
          if (track.through?.building.add(row, code) !== true) continue
          this.store.built.each(row, (household) => {
            if (track.population === "households") this.hit(track, household, code)
            else this.store.housed.each(household, (resident) => this.hitHoused(track, resident, code))
          })
        }
        break
      }
    }
    if (!audience.things) return
    const marks = this.history.get(subject)
    if (marks === undefined) this.history.set(subject, [{ mark, on, source }])
    else marks.push({ mark, on, source })
    this.touchContacts(subject)
  }

  private hitOwn(track: Track, row: number, code: number): void {
    if (track.through !== undefined) track.through.own.add(row, code)
    this.hit(track, row, code)
  }

  // A contact with the household or the building counts from the day on which one lives there.
  private hitHoused(track: Track, resident: number, code: number): void {
    if (Days.get(this.store.residents.housedSince, resident) <= code) this.hit(track, resident, code)
  }

  private hit(track: Track, row: number, code: number): void {
    if (!track.latest.add(row, code)) return
    const kth = track.latest.kth(row)
    for (const leaf of track.leaves) this.checkLeaf(leaf, row, kth)
  }

  /** Brings a leaf up to date for a row whose k-th latest day is `kth`. */
  private checkLeaf(leaf: Leaf, row: number, kth: number): void {
    const ok = kth >= leaf.start
    if (ok && leaf.lapses !== undefined && !leaf.lapses.has(row)) {
      leaf.lapses.add(row, lapseDay(leaf.counted, kth))
    }
    if (ok === Bits.has(leaf.ok, row)) return
    if (ok) Bits.add(leaf.ok, row)
    else Bits.remove(leaf.ok, row)
    for (const rule of leaf.rules) this.settle(rule, row)
  }

  /** Puts together anew what counts for a row that lives, or lies, elsewhere now. */
  private retrack(place: Place, row: number): void {
    for (const track of this.tracks) {
      if (track.population !== place || track.through === undefined) continue
      const { own, household, building } = track.through
      const codes = new Set(own.codes(row))
      const home = place === "residents" ? this.store.householdOf(row) : row
      const since = place === "residents" ? Days.get(this.store.residents.housedSince, row) : 0
      if (place === "residents" && home >= 0) {
        for (const code of household.codes(home)) if (code >= since) codes.add(code)
      }
      const block = home >= 0 && this.store.household(home) !== undefined ? this.blockOf(home) : -1
      if (track.counted.through === "building" && block >= 0) {
        for (const code of building.codes(block)) if (code >= since) codes.add(code)
      }
      track.latest.replace(row, codes)
      const kth = track.latest.kth(row)
      for (const leaf of track.leaves) {
        this.checkLeaf(leaf, row, kth)
        // The row may stand under a later day than the one on which it lapses now.
        if (leaf.lapses !== undefined && Bits.has(leaf.ok, row)) {
          this.at(lapseDay(leaf.counted, kth), () => this.checkLeaf(leaf, row, track.latest.kth(row)))
        }
      }
    }
  }

  /** The building of a household's record, whether the registry knows that building or not. */
  private blockOf(household: number): number {
    return this.store.built.owner[household] as number
  }

  // ---------------------------------------------------------------------------------------------------------- registry

  private takeRegistry(event: RegistryEvent): void {
    switch (event._tag) {
      case "BuildingEntered": {
        const row = this.buildingRow(event.building.id)
        this.logged(this.logs.buildings, row, this.store.buildings.things[row], event, () =>
          this.refoldBuilding(row)
        )
        return
      }
      case "HouseholdEntered":
      case "HouseholdTagged": {
        const row = this.householdRow(
          event._tag === "HouseholdEntered" ? event.household.id : event.household
        )
        this.logged(this.logs.households, row, this.store.household(row), event, () =>
          this.refoldHousehold(row)
        )
        return
      }
      default: {
        const row = this.residentRow(event._tag === "ResidentEntered" ? event.resident.id : event.resident)
        this.logged(this.logs.residents, row, this.store.resident(row), event, () => this.refoldResident(row))
      }
    }
  }

  // The events of one entity in the order of their days; those of one day in the order in which they came.
  private logged<A>(
    logs: Map<number, Log<A>>,
    row: number,
    base: A | undefined,
    event: RegistryEvent,
    refold: () => void
  ): void {
    const log = logs.get(row) ?? { base, events: [] }
    logs.set(row, log)
    let at = log.events.length
    while (at > 0 && (log.events[at - 1]?.on ?? 0) > event.on) at--
    log.events.splice(at, 0, event)
    this.onDay(event.on, refold)
  }

  private past<A>(log: Log<A> | undefined): ReadonlyArray<RegistryEvent> {
    return (log?.events ?? []).filter(({ on }) => on <= this.now)
  }

  private refoldResident(row: number): void {
    const log = this.logs.residents.get(row)
    const id = this.store.residents.ids.idOf(row) as ResidentId
    this.putResident(row, foldRegistry(this.past(log), registryWith(log?.base)).residents.get(id))
  }

  private refoldHousehold(row: number): void {
    const log = this.logs.households.get(row)
    const id = this.store.households.ids.idOf(row) as HouseholdId
    const base: Registry =
      log?.base === undefined ? emptyRegistry : { ...emptyRegistry, households: new Map([[id, log.base]]) }
    this.putHousehold(row, foldRegistry(this.past(log), base).households.get(id))
  }

  private refoldBuilding(row: number): void {
    const log = this.logs.buildings.get(row)
    const id = this.store.buildings.ids.idOf(row) as BuildingId
    const base: Registry =
      log?.base === undefined ? emptyRegistry : { ...emptyRegistry, buildings: new Map([[id, log.base]]) }
    this.putBuilding(row, foldRegistry(this.past(log), base).buildings.get(id))
  }

  private putResident(row: number, stay: Stay | undefined): void {
    this.touchResident(row)
    if (stay !== undefined) this.householdRow(stay.household)
    this.store.setResident(row, stay)
    this.replaceResident(row)
    this.retrack("residents", row)
    for (const id of this.casesBy.subject.get(`resident:${this.store.residents.ids.idOf(row)}`) ?? []) {
      this.locateCase(id)
    }
    this.touchResident(row)
  }

  private putHousehold(row: number, household: Household | undefined): void {
    this.touchHousehold(row)
    if (household !== undefined) this.buildingRow(household.building)
    this.store.setHousehold(row, household)
    this.replaceHousehold(row)
    this.retrack("households", row)
    this.store.housed.each(row, (resident) => this.retrack("residents", resident))
    for (const id of this.casesBy.household.get(this.store.households.ids.idOf(row)) ?? [])
      this.locateCase(id)
    this.touchHousehold(row)
  }

  private putBuilding(row: number, building: Building | undefined): void {
    this.store.setBuilding(row, building)
    this.replace("buildings", row, building === undefined ? -1 : row)
    this.touched.buildings.add(row)
    this.store.built.each(row, (household) => {
      this.replaceHousehold(household)
      this.touchHousehold(household)
    })
  }

  private replaceHousehold(row: number): void {
    this.replace("households", row, this.store.buildingOf(row))
    this.store.housed.each(row, (resident) => this.replaceResident(resident))
  }

  private replaceResident(row: number): void {
    const household = this.store.householdOf(row)
    this.replace("residents", row, household < 0 ? -1 : this.store.buildingOf(household))
  }

  /** Counts a row under another building. */
  private replace(place: Place, row: number, building: number): void {
    const placed = this.placed[place]
    const before = placed[row] as number
    if (before === building) return
    placed[row] = building
    for (const { population, status, tallies } of this.placeRules) {
      const stands = status[row] as number
      if (population !== place || stands === out) continue
      tallies.add(before, stands, -1)
      tallies.add(building, stands, 1)
    }
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
    for (const { on } of fact.steps) if (on > this.now) this.at(on, touch)
    for (const day of [fact.opened, fact.closed, ...this.ends("cases", fact.opened)]) {
      if (day !== undefined && day > this.now) this.at(day, touch)
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
    const id = subject.slice(subject.indexOf(":") + 1)
    switch (subject.charCodeAt(0)) {
      case 0x72: {
        const household = this.store.places.residents.get(id as ResidentId)?.household
        return [household, household && this.store.places.households.get(household)?.building]
      }
      case 0x68:
        return [id as HouseholdId, this.store.places.households.get(id as HouseholdId)?.building]
      case 0x62:
        return [undefined, id as BuildingId]
      default:
        return [undefined, undefined]
    }
  }

  private setPair(pair: PairFact): void {
    const key = pairKey(pair)
    this.pairs.set(key, pair)
    include(this.pairsBy.elder, pair.elder, key)
    include(this.pairsBy.volunteer, pair.volunteer, key)
    const touch = (): void => this.touchPair(key)
    touch()
    const over = pair.until === undefined ? [] : [addDays(pair.until, 1)]
    for (const day of [pair.from, ...over, ...this.ends("pairs", pair.from)]) {
      if (day > this.now) this.at(day, touch)
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
        if (one.on > this.now) this.at(one.on, update)
        if (ends !== undefined && ends > this.now) this.at(ends, update)
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
    const id = subject.slice(subject.indexOf(":") + 1)
    const row =
      subject.charCodeAt(0) === 0x72 && rule.population === "residents"
        ? this.residentRow(id)
        : subject.charCodeAt(0) === 0x68 && rule.population === "households"
          ? this.householdRow(id)
          : subject.charCodeAt(0) === 0x62 && rule.population === "buildings"
            ? this.buildingRow(id)
            : -1
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
    const building = this.blockOf(household)
    if (building >= 0) this.touched.buildings.add(building)
  }

  /** A household's own record: where its residents live changes with it. */
  private touchHousehold(row: number): void {
    this.touched.households.add(row)
    const building = this.blockOf(row)
    if (building >= 0) this.touched.buildings.add(building)
    this.store.housed.each(row, (resident) => this.touched.residents.add(resident))
  }

  private touchCase(id: string): void {
    this.touched.cases.add(id)
    for (const subject of this.cases.get(id)?.fact.subjects ?? []) this.touchSubject(subject)
  }

  private touchSubject(subject: Subject): void {
    const id = subject.slice(subject.indexOf(":") + 1)
    switch (subject.charCodeAt(0)) {
      case 0x72:
        this.touchResident(this.residentRow(id))
        return
      case 0x68:
        this.touchHousehold(this.householdRow(id))
        return
      case 0x62:
        this.touched.buildings.add(this.buildingRow(id))
        return
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
    const elders = (resident: number): void => {
      for (const key of this.pairsBy.elder.get(this.store.residents.ids.idOf(resident)) ?? []) {
        this.touched.pairs.add(key)
      }
    }
    const id = subject.slice(subject.indexOf(":") + 1)
    switch (subject.charCodeAt(0)) {
      case 0x72:
        elders(this.residentRow(id))
        return
      case 0x68:
        this.store.housed.each(this.householdRow(id), elders)
        return
      case 0x62:
        this.store.built.each(this.buildingRow(id), (household) => this.store.housed.each(household, elders))
        return
    }
  }

  /** Touches who passes a threshold between two days, the first left out. */
  private passThreshold(threshold: Threshold, from: Day, to: Day): void {
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
    const { population, where, meant, states } = rule
    const thing = this.thingOf(population, row)
    meant[row] = thing === undefined ? 0 : truth(Selector.matches(where, population, thing, this.scene))
    if (thing !== undefined && meant[row] !== 0) {
      for (const { selector, answers } of states) {
        answers[row] = truth(Selector.matches(selector, population, thing, this.scene))
      }
    }
    this.settle(rule, row)
  }

  /** Finds where a row stands, from what is known of it, and counts it so. */
  private settle(rule: PlaceRule, row: number): void {
    const { meant, status, reach, tallies, population } = rule
    const before = status[row] as number
    let next: number = out
    const means = meant[row] as number
    if (means !== 0) {
      const reaches = reach(row)
      if (means === 1 && reaches === 1) next = reached
      else if (this.exclusionOf(rule, row) !== undefined) next = excluded
      else next = means === 2 || reaches === 2 ? unknown : missing
    }
    if (next === before) return
    status[row] = next
    const building = this.placed[population][row] as number
    if (before !== out) tallies.add(building, before, -1)
    if (next !== out) tallies.add(building, next, 1)
  }

  private judgeThing(rule: ThingRule, id: string): void {
    const { population, where, members, tallies } = rule
    const before = members.get(id)
    if (before !== undefined) {
      tallies.add(before.building, before.status, -1)
      members.delete(id)
    }
    const thing = population === "cases" ? this.cases.get(id)?.fact : this.pairs.get(id)
    if (thing === undefined) return
    const there = "opened" in thing ? thing.opened <= this.now : isPaired(thing, this.now)
    const meant = there ? Selector.matches(where, population, thing, this.scene) : false
    if (meant === false) return
    const { answer, lapses } = rule.judge(thing)
    const status =
      meant === true && answer === true
        ? reached
        : this.exclusionOfThing(rule, thing) !== undefined
          ? excluded
          : meant === null || answer === null
            ? unknown
            : missing
    const building = buildingOfThing(population, thing, this.scene)
    const row = building ? this.buildingRow(building.id) : -1
    members.set(id, { thing, status, building: row })
    tallies.add(row, status, 1)
    if (lapses !== undefined) {
      this.at(lapses, () => {
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
        const stay: Stay = { ...event.resident, since: event.on, housedSince: event.on }
        this.store.setResident(this.residentRow(event.resident.id), stay)
        return
      }
      default: {
        const row = this.residentRow(event.resident)
        const next = foldRegistry([event], registryWith(this.store.resident(row))).residents.get(
          event.resident
        )
        if (next !== undefined) this.householdRow(next.household)
        this.store.setResident(row, next)
      }
    }
  }

  /** Judges every row anew: over columns where a rule reads only what stands in columns. */
  private judgeAll(): void {
    for (let row = 0; row < this.store.buildings.ids.size; row++) {
      this.replace("buildings", row, this.store.buildings.things[row] === undefined ? -1 : row)
    }
    for (let row = 0; row < this.store.households.ids.size; row++) this.replaceHousehold(row)
    for (const place of places) {
      const rows = this.store[place].ids.size
      if (this.tracks.some(({ population, through }) => population === place && through !== undefined)) {
        for (let row = 0; row < rows; row++) this.retrack(place, row)
      }
    }
    const columns = this.columns()
    for (const rule of this.placeRules) {
      const rows = this.store[rule.population].ids.size
      const readable =
        rule.population !== "buildings" &&
        rule.states.length === 0 &&
        inColumns(rule.where, rule.population, columns)
      if (!readable) {
        for (let row = 0; row < rows; row++) this.judge(rule, row)
        continue
      }
      const { present } = columns[rule.population]
      const { yes, unknown: unsure } = meaning(compile(rule.rule), columns, this.now)
      for (let row = 0; row < rows; row++) {
        const there = present === undefined || Bits.has(present, row)
        rule.meant[row] = !there
          ? 0
          : Bits.has(yes, row)
            ? 1
            : unsure !== undefined && Bits.has(unsure, row)
              ? 2
              : 0
        this.settle(rule, row)
      }
    }
    for (const id of this.cases.keys()) this.touched.cases.add(id)
    for (const key of this.pairs.keys()) this.touched.pairs.add(key)
  }

  /**
   * The index as columns, for rules that it does not keep: `CoverageScan` answers them over what the index knows. Fields
   * that name ids or cases are not among them, and marks only where a rule of the index counts them.
   *
   * The columns are those of the index itself: read them before it changes.
   */
  columns(): Columns {
    return {
      residents: this.residentTable(),
      households: this.householdTable(),
      buildings: emptyTable,
      cases: emptyTable,
      pairs: emptyTable
    }
  }

  private marksOf(place: Place): Table["marks"] {
    return Object.fromEntries(
      this.tracks
        .filter(({ population }) => population === place)
        .map(({ counted, latest }) => [markKey(counted), latest.last])
    )
  }

  private areaColumn(
    place: Place,
    idsOf: (building: BuildingId) => ReadonlyArray<string>,
    rows: number
  ): Column {
    const { ids } = this.store.buildings
    return {
      type: "codes",
      // A building's code is its row plus one; 0 is for what lies in none.
      data: this.placed[place].subarray(0, rows).map((building) => building + 1),
      sets: [null, ...Array.from({ length: ids.size }, (_, row) => idsOf(ids.idOf(row) as BuildingId))]
    }
  }

  private residentTable(): Table {
    const { store } = this
    const { residents, households } = store
    const rows = residents.ids.size
    const [member, alone, homeless] = [Bits.none(rows), Bits.none(rows), Bits.none(rows)]
    const companions = Bits.none(rows)
    const household = new Int32Array(rows)
    for (let row = 0; row < rows; row++) {
      const home = store.householdOf(row)
      const known = home >= 0 && Bits.has(households.known, home)
      household[row] = known ? home : -2
      if (!known) Bits.add(homeless, row)
      else if (households.size[home] === 1) Bits.add(alone, row)
      if (Days.get(residents.partySince, row) !== Days.noDay) Bits.add(member, row)
    }
    for (const pair of this.pairs.values()) {
      if (isPaired(pair, this.now)) Bits.add(companions, this.residentRow(pair.elder))
    }
    return {
      rows,
      present: residents.present.subarray(0, Bits.wordsFor(rows)),
      fields: {
        age: { type: "days", data: residents.birth, unknown: false },
        birth: { type: "days", data: residents.birth, unknown: false },
        partyYears: { type: "days", data: residents.partySince, unknown: false },
        partyMember: { type: "flags", yes: member },
        livesHere: { type: "days", data: residents.since, unknown: false },
        livesAlone: { type: "flags", yes: alone, unknown: homeless },
        hasCompanion: { type: "flags", yes: companions },
        tags: { type: "codes", data: residents.tags.subarray(0, rows), sets: store.tagSets.all },
        household: { type: "one", to: "households", data: household, unknown: true },
        branch: this.areaColumn("residents", this.areas.branchesOf, rows),
        group: this.areaColumn("residents", this.areas.groupsOf, rows)
      },
      marks: this.marksOf("residents"),
      excluded: {}
    }
  }

  private householdTable(): Table {
    const { store } = this
    const { households, residents } = store
    const rows = households.ids.size
    const owners = new Int32Array(residents.ids.size)
    for (let row = 0; row < owners.length; row++) {
      owners[row] = Bits.has(residents.present, row) ? store.householdOf(row) : -1
    }
    const people: Column = { type: "many", to: "residents", owners }
    const ints = (data: Int32Array): Column => ({
      type: "ints",
      data: data.subarray(0, rows),
      unknown: false
    })
    return {
      rows,
      present: households.known.subarray(0, Bits.wordsFor(rows)),
      fields: {
        tags: { type: "codes", data: households.tags.subarray(0, rows), sets: store.tagSets.all },
        floor: ints(households.floor),
        area: ints(households.area),
        size: ints(households.size),
        with: people,
        everyone: people,
        branch: this.areaColumn("households", this.areas.branchesOf, rows),
        group: this.areaColumn("households", this.areas.groupsOf, rows)
      },
      marks: this.marksOf("households"),
      excluded: {}
    }
  }
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

const codeOf = (day: Day): number => {
  if (day >= Days.first && day <= Days.last) return Days.code(day)
  throw new RangeError(`day ${day} does not fit the index: days lie between 1900 and 2079`)
}

/** The code of the first day that counts for something on a day. */
const startCode = (counted: Counted, on: Day): number => {
  const from = windowOf(counted, on)?.from
  return from === undefined ? 1 : Math.max(1, Days.code(from))
}

const lapseDay = (counted: Counted, code: number): Day => lapseOf(counted, Days.day(code)) ?? Days.last

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

const isRegistryEvent = (event: CoverageEvent): event is RegistryEvent => {
  switch (event._tag) {
    case "Contacted":
    case "CaseKnown":
    case "Paired":
    case "LeftOut":
      return false
    default:
      return true
  }
}

const registryWith = (stay: Stay | undefined): Registry =>
  stay === undefined
    ? emptyRegistry
    : {
        ...emptyRegistry,
        residents: new Map([[stay.id, stay]]),
        members: new Map([[stay.household, new Set([stay.id])]])
      }

/** Whether columns hold every field that a selector asks for. */
const inColumns = (self: Selector.Selector, population: Population, columns: Columns): boolean => {
  switch (self._tag) {
    case "All":
    case "Any":
      return self.of.every((part) => inColumns(part, population, columns))
    case "Not":
      return inColumns(self.of, population, columns)
    case "One":
    case "Some":
    case "Every":
      return self.field in columns[population].fields && inColumns(self.where, self.to, columns)
    default:
      return self.field in columns[population].fields
  }
}
