/** A solution of an assignment as data that can be written down, and so proven by whoever reads it later. */
import * as Schema from "effect/Schema"
import type { Solution } from "./Assignment.ts"

const Numbers = Schema.Array(Schema.Int)

/** See `Assignment.Solution`. */
export const Written = Schema.Struct({
  row: Numbers,
  column: Numbers,
  totals: Numbers,
  prices: Schema.Array(Schema.Struct({ rows: Numbers, columns: Numbers }))
})
export interface Written extends Schema.Schema.Type<typeof Written> {}

/** A solution in plain arrays. */
export const written = ({ column, prices, row, totals }: Solution): Written => ({
  row: Array.from(row),
  column: Array.from(column),
  totals,
  prices: prices.map(({ columns, rows }) => ({ rows: Array.from(rows), columns: Array.from(columns) }))
})
