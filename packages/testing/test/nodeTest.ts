/** A test file for the test runner of Node.js. Its model has a mistake, so one of its tests fails. */
import { modelLaws, testLaws } from "@liulinhui/testing/Laws"
import { test } from "node:test"
import { tinyWith } from "./models.ts"

testLaws(test, modelLaws(tinyWith({ actors: { li: null } })), { numRuns: 5, seed: 1 })
