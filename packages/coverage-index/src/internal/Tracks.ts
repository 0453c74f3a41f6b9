/**
 * Records which rows (residents, households, buildings) were reached by contacts and steps: for each kind of contact or
 * step that a rule counts, the latest days of each row. For each time window of a rule, it also knows which rows are
 * reached today, and on which day a reached row stops being reached (its contact lapses).
 *
 * Every array index in this file is in range by construction, so array reads are cast to `number`.
 */
import { add, type Day } from "@liulinhui/core/Day"
import { markKey } from "./Columns.ts"
import { type Counted, lapseOf, windowOf } from "@liulinhui/core/Coverage"
import * as Days from "./Days.ts"
import { Latest } from "./Latest.ts"
import type { Store } from "./Store.ts"

/**
 * The populations whose members are stored as rows: residents, households and buildings. (Cases and pairs are stored as
 * objects.)
 */
export type Place = "residents" | "households" | "buildings"

/**
 * Lists rows (residents, households …) by the day on which their contacts lapse (become too old to count). Each row is
 * listed under at most one day.
 */
class Lapses {
  private readonly counted: Counted
  /**
   * The day to which the first entry of `first` belongs. No contact lapses (becomes too old to count) before the index
   * begins.
   */
  private readonly base: Day
  /** For each day: the first row that is listed under it; -1 if no row is listed. */
  private first: Int32Array = new Int32Array(0)
  /**
   * For each row: the next row that is listed under the same day; -1 for the last row, -2 for a row that is not listed.
   */
  private next: Int32Array = new Int32Array(0)
  /**
   * A cache. For each code (16-bit number) of a contact day: the day on which such a contact lapses (becomes too old to
   * count).
   */
  private readonly days = new Map<number, Day>()

  constructor(counted: Counted, base: Day) {
    this.counted = counted
    this.base = base
  }

  /** The day on which a contact lapses (becomes too old to count), if it took place on the day with this code. */
  dayOf(code: number): Day {
    const known = this.days.get(code)
    if (known !== undefined) return known
    // Only contacts in a time window that ends can lapse (become too old to count), so the day is always defined.
    const day = lapseOf(this.counted, Days.day(code)) ?? Days.last
    this.days.set(code, day)
    return day
  }

  grow(rows: number): void {
    const next = new Int32Array(rows).fill(-2)
    next.set(this.next)
    this.next = next
  }

  /**
   * Lists a row under the day on which its contact lapses (becomes too old to count), unless the row is listed already.
   */
  add(row: number, code: number): void {
    if (this.next[row] !== -2) return
    const at = this.dayOf(code) - this.base
    if (at >= this.first.length) {
      const first = new Int32Array(2 * at + 64).fill(-1)
      first.set(this.first)
      this.first = first
    }
    this.next[row] = this.first[at] as number
    this.first[at] = row
  }

  /** Calls `visit` for all rows that are listed under a day, and removes these rows from the list. */
  take(day: Day, visit: (row: number) => void): void {
    const at = day - this.base
    let row = this.first[at] ?? -1
    if (row >= 0) this.first[at] = -1
    while (row >= 0) {
      const next = this.next[row] as number
      this.next[row] = -2
      visit(row)
      row = next
    }
  }
}

/**
 * One time window of a rule over a track (the latest contact days of each row). A row is reached today if its k-th
 * latest contact day is not before `start`.
 */
export interface Leaf {
  readonly counted: Counted
  readonly track: Track
  /** The code (16-bit number) of the first day that is within the time window today. */
  start: number
  readonly lapses: Lapses | undefined
  /** These functions are called for each row (member) that may have become reached or unreached. */
  readonly changed: Array<(row: number) => void>
}

/**
 * A track: the latest days of the contacts and steps that a rule counts, for each member of a population. The time
 * window is not part of it. Rules that count the same contacts and steps share a track.
 */
export interface Track {
  readonly population: Place
  readonly counted: Counted
  /** For each row (member): the latest days of the contacts or steps that count. */
  readonly latest: Latest
  /**
   * Present if contacts with the household or the building count too. For each row, it has the latest days of the row
   * itself, of its household, and of its building.
   */
  readonly through?: { readonly own: Latest; readonly household: Latest; readonly building: Latest }
  readonly leaves: Array<Leaf>
}

/** All tracks (latest days of each member) that count one kind of contact or one step. */
export interface Audience {
  readonly own: Readonly<Record<Place, Array<Track>>>
  /** The tracks (latest days) of residents that also count contacts with the household. */
  readonly throughHousehold: Array<Track>
  /** The tracks (latest days) of residents or households that also count contacts with the building. */
  readonly throughBuilding: Array<Track>
}

const startOf = (counted: Counted, on: Day): number => {
  const from = windowOf(counted, on)?.from
  return from === undefined ? 1 : Math.max(1, Days.code(from))
}

const kth = ({ latest }: Track, row: number): number => latest.last[row] as number

/** Whether a row (member) is reached by contacts in a time window that ends today. */
export const isReached = ({ track, start }: Leaf, row: number): boolean => kth(track, row) >= start

export class Tracks {
  readonly all: Array<Track> = []
  private readonly audiences = new Map<string, Audience>()
  private readonly store: Store
  private readonly later: (day: Day, act: () => void) => void

  /** `later` is a function that runs an action on a given day. */
  constructor(store: Store, later: (day: Day, act: () => void) => void) {
    this.store = store
    this.later = later
  }

