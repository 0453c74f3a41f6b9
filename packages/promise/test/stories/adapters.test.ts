/** Adapters that are written as plain async functions must pass the same test suites as the adapters of the library. */
import * as vitest from "@effect/vitest"
import { expect, it } from "@effect/vitest"
import { Bookmarks } from "@liulinhui/core/Bookmarks"
import { KeyStore, Vault } from "@liulinhui/core/Vault"
import { Ledger } from "@liulinhui/core/Ledger"
import { Notifier } from "@liulinhui/core/Notifier"
import { bookmarksSuite } from "@liulinhui/testing/BookmarksSuite"
import { keyStoreSuite } from "@liulinhui/testing/KeyStoreSuite"
import { ledgerSuite } from "@liulinhui/testing/LedgerSuite"
import { aNotice } from "@liulinhui/testing/NotifierCases"
import { notifierSuite } from "@liulinhui/testing/NotifierSuite"
import { vaultSuite } from "@liulinhui/testing/VaultSuite"
import { testSuite } from "@liulinhui/testing/Suite"
import * as VaultOf from "@liulinhui/vault"
import * as MasterKeys from "@liulinhui/vault/MasterKeys"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Adapters from "../../src/Adapters.ts"
import { chatReceiver, plainChannel } from "../plainChannel.ts"
import { plainBookmarks, plainKeys, plainLedger } from "../plainLedger.ts"
import { plainVault } from "../plainVault.ts"

testSuite(
  vitest,
  ledgerSuite(
    "of plain async functions",
    Layer.suspend(() => Layer.succeed(Ledger, Adapters.ledger(plainLedger()))),
    { quick: true }
  )
)

const shared = Adapters.ledger(plainLedger())
testSuite(
  vitest,
  ledgerSuite("of plain async functions that several handles share", Layer.succeed(Ledger, shared), {
    shared: true,
    quick: true
  })
)

testSuite(
  vitest,
  bookmarksSuite(
    "of plain async functions",
    Layer.suspend(() => Layer.succeed(Bookmarks, Adapters.bookmarks(plainBookmarks())))
  )
)

const keys = Adapters.keyStore(plainKeys())
testSuite(
  vitest,
  keyStoreSuite("of plain async functions", Layer.succeed(KeyStore, keys), {
    shared: true,
    quick: true
  })
)

const masterKeys = MasterKeys.generate("2026")
testSuite(
  vitest,
  vaultSuite(
    "over a key store of plain async functions",
    VaultOf.layer({ masterKeys }).pipe(Layer.provide(Layer.succeed(KeyStore, keys))),
    { quick: true }
  )
)
testSuite(
  vitest,
  vaultSuite(
    "of plain async functions",
    Layer.suspend(() => Layer.succeed(Vault, Adapters.vault(plainVault()))),
    { quick: true }
  )
)

testSuite(
  vitest,
  notifierSuite(
    "of a plain async function",
    ({ address }) => Layer.succeed(Notifier, Adapters.notifier(plainChannel(address))),
    chatReceiver
  )
)

it("a channel that throws any other error fails as transient, and the error's message is not repeated", async () => {
  const { deliver } = Adapters.notifier({
    channel: "leaky",
    deliver: () => Promise.reject(new TypeError("cannot reach https://chat.example/?token=1f0e2d3c"))
  })
  const failed = await Effect.runPromise(Effect.flip(deliver(aNotice())))
  expect(failed).toMatchObject({ kind: "transient", reason: "the channel threw TypeError" })
  expect(JSON.stringify(failed) + String(failed.stack)).not.toContain("1f0e2d3c")
})
