/**
 * Keeps the coverage of a district or a city up to date: for each coverage rule, which members (residents, households
 * …) are reached. Changes of the registry, contacts, cases, pairs, exclusions (members who are left out of a rule) and
 * new days are applied one by one, and the counts and gaps are always those that `Coverage.evaluate` of core would
 * return. Use an index for a city, or for a screen that shows a district live. For occasional questions about one
 * district, use `Coverage.evaluate`.
 *
 * The registry and the latest contacts are in columns (`internal/Store`, `internal/Latest`), with one row for each
 * resident, household or building. A contact changes only the row of its subject. A new day changes the members with a
 * relevant birthday, the members whose contacts lapse (become too old to count), and the members with a change that was
 * recorded for that day. After a change of the registry, the status of the changed member is determined again. If a
 * rule reads more than the member, the status of the other members of its household or building is determined again,
 * too. Cases and pairs are few, and are stored as objects.
 *
 * Days are between 1900 and 2079.
 */
import type { Day } from "@liulinhui/core/Day"
import type { Areas } from "@liulinhui/core/Facts"
import type { ContactKind, ResidentId, RuleId } from "@liulinhui/core/Id"
import {
  byPlace,
  type Excluded,
  type Member,
  memberOf,
  type Figures,
  figures,
  type Status,
  type CoverageEvent,
  type CoverageRule,
  type Exclusion,
  type Grouping
} from "@liulinhui/core/Coverage"
import type { Columns } from "./internal/Columns.ts"
import * as Days from "./internal/Days.ts"
import { addRule, judgeOf, ruleOf } from "./internal/IndexRules.ts"
import { IndexState } from "./internal/IndexState.ts"
import { exclusionOf, exclusionOfThing, settleTouched } from "./internal/Judging.ts"
import { columnsOfIndex, judgeAll, loadRegistry } from "./internal/Loading.ts"
import { takeRegistry } from "./internal/RegistryIntake.ts"
import { type Standing, standing, Tallies } from "./internal/Tallies.ts"
import { addMark, setCase, setExclusion, setPair } from "./internal/ThingIntake.ts"
import { pass } from "./internal/Touch.ts"
import type { Audience } from "./internal/Tracks.ts"
import { accepted, type IndexedEvent } from "./SecondFlat.ts"

/**
 * A kind of contact (such as a home visit) that has been looked up once, so that many contacts of this kind are
 * recorded fast. See {@link CoverageIndex.kind}.
 */
export interface KindHandle {
  readonly kind: ContactKind
  readonly audience: Audience
}

