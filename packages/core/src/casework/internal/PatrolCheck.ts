/**
 * Checks the patrol of a playbook (the regular checks of a place): whether its steps exist, whether its intervals are
 * possible, and whether the patrol can end.
 */
import { format as formatPeriod } from "../../kernel/Period.ts"
import { compare, format as formatRatio, make as ratio } from "../../kernel/Ratio.ts"
import { isFinal, type Stage, type Step, type StepId } from "../Playbook.ts"
import { type Check, leastDays, mostDays, type Path, when } from "./PlaybookParts.ts"

export const patrols: Check = ({ patrol, stages, steps }) => {
  if (patrol === undefined) return []
  const { check, every, relapse, release, stage, tighten, widen } = patrol
  const isStage = Object.hasOwn(stages, stage)
  const at = (id: StepId): Step | undefined => (isStage ? steps[id] : undefined)
  const outside = (id: StepId, path: Path, code: string) =>
    when(
      at(id)?.from.includes(stage) === false,
      path,
      code,
      `"${id}" is not a step from the patrol's stage "${stage}"`,
      { why: "outside", id, stage }
    )
  const never = "patrol-never-releases"
  const { deadline, lapse } = stages[stage] ?? {}
  const needed = release.after * leastDays(every.least)
  const [first, least, most] = [every.first, every.least, every.most].map(leastDays) as [
    number,
    number,
    number
  ]
  return [
    ...outside(check, ["patrol", "check"], never),
    ...when(
      at(check)?.to !== undefined,
      ["patrol", "check"],
      never,
      `"${check}" leaves the patrol's stage, so that clean checks never add up: let it stay`,
      { why: "leaves", id: check, stage }
    ),
    ...outside(release.step, ["patrol", "release", "step"], never),
    ...when(
      at(release.step) !== undefined && (at(release.step)?.to ?? stage) === stage,
      ["patrol", "release", "step"],
      never,
      `"${release.step}" does not lead out of the patrol's stage "${stage}"`,
      { why: "stays", id: release.step, stage }
    ),
    ...when(
      isStage && isFinal(stages[stage] as Stage),
      ["patrol", "stage"],
      never,
      `"${stage}" ends the case: nobody checks on a closed case`,
      { why: "end", id: stage, stage }
    ),
    ...when(
      deadline !== undefined && lapse !== undefined && mostDays(deadline) < needed,
      ["stages", stage, "deadline"],
      never,
      `"${stage}" lapses before ${release.after} checks at least ${formatPeriod(every.least)} apart are possible`,
      { why: "lapses", id: stage, stage, checks: release.after, least: formatPeriod(every.least) }
    ),
    ...outside(relapse, ["patrol", "relapse"], "patrol-without-relapse"),
    ...when(
      at(relapse) !== undefined && (at(relapse)?.to ?? stage) === stage,
      ["patrol", "relapse"],
      "patrol-without-relapse",
      `"${relapse}" does not lead out of the patrol's stage "${stage}": say in which stage the case goes on`,
      { why: "stays", id: relapse, stage }
    ),
    ...when(
      new Set([check, relapse, release.step]).size < 3,
      ["patrol"],
      "patrol-parts-alike",
      "the clean check, the relapse and the release are three different steps"
    ),
    ...(["first", "least", "most"] as const).flatMap((bound) =>
      when(
        every[bound].unit !== "day" && every[bound].unit !== "week",
        ["patrol", "every", bound],
        "patrol-unit",
        `a patrol's interval is in days or weeks, not "${formatPeriod(every[bound])}"`,
        { found: formatPeriod(every[bound]) }
      )
    ),
    ...when(
      least < 1 || least > first || first > most,
      ["patrol", "every"],
      "patrol-bounds",
      `the intervals must be least ≤ first ≤ most and at least a day, not ${formatPeriod(every.least)}, ` +
        `${formatPeriod(every.first)}, ${formatPeriod(every.most)}`,
      {
        least: formatPeriod(every.least),
        first: formatPeriod(every.first),
        most: formatPeriod(every.most)
      }
    ),
    ...when(
      compare(widen, ratio(1, 1)) < 0,
      ["patrol", "widen"],
      "patrol-factor",
      `a clean check cannot shorten the interval: ${formatRatio(widen)} is less than 1`,
      { why: "widen", found: formatRatio(widen) }
    ),
    ...when(
      compare(tighten, ratio(1, 1)) > 0,
      ["patrol", "tighten"],
      "patrol-factor",
      `a relapse cannot lengthen the interval: ${formatRatio(tighten)} is more than 1`,
      { why: "tighten", found: formatRatio(tighten) }
    )
  ]
}
