/** A solution as plain data: stored or sent with its certificate, it can be checked again later. */
import * as Schema from "effect/Schema"
import type { Prices, Solution } from "./Problem.ts"

const Numbers = Schema.Array(Schema.Int)
const WrittenPrices = Schema.Struct({ rows: Numbers, columns: Numbers })

/** The schema of a written solution. See `Assignment.Solution`. */
export const Written = Schema.Struct({
  row: Numbers,
  column: Numbers,
  totals: Numbers,
  prices: Schema.Array(WrittenPrices),
  mostPairs: Schema.optionalKey(WrittenPrices)
})
export interface Written extends Schema.Schema.Type<typeof Written> {}

const writtenPrices = ({ columns, rows }: Prices) => ({
  rows: Array.from(rows),
  columns: Array.from(columns)
})

/** A solution in plain arrays. */
export const written = ({ column, mostPairs, prices, row, totals }: Solution): Written => ({
  row: Array.from(row),
  column: Array.from(column),
  totals,
  prices: prices.map(writtenPrices),
  ...(mostPairs === undefined ? {} : { mostPairs: writtenPrices(mostPairs) })
})
