import * as Memory from "@liulinhui/storage-memory"
import { bookmarksSuite } from "@liulinhui/testing/bookmarksSuite"
import { ledgerSuite } from "@liulinhui/testing/ledgerSuite"
import { viewsSuite } from "@liulinhui/testing/viewsSuite"

ledgerSuite("in memory", Memory.layer)
bookmarksSuite("in memory", Memory.layer)
viewsSuite("in memory", Memory.layer)
