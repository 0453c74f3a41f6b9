/**
 * Requests to a district: which requests there are, who may make them, and how they are decided. The functions are
 * pure: they store nothing.
 */
export { Request, RequestTag, type Requests, read, readReported, tagIn } from "./governance/Request.ts"
export { authorityRules, mayAsk, mayAskKind } from "./governance/Authority.ts"
export { type Appointment, appoint } from "./contexts/MandateContext.ts"
export type { Arrival } from "./contexts/IntakeContext.ts"
export { mayInvite, mayRevokeAccess } from "./contexts/Access.ts"
export { decide, decline, keptRefusal, lapse, note, receive, takeIn } from "./governance/Decide.ts"
export { type Asking, type Change, Reason } from "./governance/Decision.ts"
export { type Offers, offers } from "./governance/Offers.ts"
export * as OwnCommands from "./governance/OwnCommands.ts"
export {
  type Awaited,
  type Fate,
  type OnItsWay,
  type Reception,
  commandId,
  fateIn,
  noteId,
  obstacles,
  onItsWay,
  outstanding
} from "./governance/Reception.ts"
export { type Asked, textOf } from "./governance/Repeats.ts"
export * as Repeats from "./governance/Repeats.ts"
export {
  type AnyStatement,
  type RuleId,
  type RuleTag,
  type Section,
  type SectionId,
  everyRule,
  rulesBehind,
  sections
} from "./governance/Rules.ts"
export { type RequestMistake, commandRules } from "./governance/CommandRefusal.ts"
