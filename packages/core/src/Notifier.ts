/** The port (interface) of a channel that delivers notices, such as e-mail or a chat program. */
export {
  type Capabilities,
  DeliveryFailed,
  FailureKind,
  Format,
  Notice,
  Notifier,
  type NotifierShape,
  type Rate,
  spacing
} from "./ports/Notifier.ts"
export { type Marks, type Measure, json, messages, seenBy, utf8 } from "./ports/Messages.ts"
export { mask } from "./ports/Masking.ts"
export { type Refusal, broken, codeOf, noAnswer, retryAfter } from "./ports/Refusal.ts"
