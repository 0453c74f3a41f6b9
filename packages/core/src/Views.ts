/**
 * The port of kept views: a folded state with its position.
 */
export { type Kept, type Mark, Views, type ViewsShape } from "./ports/Views.ts"
export * as Directory from "./ports/Directory.ts"
