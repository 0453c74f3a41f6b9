/**
 * What must always hold in a district, whatever its people do. Each invariant looks at the real service and its ledger, and
 * returns what it finds against itself.
 */
import * as Case from "@liulinhui/core/Case"
import type { Day } from "@liulinhui/core/Day"
import { coverageOn } from "@liulinhui/core/Coverage"
import * as District from "@liulinhui/core/District"
import type { DistrictId } from "@liulinhui/core/Id"
import { Ledger } from "@liulinhui/core/Ledger"
import * as Registry from "@liulinhui/core/Registry"
import type { Vault } from "@liulinhui/core/Vault"
import * as Governance from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** The services of a simulated district. */
export type Services = Governance.Governance | Ledger | Vault

/** Something that must always hold in a district. */
export interface Invariant {
  readonly id: string
  /** The invariant as a sentence. */
  readonly name: string
  /** How often it is checked while it holds: one that takes long is checked once in thirty days. */
  readonly every: "day" | "month"
  /** Returns what is wrong. Empty if the invariant holds. */
  readonly check: (district: DistrictId) => Effect.Effect<ReadonlyArray<string>, unknown, Services>
}

/** Makes an invariant of the state of a district. */
const ofState =
  (find: (state: District.District, on: Day, now: number) => ReadonlyArray<string>): Invariant["check"] =>
  (district) =>
    Governance.Governance.use(({ read }) => read(district, find))

const casesKnown: Invariant = {
  id: "case-in-known-stage",
  name: "every case is in a stage of its playbook, and it has ended only in a stage that ends it, or withdrawn or merged",
  every: "day",
  check: ofState((state) =>
    [...state.cases].flatMap(([id, { state: one }]) => {
      if (one._tag !== "Opened") return []
      const stage = District.playbookOf(state, one)?.stages.get(one.stage)
      if (stage === undefined) return [`case ${id}: its playbook has no stage "${one.stage}"`]
      return stage.outcome !== undefined && Case.isOpen(one)
        ? [`case ${id}: is open in "${one.stage}", which ends it`]
        : []
    })
  )
}

const deadlinesTaken: Invariant = {
  id: "deadline-taken",
  name: "after the clock has run, no deadline that has passed waits for its step",
  every: "day",
  check: (district) =>
    Effect.flatMap(Governance.Governance, ({ read, wake }) =>
      Effect.andThen(
        wake(district),
        read(district, (state, on, now) =>
          District.openCases(state).flatMap((one) => {
            const playbook = District.playbookOf(state, one)
            const calendar = District.calendarOn(state, on)
            return playbook !== undefined && Case.moves(playbook, calendar, one, on, now)
              ? [`case ${one.id}: a deadline of "${one.stage}" has passed, and nothing happened`]
              : []
          })
        )
      )
    )
}

const peopleHoused: Invariant = {
  id: "people-housed",
  name: "everybody who is present lives in a household, and every household is in a building",
  every: "day",
  check: ofState(({ registry }, on) => [
    ...[...registry.residents.values()].flatMap((stay) =>
      Registry.isPresent(stay, on) && !registry.households.has(stay.household)
        ? [`resident ${stay.id}: lives in the unknown household ${stay.household}`]
        : []
    ),
    ...[...registry.households.values()].flatMap(({ building, id }) =>
      registry.buildings.has(building) ? [] : [`household ${id}: is in the unknown building ${building}`]
    )
  ])
}

const erasedGone: Invariant = {
  id: "erased-gone",
  name: "of an erased resident, no name and no birth is left",
  every: "day",
  check: ofState(({ registry }) =>
    [...registry.residents.values()].flatMap(({ birth, erased, id, name }) =>
      erased === true && (name !== undefined || birth !== undefined) ? [`resident ${id}: data is left`] : []
    )
  )
}

const coverageAdds: Invariant = {
  id: "coverage-adds-up",
  name: "every member that a coverage rule counts is in exactly one of its lists",
  every: "month",
  check: ofState((state, on) => {
    const rules = [...(state.model?.coverage.values() ?? [])]
    return coverageOn(state, rules, on).flatMap((coverage) => {
      const lists = [coverage.reached, coverage.gaps, coverage.excluded, coverage.unknown]
      const ids = lists.flatMap((list) => list.map(({ id }) => id))
      const twice = ids.filter((id, at) => ids.indexOf(id) !== at)
      return twice.map((id) => `coverage rule "${coverage.rule}": ${id} is in two lists`)
    })
  })
}

const chainWhole: Invariant = {
  id: "ledger-verifies",
  name: "the ledger verifies: no entry was changed, dropped or moved",
  every: "month",
  check: (district) =>
    Ledger.use((ledger) =>
      Effect.match(ledger.verify(district), {
        onSuccess: () => [],
        onFailure: (error) => [String(error.message)]
      })
    )
}

/** Writes maps, sets and histories as lists, and the keys of objects in order. */
const plain = (_: string, value: unknown): unknown => {
  if (value instanceof Map || value instanceof Set) return [...value]
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value
  if ("all" in value) return value.all
  return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

/** The whole state of a district as text. */
const stateOf = (district: DistrictId) =>
  Governance.Governance.use(({ read }) => read(district, (state) => JSON.stringify(state, plain)))

const restarts: Invariant = {
  id: "restart-changes-nothing",
  name: "a service that starts anew computes the same state from the ledger",
  every: "month",
  check: Effect.fnUntraced(function* (district) {
    const before = yield* stateOf(district)
    const anew = Layer.fresh(Governance.layer({ snapshots: false }))
    const after = yield* stateOf(district).pipe(Effect.provide(anew, { local: true }))
    return before === after ? [] : ["the state differs from the one that the running service has"]
  })
}

/** All invariants of a district. */
export const invariants: ReadonlyArray<Invariant> = [
  casesKnown,
  deadlinesTaken,
  peopleHoused,
  erasedGone,
  coverageAdds,
  chainWhole,
  restarts
]
