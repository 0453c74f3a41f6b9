/** The pairing in force (which branch leads which group), and the reasons for it. */
import type { Model } from "@liulinhui/core/Model"
import { type PairRef, verify } from "@liulinhui/core/Pairing"
import * as Pairing from "@liulinhui/core/Pairing"
import { Names, type Texts } from "@liulinhui/texts"
import type { PairingFact } from "./Facts.ts"
import { inEach, same, type Scene } from "./Scene.ts"

/** The strengths of a branch that meet needs of a group, the strongest first. */
const meeting = (words: Texts.Words, model: Model, { branch, group }: PairRef): string => {
  const strengths = model.branches.find(({ id }) => id === branch)?.strengths ?? {}
  const needs = model.groups.find(({ id }) => id === group)?.needs ?? {}
  const tags = Object.entries(needs)
    .flatMap(([tag, need]) => {
      const strength = Object.entries(strengths).find(([own]) => own === tag)?.[1] ?? 0
      return strength === 0 ? [] : [{ tag, points: strength * need }]
    })
    .toSorted((a, b) => b.points - a.points)
    .map(({ tag }) => [...model.tags].find(([known]) => known === tag)?.[1] ?? tag)
  return tags.length === 0 ? words.say("word.ground.none") : words.list(tags)
}

/**
 * Words why a pair has points by a criterion, such as the strengths of the branch that meet the needs of the group.
 *
 * @category wording
 */
export const groundOf = (words: Texts.Words, model: Model, criterion: string, pair: PairRef): string =>
  criterion === "strengths"
    ? meeting(words, model, pair)
    : (words.find(`word.ground.${criterion}`) ?? criterion)

export const pairingFact = (scene: Scene): PairingFact | null => {
  const { district, model } = scene
  const current = district.pairing.current
  const proposal = current === undefined ? undefined : district.pairing.proposals.get(current.proposal)
  if (proposal === undefined) return null
  const { plan, problem } = proposal.content
  const points = new Map(plan.pairs.map((pair) => [`${pair.branch} ${pair.group}`, pair]))
  return {
    pairs: Pairing.inForce(district.pairing).map(({ branch, group }) => {
      const pair = points.get(`${branch} ${group}`)
      const led = model.groups.find(({ id }) => id === group)
      return {
        branch: model.branches.find(({ id }) => id === branch)?.name ?? same(scene, branch),
        group: led?.name ?? same(scene, group),
        purpose: led?.purpose ?? same(scene, group),
        points: pair?.points ?? 0,
        reasons: Object.entries(pair?.byCriterion ?? {})
          .filter(([, worth]) => worth !== 0)
          .toSorted(([, a], [, b]) => b - a)
          .map(([criterion, worth]) => ({
            criterion: inEach(scene, (words) => Names.say(words, Names.none, "criterion", criterion)),
            points: worth,
            because: inEach(scene, (words) => groundOf(words, model, criterion, { branch, group }))
          }))
      }
    }),
    total: plan.total,
    proven: verify(problem, plan) === undefined,
    unique: plan.unique
  }
}
