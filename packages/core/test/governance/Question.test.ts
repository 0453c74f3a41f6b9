import { describe, expect, it } from "@effect/vitest"
import { coverageRuleKnown, planKnown, withinReach } from "../../src/governance/questions/Inquiry.ts"
import { answer, answerSchema, ask, inquiries, Question } from "../../src/governance/Question.ts"
import * as Day from "../../src/kernel/Day.ts"
import { ActorId } from "../../src/place/Id.ts"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { sixHearts } from "../../../six-hearts/src/index.ts"
import fc from "fast-check"
import { type Attempt, ruleSuite } from "../ruleSuite.ts"
import { Small } from "../district/small.ts"
import { refuseAll } from "../../src/kernel/Rule.ts"
import { runs } from "../../../tooling/src/runs.ts"

const small = new Small().submit("head-b1", {
  _tag: "OpenCase",
  case: "lift",
  playbook: "lift-retrofit",
  subjects: ["building:b1"],
  evidence: { request: { signer: "li", sha256: "c".repeat(64) } }
})
small.submit("general-branch", { _tag: "ProposePairing", proposal: "spring" })

const read = Schema.decodeUnknownSync(Schema.toCodecJson(Question))
const asking =
  (by: string, question: object, district = small): Attempt =>
  () =>
    answer(district.asking(by), read(question))
const whyNot = (branch: string, group: string) => ({ _tag: "AskWhyNot", branch, group })

ruleSuite("the conditions for questions", [withinReach, coverageRuleKnown, planKnown], {
  "question-within-reach": {
    holds: asking("lead-unity", { _tag: "AskCase", case: "lift" }),
    refuses: {
      // The case exists, but the actor who asks may not see it.
      CaseUnknown: asking("head-b2", { _tag: "AskCase", case: "lift" }),
      PollUnknown: asking("committee", { _tag: "AskPoll", poll: "first" }),
      ReportUnknown: asking("committee", { _tag: "AskReport", report: "r1" })
    }
  },
  "question-coverage-rule-known": {
    holds: asking("committee", { _tag: "AskCoverage" }),
    refuses: { RuleUnknown: asking("committee", { _tag: "AskCoverage", rules: ["no-such"] }) }
  },
  "question-plan-known": {
    holds: asking("committee", whyNot("one", "unity")),
    refuses: {
      NoPlanInForce: asking("committee", whyNot("one", "unity"), new Small()),
      BranchUnknown: asking("committee", whyNot("nine", "unity")),
      GroupUnknown: asking("committee", whyNot("one", "music"))
    }
  }
})

// ------------------------------------------------------------------------------- generated districts, actors, questions

const buildings = ["b1", "b2"] as const
const groups = ["unity", "warmth", "peace"] as const
const flats = ["b1-101", "b1-102", "b2-101"] as const

type Scope =
  | { readonly district: true }
  | { readonly group: (typeof groups)[number] }
  | { readonly building: (typeof buildings)[number] }
  | { readonly branch: "one" | "two" }
interface Mandate {
  readonly role: string
  readonly scope: Scope
  readonly until?: string
}

const mandate: fc.Arbitrary<Mandate> = fc.record(
  {
    role: fc.constantFrom("committee", "group-lead", "volunteer", "stairwell-head", "property"),
    scope: fc.oneof(
      { weight: 1, arbitrary: fc.constant({ district: true as const }) },
      { weight: 3, arbitrary: fc.constantFrom(...groups).map((group) => ({ group })) },
      { weight: 4, arbitrary: fc.constantFrom(...buildings).map((building) => ({ building })) },
      { weight: 2, arbitrary: fc.constantFrom("one" as const, "two" as const).map((branch) => ({ branch })) }
    ),
    // The mandate of the asking actor ends on the day before the question, on the day of the question, or later.
    until: fc.constantFrom("2026-03-01", "2026-03-02", "2026-12-31")
  },
  { requiredKeys: ["role", "scope"] }
)

/** A generated case: its playbook, the flat or building that it is about, and the group that is responsible for it. */
interface Case {
  readonly playbook: "lift-retrofit" | "mediation"
  readonly at: number
}

const world = fc.record({
  // For each branch and each group: its buildings. A group without buildings is responsible for all buildings.
  branches: fc.record({ one: fc.subarray([...buildings]), two: fc.subarray([...buildings]) }),
  warmth: fc.subarray([...buildings]),
  mandates: fc.array(mandate, { maxLength: 3 }),
  cases: fc.array(
    fc.record({
      playbook: fc.constantFrom("lift-retrofit" as const, "mediation" as const),
      at: fc.nat(flats.length - 1)
    }),
    { maxLength: 3 }
  ),
  pairs: fc.subarray([...flats])
})
type World = typeof world extends fc.Arbitrary<infer Value> ? Value : never

const subjectOf = ({ at, playbook }: Case): string =>
  playbook === "lift-retrofit" ? `building:${flats[at]?.slice(0, 2)}` : `household:${flats[at]}`
const groupOf = ({ playbook }: Case): string => (playbook === "lift-retrofit" ? "unity" : "peace")

