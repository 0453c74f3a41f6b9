/** The base class of every error class of the library, and functions that put errors into words. */
export { TaggedError, asWritten, inWords, tagged } from "./kernel/TaggedError.ts"
