/**
 * A program without storage that runs in Node.js and in a browser: it pairs branches with groups, decides requests, folds
 * their events, words a refusal, and computes coverage. The answers must be the same in both.
 */
import * as Day from "@liulinhui/core/Day"
import * as District from "@liulinhui/core/District"
import { coverageOn } from "@liulinhui/core/Coverage"
import { decide, read as readRequest } from "@liulinhui/core/Governance"
import { ActorId } from "@liulinhui/core/Id"
import { apply, read } from "@liulinhui/core/Model"
import { solve, verify, Problem } from "@liulinhui/core/Pairing"
import { sixHearts } from "@liulinhui/six-hearts"
import { Reason, Texts } from "@liulinhui/texts"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

const document = apply(sixHearts, {
  id: "pear-lane",
  name: { zh: "梨巷", en: "Pear Lane" },
  timeZone: "Asia/Shanghai",
  branches: {},
  pairing: { criteria: { strengths: 1 } },
  actors: { office: { mandates: [{ role: "committee", scope: { district: true } }] } }
})

const problem = {
  branches: [
    { id: "north", strengths: { mediation: 80, arts: 10 } },
    { id: "south", strengths: { mediation: 70, arts: 60 } }
  ],
  groups: [
    { id: "peace", needs: { mediation: 3 } },
    { id: "joy", needs: { arts: 2 } }
  ],
  criteria: { strengths: 1 }
}

const flat = { id: "b1-101", building: "b1", unit: "101", floor: 1, area: 620_000, tags: [] }
const lin = { id: "lin", household: "b1-101", name: "林阿婆", birth: "1945-05-05", tags: [] }
const requests = [
  { _tag: "EnterHousehold", household: flat },
  { _tag: "EnterBuilding", building: { id: "b1", label: "1号楼", floors: 6 } },
  { _tag: "EnterHousehold", household: flat },
  { _tag: "EnterResident", resident: lin }
]

const pairing = () => {
  const read = Schema.decodeUnknownSync(Problem)(problem)
  const plan = Result.getOrThrow(solve(read))
  return { pairs: plan.pairs, total: plan.total, flaw: verify(read, plan) ?? "none" }
}

const days = () => {
  const model = Result.getOrThrow(read(document))
  const actor = model.actors.get(ActorId.make("office"))
  if (actor === undefined) throw new Error("the model has no office")
  const on = Day.make("2026-03-02")
  const district = District.draft()
  const outcomes = requests.map((request) => {
    const decided = decide({ district, model, actor, on }, Result.getOrThrow(readRequest(request)))
    if (Result.isFailure(decided)) {
      return decided.failure.reasons.map((reason) => Reason.say(Texts.words(Texts.builtIn, "zh"), reason))
    }
    for (const { events, stream } of decided.success) {
      for (const event of events) {
        const position = district.position + 1
        const version = (district.versions.get(stream) ?? 0) + 1
        Result.getOrThrow(
          District.apply(district, { position, stream, version, ...District.Journal.encode(event) })
        )
      }
    }
    return decided.success.map(({ stream }) => stream)
  })
  return { outcomes, coverage: coverageOn(district, [...model.coverage.values()], on) }
}

/** The answers of the program, as JSON. */
export const answers = (): string => JSON.stringify({ pairing: pairing(), ...days() })
