/** The text output of `liulinhui pair` for branches and groups. They are shown with their names if there is a model. */
import type { Plan, Problem, Story, PairRef, Policy, WhyNot } from "@liulinhui/core/Pairing"
import type * as Pairing from "@liulinhui/core/Pairing"
import { ends, openPlaces } from "@liulinhui/core/Pairing"
import type { PairingRow } from "@liulinhui/spreadsheet"
import { Names, Reason, type Texts } from "@liulinhui/texts"

/** The texts of a language, and the names of branches and groups. */
export interface Speech {
  readonly words: Texts.Words
  readonly names: Names.Names
}

const policyWords = ({ say }: Texts.Words, policy: Policy): string => {
  if (typeof policy === "string") return say(`cli.pair.${policy}`)
  const { forChanges = 1, pricePerChange } = policy
  return say("cli.pair.price", { pairs: forChanges, points: pricePerChange })
}

const called = ({ names, words }: Speech, thing: Names.Thing, id: string): string =>
  Names.say(words, names, thing, id)

const pairWords = (speech: Speech, { branch, group }: PairRef) => ({
  branch: called(speech, "branch", branch),
  group: called(speech, "group", group)
})

const arrow = (speech: Speech, pair: PairRef): string =>
  speech.words.say("cli.pair.arrow", pairWords(speech, pair))

const prices = (speech: Speech, thing: "branch" | "group", all: Readonly<Record<string, number>>): string =>
  Object.entries(all)
    .map(([id, price]) => `${called(speech, thing, id)} ${price}`)
    .join("  ")

/** Describes the criteria that give points to a pair, with their points. */
const worthWords = (speech: Speech, { byCriterion }: Plan["pairs"][number]): ReadonlyArray<string> =>
  Object.entries(byCriterion).map(([criterion, part]) =>
    speech.words.say("cli.pair.worth", { criterion: called(speech, "criterion", criterion), points: part })
  )

/** The rows of a plan in a list: each branch with its group, and the reasons. */
export const pairRows = (speech: Speech, { pairs }: Plan): ReadonlyArray<PairingRow> =>
  pairs.map((pair) => ({ ...pairWords(speech, pair), reasons: worthWords(speech, pair) }))

/**
 * Describes a plan of branches and groups, with the prices that prove that it is the best plan, and the result of the
 * check.
 */
export const pairingText = (speech: Speech, problem: Problem, plan: Plan): string => {
  const { say } = speech.words
  return [
    say("cli.pair.plan", {
      pairs: plan.pairs.length,
      total: plan.total,
      changes: problem.inForce.length === 0 ? undefined : plan.changes,
      policy: policyWords(speech.words, plan.policy),
      unique: String(plan.unique)
    }),
    ...plan.pairs.map(
      (pair) =>
        `  ${say("cli.pair.line", {
          ...pairWords(speech, pair),
          points: pair.points,
          parts: worthWords(speech, pair),
          pinned: String(pair.pinned)
        })}`
    ),
    ...ends(problem, plan).map(
      ({ because, ...pair }) =>
        `  ${say("cli.pair.ends", {
          pair: arrow(speech, pair),
          because: because._tag,
          ban: because._tag === "Banned" ? because.ban : "",
          goal: because._tag === "Costs" ? called(speech, "goal", because.goal) : "",
          lost: because._tag === "Costs" ? because.lost : 0
        })}`
    ),
    ...openPlaces(problem, plan).map(
      ({ group, places }) => `  ${say("cli.pair.open", { group: called(speech, "group", group), places })}`
    ),
    say("cli.pair.certificate"),
    ...plan.certificate.flatMap(({ branches, goal, groups, total }) => [
      `  ${say("cli.pair.bound", { goal: called(speech, "goal", goal), total })}`,
      `    ${say("cli.pair.ofBranches", { prices: prices(speech, "branch", branches) })}`,
      `    ${say("cli.pair.ofGroups", { prices: prices(speech, "group", groups) })}`
    ]),
    say("cli.pair.checked")
  ].join("\n")
}

/**
 * Describes the best compromises between the points of a plan and the number of changed pairs (the corners of the
 * Pareto frontier), one line for each compromise.
 */
export const frontierText = ({ say }: Texts.Words, plans: ReadonlyArray<Plan>): string =>
  [
    say("cli.pair.frontier"),
    ...plans.map(({ changes, total }, k) => {
      const before = plans[k - 1]
      const gain =
        before === undefined ? undefined : ((total - before.total) / (changes - before.changes)).toFixed(1)
      return `  ${say("cli.pair.corner", { changes, total, gain })}`
    })
  ].join("\n")

/**
 * Describes why a plan does not contain a pair: what the pair would cost, what would change, or why it is impossible.
 */
export const whyNotText = (speech: Speech, plan: Plan, pair: PairRef, answer: WhyNot): string => {
  const { say } = speech.words
  const ban = "ban" in answer ? answer.ban : undefined
  const banned = ban === undefined ? [] : [say("cli.pair.banned", { ban })]
  const lines = (): ReadonlyArray<string> => {
    switch (answer._tag) {
      case "UnknownPair":
        return [say("cli.pair.unknown")]
      case "InPlan":
        return [say("cli.pair.inPlan", { pin: answer.pin })]
      case "Impossible":
        return [
          ...banned,
          say("cli.pair.impossible"),
          ...answer.reasons.map((reason) => Reason.say(speech.words, reason, speech.names))
        ]
      case "Costs": {
        const { come, gone, points } = answer
        return [
          points < 0
            ? say("cli.pair.gains", { points: -points, changes: answer.plan.changes, before: plan.changes })
            : say("cli.pair.costs", { points, total: answer.plan.total, before: plan.total }),
          say("cli.pair.gone", { pairs: gone.map((each) => arrow(speech, each)) }),
          say("cli.pair.come", {
            pairs: come.map((each) =>
              say("cli.pair.coming", { pair: arrow(speech, each), points: each.points })
            )
          }),
          ...banned
        ]
      }
    }
  }
  return [say("cli.pair.whyNot", { pair: arrow(speech, pair) }), ...lines().map((line) => `  ${line}`)].join(
    "\n"
  )
}

/** Describes the history of each proposal of a pairing, one line for each proposal: who did what, when and why. */
export const storiesText = (speech: Speech, stories: ReadonlyArray<Story>): string => {
  const { say } = speech.words
  const step = ({ by, on, reason, status }: Story["steps"][number]): string =>
    say("cli.pair.step", {
      on,
      by: called(speech, "actor", by),
      status: status === "in force" ? "force" : status,
      reason
    })
  return [
    say(stories.length === 0 ? "cli.pair.noStory" : "cli.pair.stories"),
    ...stories.map(
      ({ automated, overruled, proposal, steps }) =>
        `  ${say("cli.pair.story", {
          proposal,
          computed: String(automated),
          steps: steps.map(step).join(say("list.reasons")),
          forgone: overruled?.forgone
        })}`
    )
  ].join("\n")
}

/** Describes a mistake that the check has found in a plan of branches and groups. */
export const flawText = ({ names, words }: Speech, flaw: Pairing.Flaw | Reason.NotBest): string =>
  flaw._tag === "NotBest"
    ? Reason.sayFlaw(words, flaw, names)
    : words.say("cli.pair.refuted", { flaw: Reason.sayFlaw(words, flaw, names) })
