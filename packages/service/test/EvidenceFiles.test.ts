import { describe, expect, it } from "@effect/vitest"
import * as BlobsFolder from "@liulinhui/blobs-folder"
import { Blobs } from "@liulinhui/core/Blobs"
import { filesIn } from "@liulinhui/core/Case"
import { ActorId, CaseId } from "@liulinhui/core/Id"
import { CommandId, Ledger } from "@liulinhui/core/Ledger"
import { EvidenceFiles, type KeptFile, layer as filesLayer } from "@liulinhui/service/EvidenceFiles"
import * as Governance from "@liulinhui/service/Governance"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as TestClock from "effect/testing/TestClock"
import { Buffer } from "node:buffer"
import { hash } from "node:crypto"
import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll } from "vitest"
import * as Media from "../src/evidence/Media.ts"
import { photo, png } from "./evidence/pictures.ts"
import { ask, district, document, nine, registry, submission } from "./wanLiu.ts"

const folder = mkdtempSync(join(tmpdir(), "liulinhui-evidence-"))
afterAll(() => rmSync(folder, { recursive: true }))

const over = <E>(blobs: Layer.Layer<Blobs, E>) =>
  filesLayer().pipe(
    Layer.provideMerge(Governance.layer()),
    Layer.provideMerge(Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory, blobs))
  )

const sha256 = "0".repeat(64)

/** Two cases about households, in which an assessment with a photo is the next step. */
const begun = Effect.gen(function* () {
  yield* TestClock.setTime(nine())
  const { adopt, submit } = yield* Governance.Governance
  yield* adopt(document())
  yield* submit(submission("committee", "registry", registry))
  for (const [id, flat] of [
    ["c1", "b2-101"],
    ["c2", "b1-102"]
  ]) {
    const request = {
      _tag: "OpenCase",
      case: id,
      playbook: "home-adaptation",
      subjects: [`household:${flat}`],
      evidence: { application: { signer: `household:${flat}`, sha256 } }
    }
    yield* submit(submission("volunteer-warmth", `open-${id}`, ask(request)))
  }
})

const story = <A, E>(
  tell: Effect.Effect<A, E, EvidenceFiles | Governance.Governance | Ledger | Blobs>,
  blobs: Layer.Layer<Blobs, unknown> = StorageMemory.blobs
) => Effect.andThen(begun, tell).pipe(Effect.provide(over(blobs)))

const adding = (by: string, id: string, bytes: Uint8Array = photo) => ({
  district,
  by: ActorId.make(by),
  case: CaseId.make(id),
  bytes
})

const keep = (by: string, id: string, bytes?: Uint8Array) =>
  EvidenceFiles.use((files) => files.keep(adding(by, id, bytes)))

/** Takes the step with the photo, through the governance service that checks files. */
const assess = (
  id: string,
  { file, sha256: of }: Pick<KeptFile, "file" | "sha256">,
  command = `assess-${id}`
) =>
  Effect.gen(function* () {
    const governance = (yield* EvidenceFiles).checking(yield* Governance.Governance)
    const evidence = { needs: ["扶手"], "before-photo": { photo: "p.jpg", sha256: of, file } }
    const request = ask({ _tag: "TakeStep", case: id, step: "assess", evidence })
    return yield* governance.submit(submission("volunteer-warmth", command, request))
  })

const looking = (by: string, id: string, { file }: Pick<KeptFile, "file">, command = "look") => ({
  district,
  by: ActorId.make(by),
  case: CaseId.make(id),
  file,
  id: CommandId.make(command)
})

const look = (...args: Parameters<typeof looking>) =>
  EvidenceFiles.use((files) => files.look(looking(...args)))

const entries = Effect.gen(function* () {
  const ledger = yield* Ledger
  return yield* ledger.read(district, 0, 1000)
})

const stripped = (() => {
  const read = Media.read(photo)
  return read._tag === "Media" ? read.bytes : photo
})()

