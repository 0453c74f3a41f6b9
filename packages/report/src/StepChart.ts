/**
 * Draws coverage over time as an SVG step chart. It has a step for each day on which a count changed, labels on both
 * axes, and the last value at the end of the line. The drawing is small with large type, so that people can read it on
 * a phone and on paper.
 */
import { type Day, civil } from "@liulinhui/core/Day"
import { scaleLinear } from "d3-scale"
import type { CoverageFact } from "./Facts.ts"
import { type Markup, markup } from "./Markup.ts"
import type { Wording } from "./Wording.ts"

const frame = { width: 400, height: 270, left: 58, right: 324, top: 44, bottom: 200 }

type Point = CoverageFact["series"][number]

const path = (
  points: ReadonlyArray<Point>,
  last: Day,
  x: (day: number) => number,
  y: (n: number) => number,
  of: (point: Point) => number
): string => {
  const steps = points.map((point, index) =>
    index === 0 ? `M${x(point.on)} ${y(of(point))}` : `H${x(point.on)}V${y(of(point))}`
  )
  return `${steps.join("")}H${x(last)}`
}

const round = (n: number): number => Math.round(n * 10) / 10

/** Draws the chart of one coverage rule. Returns `null` if the facts contain no counts of the rule over time. */
export const stepChart = (
  { say }: Wording,
  rule: CoverageFact,
  period: { readonly from: Day; readonly asOf: Day }
): Markup | null => {
  const end = rule.series.at(-1)
  const start = rule.series[0]
  if (start === undefined || end === undefined) return null
  const first = Math.min(period.from, start.on) as Day // the earlier of two days
  const last = Math.max(period.asOf, end.on) as Day // the later of two days
  const most = Math.max(1, ...rule.series.map(({ due, reached }) => Math.max(due, reached)))
  const across = scaleLinear([first, last], [frame.left, frame.right])
  const up = scaleLinear([0, most], [frame.bottom, frame.top]).nice(4)
  const x = (day: number): number => round(across(day))
  const y = (n: number): number => round(up(n))
  const middle = Math.round((first + last) / 2) as Day // The cast is safe: the middle is a day between two days.
  const marks = [
    { day: first, anchor: "start" },
    ...(last - first > 2 ? [{ day: middle, anchor: "middle" }] : []),
    ...(last > first ? [{ day: last, anchor: "middle" }] : [])
  ]
  const years = [...new Set([civil(first).year, civil(last).year])].join("-")
  return markup`<svg class="chart" viewBox="0 0 ${frame.width} ${frame.height}" role="img" aria-label="${say(
    "chart.label",
    { rule: rule.name }
  )}">
<text class="axis" x="4" y="20">${say(`chart.y.${rule.of}`)}</text>
${up
  .ticks(4)
  .filter(Number.isInteger)
  .map(
    (tick) =>
      markup`<line class="grid" x1="${frame.left}" x2="${frame.right}" y1="${y(tick)}" y2="${y(tick)}"/><text class="tick" x="${frame.left - 8}" y="${y(tick) + 6}" text-anchor="end">${say("number", { n: tick })}</text>`
  )}
${marks.map(
  ({ anchor, day }) =>
    markup`<line class="mark" x1="${x(day)}" x2="${x(day)}" y1="${frame.bottom}" y2="${frame.bottom + 7}"/><text class="tick" x="${x(day)}" y="${frame.bottom + 28}" text-anchor="${anchor}">${say("dayShort", { day })}</text>`
)}
<text class="axis" x="${frame.right}" y="${frame.bottom + 58}" text-anchor="end">${say("chart.x", { years })}</text>
<path class="eligible" d="${path(rule.series, last, x, y, ({ due }) => due)}"/>
<path class="reached" d="${path(rule.series, last, x, y, ({ reached }) => reached)}"/>
<circle class="end" cx="${x(last)}" cy="${y(end.reached)}" r="5"/>
<text class="value" x="${frame.right + 10}" y="${y(end.reached) + 7}">${say("number", { n: end.reached })}</text>
</svg>`
}

const small = { width: 96, height: 26, margin: 2 }

/**
 * Draws the share of a rule over time as a small line, which is shown beside its figures. `null` if no counts of the
 * rule may be shown.
 */
export const trend = ({ series }: CoverageFact): Markup | null => {
  const [first, last] = [series[0], series.at(-1)]
  if (first === undefined || last === undefined || first.on === last.on) return null
  const { height, margin, width } = small
  const across = scaleLinear([first.on, last.on], [margin, width - margin])
  const up = scaleLinear([0, 1], [height - margin, margin])
  const share = ({ due, reached }: Point): number => (due === 0 ? 1 : reached / due)
  const points = series.map((point) => `${round(across(point.on))} ${round(up(share(point)))}`)
  return markup`<svg class="trend" viewBox="0 0 ${width} ${height}" aria-hidden="true"><line class="whole" x1="${margin}" x2="${width - margin}" y1="${margin}" y2="${margin}"/><path d="M${points.join("L")}"/></svg>`
}
