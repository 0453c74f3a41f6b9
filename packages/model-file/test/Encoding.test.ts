import { describe, expect, it } from "@effect/vitest"
import { readModelFile } from "@liulinhui/model-file"
import * as Result from "effect/Result"
import fc from "fast-check"
import { decode } from "../src/Encoding.ts"

/** The bytes of 居民 in GBK. */
const residents = [0xbe, 0xd3, 0xc3, 0xf1]
const ascii = (text: string) => [...new TextEncoder().encode(text)]
const bytes = (...parts: ReadonlyArray<ReadonlyArray<number>>) => new Uint8Array(parts.flat())

const utf16 = (text: string, isBig: boolean) => {
  const units = [0xfeff, ...Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))]
  return new Uint8Array(units.flatMap((unit) => (isBig ? [unit >> 8, unit & 255] : [unit & 255, unit >> 8])))
}

const problem = (input: Uint8Array) => {
  const read = decode(input)
  return Result.isFailure(read) ? [read.failure.line, read.failure.column, read.failure.problem.code] : []
}

const text = fc.string({ unit: "grapheme" }).filter((one) => !/[\uFFFD\0]|^\uFEFF/u.test(one))

describe("the bytes of a file", () => {
  it("are read as UTF-8, with or without its mark, and as UTF-16 with its mark", () => {
    fc.assert(
      fc.property(text, fc.boolean(), (one, isBig) => {
        const utf8 = new TextEncoder().encode(one)
        expect(Result.getOrThrow(decode(utf8))).toBe(one)
        expect(Result.getOrThrow(decode(bytes([0xef, 0xbb, 0xbf], [...utf8])))).toBe(one)
        expect(Result.getOrThrow(decode(utf16(one, isBig)))).toBe(one)
      })
    )
  })

  it("are read as GB 18030 if they are not UTF-8, and keep every character", () => {
    const read = readModelFile(bytes(ascii("name: { zh: "), residents, ascii(" }\n")), { file: "gbk.yaml" })
    expect(Result.getOrThrow(read).document).toEqual({ name: { zh: "居民" } })
  })

  it("are never read with a replacement character", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (input) => {
        const read = decode(input)
        expect(Result.isSuccess(read) && /[\uFFFD\0]/u.test(read.success)).toBe(false)
      })
    )
  })

  it("are refused at the line of the first byte that is in no encoding", () => {
    expect(problem(bytes(ascii("a: 1\nb: 2\nc: "), [0xff, 0xff], ascii("\n")))).toEqual([3, 1, "not-text"])
    expect(problem(bytes([0xef, 0xbb, 0xbf], ascii("a: 1\nb: "), residents))).toEqual([2, 1, "not-text"])
    expect(problem(bytes(ascii("a: 1\nb: \0")))).toEqual([2, 4, "not-text"])
  })

  it("are refused if another program has replaced characters in them, in a text too", () => {
    expect(problem(new TextEncoder().encode("a: 1\nb: 居\uFFFD\n"))).toEqual([2, 5, "replacement-character"])
    const read = readModelFile("a: \uFFFD", { file: "x.yaml" })
    expect(Result.isFailure(read) && read.failure.problems[0].code).toBe("replacement-character")
  })
})
