/**
 * The number of examples of a property test. `vitest run` takes few examples, so that all tests together take minutes.
 * `vitest run --mode deep` takes many, and runs every test file that imports this module.
 */
import process from "node:process"

/** Returns `usual`, or `deep` in a deep run. */
export const runs = (usual: number, deep: number): number =>
  process.env["TEST_MODE"] === "deep" ? deep : usual
