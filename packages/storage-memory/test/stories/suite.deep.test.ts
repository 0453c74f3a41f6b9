import * as vitest from "@effect/vitest"
import * as Memory from "@liulinhui/storage-memory"
import { blobsSuite } from "@liulinhui/testing/BlobsSuite"
import { ledgerSuite } from "@liulinhui/testing/LedgerSuite"
import { testSuite } from "@liulinhui/testing/Suite"

testSuite(vitest, ledgerSuite("in memory, with all slow cases", Memory.layer))
testSuite(vitest, blobsSuite("in memory, with all slow cases", Memory.blobs))
