/** The corpus of model files with one mistake: each mistake is found, by its name, at its line, in Chinese and in English. */
import { describe, expect, it } from "@effect/vitest"
import { Problems, Texts } from "@liulinhui/texts"
import fc from "fast-check"
import { inspect } from "../../src/DistrictFiles.ts"
import { byHand, type Mistake } from "../mistakes/byHand.ts"
import { wrongFiles } from "../mistakes/generated.ts"
import { on, registry, sound } from "../mistakes/sound.ts"

const found = (text: string) => {
  const { errors, warnings } = inspect(new TextEncoder().encode(text), "d.yaml", { on, registry })
  return [...errors, ...warnings]
}

const wordsOf = (language: string) => Texts.words(Texts.builtIn, language)
const [zh, en] = [wordsOf("zh"), wordsOf("en")]

/** Words of the schema and YAML libraries, and English sentences, that must not be in a Chinese message. */
const jargon =
  /Missing key|Implicit|Expected|schema|undefined|\[object|—|\b(?:there is|must|expected|write)\b/u

const isChinese = /\p{Script=Han}/u

const expectWords = (problem: ReturnType<typeof found>[number]) => {
  const said = [Problems.say(zh, problem), Problems.say(en, problem)] as const
  expect(said[0]).toMatch(isChinese)
  expect(said[0]).not.toMatch(jargon)
  expect(said[1]).not.toMatch(/Missing key|Implicit|Expected|undefined|\[object/u)
  expect(said[0]).not.toBe(said[1])
}

const changed = ({ at, from, to }: Mistake): { readonly text: string; readonly line: number } => {
  const [before = "", after = "", ...others] = sound.split(from)
  if (others.length > 0 || !sound.includes(from)) throw new RangeError(`not once in the file: ${from}`)
  const text = `${before}${to}${after}`
  const near = at === undefined ? before.length : text.indexOf(at, before.length)
  const place = near < 0 ? text.indexOf(at ?? "") : near
  if (place < 0) throw new RangeError(`not in the file: ${at}`)
  return { text, line: text.slice(0, place).split("\n").length }
}

describe("a model file without a mistake", () => {
  it("has no problem", () => {
    expect(found(sound)).toEqual([])
  })
})

describe("a model file with one mistake", () => {
  it("is one of at least a hundred in the corpus that is written by hand", () => {
    expect(byHand.length).toBeGreaterThanOrEqual(100)
  })

  it.each(byHand)("$code: $to", (mistake) => {
    const { line, text } = changed(mistake)
    const problems = found(text)
    expect(problems.map((problem) => `${problem.line} ${problem.code}`)).toEqual([`${line} ${mistake.code}`])
    problems.forEach(expectWords)
  })

  it("is found by its name and at its line, wherever the mistake is", () => {
    fc.assert(
      fc.property(wrongFiles, ({ code, line, text }) => {
        const problems = found(text)
        expect(problems.map((problem) => `${problem.line} ${problem.code}`)).toEqual([`${line} ${code}`])
        problems.forEach(expectWords)
      }),
      { numRuns: 100 }
    )
  })
})
