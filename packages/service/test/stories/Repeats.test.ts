import { describe, expect, it } from "@effect/vitest"
import { canonical, CommandId, Ledger } from "@liulinhui/core/Ledger"
import * as Day from "@liulinhui/core/Day"
import type { About } from "@liulinhui/core/Disclosure"
import { ActorId, CaseId, ResidentId } from "@liulinhui/core/Id"
import { ofDistrict, ofResident, type Owner, Vault } from "@liulinhui/core/Vault"
import * as Batch from "@liulinhui/service/Batch"
import * as PersonalData from "@liulinhui/service/PersonalData"
import { Governance, layer } from "@liulinhui/service/Governance"
import { textOf, Request } from "@liulinhui/core/Governance"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as Seals from "../../src/Seals.ts"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import fc from "fast-check"
import { erase, flatOpened, open, photo, submit, take } from "../flat.ts"
import { beginnings } from "../formats.ts"
import { ask, district, document, firstDay, nine, registry } from "../wanLiu.ts"
import { runs } from "../../../tooling/src/runs.ts"

/** The owners (residents, streams) whose keys were used to compute fingerprints of commands, in the order of use. */
const computed: Array<ReadonlyArray<Owner>> = []

const watched = Layer.effect(
  Vault,
  Effect.map(Vault, (vault) =>
    Vault.of({
      ...vault,
      mac: (of, owners, text) => {
        computed.push(owners)
        return vault.mac(of, owners, text)
      }
    })
  )
).pipe(Layer.provide(VaultOf.layerMemory))

const services = PersonalData.layer.pipe(
  Layer.provideMerge(layer()),
  Layer.provideMerge(Layer.mergeAll(StorageMemory.layer, watched))
)

type Services = Governance | PersonalData.PersonalData | Ledger | Vault

const inDistrict = <A, E>(
  test: Effect.Effect<A, E, Services>,
  begin: (model: Schema.Json) => Effect.Effect<void, unknown, Services> = beginnings["of format 1"]
) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(nine())
    yield* begin(document())
    yield* submit("committee", "registry", registry)
    return yield* test
  }).pipe(Effect.provide(services, { local: true }))

const run = <A, E>(test: Effect.Effect<A, E, Services>) =>
  Effect.runPromise(Effect.scoped(Effect.provide(inDistrict(test), TestClock.layer())))

const entries = Ledger.use((ledger) => ledger.read(district, 0, 10_000))
const position = Effect.map(
  Ledger.use(({ head }) => head(district)),
  (head) => head.position
)

/** The outcome of a submission as a short text, such as `done` or `repeated`. */
const outcomeOf = (by: string, id: string, request: Request) =>
  Effect.map(Effect.exit(submit(by, id, request)), (exit) => {
    if (Exit.isSuccess(exit)) {
      return Option.match(exit.value.receipt, {
        onNone: () => "nothing to do",
        onSome: ({ repeated }) => (repeated ? "repeated" : "done")
      })
    }
    const error = Option.getOrThrow(Exit.findErrorOption(exit))
    return error._tag === "Refused" ? error.reasons.map(({ _tag }) => _tag).join(" ") : error._tag
  })

const note = (text: string): Request => ask({ _tag: "NoteOnCase", case: "flat", text })

const r = (flat: string): Owner => ofResident(ResidentId.make(`${flat}-1`))
const enterResident = (id: string, household: string): Request =>
  ask({ _tag: "EnterResident", resident: { id, household, name: "新", birth: "1990-01-01", tags: [] } })
const visit = (...contacts: ReadonlyArray<readonly [subject: string, proof?: string]>): Request =>
  ask({
    _tag: "RecordContacts",
    contacts: contacts.map(([subject, proof]) => ({
      kind: "home-visit",
      subject,
      ...(proof === undefined ? {} : { proof })
    }))
  })

describe("the text of a fingerprint", () => {
  it("is equal for the same actor and request in any notation, and different for any other", () => {
    const values = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean()), {
      maxKeys: 4
    })
    const turned = (value: object) => Object.fromEntries(Object.entries(value).toReversed())
    const id = CommandId.make("x")
    fc.assert(
      fc.property(values, values, fc.string(), fc.string(), (one, other, by, another) => {
        const text = (who: string, evidence: object) =>
          textOf({ id, by: who as ActorId, request: { ...take("survey"), evidence } as Request })
        expect(text(by, turned(one))).toBe(text(by, one))
        expect(text(by, { ...one, left: undefined })).toBe(text(by, one))
        expect(text(by, one) === text(another, other)).toBe(
          by === another && canonical(one) === canonical(other)
        )
        const request = { ...take("survey"), evidence: one } as Request
        const elsewhere = { id: CommandId.make("y"), by: by as ActorId, request }
        expect(textOf(elsewhere)).not.toBe(textOf({ ...elsewhere, id }))
      })
    )
  })
})

