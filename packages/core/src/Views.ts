/**
 * The port (interface to storage) of stored views. A view (projection) is a state that is computed from entries. It is
 * stored together with the ledger position up to which it includes the entries.
 */
export { type Kept, type Mark, Views, type ViewsShape } from "./ports/Views.ts"
export * as Directory from "./ports/Directory.ts"
