import { describe, expect, it } from "@effect/vitest"
import { BlobAddress } from "@liulinhui/core/Blobs"
import { type CaseEvent, EvidenceFile } from "@liulinhui/core/Case"
import { ActorId } from "@liulinhui/core/Id"
import { markup, toString } from "@liulinhui/report/Markup"
import { Governance } from "@liulinhui/service/Governance"
import { Texts } from "@liulinhui/texts"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { caseId } from "../../../service/test/wanLiu.ts"
import { filesOf } from "../../src/files/CaseFiles.ts"
import * as Moment from "../../src/Moment.ts"
import * as Speech from "../../src/Speech.ts"
import { district, visited } from "../served.ts"

const file = BlobAddress.make("a".repeat(64))

/** The files of an event of the campaign, as HTML. */
const shown = (named: ReadonlyArray<EvidenceFile>, mayOpen: boolean, keepsFiles = true) =>
  Governance.use(({ read }) =>
    read(district, (state, on, now) => {
      const moment = Moment.of(state, on, now, {
        district,
        actor: ActorId.make("lead-unity"),
        texts: Speech.extend(Texts.builtIn),
        language: "zh",
        home: "/d/small",
        params: {},
        query: new URLSearchParams(),
        fresh: "one",
        keepsFiles,
        takesRosters: false,
        hasLetters: false
      })
      if (moment === undefined) return ""
      const found = Result.getOrThrow(moment.ask({ _tag: "AskCase", case: caseId("campaign") }))
      const [first] = found.entries
      const event = { ...first?.event, files: named } as CaseEvent
      return toString(markup`${filesOf(moment, found, event, mayOpen)}`)
    })
  )

describe("the files in the history of a case", () => {
  it.effect("require a purpose if their field is sensitive, and only then", () =>
    visited(() =>
      Effect.gen(function* () {
        const sensitive = yield* shown([{ field: "announcement", file, sensitive: true }], true)
        expect(sensitive).toMatch(/<input[^>]* name="purpose"[^>]* required>/u)
        const other = yield* shown([{ field: "announcement", file }], true)
        expect(other).not.toContain("purpose")
        expect(other).toContain(`action="/d/small/cases/campaign/files/${file}"`)
      })
    )
  )

  it.effect("are only named if the reader may not open them, or if the server keeps no files", () =>
    visited(() =>
      Effect.gen(function* () {
        for (const html of [
          yield* shown([{ field: "announcement", file }], false),
          yield* shown([{ field: "announcement", file }], true, false)
        ]) {
          expect(html).toContain("告居民书照片：已加密保存")
          expect(html).not.toContain(file)
        }
        expect(yield* shown([], true)).toBe("")
      })
    )
  )
})