describe("a command that is submitted again", () => {
  const requests: ReadonlyArray<readonly [by: string, Request]> = [
    ["committee", visit(["resident:b1-101-1"])],
    ["committee", visit(["resident:b1-102-1"])],
    ["head-b1", visit(["resident:b1-101-1"])],
    ["head-b1", visit(["resident:b1-101-1", "一"])],
    ["head-b1", visit(["resident:b1-101-1", "二"])],
    ["committee", ask({ _tag: "TagHousehold", household: "b1-101", tags: ["hardship"] })],
    ["committee", ask({ _tag: "TagHousehold", household: "b1-101", tags: [] })],
    ["committee", ask({ _tag: "EnterBuilding", building: { id: "b3", label: "3", floors: 6 } })],
    ["committee", ask({ _tag: "EnterBuilding", building: { id: "b3", label: "3", floors: 7 } })],
    ["committee", ask({ _tag: "SnoozeNotices", until: "2026-03-09" })],
    ["committee", ask({ _tag: "SnoozeNotices", until: "2026-03-10" })],
    ["head-b1", ask({ _tag: "SnoozeNotices", until: "2026-03-09" })],
    ["head-b1", note("一")],
    ["committee", note("二")],
    ["head-b1", take("clear", { batch: "1" })],
    ["lead-unity", take("clear", { batch: "1" })],
    ["lead-unity", take("clear", { batch: "2" })],
    ["committee", erase("b2-101-1")],
    ["committee", enterResident("new", "b1-101")]
  ]

  it("is a repeat for the same actor and request, is refused for any other, and writes nothing", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ id: fc.constantFrom("x", "y", "z"), asked: fc.constantFrom(...requests) }), {
          maxLength: 14
        }),
        (submissions) =>
          run(
            Effect.gen(function* () {
              yield* flatOpened
              const first = new Map<string, (typeof requests)[number]>()
              for (const { asked, id } of submissions) {
                const [by, request] = asked
                const before = yield* position
                const known = first.get(id)
                const outcome = yield* outcomeOf(by, id, request)
                const wrote = (yield* position) > before
                const isNew = known === undefined
                if (isNew && wrote) first.set(id, asked)
                // A refused attempt to take a step is recorded, so a retry returns the same refusal.
                const repeated = request._tag === "TakeStep" ? /^(?!CommandIdReused)/ : /^repeated$/
                const other = /^(CommandIdReused|NotAllowed)$/
                expect(outcome).toMatch(
                  isNew ? /^(?!repeated|CommandIdReused)/ : known === asked ? repeated : other
                )
                expect(wrote && !isNew).toBe(false)
              }
            })
          )
      ),
      { numRuns: runs(12, 40) }
    ))

  it.effect("is a repeat also if it is about other people now", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* flatOpened
        yield* submit("committee", "n", note("不在家"))
        yield* submit("committee", "in", enterResident("new", "b1-101"))
        expect(yield* outcomeOf("committee", "n", note("不在家"))).toBe("repeated")
        expect(yield* outcomeOf("committee", "n", note("在家"))).toBe("CommandIdReused")
        expect((yield* entries).filter(({ type }) => type === "Noted")).toHaveLength(1)
      })
    )
  )

  it.effect("is compared with its entries after one of its residents was erased", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* flatOpened
        yield* submit("committee", "n", note("不在家"))
        yield* submit("committee", "v", visit(["resident:b1-101-1", "一"], ["resident:b1-102-1"]))
        yield* submit("committee", "e", erase("b1-101-1"))
        const before = yield* position
        expect(yield* outcomeOf("committee", "n", note("不在家"))).toBe("repeated")
        expect(
          yield* outcomeOf("committee", "v", visit(["resident:b1-101-1", "一"], ["resident:b1-102-1"]))
        ).toBe("repeated")
        expect(yield* outcomeOf("lead-unity", "n", note("不在家"))).toBe("CommandIdReused")
        expect(yield* outcomeOf("committee", "n", visit(["resident:b1-102-1"]))).toBe("CommandIdReused")
        expect(yield* position).toBe(before)
      })
    )
  )

  it.effect("is refused for single cases of a batch, and the batch continues with the others", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* flatOpened
        const batch = (text: string) =>
          Batch.submit({
            district,
            id: CommandId.make("batch"),
            by: ActorId.make("committee"),
            cases: [CaseId.make("b"), CaseId.make("flat")],
            request: (one) => ask({ _tag: "NoteOnCase", case: one, text })
          })
        yield* submit("committee", "batch/b", ask({ _tag: "NoteOnCase", case: "b", text: "另一条" }))
        for (const [times, done] of [false, true].entries()) {
          const [first, second] = yield* batch("已上门")
          expect(first?.outcome).toMatchObject({
            failure: { reasons: [{ _tag: "CommandIdReused", id: "batch/b" }] }
          })
          expect(second?.outcome).toMatchObject({ success: { receipt: { value: { repeated: done } } } })
          expect((yield* entries).filter(({ type }) => type === "Noted")).toHaveLength(2)
          expect(times).toBeLessThan(2)
        }
      })
    )
  )

  it.effect("is known to every process that serves the district", () =>
    inDistrict(
      Effect.gen(function* () {
        const ledger = yield* Ledger
        const vault = yield* Vault
        const elsewhere = layer().pipe(
          Layer.provide(Layer.mergeAll(Layer.succeed(Ledger, ledger), Layer.succeed(Vault, vault)))
        )
        const there = (text: string) =>
          outcomeOf("committee", "n", note(text)).pipe(Effect.provide(elsewhere, { local: true }))
        yield* flatOpened
        yield* submit("committee", "n", note("不在家"))
        expect(yield* there("不在家")).toBe("repeated")
        expect(yield* there("在家")).toBe("CommandIdReused")
      })
    )
  )
})

