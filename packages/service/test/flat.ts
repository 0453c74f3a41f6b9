/** Requests for a case about one household of the small test district, from opening the case to serving the notice. */
import type { Request } from "@liulinhui/core/Governance"
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import { ask, submission } from "./wanLiu.ts"

export const submit = (by: string, id: string, request: Request) =>
  Governance.use((governance) => governance.submit(submission(by, id, request)))

/** The tags of an error: those of all reasons if it has reasons, or else its own. */
const tagsOf = (error: { readonly _tag: string }): ReadonlyArray<string> =>
  "reasons" in error && Array.isArray(error.reasons)
    ? error.reasons.map((reason: { readonly _tag: string }) => reason._tag)
    : [error._tag]

/** The tags of the reasons for which a submission fails. Empty if it is accepted. */
export const reasonsOf = <A, E extends { readonly _tag: string }, R>(submission: Effect.Effect<A, E, R>) =>
  Effect.match(submission, { onSuccess: (): ReadonlyArray<string> => [], onFailure: tagsOf })

/** The tags of the reasons for which a submission is refused. Fails if it is accepted. */
export const refusalOf = <A, E extends { readonly _tag: string }, R>(submission: Effect.Effect<A, E, R>) =>
  Effect.map(Effect.flip(submission), tagsOf)

export const open = (id: string, playbook: string, subject: string, parent?: string): Request =>
  ask({
    _tag: "OpenCase",
    case: id,
    playbook,
    subjects: [subject],
    ...(parent === undefined ? {} : { parent })
  })

export const enter = (id: string): Request =>
  ask({ _tag: "EnterBuilding", building: { id, label: id, floors: 6 } })

export const erase = (resident: string): Request => ask({ _tag: "EraseResident", resident, basis: "request" })

/** Makes a request to take a step of this household's case. */
export const take = (step: string, evidence: object = {}): Request =>
  ask({ _tag: "TakeStep", case: "flat", step, evidence })

export const photo = { photo: "p.jpg", sha256: "0".repeat(64) }

/** Opens a case about the household b1-101, which has one resident. */
export const flatOpened = Effect.gen(function* () {
  yield* submit("lead-unity", "campaign", open("campaign", "clutter-campaign", "district:small"))
  yield* submit("lead-unity", "b", open("b", "building-clutter", "building:b1", "campaign"))
  yield* submit("head-b1", "f", open("flat", "corridor-clutter", "household:b1-101", "b"))
})

/**
 * Serves a self-rectification notice on the household on the first day. The deadline of the notice passes after the
 * seventh day.
 */
export const underNotice = Effect.gen(function* () {
  yield* flatOpened
  yield* submit("head-b1", "f/survey", take("survey", { finding: "纸箱", "found-photo": photo }))
  yield* submit("lead-unity", "f/file", take("file", { "file-number": "1" }))
  yield* submit("head-b1", "f/notice", take("serve-notice", { proof: photo }))
})
