/**
 * The specification of the ledger port as a list of cases: what every adapter must do. `ledgerSuite` runs the cases as
 * tests. The cases are data, so you can also run them in another way. The tests of this suite run them with ledgers
 * that are broken on purpose.
 *
 * Each case uses new districts and does not delete them afterwards. So the store need not be empty.
 */
import { appending } from "./ledger/Appending.ts"
import { chaining } from "./ledger/Chaining.ts"
import { concurrent } from "./ledger/Concurrent.ts"
import { fingerprintCases } from "./ledger/Fingerprints.ts"
import { following } from "./ledger/Following.ts"
import { interrupting } from "./ledger/Interrupting.ts"
import { lasting } from "./ledger/Lasting.ts"
import type { LedgerCase } from "./ledger/LedgerCase.ts"
import { limiting } from "./ledger/Limiting.ts"
import { naming } from "./ledger/Naming.ts"
import { reading } from "./ledger/Reading.ts"
import { receipts } from "./ledger/Receipts.ts"
import { sharing } from "./ledger/Sharing.ts"

export { applies, type Capabilities, type LedgerCase, type Writer } from "./ledger/LedgerCase.ts"

/**
 * The cases for all guarantees of the ledger port, in an order that is easy to read.
 *
 * @category specification
 */
export const ledgerCases: ReadonlyArray<LedgerCase> = [
  ...appending,
  ...receipts,
  ...fingerprintCases,
  ...naming,
  ...reading,
  ...following,
  ...limiting,
  ...chaining,
  ...concurrent,
  ...interrupting,
  ...sharing,
  ...lasting
]
