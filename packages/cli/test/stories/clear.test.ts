import { describe, expect, it } from "@effect/vitest"
import { Journal, Sealing } from "@liulinhui/core/District"
import * as Result from "effect/Result"
import { readFileSync } from "node:fs"
import { join } from "node:path"

const lines = ["east", "west"].flatMap((name) =>
  readFileSync(join(import.meta.dirname, `../ledgers/format-0/${name}.jsonl`), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
    .filter((line) => typeof line.type === "string" && "data" in line)
)

describe("an entry without its sealed values", () => {
  const types: ReadonlyArray<string> = [...new Set(lines.map(({ type }) => type))]

  it("exists for every type of event of format 0", () => {
    expect(types).toHaveLength(54)
    expect(Journal.types).toEqual(expect.arrayContaining([...types]))
  })

  it.each(types)("is decoded as its event: %s", (type) => {
    for (const line of lines.filter((each) => each.type === type)) {
      const { event } = Result.getOrThrow(Sealing.decodeClear(line))
      expect(event._tag).toBe(type)
      expect(JSON.stringify(event)).not.toContain('"sealed"')
    }
  })
})