  /** The tracks (latest days of each member) that count a mark (a kind of contact, or a step of a case). */
  audience(mark: string): Audience {
    const known = this.audiences.get(mark)
    if (known !== undefined) return known
    const audience: Audience = {
      own: { residents: [], households: [], buildings: [] },
      throughHousehold: [],
      throughBuilding: []
    }
    this.audiences.set(mark, audience)
    return audience
  }

  /**
   * Adds a time window of a rule. `changed` is called for each row (member) that may have become reached or unreached.
   */
  addLeaf(counted: Counted, population: Place, on: Day, changed: (row: number) => void): Leaf {
    const key = markKey(counted)
    const track =
      this.all.find((known) => known.population === population && markKey(known.counted) === key) ??
      this.addTrack(counted, population)
    const leaf: Leaf = {
      counted,
      track,
      start: startOf(counted, on),
      lapses:
        counted.within === undefined && counted.each === undefined ? undefined : new Lapses(counted, on),
      changed: [changed]
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
        : { through: { own: new Latest(times), household: new Latest(times), building: new Latest(times) } })
    }
    this.all.push(track)
    for (const mark of new Set(counted.by)) {
      const audience = this.audience(mark)
      audience.own[population].push(track)
      if (track.through === undefined) continue
      if (population === "residents") audience.throughHousehold.push(track)
      if (counted.through === "building") audience.throughBuilding.push(track)
    }
    return track
  }

  grow(place: Place, rows: number): void {
    for (const { population, latest, through, leaves } of this.all) {
      if (place === "households") through?.household.grow(rows)
      if (place === "buildings") through?.building.grow(rows)
      if (population !== place) continue
      latest.grow(rows)
      through?.own.grow(rows)
      for (const leaf of leaves) leaf.lapses?.grow(rows)
    }
  }

  /** Records a contact with a resident, or a step about the resident, today or earlier. */
  markResident({ own }: Audience, row: number, code: number): void {
    for (const track of own.residents) this.markOwn(track, row, code)
  }

  markHousehold({ own, throughHousehold }: Audience, row: number, code: number): void {
    for (const track of own.households) this.markOwn(track, row, code)
    for (const track of throughHousehold) {
      if (track.through?.household.add(row, code) !== true) continue
      this.store.housed.each(row, (resident) => this.markHoused(track, resident, code))
    }
  }

  markBuilding({ own, throughBuilding }: Audience, row: number, code: number): void {
    for (const track of own.buildings) this.markOwn(track, row, code)
    for (const track of throughBuilding) {
      if (track.through?.building.add(row, code) !== true) continue
      this.store.built.each(row, (household) => {
        if (track.population === "households") this.mark(track, household, code)
        else this.store.housed.each(household, (resident) => this.markHoused(track, resident, code))
      })
    }
  }

  private markOwn(track: Track, row: number, code: number): void {
    if (track.through !== undefined) track.through.own.add(row, code)
    this.mark(track, row, code)
  }

  // A contact with the household or the building counts only if the resident already lived there on that day.
  private markHoused(track: Track, resident: number, code: number): void {
    if (Days.get(this.store.residents.housedSince, resident) <= code) this.mark(track, resident, code)
  }

  private mark(track: Track, row: number, code: number): void {
    const before = kth(track, row)
    if (!track.latest.add(row, code)) return
    const after = kth(track, row)
    for (const leaf of track.leaves) {
      // If the row (member) was reached before, it stays reached. It is already listed under a day on which it is
      // checked again.
      if (before < leaf.start && after >= leaf.start) this.check(leaf, row)
    }
  }

  /**
   * Reports that a row (member) may have become reached or unreached. If the row is reached, lists it under the day on
   * which its contact lapses (becomes too old to count).
   */
  private check(leaf: Leaf, row: number): void {
    const last = kth(leaf.track, row)
    if (last >= leaf.start) leaf.lapses?.add(row, last)
    for (const report of leaf.changed) report(row)
  }

  /** Computes again which contacts count for a resident or a household after a move. */
  retrace(place: "residents" | "households", row: number): void {
    for (const track of this.all) {
      if (track.population !== place || track.through === undefined) continue
      const { own, household, building } = track.through
      const codes = new Set(own.codes(row))
      const home = place === "residents" ? this.store.householdOf(row) : row
      const since = place === "residents" ? Days.get(this.store.residents.housedSince, row) : 0
      const add = (from: Latest, at: number): void => {
        for (const code of from.codes(at)) if (code >= since) codes.add(code)
      }
      if (place === "residents" && home >= 0) add(household, home)
      const block = home < 0 ? -1 : this.store.blockOf(home)
      if (track.counted.through === "building" && block >= 0) add(building, block)
      track.latest.replace(row, codes)
      for (const leaf of track.leaves) {
        this.check(leaf, row)
        // The row (member) may be listed under a day that is now too late. Therefore check it on the day on which its
        // last contact lapses (becomes too old to count), too.
        const last = kth(track, row)
        if (leaf.lapses !== undefined && last >= leaf.start) {
          this.later(leaf.lapses.dayOf(last), () => this.check(leaf, row))
        }
      }
    }
  }

  /** Moves all time windows to a new day. Call it before the changes of the new day are applied. */
  open(on: Day): void {
    for (const { leaves } of this.all) for (const leaf of leaves) leaf.start = startOf(leaf.counted, on)
  }

  /** Checks all rows whose contacts lapse (become too old to count) on a day after `from` up to `to`. */
  lapse(from: Day, to: Day): void {
    for (const { leaves } of this.all) {
      for (const leaf of leaves) {
        if (leaf.lapses === undefined) continue
        for (let day = add(from, 1); day <= to; day = add(day, 1)) {
          leaf.lapses.take(day, (row) => this.check(leaf, row))
        }
      }
    }
  }
}
