/**
 * Reads a service request of Open311 as a report: the fields of the form, the place and the contact. All mistakes are
 * returned together. Fields that a report does not need, such as the id of a device, are not read.
 */
import type { BuildingId } from "@liulinhui/core/Id"
import type { Category, Reported } from "@liulinhui/core/Intake"
import type { Texts } from "@liulinhui/texts"
import * as Result from "effect/Result"
import type { Offered } from "../intake/Reports.ts"

/** The code of the attribute with which a reporter chooses a building. */
export const buildingAttribute = "building"

/** The code of the attribute that shows what the reporter should write. */
export const hintAttribute = "hint"

/** The longest texts of a report, in characters. */
const most = { words: 2_000, place: 200, contact: 100 } as const

const degrees = /^[+-]?\d{1,3}(?:\.\d{1,15})?$/u

/** A coordinate of the WGS 84 system. `undefined` if the text is invalid. */
const coordinate = (text: string, limit: number): number | undefined =>
  degrees.test(text) && Math.abs(Number(text)) <= limit ? Number(text) : undefined

const isWebAddress = (text: string): boolean =>
  URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol)

/** The codes of the attributes in a form, such as `building` in `attribute[building]`. */
const attributesIn = (fields: URLSearchParams): ReadonlyArray<string> =>
  [...new Set(fields.keys())].flatMap((name) => {
    const [, code] = /^attribute\[([^\]]*)\](?:\[\])?$/u.exec(name) ?? []
    return code === undefined ? [] : [code]
  })

/** The place of a service request: a building that is known, and the place in words. */
interface Where {
  readonly building?: BuildingId
  readonly place?: string
}

/** The form of a service request, and what is offered. */
export interface Sent {
  readonly fields: URLSearchParams
  readonly category: Category
  readonly buildings: Offered["buildings"]
}

const whereIn = (
  { buildings, fields }: Sent,
  field: (name: string) => string,
  { say }: Texts.Words
): { readonly where: Where; readonly mistakes: ReadonlyArray<string> } => {
  const named = new Set(
    [
      field("address_id"),
      ...fields.getAll(`attribute[${buildingAttribute}]`),
      ...fields.getAll(`attribute[${buildingAttribute}][]`)
    ]
      .map((id) => id.trim())
      .filter((id) => id !== "")
  )
  const [id] = named
  const building = buildings.find((one) => one.building === id)?.building
  const [lat, long] = [field("lat"), field("long")]
  const isPoint = lat !== "" || long !== ""
  const point = [coordinate(lat, 90), coordinate(long, 180)]
  const written = field("address_string")
  const shown = isPoint ? `${point.join(", ")} (WGS 84)` : ""
  const place = [written, shown].filter((text) => text !== "").join("; ")
  return {
    where: { ...(building === undefined ? {} : { building }), ...(place === "" ? {} : { place }) },
    mistakes: [
      ...(named.size > 1 ? [say("open311.oneBuilding")] : []),
      ...(named.size === 1 && building === undefined ? [say("open311.noBuilding", { id: id ?? "" })] : []),
      ...(isPoint && point.includes(undefined) ? [say("open311.coordinates")] : []),
      ...(named.size === 0 && place === "" ? [say("open311.location")] : [])
    ]
  }
}

/** Reads the form of a service request as a report, or returns all mistakes in words for the reporter. */
export const read = (sent: Sent, words: Texts.Words): Result.Result<Reported, ReadonlyArray<string>> => {
  const { category, fields } = sent
  const { say } = words
  const field = (name: string): string => (fields.get(name) ?? "").trim()
  const { mistakes, where } = whereIn(sent, field, words)
  const media = field("media_url")
  const description = field("description").replaceAll("\r\n", "\n")
  const texts = {
    // The description is optional. A report has words, so a report without a description has the name of its service.
    words: [
      description === "" ? words.text(category.name) : description,
      ...(media === "" ? [] : [media])
    ].join("\n"),
    place: where.place ?? "",
    contact: [`${field("last_name")} ${field("first_name")}`.trim(), field("phone"), field("email")]
      .filter((text) => text !== "")
      .join(", ")
  }
  const tooLong = (
    [
      ["words", "description"],
      ["place", "address_string"],
      ["contact", "first_name, last_name, phone, email"]
    ] as const
  ).flatMap(([text, name]) =>
    texts[text].length > most[text] ? [say("open311.tooLong", { field: name, most: most[text] })] : []
  )
  const unknown = attributesIn(fields).filter((code) => code !== buildingAttribute && code !== hintAttribute)
  const all = [
    ...mistakes,
    ...(media === "" || isWebAddress(media) ? [] : [say("open311.media")]),
    ...unknown.map((code) => say("open311.attribute", { code })),
    ...tooLong
  ]
  if (all.length > 0) return Result.fail(all)
  return Result.succeed({
    playbook: category.playbook,
    ...(where.building === undefined ? {} : { building: where.building }),
    words: texts.words,
    ...(texts.place === "" ? {} : { place: texts.place }),
    ...(texts.contact === "" ? {} : { contact: texts.contact })
  })
}
