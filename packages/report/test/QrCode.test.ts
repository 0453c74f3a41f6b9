import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import { decodeQR } from "qr/decode.js"
import { toString } from "../src/Markup.ts"
import { qrCode } from "../src/QrCode.ts"

/** How many pixels a module of the code has. */
const scale = 3

/** Draws the code of a page, and reads it as a telephone does. */
const scanned = (html: string): string => {
  const [, size = ""] = /viewBox="0 0 (\d+) \1"/u.exec(html) ?? []
  const width = Number(size) * scale
  const data = new Uint8Array(width * width * 4).fill(255)
  const dark = /fill="#000000" d="([^"]*)"/u.exec(html)?.[1] ?? ""
  for (const [, x, y] of dark.matchAll(/M(\d+) (\d+)h1v1h-1z/gu))
    for (let row = 0; row < scale; row += 1)
      data.fill(
        0,
        ((Number(y) * scale + row) * width + Number(x) * scale) * 4,
        ((Number(y) * scale + row) * width + (Number(x) + 1) * scale) * 4
      )
  for (let at = 3; at < data.length; at += 4) data[at] = 255
  return decodeQR({ width, height: width, data })
}

describe("a QR code", () => {
  it("is read by a telephone as the link that it was made from", () => {
    fc.assert(
      fc.property(fc.webUrl({ size: "small" }), (link) => {
        expect(scanned(toString(qrCode(link, "code")))).toBe(link)
      }),
      { numRuns: 3 }
    )
  })

  it("has its label as text for a screen reader, and nothing that a page must load", () => {
    const html = toString(qrCode("https://hub.example/report/small", `"><script>`))
    expect(html).toContain('aria-label="&quot;&gt;&lt;script&gt;"')
    expect(html).not.toContain("http")
  })
})
