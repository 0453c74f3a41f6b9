import { describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import * as Facts from "@liulinhui/core/Facts"
import { DistrictId } from "@liulinhui/core/Id"
import { AppendRejected } from "@liulinhui/core/Ledger"
import { read } from "@liulinhui/core/Model"
import * as Pairing from "@liulinhui/core/Pairing"
import { checkPlaybook } from "@liulinhui/core/Playbook"
import * as Registry from "@liulinhui/core/Registry"
import * as Memory from "@liulinhui/storage-memory"
import * as Invalid from "@liulinhui/testing/Invalid"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import fc from "fast-check"
import { runs } from "../../tooling/src/runs.ts"
import { tiny } from "./models.ts"

const on = Day.make("2026-03-02")
const district = DistrictId.make("invalid")

/** The part of the message of `AppendRejected` that each flaw causes. */
const rejected: Readonly<Record<Invalid.AppendFlaw, RegExp>> = {
  "command-id": /commandId is not/,
  fingerprint: /fingerprint is not/,
  instant: /at is not/,
  "no-streams": /streams is empty/,
  "stream-twice": /streams names one twice/,
  "stream-id": /stream is not/,
  "expected-version": /expected is neither/,
  "no-events": /events is empty/,
  "event-type": /type is not/,
  "data-not-json": /data/,
  "data-with-nul": /data/
}

type Case = readonly [
  name: string,
  arbitrary: fc.Arbitrary<Invalid.Invalid<unknown, string>>,
  /** Returns the flaws of a value that core reports. */
  flaws: (value: never, flaw: never) => ReadonlyArray<string>,
  count: number
]

const tags = (reasons: ReadonlyArray<{ readonly _tag: string }>) => reasons.map(({ _tag }) => _tag)
const codes = (problems: ReadonlyArray<{ readonly code: string }>) => problems.map(({ code }) => code)

const cases: ReadonlyArray<Case> = [
  [
    "records for a registry",
    Invalid.registry(on),
    (value: Registry.RegistryData) => tags(Registry.mistakes(Registry.empty, value, on)),
    15
  ],
  [
    "a pairing problem",
    Invalid.problem(),
    (value: Pairing.Problem) => {
      const plan = Pairing.solve(value)
      return Result.isFailure(plan) ? tags(plan.failure.reasons) : []
    },
    12
  ],
  [
    "a pairing plan",
    Invalid.plan(),
    ({ plan, problem }: Invalid.RefutedPlan) => {
      const flaw = Pairing.verify(problem, plan)
      return flaw === undefined ? [] : [flaw._tag]
    },
    10
  ],
  [
    "a playbook",
    Invalid.playbook(),
    (value: Parameters<typeof checkPlaybook>[0]) => codes(checkPlaybook(value)),
    18
  ],
  ...Facts.populations.map((population): Case => [
    `a selector of ${population}`,
    Invalid.selector(population),
    (value) => {
      const parsed = Facts.parse(population, value)
      return Result.isFailure(parsed) ? codes(parsed.failure.problems) : []
    },
    6
  ]),
  [
    "an append",
    Invalid.append(district),
    (value, flaw: Invalid.AppendFlaw) => {
      const error = Effect.runSync(Effect.flip(Memory.makeLedger().append(value)))
      if (!(error instanceof AppendRejected)) return []
      return error.reasons.map((reason) => (rejected[flaw].test(reason) ? flaw : reason))
    },
    11
  ],
  [
    "a model",
    Invalid.model(tiny),
    (value) => {
      const found = read(value)
      return Result.isFailure(found) ? codes(found.failure.problems) : []
    },
    7
  ]
]

describe("an arbitrary of invalid data makes", () => {
  it.each(cases)("%s with exactly the flaw that it names, and all flaws", (_, arbitrary, flaws, count) => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(arbitrary, ({ flaw, value }) => {
        seen.add(flaw)
        expect(flaws(value as never, flaw as never)).toEqual([flaw])
      }),
      { numRuns: runs(12 * count, 100 * count), seed: 1 }
    )
    expect(seen.size).toBe(count)
  })

  it("records that shrink to those with the flaw alone", () => {
    const { counterexample } = fc.check(
      fc.property(Invalid.registry(on, { among: ["UnknownHousehold"] }), (_) => false),
      { seed: 1 }
    )
    const value = counterexample?.[0].value
    expect([value?.buildings.length, value?.households.length, value?.residents.length]).toEqual([1, 1, 2])
  })

  it("a problem that shrinks to one branch and one group", () => {
    const { counterexample } = fc.check(
      fc.property(Invalid.problem({ among: ["PinnedAndBanned"] }), (_) => false),
      { seed: 1 }
    )
    const value = counterexample?.[0].value
    expect([value?.branches.length, value?.groups.length, value?.pins.length, value?.bans.length]).toEqual([
      1, 1, 1, 1
    ])
  })

  it("only the flaws that are chosen", () => {
    const all = fc.sample(Invalid.registry(on, { among: ["TextBlank", "DuplicateUnit"] }), 40)
    expect(new Set(all.map(({ flaw }) => flaw))).toEqual(new Set(["TextBlank", "DuplicateUnit"]))
  })
})