const openingOf = (each: Case, id: string) => ({
  _tag: "OpenCase",
  case: id,
  playbook: each.playbook,
  subjects: [subjectOf(each)],
  evidence:
    each.playbook === "lift-retrofit"
      ? { request: { signer: "li", sha256: "c".repeat(64) } }
      : { dispute: "漏水", origin: "applied" }
})

const caseId = (n: number): string => `secret-case-${n}`

const districtOf = ({ branches, cases, mandates, pairs, warmth }: World): Small => {
  const made = new Small({
    branches: { one: { buildings: branches.one }, two: { buildings: branches.two } },
    groups: { warmth: { buildings: warmth } },
    actors: {
      asker: { mandates: mandates.map((each) => ({ ...each })) },
      "volunteer-peace": { mandates: [{ role: "volunteer", scope: { group: "peace" } }] },
      "volunteer-unity": { mandates: [{ role: "volunteer", scope: { group: "unity" } }] }
    }
  })
  for (const [n, each] of cases.entries())
    made.submit(`volunteer-${groupOf(each)}`, openingOf(each, caseId(n)))
  for (const flat of pairs) {
    made.submit("lead-warmth", {
      _tag: "AssignCompanions",
      pairs: [{ volunteer: "volunteer-warmth", elder: `${flat}-1` }]
    })
  }
  return made
}

// ---------------------------------------------------------------------------- a second opinion on the reach of mandates

const confidentialRoles = new Set(
  [...JSON.stringify(sixHearts.playbooks.mediation).matchAll(/"role":"([^"]*)"/g)].map(([, role]) => role)
)

const inForce = ({ mandates }: World): ReadonlyArray<Mandate> =>
  mandates.filter(({ until }) => until === undefined || until >= "2026-03-02")

/**
 * The buildings that a mandate covers. A mandate for a group covers the buildings of the group, or all buildings if the
 * group lists none.
 */
const buildingsOf = ({ branches, warmth }: World, { scope }: Mandate): ReadonlyArray<string> => {
  if ("district" in scope) return buildings
  if ("building" in scope) return [scope.building]
  if ("branch" in scope) return branches[scope.branch]
  return scope.group === "warmth" && warmth.length > 0 ? warmth : buildings
}

const mayRead = (self: World, each: Case): boolean =>
  inForce(self).some((one) => "district" in one.scope) ||
  inForce(self).some(({ scope }) => "group" in scope && scope.group === groupOf(each)) ||
  (inForce(self).some(
    (one) => !("group" in one.scope) && buildingsOf(self, one).includes(flats[each.at]?.slice(0, 2) ?? "")
  ) &&
    (each.playbook !== "mediation" || inForce(self).some(({ role }) => confidentialRoles.has(role))))

/** The ids of everything that the answer to this actor must not contain. */
const secrets = (self: World): ReadonlyArray<string> => {
  const read = self.cases.filter((each) => mayRead(self, each))
  const reached = new Set(inForce(self).flatMap((one) => buildingsOf(self, one)))
  return [
    ...self.cases.flatMap((each, n) => (mayRead(self, each) ? [] : [caseId(n)])),
    ...flats.filter(
      (flat) =>
        !reached.has(flat.slice(0, 2)) && !read.some((each) => subjectOf(each) === `household:${flat}`)
    )
  ]
}

const anyCase = fc.constantFrom(...[0, 1, 2].map(caseId), "no-such-case")
const anyQuestion: fc.Arbitrary<object> = fc.oneof(
  fc.constant({ _tag: "AskToday" }),
  fc.record({ _tag: fc.constant("AskOffers"), case: anyCase }, { requiredKeys: ["_tag"] }),
  fc.record(
    {
      _tag: fc.constant("AskCases"),
      which: fc.constantFrom("open", "all", "late"),
      building: fc.constantFrom(...buildings)
    },
    { requiredKeys: ["_tag"] }
  ),
  fc.record({ _tag: fc.constant("AskCase"), case: anyCase }),
  fc.record({ _tag: fc.constant("AskCoverage") }),
  fc.record({ _tag: fc.constant("AskForecast"), rule: fc.constantFrom(...Object.keys(sixHearts.coverage)) }),
  fc.record({
    _tag: fc.constant("AskNextRound"),
    rule: fc.constantFrom(...Object.keys(sixHearts.coverage)),
    capacity: fc.integer({ min: 1, max: 5 })
  }),
  fc.record({ _tag: fc.constant("AskRound"), capacity: fc.integer({ min: 1, max: 5 }) }),
  fc.constant({ _tag: "AskPairing" }),
  fc.constant({ _tag: "AskWhyNot", branch: "one", group: "unity" }),
  fc.constant({ _tag: "AskTrade" }),
  fc.constant({ _tag: "AskCompanions" }),
  fc.constant({ _tag: "AskCompanionPlans" }),
  fc.constant({
    _tag: "AskWhyNotCompanion",
    proposal: "spring",
    volunteer: "volunteer-warmth",
    elder: "b1-101-1"
  }),
  fc.constant({ _tag: "AskTalentPlans" }),
  fc.constant({ _tag: "AskWhyNotTalent", proposal: "spring", talent: "volunteer-warmth", task: "unity" }),
  fc.constant({ _tag: "AskPoll", poll: "first" }),
  fc.constant({ _tag: "AskPolls" }),
  fc.constant({ _tag: "AskElectorate", poll: "first" }),
  fc.constant({ _tag: "AskRegistry" }),
  fc.constant({ _tag: "AskModel" }),
  fc.constant({ _tag: "AskCalendar" })
)

