import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import { createHash } from "node:crypto"
import { defaults } from "../src/Limits.ts"
import * as Visit from "../src/Visit.ts"

const formOf = (body: FormData | URLSearchParams | Uint8Array<ArrayBuffer>) =>
  Visit.form(
    HttpServerRequest.fromWeb(
      new Request("http://localhost/", {
        method: "POST",
        body,
        ...(body instanceof Uint8Array
          ? { headers: { "content-type": "multipart/form-data; boundary=part" } }
          : {})
      })
    ),
    { limits: defaults }
  )

describe("the fields of a form", () => {
  it.effect(
    "have the hash and the name of a file instead of the file, and an empty text if no file was chosen",
    () =>
      Effect.gen(function* () {
        const body = new FormData()
        body.append("note", "楼道")
        body.append("photo", new File(["bytes"], "照片 1.jpg"))
        body.append("other", new File([], ""))
        const sha256 = createHash("sha256").update("bytes").digest("hex")
        expect([...(yield* formOf(body))]).toEqual([
          ["note", "楼道"],
          ["photo", `${sha256} 照片 1.jpg`],
          ["other", ""]
        ])
      })
  )

  it.effect("are refused beyond the limits: 256 KiB without files, 16 MiB with them", () =>
    Effect.gen(function* () {
      const large = new Uint8Array(16 * 2 ** 20 + 1)
      const long = new URLSearchParams({ note: "x".repeat(256 * 1024) })
      for (const body of [large, long]) {
        expect(yield* Effect.flip(formOf(body))).toMatchObject({ _tag: "RequestUnfit", kind: "too-large" })
      }
      expect((yield* formOf(new URLSearchParams({ note: "x".repeat(255 * 1024) }))).get("note")).toHaveLength(
        255 * 1024
      )
    })
  )
})
