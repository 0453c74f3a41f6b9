/** Message catalogues in Chinese and English for what the library says to people. */
export { format, problem, type Param, type Params } from "./Message.ts"
export { sayReason } from "./Reason.ts"
export { type PlainReason, reasons } from "./reasons.ts"
export * as NoticeTexts from "./NoticeTexts.ts"