const on = Day.make("2026-03-02")
const asked = ({ district }: Small, by: string, question: object) =>
  ask(district, { by: ActorId.make(by), on }, read(question))

describe("a question", () => {
  it("is answered without anything that is out of the actor's reach", () => {
    let [answered, withheld] = [0, 0]
    fc.assert(
      fc.property(world, anyQuestion, (self, question) => {
        const made = districtOf(self)
        const result = asked(made, "asker", question)
        const text = JSON.stringify(result)
        const inside = JSON.stringify(asked(made, "committee", question))
        // The question itself may contain the id of something that the actor may not see. The answer may then repeat
        // the id.
        const kept = secrets(self).filter((secret) => !JSON.stringify(question).includes(secret))
        expect(kept.filter((secret) => text.includes(secret))).toEqual([])
        withheld += kept.filter((secret) => inside.includes(secret)).length
        if (Result.isSuccess(result)) answered += 1
      }),
      { numRuns: runs(75, 150) }
    )
    // This ensures that the test was not passed by chance: enough questions were answered, and enough secrets were
    // withheld.
    expect(answered).toBeGreaterThan(25)
    expect(withheld).toBeGreaterThan(5)
  })

  it("has an answer that is written as JSON by its schema, with days as texts, and read again", () => {
    const written = (tag: Question["_tag"], value: unknown): void => {
      const codec = Schema.toCodecJson(answerSchema(tag))
      const json: unknown = JSON.parse(JSON.stringify(Schema.encodeUnknownSync(codec)(value)))
      expect(Schema.decodeUnknownSync(codec, { onExcessProperty: "error" })(json)).toEqual(value)
    }
    fc.assert(
      fc.property(world, anyQuestion, (self, question) => {
        const result = asked(districtOf(self), "committee", question)
        if (Result.isSuccess(result)) written((question as Question)._tag, result.success)
      }),
      { numRuns: runs(15, 150) }
    )
    for (const question of [
      { _tag: "AskCase", case: "lift" },
      { _tag: "AskPairing" },
      { _tag: "AskWhyNot", branch: "one", group: "unity" },
      { _tag: "AskMandates" }
    ]) {
      const result = asked(small, "committee", question)
      written(question._tag as Question["_tag"], Result.getOrThrow(result))
    }
    const today = Schema.encodeUnknownSync(Schema.toCodecJson(answerSchema("AskToday")))(
      Result.getOrThrow(asked(small, "lead-unity", { _tag: "AskToday" }))
    )
    expect(today).toMatchObject({ on: "2026-03-02", tasks: [{ case: "lift" }] })
  })

  it("about a case out of reach has the answer of a question about a case that does not exist", () => {
    fc.assert(
      fc.property(world, fc.nat(2), (self, n) => {
        const made = districtOf(self)
        const each = self.cases[n]
        if (each === undefined || mayRead(self, each)) return
        for (const _tag of ["AskCase", "AskOffers"]) {
          const text = (id: string) =>
            JSON.stringify(asked(made, "asker", { _tag, case: id })).replaceAll(id, "the case")
          expect(text(caseId(n))).toBe(text("no-such-case"))
        }
      }),
      { numRuns: runs(40, 100) }
    )
  })

  it("is answered only for a mandate in force, with the authority that it requires", () => {
    fc.assert(
      fc.property(world, anyQuestion, (self, question) => {
        const { _tag } = question as Question
        const refused = refuseAll([{ _tag: "NotAllowed", question: _tag }])
        const result = asked(districtOf(self), "asker", question)
        const wanted = inquiries.find(({ fields }) => Object.hasOwn(fields, _tag))?.authority
        const may = inForce(self).some(
          ({ role }) =>
            wanted === "any mandate" || sixHearts.roles[role as "committee"].may.includes(wanted as never)
        )
        expect(
          Result.isFailure(result) && result.failure.reasons[0]._tag === "NotAllowed" ? result : true
        ).toEqual(may ? true : refused)
      }),
      { numRuns: runs(40, 100) }
    )
  })

  it.each(inquiries.flatMap(({ fields }) => Object.keys(fields)))(
    "%s is refused to an actor without a mandate in force, and to an unknown one, with the same words",
    (_tag) => {
      const question = { _tag } as never
      const refused = refuseAll([{ _tag: "NotAllowed", question: _tag }])
      for (const by of ["former", "nobody"]) {
        expect(ask(small.district, { by: ActorId.make(by), on }, question)).toEqual(refused)
      }
    }
  )
})
