/**
 * The port of bookmarks: up to which position a reader has read.
 */
export { Bookmarks, type BookmarksShape } from "./ports/Bookmarks.ts"
