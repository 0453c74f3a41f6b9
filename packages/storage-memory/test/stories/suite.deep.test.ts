import * as vitest from "@effect/vitest"
import * as Memory from "@liulinhui/storage-memory"
import { ledgerSuite } from "@liulinhui/testing/LedgerSuite"
import { testSuite } from "@liulinhui/testing/Suite"

testSuite(vitest, ledgerSuite("in memory, with all slow cases", Memory.layer))
