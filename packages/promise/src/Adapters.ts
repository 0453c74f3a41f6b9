/**
 * Turns adapters of plain async functions into the ports of the service. `open` does this itself. Use this module to run
 * the suites of `@liulinhui/testing` on an adapter, or to use it in a program that is written with Effect.
 *
 * @example
 * ```ts
 * import { Notifier } from "@liulinhui/core/Notifier"
 * import * as Adapters from "@liulinhui/promise/Adapters"
 * import * as Layer from "effect/Layer"
 * import { strict as assert } from "node:assert"
 *
 * const channel = Adapters.notifier({ channel: "paper", deliver: async () => {} })
 * assert.equal(channel.capabilities.audience, "one")
 * assert.ok(Layer.succeed(Notifier, channel)) // as the suites take it
 * ```
 */
export { bookmarks, type BookmarksAdapter } from "./BookmarksAdapter.ts"
export { keyStore, type KeyStoreAdapter, type StoredKey } from "./KeyStoreAdapter.ts"
export {
  type AppendTask,
  ledger,
  type LedgerAdapter,
  type LedgerCalls,
  ledgerOf,
  type Standing,
  type StoredEntry,
  type StoredReceipt
} from "./LedgerAdapter.ts"
export { notifier, type NotifierAdapter } from "./NotifierAdapter.ts"
export { type SealedText, vault, type VaultAdapter } from "./VaultAdapter.ts"
