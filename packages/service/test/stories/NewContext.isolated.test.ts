import { describe, expect, it } from "@effect/vitest"
import { Journal } from "@liulinhui/core/District"
import { Request } from "@liulinhui/core/Governance"
import { Governance, layer } from "@liulinhui/service/Governance"
import { Ledger } from "@liulinhui/core/Ledger"
import * as StorageMemory from "@liulinhui/storage-memory"
import { Reason, Texts } from "@liulinhui/texts"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import { type ToolSlice, toolTexts } from "../toyContext.ts"
import { vi } from "vitest"
import { ask, district, document, nine, submission } from "../wanLiu.ts"

// To add a context (a part of self-governance with its own requests), one line is enough: the new context at the end of
// the list.
vi.mock(import("../../../core/src/contexts/contexts.ts"), async (original) => {
  const { toolContext } = await import("../toyContext.ts")
  const { contexts } = await original()
  return { contexts: [...contexts, toolContext] } as never
})

const stores = Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)

const submit = (by: string, id: string, request: unknown) =>
  Governance.use((governance) => governance.submit(submission(by, id, ask(request))))
const lent = Governance.use((governance) =>
  governance.read(district, (state) => [...(state as unknown as ToolSlice).lent])
)
const ladder = { _tag: "LendTool", tool: "ladder", note: "for Mrs Wang's lamp" }

describe("a new context is one file and one line", () => {
  it("is a part of the journal and of the requests", () => {
    expect(Journal.types).toContain("ToolLent")
    expect(Schema.decodeUnknownSync(Request)(ladder)).toEqual(ladder)
  })

  it.effect("is submitted, stored with its personal fields sealed, replayed and refused", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(nine())
      yield* Governance.use((governance) => governance.adopt(document()))
      yield* submit("committee", "lend-1", ladder)

      const [, entry] = yield* Ledger.use((ledger) => ledger.read(district, 0, 10))
      expect(entry?.type).toBe("ToolLent")
      expect(JSON.stringify(entry?.data)).not.toContain("Mrs Wang")

      // A second service over the same ledger folds the district from the first entry.
      expect(yield* Effect.provide(lent, layer())).toEqual([["ladder", "committee"]])

      const refused = yield* Effect.flip(submit("property", "lend-2", ladder))
      expect(refused).toMatchObject({
        _tag: "Refused",
        reasons: [{ _tag: "ToolAway", tool: "ladder", with: "committee" }]
      })
      // The reasons of the new context are worded by the texts of this context, in every language that has a catalogue.
      const texts = Texts.extend(Texts.builtIn, toolTexts)
      const said = (language: string) =>
        refused._tag === "Refused" ? Reason.sayAll(Texts.words(texts, language), refused.reasons) : refused
      expect(said("zh")).toBe("ladder已借给committee，请先归还")
      expect(said("en")).toBe("committee has borrowed ladder: have it returned first")

      const nobody = yield* Effect.flip(submit("former", "lend-3", ladder))
      expect(nobody._tag).toBe("NotAllowed")
      yield* submit("committee", "back", { _tag: "ReturnTool", tool: "ladder" })
      expect(yield* lent).toEqual([])
    }).pipe(Effect.provide(layer().pipe(Layer.provideMerge(stores))))
  )
})
