/**
 * Writes the reference of all keys of a model, `docs/model.md` and `docs/model.zh-CN.md`. Run it with `pnpm run
 * model-doc`. The keys and their forms come from the JSON Schema of a model, the examples from a checked example district,
 * and the words from `model/words`. A key without words is an error.
 */
import { jsonSchema } from "@liulinhui/core/Model"
import type * as Schema from "effect/Schema"
import GithubSlugger from "github-slugger"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { stringify } from "yaml"
import { cell } from "./markdown.ts"
import { formsOf, written as kinds } from "./model/forms.ts"
import { type Key, keysOf } from "./model/keys.ts"
import { written } from "./model/sample.ts"
import { casework } from "./model/words/casework.ts"
import { district } from "./model/words/district.ts"
import { plans } from "./model/words/plans.ts"
import { reach } from "./model/words/reach.ts"
import type { Both, Chapter, Row, Section } from "./model/words/Words.ts"
import { root } from "./packages.ts"

/** The chapters of the reference, in the order in which an author meets their keys. */
export const chapters: ReadonlyArray<Chapter> = [...district, ...casework, ...reach, ...plans]

/** The keys of a model, with their values in the example district. */
export const keys: ReadonlyArray<Key> = keysOf(jsonSchema("model"), written)

/** A document about the model: its file, relative to the root, and its text. */
export interface ModelDocument {
  readonly file: string
  readonly text: string
}

type Language = 0 | 1

const page = {
  title: ["Every key of a model", "模型的全部键"],
  about: [
    "This page is generated from the schemas of the model (`pnpm run model-doc`). The examples belong to one example district, and a test checks it as `liulinhui check` does. `liulinhui schema` prints the same rules for an editor. To begin, see [adopt the model in fifteen minutes](guide/fifteen-minutes.md).",
    "本页由模型的格式定义生成（`pnpm run model-doc`）。例子都来自同一个示例居民区，测试会像 `liulinhui check` 一样检查它。`liulinhui schema` 会打印同样的规则，供编辑器使用。初次使用请看[十五分钟用起来](guide/fifteen-minutes.zh-CN.md)。"
  ],
  kinds: ["How values are written", "值的写法"],
  kind: ["kind", "种类"],
  rule: ["how it is written", "写法"],
  key: ["key", "键"],
  purpose: ["what it is for", "用途"],
  form: ["form", "格式"],
  otherwise: ["default", "默认"],
  example: ["example", "例子"],
  required: ["required", "必填"],
  see: ["see ", "见"],
  of: [
    (members: ReadonlyArray<string>) => ` For ${members.join(", ")}.`,
    (members: ReadonlyArray<string>) => `用于${members.join("、")}。`
  ],
  below: ["see the keys below", "见下面的键"]
} as const

const populations: Readonly<Record<string, Both>> = {
  ResidentSelector: ["residents", "居民"],
  HouseholdSelector: ["households", "住户"],
  BuildingSelector: ["buildings", "楼"],
  CaseSelector: ["cases", "事项"],
  PairSelector: ["pairs", "老伙伴"]
}

const sections: ReadonlyMap<string, Section> = new Map(
  chapters.flatMap(({ sections }) => Object.entries(sections))
)

/** A value in one line of YAML. */
const line = (value: Schema.Json): string =>
  stringify(value, { collectionStyle: "flow", flowCollectionPadding: true, lineWidth: 0 }).trim()

const isEmpty = (value: Schema.Json): boolean => value === "" || (Array.isArray(value) && value.length === 0)

/** The example of a key: its shortest value in the example district, as one line. */
export const exampleOf = ({ values }: Key): string | undefined =>
  values
    .filter((value) => !isEmpty(value))
    .map(line)
    .reduce<string | undefined>(
      (shortest, one) => (shortest === undefined || one.length < shortest.length ? one : shortest),
      undefined
    )

/** Examples that are longer than this are written as a block, or key by key. */
const longest = 90

const linkTo = (section: string, language: Language): string => {
  const title = sections.get(section)?.title[language] ?? section
  return `[${title}](#${new GithubSlugger().slug(title)})`
}

