/**
 * The port of stored views. A view (projection) is a state folded from entries, stored with the ledger position that it
 * includes.
 */
export { type Kept, type Mark, Views, type ViewsShape } from "./ports/Views.ts"
export * as Directory from "./ports/Directory.ts"
