/**
 * The formats of answers, and the choice between them by the header `Accept` (RFC 9110, section 12.5.1). Every answer is
 * available as JSON. The lists in an answer are available as CSV and as a workbook (xlsx), too.
 */

/** The media type of each format, the preferred one first. */
export const mediaTypes = {
  json: "application/json",
  csv: "text/csv",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
} as const

/** A format of an answer. */
export type Format = keyof typeof mediaTypes

// The cast is safe: the table has no other keys.
const formats = Object.keys(mediaTypes) as ReadonlyArray<Format>

interface Range {
  readonly type: string
  readonly weight: number
}

const rangesIn = (header: string): ReadonlyArray<Range> =>
  header.split(",").flatMap((part) => {
    const [type = "", ...parameters] = part.split(";").map((one) => one.trim().toLowerCase())
    const weight = parameters.find((one) => one.startsWith("q="))?.slice(2) ?? "1"
    return /^[\w.+*-]+\/[\w.+*-]+$/u.test(type) && /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/u.test(weight)
      ? [{ type, weight: Number(weight) }]
      : []
  })

/** The weight of a media type: that of the most exact range. 0 if no range matches. */
const weightOf = (mediaType: string, ranges: ReadonlyArray<Range>): number => {
  const [main = ""] = mediaType.split("/")
  for (const wanted of [mediaType, `${main}/*`, "*/*"]) {
    const range = ranges.find(({ type }) => type === wanted)
    if (range !== undefined) return range.weight
  }
  return 0
}

/**
 * The format that a reader prefers most. Default: JSON, if the header is missing, or too long to be from a browser.
 * `undefined` if the reader accepts none of the formats.
 *
 * @param hasLists whether the answer has lists
 */
export const preferred = (header: string | undefined, hasLists: boolean): Format | undefined => {
  if (header === undefined || header.trim() === "" || header.length > 1000) return "json"
  const ranges = rangesIn(header)
  const [best] = (hasLists ? formats : (["json"] as const))
    .map((format) => ({ format, weight: weightOf(mediaTypes[format], ranges) }))
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight)
  return best?.format
}
