/**
 * The complete state of a coverage index: the registry in columns, the latest contacts, cases and pairs, exclusions
 * (members who are left out of a rule), and for each coverage rule the status of every member. The modules in this
 * folder change it.
 */
import type { Day } from "@liulinhui/core/Day"
import {
  type Judge,
  type CoverageRule,
  selectorsIn,
  type Exclusion,
  type Trail
} from "@liulinhui/core/Coverage"
import type { Areas, CaseFact, PairFact, Scene, Thing } from "@liulinhui/core/Facts"
import * as Facts from "@liulinhui/core/Facts"
import { Agenda } from "./Agenda.ts"
import * as Bits from "./Bits.ts"
import { Histories } from "./Histories.ts"
import { sceneOf } from "./IndexScene.ts"
import { Roll } from "./Roll.ts"
import { type Scope, type Threshold, thresholdsIn, watchedBy } from "./Sight.ts"
import { DayList, Store, type Watched } from "./Store.ts"
import { type Standing, Tallies } from "./Tallies.ts"
import { type Place, Tracks } from "./Tracks.ts"

/**
 * A condition that a rule requires of its members. The function answers for a row (one member): 0 no, 1 yes, 2 unknown.
 */
export interface State {
  readonly selector: Facts.Selector
  answers: Uint8Array
}

/** A coverage rule whose members are residents, households or buildings. */
export interface PlaceRule {
  readonly rule: CoverageRule
  readonly population: Place
  readonly where: Facts.Selector
  readonly scope: Scope
  readonly states: Array<State>
  /**
   * Returns whether a row (one member) is reached, computed from contacts within time windows and from conditions: 0
   * no, 1 yes, 2 unknown.
   */
  readonly reach: (row: number) => number
  /** The roll (the statuses of all members) of the rule's population, and the number of this rule in the roll. */
  readonly roll: Roll
  readonly number: number
  /** For each row (one member): its exclusions from the rule, including those that are not in force now. */
  readonly exclusions: Map<number, ReadonlyArray<Exclusion>>
}

/** A case or a pair that belongs to a coverage rule, with its status and its building (-1 if unknown). */
export interface ThingMember {
  readonly thing: CaseFact | PairFact
  readonly stands: Standing
  readonly building: number
}

/** A coverage rule whose members are cases or pairs. */
export interface ThingRule {
  readonly rule: CoverageRule
  readonly population: "cases" | "pairs"
  readonly where: Facts.Selector
  readonly scope: Scope
  judge: Judge
  readonly members: Map<string, ThingMember>
  readonly tallies: Tallies
  /** For each subject (a case or a pair): its exclusions from the rule, including those that are not in force now. */
  readonly exclusions: Map<string, ReadonlyArray<Exclusion>>
}

/** The rows (residents, households, buildings), cases and pairs whose status must be determined again. */
export interface Touched {
  readonly residents: Set<number>
  readonly households: Set<number>
  readonly buildings: Set<number>
  readonly cases: Set<string>
  readonly pairs: Set<string>
}

/** Makes an empty set of rows, cases and pairs that must be determined again. */
export const untouched = (): Touched => ({
  residents: new Set(),
  households: new Set(),
  buildings: new Set(),
  cases: new Set(),
  pairs: new Set()
})

const grown = (data: Uint8Array, rows: number): Uint8Array => {
  const next = new Uint8Array(rows)
  next.set(data)
  return next
}

/** The state of a coverage index. */
export class IndexState {
  readonly areas: Areas
  now: Day
  readonly store: Store
  readonly agenda = new Agenda()
  readonly tracks: Tracks
  readonly histories = new Histories()
  readonly thresholds: ReadonlyArray<Threshold>
  readonly placeRules: Array<PlaceRule> = []
  readonly thingRules: Array<ThingRule> = []
  readonly rolls: Readonly<Record<Place, Roll>>
  readonly exclusions = new Map<number, Exclusion>()
  readonly cases = new Map<string, { readonly fact: CaseFact; readonly order: number }>()
  readonly casesBy = {
    subject: new Map<string, Set<string>>(),
    household: new Map<string, Set<string>>(),
    building: new Map<string, Set<string>>()
  }
  caseOrder = 0
  readonly pairs = new Map<string, PairFact>()
  readonly pairsBy = {
    elder: new Map<string, Set<string>>(),
    volunteer: new Map<string, Set<string>>()
  }
  /** For each subject (such as a resident), by kind: the contacts and steps that rules over cases or pairs count. */
  readonly marks = new Map<string, Map<string, Trail.Trail>>()
  readonly thingMarks = new Set<string>()
  touched = untouched()
  readonly scene: Scene

  /** Makes the state of a coverage index for an empty district, as of a day. */
  constructor(options: {
    readonly rules: ReadonlyArray<CoverageRule>
    readonly areas: Areas
    readonly today: Day
  }) {
    const { rules, areas, today } = options
    this.areas = areas
    this.now = today
    this.thresholds = rules.flatMap((rule) =>
      [...selectorsIn(rule)].flatMap(([json]) => [...thresholdsIn(Facts.sound(rule.of, json), rule.of)])
    )
    const watched: Watched = Object.fromEntries(
      [...new Set(this.thresholds.flatMap((threshold) => watchedBy(threshold) ?? []))].map((name) => [
        name,
        new DayList()
      ])
    )
    this.store = new Store(watched)
    this.tracks = new Tracks(this.store, (day, act) => this.agenda.at(day, act))
    this.scene = sceneOf(this)
    const rollOf = (population: Place): Roll => new Roll(rules.filter(({ of }) => of === population).length)
    this.rolls = {
      residents: rollOf("residents"),
      households: rollOf("households"),
      buildings: rollOf("buildings")
    }
  }

  // Returns the row number of an id. The id starts at `start` in the text, so that the caller need not copy it out of a
  // subject such as `resident:r1`.
  residentRow(text: string, start = 0): number {
    const row = this.store.residentRow(text, start)
    if (row >= this.rolls.residents.rows) this.grow("residents", row)
    return row
  }

  householdRow(text: string, start = 0): number {
    const row = this.store.householdRow(text, start)
    if (row >= this.rolls.households.rows) this.grow("households", row)
    return row
  }

  buildingRow(text: string, start = 0): number {
    const row = this.store.buildingRow(text, start)
    if (row >= this.rolls.buildings.rows) this.grow("buildings", row)
    return row
  }

  grow(place: Place, row: number): void {
    const rows = Math.max(64, 2 * row)
    this.rolls[place].grow(rows)
    this.tracks.grow(place, rows)
    for (const rule of this.placeRules) {
      if (rule.population !== place) continue
      for (const state of rule.states) state.answers = grown(state.answers, rows)
    }
  }

  thingOf(place: Place, row: number): Thing | undefined {
    switch (place) {
      case "residents":
        return Bits.has(this.store.residents.present, row) ? this.store.resident(row) : undefined
      case "households":
        return this.store.household(row)
      case "buildings":
        return this.store.buildings.things[row]
    }
  }

  /**
   * Runs an action on a given day: at once if the day is not in the future, otherwise when the index reaches that day.
   */
  onDay(day: Day, act: () => void): void {
    if (day <= this.now) act()
    else this.agenda.at(day, act)
  }
}
