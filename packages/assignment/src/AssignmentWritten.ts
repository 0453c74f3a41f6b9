/**
 * A solution as plain data (JSON). Store or send it together with its certificate, so that anybody can check it later.
 */
import * as Schema from "effect/Schema"
import type { Prices, Solution } from "./Problem.ts"
import type { SearchProof } from "./SizedProblem.ts"

const Numbers = Schema.Array(Schema.Int)
const WrittenPrices = Schema.Struct({ rows: Numbers, columns: Numbers })

/** The schema of a solution as plain data. For the meaning of the fields, see `Assignment.Solution`. */
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

/** Converts a solution to plain data: typed arrays become plain arrays. */
export const written = ({ column, mostPairs, prices, row, totals }: Solution): Written => ({
  row: Array.from(row),
  column: Array.from(column),
  totals,
  prices: prices.map(writtenPrices),
  ...(mostPairs === undefined ? {} : { mostPairs: writtenPrices(mostPairs) })
})

const WrittenPairs = Schema.Struct({ row: Numbers, column: Numbers })

/** The schema of the record of a search as plain data. For the meaning of the fields, see `Sized.SearchProof`. */
export const WrittenSearch = Schema.Struct({
  scale: Schema.Int,
  prices: Schema.Array(Numbers),
  best: Numbers,
  first: Numbers,
  another: Schema.optionalKey(WrittenPairs)
})
export interface WrittenSearch extends Schema.Schema.Type<typeof WrittenSearch> {}

/** Converts the record of a search to plain data: typed arrays become plain arrays. */
export const writtenSearch = ({ another, best, first, prices, scale }: SearchProof): WrittenSearch => ({
  scale,
  prices,
  best,
  first,
  ...(another === undefined
    ? {}
    : { another: { row: Array.from(another.row), column: Array.from(another.column) } })
})
