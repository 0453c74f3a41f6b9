import { describe, expect, it } from "@effect/vitest"
import { Ledger } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import { hash } from "node:crypto"
import { png } from "../../../service/test/evidence/pictures.ts"
import { position, served, type Got, type Send } from "../served.ts"

const key = (id: string) => ({ "idempotency-key": id })

/** Opens a case about a household. Its next step needs a photo. */
const openCase = (send: Send) =>
  send("submissions", {
    as: "volunteer-warmth",
    headers: key("open"),
    body: {
      _tag: "OpenCase",
      case: "home",
      playbook: "home-adaptation",
      subjects: ["household:b2-101"],
      evidence: { application: { signer: "household:b2-101", sha256: "0".repeat(64) } }
    }
  })

const begin = (send: Send, as = "volunteer-warmth", size = png.byteLength, id = "home") =>
  send(`cases/${id}/uploads`, { as, headers: key("photo"), body: { size } })

const uploadOf = ({ json }: Got): string => String(json["upload"])

const sendPart = (send: Send, upload: string, offset: number, bytes: Uint8Array, as = "volunteer-warmth") =>
  send(`cases/home/uploads/${upload}`, { as, headers: { "upload-offset": String(offset) }, body: bytes })

interface Kept {
  readonly file: string
  readonly sha256: string
}

/** Uploads a picture at once. */
const kept = (send: Send, bytes = png) =>
  Effect.gen(function* () {
    const upload = uploadOf(yield* begin(send, "volunteer-warmth", bytes.byteLength))
    const { json } = yield* sendPart(send, upload, 0, bytes)
    return json["file"] as Kept
  })

const takeStep = (send: Send, { file, sha256 }: Kept) =>
  send("submissions", {
    as: "volunteer-warmth",
    headers: key("assess"),
    body: {
      _tag: "TakeStep",
      case: "home",
      step: "assess",
      evidence: { needs: ["扶手"], "before-photo": { photo: "before.png", sha256, file } }
    }
  })

const look = (send: Send, as: string | undefined, file: string, body: object = {}, id = "home") =>
  send(`cases/${id}/files/${file}/look`, {
    ...(as === undefined ? {} : { as }),
    headers: key("look"),
    body
  })

