/**
 * Who has been reached by contacts and steps: the last days of each row for what the rules count, and, for each window
 * that a rule asks about, who is reached in it today and on which day that lapses.
 *
 * As in `internal/Bits`, array reads are cast to `number`: indices lie within the arrays by construction.
 */
import { add, type Day } from "@liulinhui/core/kernel/Day"
import { markKey } from "../CoverageColumns.ts"
import type { Counted } from "@liulinhui/core/coverage/CoverageRule"
import { lapseOf, windowOf } from "@liulinhui/core/coverage/Marks"
import * as Days from "./Days.ts"
import { Latest } from "./Latest.ts"
import type { Store } from "./Store.ts"

/** The populations whose members stand in rows. */
export type Place = "residents" | "households" | "buildings"

/** Rows by the day on which what reached them lapses; each row stands under one day at most. */
class Lapses {
  private readonly counted: Counted
  /** The day of {@link first}[0]: nothing lapses before the index begins. */
  private readonly base: Day
  /** The first row of each day, -1 where there is none. */
  private first: Int32Array = new Int32Array(0)
  /** The next row of the same day, -1 at the end, -2 for a row that stands under no day. */
  private next: Int32Array = new Int32Array(0)
  /** The days on which codes lapse, as far as they were asked for. */
  private readonly days = new Map<number, Day>()

  constructor(counted: Counted, base: Day) {
    this.counted = counted
    this.base = base
  }

  /** The day on which what happened on the day of a code lapses. */
  dayOf(code: number): Day {
    const known = this.days.get(code)
    if (known !== undefined) return known
    // Only windows that lapse are kept.
    const day = lapseOf(this.counted, Days.day(code)) ?? Days.last
    this.days.set(code, day)
    return day
  }

  grow(rows: number): void {
    const next = new Int32Array(rows).fill(-2)
    next.set(this.next)
    this.next = next
  }

  /** Lets a row stand under the day on which a code lapses, unless it stands under one. */
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

  /** Takes all rows from under a day. */
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
 * Who is reached today by what a track counts, in a window: every row whose k-th latest day is not before `start`.
 */
export interface Leaf {
  readonly counted: Counted
  readonly track: Track
  /** The code of the first day that counts today. */
  start: number
  readonly lapses: Lapses | undefined
  /** Called for each row that becomes reached, or no longer is. */
  readonly changed: Array<(row: number) => void>
}

/** What is counted for a population, whatever the window. */
export interface Track {
  readonly population: Place
  readonly counted: Counted
  /** What counts for each row. */
  readonly latest: Latest
  /** Where contacts with one's household or building count too: what was done for the row itself, and for those. */
  readonly through?: { readonly own: Latest; readonly household: Latest; readonly building: Latest }
  readonly leaves: Array<Leaf>
}

/** Whom a kind of contact, or a step, concerns. */
export interface Audience {
  readonly own: Readonly<Record<Place, Array<Track>>>
  /** Tracks of residents for whom a contact with the household counts. */
  readonly throughHousehold: Array<Track>
  /** Tracks of residents or households for whom a contact with the building counts. */
  readonly throughBuilding: Array<Track>
}

const startOf = (counted: Counted, on: Day): number => {
  const from = windowOf(counted, on)?.from
  return from === undefined ? 1 : Math.max(1, Days.code(from))
}

const kth = ({ latest }: Track, row: number): number => latest.last[row] as number

/** Whether a row is reached today. */
export const isReached = ({ track, start }: Leaf, row: number): boolean => kth(track, row) >= start

export class Tracks {
  readonly all: Array<Track> = []
  private readonly audiences = new Map<string, Audience>()
  private readonly store: Store
  private readonly later: (day: Day, act: () => void) => void

  /** `later` is told what to do on a later day. */
  constructor(store: Store, later: (day: Day, act: () => void) => void) {
    this.store = store
    this.later = later
  }

  /** Whom a mark concerns. */
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

  /** A window of a rule to be kept up to date; tells whom it concerns through `changed`. */
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

  /** A mark on a resident, on a day that has come. */
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

  // A contact with the household or the building counts from the day on which one lives there.
  private markHoused(track: Track, resident: number, code: number): void {
    if (Days.get(this.store.residents.housedSince, resident) <= code) this.mark(track, resident, code)
  }

  private mark(track: Track, row: number, code: number): void {
    const before = kth(track, row)
    if (!track.latest.add(row, code)) return
    const after = kth(track, row)
    for (const leaf of track.leaves) {
      // Whoever is reached already stays so, and stands under a day on which that is looked at again.
      if (before < leaf.start && after >= leaf.start) this.check(leaf, row)
    }
  }

  /** Tells that a row may be reached now, or no longer be, and looks again on the day on which it lapses. */
  private check(leaf: Leaf, row: number): void {
    const last = kth(leaf.track, row)
    if (last >= leaf.start) leaf.lapses?.add(row, last)
    for (const tell of leaf.changed) tell(row)
  }

  /** Puts together anew what counts for a resident or household that lives, or lies, elsewhere now. */
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
        // The row may stand under a later day than the one on which it lapses now.
        const last = kth(track, row)
        if (leaf.lapses !== undefined && last >= leaf.start) {
          this.later(leaf.lapses.dayOf(last), () => this.check(leaf, row))
        }
      }
    }
  }

  /** Lets the windows move with the day, before anything of the new days is told. */
  open(on: Day): void {
    for (const { leaves } of this.all) for (const leaf of leaves) leaf.start = startOf(leaf.counted, on)
  }

  /** Lets lapse what lapses after one day and until another. */
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
