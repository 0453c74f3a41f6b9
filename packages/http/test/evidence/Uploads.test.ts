import { describe, expect, it } from "@effect/vitest"
import { Blobs } from "@liulinhui/core/Blobs"
import { ActorId, CaseId } from "@liulinhui/core/Id"
import { EvidenceFiles } from "@liulinhui/service/EvidenceFiles"
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as TestClock from "effect/testing/TestClock"
import fc from "fast-check"
import { runs } from "../../../tooling/src/runs.ts"
import { joined, png, pngPart, pngWith } from "../../../service/test/evidence/pictures.ts"
import { ask, district, submission } from "../../../service/test/wanLiu.ts"
import { Uploads } from "../../src/evidence/Uploads.ts"
import { served } from "../served.ts"

const by = ActorId.make("lead-unity")
// The next step of this case, which the fixture has opened, needs a photo.
const id = CaseId.make("campaign")
const adding = { district, by, case: id }

/** A picture of some size, before its metadata are removed. */
const picture = pngWith([pngPart("tEXt", new Uint8Array(400).fill(65))])

const blobs = Effect.map(
  Blobs.use((all) => all.list(district, "", 1000)),
  (page) => page.map(({ address }) => address)
)

const begin = (key: string, size = picture.byteLength) =>
  Uploads.use((uploads) => uploads.begin({ ...adding, key, size }))

const append = (upload: string, offset: number, bytes: Uint8Array) =>
  Uploads.use((uploads) => uploads.append({ ...adding, upload, offset, bytes }))

/** The parts of a picture, in order. */
const partsOf = (cuts: ReadonlyArray<number>) => {
  const ends = [
    ...new Set([...cuts.filter((cut) => cut > 0 && cut < picture.byteLength), picture.byteLength])
  ]
  const sorted = ends.toSorted((one, other) => one - other)
  return sorted.map((end, n) => {
    const offset = sorted[n - 1] ?? 0
    return { offset, bytes: picture.subarray(offset, end) }
  })
}

