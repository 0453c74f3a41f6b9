/**
 * Solves an assignment problem for one goal: chooses the solver by the shape of the net (the allowed pairs and bounds).
 */
import type { Costs } from "../Problem.ts"
import { solveExchange } from "./Exchange.ts"
import { solveFlow } from "./Flow.ts"
import { type Answer, countUp, solveFull, transposed, turnedBack } from "./Full.ts"
import { columnsOf, fullStart, listed, type Net, type Shortage, transpose } from "./Net.ts"

// Every array index in this file is in range. The compiler cannot know this, so the code says `as number`.

const sum = (values: Int32Array): number => values.reduce((total, value) => total + value, 0)

const every = (values: Int32Array, value: number): boolean => values.every((each) => each === value)

/** Whether each row must have exactly one pair. */
const isOneEach = ({ rowLeast, rowMost }: Net): boolean => every(rowLeast, 1) && every(rowMost, 1)

/**
 * Whether the net (allowed pairs and bounds) is a full matrix whose rows must have exactly one pair and whose columns
 * may have at most one.
 */
const isFull = (net: Net): boolean =>
  net.column === undefined &&
  net.rows <= net.columns &&
  isOneEach(net) &&
  every(net.columnMost, 1) &&
  (net.rows === net.columns || every(net.columnLeast, 0))

/** Whether a problem has few columns that take many rows each, and most pairs are allowed. */
const isFew = (net: Net, pairs: number): boolean =>
  net.columns * 2 <= net.rows &&
  pairs * 4 >= net.rows * net.columns &&
  isOneEach(net) &&
  (every(net.columnLeast, 0) || sum(net.columnMost) === net.rows)

const solveFew = (net: Net, costs: Costs): Answer | Shortage => {
  const { column, columnMost, columns, rows, start } = net
  let matrix: Float64Array
  if (column === undefined) matrix = new Float64Array(costs)
  else {
    matrix = new Float64Array(rows * columns).fill(Infinity)
    for (let i = 0; i < rows; i++) {
      for (let a = start[i] as number; a < (start[i + 1] as number); a++) {
        matrix[i * columns + (column[a] as number)] = costs[a] as number
      }
    }
  }
  const found = solveExchange(rows, columns, matrix, columnMost)
  if ("wanting" in found) return { side: "rows", wanting: found.wanting }
  const prices = { rows: found.rowPrices, columns: found.columnPrices }
  return { row: countUp(rows), column: found.columnOf, prices }
}

const solveAny = (net: Net, costs: Costs): Answer | Shortage => {
  const found = solveFlow({ ...net, column: columnsOf(net) }, new Float64Array(costs))
  if ("wanting" in found) return found
  const prices = { rows: found.rowPrices, columns: found.columnPrices }
  return { ...listed(net, found.taken), prices }
}

/** Solves a net (allowed pairs and bounds) whose rows together need at least as many pairs as its columns. */
const solveFacing = (net: Net, costs: Costs): Answer | Shortage => {
  if (isFull(net)) {
    const answer = solveFull(net.rows, net.columns, costs)
    if (answer !== undefined) return answer
  }
  return isFew(net, costs.length) ? solveFew(net, costs) : solveAny(net, costs)
}

/** The same net (allowed pairs and bounds) and costs with rows and columns exchanged. */
const turned = (net: Net, costs: Costs): { readonly net: Net; readonly costs: Costs } => {
  const { columnLeast, columnMost, columns, rowLeast, rowMost, rows } = net
  if (net.column === undefined) {
    const bounds = { rowLeast: columnLeast, rowMost: columnMost, columnLeast: rowLeast, columnMost: rowMost }
    return {
      net: { rows: columns, columns: rows, start: fullStart(columns, rows), ...bounds },
      costs: transposed(rows, columns, costs)
    }
  }
  const { net: around, place } = transpose(net)
  const moved = costs.slice()
  for (let a = 0; a < place.length; a++) moved[a] = costs[place[a] as number] as number
  return { net: around, costs: moved }
}

/**
 * The best plan for one goal with its prices (the proof). If there is no plan: the items that cannot have the pairs
 * that they need.
 */
export const solveNet = (net: Net, costs: Costs): Answer | Shortage => {
  const rowsNeed = sum(net.rowLeast)
  const columnsNeed = sum(net.columnLeast)
  if (rowsNeed > columnsNeed || (rowsNeed === columnsNeed && net.rows <= net.columns)) {
    return solveFacing(net, costs)
  }
  const around = turned(net, costs)
  const answer = solveFacing(around.net, around.costs)
  return "wanting" in answer
    ? { side: answer.side === "rows" ? "columns" : "rows", wanting: answer.wanting }
    : turnedBack(answer)
}
