import { describe, expect, it } from "@effect/vitest"
import { Buffer } from "node:buffer"
import * as Jpeg from "../../src/evidence/Jpeg.ts"
import { exif, jpeg, jpegWith, joined, photo, segment } from "./pictures.ts"

const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString("latin1")

describe("a JPEG file", () => {
  it("keeps how the camera was held, and not where the photo was taken", () => {
    const [upright, turned] = [jpegWith([exif(1, "here")]), jpegWith([exif(6, "here")])]
    expect(Jpeg.stripped(upright)).toEqual(jpeg)
    const kept = Jpeg.stripped(turned)
    expect(text(kept)).not.toContain("here")
    expect(text(kept)).not.toContain("cam")
    // The orientation is in the byte order that the new segment states.
    expect(text(kept)).toContain("Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0")
    expect(Jpeg.stripped(kept ?? jpeg)).toEqual(kept)
  })

  it("ignores an orientation that does not exist, and EXIF that is damaged", () => {
    expect(Jpeg.stripped(jpegWith([exif(9, "")]))).toEqual(jpeg)
    for (let length = 6; length < 40; length += 1) {
      const cut = segment(0xe1, exif(6, "").subarray(4, 4 + length))
      expect(text(Jpeg.stripped(jpegWith([cut])))).not.toContain("cam")
    }
  })

  it("keeps its colours, and loses its previews", () => {
    const [profile, adobe] = [
      segment(0xe2, Buffer.from("ICC_PROFILE\0data")),
      segment(0xee, Buffer.from("Adobe\0data"))
    ]
    expect(Jpeg.stripped(jpegWith([profile, adobe]))).toEqual(jpegWith([profile, adobe]))
    const preview = segment(
      0xe0,
      joined(Buffer.from("JFIF\0\x01\x01\x01\0\x48\0\x48\x01\x01", "latin1"), Buffer.from("abc"))
    )
    const first = segment(0xe0, Buffer.from("JFIF\0\x01\x01\x01\0\x48\0\x48\0\0", "latin1"))
    expect(Jpeg.stripped(joined(jpeg.subarray(0, 2), preview, jpeg.subarray(20)))).toEqual(
      joined(jpeg.subarray(0, 2), first, jpeg.subarray(20))
    )
  })

  it("keeps all its scans, and fill bytes and restarts in them", () => {
    const end = jpeg.subarray(-2)
    const scan = segment(0xda, new Uint8Array([1, 1, 0, 0, 63, 0]))
    const data = new Uint8Array([1, 0xff, 0x00, 2, 0xff, 0xd0, 3, 0xff, 0xff, 0x00, 4])
    const table = segment(0xc4, new Uint8Array([0]))
    const several = joined(jpeg.subarray(0, -2), scan, data, table, scan, data, end)
    expect(Jpeg.stripped(several)).toEqual(several)
    // A comment between two scans is removed as well.
    const comment = segment(0xfe, Buffer.from("hidden"))
    expect(Jpeg.stripped(joined(jpeg.subarray(0, -2), comment, scan, data, table, scan, data, end))).toEqual(
      several
    )
  })

  it("of a telephone becomes a picture without the film after it", () => {
    const kept = text(Jpeg.stripped(photo))
    expect(kept.length).toBeGreaterThan(jpeg.byteLength)
    for (const secret of ["31.2304N", "film"]) expect(kept).not.toContain(secret)
  })
})
