/**
 * The port (interface to storage) of bookmarks. A bookmark is the ledger position up to which a reader, such as a
 * sender of notices, has processed the entries.
 */
export { Bookmarks, type BookmarksShape } from "./ports/Bookmarks.ts"
