/** Builds the site of the documents. It takes about half a minute. */
import { afterAll, describe, expect, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pageOf } from "../../../../docs/.vitepress/pages.ts"

const root = join(import.meta.dirname, "../../../..")
const site = mkdtempSync(join(tmpdir(), "site-"))
afterAll(() => rmSync(site, { recursive: true, force: true }))

describe("the site of the documents", () => {
  it("is built without a dead link, and has a page for each document, in its language", () => {
    const { status, stderr } = spawnSync(
      join(root, "node_modules/.bin/vitepress"),
      ["build", "docs", "--outDir", site],
      { cwd: root, encoding: "utf8" }
    )
    expect([status, status === 0 ? "" : stderr]).toEqual([0, ""])
    const documents = globSync("**/*.md", { cwd: join(root, "docs"), exclude: ["**/node_modules/**"] })
    const pages = documents.map((document) => join(site, pageOf(document).replace(/\.md$/, ".html")))
    expect(pages.filter((page) => !existsSync(page))).toEqual([])
    const languages = pages.map((page) => /<html lang="([^"]*)"/.exec(readFileSync(page, "utf8"))?.[1])
    expect(new Set(languages)).toEqual(new Set(["zh-CN", "en"]))
    expect(languages.filter((language) => language === "zh-CN").length).toBe(
      documents.filter((document) => document.endsWith(".zh-CN.md")).length
    )
  })
})