describe("the keys under which a fingerprint is computed", () => {
  /** Pairs of a request and the owners (residents, streams) whose keys must be used to compute its fingerprint. */
  const cases: ReadonlyArray<readonly [string, by: string, Request, ReadonlyArray<Owner>]> = [
    [
      "the district's for a request without personal data",
      "committee",
      visit(["resident:b1-101-1"]),
      [ofDistrict]
    ],
    [
      "the district's for an erasure, because the resident's key is destroyed",
      "committee",
      erase("b1-101-1"),
      [ofDistrict]
    ],
    ["a resident's for a visit with a proof", "committee", visit(["resident:b1-101-1", "一"]), [r("b1-101")]],
    [
      "those of all visited residents if one visit has a proof",
      "committee",
      visit(["resident:b1-101-1"], ["household:b1-102", "一"], ["resident:b2-101-1"]),
      [r("b1-101"), r("b1-102"), r("b2-101")]
    ],
    [
      "a resident's for a corrected name",
      "committee",
      ask({ _tag: "CorrectResident", resident: "b2-101-1", name: "改", birth: "1940-05-05" }),
      [r("b2-101")]
    ],
    ["a new resident's", "committee", enterResident("new-1", "b1-101"), [r("new")]],
    ["those of a household for a note about it", "committee", note("一"), [r("b1-101")]],
    [
      "those of a household for evidence in a refused step that is not recorded",
      "lead-unity",
      take("clear", { batch: "1" }),
      [r("b1-101")]
    ],
    [
      "those of a household for recorded evidence",
      "head-b1",
      take("survey", { finding: "纸箱", "found-photo": photo }),
      [r("b1-101")]
    ],
    [
      "a resident's for an opening with a purpose",
      "committee",
      ask({ _tag: "OpenPersonal", about: { resident: "b2-101-1" }, extent: "sensitive", purpose: "上门" }),
      [r("b2-101")]
    ]
  ]

  it.effect.each(cases)("are %s", ([, by, request, expected]) =>
    inDistrict(
      Effect.gen(function* () {
        yield* flatOpened
        computed.length = 0
        const before = yield* position
        yield* Effect.exit(submit(by, "x", request))
        expect(yield* position).toBeGreaterThan(before)
        expect(computed).toHaveLength(1)
        expect(new Set(computed[0])).toEqual(new Set(expected))
      })
    )
  )

  it.effect("are those of all residents in a registry file, also of unchanged ones", () =>
    inDistrict(
      Effect.gen(function* () {
        if (registry._tag !== "ImportRegistry") return
        const residents = registry.residents.map((each, n) => (n === 0 ? { ...each, name: "改名" } : each))
        computed.length = 0
        yield* submit("committee", "file", { ...registry, residents })
        expect((yield* entries).at(-1)?.type).toBe("ResidentCorrected")
        expect(new Set(computed[0])).toEqual(new Set([r("b1-101"), r("b1-102"), r("b2-101")]))
        yield* submit("committee", "e", erase("b2-101-1"))
        // Even a person who has the ledger and all remaining keys cannot check a guess about the content of the
        // imported file.
        const [owner, ...owners] = computed[0]!
        const vault = yield* Vault
        const error = yield* Effect.flip(vault.mac(district, [owner!, ...owners], "a guess"))
        expect(error._tag).toBe("OwnerErased")
      })
    )
  )
})

