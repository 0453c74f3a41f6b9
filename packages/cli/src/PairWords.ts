/** The texts of `liulinhui pair` about branches and groups, in Chinese and in English. */
import type { Language } from "@liulinhui/core/kernel/Text"
import { toIso } from "@liulinhui/core/kernel/Day"
import type { Plan, Problem, Status } from "@liulinhui/core/pairing/Pairing"
import type * as PairingCheck from "@liulinhui/core/pairing/PairingCheck"
import type { Goal } from "@liulinhui/core/pairing/PairingPlan"
import type { Story } from "@liulinhui/core/pairing/PairingView"
import type { PairRef, Policy } from "@liulinhui/core/pairing/PairingProblem"
import type { WhyNot } from "@liulinhui/core/pairing/Solver"
import { sayReason } from "@liulinhui/texts"

/** The text in the language of the reader. */
export const pick = (language: Language, zh: string, en: string): string => (language === "zh" ? zh : en)

const policyWords = (language: Language, policy: Policy): string => {
  if (policy === "best-score") {
    return pick(language, "得分最高，其次变动最少", "the best score, then the fewest changes")
  }
  if (policy === "fewest-changes") {
    return pick(language, "变动最少，其次得分最高", "the fewest changes, then the best score")
  }
  const { forChanges = 1, pricePerChange } = policy
  return pick(
    language,
    `每变动${forChanges}对扣${pricePerChange}分`,
    `${pricePerChange} points for ${forChanges === 1 ? "each changed pair" : `every ${forChanges} changed pairs`}`
  )
}

const goalWords = (language: Language, goal: NotBest["goal"]): string =>
  ({
    total: pick(language, "合计", "in all"),
    points: pick(language, "得分", "points"),
    kept: pick(language, "保留对数", "pairs kept"),
    "points-less-changes": pick(language, "扣除变动后的得分", "points less changes")
  })[goal]

/** Whether a plan is the only optimal one. */
export const uniqueWords = (language: Language, unique: boolean): string =>
  unique
    ? pick(language, "唯一最优方案", "the only optimal plan")
    : pick(language, "另有同样好的方案，此为编号顺序最先者", "one of several as good: the first by id")

const list = (prices: Readonly<Record<string, number>>): string =>
  Object.entries(prices)
    .map(([id, price]) => `${id} ${price}`)
    .join("  ")

/** A plan of branches and groups, with its certificate and what the check says of it. */
export const pairingText = (language: Language, problem: Problem, plan: Plan): string => {
  const { length } = plan.pairs
  const changed =
    problem.inForce.length === 0
      ? ""
      : pick(language, `，变动${plan.changes}对`, `, ${plan.changes} of them changed`)
  const lines = plan.pairs.map(({ branch, byCriterion, group, pinned, points }) => {
    const parts = Object.entries(byCriterion)
      .map(([name, part]) => `${name} ${part}`)
      .join(", ")
    const pin = pinned ? pick(language, "（指定）", " (pinned)") : ""
    return pick(
      language,
      `  ${branch} → ${group}：${points}分${parts === "" ? "" : `（${parts}）`}${pin}`,
      `  ${branch} → ${group}: ${points} points${parts === "" ? "" : ` (${parts})`}${pin}`
    )
  })
  const certificate = plan.certificate.flatMap((proof) => [
    pick(
      language,
      `  ${goalWords(language, proof.goal)}至多${proof.total}`,
      `  no plan reaches more than ${proof.total} ${goalWords(language, proof.goal)}`
    ),
    pick(
      language,
      `    支部价格：${list(proof.branches)}`,
      `    prices of branches: ${list(proof.branches)}`
    ),
    pick(language, `    小组价格：${list(proof.groups)}`, `    prices of groups: ${list(proof.groups)}`)
  ])
  return [
    pick(
      language,
      `结对方案：${length}对，共${plan.total}分${changed}（取${policyWords(language, plan.policy)}）。${uniqueWords(language, plan.unique)}。`,
      `The plan: ${length} pairs, ${plan.total} points${changed} (${policyWords(language, plan.policy)}); ${uniqueWords(language, plan.unique)}.`
    ),
    ...lines,
    pick(language, "证明：", "Certificate:"),
    ...certificate,
    checked(language)
  ].join("\n")
}

/** That the check has passed. */
export const checked = (language: Language): string =>
  pick(
    language,
    "校验：已逐对核验，各项上下限、指定与禁止均已满足，且没有更优的方案。",
    "Check: every pair was looked at; all bounds, pins and bans are kept, and no plan is better."
  )

/** The corners of the frontier, one a line. */
export const frontierText = (language: Language, plans: ReadonlyArray<Plan>): string =>
  [
    pick(language, "变动与得分的取舍：", "The choice between changes and points:"),
    ...plans.map(({ changes, total }, k) => {
      const before = plans[k - 1]
      const gain =
        before === undefined
          ? ""
          : pick(
              language,
              `（每多变动一对平均多得${((total - before.total) / (changes - before.changes)).toFixed(1)}分）`,
              ` (each further change gains ${((total - before.total) / (changes - before.changes)).toFixed(1)} on average)`
            )
      return pick(
        language,
        `  变动${changes}对：${total}分${gain}`,
        `  ${changes} changed: ${total} points${gain}`
      )
    })
  ].join("\n")

