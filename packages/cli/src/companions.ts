/**
 * The command `liulinhui companions LEDGER`: computes which volunteer should look after which elder, and the reasons.
 * The request `ProposeCompanions` would propose the same plan.
 */
import { companionQuestion, CompanionPlan, solve, verify } from "@liulinhui/core/Companion"
import { Governance } from "@liulinhui/service/Governance"
import { Names, type Texts } from "@liulinhui/texts"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { json, printData } from "./Envelope.ts"
import { chosen, district, onLedger } from "./Ledgers.ts"
import { ledgerArgument } from "./Stores.ts"
import { failed, speaker } from "./Words.ts"

const encode = Schema.encodeSync(Schema.toCodecJson(CompanionPlan))

/** Describes the plan in lines. Elders are shown with their doors. */
const text = (words: Texts.Words, names: Names.Names, plan: CompanionPlan): string => {
  const { ends = [], pairs, unique, without } = plan
  const { say } = words
  const called = (thing: Names.Thing, id: string) => Names.say(words, names, thing, id)
  return [
    say("cli.companions.head", {
      pairs: pairs.length,
      near: pairs.filter(({ sameBuilding }) => sameBuilding).length,
      kept: pairs.filter(({ kept }) => kept).length,
      without: without.length,
      unique: String(unique)
    }),
    ...pairs.map(({ elder, kept, sameBuilding, volunteer }) => {
      const why = [
        ...(sameBuilding ? [say("cli.companions.sameBuilding")] : []),
        ...(kept ? [say("cli.companions.kept")] : [])
      ]
      return `  ${say("cli.companions.pair", {
        volunteer: called("actor", volunteer),
        elder: called("resident", elder),
        why
      })}`
    }),
    ...ends.map(({ because, elder, volunteer }) => {
      const now = pairs.find((pair) => pair.elder === elder)?.volunteer
      return `  ${say("cli.companions.ends", {
        volunteer: called("actor", volunteer),
        elder: called("resident", elder),
        because,
        now: now === undefined ? undefined : called("actor", now)
      })}`
    }),
    ...without.map((elder) => `  ${say("cli.companions.without", { elder: called("resident", elder) })}`)
  ].join("\n")
}

/**
 * @category commands
 */
export const companions = Command.make(
  "companions",
  {
    ledger: ledgerArgument,
    district,
    json
  },
  Effect.fn(function* ({ district, json, ledger }) {
    const proposed = yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const wordsOf = yield* speaker
      return yield* Governance.use(({ read }) =>
        read(id, (state, today) => {
          const problem = state.model === undefined ? undefined : companionQuestion(state, state.model, today)
          if (problem === undefined) return undefined
          const plan = solve(problem)
          const lines = text(wordsOf(state.model), Names.ofDistrict(state), plan)
          return { plan, lines, verified: verify(problem, plan) }
        })
      )
    }).pipe(onLedger(ledger, "reads"))
    if (proposed === undefined) return yield* failed("cli.companions.notInModel")
    const { lines, plan, verified } = proposed
    if (!verified) return yield* failed("cli.plan.refuted")
    yield* json ? printData("companions", { plan: encode(plan), verified }) : Console.log(lines)
  })
).pipe(
  Command.withDescription("Compute who should look after which elder, with its proof; nothing is written")
)
