/** Problems (mistakes) in a document, each with its path, and readers that report all problems at once. */
export { DocumentRefused, Problem, format, formatPath, make, refuse } from "./kernel/Problem.ts"
export { reader } from "./kernel/StrictReader.ts"
export * as StrictReader from "./kernel/StrictReader.ts"
export { isObject } from "./kernel/Json.ts"
export { nearest } from "./kernel/Nearest.ts"
