import { describe, expect, it } from "@effect/vitest"
import { type Catalogue, en, Pattern, Texts, zh } from "@liulinhui/texts"
import * as fc from "fast-check"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

const catalogues: ReadonlyArray<Catalogue> = [zh, en]
const read = Pattern.reader()
const ids = Object.keys(zh.messages).toSorted()
const pattern = ({ locale, messages }: Catalogue, id: string): Pattern.Pattern =>
  read(locale, messages[id as keyof typeof messages])
// The nouns of place differ between languages: only some languages have a measure word or a plural.
const names = (catalogue: Catalogue, id: string): ReadonlyArray<string> =>
  [...new Set(pattern(catalogue, id).arguments.map(({ name }) => name))]
    .filter((name) => !Texts.isNoun(name))
    .toSorted()

/**
 * Generates values for an argument of a pattern: an option of a select, a number, or a day. A number that may be absent
 * is sometimes `undefined`.
 */
const values = (
  { kind, name, options }: Pattern.Argument,
  all: ReadonlyArray<Pattern.Argument>
): ReadonlyArray<string | number> => {
  const isNumber = all.some((one) => one.name === name && ["number", "date", "plural"].includes(one.kind))
  if (kind === "select") return isNumber ? ["_", 3] : options
  return kind === "plain" ? ["甲"] : [0, 1, 2, 20_513]
}

/** Formats a pattern with all combinations of values for its arguments, up to a few hundred combinations. */
const filled = (of: Pattern.Pattern): ReadonlyArray<string> => {
  const arbitrary = fc.record(
    Object.fromEntries(
      of.arguments.map((argument) => [argument.name, fc.constantFrom(...values(argument, of.arguments))])
    )
  )
  return fc.sample(arbitrary, { numRuns: 40, seed: 1 }).map((sample) => of.format(sample))
}

describe("the catalogues", () => {
  it("have every message", () => {
    for (const { messages } of catalogues) expect(Object.keys(messages).toSorted()).toEqual(ids)
  })

  it("have the same arguments in every language", () => {
    const asked = (catalogue: Catalogue) => ids.map((id) => [id, names(catalogue, id)])
    for (const catalogue of catalogues) expect(asked(catalogue)).toEqual(asked(zh))
  })

  it("can be filled in, every message with every choice, and leave nothing open", () => {
    const open = catalogues.flatMap((catalogue) =>
      ids.flatMap((id) =>
        filled(pattern(catalogue, id)).filter((text) => /undefined|NaN|—|#|\{(?! ")|(?<!… )\}/u.test(text))
      )
    )
    expect(open).toEqual([])
  })

  it("name their arguments so that the types can read them", () => {
    for (const id of ids) {
      for (const name of names(zh, id)) expect(name).toMatch(/^[a-z][A-Za-z]*$/u)
      // An option of a `select` must not look like a name. Otherwise the types would treat it as an argument.
      const source = zh.messages[id as keyof typeof zh.messages]
      for (const [, inside = ""] of source.matchAll(/\{([a-z][A-Za-z]*)[,}]/gu))
        expect(names(zh, id)).toContain(inside)
    }
  })

  it("hold no message that nothing says", () => {
    const packages = join(import.meta.dirname, "../..")
    const sources = readdirSync(packages)
      .map((name) => join(packages, name, "src"))
      .filter((folder) => existsSync(folder))
      .flatMap((folder) =>
        readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name))
      )
      .filter((file) => file.endsWith(".ts") && !/texts\/src\/(?:zh|en)\.ts$/u.test(file))
      .map((file) => readFileSync(file, "utf8"))
      .join("\n")
    // Matches the ids of messages that the program builds at run time, for example from the tag of a reason, a unit or
    // a kind.
    const built =
      /^(?:reason|flaw|exclusion|error|holiday|noun|word|matrix\.flaw|report\.of|report\.chart\.y|report\.heat|report\.change|report\.tile|print\.period|print\.sheet|cli\.print|signIn\.flaw)\.|^(?:matrix\.(?:rows|columns)|cli\.pair\.(?:best-score|fewest-changes)|cli\.poll\.to\w+)$/u
    const said = (id: string): boolean => {
      const [section = "", ...key] = id.split(".")
      return (
        sources.includes(`"${id}"`) ||
        (["report", "print"].includes(section) && sources.includes(`"${key.join(".")}"`))
      )
    }
    expect(ids.filter((id) => !built.test(id) && !said(id))).toEqual([])
  })
})
