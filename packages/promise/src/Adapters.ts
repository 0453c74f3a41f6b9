/**
 * Converts adapters that are written as plain async functions to the ports of the service. An adapter connects the
 * service to a store or a channel. `open` converts adapters itself. Use this module yourself to run the test suites of
 * `@liulinhui/testing` on your adapter, or to use your adapter in a program that is written with Effect.
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
  type StoredState,
  type StoredEntry,
  type StoredReceipt
} from "./LedgerAdapter.ts"
export { notifier, type NotifierAdapter } from "./NotifierAdapter.ts"
export { type SealedText, vault, type VaultAdapter } from "./VaultAdapter.ts"
