/** Ports that are written with fp-ts must pass the same test suites as the adapters of the library. */
import * as vitest from "@effect/vitest"
import { Bookmarks } from "@liulinhui/core/Bookmarks"
import { KeyStore, Vault } from "@liulinhui/core/Vault"
import { Ledger } from "@liulinhui/core/Ledger"
import { Notifier } from "@liulinhui/core/Notifier"
import { bookmarksSuite } from "@liulinhui/testing/BookmarksSuite"
import { keyStoreSuite } from "@liulinhui/testing/KeyStoreSuite"
import { ledgerSuite } from "@liulinhui/testing/LedgerSuite"
import { notifierSuite } from "@liulinhui/testing/NotifierSuite"
import { vaultSuite } from "@liulinhui/testing/VaultSuite"
import { testSuite } from "@liulinhui/testing/Suite"
import * as VaultOf from "@liulinhui/vault"
import * as MasterKeys from "@liulinhui/vault/MasterKeys"
import * as MemoryKeys from "@liulinhui/vault/MemoryKeys"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { pipe } from "fp-ts/lib/function.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { chatReceiver, plainChannel } from "../../promise/test/plainChannel.ts"
import { effectToFp, optionToFp } from "../src/Convert.ts"
import { DeliveryFailed, Ports } from "../src/index.ts"
import { fpBookmarks, fpKeys, fpLedger } from "./fpPorts.ts"

testSuite(
  vitest,
  ledgerSuite(
    "in fp-ts",
    Layer.suspend(() => Layer.succeed(Ledger, Ports.ledger(fpLedger()))),
    { quick: true }
  )
)
testSuite(
  vitest,
  ledgerSuite("in fp-ts that several handles share", Layer.succeed(Ledger, Ports.ledger(fpLedger())), {
    shared: true,
    quick: true
  })
)
testSuite(
  vitest,
  bookmarksSuite(
    "in fp-ts",
    Layer.suspend(() => Layer.succeed(Bookmarks, Ports.bookmarks(fpBookmarks())))
  )
)
testSuite(
  vitest,
  keyStoreSuite("in fp-ts", Layer.succeed(KeyStore, Ports.keyStore(fpKeys())), {
    shared: true,
    quick: true
  })
)

/** Converts the vault of the library to a port of fp-ts. If it passes the suite, the conversion loses nothing. */
const fpVault = (): Ports.VaultPort => {
  const masters = Result.getOrThrow(MasterKeys.read(MasterKeys.generate("2026")))
  const own = VaultOf.make(MemoryKeys.make(), masters)
  return {
    seal: (district, items) => effectToFp(own.seal(district, items)),
    open: (district, items) =>
      pipe(
        effectToFp(own.open(district, items)),
        TE.map((opened) => opened.map(optionToFp))
      ),
    mac: (district, owners, text) => effectToFp(own.mac(district, owners, text)),
    destroy: (district, owner) => effectToFp(own.destroy(district, owner)),
    destroyed: (district, owners) => effectToFp(own.destroyed(district, owners)),
    rotate: effectToFp(own.rotate)
  }
}
testSuite(
  vitest,
  vaultSuite(
    "in fp-ts",
    Layer.suspend(() => Layer.succeed(Vault, Ports.vault(fpVault()))),
    { quick: true }
  )
)

const fpChannel = (address: string): Ports.NotifierPort => {
  const { capabilities, channel, deliver } = plainChannel(address)
  return {
    channel,
    ...(capabilities === undefined ? {} : { capabilities }),
    deliver: (notice) =>
      TE.tryCatch(
        () => deliver(notice, AbortSignal.timeout(2_000)),
        (error) =>
          error instanceof DeliveryFailed
            ? error
            : new DeliveryFailed({ channel, key: notice.key, reason: "no answer", kind: "transient" })
      )
  }
}
testSuite(
  vitest,
  notifierSuite(
    "in fp-ts",
    ({ address }) => Layer.succeed(Notifier, Ports.notifier(fpChannel(address))),
    chatReceiver
  )
)