describe("a file of evidence over HTTP", () => {
  it.effect("arrives in parts, is named in a step, and is shown to an actor who may open the case", () =>
    served((send) =>
      Effect.gen(function* () {
        yield* openCase(send)
        const begun = yield* begin(send)
        expect([begun.status, begun.json["offset"]]).toEqual([201, 0])
        const upload = uploadOf(begun)
        const first = yield* sendPart(send, upload, 0, png.subarray(0, 30))
        expect([first.status, first.json["offset"], first.json["file"]]).toEqual([200, 30, undefined])
        // The answer was lost on the way: the caller asks, or sends the part again.
        expect((yield* send(`cases/home/uploads/${upload}`, { as: "volunteer-warmth" })).json["offset"]).toBe(
          30
        )
        expect((yield* sendPart(send, upload, 0, png.subarray(0, 30))).json["offset"]).toBe(30)
        const gap = yield* sendPart(send, upload, 40, png.subarray(40))
        expect([gap.status, gap.headers.get("upload-offset")]).toEqual([409, "30"])
        const last = yield* sendPart(send, upload, 30, png.subarray(30))
        const file = last.json["file"] as Kept
        expect(file).toMatchObject({ type: "image/png", size: png.byteLength, sha256: hash("sha256", png) })
        // The same key continues the same upload, also when it is complete.
        expect((yield* begin(send)).json["file"]).toEqual(file)

        expect((yield* takeStep(send, file)).status).toBe(200)
        const before = yield* position
        const shown = yield* look(send, "lead-warmth", file.file)
        expect([shown.status, shown.bytes]).toEqual([200, png])
        expect(Object.fromEntries(shown.headers)).toMatchObject({
          "content-type": "image/png",
          "cache-control": "no-store",
          "content-disposition": `inline; filename="evidence-${file.file.slice(0, 8)}.png"`,
          "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
          "x-content-type-options": "nosniff",
          "cross-origin-resource-policy": "same-origin"
        })
        expect(yield* position).toBe(before + 1)
        yield* look(send, "lead-warmth", file.file)
        expect(yield* position).toBe(before + 1)
      })
    )
  )

  it.effect("is listed in the history of its case, for the readers of the case alone", () =>
    served((send) =>
      Effect.gen(function* () {
        yield* openCase(send)
        const file = yield* kept(send)
        yield* takeStep(send, file)
        const answerTo = (as: string) => Effect.map(send("case?case=home", { as }), ({ text }) => text)
        expect(yield* answerTo("lead-warmth")).toContain(file.file)
        expect(yield* answerTo("head-b1")).not.toContain(file.file)
      })
    )
  )

  it.effect(
    "is closed to everybody else: the same answer whether the case, the upload or the file exists",
    () =>
      served((send) =>
        Effect.gen(function* () {
          yield* openCase(send)
          const upload = uploadOf(yield* begin(send))
          yield* sendPart(send, upload, 0, png.subarray(0, 30))
          const wrong = ["property", "lead-unity", "head-b1", "head-b2"]
          const before = yield* position
          for (const as of wrong) {
            const answers = [
              [yield* begin(send, as), yield* begin(send, as, png.byteLength, "no-such")],
              [
                yield* sendPart(send, upload, 30, png.subarray(30), as),
                yield* sendPart(send, "u".repeat(43), 30, png.subarray(30), as)
              ],
              [
                yield* send(`cases/home/uploads/${upload}`, { as }),
                yield* send(`cases/home/uploads/${"u".repeat(43)}`, { as })
              ]
            ]
            for (const [mine, other] of answers) {
              expect([mine?.status, mine?.text, [...(mine?.headers ?? [])]]).toEqual([
                404,
                other?.text,
                [...(other?.headers ?? [])]
              ])
            }
          }
          expect(yield* position).toBe(before)
          const complete = (yield* sendPart(send, upload, 30, png.subarray(30))).json["file"] as Kept
          yield* takeStep(send, complete)
          const after = yield* position
          for (const as of [...wrong, "volunteer-warmth"]) {
            const [mine, other] = [
              yield* look(send, as, complete.file),
              yield* look(send, as, "f".repeat(64))
            ]
            expect(mine.status).toBeGreaterThanOrEqual(400)
            expect([mine.status, mine.text]).toEqual([other.status, other.text])
          }
          expect(yield* position).toBe(after)
        })
      )
  )

  it.effect("is refused with the reason, and forgotten", () =>
    served((send) =>
      Effect.gen(function* () {
        yield* openCase(send)
        const large = yield* begin(send, "volunteer-warmth", 2 ** 30)
        expect([large.status, large.json["type"]]).toEqual([413, "urn:liulinhui:problem:too-large"])
        for (const [text, status, kind] of [
          ["<svg xmlns='x'/>", 415, "file-type"],
          ["%PDF-1.4 without its end", 422, "file-damaged"]
        ] as const) {
          const bytes = new TextEncoder().encode(text)
          const upload = uploadOf(yield* begin(send, "volunteer-warmth", bytes.byteLength))
          const refused = yield* sendPart(send, upload, 0, bytes)
          expect([refused.status, refused.json["type"]]).toEqual([status, `urn:liulinhui:problem:${kind}`])
          expect(refused.headers.get("content-language")).toBe("zh-CN")
          expect((yield* send(`cases/home/uploads/${upload}`, { as: "volunteer-warmth" })).status).toBe(404)
        }
        const wrong = yield* takeStep(send, { file: "f".repeat(64), sha256: "0".repeat(64) })
        expect([wrong.status, wrong.text]).toEqual([
          400,
          expect.stringContaining("request.evidence.before-photo.file")
        ])
      })
    )
  )

  it.effect("leaves no plain bytes in the ledger", () =>
    served((send) =>
      Effect.gen(function* () {
        yield* openCase(send)
        const file = yield* kept(send)
        yield* takeStep(send, file)
        const ledger = yield* Ledger
        const districts = yield* ledger.districts
        const entries = yield* Effect.forEach(districts, (one) => ledger.read(one, 0, 1000))
        const text = JSON.stringify(entries)
        expect(text).toContain(file.file)
        expect(text).not.toContain("before.png")
        expect(text).not.toContain(file.sha256)
      })
    )
  )
})
