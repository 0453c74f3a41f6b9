/**
 * Writes the documents that list the business rules, `docs/rules.md` and `docs/rules.zh-CN.md`. Run it with `pnpm run
 * rules`. The documents are made from the rules in `core` and their words in `texts`, and a test checks that they are
 * up to date.
 */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { Rules } from "@liulinhui/texts"
import { cell } from "./markdown.ts"
import { root } from "./packages.ts"

const names = { en: "rules.md", zh: "rules.zh-CN.md" } as const
const own = { en: "English", zh: "中文" } as const

/** A document that lists the rules: its file, relative to the root, and its text. */
export interface RuleDocument {
  readonly file: string
  readonly text: string
}

/** Makes the document about the rules in one language, with a link to the document in the other language. */
const write = (language: keyof typeof names): RuleDocument => {
  const other = language === "en" ? "zh" : "en"
  const { page } = Rules.ruleWords[language]
  const sections = Rules.sayRules(language).map(({ rules, title }) => [
    `## ${title}`,
    "",
    `| id | ${page.rule} | ${page.source} | ${page.reasons} |`,
    "| --- | --- | --- | --- |",
    ...rules.map(({ id, name, reasons, source = "" }) => {
      const tags = reasons.map((tag) => `\`${tag}\``).join(", ")
      return `| \`${id}\` | ${cell(name)} | ${cell(source)} | ${tags} |`
    }),
    ""
  ])
  return {
    file: `docs/${names[language]}`,
    text: [
      `# ${page.title}`,
      "",
      `[${own[other]}](${names[other]})`,
      "",
      page.introduction,
      "",
      ...sections.flat()
    ].join("\n")
  }
}

/** The documents about the rules in all languages, made from the current rules. */
export const documents: ReadonlyArray<RuleDocument> = [write("en"), write("zh")]

if (import.meta.main) {
  for (const { file, text } of documents) {
    writeFileSync(join(root, file), text)
    process.stdout.write(`${file}\n`)
  }
}
