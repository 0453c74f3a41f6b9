/**
 * The command `liulinhui today LEDGER --as ACTOR`: lists what an actor can do today, with late and urgent cases first.
 */
import type * as District from "@liulinhui/core/District"
import { actingOn } from "@liulinhui/core/Actor"
import { answer, type Answer } from "@liulinhui/core/Question"
import { toIso } from "@liulinhui/core/Day"
import type { Language } from "@liulinhui/core/Text"
import { versionKey } from "@liulinhui/core/District"
import { given } from "@liulinhui/core/Model"
import type { ActorId } from "@liulinhui/core/Id"
import { Governance } from "@liulinhui/service/Governance"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { actor, unknownActor } from "./Acting.ts"
import { deadlineLine } from "./CaseLines.ts"
import { language as languageAsked } from "./Words.ts"
import { CommandFailed } from "./CommandFailed.ts"
import { json, printData } from "./Envelope.ts"
import { chosen, district, services } from "./Ledgers.ts"
import { placeOf } from "./Places.ts"
import { say, wordsFor } from "./Say.ts"
import { ledgerArgument, shown } from "./Stores.ts"

type Tasks = Answer<"AskToday">

const taskLines = (
  state: District.District,
  { tasks }: Tasks,
  now: number,
  language: Language
): ReadonlyArray<string> => {
  const words = wordsFor(language)
  return tasks.flatMap(
    ({ case: id, deadlines: [first], playbook: playbookId, stage, steps, subjects, version }) => {
      const compiled = state.playbooks.get(versionKey(playbookId, version))
      const playbook = compiled?.playbook
      return [
        say(language, "today.task", {
          place: subjects.map((subject) => placeOf(state, subject, language)),
          playbook: playbook === undefined ? playbookId : words.text(playbook.name),
          case: id,
          stage: words.text(playbook?.stages[stage]?.name ?? stage),
          due:
            first === undefined || compiled === undefined
              ? undefined
              : deadlineLine(words, state, compiled, first, now)
        }),
        say(language, "today.steps", {
          steps: steps.map((step) =>
            say(language, "today.step", { step, name: words.text(playbook?.steps[step]?.name ?? step) })
          )
        })
      ]
    }
  )
}

/** Describes the cases that are waiting for a decision of the actor as a keeper (a person who manages the case). */
const decisionLines = (
  state: District.District,
  { decisions }: Tasks,
  language: Language
): ReadonlyArray<string> => {
  const words = wordsFor(language)
  return decisions.map(
    ({ aside, ballots, case: id, gone, handlerGone, playbook: playbookId, subjects, version }) => {
      const playbook = state.playbooks.get(versionKey(playbookId, version))?.playbook
      return say(language, "today.decision", {
        place: subjects.map((subject) => placeOf(state, subject, language)),
        playbook: playbook === undefined ? playbookId : words.text(playbook.name),
        case: id,
        gone: gone.length,
        handler: handlerGone,
        aside: aside.length === 0 ? undefined : aside.map(String),
        polls: ballots.length === 0 ? undefined : [...new Set(ballots.map(({ poll }) => poll))]
      })
    }
  )
}

/** Converts the tasks to JSON data: case, place, due day and possible steps. */
const taskData = (state: District.District, { tasks }: Tasks, language: Language) =>
  tasks.map(({ case: id, deadlines, playbook, stage, steps, subjects }) => ({
    case: id,
    playbook,
    stage,
    subjects: [...subjects],
    places: subjects.map((subject) => placeOf(state, subject, language)),
    steps: [...steps],
    deadlines: deadlines.map(({ at, due, late, of, provisional }) => ({
      of,
      due: toIso(due),
      ...given("at", at === undefined ? undefined : new Date(at).toISOString()),
      late,
      provisional
    }))
  }))

const tasksOf = (
  state: District.District,
  by: ActorId,
  { now, on }: { readonly now: number; readonly on: Tasks["on"] },
  language: Language
) => {
  const { actors, model } = state
  const asker = actors.get(by)
  if (model === undefined || asker === undefined || actingOn(asker, state.registry, on).length === 0) {
    return unknownActor(language, by, actors.keys())
  }
  const found = answer({ district: state, model, actor: asker, on, now }, { _tag: "AskToday" })
  // For a known actor, this question is never refused. So this branch exists only for the type checker.
  if (Result.isFailure(found)) return say(language, "do.nothing")
  return {
    on,
    lines: [
      ...decisionLines(state, found.success, language),
      ...taskLines(state, found.success, now, language)
    ],
    data: taskData(state, found.success, language),
    decisions: found.success.decisions.map(
      ({ aside, ballots, case: id, gone, handlerGone, playbook, stage, subjects }) => ({
        case: id,
        playbook,
        stage,
        subjects: [...subjects],
        gone: [...gone],
        ...given("handlerGone", handlerGone),
        aside: [...aside],
        ballots: ballots.map(({ decides, died, owner, poll }) => ({
          poll,
          owner,
          died: toIso(died),
          decides
        }))
      })
    )
  }
}

/**
 * @category commands
 */
export const today = Command.make(
  "today",
  { ledger: ledgerArgument, by: actor, district, json },
  Effect.fn(function* ({ by, district, json, ledger }) {
    const language = yield* languageAsked
    const found = yield* Effect.gen(function* () {
      const named = yield* chosen(district)
      return yield* Governance.use(({ read }) =>
        read(named, (state, on, now) => tasksOf(state, by, { now, on }, language))
      )
    }).pipe(Effect.provide(services(ledger, "reads")))
    if (typeof found === "string") return yield* new CommandFailed({ message: found })
    const { data, decisions, lines, on } = found
    if (json) return yield* printData("today", { on: toIso(on), by, tasks: data, decisions })
    yield* Console.log([say(language, "today.head", { on, by, n: data.length }), ...lines].join("\n"))
    if (data.length > 0) yield* Console.error(say(language, "today.how", { ledger: shown(ledger), by }))
  })
).pipe(Command.withDescription("List what an actor can do today, late and urgent cases first"))
