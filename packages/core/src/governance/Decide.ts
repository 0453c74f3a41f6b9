/**
 * Decides a request. The context to which the request belongs looks up the facts that it needs in the district, and
 * checks its rules. It returns the new events for each stream, or all reasons against the request. This is a pure
 * function: the district, the actor and the day are arguments.
 *
 * @example
 * ```ts
 * import { decide } from "@liulinhui/core/Governance"
 * import * as District from "@liulinhui/core/District"
 * import * as Day from "@liulinhui/core/Day"
 * import { read, apply } from "@liulinhui/core/Model"
 * import { ActorId, BuildingId } from "@liulinhui/core/Id"
 * import { sixHearts } from "@liulinhui/six-hearts"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const document = apply(sixHearts, {
 *   id: "elsewhere",
 *   name: { zh: "别处", en: "Elsewhere" },
 *   timeZone: "Asia/Shanghai",
 *   branches: {},
 *   pairing: { criteria: { strengths: 1 } },
 *   actors: { office: { mandates: [{ role: "general-branch", scope: { district: true } }] } }
 * })
 * const model = Result.getOrThrow(read(document))
 * const actor = model.actors.get(ActorId.make("office"))
 * assert.ok(actor)
 * const asking = { district: District.draft(), model, actor, on: Day.make("2026-03-02") }
 * const building = { id: BuildingId.make("b01"), label: "1号楼", floors: 6 }
 *
 * const decision = decide(asking, { _tag: "EnterBuilding", building })
 * assert.deepEqual(
 *   Result.getOrThrow(decision).map(({ stream, events }) => [stream, events.map(({ _tag }) => _tag)]),
 *   [["registry", ["BuildingEntered"]]]
 * )
 * ```
 */
import { contexts } from "../contexts/contexts.ts"
import type { Asking, Decision } from "./Decision.ts"
import type { Request } from "./Request.ts"

export { keptRefusal, lapse } from "../contexts/CaseworkContext.ts"
export { receive } from "../contexts/TransferContext.ts"

type Decide = (asking: Asking, request: Request) => Decision

// The cast is safe: a request is decided by the context that defines its tag.
const deciders: ReadonlyMap<string, Decide> = new Map(
  contexts.flatMap(({ decide, requests }) =>
    Object.keys(requests).map((tag) => [tag, decide as unknown as Decide])
  )
)

/**
 * Decides a request: returns its events, or all reasons for its refusal.
 *
 * @category decisions
 */
export const decide = (asking: Asking, request: Request): Decision => {
  const found = deciders.get(request._tag)
  if (found === undefined) throw new RangeError(`"${request._tag}" is not a request of a district`)
  return found(asking, request)
}
