/**
 * The command `liulinhui contact add LEDGER KIND SUBJECT… --as ACTOR`: records that residents, flats or buildings were
 * visited or called.
 */
import type * as District from "@liulinhui/core/District"
import type { Day } from "@liulinhui/core/Day"
import { ContactKind, type HouseholdId } from "@liulinhui/core/Id"
import {
  residentsOf,
  id as subjectId,
  kind as subjectKind,
  resident as residentSubject,
  Subject
} from "@liulinhui/core/Registry"
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

const add = Command.make(
  "add",
  {
    ledger: ledgerArgument,
    kind: Argument.String("kind").pipe(
      Argument.withDescription("The kind of contact in the model, such as home-visit"),
      Argument.withSchema(ContactKind)
    ),
    subjects: Argument.String("subject").pipe(
      Argument.withDescription("A person or place, such as resident:b01-101-1 or household:b01-101"),
      Argument.atLeast(1)
    ),
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

/**
 * @category commands
 */
export const contact = Command.make("contact").pipe(
  Command.withDescription("Record visits, calls and other contacts"),
  Command.withSubcommands([add])
)
