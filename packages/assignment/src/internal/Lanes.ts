/**
 * The memory of the dense solver and the loops over it. There are two implementations with the same results, entry for
 * entry: `PlainLanes` in JavaScript, and `SimdLanes` in WebAssembly, four entries at a time.
 *
 * All numbers are 32-bit integers. An offer of row i for column j is the cost of the pair less the price of the column.
 */
export interface Lanes {
  /** The distance between the beginnings of two rows in `costs`, at least the number of columns. */
  readonly stride: number
  /** Row by row. */
  readonly costs: Int32Array
  readonly prices: Int32Array
  /** The prices that a search sees: {@link closed} for a column that it has collected. */
  readonly shown: Int32Array
  readonly distances: Int32Array
  /** The row of each column, negative if the column is free. */
  readonly rowOf: Int32Array
  /** The columns that a search has collected, in order. */
  readonly order: Int32Array
  /** The least and the greatest of all costs. */
  span(): readonly [least: number, most: number]
  /** Sets the price of each column to its least cost. */
  leastOfColumns(): void
  /** Sets the price of each column to zero. */
  zeroPrices(): void
  /** Finds the two least offers of a row. If both are equal, `best` is the first free column with that offer, if any. */
  look(row: number): Offers
  /** Makes all columns visible and infinitely far for a new search. */
  open(): void
  /** Lowers each distance to the offer of a row plus `shift`. Returns the least distance. */
  relax(row: number, shift: number): number
  /**
   * Goes through the columns at distance `length`, which is the least. If one is free, returns the complement (`~j`) of
   * the first. Else appends all of them to `order` after its first `known` entries, closes them, and returns the number
   * of entries of `order`.
   */
  collect(length: number, known: number): number
}

/** The two least offers of a row, and the first column with the least one. The next `look` overwrites it. */
export interface Offers {
  readonly first: number
  readonly second: number
  readonly best: number
}

/** Farther than every offer and every distance. */
export const far = 0x1fffffff

/** The price of a column that a search has collected: each offer for it is farther than {@link far}. */
export const closed = -0x40000000
