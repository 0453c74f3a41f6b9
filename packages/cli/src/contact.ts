/**
 * The commands `liulinhui contact add LEDGER KIND SUBJECT… --as ACTOR`, which records that residents, flats or buildings
 * were visited or called, and `liulinhui contact attempt LEDGER KIND OUTCOME SUBJECT… --as ACTOR`, which records that
 * nobody was reached.
 */
import type * as District from "@liulinhui/core/District"
import type { Day } from "@liulinhui/core/Day"
import { AttemptOutcome } from "@liulinhui/core/Facts"
import { ContactKind, type HouseholdId } from "@liulinhui/core/Id"
import {
  residentsOf,
  id as subjectId,
  kind as subjectKind,
  resident as residentSubject,
  Subject
} from "@liulinhui/core/Registry"
import { given } from "@liulinhui/core/Model"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { withIds } from "./DoorIds.ts"
import { common } from "./RequestCommand.ts"
import { type Draft, isObject } from "./RequestInput.ts"
import { readDraft } from "./RequestFile.ts"
import { ledgerArgument } from "./Stores.ts"
import { write } from "./Submitting.ts"
import { language as languageAsked } from "./Words.ts"

/** Replaces a contact with a flat by several contacts: one with each resident of the flat. */
const withResidents = (draft: Draft, { registry }: District.District, today: Day): Draft => {
  const { contacts, ...rest } = withIds(draft, registry)
  if (!Array.isArray(contacts)) return draft
  return {
    ...rest,
    contacts: contacts.flatMap((each: Schema.Json) => {
      const subject = isObject(each) ? each["subject"] : undefined
      if (!isObject(each) || !isSubject(subject) || subjectKind(subject) !== "household") return [each]
      // The cast is safe: the id in a household subject is the id of a household.
      return residentsOf(registry, subjectId(subject) as HouseholdId, today).map(({ id }) => ({
        ...each,
        subject: residentSubject(id)
      }))
    })
  }
}

const isSubject = Schema.is(Subject)

const kindArgument = Argument.String("kind").pipe(
  Argument.withDescription("The kind of contact in the model, such as home-visit"),
  Argument.withSchema(ContactKind)
)

const subjectsArgument = Argument.String("subject").pipe(
  Argument.withDescription("A person or place, such as resident:b01-101-1 or household:b01-101"),
  Argument.atLeast(1)
)

const add = Command.make(
  "add",
  {
    ledger: ledgerArgument,
    kind: kindArgument,
    subjects: subjectsArgument,
    on: Flag.String("on").pipe(
      Flag.withDescription("The day of the contact, such as 2026-03-02. Default: today"),
      Flag.optional
    ),
    residents: Flag.Boolean("residents").pipe(
      Flag.withDescription("With each resident of these flats, instead of with the flats"),
      Flag.withDefault(false)
    ),
    proof: Flag.String("proof").pipe(
      Flag.withDescription("A reference to the photo or signature that shows it"),
      Flag.optional
    ),
    ...common
  },
  Effect.fn(function* ({ data, file, kind, on, proof, residents, subjects, ...rest }) {
    const language = yield* languageAsked
    const draft = yield* readDraft({ data, file, language })
    const contacts = subjects.map((subject) => ({
      kind,
      subject,
      ...(Option.isNone(proof) ? {} : { proof: proof.value })
    }))
    yield* write({
      ...rest,
      language,
      command: "contact add",
      tag: "RecordContacts",
      draft: { ...draft, ...(Option.isNone(on) ? {} : { on: on.value }), contacts },
      flags: {},
      ...(residents ? { complete: withResidents } : {})
    })
  })
).pipe(Command.withDescription("Record one contact with each of some people or places"))

const attempt = Command.make(
  "attempt",
  {
    ledger: ledgerArgument,
    kind: kindArgument,
    outcome: Argument.Literals("outcome", AttemptOutcome.literals).pipe(
      Argument.withDescription("What happened: nobody-in, refused or next-time")
    ),
    subjects: subjectsArgument,
    on: Flag.String("on").pipe(
      Flag.withDescription("The day of the attempt, such as 2026-03-02. Default: today"),
      Flag.optional
    ),
    again: Flag.String("again").pipe(
      Flag.withDescription("The day agreed for the next visit, such as 2026-03-09"),
      Flag.optional
    ),
    ...common
  },
  Effect.fn(function* ({ again, data, file, kind, on, outcome, subjects, ...rest }) {
    const language = yield* languageAsked
    const draft = yield* readDraft({ data, file, language })
    const attempts = subjects.map((subject) => ({
      kind,
      subject,
      outcome,
      ...given("again", Option.getOrUndefined(again))
    }))
    yield* write({
      ...rest,
      language,
      command: "contact attempt",
      tag: "RecordAttempts",
      draft: { ...draft, ...given("on", Option.getOrUndefined(on)), attempts },
      flags: {}
    })
  })
).pipe(
  Command.withDescription("Record that some people or places were not reached: nobody in, refused, next time")
)

/**
 * @category commands
 */
export const contact = Command.make("contact").pipe(
  Command.withDescription("Record visits, calls and other contacts"),
  Command.withSubcommands([add, attempt])
)
