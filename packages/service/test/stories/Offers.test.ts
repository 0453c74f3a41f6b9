import { describe, expect, it } from "@effect/vitest"
import * as District from "@liulinhui/core/District"
import { ActorId } from "@liulinhui/core/Id"
import { Governance, layer } from "@liulinhui/service/Governance"
import { type Request, mayAsk, type Asking } from "@liulinhui/core/Governance"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as TestClock from "effect/testing/TestClock"
import * as Decide from "@liulinhui/core/Governance"
import { ask, caseId, district, document, nine, registry, submission } from "../wanLiu.ts"

const fresh = layer().pipe(Layer.provideMerge(Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)))
const flat = caseId("flat")
const photo = { photo: "p.jpg", sha256: "0".repeat(64) }

const submitted = (by: string, id: string, request: Request) =>
  Governance.use((governance) => governance.submit(submission(by, id, request)))
const submit = (by: string, id: string, request: unknown) => submitted(by, id, ask(request))

/** Submissions that open cases and take their steps, up to the survey and the file number. */
const moves = [
  submit("lead-unity", "campaign", {
    _tag: "OpenCase",
    case: "campaign",
    playbook: "clutter-campaign",
    subjects: ["district:small"]
  }),
  submit("lead-unity", "b", {
    _tag: "OpenCase",
    case: "building",
    playbook: "building-clutter",
    subjects: ["building:b1"],
    parent: "campaign"
  }),
  submit("head-b1", "f", {
    _tag: "OpenCase",
    case: flat,
    playbook: "corridor-clutter",
    subjects: ["household:b1-101"],
    parent: "building"
  }),
  submit("head-b1", "f/survey", {
    _tag: "TakeStep",
    case: flat,
    step: "survey",
    evidence: { finding: "纸箱", "found-photo": photo }
  }),
  submit("lead-unity", "f/file", {
    _tag: "TakeStep",
    case: flat,
    step: "file",
    evidence: { "file-number": "1" }
  })
]

/**
 * The tags of reasons about the evidence for a step. These reasons do not mean that the actor may not take the step
 * now.
 */
const ofEvidence = new Set(["EvidenceMissing", "EvidenceInvalid", "EvidenceUnknown"])

const stepsThatDecidingAccepts = (state: District.District, by: ActorId, on: Asking["on"]) => {
  const { model } = state
  const actor = model?.actors.get(by)
  const opened = Option.getOrUndefined(District.findCase(state, flat))
  const playbook = opened && District.playbookOf(state, opened)
  if (model === undefined || actor === undefined || playbook === undefined) return []
  const question = { district: state, model, actor, on }
  return [...playbook.steps.keys()].filter((step) => {
    const request: Request = { _tag: "TakeStep", case: flat, step, evidence: {} }
    if (!mayAsk(request, question)) return false
    const decision = Decide.decide(question, request)
    return Result.isSuccess(decision) || decision.failure.reasons.every(({ _tag }) => ofEvidence.has(_tag))
  })
}

describe("what an actor may do", () => {
  it.effect(
    "on a case is what the decision accepts, except for evidence: for every actor, stage and day",
    () =>
      Effect.gen(function* () {
        yield* TestClock.setTime(nine())
        const governance = yield* Governance
        const model = yield* governance.adopt(document())
        yield* submitted("committee", "registry", registry)
        const offered: Array<string> = []
        for (const [n, move] of moves.entries()) {
          yield* move
          for (const day of [0, 3, 40]) {
            yield* TestClock.setTime(nine(day))
            for (const by of [...model.actors.keys(), ActorId.make("stranger")]) {
              const { steps } = yield* governance.can(district, by, flat)
              const accepted = yield* governance.read(district, (state, today) =>
                stepsThatDecidingAccepts(state, by, today)
              )
              expect(steps.toSorted(), `${by} after move ${n}, day ${day}`).toEqual(accepted.toSorted())
              offered.push(...steps)
            }
          }
          yield* TestClock.setTime(nine())
        }
        expect(offered.length).toBeGreaterThan(3)
      }).pipe(Effect.provide(fresh))
  )

  it.effect("in the district is empty for an unknown actor and for an actor whose mandate has lapsed", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(nine())
      const governance = yield* Governance
      yield* governance.adopt(document())
      const of = (by: string) =>
        Effect.map(governance.can(district, ActorId.make(by), caseId("none")), ({ requests }) => requests)
      expect(yield* of("stranger")).toEqual([])
      expect(yield* of("former")).toEqual([])
      expect(yield* of("committee")).toContain("ImportRegistry")
      expect(yield* of("property")).not.toContain("ImportRegistry")
    }).pipe(Effect.provide(fresh))
  )
})