describe("an upload in parts", () => {
  it.effect(
    "results in the same file, whatever its parts are, and in whatever order and how often they are sent",
    () =>
      served(() =>
        Effect.gen(function* () {
          const context = yield* Effect.context<Uploads | Blobs>()
          let count = 0
          const one = Effect.fnUntraced(function* (
            cuts: ReadonlyArray<number>,
            picks: ReadonlyArray<number>
          ) {
            const { upload } = yield* begin(`key-${(count += 1)}`)
            const parts = partsOf(cuts.map((cut) => cut * 4))
            // Any part at any time: one that is too early is refused, one that has arrived before changes nothing.
            for (const pick of picks) {
              const part = parts[pick % parts.length]
              if (part !== undefined) yield* Effect.result(append(upload, part.offset, part.bytes))
            }
            let last = yield* Uploads.use((uploads) => uploads.progress({ ...adding, upload }))
            for (const { bytes, offset } of parts) last = yield* append(upload, offset, bytes)
            expect(last).toMatchObject({ offset: picture.byteLength, file: { size: png.byteLength } })
            return last.file?.file
          })
          const files: Array<string | undefined> = []
          yield* Effect.promise(() =>
            fc.assert(
              fc.asyncProperty(
                fc.array(fc.nat({ max: 120 }), { maxLength: 5 }),
                fc.array(fc.nat({ max: 10 }), { maxLength: 8 }),
                async (cuts, picks) => {
                  files.push(await Effect.runPromise(Effect.provide(one(cuts, picks), context)))
                }
              ),
              // An actor can begin 200 uploads a day.
              { numRuns: runs(20, 150) }
            )
          )
          // Nothing is left of the parts.
          expect((yield* blobs).toSorted()).toEqual(files.toSorted())
        })
      )
  )

  it.effect("is the same for two processes that get the same parts at the same time", () =>
    served(() =>
      Effect.gen(function* () {
        const { upload } = yield* begin("both")
        for (const { bytes, offset } of partsOf([100, 200])) {
          yield* Effect.all([append(upload, offset, bytes), append(upload, offset, bytes)], {
            concurrency: 2
          })
        }
        const { file } = yield* Uploads.use((uploads) => uploads.progress({ ...adding, upload }))
        expect(yield* blobs).toEqual([file?.file])
      })
    )
  )

  it.effect("belongs to the actor who has begun it, and to its case", () =>
    served(() =>
      Effect.gen(function* () {
        const { upload } = yield* begin("mine")
        yield* append(upload, 0, picture.subarray(0, 100))
        const { progress } = yield* Uploads
        const others = [
          { ...adding, by: ActorId.make("committee"), upload },
          { ...adding, case: CaseId.make("other"), upload },
          { ...adding, upload: "u".repeat(43) }
        ]
        for (const known of others) {
          expect(yield* Effect.flip(progress(known))).toMatchObject({ _tag: "FileUnknown" })
        }
      })
    )
  )

  it.effect("expires after a day; its parts are removed later with the unused files", () =>
    served(() =>
      Effect.gen(function* () {
        const { upload } = yield* begin("slow")
        yield* append(upload, 0, picture.subarray(0, 100))
        yield* TestClock.adjust("24 hours")
        expect(yield* Effect.flip(append(upload, 100, picture.subarray(100)))).toMatchObject({
          _tag: "FileUnknown"
        })
        yield* TestClock.adjust("48 hours")
        expect(yield* EvidenceFiles.use((files) => files.sweep(district))).toBe(1)
        expect(yield* blobs).toEqual([])
      })
    )
  )

  it.effect("takes no parts beyond its size, no large parts, and no tiny ones before the last", () =>
    served(() =>
      Effect.gen(function* () {
        const { upload } = yield* begin("limits", 3 * 2 ** 20)
        const tooLong = yield* Effect.flip(append(upload, 0, new Uint8Array(3 * 2 ** 20 + 1)))
        const tooLarge = yield* Effect.flip(append(upload, 0, new Uint8Array(2 * 2 ** 20 + 1)))
        const tiny = yield* Effect.flip(append(upload, 0, new Uint8Array(1)))
        expect([tooLong, tooLarge, tiny].map(({ _tag }) => _tag)).toEqual([
          "FileRefused",
          "FileRefused",
          "OffsetDiffers"
        ])
        expect(yield* Effect.flip(begin("limits", 100))).toMatchObject({ _tag: "OffsetDiffers", expected: 0 })
        expect(yield* blobs).toEqual([])
      })
    )
  )

  it.effect("is refused if the actor has begun too many, and possible again later", () =>
    served(() =>
      Effect.gen(function* () {
        for (let n = 0; n < 200; n += 1) yield* begin(`n-${n}`, 100)
        expect(yield* Effect.flip(begin("one more"))).toMatchObject({
          _tag: "TooManyAttempts",
          retryAfter: 86_400
        })
        // An upload that was begun before can be continued.
        expect(Result.isSuccess(yield* Effect.result(begin("n-7", 100)))).toBe(true)
        yield* TestClock.adjust("24 hours")
        yield* begin("one more")
      })
    )
  )

  it.effect("stops when the mandate of the actor does not reach the step any more", () =>
    served(() =>
      Effect.gen(function* () {
        const { upload } = yield* begin("late")
        yield* append(upload, 0, picture.subarray(0, 100))
        const evidence = { announcement: { photo: "p", sha256: "0".repeat(64) } }
        const request = ask({ _tag: "TakeStep", case: id, step: "announce", evidence })
        yield* Governance.use(({ submit }) => submit(submission("committee", "faster", request)))
        const outcome = yield* Effect.flip(append(upload, 100, picture.subarray(100)))
        expect(outcome).toMatchObject({ _tag: "FileUnknown" })
      })
    )
  )

  it("has parts that together are the file", () => {
    expect(joined(...partsOf([5, 17]).map(({ bytes }) => bytes))).toEqual(picture)
  })
})
