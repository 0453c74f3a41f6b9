/**
 * Attacks with every kind of request, through the service and a real SQLite file: by actors who may not make it, and
 * under command ids of the library. The tables are over all requests of the schema, so a new kind of request cannot be
 * forgotten.
 */
import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { OwnCommands, type Request } from "@liulinhui/core/Governance"
import { ActorId, CaseId, DistrictId, ReportId, ResidentId } from "@liulinhui/core/Id"
import { CommandId, Ledger } from "@liulinhui/core/Ledger"
import { Vault } from "@liulinhui/core/Vault"
import * as Governance from "@liulinhui/service/Governance"
import * as PersonalData from "@liulinhui/service/PersonalData"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { rmSync } from "node:fs"
import { all, folder, fork, leaving, on, prepare, prepared, submit, writingNothing } from "../attacked.ts"
import { reasonsOf } from "../flat.ts"
import { district } from "../wanLiu.ts"

const powerless = ["lapsed", "coming", "bare", "clock", "stranger", "resident:b1-101-1", ...leaving]

const isOnCase = ({ _tag }: Request): boolean =>
  /Case$|^(?:LookAt|Accept|Decline|Merge)Report$|^TakeStep$|^DecideDue$|^HandCaseOver$|^SettleFact$/.test(
    _tag
  )

beforeAll(() => Effect.runPromise(prepare))
afterAll(() => rmSync(folder, { recursive: true }))

describe("a request of any kind", () => {
  it.effect("by an actor without a mandate in force is refused, and only that is said", () =>
    on(
      prepared,
      writingNothing(
        Effect.forEach(powerless, (by) =>
          Effect.gen(function* () {
            for (const request of all) {
              const reasons = yield* reasonsOf(submit(by, "attack", request))
              expect([by, request._tag, reasons]).toEqual([by, request._tag, ["NotAllowed"]])
            }
            // A used command id does not help.
            expect(yield* reasonsOf(submit(by, "before/0", all[0]))).toEqual(["NotAllowed"])
          })
        )
      )
    )
  )

  it.effect("by an actor with every role in another building is refused because of the scope", () =>
    on(
      prepared,
      writingNothing(
        Effect.gen(function* () {
          const ofScope = new Set([
            "NotAllowed",
            "OutOfScope",
            "NotYourGroup",
            "OutOfReach",
            "NotYourNotices",
            "MandateNotYours",
            "NameNotYours",
            "ReportUnknown"
          ])
          for (const request of all) {
            const by = isOnCase(request) ? "away-on-cases" : "away"
            const reasons = yield* reasonsOf(submit(by, "attack", request))
            expect([request._tag, reasons.filter((tag) => ofScope.has(tag))]).not.toEqual([request._tag, []])
          }
        })
      )
    )
  )

  it.effect(
    "opens no personal data for an actor who may not see them, whatever command id was used before",
    () => {
      const file = fork()
      return on(
        file,
        Effect.gen(function* () {
          const { held, open } = yield* PersonalData.PersonalData
          const about = { resident: ResidentId.make("b1-101-1") }
          const asked = (by: string) => ({ district, id: CommandId.make("opened"), by: ActorId.make(by) })
          const sensitive = { about, extent: "sensitive", purpose: "核对" } as const
          expect(yield* open({ ...asked("one"), ...sensitive })).not.toEqual([])
          yield* writingNothing(
            Effect.gen(function* () {
              for (const by of [...powerless.filter((id) => !id.includes(":")), "away", "other"]) {
                const attempts = [
                  Effect.asVoid(open({ ...asked(by), ...sensitive })),
                  Effect.asVoid(open({ ...asked(by), about, extent: "personal" })),
                  Effect.asVoid(held({ ...asked(by), resident: about.resident, purpose: "查阅" }))
                ]
                const expected = { away: "OutOfReach", other: "CommandIdReused" }[by] ?? "NotAllowed"
                for (const attempt of attempts)
                  expect([by, yield* reasonsOf(attempt)]).toEqual([by, [expected]])
              }
            })
          )
        })
      )
    }
  )

  it.effect("under a command id of the library is refused before anything else", () => {
    const flat = CaseId.make("flat")
    const made: { readonly [Name in keyof typeof OwnCommands]: OwnCommands.OwnCommand } = {
      lapse: OwnCommands.lapse(flat, 4),
      adoption: OwnCommands.adoption(9, "a".repeat(64)),
      report: OwnCommands.report(ReportId.make("r9")),
      appointment: OwnCommands.appointment(ActorId.make("new"), 0),
      upgrade: OwnCommands.upgrade(1),
      part: OwnCommands.part("x", 0),
      transfer: OwnCommands.transfer(DistrictId.make("north"), 1),
      transferNoted: OwnCommands.transferNoted(1)
    }
    return on(
      prepared,
      writingNothing(
        Effect.gen(function* () {
          for (const { id } of Object.values(made)) {
            for (const request of all) {
              for (const by of ["one", "stranger"]) {
                expect([request._tag, yield* reasonsOf(submit(by, id, request))]).toEqual([
                  request._tag,
                  ["CommandIdReserved"]
                ])
              }
            }
          }
        })
      )
    )
  })

  it.effect("takes emergency access no more often by several processes at once than by one", () =>
    on(
      fork(),
      Effect.gen(function* () {
        const about = { resident: "b1-101-1" }
        const take = (id: string) =>
          submit("one", id, { _tag: "TakeEmergencyAccess", about, reason: "敲门无人应" })
        const base = yield* Ledger
        const every = Effect.forEach([0, 1, 2, 3, 4, 5, 6, 7], (n) => Effect.result(take(`own/${n}`))).pipe(
          Effect.provideService(Governance.Governance, yield* Governance.Governance)
        )
        // Another process has decided on the same number of accesses, and appends after this process has used all of them.
        let used = 0
        const slow = Ledger.of({
          ...base,
          append: (one) =>
            Effect.andThen(
              Effect.suspend((): Effect.Effect<unknown> => (used++ === 0 ? every : Effect.void)),
              base.append(one)
            )
        })
        const other = Governance.layer().pipe(
          Layer.provide(Layer.mergeAll(Layer.succeed(Ledger, slow), Layer.succeed(Vault, yield* Vault)))
        )
        expect(yield* reasonsOf(Effect.provide(take("other"), other, { local: true }))).toEqual([
          "EmergencyTooOften"
        ])
      })
    )
  )
})