describe("an opening", () => {
  const opening = fc.record({
    id: fc.constantFrom("o1", "o2", "o3"),
    by: fc.constantFrom("committee", "general-branch", "head-b1"),
    about: fc.constantFrom<About>(
      { resident: ResidentId.make("b1-101-1") },
      { resident: ResidentId.make("b2-101-1") },
      { case: CaseId.make("flat") }
    ),
    extent: fc.constantFrom("personal" as const, "sensitive" as const),
    purpose: fc.constantFrom("上门", "核对")
  })
  type Asked = typeof opening extends fc.Arbitrary<infer A> ? A : never

  /**
   * Generates accesses to personal data, with further entries in between, so that later accesses could show more data.
   * Most accesses are submitted again, either unchanged or changed.
   */
  const openings = fc
    .array(
      fc.record({
        opening,
        written: fc.constantFrom("nothing", "note", "visit"),
        again: fc.option(fc.nat(9), { freq: 3 }),
        changed: fc.constantFrom(undefined, undefined, "by", "about", "extent", "purpose")
      }),
      { maxLength: 10 }
    )
    .map((steps) => {
      const all: Array<{ readonly asked: Asked; readonly written: string }> = []
      for (const { again, changed, opening: fresh, written } of steps) {
        const earlier = all[again === null || all.length === 0 ? -1 : again % all.length]?.asked ?? fresh
        const asked = changed === undefined ? earlier : { ...earlier, [changed]: fresh[changed] }
        all.push({ asked, written })
      }
      return all
    })

  it("has its entry, and under one id it never returns more than this entry states", () =>
    fc.assert(
      fc.asyncProperty(openings, (steps) =>
        run(
          Effect.gen(function* () {
            yield* flatOpened
            const disclosure = yield* PersonalData.PersonalData
            const first = new Map<string, { readonly asked: string; readonly values: unknown }>()
            for (const [n, { asked, written }] of steps.entries()) {
              if (written === "note") yield* submit("committee", `n${n}`, note(`note ${n}`))
              if (written === "visit") {
                yield* submit("committee", `v${n}`, visit(["resident:b1-101-1", `${n}`]))
              }
              const { about, by, extent, id } = asked
              const before = yield* position
              const exit = yield* Effect.exit(
                disclosure.open({ ...asked, district, id: CommandId.make(id), by: ActorId.make(by) })
              )
              const added = yield* Seals.open(
                yield* Vault,
                district,
                (yield* entries).filter((entry) => entry.position > before)
              )
              const values = Exit.isSuccess(exit) ? exit.value : undefined
              const text = canonical(asked as unknown as Schema.Json)
              const known = first.get(id)
              if (known === undefined && values !== undefined) first.set(id, { asked: text, values })
              const entry = { type: "PersonalOpened", commandId: id, data: { by, extent, ...about } }
              // An access to personal data is refused, or it is the first one with its command id, or it is exactly
              // repeated. A repeated access must show the values of the first access, and no later ones.
              const [wanted, seen] =
                values === undefined
                  ? [[], undefined]
                  : known === undefined
                    ? [[entry], values]
                    : [[], known.values]
              expect(added).toHaveLength(wanted.length)
              expect(added).toMatchObject(wanted)
              expect(values).toEqual(seen)
              expect(known?.asked === text).toBe(known !== undefined && values !== undefined)
            }
          })
        )
      ),
      { numRuns: runs(12, 40) }
    ))
})