const lastOf = (name: string): string => name.split(".").at(-1) ?? name

const exampleCell = (key: Key, language: Language): string => {
  const example = exampleOf(key)
  if (example !== undefined && example.length <= longest) return `\`${lastOf(key.name)}: ${example}\``
  return key.leadsTo === undefined
    ? page.below[language]
    : `${page.see[language]}${linkTo(key.leadsTo, language)}`
}

const otherwiseOf = (key: Key, [, , otherwise]: Row, language: Language): string => {
  if (otherwise !== undefined) return otherwise[language]
  return key.required ? page.required[language] : "—"
}

const rowOf = (key: Key, row: Row, language: Language): string => {
  const leadsTo = key.leadsTo === undefined || key.leadsTo === "text" ? undefined : key.leadsTo
  const form = formsOf(key.forms, language, leadsTo && linkTo(leadsTo, language))
  const of = Object.entries(populations).flatMap(([holder, name]) =>
    key.holders.has(holder) ? [name[language]] : []
  )
  return [
    `\`${key.name}\``,
    key.section === "selector" ? row[language] + page.of[language](of) : row[language],
    form,
    otherwiseOf(key, row, language),
    exampleCell(key, language)
  ]
    .map(cell)
    .join(" | ")
    .replace(/^.*$/, "| $& |")
}

/** The part of the example district at a path, under its keys. */
const partAt = (value: Schema.Json | undefined, [first, ...rest]: ReadonlyArray<string>): Schema.Json => {
  if (first === undefined) return value ?? null
  const part = typeof value === "object" && value !== null ? Object.entries(value) : []
  const [, found] = part.find(([key]) => key === first) ?? []
  if (found === undefined) throw new Error(`the example district has no ${first}`)
  return { [first]: partAt(found, rest) }
}

const blockOf = (path: ReadonlyArray<string>): ReadonlyArray<string> => [
  "",
  "```yaml",
  stringify(partAt(written, path), { lineWidth: 110 }).trimEnd(),
  "```"
]

const sectionOf = (id: string, section: Section, language: Language): ReadonlyArray<string> => {
  const own = keys.filter((key) => key.section === id)
  return [
    `### ${section.title[language]}`,
    "",
    section.about[language],
    "",
    `| ${[page.key, page.purpose, page.form, page.otherwise, page.example].map((word) => word[language]).join(" | ")} |`,
    "| --- | --- | --- | --- | --- |",
    ...own.map((key) => {
      const row = section.keys[key.name]
      if (row === undefined)
        throw new Error(`no words for the key ${key.name} of ${id}: add them to model/words`)
      return rowOf(key, row, language)
    }),
    ...(section.block === undefined ? [] : blockOf(section.block)),
    ""
  ]
}

const kindsOf = (language: Language): ReadonlyArray<string> => [
  `## ${page.kinds[language]}`,
  "",
  `| ${page.kind[language]} | ${page.rule[language]} | ${page.example[language]} |`,
  "| --- | --- | --- |",
  ...Object.values(kinds).map(
    ({ about, example, name }) => `| ${name[language]} | ${cell(about[language])} | \`${example}\` |`
  ),
  ""
]

const write = (language: Language): ModelDocument => ({
  file: language === 0 ? "docs/model.md" : "docs/model.zh-CN.md",
  text: [
    `# ${page.title[language]}`,
    "",
    language === 0 ? "[中文](model.zh-CN.md)" : "[English](model.md)",
    "",
    page.about[language],
    "",
    ...kindsOf(language),
    ...chapters.flatMap((chapter) => [
      `## ${chapter.title[language]}`,
      "",
      ...Object.entries(chapter.sections).flatMap(([id, section]) => sectionOf(id, section, language))
    ])
  ].join("\n")
})

/** The documents about the model in all languages, made from the current schemas. */
export const documents: ReadonlyArray<ModelDocument> = [write(0), write(1)]

if (import.meta.main) {
  for (const { file, text } of documents) {
    writeFileSync(join(root, file), text)
    process.stdout.write(`${file}\n`)
  }
}
