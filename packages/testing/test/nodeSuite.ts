/**
 * A test file for the test runner of Node.js: three tests of the ledger suite, with a ledger that numbers every entry of a
 * stream 1. So the first test passes, the second one fails, and the third one is skipped.
 */
import { Ledger } from "@liulinhui/core/Ledger"
import * as Memory from "@liulinhui/storage-memory"
import { ledgerSuite } from "@liulinhui/testing/LedgerSuite"
import { testSuite } from "@liulinhui/testing/Suite"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as runner from "node:test"
import { reading } from "./lying.ts"

const wrong = Layer.effect(
  Ledger,
  Effect.sync(() => reading(Memory.makeLedger(), (entry) => ({ ...entry, version: 1 })))
)

const { tests, title } = ledgerSuite("of mine", wrong)
const shared = tests.filter(({ isSkipped }) => isSkipped)
testSuite(runner, { title, tests: [...tests.slice(0, 2), ...shared.slice(0, 1)] })
