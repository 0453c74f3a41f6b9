import * as Memory from "@liulinhui/storage-memory"
import { ledgerSuite } from "@liulinhui/testing/LedgerSuite"

ledgerSuite("in memory, with all slow cases", Memory.layer)
