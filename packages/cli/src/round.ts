/**
 * The command `liulinhui round LEDGER --as ACTOR`: the actor's own round of visits in walking order, with what happened
 * at the last attempt. Nothing is written.
 */
import type * as District from "@liulinhui/core/District"
import { actingOn } from "@liulinhui/core/Actor"
import { ask, type Answer } from "@liulinhui/core/Question"
import { toIso } from "@liulinhui/core/Day"
import { given } from "@liulinhui/core/Model"
import type { ActorId } from "@liulinhui/core/Id"
import { id as subjectId, kind as subjectKind } from "@liulinhui/core/Registry"
import type { Language, Text } from "@liulinhui/core/Text"
import { Governance } from "@liulinhui/service/Governance"
import type { VisitRow } from "@liulinhui/spreadsheet"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { Names } from "@liulinhui/texts"
import { actor, unknownActor } from "./Acting.ts"
import { CommandFailed } from "./CommandFailed.ts"
import { json, printData } from "./Envelope.ts"
import { chosen, district, services } from "./Ledgers.ts"
import { placeOf } from "./Places.ts"
import { named, say, wordsFor } from "./Say.ts"
import { sheetFlag, writeSheets } from "./SheetFile.ts"
import { ledgerArgument, shown } from "./Stores.ts"
import { language as languageAsked } from "./Words.ts"

type Round = Answer<"AskRound">
type Visit = Round["visits"][number]

/** The text on the door: building and flat. For a member without a place: the subject. */
const doorOf = (
  state: District.District,
  { place: { label, unit }, subject }: Visit,
  language: Language
): string =>
  label === undefined
    ? placeOf(state, subject, language)
    : [label, ...(unit === undefined ? [] : [unit])].join(" ")

const visitLines = (
  state: District.District,
  { attempt, kinds, last, name, rules, subject }: Visit,
  language: Language
): ReadonlyArray<string> => {
  const { text } = wordsFor(language)
  const nameOf = (thing: { readonly name: Text } | undefined, id: string): string =>
    thing === undefined ? id : text(thing.name)
  return [
    say(language, "round.visit", {
      who: subjectKind(subject) === "resident" ? (name ?? subjectId(subject)) : undefined,
      rules: rules.map((id) => nameOf(state.model?.coverage.get(id), id)),
      kinds: kinds.map((id) => named(language, id, state.model?.contacts.get(id))),
      last
    }),
    ...(attempt === undefined
      ? []
      : [
          say(language, "round.attempt", {
            on: attempt.on,
            outcome: say(language, `round.${attempt.outcome}`),
            again: attempt.again
          })
        ])
  ]
}

/** Describes visits in walking order: each door once, and below it who is to be visited there, and why. */
const roundLines = (
  state: District.District,
  visits: ReadonlyArray<Visit>,
  language: Language
): ReadonlyArray<string> =>
  visits.flatMap((visit, at) => {
    const door = doorOf(state, visit, language)
    const before = visits[at - 1]
    const isSame = before !== undefined && doorOf(state, before, language) === door
    return [...(isSame ? [] : [door]), ...visitLines(state, visit, language)]
  })

const visitData = (state: District.District, language: Language) => (visit: Visit) => ({
  subject: visit.subject,
  ...given("name", visit.name),
  place: placeOf(state, visit.subject, language),
  rules: [...visit.rules],
  kinds: [...visit.kinds],
  ...given("last", visit.last === undefined ? undefined : toIso(visit.last)),
  ...given(
    "attempt",
    visit.attempt === undefined
      ? undefined
      : {
          kind: visit.attempt.kind,
          on: toIso(visit.attempt.on),
          outcome: visit.attempt.outcome,
          ...given("again", visit.attempt.again === undefined ? undefined : toIso(visit.attempt.again))
        }
  )
})

/** The rows of a walking list: the door, the name if it is known, and why the visit is due. */
const rowsOf = (
  state: District.District,
  visits: ReadonlyArray<Visit>,
  language: Language
): ReadonlyArray<VisitRow> =>
  visits.map(({ last, name, place, rules, subject }) => ({
    subject,
    building: place.label ?? placeOf(state, subject, language),
    floor: place.floor,
    unit: place.unit,
    name,
    last,
    note: wordsFor(language).list(rules.map((id) => state.model?.coverage.get(id)?.name ?? id))
  }))

const roundOf = (
  state: District.District,
  by: ActorId,
  {
    capacity,
    language,
    now,
    on
  }: {
    readonly capacity: number
    readonly language: Language
    readonly now: number
    readonly on: Parameters<typeof actingOn>[2]
  }
) => {
  const asker = state.actors.get(by)
  if (asker === undefined || actingOn(asker, state.registry, on).length === 0) {
    return unknownActor(language, by, state.actors.keys())
  }
  const found = ask(state, { by, on, now }, { _tag: "AskRound", capacity })
  const walker = Names.say(wordsFor(language), Names.ofDistrict(state), "actor", by)
  if (Result.isFailure(found)) return say(language, "round.notAllowed", { by: walker })
  const { later, visits } = found.success
  return {
    on,
    walker,
    nouns: state.model?.nouns,
    lines: [
      say(language, "round.head", { on, by: walker, n: visits.length }),
      ...roundLines(state, visits, language),
      ...(later.length === 0
        ? []
        : [say(language, "round.later", { n: later.length }), ...roundLines(state, later, language)])
    ],
    rows: rowsOf(state, visits, language),
    data: { visits: visits.map(visitData(state, language)), later: later.map(visitData(state, language)) }
  }
}

/**
 * @category commands
 */
export const round = Command.make(
  "round",
  {
    ledger: ledgerArgument,
    by: actor,
    district,
    capacity: Flag.Int("capacity").pipe(
      Flag.withDescription("The most visits for each coverage rule. Default: 20"),
      Flag.withSchema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000 }))),
      Flag.withDefault(20)
    ),
    out: Flag.optional(sheetFlag),
    json
  },
  Effect.fn(function* ({ by, capacity, district, json, ledger, out }) {
    const language = yield* languageAsked
    const found = yield* Effect.gen(function* () {
      const named = yield* chosen(district)
      return yield* Governance.use(({ read }) =>
        read(named, (state, on, now) => roundOf(state, by, { capacity, language, now, on }))
      )
    }).pipe(Effect.provide(services(ledger, "reads")))
    if (typeof found === "string") return yield* new CommandFailed({ message: found })
    const { data, lines, nouns, on, rows, walker } = found
    if (Option.isSome(out))
      return yield* writeSheets(out.value, { command: "round", json }, ({ walkingList, withNouns }) => [
        walkingList(walker, rows, withNouns(language, nouns))
      ])
    if (json) return yield* printData("round", { on: toIso(on), by, ...data })
    yield* Console.log(lines.join("\n"))
    if (data.visits.length > 0)
      yield* Console.error(say(language, "round.how", { ledger: shown(ledger), by }))
  })
).pipe(Command.withDescription("List the actor's own visits in walking order; nothing is written"))
