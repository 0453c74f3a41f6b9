import * as vitest from "@effect/vitest"
import { describe, expect, it } from "@effect/vitest"
import * as BlobsFolder from "@liulinhui/blobs-folder"
import { Blobs } from "@liulinhui/core/Blobs"
import { DistrictId } from "@liulinhui/core/Id"
import { blobsSuite } from "@liulinhui/testing/BlobsSuite"
import { testSuite } from "@liulinhui/testing/Suite"
import * as Effect from "effect/Effect"
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll } from "vitest"

const root = mkdtempSync(join(tmpdir(), "liulinhui-blobs-"))
afterAll(() => rmSync(root, { recursive: true }))

/** The file of a blob, wherever the store has put it. */
const fileOf = (folder: string, address: string, district = "*"): string => {
  const [found = ""] = globSync(`${folder}/${district}/*/${address}`)
  return found
}

const suite = join(root, "suite")

testSuite(
  vitest,
  blobsSuite("in a folder", BlobsFolder.layer({ folder: suite }), {
    quick: true,
    shared: true,
    damage: (district, address) =>
      Effect.sync(() => writeFileSync(fileOf(suite, address, `d-${district}`), "damaged"))
  })
)

const district = DistrictId.make("wan-liu")
const bytes = new TextEncoder().encode("sealed")

describe("a store of blobs in a folder", () => {
  it.live("is private to its owner, and leaves no other files", () =>
    Effect.gen(function* () {
      const folder = join(root, "private")
      const address = yield* Blobs.use((blobs) => blobs.put(district, bytes)).pipe(
        Effect.provide(BlobsFolder.layer({ folder }))
      )
      const file = fileOf(folder, address)
      expect(statSync(file).mode & 0o077).toBe(0)
      expect(statSync(join(folder, "d-wan-liu")).mode & 0o077).toBe(0)
      expect(globSync(`${folder}/**`).filter((name) => statSync(name).isFile())).toEqual([file])
    })
  )

  it.live("makes no folder as long as nothing is stored", () =>
    Effect.gen(function* () {
      const folder = join(root, "unused")
      const found = yield* Blobs.use((blobs) => blobs.list(district, "", 10)).pipe(
        Effect.provide(BlobsFolder.layer({ folder }))
      )
      expect([found, existsSync(folder)]).toEqual([[], false])
    })
  )

  it.live("deletes what a crash has left a day ago, and nothing that is still being written", () =>
    Effect.gen(function* () {
      const folder = join(root, "crashed")
      const unfinished = join(folder, "unfinished")
      mkdirSync(unfinished, { recursive: true })
      for (const name of ["old", "new"]) writeFileSync(join(unfinished, name), "part")
      utimesSync(join(unfinished, "old"), 1, 1)
      const found = yield* Blobs.use((blobs) => blobs.list(district, "", 10)).pipe(
        Effect.provide(BlobsFolder.layer({ folder }))
      )
      expect([found, readdirSync(unfinished)]).toEqual([[], ["new"]])
    })
  )

  it.live("says that it cannot be used if the folder is a file, and finds nothing there", () =>
    Effect.gen(function* () {
      const folder = join(root, "file")
      writeFileSync(folder, "")
      const failure = yield* Blobs.use((blobs) => blobs.put(district, bytes)).pipe(
        Effect.provide(BlobsFolder.layer({ folder })),
        Effect.flip
      )
      expect(failure).toMatchObject({ _tag: "BlobsUnavailable", operation: "store a file", retryable: false })
    })
  )
})
