/**
 * Submits the request of a command that writes to a ledger: builds the request, decodes it with its schema, and then
 * submits it or (in a dry run) prints what would happen. Both `do` and the short commands use this module.
 */
import * as District from "@liulinhui/core/District"
import { mayAsk, decide, type Reason, type Request } from "@liulinhui/core/Governance"
import type { Day } from "@liulinhui/core/Day"
import { formatPath, type Problem } from "@liulinhui/core/Problem"
import type { Language } from "@liulinhui/core/Text"
import type { ActorId, DistrictId } from "@liulinhui/core/Id"
import { type CommandId, Ledger } from "@liulinhui/core/Ledger"
import { Governance, type NotAllowed } from "@liulinhui/service/Governance"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { commandId, unknownActor } from "./Acting.ts"
import { askMissing, canAsk } from "./AskMissing.ts"
import { CommandFailed } from "./CommandFailed.ts"
import { printData, printProblems } from "./Envelope.ts"
import { withIds } from "./DoorIds.ts"
import * as EvidenceInput from "./EvidenceInput.ts"
import { chosen, services } from "./Ledgers.ts"
import { type Line, proposalLines, reasonJson, reasonWords, wouldLines, writtenLines } from "./Outcome.ts"
import { type Draft, fill, type FlagTexts, read } from "./RequestInput.ts"
import { fieldsOf, type RequestTag } from "./RequestFields.ts"
import { requestWords, say, wordsFor } from "./Say.ts"

/** The input of a writing command. */
export interface Writing {
  /** The command as it is typed, such as `case step`. */
  readonly command: string
  readonly tag: RequestTag
  readonly ledger: string
  readonly district: Option.Option<DistrictId>
  readonly by: ActorId
  readonly id: Option.Option<CommandId>
  /** The part of the request that is given as a file or as JSON. */
  readonly draft: Draft
  readonly flags: FlagTexts
  /**
   * Completes the draft of the request with data of the district. For example, if the user corrects only the date of
   * birth of a resident, this function adds the current name.
   */
  readonly complete?: (draft: Draft, district: District.District, today: Day) => Draft
  readonly dryRun: boolean
  readonly json: boolean
  readonly language: Language
}

const lines = (...all: ReadonlyArray<string>): string => all.join("\n")

/** Fails with the mistakes in the input of a command, each with its path. */
const mistaken = Effect.fnUntraced(function* (
  { command, json, language }: Pick<Writing, "command" | "json" | "language">,
  problems: ReadonlyArray<Problem>
) {
  if (json) {
    yield* printProblems(
      command,
      problems.map(({ code, message, path }) => ({ _tag: "Mistake", code, path: [...path], text: message }))
    )
  }
  const mistakes = problems.map(({ message, path }) =>
    path.length === 0
      ? `  ${message}`
      : `  ${wordsFor(language).say("phrase.named", { name: formatPath(path), value: message })}`
  )
  return yield* new CommandFailed({
    exit: 2,
    message: lines(say(language, "input.mistakes", { n: mistakes.length }), ...mistakes)
  })
})

/** Builds the request from the input. On a terminal, asks the user for missing fields. */
const requestOf = Effect.fnUntraced(function* (writing: Writing, district: DistrictId) {
  const { by, complete, json, language, tag } = writing
  const governance = yield* Governance
  const fields = fieldsOf(tag)
  const draft =
    complete === undefined
      ? writing.draft
      : yield* governance.read(district, (state, today) =>
          complete(fill(writing.draft, fields, writing.flags), state, today)
        )
  const asked = { district, by, tag, draft, fields, flags: writing.flags, language }
  const flags = (yield* canAsk(json)) ? yield* askMissing(asked) : writing.flags
  const form = yield* governance.read(district, (state) =>
    EvidenceInput.formOf(state, tag, fill(draft, fields, flags))
  )
  const problems: Array<Problem> = []
  const hashed = yield* EvidenceInput.hashes(EvidenceInput.filesIn(form, flags["evidence"] ?? []))
  const values = EvidenceInput.reader(form, hashed, language, problems)
  const written = fill(draft, fields, flags, { readValue: (name, text) => values(name, text) })
  const filled = yield* governance.read(district, ({ registry }) => withIds(written, registry))
  const request = read(tag, filled, language)
  const all = [...problems, ...(Result.isFailure(request) ? request.failure.problems : [])]
  return Result.isFailure(request) || problems.length > 0 ? yield* mistaken(writing, all) : request.success
})

/** Fails because the actor may not make the request, or because there is no such actor in the district. */
const notAllowed = Effect.fnUntraced(function* (
  { by, command, json, language, tag }: Writing,
  actors: ReadonlyArray<string>
) {
  const text = actors.includes(by)
    ? say(language, "do.notAllowed", { by, tag, request: requestWords(language, tag) })
    : unknownActor(language, by, actors)
  if (json) yield* printProblems(command, [{ _tag: "NotAllowed", by, request: tag, text }])
  return yield* new CommandFailed({ message: text })
})

const refused = Effect.fnUntraced(function* (
  { command, json, language }: Writing,
  reasons: ReadonlyArray<Reason>,
  words: ReadonlyArray<string>,
  kept: boolean
) {
  if (json) {
    const problems = reasons.map((reason, n) => reasonJson(reason, words[n] ?? ""))
    yield* printProblems(command, problems, { kept })
  }
  return yield* new CommandFailed({
    message: lines(
      say(language, "do.refused", { n: words.length }),
      ...words.map((reason) => say(language, "do.reason", { reason })),
      ...(kept ? [say(language, "do.kept")] : [])
    )
  })
})

