/**
 * Records the requests of a filled sheet, such as ballots or visits. All of them are checked before one is written, and if
 * one is refused, none is written.
 */
import type * as District from "@liulinhui/core/District"
import { decide, mayAsk, type Request } from "@liulinhui/core/Governance"
import type { Day } from "@liulinhui/core/Day"
import type { ActorId, DistrictId } from "@liulinhui/core/Id"
import { CommandId } from "@liulinhui/core/Ledger"
import type { Language } from "@liulinhui/core/Text"
import { Governance } from "@liulinhui/service/Governance"
import type { SheetRefused } from "@liulinhui/spreadsheet"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { commandId, unknownActor } from "./Acting.ts"
import { CommandFailed } from "./CommandFailed.ts"
import { reasonWords } from "./Outcome.ts"
import { requestWords, say } from "./Say.ts"

/** A request, and a text that says to the user what it is about. */
export interface Asked {
  readonly request: Request
  readonly about: string
}

/** The sheet is refused, with a line for each problem. */
const sheetRefused = (language: Language, file: string, lines: ReadonlyArray<string>): CommandFailed =>
  new CommandFailed({
    message: [say(language, "filled.refused", { file }), ...lines.map((line) => `  ${line}`)].join("\n")
  })

/** Converts the problems that the reader of a sheet has found. */
export const unreadable =
  (language: Language, file: string) =>
  (error: SheetRefused): CommandFailed =>
    sheetRefused(language, file, error.format(language).split("\n"))

/** Returns why requests are refused, a line for each. Fails if the actor may not make such requests at all. */
const refusals = (
  state: District.District,
  { by, language, on }: { readonly by: ActorId; readonly language: Language; readonly on: Day },
  all: ReadonlyArray<Asked>
): Result.Result<ReadonlyArray<string>, CommandFailed> => {
  const { actors, model } = state
  const actor = actors.get(by)
  if (model === undefined || actor === undefined)
    return Result.fail(new CommandFailed({ message: unknownActor(language, by, actors.keys()) }))
  const asking = { district: state, model, actor, on }
  const denied = all.find(({ request }) => !mayAsk(request, asking))
  if (denied !== undefined) {
    const tag = denied.request._tag
    const message = say(language, "do.notAllowed", { by, tag, request: requestWords(language, tag) })
    return Result.fail(new CommandFailed({ message }))
  }
  return Result.succeed(
    all.flatMap(({ about, request }) => {
      const decision = decide(asking, request)
      if (Result.isSuccess(decision)) return []
      const reasons = reasonWords(state, request, decision.failure.reasons, language)
      return [say(language, "filled.refusal", { about, reasons })]
    })
  )
}

/**
 * Checks all requests of a sheet, and then writes them, unless it is a dry run. `requests` makes them from the state of the
 * district, without those that are recorded already.
 */
export const record = Effect.fnUntraced(function* <E>(
  {
    by,
    command,
    district,
    dryRun,
    file,
    language
  }: {
    readonly by: ActorId
    /** The command as it is typed, for the ids of the written commands. */
    readonly command: string
    readonly district: DistrictId
    readonly dryRun: boolean
    readonly file: string
    readonly language: Language
  },
  requests: (state: District.District, today: Day) => Effect.Effect<ReadonlyArray<Asked>, E>
) {
  const { read, submit } = yield* Governance
  const { all, refused } = yield* Effect.flatten(
    read(district, (state, on) =>
      Effect.gen(function* () {
        const all = yield* requests(state, on)
        return { all, refused: yield* Effect.fromResult(refusals(state, { by, language, on }, all)) }
      })
    )
  )
  if (refused.length > 0) return yield* sheetRefused(language, file, refused)
  if (dryRun) return all
  // The ids of one run begin with the same text, so that its entries are found together in the ledger.
  const run = commandId(command.replaceAll(" ", "/"))
  yield* Effect.forEach(
    all,
    ({ request }, n) => submit({ district, id: CommandId.make(`${run}/${n + 1}`), by, request }),
    { concurrency: 256, discard: true }
  )
  return all
})
