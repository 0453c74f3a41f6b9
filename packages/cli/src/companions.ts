/** `liulinhui companions LEDGER`: who should look after which elder, and why, as `ProposeCompanions` would propose it. */
import type { Language } from "@liulinhui/core/kernel/Text"
import { companionQuestion } from "@liulinhui/core/contexts/CompanionProposalContext"
import { CompanionPlan, solve, verify } from "@liulinhui/core/companions/Companions"
import { Governance } from "@liulinhui/service/Governance"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { language } from "./check.ts"
import { CommandFailed } from "./CommandFailed.ts"
import { chosen, district, services } from "./Ledgers.ts"
import { ledgerArgument } from "./Stores.ts"

const encode = Schema.encodeSync(Schema.toCodecJson(CompanionPlan))

const text = (language: Language, { pairs, unique, without }: CompanionPlan): string => {
  const near = pairs.filter(({ sameBuilding }) => sameBuilding).length
  const kept = pairs.filter((pair) => pair.kept).length
  const zh = language === "zh"
  return [
    zh
      ? `老伙伴结对：${pairs.length}位老人有志愿者，其中同楼${near}位、延续原结对${kept}位；${without.length}位暂无志愿者。${unique ? "唯一最优方案" : "另有同样好的方案，此为编号顺序最先者"}，已逐对核验。`
      : `Companions: ${pairs.length} elders have one, ${near} of them from their own building, ${kept} the one they have; ` +
        `${without.length} have nobody. ${unique ? "The only optimal plan" : "One of several as good: the first by id"}; every pair was looked at.`,
    ...pairs.map(({ elder, kept, sameBuilding, volunteer }) => {
      const why = [
        ...(sameBuilding ? [zh ? "同楼" : "same building"] : []),
        ...(kept ? [zh ? "延续" : "kept"] : [])
      ].join(zh ? "、" : ", ")
      const reason = why === "" ? "" : zh ? `（${why}）` : ` (${why})`
      return `  ${volunteer} → ${elder}${reason}`
    }),
    ...without.map((elder) => (zh ? `  ${elder}：暂无` : `  ${elder}: nobody`))
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
    json: Flag.Boolean("json").pipe(Flag.withDescription("Print JSON"), Flag.withDefault(false)),
    language
  },
  Effect.fn(function* ({ district, json, language, ledger }) {
    const problem = yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      return yield* Governance.use(({ read }) =>
        read(id, (state, today) =>
          state.model === undefined ? undefined : companionQuestion(state, state.model, today)
        )
      )
    }).pipe(Effect.provide(services(ledger)))
    if (problem === undefined) {
      return yield* new CommandFailed({
        message: "the district's model says nothing under companions: add the elders who are meant"
      })
    }
    const plan = solve(problem)
    const verified = verify(problem, plan)
    if (!verified) return yield* new CommandFailed({ message: "the plan does not hold by its proof" })
    yield* Console.log(
      json ? JSON.stringify({ plan: encode(plan), verified }, null, 2) : text(language, plan)
    )
  })
).pipe(
  Command.withDescription("Compute who should look after which elder, with its proof; nothing is written")
)