describe("a file of evidence", () => {
  it.effect(
    "is kept without its metadata, and shown to an actor who may open the case, after this is recorded",
    () =>
      story(
        Effect.gen(function* () {
          const kept = yield* keep("volunteer-warmth", "c1")
          expect(kept).toMatchObject({
            type: "image/jpeg",
            size: stripped.byteLength,
            sha256: hash("sha256", stripped)
          })
          yield* assess("c1", kept)
          const before = (yield* entries).length
          expect(yield* look("lead-warmth", "c1", kept)).toEqual({ type: "image/jpeg", bytes: stripped })
          const after = (yield* entries).slice(before)
          expect(after.map(({ type }) => type)).toEqual(["PersonalOpened"])
          // The same look is recorded once; a later one is recorded again.
          yield* look("lead-warmth", "c1", kept)
          expect(yield* entries).toHaveLength(before + 1)
          yield* look("lead-warmth", "c1", kept, "later")
          expect(yield* entries).toHaveLength(before + 2)
        })
      )
  )

  it.effect("is named in the entry of its step by its address, next to the encrypted evidence", () =>
    story(
      Effect.gen(function* () {
        const kept = yield* keep("volunteer-warmth", "c1")
        yield* assess("c1", kept)
        const files = yield* Governance.Governance.use(({ read }) =>
          read(district, ({ cases }) =>
            (cases.get(CaseId.make("c1"))?.entries ?? []).flatMap(({ event }) => filesIn(event))
          )
        )
        expect(files).toEqual([{ field: "before-photo", file: kept.file }])
        const text = JSON.stringify(yield* entries)
        expect(text).toContain(kept.file)
        expect(text).not.toContain(kept.sha256)
      })
    )
  )

  it.effect("has another address each time, which is not a hash of what it shows", () =>
    story(
      Effect.gen(function* () {
        const [one, other] = [yield* keep("volunteer-warmth", "c1"), yield* keep("volunteer-warmth", "c1")]
        expect(one.sha256).toBe(other.sha256)
        expect(new Set([one.file, other.file, one.sha256, hash("sha256", photo)]).size).toBe(4)
      })
    )
  )

  it.live(
    "cannot be opened by anybody after a person in it was erased, and its store never had plain bytes",
    () =>
      Effect.gen(function* () {
        const plain = [stripped, photo].flatMap((bytes) => [
          Buffer.from(bytes),
          Buffer.from(Buffer.from(bytes).toString("base64").slice(0, 60))
        ])
        const stored = () =>
          globSync(`${folder}/**`).flatMap((name) => (statSync(name).isFile() ? [readFileSync(name)] : []))
        yield* Effect.gen(function* () {
          const [gone, other] = [
            yield* keep("volunteer-warmth", "c1"),
            yield* keep("volunteer-warmth", "c2", png)
          ]
          yield* assess("c1", gone)
          yield* assess("c2", other)
          expect((yield* look("committee", "c1", gone)).bytes).toEqual(stripped)
          yield* Governance.Governance.use(({ submit }) =>
            submit(
              submission(
                "committee",
                "erase",
                ask({ _tag: "EraseResident", resident: "b2-101-1", basis: "request" })
              )
            )
          )
          const failure = yield* Effect.flip(look("committee", "c1", gone, "again"))
          expect(failure).toMatchObject({ _tag: "FileGone", why: "erased" })
          expect((yield* look("committee", "c2", other)).bytes).toEqual(png)
        }).pipe((tell) => story(tell, BlobsFolder.layer({ folder })), Effect.provide(TestClock.layer()))
        expect(stored()).toHaveLength(2)
        for (const bytes of stored()) {
          for (const part of plain) expect(bytes.includes(part)).toBe(false)
          // Nobody learns from the store who is in a photo, or which case it belongs to.
          for (const text of ["b2-101", "case/"]) expect(bytes.includes(text)).toBe(false)
        }
      })
  )

  it.effect(
    "is kept only for an actor who can take a step with a file now; nobody learns which cases exist",
    () =>
      story(
        Effect.gen(function* () {
          const outcomes = yield* Effect.forEach(
            [
              ["property", "c1"],
              ["lead-unity", "c1"],
              ["former", "c1"],
              ["nobody", "c1"],
              ["volunteer-warmth", "no-such"]
            ] as const,
            ([by, id]) => Effect.flip(keep(by, id))
          )
          for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0])
          expect(outcomes[0]).toMatchObject({ _tag: "FileUnknown" })
          yield* assess("c1", yield* keep("volunteer-warmth", "c1"))
          // The next step is not for this actor.
          expect(yield* Effect.flip(keep("volunteer-warmth", "c1"))).toMatchObject({ _tag: "FileUnknown" })
          expect(yield* Blobs.use((blobs) => blobs.list(district, "", 10))).toHaveLength(1)
        })
      )
  )

  it.effect("is shown to nobody without authority, with the same answer whether it exists or not", () =>
    story(
      Effect.gen(function* () {
        const kept = yield* keep("volunteer-warmth", "c1")
        yield* assess("c1", kept)
        const before = (yield* entries).length
        for (const by of ["volunteer-warmth", "property", "lead-unity", "head-b1", "former", "nobody"]) {
          const [here, unknown] = [
            yield* Effect.flip(look(by, "c1", kept)),
            yield* Effect.flip(look(by, "c1", { file: kept.sha256 as typeof kept.file }))
          ]
          expect(here._tag).toMatch(/^(Refused|NotAllowed)$/u)
          const [mine, other] = [here, unknown].map((one) => JSON.stringify({ ...one, id: "", message: "" }))
          expect(mine).toBe(other)
        }
        expect(yield* entries).toHaveLength(before)
        const missing = yield* Effect.flip(look("committee", "c1", { file: kept.sha256 as typeof kept.file }))
        expect(missing).toMatchObject({ _tag: "FileUnknown" })
      })
    )
  )

  it.effect(
    "is refused if it is no picture and no document, damaged, or too large, and nothing is kept",
    () =>
      story(
        Effect.gen(function* () {
          const faults = yield* Effect.forEach(
            [new TextEncoder().encode("<html>"), photo.subarray(0, 60), new Uint8Array(10 * 2 ** 20 + 1)],
            (bytes) => Effect.flip(keep("volunteer-warmth", "c1", bytes))
          )
          expect(faults.map((one) => ("fault" in one ? one.fault : one._tag))).toEqual([
            "type-unknown",
            "damaged",
            "too-large"
          ])
          expect(yield* Blobs.use((blobs) => blobs.list(district, "", 10))).toEqual([])
        })
      )
  )
})

