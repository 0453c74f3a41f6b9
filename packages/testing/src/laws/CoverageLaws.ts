/** Laws of coverage: the answers to the coverage rules of a model. */
import type { Coverage } from "@liulinhui/core/Coverage"
import { coverageOn } from "@liulinhui/core/Coverage"
import type { District } from "@liulinhui/core/District"
import type * as Schema from "effect/Schema"
import type { OfModel, People } from "../OfModel.ts"
import { type Law, law } from "./Law.ts"
import { modelOf } from "./ModelOf.ts"

/** A function that answers coverage rules on a day, such as `coverageOn` of the library. */
export type Answer = typeof coverageOn

const lists = ["reached", "gaps", "excluded", "unknown"] as const

/** The district of these people, and the answers to all coverage rules of the model in it. */
const answers = (
  mine: OfModel,
  people: People,
  answer: Answer
): { readonly district: District; readonly coverages: ReadonlyArray<Coverage> } => {
  const { district, on } = mine.districtOf(people)
  return { district, coverages: answer(district, [...mine.model.coverage.values()], on) }
}

const counted = ({ counts, rule, ...all }: Coverage): ReadonlyArray<string> => {
  const ids = lists.flatMap((list) => all[list].map(({ id }) => id))
  const twice = ids.find((id, at) => ids.indexOf(id) < at)
  const figures = [
    ["reached", counts.reached, all.reached.length],
    ["missing", counts.missing, all.gaps.length],
    ["excluded", counts.excluded, all.excluded.length],
    ["unknown", counts.unknown, all.unknown.length]
  ] as const
  return [
    ...(twice === undefined ? [] : [`coverage rule "${rule}": counts ${twice} twice`]),
    ...figures.flatMap(([name, count, length]) =>
      count === length ? [] : [`coverage rule "${rule}": says ${count} ${name}, and lists ${length}`]
    )
  ]
}

const proven = ({ reached, rule }: Coverage, position: number): ReadonlyArray<string> =>
  reached.flatMap(({ id, proof }) =>
    proof.some((entry) => entry > position || entry < 1)
      ? [`coverage rule "${rule}": proves that ${id} was reached by an entry that does not exist`]
      : []
  )

const lost = (before: ReadonlyArray<Coverage>, after: ReadonlyArray<Coverage>): ReadonlyArray<string> =>
  before.flatMap(({ reached, rule }) => {
    const now = new Set(after.find((one) => one.rule === rule)?.reached.map(({ id }) => id))
    return reached.flatMap(({ id }) =>
      now.has(id)
        ? []
        : [`coverage rule "${rule}": ${id} was reached, and is not any more after a further contact`]
    )
  })

/** The same people, whose last contacts were made once more on the last day. */
const withMore = ({ contacts, registry }: People): People => {
  const on = contacts.at(-1)?.on
  return on === undefined
    ? { contacts, registry }
    : {
        registry,
        contacts: [...contacts, ...contacts.map(({ request }) => ({ on, request: { ...request, on } }))]
      }
}

/**
 * The laws of the coverage rules of a model, for generated people and contacts. To check your evaluation, pass a function
 * `answer`.
 *
 * @category laws
 */
export const coverageLaws = (
  document: Schema.Json,
  { answer = coverageOn }: { readonly answer?: Answer } = {}
): ReadonlyArray<Law> => {
  const mine = modelOf(document)
  return [
    law(
      "member-counted-once",
      "each member is in one list, and the figures are the lengths of the lists",
      mine.people(),
      (people) => answers(mine, people, answer).coverages.flatMap(counted)
    ),
    law("reached-with-proof", "a member is reached only by entries that exist", mine.people(), (people) => {
      const { coverages, district } = answers(mine, people, answer)
      return coverages.flatMap((one) => proven(one, district.position))
    }),
    law("contact-never-harms", "a further contact never makes somebody unreached", mine.people(), (people) =>
      lost(answers(mine, people, answer).coverages, answers(mine, withMore(people), answer).coverages)
    )
  ]
}
