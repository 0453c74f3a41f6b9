/**
 * A district in a real SQLite file that tests attack: its actors, and copies of its files. The district has the cases of
 * `requestsAboutB1.ts`, and residents of b2 who have left.
 */
import { apply } from "@liulinhui/core/Model"
import type { Request } from "@liulinhui/core/Governance"
import type { ActorId } from "@liulinhui/core/Id"
import { type CommandId, Ledger } from "@liulinhui/core/Ledger"
import type { Vault } from "@liulinhui/core/Vault"
import * as Governance from "@liulinhui/service/Governance"
import * as PersonalData from "@liulinhui/service/PersonalData"
import { sixHearts } from "@liulinhui/six-hearts"
import * as Sqlite from "@liulinhui/storage-sqlite"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import { copyFileSync, mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect } from "vitest"
import { before, model, report, requests } from "./requestsAboutB1.ts"
import { ask, district, nine, submission } from "./wanLiu.ts"

/** A request of every kind. */
export const all: ReadonlyArray<Request> = Object.entries(requests).map(([_tag, fields]) =>
  ask({ _tag, ...fields })
)

// -------------------------------------------------------------------------------------------------------------- actors

const roles = Object.keys((sixHearts as { readonly roles: object }).roles)
const withRoles = (scope: Schema.Json, more: object = {}, only = roles) => ({
  mandates: only.map((role): Schema.Json => ({ role, scope, ...more }))
})
const everywhere = { district: true }

/** Playbooks let some roles act on cases anywhere in the district. They give these roles a scope. */
const scoped = ["group-lead", "stairwell-head", "volunteer"]

/** Residents of b2 who are also actors. They leave in different ways. */
export const leaving = ["dead", "moved", "dead-and-erased", "dead-and-merged"] as const

const actors: Schema.JsonObject = {
  one: withRoles(everywhere),
  other: withRoles(everywhere),
  // These actors may do nothing about b1.
  away: withRoles({ building: "b2" }),
  "away-on-cases": withRoles({ building: "b2" }, {}, scoped),
  // These actors may do nothing.
  lapsed: withRoles(everywhere, { until: "2026-03-01" }),
  coming: withRoles(everywhere, { from: "2026-03-03" }),
  bare: { mandates: [] },
  ...Object.fromEntries(leaving.map((id) => [id, { ...withRoles(everywhere), resident: id }]))
}
/** The requests after which the residents in {@link leaving} have left. */
const departures: ReadonlyArray<Request> = [
  ...leaving.map((id) =>
    ask({
      _tag: "EnterResident",
      resident: { id, household: "b2-101", name: "某", birth: "1950-01-01", tags: [] }
    })
  ),
  ask({
    _tag: "EnterResident",
    resident: { id: "same", household: "b2-101", name: "某", birth: "1950-01-01", tags: [] }
  }),
  ask({ _tag: "MergeResident", resident: "dead-and-merged", into: "same" }),
  ...["dead", "dead-and-erased", "same"].map((resident) =>
    ask({ _tag: "LeaveResident", resident, departure: "died" })
  ),
  ask({ _tag: "LeaveResident", resident: "moved", departure: "moved-away" }),
  ask({ _tag: "EraseResident", resident: "dead-and-erased", basis: "request" })
]

// --------------------------------------------------------------------------------------------------------- the ledgers

export const folder = mkdtempSync(join(tmpdir(), "liulinhui-"))
export const prepared = join(folder, "prepared")

type Services = Governance.Governance | PersonalData.PersonalData | Ledger | Vault

export const on = <A, E>(file: string, use: Effect.Effect<A, E, Services>) =>
  Effect.andThen(TestClock.setTime(nine()), use).pipe(
    Effect.provide(
      PersonalData.layer.pipe(
        Layer.provideMerge(Governance.layer()),
        Layer.provideMerge(
          Layer.merge(
            Sqlite.layer({ filename: `${file}.db` }),
            Layer.provide(
              VaultOf.layer({ masterKeys: Redacted.make(`test:${"A".repeat(43)}`) }),
              Sqlite.keys({ filename: `${file}.keys` })
            )
          )
        )
      ),
      { local: true }
    )
  )

let forks = 0
/** Copies the prepared files, so that a test may write to them. */
export const fork = (): string => {
  const file = join(folder, `${(forks += 1)}`)
  for (const end of ["db", "keys"]) copyFileSync(`${prepared}.${end}`, `${file}.${end}`)
  return file
}

export const submit = (by: string, id: string, request: unknown) =>
  Governance.Governance.use((governance) =>
    governance.submit({
      ...submission("one", "x", request as Request),
      by: by as ActorId,
      id: id as CommandId
    })
  )

const head = Ledger.use((ledger) => ledger.head(district))

/** Runs attacks, and checks that they have written nothing. */
export const writingNothing = <A, E, R>(attacks: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const start = yield* head
    yield* attacks
    expect(yield* head).toEqual(start)
  })

/** Makes the prepared files. */
export const prepare = on(
  prepared,
  Effect.gen(function* () {
    yield* Governance.Governance.use(({ adopt }) => adopt(apply(model, { actors })))
    for (const [n, [by, request]] of before.entries()) yield* submit(by, `before/${n}`, request)
    yield* report
    for (const [n, request] of departures.entries()) yield* submit("one", `departure/${n}`, request)
  })
).pipe(Effect.provide(TestClock.layer()))
