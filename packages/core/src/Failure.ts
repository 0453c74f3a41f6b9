/**
 * Errors: the base of every error class of the library.
 */
export { TaggedError, asWritten, inWords, tagged } from "./kernel/TaggedError.ts"
