import * as vitest from "@effect/vitest"
import * as Memory from "@liulinhui/storage-memory"
import { blobsSuite } from "@liulinhui/testing/BlobsSuite"
import { bookmarksSuite } from "@liulinhui/testing/BookmarksSuite"
import { identityStoreSuite } from "@liulinhui/testing/IdentityStoreSuite"
import { ledgerSuite } from "@liulinhui/testing/LedgerSuite"
import { viewsSuite } from "@liulinhui/testing/ViewsSuite"
import { testSuite } from "@liulinhui/testing/Suite"

testSuite(vitest, ledgerSuite("in memory", Memory.layer, { quick: true }))
testSuite(vitest, bookmarksSuite("in memory", Memory.layer))
testSuite(vitest, viewsSuite("in memory", Memory.layer))
testSuite(vitest, identityStoreSuite("in memory", Memory.identity))
testSuite(vitest, blobsSuite("in memory", Memory.blobs, { quick: true }))
