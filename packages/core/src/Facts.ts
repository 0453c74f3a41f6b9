/**
 * Facts about the people and places of a district, and selectors that find the people or places with certain
 * properties.
 */
export {
  type Areas,
  type CaseFact,
  type Facts,
  type Lookup,
  type Mark,
  type PairFact,
  type Places,
  type Population,
  type Scene,
  type StepTaken,
  type Thing,
  type Things,
  householdsOn,
  isPaired,
  pairId,
  populations,
  scene
} from "./place/Facts.ts"
export { of } from "./coverage/CoverageFacts.ts"
export { calendar, CalendarUnit, endOf, startOf } from "./place/Window.ts"
export {
  type Answer,
  type Names,
  type Selector,
  SelectorJson,
  everyone,
  holdsAmong,
  matches,
  parse,
  sound
} from "./place/Selector.ts"
export { type Attempt, AttemptOutcome, RecordAttempt, lastAttempts } from "./place/Attempt.ts"
export {
  type Contact,
  type ContactBook,
  ContactEvent,
  type ContactReason,
  Proof,
  RecordContact,
  book,
  decide,
  decideAttempt
} from "./place/Contact.ts"
