import { describe, expect, it } from "@effect/vitest"
import { preferred } from "../src/Formats.ts"

const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

describe("the format of an answer", () => {
  it.each([
    [undefined, "json"],
    ["", "json"],
    ["*/*", "json"],
    [browser, "json"],
    ["text/csv", "csv"],
    ["Text/CSV; charset=utf-8", "csv"],
    ["text/*", "csv"],
    [xlsx, "xlsx"],
    [`text/csv;q=0.5, ${xlsx};q=0.9`, "xlsx"],
    ["application/*, application/json;q=0", "xlsx"],
    ["application/json;q=0.1, */*;q=0.2", "csv"],
    ["text/html", undefined],
    ["text/csv;q=0", undefined],
    ["text/csv;q=high", undefined],
    ["x".repeat(1001), "json"]
  ])("is the one that the reader prefers most: %s", (header, format) => {
    expect(preferred(header, true)).toBe(format)
  })

  it("is JSON alone if the answer has no lists", () => {
    expect(["text/csv, */*;q=0.1", "text/csv", xlsx].map((header) => preferred(header, false))).toEqual([
      "json",
      undefined,
      undefined
    ])
  })
})
