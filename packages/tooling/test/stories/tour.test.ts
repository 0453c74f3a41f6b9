import { describe, expect, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { join } from "node:path"

const docs = join(import.meta.dirname, "../../../../docs")
const withoutExamples = readFileSync(join(docs, "tour.md"), "utf8").replace(/^```[\s\S]*?^```$/gm, "")

/** The sections of the tour, with their titles. */
const sections = withoutExamples
  .split(/^## /m)
  .slice(1)
  .map((text) => [text.slice(0, text.indexOf("\n")), text] as const)

const link = /\[[^\]]*\]\(([^)#\s]+)[^)]*\)/g

describe("every name in a section of the tour is in a file that the section links", () => {
  it.each(sections)("%s", (_, text) => {
    const files = [...text.matchAll(link)]
      .map(([, target = ""]) => target)
      .filter((target) => target.endsWith(".ts"))
    const code = files.map((file) => readFileSync(join(docs, file), "utf8")).join("\n")
    const names = [...text.replace(link, "").matchAll(/`([A-Za-z][\w.]*)`/g)].map(([, name = ""]) => name)
    const missing = names.filter((name) => !new RegExp(`\\b${name.split(".").at(-1)}\\b`).test(code))
    expect(missing).toEqual([])
  })
})
