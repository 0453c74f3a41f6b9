import { describe, expect, it } from "@effect/vitest"
import { Governance, layer } from "@liulinhui/service/Governance"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Tracer from "effect/Tracer"
import * as TestClock from "effect/testing/TestClock"
import { ask, document, nine, registry, submission } from "../wanLiu.ts"

const fresh = layer().pipe(Layer.provideMerge(Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)))

describe("the spans of a submission", () => {
  it.effect(
    "form a tree with the district, the command, the request and the outcome, and without personal data",
    () =>
      Effect.gen(function* () {
        const spans: Array<Tracer.NativeSpan> = []
        const tracer = Tracer.make({
          span: (options) => {
            const span = new Tracer.NativeSpan(options)
            spans.push(span)
            return span
          }
        })
        yield* TestClock.setTime(nine())
        yield* Effect.gen(function* () {
          const governance = yield* Governance
          yield* governance.adopt(document())
          yield* governance.submit(submission("committee", "r", registry))
          yield* Effect.flip(
            governance.submit(submission("stranger", "no", ask({ _tag: "ProposePairing", proposal: "p" })))
          )
        }).pipe(Effect.provideService(Tracer.Tracer, tracer))

        const submits = spans.filter(({ name }) => name === "Governance.submit")
        expect(submits.map(({ attributes }) => Object.fromEntries(attributes))).toMatchObject([
          {
            "liulinhui.district": "small",
            "liulinhui.command": "r",
            "liulinhui.request": "ImportRegistry",
            "liulinhui.outcome": "appended"
          },
          { "liulinhui.command": "no", "liulinhui.outcome": "NotAllowed" }
        ])
        const parents = spans.flatMap(({ name, parent }) =>
          name === "Governance.append" ? Option.toArray(parent).map(({ spanId }) => spanId) : []
        )
        expect(parents).toContain(submits[0]?.spanId)
        expect(JSON.stringify(spans.map(({ attributes }) => [...attributes]))).not.toContain("居民")
      }).pipe(Effect.provide(fresh))
  )
})