describe("a command that an earlier version wrote, without a fingerprint", () => {
  const beganBefore = beginnings["that an earlier version began"]
  const campaign = open("campaign", "clutter-campaign", "district:small")
  const team = { team: "unity", people: 1, minutes: 60 }
  const signature = { signer: "li", sha256: "c".repeat(64) }
  const groups = ["aspiration", "warmth", "joy", "childlike", "peace", "unity"]

  /** A request of each kind. In this order, each of them is accepted. */
  const story: ReadonlyArray<readonly [by: string, Request]> = [
    ["lead-unity", campaign],
    ["lead-unity", open("b", "building-clutter", "building:b1", "campaign")],
    ["head-b1", open("flat", "corridor-clutter", "household:b1-101", "b")],
    ["head-b1", open("twin", "corridor-clutter", "household:b1-101", "b")],
    ["head-b1", take("survey", { finding: "纸箱", "found-photo": photo })],
    ["lead-unity", take("clear")],
    ["head-b1", note("不在家")],
    ["lead-unity", ask({ _tag: "HandCaseOver", case: "flat", to: { role: "volunteer" }, reason: "r" })],
    ["lead-unity", ask({ _tag: "MergeCase", case: "twin", into: "flat" })],
    ["committee", ask({ _tag: "SetNoticePreference", actor: "head-b1", consent: true, language: "zh" })],
    ["committee", ask({ _tag: "SnoozeNotices", until: "2026-03-09" })],
    ["committee", ask({ _tag: "EnterBuilding", building: { id: "b3", label: "3号楼", floors: 6 } })],
    [
      "committee",
      ask({
        _tag: "EnterHousehold",
        household: { id: "b1-103", building: "b1", unit: "103", floor: 1, area: 1, tags: [] }
      })
    ],
    ["committee", enterResident("new", "b1-103")],
    ["committee", ask({ _tag: "CorrectResident", resident: "new", name: "改", birth: "1990-01-01" })],
    ["committee", ask({ _tag: "MoveResident", resident: "new", household: "b2-101" })],
    ["committee", ask({ _tag: "TagResident", resident: "new", tags: ["volunteer"] })],
    ["committee", ask({ _tag: "LeaveResident", resident: "new", departure: "moved-away" })],
    ["committee", ask({ _tag: "TagHousehold", household: "b1-101", tags: ["hardship"] })],
    ["committee", visit(["resident:b1-101-1", "一"], ["household:b1-102"])],
    ["committee", ask({ _tag: "OpenPersonal", about: { resident: "b1-101-1" }, extent: "personal" })],
    [
      "committee",
      ask({ _tag: "OpenPersonal", about: { case: "flat" }, extent: "sensitive", purpose: "上门" })
    ],
    ["property", ask({ _tag: "TakeEmergencyAccess", about: { resident: "b1-101-1" }, reason: "敲门无人应" })],
    [
      "committee",
      ask({ _tag: "GrantExclusion", rule: "elders-reached", subject: "resident:b1-101-1", reason: "refused" })
    ],
    ["committee", ask({ _tag: "LiftExclusion", rule: "elders-reached", subject: "resident:b1-101-1" })],
    [
      "committee",
      ask({ _tag: "AssignCompanions", pairs: [{ volunteer: "volunteer-unity", elder: "b1-101-1" }] })
    ],
    [
      "committee",
      ask({ _tag: "RefuseCompanion", volunteer: "volunteer-unity", elder: "b1-101-1", reason: "r" })
    ],
    [
      "committee",
      ask({ _tag: "AssignCompanions", pairs: [{ volunteer: "volunteer-warmth", elder: "b2-101-1" }] })
    ],
    ["committee", ask({ _tag: "ReleaseCompanion", elder: "b2-101-1" })],
    ["committee", ask({ _tag: "ProposeCompanions", proposal: "c1" })],
    ["committee", ask({ _tag: "ConfirmCompanions", proposal: "c1" })],
    ["committee", ask({ _tag: "ProposeCompanions", proposal: "c2" })],
    ["committee", ask({ _tag: "RejectCompanions", proposal: "c2", reason: "r" })],
    ["committee", ask({ _tag: "ProposeCompanions", proposal: "c3" })],
    [
      "committee",
      ask({ _tag: "OverruleCompanions", proposal: "c3", pairs: [{ elder: "b2-101-1" }], reason: "r" })
    ],
    ["committee", ask({ _tag: "ProposeTalent", proposal: "t1", wanted: [team] })],
    ["committee", ask({ _tag: "ConfirmTalent", proposal: "t1" })],
    ["committee", ask({ _tag: "ProposeTalent", proposal: "t2", wanted: [team] })],
    ["committee", ask({ _tag: "RejectTalent", proposal: "t2", reason: "r" })],
    ["committee", ask({ _tag: "ProposeTalent", proposal: "t3", wanted: [team] })],
    [
      "committee",
      ask({
        _tag: "OverruleTalent",
        proposal: "t3",
        pairs: [{ task: "unity", talent: "volunteer-warmth" }],
        reason: "r"
      })
    ],
    ["committee", ask({ _tag: "LeaveTeam", talent: "volunteer-warmth", team: "unity" })],
    [
      "head-b1",
      { ...open("lift", "lift-retrofit", "building:b1"), evidence: { request: signature } } as Request
    ],
    [
      "lead-unity",
      ask({ _tag: "TakeStep", case: "lift", step: "find-feasible", evidence: { feasibility: "可行" } })
    ],
    [
      "head-b1",
      ask({ _tag: "TakeStep", case: "lift", step: "survey", evidence: { asked: 3, "in-favour": 3 } })
    ],
    [
      "committee",
      ask({
        _tag: "TakeStep",
        case: "lift",
        step: "open-poll",
        evidence: { question: "加装电梯", electorate: "stairwell" }
      })
    ],
    [
      "committee",
      ask({
        _tag: "OpenPoll",
        poll: "poll",
        case: "lift",
        rules: "civil-code-278-alteration",
        closes: Day.toIso(Day.add(firstDay, 20)),
        sharing: true,
        units: [{ unit: "b1-101", owner: "li" }]
      })
    ],
    ["committee", ask({ _tag: "CastBallot", poll: "poll", owner: "li", opinion: "agree" })],
    ["committee", ask({ _tag: "WithdrawBallot", poll: "poll", owner: "li", reason: "r" })],
    ["committee", ask({ _tag: "TransferCase", case: "lift", to: "warmth", reason: "r" })],
    ["committee", ask({ _tag: "ProposePairing", proposal: "p1" })],
    ["general-branch", ask({ _tag: "ConfirmPairing", proposal: "p1" })],
    ["general-branch", ask({ _tag: "EnterPairingIntoForce", proposal: "p1" })],
    ["committee", ask({ _tag: "ProposePairing", proposal: "p2" })],
    ["general-branch", ask({ _tag: "RejectPairing", proposal: "p2", reason: "r" })],
    ["committee", ask({ _tag: "ProposePairing", proposal: "p3" })],
    [
      "general-branch",
      ask({
        _tag: "OverrulePairing",
        proposal: "p3",
        pairs: groups.map((group, n) => ({ branch: n % 2 === 0 ? "one" : "two", group })),
        reason: "r"
      })
    ],
    ["lead-unity", ask({ _tag: "WithdrawCase", case: "flat", reason: "r" })],
    ["committee", ask({ _tag: "ReopenCase", case: "flat", relapse: false, reason: "r" })],
    ["committee", erase("b1-102-1")]
  ]

  it.effect("is repeated for the same actor and request, and refused for any other", () =>
    inDistrict(
      Effect.gen(function* () {
        const done = new Map<number, string>()
        for (const [n, [by, request]] of story.entries()) {
          const outcome = yield* outcomeOf(by, `c${n}`, request)
          // The attempt to take the step `clear` (clearing the corridor) is refused, but recorded.
          if (outcome === "done" || request._tag === "TakeStep") done.set(n, outcome)
        }
        const left = story.filter((_, n) => !done.has(n)).map(([, { _tag }]) => _tag)
        expect(left).toEqual([])
        const written = yield* entries
        expect(written.every(({ fingerprint }) => fingerprint === undefined)).toBe(true)
        for (const [n, [by, request]] of story.entries()) {
          const first = done.get(n)
          expect([request._tag, yield* outcomeOf(by, `c${n}`, request)]).toEqual([
            request._tag,
            first === "done" ? "repeated" : first
          ])
          for (const [other, [somebody, something]] of story.entries()) {
            if (other === n) continue
            const outcome = yield* outcomeOf(somebody, `c${n}`, something)
            // If two requests have the same actor and the same kind, they contain different ids.
            const pair = `${somebody} ${something._tag} as c${n} ${request._tag}`
            if (outcome !== "OutOfReach") expect(`${pair}: ${outcome}`).toBe(`${pair}: CommandIdReused`)
          }
        }
        expect(yield* entries).toEqual(written)
      }),
      beganBefore
    )
  )
})
