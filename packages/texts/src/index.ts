/** Message catalogues in Chinese and English for what the library says to people. */
export { format, problem, type Param, type Params } from "./Message.ts"
