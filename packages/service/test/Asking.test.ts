import { describe, expect, it } from "@effect/vitest"
import { ActorId } from "@liulinhui/core/Id"
import { Governance, layer } from "@liulinhui/service/Governance"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import { caseId, district, document, nine, registry, submission } from "./wanLiu.ts"

const stores = Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)

describe("asking a district", () => {
  it.effect("answers with what the actor's mandates reach, and refuses everything else in a sentence", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(nine())
      const { adopt, ask, submit } = yield* Governance
      yield* adopt(document())
      yield* submit(submission("committee", "registry", registry))

      const doors = yield* ask(district, ActorId.make("head-b1"), { _tag: "AskRegistry" })
      expect(doors.map(({ households, id }) => [id, households.length])).toEqual([["b1", 2]])

      const question = { _tag: "AskCase", case: caseId("no-such") } as const
      const unknown = yield* Effect.flip(ask(district, ActorId.make("committee"), question))
      expect(unknown).toMatchObject({
        _tag: "QuestionRefused",
        reasons: [{ _tag: "CaseUnknown", case: "no-such" }]
      })
      expect(unknown.message).toBe(
        '"committee" gets no answer to AskCase in district "small": ' +
          "a question is about a case, a poll or a report on record that the actor's mandates reach"
      )

      for (const by of ["former", "nobody"]) {
        const refused = yield* Effect.flip(ask(district, ActorId.make(by), { _tag: "AskToday" }))
        expect(refused).toMatchObject({ reasons: [{ _tag: "NotAllowed", question: "AskToday" }] })
      }
    }).pipe(Effect.provide(layer().pipe(Layer.provideMerge(stores))))
  )

  it.effect("refuses a request in sentences, too: the rule, the reason and its fields", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(nine())
      const { adopt, submit } = yield* Governance
      yield* adopt(document())
      const refused = yield* Effect.flip(
        submit(
          submission("committee", "note", { _tag: "NoteOnCase", case: caseId("no-such"), text: "已上门" })
        )
      )
      expect(refused.message).toBe(
        'NoteOnCase (note) is refused: a request is about a case on record (CaseUnknown, case "no-such")'
      )
    }).pipe(Effect.provide(layer().pipe(Layer.provideMerge(stores))))
  )
})
