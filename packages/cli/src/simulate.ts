/**
 * The command `liulinhui simulate MODEL`: a made-up neighbourhood lives through months under a model, on the real service
 * with a ledger in memory, and the command watches what must always hold. It writes nothing.
 */
import { toIso } from "@liulinhui/core/Day"
import type { Language } from "@liulinhui/core/Text"
import * as Governance from "@liulinhui/service/Governance"
import { type Done, type Failure, type Progress, type Report, simulate as run } from "@liulinhui/simulator"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Schema from "effect/Schema"
import { randomInt } from "node:crypto"
import { CommandFailed } from "./CommandFailed.ts"
import * as DistrictFiles from "./DistrictFiles.ts"
import { json, printData, printProblems } from "./Envelope.ts"
import { hasWords, requestWords, say } from "./Say.ts"
import { language as languageAsked } from "./Words.ts"

/** How many of the last requests of a failing course are printed. */
const mostShown = 12

const services = Governance.layer().pipe(
  Layer.provideMerge(Layer.fresh(Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)))
)

const progressLine = (
  language: Language,
  { accepted, cases, days, entries, on, refused }: Progress
): string =>
  say(language, "simulate.progress", {
    days,
    on,
    accepted,
    refused,
    open: cases.open,
    all: cases.all,
    entries
  })

const nameOf = (language: Language, { invariant, name }: Failure): string => {
  const id = `simulate.invariant.${invariant}`
  return hasWords(id) ? say(language, id) : name
}

const doneLine = (language: Language, { by, on, refused, request }: Done): string =>
  say(language, "simulate.done", {
    on,
    by,
    what: requestWords(language, request._tag),
    about: "case" in request ? request.case : undefined,
    step: "step" in request ? request.step : undefined,
    refused: refused.length === 0 ? undefined : refused.join(", ")
  })

const failureLines = (language: Language, failure: Failure): ReadonlyArray<string> => {
  const { course, found, on } = failure
  const last = course.slice(-mostShown)
  return [
    say(language, "simulate.broken", { on, name: nameOf(language, failure) }),
    ...found.map((one) => `  ${one}`),
    say(language, "simulate.course", { n: course.length, shown: last.length }),
    ...last.map((one) => doneLine(language, one))
  ]
}

const deedLines = (language: Language, { deeds }: Report): ReadonlyArray<string> =>
  Object.entries(deeds).map(([kind, { accepted, refused }]) => {
    const id = `simulate.kind.${kind}`
    return say(language, "simulate.deeds", {
      what: hasWords(id) ? say(language, id) : kind,
      accepted,
      refused
    })
  })

/** A number that can be repeated with `--seed`. */
const newSeed = Effect.sync(() => randomInt(1_000_000))

const dataOf = ({ failure: _, on, ...report }: Report): Schema.JsonObject => ({
  ...report,
  on: toIso(on),
  deeds: Object.fromEntries(Object.entries(report.deeds).map(([kind, answers]) => [kind, { ...answers }])),
  cases: { ...report.cases }
})

/**
 * @category commands
 */
export const simulate = Command.make(
  "simulate",
  {
    model: Argument.String("model").pipe(Argument.withDescription("The model of the neighbourhood")),
    days: Flag.Int("days").pipe(
      Flag.withDescription("How many days the neighbourhood lives (365)"),
      Flag.withDefault(365)
    ),
    seed: Flag.Int("seed").pipe(
      Flag.withDescription("The same seed has the same course. Default: a new one, which is printed"),
      Flag.optional
    ),
    json
  },
  Effect.fn(function* ({ days, json, model, seed: seedNamed }) {
    const language = yield* languageAsked
    if (days < 1) {
      return yield* new CommandFailed({ exit: 2, message: say(language, "simulate.noDays", { days }) })
    }
    const { file } = yield* DistrictFiles.readModelFor(model)
    const seed = yield* Option.match(seedNamed, { onNone: () => newSeed, onSome: Effect.succeed })
    const print = (line: string) => (json ? Effect.void : Console.log(line))
    yield* print(say(language, "simulate.begin", { seed, days }))
    const report = yield* run({
      document: file.document,
      seed,
      days,
      services,
      progress: (progress) => print(progressLine(language, progress))
    }).pipe(
      Effect.catchTag("NobodyEnters", () =>
        Effect.fail(new CommandFailed({ message: say(language, "simulate.nobodyEnters", { model }) }))
      )
    )
    const { failure } = report
    if (json) {
      const problems =
        failure === undefined
          ? []
          : [
              {
                _tag: "InvariantBroken",
                invariant: failure.invariant,
                on: toIso(failure.on),
                found: failure.found,
                text: nameOf(language, failure),
                requests: failure.course.length
              }
            ]
      yield* problems.length === 0
        ? printData("simulate", dataOf(report))
        : printProblems("simulate", problems, dataOf(report))
    } else {
      for (const line of deedLines(language, report)) yield* Console.log(line)
      for (const line of failure === undefined ? [] : failureLines(language, failure))
        yield* Console.error(line)
    }
    if (failure !== undefined) {
      return yield* new CommandFailed({
        message: say(language, "simulate.again", { model, seed, days: report.days })
      })
    }
    yield* print(say(language, "simulate.holds", { days: report.days, seed }))
  })
).pipe(
  Command.withDescription("Let a made-up neighbourhood live under a model, and watch what must always hold")
)
