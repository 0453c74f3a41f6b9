/** The cases of the suite that write many megabytes. */
import * as vitest from "@effect/vitest"
import * as BlobsFolder from "@liulinhui/blobs-folder"
import { blobsSuite } from "@liulinhui/testing/BlobsSuite"
import { testSuite } from "@liulinhui/testing/Suite"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll } from "vitest"

const folder = mkdtempSync(join(tmpdir(), "liulinhui-blobs-"))
afterAll(() => rmSync(folder, { recursive: true }))

testSuite(
  vitest,
  blobsSuite("in a folder, with all slow cases", BlobsFolder.layer({ folder }), { shared: true })
)