const pairWords = ({ branch, group }: PairRef): string => `${branch} → ${group}`

const joined = (language: Language, parts: ReadonlyArray<string>): string =>
  parts.join(pick(language, "、", ", ")) || "—"

/** Why a plan does not have a pair: what it would cost, what would change, or what stands in its way. */
export const whyNotText = (language: Language, plan: Plan, pair: PairRef, answer: WhyNot): string => {
  const asked = pick(language, `为何不是 ${pairWords(pair)}？`, `Why not ${pairWords(pair)}?`)
  const banned = (ban: string | undefined): ReadonlyArray<string> =>
    ban === undefined
      ? []
      : [
          pick(
            language,
            `  已被禁止，须先解除：${ban}`,
            `  It is banned, which would have to be lifted: ${ban}`
          )
        ]
  switch (answer._tag) {
    case "UnknownPair":
      return `${asked}\n${pick(language, "  没有这个支部或小组。", "  There is no such branch or no such group.")}`
    case "InPlan": {
      const pin =
        answer.pin === undefined ? "" : pick(language, `（指定：${answer.pin}）`, ` (pinned: ${answer.pin})`)
      return `${asked}\n${pick(language, `  方案中已有这一对${pin}。`, `  The plan has that pair${pin}.`)}`
    }
    case "Impossible":
      return [
        asked,
        ...banned(answer.ban),
        pick(language, "  选了这一对就没有可行方案：", "  With that pair there is no plan:"),
        ...answer.reasons.map((reason) => `  ${sayReason(language, reason)}`)
      ].join("\n")
    case "Costs": {
      const { come, gone, points } = answer
      const cost =
        points < 0
          ? pick(
              language,
              `  得分多${-points}分，但变动更多（变动${answer.plan.changes}对，原为${plan.changes}对）。`,
              `  It gains ${-points} points, and changes more: ${answer.plan.changes} pairs, where the plan changes ${plan.changes}.`
            )
          : pick(
              language,
              `  得分少${points}分（${answer.plan.total}，而非${plan.total}）。`,
              `  It costs ${points} points (${answer.plan.total} instead of ${plan.total}).`
            )
      return [
        asked,
        cost,
        pick(
          language,
          `  去掉：${joined(language, gone.map(pairWords))}`,
          `  These pairs would go: ${joined(language, gone.map(pairWords))}`
        ),
        pick(
          language,
          `  换成：${joined(
            language,
            come.map((each) => `${pairWords(each)}（${each.points}分）`)
          )}`,
          `  These would come: ${joined(
            language,
            come.map((each) => `${pairWords(each)} (${each.points} points)`)
          )}`
        ),
        ...banned(answer.ban)
      ].join("\n")
    }
  }
}

const statusWords = (language: Language, status: Status): string =>
  ({
    proposed: pick(language, "提出", "proposed"),
    confirmed: pick(language, "确认", "confirmed"),
    overruled: pick(language, "改定", "overruled"),
    rejected: pick(language, "否决", "rejected"),
    "in force": pick(language, "生效", "in force"),
    superseded: pick(language, "被取代", "superseded")
  })[status]

/** The story of each proposal, one a line: who did what, when and why. */
export const storiesText = (language: Language, stories: ReadonlyArray<Story>): string =>
  [
    stories.length === 0
      ? pick(language, "尚无结对方案。", "No pairing has been proposed yet.")
      : pick(language, "历次方案：", "Proposals so far:"),
    ...stories.map(({ automated, overruled, proposal, steps }) => {
      const told = steps.map(({ by, on, reason, status }) => {
        const why = reason === undefined ? "" : pick(language, `（${reason}）`, ` (${reason})`)
        return `${toIso(on)} ${by} ${statusWords(language, status)}${why}`
      })
      const machine = automated ? pick(language, "（自动计算）", " (computed)") : ""
      const forgone =
        overruled === undefined
          ? ""
          : pick(language, `，放弃${overruled.forgone}分`, `, forgoing ${overruled.forgone} points`)
      return pick(
        language,
        `  ${proposal}${machine}：${told.join("；")}${forgone}`,
        `  ${proposal}${machine}: ${told.join("; ")}${forgone}`
      )
    })
  ].join("\n")

/** A feasible plan that is not the best one. */
export interface NotBest {
  readonly _tag: "NotBest"
  readonly goal: Goal | "total"
  readonly best: number
  readonly found: number
}

/** A flaw of a plan: its name and what it is about, as the check found it. */
export const flawText = (language: Language, flaw: PairingCheck.Flaw | NotBest): string => {
  if (flaw._tag === "NotBest") {
    const goal = goalWords(language, flaw.goal)
    return pick(
      language,
      `方案可行，但不是最优：${goal}为${flaw.found}，而最优为${flaw.best}`,
      `the plan is feasible but not the best: ${flaw.found} ${goal}, where ${flaw.best} can be reached`
    )
  }
  const { _tag, ...fields } = flaw
  const facts = Object.entries(fields)
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
    .join(", ")
  return pick(language, `方案未通过校验：${_tag}（${facts}）`, `the plan does not hold: ${_tag} (${facts})`)
}