describe("a step that names a file", () => {
  it.effect("is refused if the file was not kept, or was kept for another case", () =>
    story(
      Effect.gen(function* () {
        const kept = yield* keep("volunteer-warmth", "c2")
        for (const file of [kept, { ...kept, file: kept.sha256 as typeof kept.file }]) {
          expect(yield* Effect.flip(assess("c1", file))).toMatchObject({
            _tag: "Refused",
            reasons: [{ _tag: "ValueMalformed", path: "request.evidence.before-photo.file" }]
          })
        }
      })
    )
  )

  it.effect(
    "is refused if the time of the file is over, and accepted again under its command id afterwards",
    () =>
      story(
        Effect.gen(function* () {
          const kept = yield* keep("volunteer-warmth", "c1")
          const other = yield* keep("volunteer-warmth", "c2")
          yield* assess("c1", kept)
          yield* TestClock.adjust("49 hours")
          expect(yield* Effect.flip(assess("c2", other))).toMatchObject({ _tag: "Refused" })
          const { receipt } = yield* assess("c1", kept)
          expect(Option.getOrUndefined(receipt)?.repeated).toBe(true)
        })
      )
  )
})

describe("files that no step names", () => {
  it.effect("are removed after three days, and no other file is", () =>
    story(
      Effect.gen(function* () {
        const sweep = EvidenceFiles.use((files) => files.sweep(district))
        const used = yield* keep("volunteer-warmth", "c1")
        yield* assess("c1", used)
        yield* keep("volunteer-warmth", "c2")
        yield* TestClock.adjust("71 hours")
        const young = yield* keep("volunteer-warmth", "c2")
        expect(yield* sweep).toBe(0)
        yield* TestClock.adjust("1 hour")
        expect(yield* sweep).toBe(1)
        const left = (yield* Blobs.use((blobs) => blobs.list(district, "", 10))).map(({ address }) => address)
        expect(left.toSorted()).toEqual([used.file, young.file].toSorted())
        expect((yield* look("committee", "c1", used)).bytes).toEqual(stripped)
      })
    )
  )
})