/**
 * An index over coverage rules: for each rule the status of every member (such as reached or not reached), updated with
 * each change.
 *
 * @example
 * ```ts
 * import { CoverageIndex } from "@liulinhui/coverage-index/CoverageIndex"
 * import { CoverageRule } from "@liulinhui/core/Coverage"
 * import * as Day from "@liulinhui/core/Day"
 * import { BuildingId, ContactKind, HouseholdId, RuleId } from "@liulinhui/core/Id"
 * import { household } from "@liulinhui/core/Registry"
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
  private readonly state: IndexState

  /** Makes an index of an empty district, as of a day. Then fill it with `load` or `apply`. */
  constructor(options: {
    readonly rules: ReadonlyArray<CoverageRule>
    readonly areas: Areas
    readonly today: Day
  }) {
    this.state = new IndexState(options)
    for (const rule of options.rules) addRule(this.state, rule)
  }

  /** The day for which the index answers. `advance` changes it. */
  get today(): Day {
    return this.state.now
  }

  // ----------------------------------------------------------------------------------------------------------- reading

  /**
   * For a coverage rule: how many members have each status on the current day, grouped as the rule states or by
   * `groupBy`.
   */
  figures(rule: RuleId, options: { readonly groupBy?: Grouping } = {}): Figures {
    const found = ruleOf(this.state, rule)
    const counts = "members" in found ? found.tallies : found.roll.tallies[found.number]
    const tallies = (counts ?? new Tallies()).read((building) =>
      this.state.store.buildings.ids.idOf(building)
    )
    return figures(found.rule, tallies, this.state.areas, options.groupBy)
  }

  /**
   * The members (residents, households …) that have the given status under a rule on the current day, in walking order
   * (by building and door).
   */
  members(rule: RuleId, status: Status): ReadonlyArray<Member> {
    return this.collect(rule, standing[status], (member) => member).sort(byPlace)
  }

  /**
   * The members that are excluded from a rule (people decided to leave them out) on the current day, in walking order
   * (by building and door). Each has the reason.
   */
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
    const rule = ruleOf(this.state, id)
    if ("members" in rule) {
      for (const { thing, stands } of rule.members.values()) {
        if (stands !== wanted) continue
        found.push(
          make(memberOf(rule.population, thing, this.state.scene), exclusionOfThing(this.state, rule, thing))
        )
      }
      return found
    }
    for (let row = 0; row < rule.roll.rows; row++) {
      if (rule.roll.stands(row, rule.number) !== wanted) continue
      const thing = this.state.thingOf(rule.population, row)
      if (thing === undefined) continue
      found.push(make(memberOf(rule.population, thing, this.state.scene), exclusionOf(this.state, rule, row)))
    }
    return found
  }

  /**
   * The content of the index as columns, so that `CoverageScan` can evaluate other rules. The columns do not contain
   * the fields that name single residents or households, the fields about cases, and the contacts and steps that no
   * rule of the index counts. Columns of days are shared with the index: read them before the index changes.
   */
  columns(): Columns {
    return columnsOfIndex(this.state)
  }

  // ---------------------------------------------------------------------------------------------------------- changing

  /**
   * Applies one change to the index. If the day of the change is in the future, the change waits until the index
   * reaches that day. If its day is in the past, the change is inserted into the history at that day. Throws
   * {@link SecondFlatUnsupported} if a household uses a second flat; then the index stays as it was.
   */
  apply(event: CoverageEvent): void {
    this.take(accepted(event))
    settleTouched(this.state)
  }

  /**
   * Applies many changes at once to an empty index. Use it to start with a whole city. Changes of the registry must be
   * in the order of their days. Changes that are applied later with `apply` come after all loaded changes, whatever
   * their day. Throws {@link SecondFlatUnsupported} if a household uses a second flat; then the index stays empty.
   */
  load(events: Iterable<CoverageEvent>): void {
    const later: Array<IndexedEvent> = []
    const all = Array.from(events, accepted)
    for (const event of all) {
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
          if (event.on > this.state.now) later.push(event)
          else loadRegistry(this.state, event)
      }
    }
    judgeAll(this.state)
    for (const event of later) this.take(event)
    settleTouched(this.state)
  }

  /** Moves the index to a later day. Throws a `RangeError` if the day is in the past: an index cannot go back. */
  advance(to: Day): void {
    const from = this.state.now
    if (to < from) throw new RangeError(`the index is at day ${from} and cannot go back to day ${to}`)
    if (to === from) return
    this.state.now = to
    this.state.tracks.open(to)
    for (const rule of this.state.thingRules) rule.judge = judgeOf(this.state, rule.rule)
    this.state.agenda.run(from, to)
    this.state.tracks.lapse(from, to)
    for (const threshold of this.state.thresholds) pass(this.state, threshold, from, to)
    settleTouched(this.state)
  }

  /** Looks up a kind of contact (such as a home visit) once, for {@link contactResident}. */
  kind(kind: ContactKind): KindHandle {
    if (this.state.thingMarks.has(kind)) {
      throw new RangeError(`rules over cases or pairs count "${kind}": report its contacts with apply`)
    }
    return { kind, audience: this.state.tracks.audience(kind) }
  }

  /** The row number of a resident, for {@link contactResident}. */
  rowOf(resident: ResidentId): number {
    return this.state.residentRow(resident)
  }

  /**
   * Records a contact with the resident in a row, on the current day or earlier. The effect is that of a `Contacted`
   * event, but this is faster: the kind of contact and the id are not looked up each time.
   */
  contactResident({ audience }: KindHandle, row: number, on: Day): void {
    this.state.tracks.markResident(audience, row, Days.checkedCode(on))
  }

  private take(event: IndexedEvent): void {
    switch (event._tag) {
      case "Contacted": {
        const { kind, subject, on, source } = event.contact
        addMark(this.state, kind, subject, on, source)
        return
      }
      case "CaseKnown": {
        const order = this.state.caseOrder++
        this.state.onDay(event.on, () => setCase(this.state, event.fact, order))
        return
      }
      case "Paired":
        setPair(this.state, event.pair)
        return
      case "LeftOut":
        setExclusion(this.state, event.exclusion)
        return
      default:
        takeRegistry(this.state, event)
    }
  }
}
