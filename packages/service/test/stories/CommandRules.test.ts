import * as vitest from "@effect/vitest"
import { districtKnown } from "@liulinhui/core/Case"
import { authorityRules, commandRules } from "@liulinhui/core/Governance"
import type { CommandId } from "@liulinhui/core/Ledger"
import { Governance, layer } from "@liulinhui/service/Governance"
import * as StorageMemory from "@liulinhui/storage-memory"
import { type Attempt, ruleSuite } from "../../../testing/src/RuleSuite.ts"
import { testSuite } from "../../../testing/src/Suite.ts"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import { ask, document, nine, registry, submission } from "../wanLiu.ts"

const stores = Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)

/** Submits a command to a district that has a case, which can be sent to another district. */
const submitting =
  (by: string, id: string, input: object): Attempt =>
  () =>
    // The casts are safe: a submission may come from outside as JSON.
    Effect.gen(function* () {
      yield* TestClock.setTime(nine())
      const { adopt, submit } = yield* Governance
      yield* adopt(document())
      yield* adopt(document({ id: "east" }))
      yield* submit(submission("committee", "registry", registry))
      yield* submit(
        submission(
          "head-b1",
          "open",
          ask({
            _tag: "OpenCase",
            case: "lift",
            playbook: "lift-retrofit",
            subjects: ["building:b1"],
            evidence: { request: { signer: "li", sha256: "c".repeat(64) } }
          })
        )
      )
      // The casts are deliberate: the request is JSON from outside, and the id can be any text.
      return yield* submit({ ...submission(by, "any", input as never), id: id as CommandId })
    }).pipe(
      Effect.mapError((error) => (error._tag === "Refused" ? error : { reasons: [error] })),
      Effect.result,
      Effect.provide(Layer.merge(layer().pipe(Layer.provideMerge(stores)), TestClock.layer())),
      Effect.runPromise
    )

const note = { _tag: "NoteOnCase", case: "lift", text: "已上门" }
const tagging = (tag: string) => ({ _tag: "TagHousehold", household: "b1-101", tags: [tag] })
const sending = (district: string) => ({
  _tag: "TransferCase",
  case: "lift",
  to: { district },
  reason: "搬走了"
})

testSuite(
  vitest,
  ruleSuite("the rules for every command", [...authorityRules, ...commandRules, districtKnown], {
    "actor-has-authority": {
      holds: submitting("lead-unity", "note", note),
      refuses: { NotAllowed: submitting("former", "note", note) }
    },
    "command-id-for-one-command": {
      holds: submitting("lead-unity", "note", note),
      refuses: { CommandIdReused: submitting("lead-unity", "open", note) }
    },
    "command-id-not-reserved": {
      holds: submitting("lead-unity", "note", note),
      refuses: { CommandIdReserved: submitting("lead-unity", "~note", note) }
    },
    "request-read-strictly": {
      holds: submitting("lead-unity", "note", note),
      refuses: {
        RequestUnknown: submitting("lead-unity", "note", { ...note, _tag: "NoteCase" }),
        KeyMissing: submitting("lead-unity", "note", { _tag: "NoteOnCase", case: "lift" }),
        KeyUnknown: submitting("lead-unity", "note", { ...note, mood: "cheerful" }),
        ValueMalformed: submitting("lead-unity", "note", { ...note, case: 7 })
      }
    },
    "request-without-private-numbers": {
      holds: submitting("committee", "tag", tagging("volunteer")),
      refuses: { PrivateNumberInClear: submitting("committee", "tag", tagging("13800138000")) }
    },
    "transfer-district-known": {
      holds: submitting("lead-unity", "send", sending("east")),
      refuses: { DistrictNotThere: submitting("lead-unity", "send", sending("west")) }
    }
  })
)
