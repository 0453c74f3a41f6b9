/**
 * Checks the laws of models, notices and coverage on the model of Lotus Pond. Then it plants one mistake after another,
 * and prints what the laws find.
 */
import { apply } from "@liulinhui/core/Model"
import { check, coverageLaws, modelLaws, noticeLaws, report } from "@liulinhui/testing/Laws"
import type * as Schema from "effect/Schema"
import process from "node:process"
import { lotusPond, mistakes } from "./lotusPond.ts"

/** Returns what the laws find in a model, as text. Empty if they find nothing. */
export const findingsIn = (document: Schema.Json): string =>
  report(
    check([...modelLaws(document), ...noticeLaws(document), ...coverageLaws(document)], {
      numRuns: 30,
      seed: 1
    })
  )

/** The lines that the program prints. */
export const lines = (): ReadonlyArray<string> => {
  const found = findingsIn(lotusPond)
  return [
    found === "" ? "Lotus Pond: every law holds." : found,
    ...mistakes.flatMap(({ patch, what }) => [
      "",
      `A mistake is planted: ${what}.`,
      findingsIn(apply(lotusPond, patch))
    ])
  ]
}

if (import.meta.main) process.stdout.write(`${lines().join("\n")}\n`)
