import * as Memory from "@liulinhui/storage-memory"
import { bookmarksSuite } from "@liulinhui/testing/BookmarksSuite"
import { identityStoreSuite } from "@liulinhui/testing/IdentityStoreSuite"
import { ledgerSuite } from "@liulinhui/testing/LedgerSuite"
import { viewsSuite } from "@liulinhui/testing/ViewsSuite"

ledgerSuite("in memory", Memory.layer, { quick: true })
bookmarksSuite("in memory", Memory.layer)
viewsSuite("in memory", Memory.layer)
identityStoreSuite("in memory", Memory.identity)
