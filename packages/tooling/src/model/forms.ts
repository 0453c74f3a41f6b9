/** Describes the form of a value in words, from its JSON Schema. */
import type * as JsonSchema from "effect/JsonSchema"
import { alternatives, isText, valuesOf } from "./keys.ts"
import type { Both } from "./words/Words.ts"

type Shape = JsonSchema.JsonSchema
type Language = 0 | 1

/** A kind of value that is written as one text: its name, the rule in words, and an example. */
export interface Written {
  readonly name: Both
  readonly about: Both
  readonly example: string
}

const id: Written = {
  name: ["id", "编号"],
  about: [
    "1–64 letters, digits and `.` `_` `-`; the first is a letter or a digit. Chinese is allowed.",
    "1–64 个字母（含汉字）、数字和 `.` `_` `-`，以字母或数字开头。"
  ],
  example: "b1"
}

/** The kinds of values that are written as one text. The key is the pattern or the format in the JSON Schema. */
export const written: Readonly<Record<string, Written>> = {
  "^[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,63}$": id,
  "^[\\p{L}\\p{N}][\\p{L}\\p{N}_-]{0,63}$": {
    name: ["short id", "短编号"],
    about: ["An id without `.`", "不含 `.` 的编号。"],
    example: "night-noise"
  },
  date: { name: ["day", "日期"], about: ["Year, month and day.", "年-月-日。"], example: "2026-03-02" },
  "^(\\d{1,5}) (day|working day|week|month|quarter|year)s?$": {
    name: ["period", "期间"],
    about: [
      "A number of `days`, `working days`, `weeks`, `months`, `quarters` or `years`.",
      "几 `days`（天）、`working days`（工作日）、`weeks`（周）、`months`（月）、`quarters`（季度）或 `years`（年）。"
    ],
    example: "5 working days"
  },
  "^\\d{1,5} (?:hours?|(?:day|working day|week|month|quarter|year)s?(?: from [\\p{L}\\p{N}][\\p{L}\\p{N}_-]{0,63})?)$":
    {
      name: ["deadline", "时限"],
      about: [
        "A period, a number of `hours`, or a period `from` a date in the evidence.",
        "一段期间、几 `hours`（小时），或者从材料里某个日期（`from`）起的期间。"
      ],
      example: "30 days from signed-on"
    },
  "^\\d{1,5} (?:day|week|month)s?$": {
    name: ["length of time", "时长"],
    about: ["A number of `days`, `weeks` or `months`.", "几 `days`（天）、`weeks`（周）或 `months`（月）。"],
    example: "6 months"
  },
  "^(\\d{1,3}) years?$": {
    name: ["years", "年数"],
    about: ["A number of full years.", "整年数。"],
    example: "60 years"
  },
  "^(\\d{1,7})(?:\\.(\\d{1,4}))? ?(?:m2|m²|㎡)$": {
    name: ["area", "面积"],
    about: ["Square metres.", "平方米。"],
    example: "60.5 m2"
  },
  "^\\d{1,15}/0*[1-9]\\d{0,14}$": {
    name: ["fraction", "分数"],
    about: ["Two whole numbers.", "两个整数。"],
    example: "3/2"
  },
  "^(\\d{1,3})(?:\\.(\\d{1,3}))? ?%$|^(\\d{1,6})\\/([1-9]\\d{0,5})$": {
    name: ["share", "比例"],
    about: ["A percentage or a fraction, at most the whole.", "百分数或分数，不超过全部。"],
    example: "95 %"
  },
  "^(at least|more than) \\d{1,15}\\/0*[1-9]\\d{0,14}$": {
    name: ["threshold", "门槛"],
    about: ["`at least` or `more than` a fraction.", "`at least`（至少）或 `more than`（超过）一个分数。"],
    example: "at least 2/3"
  },
  "^([01]\\d|2[0-3]):[0-5]\\d$": {
    name: ["time of day", "时间"],
    about: ["Hours and minutes.", "时:分。"],
    example: "07:30"
  },
  "^[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,63}(?:\\/[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,63})?$": {
    name: ["contact or step", "联系方式或步骤"],
    about: ["The id of a kind of contact, or `playbook/step`.", "联系方式的编号，或者“流程/步骤”。"],
    example: "night-noise/visit"
  },
  "^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?$": {
    name: ["language", "语言"],
    about: ["A language tag (BCP 47).", "语言标记（BCP 47）。"],
    example: "zh-Hant"
  }
}

