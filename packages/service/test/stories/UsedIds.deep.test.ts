/**
 * Attacks on command ids that every kind of request has used, through the service and a real SQLite file: by another
 * actor, with every other kind of request, and with other fields. A new kind of request must be added to the table.
 */
import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { type Request, textOf } from "@liulinhui/core/Governance"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import fc from "fast-check"
import { rmSync } from "node:fs"
import { all, folder, fork, on, prepare, submit, writingNothing } from "../attacked.ts"
import { reasonsOf } from "../flat.ts"
import { spoilt } from "../requests.ts"
import { requests } from "../requestsAboutB1.ts"
import { ask, submission } from "../wanLiu.ts"

type Tag = Request["_tag"]

beforeAll(() => Effect.runPromise(prepare))
afterAll(() => rmSync(folder, { recursive: true }))

const enterFlat = { _tag: "EnterHousehold", ...requests.EnterHousehold }
const useFlat = { _tag: "AddDwelling", household: "b1-101", dwelling: "b1-201" }
const propose = {
  pairing: { _tag: "ProposePairing", proposal: "p" },
  companions: { _tag: "ProposeCompanions", proposal: "c" }
}
const openPoll = {
  _tag: "OpenPoll",
  ...requests.OpenPoll,
  units: [
    { unit: "b1-101", owner: "li" },
    { unit: "b1-102", owner: "wang" }
  ]
}
const castBallot = { _tag: "CastBallot", ...requests.CastBallot }

/**
 * How each kind of request is accepted: the requests before it, and the last one is the request itself. A kind that is
 * missing is accepted at once. Or the reason why it is accepted only in a district with another history.
 */
const accepted: { readonly [Name in Tag]?: ReadonlyArray<object> | string } = {
  UndoMandateEnd: [
    { _tag: "EndMandate", ...requests.EndMandate },
    { _tag: "UndoMandateEnd", ...requests.UndoMandateEnd, ended: "2026-03-02" }
  ],
  ConfirmClock: "it writes nothing if the clock has not jumped",
  EraseExpired: "it needs a period of retention that is over",
  UndoDeparture: [
    { _tag: "LeaveResident", ...requests.LeaveResident },
    { _tag: "UndoDeparture", ...requests.UndoDeparture }
  ],
  AddDwelling: [enterFlat, useFlat],
  RemoveDwelling: [enterFlat, useFlat, { _tag: "RemoveDwelling", dwelling: "b1-201" }],
  EndHousehold: [enterFlat, { _tag: "EndHousehold", household: "b1-201", reason: "mistake" }],
  EndBuilding: [
    { _tag: "EnterBuilding", ...requests.EnterBuilding },
    { _tag: "EndBuilding", building: "b3", reason: "torn-down" }
  ],
  ConfirmPairing: [propose.pairing, { _tag: "ConfirmPairing", proposal: "p" }],
  OverrulePairing: "it needs the pairs of a plan that fits",
  RejectPairing: [propose.pairing, { _tag: "RejectPairing", proposal: "p", reason: "r" }],
  EnterPairingIntoForce: [
    propose.pairing,
    { _tag: "ConfirmPairing", proposal: "p" },
    { _tag: "EnterPairingIntoForce", proposal: "p" }
  ],
  LiftExclusion: [
    { _tag: "GrantExclusion", ...requests.GrantExclusion },
    { _tag: "LiftExclusion", ...requests.LiftExclusion }
  ],
  ReleaseCompanion: [
    { _tag: "AssignCompanions", ...requests.AssignCompanions },
    { _tag: "ReleaseCompanion", ...requests.ReleaseCompanion }
  ],
  ConfirmCompanions: [propose.companions, { _tag: "ConfirmCompanions", proposal: "c" }],
  OverruleCompanions: [propose.companions, { _tag: "OverruleCompanions", ...requests.OverruleCompanions }],
  RejectCompanions: [propose.companions, { _tag: "RejectCompanions", proposal: "c", reason: "r" }],
  LeaveTeam: [
    { _tag: "ConfirmTalent", proposal: "t" },
    { _tag: "LeaveTeam", ...requests.LeaveTeam }
  ],
  OpenPoll: [openPoll],
  CastBallot: [openPoll, castBallot],
  WithdrawBallot: [openPoll, castBallot, { _tag: "WithdrawBallot", ...requests.WithdrawBallot }],
  EnterUnitArea: "it needs a flat of unknown area",
  SettleFact: "it needs a fact that was put aside",
  DecideDue: "it needs a last day that is provisional",
  ReopenCase: [
    { _tag: "WithdrawCase", ...requests.WithdrawCase },
    { _tag: "ReopenCase", ...requests.ReopenCase }
  ],
  MigrateCase: "it needs another version of the playbook"
}

const histories = all.flatMap((request): ReadonlyArray<{ tag: Tag; history: ReadonlyArray<Request> }> => {
  const how = accepted[request._tag]
  return typeof how === "string"
    ? []
    : [{ tag: request._tag, history: how?.map((each) => ask(each)) ?? [request] }]
})

describe("a command id that an accepted request has used", () => {
  it.effect.each(histories)(
    "for $tag is refused to other actors, for other requests and other bodies",
    ({ history }) => {
      const file = fork()
      return on(
        file,
        Effect.gen(function* () {
          for (const [n, request] of history.slice(0, -1).entries())
            yield* submit("one", `history/${n}`, request)
          const request = history.at(-1)!
          const first = yield* submit("one", "used", request)
          expect(first.receipt).toMatchObject({ _tag: "Some", value: { repeated: false } })
          const { id, by } = submission("one", "used", request)
          yield* writingNothing(
            Effect.gen(function* () {
              expect((yield* submit("one", "used", request)).receipt).toMatchObject({
                value: { repeated: true }
              })
              expect(yield* reasonsOf(submit("other", "used", request))).not.toEqual([])
              for (const another of all) {
                if (another._tag === request._tag) continue
                expect([another._tag, yield* reasonsOf(submit("one", "used", another))]).not.toEqual([
                  another._tag,
                  []
                ])
              }
              const source = { _tag: request._tag, ...requests[request._tag] } as Schema.JsonObject & {
                _tag: Tag
              }
              for (const changed of fc.sample(spoilt(source), { numRuns: 25, seed: 14 })) {
                const result = yield* Effect.result(submit("one", "used", changed))
                if (Result.isFailure(result)) continue
                // The change made no difference, such as a new order of the keys.
                expect(textOf({ id, by, request: ask(changed) })).toBe(textOf({ id, by, request }))
              }
            })
          )
        })
      )
    }
  )
})
