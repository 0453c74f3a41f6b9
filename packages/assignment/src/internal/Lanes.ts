/**
 * The memory of the dense solver (the solver for full matrices), and the loops over it. There are two implementations
 * with exactly the same results: `PlainLanes` in JavaScript, and `SimdLanes` in WebAssembly, which processes four
 * entries at a time.
 *
 * All numbers are 32-bit integers. The offer of row i for column j is the cost of the pair minus the price of the
 * column.
 */
export interface Lanes {
  /**
   * The distance between the beginnings of two rows in the array `costs`. The distance is at least the number of
   * columns.
   */
  readonly stride: number
  /** The costs, row by row. */
  readonly costs: Int32Array
  readonly prices: Int32Array
  /**
   * For each column: its price, as a search uses it. If the search has already collected the column, this is
   * {@link closed}.
   */
  readonly shown: Int32Array
  readonly distances: Int32Array
  /** For each column: the row that is assigned to it, or a negative number if the column is free. */
  readonly rowOf: Int32Array
  /** The columns that a search has collected, in order. */
  readonly order: Int32Array
  /** The least and the greatest of all costs. */
  span(): readonly [least: number, most: number]
  /** Sets the price of each column to the least cost in the column. */
  leastOfColumns(): void
  /** Sets the price of each column to zero, before an auction or a search. */
  zeroPrices(): void
  /**
   * Finds the two least offers of a row (cost minus column price). If they are equal, `best` is the first free column
   * with this offer, if there is one.
   */
  look(row: number): Offers
  /** Prepares a new search for a path: no column is closed, and the distance of every column is infinite. */
  open(): void
  /**
   * For each column: sets its distance in the search to the offer of the row plus `shift`, if this is less than the
   * distance so far. Returns the least distance.
   */
  relax(row: number, shift: number): number
  /**
   * Goes through the columns whose distance is `length`, the least distance of the search. If one of these columns is
   * free, returns the complement (`~j`) of the first free one. Otherwise adds all of these columns to `order` after its
   * first `known` entries, closes them, and returns the new number of entries in `order`.
   */
  collect(length: number, known: number): number
}

/**
 * The two least offers of a row (cost minus column price), and the first column with the least one. The next call of
 * `look` overwrites this object.
 */
export interface Offers {
  readonly first: number
  readonly second: number
  readonly best: number
}

/** A number greater than every offer (cost minus column price) and every distance of a search. */
export const far = 0x1fffffff

/**
 * The price that marks a column as collected by a search: because of this price, every offer (cost minus price) for the
 * column is greater than {@link far}.
 */
export const closed = -0x40000000
