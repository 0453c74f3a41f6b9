/**
 * Finds the cheapest set of allowed pairs under bounds of both sides (rows and columns). The problem is a minimum cost
 * flow with lower and upper bounds, solved by successive shortest paths (R. K. Ahuja, T. L. Magnanti & J. B. Orlin,
 * "Network Flows", 1993, §9.7). Only allowed pairs are stored. If a search cannot reach any node that still needs flow,
 * then the nodes that it has reached prove that no plan keeps the bounds.
 */
import { FlowSearch } from "./FlowSearch.ts"
import { startPlain } from "./FlowStart.ts"
import { FlowState } from "./FlowState.ts"
import type { Shortage, SparseNet } from "./Net.ts"

// Every array index in this file is in range. The compiler cannot know this, so the code says `as number`.

export interface FlowSolution {
  /** For each allowed pair: 1 if the cheapest set of pairs contains it, otherwise 0. */
  readonly taken: Uint8Array
  readonly rowPrices: Float64Array
  readonly columnPrices: Float64Array
}

/**
 * Returns the cheapest set of pairs that keeps all bounds, with the prices (dual variables) that prove it. If no set
 * keeps the bounds, returns the items that cannot have the pairs that they need. Costs, and every sum of costs along a
 * path, must be integers that a JavaScript number can store exactly.
 */
export const solveFlow = (net: SparseNet, costs: Float64Array): FlowSolution | Shortage => {
  const flow = new FlowState(net, costs)
  startPlain(flow)
  const search = new FlowSearch(flow)
  const { columnPrices, fed, hub, rowDegree, rowPrices, taken } = flow
  for (let i = 0; i < net.rows; i++) {
    while ((fed[i] as number) > (rowDegree[i] as number)) if (!search.drain(i)) return search.shortage()
  }
  while (flow.hubExcess > 0) if (!search.drain(hub)) return search.shortage()
  const { hubPotential } = flow
  for (let i = 0; i < net.rows; i++) rowPrices[i] = (rowPrices[i] as number) + hubPotential
  for (let j = 0; j < net.columns; j++) columnPrices[j] = (columnPrices[j] as number) - hubPotential
  return { taken, rowPrices, columnPrices }
}
