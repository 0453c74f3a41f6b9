import { describe, expect, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { join } from "node:path"

const docs = join(import.meta.dirname, "../../../../docs")

/** The sections of a tour, each with its title. */
const sections = (tour: string) =>
  readFileSync(join(docs, tour), "utf8")
    .replace(/^```[\s\S]*?^```$/gm, "")
    .split(/^## /m)
    .slice(1)
    .map((text) => [text.slice(0, text.indexOf("\n")), text] as const)

const link = /\[[^\]]*\]\(([^)#\s]+)[^)]*\)/g

describe.each(["tour.md", "tour.zh-CN.md"])(
  "every name in %s is in a file that its section links",
  (tour) => {
    it.each(sections(tour))("%s", (_, text) => {
      const files = [...text.matchAll(link)].flatMap(([, target = ""]) =>
        target.endsWith(".ts") ? [target] : []
      )
      const code = files.map((file) => readFileSync(join(docs, file), "utf8")).join("\n")
      const names = [...text.replace(link, "").matchAll(/`([A-Za-z][\w.]*)`/g)].map(([, name = ""]) => name)
      const missing = names.filter((name) => !new RegExp(`\\b${name.split(".").at(-1)}\\b`).test(code))
      expect(missing).toEqual([])
    })
  }
)
