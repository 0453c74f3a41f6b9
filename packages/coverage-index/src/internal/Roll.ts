/**
 * A roll: the statuses (such as reached or not reached) of all members of a population. Each member has a row, with its
 * building, and for each rule whether the member belongs to the rule and its status. Also has the counts of each rule.
 * All entries of a row are next to each other, so that a change reads one place in memory, for any number of rules.
 *
 * Every array index in this file is in range by construction, so array reads are cast to `number`.
 */
import { type Standing, standing, Tallies } from "./Tallies.ts"

const standingBits = 3
const standingMask = (1 << standingBits) - 1

export class Roll {
  /** For each rule number: the counts of members by building and status. */
  readonly tallies: ReadonlyArray<Tallies>
  /** How many rows (members) the memory has space for. */
  rows = 0
  /**
   * For each row (one member): its building (-1 if it has none), then one byte for each rule. The low bits of the byte
   * are the status, the higher bits say whether the member belongs to the rule.
   */
  private words: Int32Array = new Int32Array(0)
  private bytes: Uint8Array = new Uint8Array(0)
  private readonly width: number

  /** Makes an empty roll (table of statuses) for a number of rules. */
  constructor(rules: number) {
    this.tallies = Array.from({ length: rules }, () => new Tallies())
    this.width = 1 + Math.ceil(rules / 4)
  }

  grow(rows: number): void {
    const words = new Int32Array(rows * this.width)
    words.set(this.words)
    for (let row = this.rows; row < rows; row++) words[row * this.width] = -1
    this.words = words
    this.bytes = new Uint8Array(words.buffer)
    this.rows = rows
  }

  /** The status of a row (one member) under a rule, such as reached. */
  stands(row: number, rule: number): Standing {
    // The type assertion is safe: these bits always contain a status.
    return ((this.bytes[this.at(row, rule)] as number) & standingMask) as Standing
  }

  /** Whether a row (one member) belongs to a rule: 0 no, 1 yes, 2 unknown. */
  meant(row: number, rule: number): number {
    return (this.bytes[this.at(row, rule)] as number) >> standingBits
  }

  setMeant(row: number, rule: number, meant: number): void {
    const at = this.at(row, rule)
    this.bytes[at] = ((this.bytes[at] as number) & standingMask) | (meant << standingBits)
  }

  /** Changes the status of a row (one member) under a rule, and updates the counts. */
  stand(row: number, rule: number, next: Standing): void {
    const at = this.at(row, rule)
    const byte = this.bytes[at] as number
    const before = (byte & standingMask) as Standing
    if (before === next) return
    this.bytes[at] = (byte & ~standingMask) | next
    const building = this.words[row * this.width] as number
    const tallies = this.tallies[rule] as Tallies
    if (before !== standing.out) tallies.add(building, before, -1)
    if (next !== standing.out) tallies.add(building, next, 1)
  }

  /** Moves a row (one member) to another building (-1 for no building), and updates the counts. */
  place(row: number, building: number): void {
    const before = this.words[row * this.width] as number
    if (before === building) return
    this.words[row * this.width] = building
    this.tallies.forEach((tallies, rule) => {
      const stands = this.stands(row, rule)
      if (stands === standing.out) return
      tallies.add(before, stands, -1)
      tallies.add(building, stands, 1)
    })
  }

  private at(row: number, rule: number): number {
    return 4 * (row * this.width + 1) + rule
  }
}
