/**
 * A touch is one press of a button in the round: what happened at a door. The screen without a script and the script on
 * the device make the same request from it.
 */

/** The outcomes of an attempt that core knows. They are repeated here, so that the script does not contain core. */
const attempts = ["nobody-in", "refused", "next-time"] as const

/** What happened at a door: the person was reached, or an attempt had one of the outcomes that core knows. */
export const outcomes = ["reached", ...attempts] as const
export type Outcome = (typeof outcomes)[number]
export type AttemptOutcome = (typeof attempts)[number]

/** One person, flat or building to visit, as the list showed it when the button was pressed. */
export interface Listed {
  readonly subject: string
  /** The kinds of contact that a visit is recorded as: one for each rule that misses the subject. */
  readonly kinds: ReadonlyArray<string>
  /** The kinds that require a proof, such as a photo. A touch has none, so it records only attempts of these kinds. */
  readonly proven: ReadonlyArray<string>
  /** The coverage rules that miss the subject. */
  readonly rules: ReadonlyArray<string>
  /** The day of the last contact that the list showed. */
  readonly last?: string
  /** The ledger position of the last attempt that the list showed. */
  readonly attempt?: number
}

/**
 * One press of a button.
 *
 * @category models
 */
export interface Touch {
  /** The command id (idempotency key). It is made when the button is pressed, so sending twice records once. */
  readonly id: string
  /** The text on the door, for people. */
  readonly door: string
  readonly outcome: Outcome
  /** The day on which it happened, such as `2026-03-02`. */
  readonly on: string
  /** The day that was agreed for the next visit. */
  readonly again?: string
  readonly visits: ReadonlyArray<Listed>
  /** When the button was pressed, in milliseconds since 1970 by the clock of the device. */
  readonly at: number
}

/** A request to the service, as JSON. */
export type TouchRequest =
  | {
      readonly _tag: "RecordContacts"
      readonly on: string
      readonly contacts: ReadonlyArray<{ readonly kind: string; readonly subject: string }>
    }
  | {
      readonly _tag: "RecordAttempts"
      readonly on: string
      readonly attempts: ReadonlyArray<{
        readonly kind: string
        readonly subject: string
        readonly outcome: AttemptOutcome
        readonly again?: string
      }>
    }

/**
 * The request that records a touch: a contact or an attempt for each subject and each of its kinds. It is one request, so
 * either the whole touch is recorded, or nothing.
 */
export const requestOf = ({
  again,
  on,
  outcome,
  visits
}: Pick<Touch, "again" | "on" | "outcome" | "visits">): TouchRequest => {
  if (outcome === "reached") {
    const contacts = visits.flatMap(({ kinds, subject }) => kinds.map((kind) => ({ kind, subject })))
    return { _tag: "RecordContacts", on, contacts }
  }
  const agreed = outcome === "next-time" && again !== undefined ? { again } : {}
  return {
    _tag: "RecordAttempts",
    on,
    attempts: visits.flatMap(({ kinds, proven, subject }) =>
      [...kinds, ...proven].map((kind) => ({ kind, subject, outcome, ...agreed }))
    )
  }
}

/** Whether a text is one of the outcomes. */
export const isOutcome = (text: unknown): text is Outcome => outcomes.some((outcome) => outcome === text)

const isTexts = (value: unknown): value is ReadonlyArray<string> =>
  Array.isArray(value) && value.every((each) => typeof each === "string")

const isListed = (value: unknown): value is Listed =>
  typeof value === "object" &&
  value !== null &&
  "subject" in value &&
  typeof value.subject === "string" &&
  "kinds" in value &&
  isTexts(value.kinds) &&
  "proven" in value &&
  isTexts(value.proven) &&
  "rules" in value &&
  isTexts(value.rules) &&
  (!("last" in value) || typeof value.last === "string") &&
  (!("attempt" in value) || typeof value.attempt === "number")

/** Reads the visits that a form names. `undefined` if the text is not a list of visits, or the list is empty. */
export const listedIn = (text: string): ReadonlyArray<Listed> | undefined => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  return Array.isArray(value) && value.length > 0 && value.every(isListed) ? value : undefined
}