const actorsOf = (district: DistrictId) =>
  Governance.use(({ read }) => read(district, ({ actors }) => [...actors.keys()]))

/** For a dry run: prints what the request would change, and writes nothing. */
const dryRun = Effect.fnUntraced(function* (writing: Writing, district: DistrictId, request: Request) {
  const { by, command, id, json, language } = writing
  const ledger = yield* Ledger
  const before = Option.isNone(id) ? Option.none() : yield* ledger.receipt(district, id.value)
  const { read } = yield* Governance
  const outcome = yield* read(district, (state, today) => {
    const { actors, model } = state
    const actor = actors.get(by)
    if (
      model === undefined ||
      actor === undefined ||
      !mayAsk(request, { actor, district: state, model, on: today })
    ) {
      return "not allowed"
    }
    return Result.mapBoth(decide({ district: state, model, actor, on: today }, request), {
      onFailure: ({ reasons }) => ({ reasons, words: reasonWords(state, request, reasons, language) }),
      onSuccess: (changes) => ({ changes, would: wouldLines(state, request, changes, language) })
    })
  })
  if (outcome === "not allowed") return yield* notAllowed(writing, yield* actorsOf(district))
  if (Option.isSome(before)) {
    const { first, last } = before.value
    if (json) return yield* printData(command, { dryRun: true, repeated: true, first, last })
    return yield* Console.log(say(language, "do.dryRepeated", { id: Option.getOrUndefined(id), first }))
  }
  if (Result.isFailure(outcome)) {
    return yield* refused(writing, outcome.failure.reasons, outcome.failure.words, false)
  }
  const { changes, would } = outcome.success
  const entries = changes.flatMap(({ events, stream }) => events.map(({ _tag }) => ({ type: _tag, stream })))
  if (json) return yield* printData(command, { dryRun: true, repeated: false, entries })
  yield* Console.log(
    entries.length === 0 ? say(language, "do.dryNothing") : lines(say(language, "do.dry"), ...would)
  )
})

/** Returns the ledger entries that a submission has written. */
export interface Written {
  readonly id: CommandId
  readonly district: DistrictId
  readonly repeated: boolean
  readonly entries: ReadonlyArray<Line & { readonly position: number }>
}

/** Submits a request. If it is refused, fails with a description of every reason. */
const submit = Effect.fnUntraced(function* (
  writing: Writing,
  district: DistrictId,
  id: CommandId,
  request: Request
) {
  const { by, language } = writing
  const governance = yield* Governance
  const { receipt } = yield* governance.submit({ district, id, by, request }).pipe(
    Effect.catchTag("Refused", ({ kept, reasons }) =>
      Effect.flatMap(
        governance.read(district, (state) => reasonWords(state, request, reasons, language)),
        (words) => refused(writing, reasons, words, kept)
      )
    ),
    Effect.catchTag("NotAllowed", (_: NotAllowed) =>
      Effect.flatMap(actorsOf(district), (actors) => notAllowed(writing, actors))
    )
  )
  if (Option.isNone(receipt)) return { id, district, repeated: false, entries: [] } satisfies Written
  const { first, last, repeated } = receipt.value
  const ledger = yield* Ledger
  const entries = yield* ledger.read(district, first - 1, Math.min(last - first + 1, 1000))
  return {
    id,
    district,
    repeated,
    entries: entries.map(({ position, stream, type }) => ({ position, stream, type }))
  } satisfies Written
})

const printWritten = Effect.fnUntraced(function* (writing: Writing, written: Written, request: Request) {
  const { command, json, language } = writing
  const { district, entries, id, repeated } = written
  const first = entries[0]?.position
  const last = entries.at(-1)?.position
  if (json) {
    const data: Schema.JsonObject = {
      district,
      id,
      repeated,
      entries: entries.map(({ position, stream, type }) => ({ position, stream, type }))
    }
    return yield* printData(command, data)
  }
  if (first === undefined) yield* Console.log(say(language, "do.nothing"))
  else {
    const recorded = yield* Governance.use(({ read }) =>
      read(district, (state) => [
        ...writtenLines(state, entries, language),
        ...proposalLines(state, request, language)
      ])
    )
    const head = say(language, repeated ? "do.repeated" : "do.accepted", {
      first,
      last,
      more: String(last !== first)
    })
    yield* Console.log(lines(head, ...recorded))
  }
  if (Option.isNone(writing.id)) yield* Console.error(say(language, "do.id", { id }))
})

/**
 * Runs a writing command: submits its request or (in a dry run) prints what would happen.
 *
 * @category operations
 */
export const write = Effect.fn("Submitting.write")(function* (writing: Writing) {
  const { command, district, id, ledger, tag } = writing
  yield* Effect.gen(function* () {
    const named = yield* chosen(district)
    const request = yield* requestOf(writing, named)
    if (writing.dryRun) return yield* dryRun(writing, named, request)
    const own = Option.getOrElse(id, () => commandId(command.replaceAll(" ", "/")))
    const written = yield* submit({ ...writing, tag }, named, own, request)
    yield* printWritten(writing, written, request)
  }).pipe(Effect.provide(services(ledger, writing.dryRun ? "reads" : "writes")))
})
