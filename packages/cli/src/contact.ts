/**
 * The commands `liulinhui contact add LEDGER KIND SUBJECT… --as ACTOR`, which records that residents, flats or buildings
 * were visited or called, `liulinhui contact attempt LEDGER KIND OUTCOME SUBJECT… --as ACTOR`, which records that nobody was
 * reached, and `liulinhui contact import LEDGER KIND SHEET --as ACTOR`, which records a walking list that was filled in.
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
import type { Request } from "@liulinhui/core/Governance"
import { given } from "@liulinhui/core/Model"
import type { FilledVisit } from "@liulinhui/spreadsheet"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { basename } from "node:path"
import { actor } from "./Acting.ts"
import { day } from "./DayFlag.ts"
import { withIds } from "./DoorIds.ts"
import { json, printData } from "./Envelope.ts"
import { chosen, district, onLedger } from "./Ledgers.ts"
import { placeOf } from "./Places.ts"
import { common } from "./RequestCommand.ts"
import { type Draft, isObject } from "./RequestInput.ts"
import { readDraft } from "./RequestFile.ts"
import { say } from "./Say.ts"
import { record, unreadable } from "./SheetRequests.ts"
import { ledgerArgument } from "./Stores.ts"
import { write } from "./Submitting.ts"
import { readBytes } from "./TextFile.ts"
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

/** Whether a visit of a filled list is recorded already, for the same kind, person or place, and day. */
const isRecorded = (
  { attempts, contacts }: District.District,
  kind: ContactKind,
  { on, result, subject }: FilledVisit & { readonly on: Day }
): boolean =>
  result === "met"
    ? contacts.all.some((one) => one.kind === kind && one.subject === subject && one.on === on)
    : attempts.all.some(
        (one) => one.kind === kind && one.subject === subject && one.on === on && one.outcome === result
      )

/** The request that records one visit of a filled list. */
const requestFor = (
  kind: ContactKind,
  { on, result, subject }: FilledVisit & { readonly on: Day }
): Request =>
  result === "met"
    ? { _tag: "RecordContacts", on, contacts: [{ kind, subject }] }
    : { _tag: "RecordAttempts", on, attempts: [{ kind, subject, outcome: result }] }

const importVisits = Command.make(
  "import",
  {
    ledger: ledgerArgument,
    kind: kindArgument,
    sheet: Argument.String("sheet").pipe(
      Argument.withDescription("The filled walking list, from `round --out`: xlsx, xls, ods or csv")
    ),
    by: actor,
    on: day("on", "The day of visits without a date in the list. Default: today"),
    dryRun: common.dryRun,
    district,
    json
  },
  Effect.fn(function* ({ by, district, dryRun, json, kind, ledger, on, sheet }) {
    const language = yield* languageAsked
    const bytes = yield* readBytes(sheet, language)
    const { readVisits } = yield* Effect.promise(() => import("@liulinhui/spreadsheet"))
    const { empty, visits } = yield* readVisits(bytes, { file: basename(sheet) }).pipe(
      Effect.mapError(unreadable(language, sheet))
    )
    const recorded = yield* chosen(district).pipe(
      Effect.flatMap((named) =>
        record(
          { by, command: "contact import", district: named, dryRun, file: sheet, language },
          (state, today) =>
            Effect.succeed(
              visits
                .map((visit) => ({ ...visit, on: visit.on ?? Option.getOrElse(on, () => today) }))
                .filter((visit) => !isRecorded(state, kind, visit))
                .map((visit) => ({
                  request: requestFor(kind, visit),
                  about: say(language, "visits.about", {
                    row: visit.row,
                    place: placeOf(state, visit.subject, language)
                  })
                }))
            )
        )
      ),
      onLedger(ledger, dryRun ? "reads" : "writes")
    )
    const met = recorded.filter(({ request }) => request._tag === "RecordContacts").length
    const counts = {
      met,
      attempts: recorded.length - met,
      known: visits.length - recorded.length,
      empty
    }
    yield* json
      ? printData("contact import", { dryRun, ...counts })
      : Console.log(say(language, dryRun ? "visits.would" : "visits.done", counts))
  })
).pipe(
  Command.withDescription(
    "Record the visits of a filled walking list; if one is refused, none is written. The same list again changes nothing"
  )
)

/**
 * @category commands
 */
export const contact = Command.make("contact").pipe(
  Command.withDescription("Record visits, calls and other contacts"),
  Command.withSubcommands([add, attempt, importVisits])
)