const words = {
  text: ["[text](#texts)", "[文字](#文字)"],
  characters: ["line of text", "一行文字"],
  most: [" (at most 500 characters)", "（最多 500 字）"],
  whole: ["whole number", "整数"],
  number: ["number", "数"],
  list: ["list of ", "列表："],
  filled: [" (not empty)", "（不能为空）"],
  map: ["by id: ", "按编号："],
  object: ["the keys below", "下面的键"],
  or: [" or ", "，或"]
} as const satisfies Record<string, Both>

const patternOf = (shape: Shape): string | undefined => {
  const own = shape["pattern"] ?? shape["format"]
  if (typeof own === "string") return own
  const parts: ReadonlyArray<Shape> = Array.isArray(shape["allOf"]) ? shape["allOf"] : []
  return parts.map(patternOf).find((pattern) => pattern !== undefined)
}

const textForm = (shape: Shape, language: Language): string => {
  const pattern = patternOf(shape)
  if (pattern === undefined) {
    // A selector refers to ids as plain texts.
    if (shape["minLength"] === undefined) return id.name[language]
    const most = shape["maxLength"]
    const line = words.characters[language]
    return typeof most === "number" ? `${line}${words.most[language].replace("500", String(most))}` : line
  }
  const found = written[pattern]
  if (found === undefined) throw new Error(`no words for texts of the form ${pattern}: add them to forms.ts`)
  return found.name[language]
}

const range = ({ maximum, minimum }: Shape): string =>
  typeof minimum !== "number" || typeof maximum !== "number" || minimum < -(2 ** 50)
    ? ""
    : ` ${minimum}–${maximum}`

const listForm = (shape: Shape, language: Language, link: string): string => {
  const items = shape["items"]
  const of = typeof items === "object" && items !== null ? formsOf([items as Shape], language, link) : ""
  const filled = shape["minItems"] === 1 ? words.filled[language] : ""
  return `${words.list[language]}${of}${filled}`
}

const simple = (shape: Shape, language: Language, link: string): ReadonlyArray<string> => {
  if (typeof shape["$ref"] === "string") return [link]
  if (isText(shape)) return [words.text[language]]
  if (Array.isArray(shape["enum"])) return shape["enum"].map((value) => `\`${String(value)}\``)
  const others = alternatives(shape)
  if (others.length > 0 && shape["properties"] === undefined)
    return others.flatMap((one) => simple(one, language, link))
  switch (shape["type"]) {
    case "string":
      return [textForm(shape, language)]
    case "integer":
      return [`${words.whole[language]}${range(shape)}`]
    case "number":
      return [words.number[language]]
    case "boolean":
      return ["`true`", "`false`"]
    case "array":
      return [listForm(shape, language, link)]
    default: {
      const values = shape["properties"] === undefined ? valuesOf(shape) : undefined
      return [values === undefined ? link : `${words.map[language]}${formsOf([values], language, link)}`]
    }
  }
}

/** Describes all forms of a value, each once. `link` leads to the section about the objects in it, if there is one. */
export const formsOf = (
  shapes: ReadonlyArray<Shape>,
  language: Language,
  link: string = words.object[language]
): string => {
  const all = [...new Set(shapes.flatMap((shape) => simple(shape, language, link)))]
  const fixed = all.filter((one) => one.startsWith("`"))
  const others = all.filter((one) => !one.startsWith("`"))
  return [...(fixed.length > 0 ? [fixed.join(", ")] : []), ...others].join(words.or[language])
}
