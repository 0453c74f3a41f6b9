/** All ledgers that are broken on purpose, from all files of this folder. */
import { fingerprintLiars } from "./fingerprintLiars.ts"
import type { Liar } from "../lying.ts"
import { callerLiars } from "./callerLiars.ts"
import { commonLiars } from "./ledgerLiars.ts"
import { limitLiars } from "./limitLiars.ts"
import { nameLiars } from "./nameLiars.ts"
import { readerLiars } from "./readerLiars.ts"
import { receiptLiars } from "./receiptLiars.ts"

export const allLedgerLiars: ReadonlyArray<Liar> = [
  ...commonLiars,
  ...fingerprintLiars,
  ...nameLiars,
  ...receiptLiars,
  ...readerLiars,
  ...limitLiars,
  ...callerLiars
]
