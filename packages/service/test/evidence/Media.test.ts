import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import { Buffer } from "node:buffer"
import * as Media from "../../src/evidence/Media.ts"
import {
  jpeg,
  jpegWith,
  joined,
  pdf,
  png,
  pngPart,
  pngWith,
  segment,
  webp,
  webpPart,
  webpWith
} from "./pictures.ts"

const secret = "SECRET 31.2304N 121.4737E"
const secretBytes = new Uint8Array(Buffer.from(secret, "latin1"))

/** A kind of picture: one without metadata, and a function that adds parts with metadata. */
interface Format {
  readonly name: string
  readonly plain: Uint8Array
  readonly withParts: (names: ReadonlyArray<number>, after: string) => Uint8Array
}

const pick = (all: ReadonlyArray<string>, n: number): string => all[n % all.length] ?? ""

const formats: ReadonlyArray<Format> = [
  {
    name: "JPEG",
    plain: jpeg,
    withParts: (names, after) =>
      jpegWith(
        names.map((n) => {
          // Comments, and applications whose content is not a part of the picture.
          const code = n % 3 === 0 ? 0xfe : 0xe1 + (n % 15)
          return segment(
            code,
            joined(new Uint8Array(Buffer.from(pick(["Exif\0\0", "http://ns", "MPF\0", ""], n))), secretBytes)
          )
        }),
        after
      )
  },
  {
    name: "PNG",
    plain: png,
    withParts: (names, after) =>
      pngWith(
        names.map((n) => pngPart(pick(["tEXt", "iTXt", "zTXt", "eXIf", "tIME", "prVt"], n), secretBytes)),
        after
      )
  },
  {
    name: "WebP",
    plain: webp,
    withParts: (names, after) =>
      webpWith(
        names.map((n) => webpPart(pick(["EXIF", "XMP ", "UNKN"], n), secretBytes)),
        after
      )
  }
]

const kept = (bytes: Uint8Array): Uint8Array => {
  const read = Media.read(bytes)
  return read._tag === "Media" ? read.bytes : expect.fail(read._tag)
}

describe("a file of evidence", () => {
  it("has the type of its bytes", () => {
    const types = [jpeg, png, webp, pdf].map((bytes) => {
      const read = Media.read(bytes)
      return read._tag === "Media" ? read.type : read._tag
    })
    expect(types).toEqual(["image/jpeg", "image/png", "image/webp", "application/pdf"])
  })

  it("is refused if its type is not known: a page, a script, a drawing with scripts, an archive, HEIC, nothing", () => {
    const heic = "\0\0\0\x18ftypheic\0\0\0\0mif1heic"
    for (const text of [
      "<!doctype html>",
      "alert(1)",
      "<svg onload='x'/>",
      "PK\x03\x04",
      heic,
      "GIF89a",
      "",
      "RIFF1234WAVE"
    ]) {
      expect(Media.read(new Uint8Array(Buffer.from(text, "latin1")))).toEqual({ _tag: "TypeUnknown" })
    }
  })

  it.each(formats)(
    "loses its metadata and all bytes after its end, and nothing else: $name",
    ({ plain, withParts }) => {
      expect(kept(plain)).toEqual(plain)
      fc.assert(
        fc.property(
          fc.array(fc.nat({ max: 100 }), { maxLength: 6 }),
          fc.constantFrom("", secret),
          (names, after) => {
            expect(kept(withParts(names, after))).toEqual(plain)
          }
        )
      )
    }
  )

  it.each([...formats, { name: "PDF", plain: pdf }])("is refused if it is cut off: $name", ({ plain }) => {
    for (let length = 0; length < plain.byteLength - 1; length += 1) {
      // A reader finds the end of a document in its last line, so a missing line break is no harm.
      expect([length, Media.read(plain.subarray(0, length))._tag]).not.toEqual([length, "Media"])
    }
  })

  it("is read or refused, whatever its bytes are", () => {
    const starts = [jpeg, png, webp, pdf].map((bytes) => bytes.subarray(0, 12))
    fc.assert(
      fc.property(
        fc.oneof(
          fc
            .tuple(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 60 }))
            .map((parts) => joined(...parts)),
          fc
            .tuple(fc.constantFrom(jpeg, png, webp), fc.nat({ max: 300 }), fc.nat({ max: 255 }))
            .map(([bytes, at, byte]) => bytes.map((own, n) => (n === at ? byte : own))),
          fc.uint8Array({ maxLength: 100 })
        ),
        (bytes) => {
          const read = Media.read(bytes)
          // What is kept is kept again as it is.
          const once = read._tag === "Media" ? read.bytes : png
          expect(kept(once)).toEqual(once)
        }
      ),
      { numRuns: 2_000 }
    )
  })
})
