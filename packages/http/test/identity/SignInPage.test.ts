import { describe, expect, it } from "@effect/vitest"
import { Texts } from "@liulinhui/texts"
import { type Form, signIn, stylesheet } from "../../src/identity/SignInPage.ts"

const forms: ReadonlyArray<Form> = ["new", "add", "pin"]

/** The relative luminance of a color (WCAG 2.2). */
const luminance = (color: string): number => {
  const digits = color.length === 4 ? color.replace(/[^#]/gu, "$&$&") : color
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(digits.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const contrast = (one: string, other: string): number => {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

describe("the page to sign in", () => {
  it("has a label for each field, and the hint that a field names", () => {
    for (const language of ["zh", "en"]) {
      for (const form of forms) {
        const page = signIn(form, Texts.words(Texts.builtIn, language))
        const ids = [...page.matchAll(/<input id="(\w+)"/gu)].map(([, id]) => id)
        expect(ids.length).toBeGreaterThan(0)
        for (const id of ids) expect(page).toContain(`<label for="${id}">`)
        for (const [, hint] of page.matchAll(/aria-describedby="([\w-]+)"/gu)) {
          expect(page).toContain(`id="${hint}"`)
        }
      }
    }
  })

  it("has enough contrast between text and background in every rule of its stylesheet", () => {
    const rules = [...stylesheet.matchAll(/\{(.*?)\}/gu)].map(([, rule]) => rule ?? "")
    const pairs = rules.flatMap((rule) => {
      const [, color] = /(?:^|[ ;])color: (#\w+)/u.exec(rule) ?? []
      const [, background = "#fff"] = /background: (#\w+)/u.exec(rule) ?? []
      return color === undefined ? [] : [{ rule, contrast: contrast(color, background) }]
    })
    expect(pairs.length).toBeGreaterThanOrEqual(6)
    expect(pairs.filter((pair) => pair.contrast < 7)).toEqual([])
  })
})
