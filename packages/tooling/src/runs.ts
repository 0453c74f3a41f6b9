/**
 * How much a test does. In `vitest run`, a property test takes few examples, so that all tests together take minutes.
 * `vitest run --mode deep` takes many, and runs every test file that imports this module.
 */
import process from "node:process"

/** Whether this is a deep run. */
export const isDeep = process.env["TEST_MODE"] === "deep"

/** Returns `usual`, or `deep` in a deep run. */
export const runs = (usual: number, deep: number): number => (isDeep ? deep : usual)
