/** Words the count of a vote of owners: each condition, and how many ballots are still needed. */
import type { Tally, Test } from "@liulinhui/core/Poll"
import type { Words } from "./Texts.ts"

/**
 * An area in square metres, exactly: areas are counted in square centimetres.
 *
 * @category wording
 */
export const squareMetres = (area: number): string =>
  `${Math.trunc(area / 10_000)}.${String(area % 10_000).padStart(4, "0")} m²`

/**
 * Words one condition of a vote: the votes that count for it, the total, the required share, and whether it is met.
 *
 * @category wording
 */
export const sayTest = ({ say }: Words, { measure, met, of, part, threshold, whole }: Test): string => {
  const amount = (value: number): string => (measure === "area" ? squareMetres(value) : String(value))
  return say("cli.poll.test", {
    of,
    measure,
    part: amount(part),
    whole: amount(whole),
    kind: threshold.kind === "at least" ? "least" : "over",
    share: `${threshold.share.over}/${threshold.share.under}`,
    met: String(met)
  })
}

/**
 * Words the smallest number of further ballots that can decide an open vote, for each possible result. Empty if the vote is
 * not open, or if the numbers are not known.
 *
 * @category wording
 */
export const sayFewest = (
  { say }: Words,
  { fewest, result }: Pick<Tally, "fewest" | "result">
): ReadonlyArray<string> =>
  result === "open"
    ? (["toPass", "toCarry", "toFail"] as const).flatMap((what) => {
        const n = fewest[what]
        return n === undefined ? [] : [say(`cli.poll.${what}`, { n })]
      })
    : []
