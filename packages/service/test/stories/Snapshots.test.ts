/**
 * Tests snapshots: with snapshots at any places, a district is the same as if it were computed from all its entries. A
 * snapshot is never trusted, needs no write access, and cannot be read after an erasure.
 */
import { describe, expect, it } from "@effect/vitest"
import { coverageOn } from "@liulinhui/core/Coverage"
import { decide } from "@liulinhui/core/Governance"
import { ActorId, DistrictId, ResidentId } from "@liulinhui/core/Id"
import { Ledger, LedgerUnavailable } from "@liulinhui/core/Ledger"
import { KeyStore, ofResident, ofSnapshots, Vault, VaultUnavailable } from "@liulinhui/core/Vault"
import { type Kept, Views, type ViewsShape } from "@liulinhui/core/Views"
import * as Certificates from "@liulinhui/service/Certificates"
import { Governance, layer, type Options } from "@liulinhui/service/Governance"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as Sqlite from "@liulinhui/storage-sqlite"
import * as VaultOf from "@liulinhui/vault"
import * as MasterKeys from "@liulinhui/vault/MasterKeys"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as TestClock from "effect/testing/TestClock"
import fc from "fast-check"
import { Buffer } from "node:buffer"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { runs } from "../../../tooling/src/runs.ts"
import { erase, submit } from "../flat.ts"
import { samples } from "../requests.ts"
import { ask, district, document, nine, registry, submission } from "../wanLiu.ts"

const people = ["committee", "general-branch", "lead-warmth", "lead-unity", "head-b1", "volunteer-warmth"]
const other = DistrictId.make("other")
const each: Options = { snapshots: { entries: 1 } }
const never: Options = { snapshots: false }

/** Runs an effect with a new service, like a new process with nothing in memory. */
const process =
  (options: Options) =>
  <A, E, R>(effect: Effect.Effect<A, E, R | Governance>) =>
    Effect.provide(effect, Layer.fresh(layer(options)))

const world = Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)
const story = <A, E>(tell: Effect.Effect<A, E, Ledger | Views | Vault>) =>
  Effect.andThen(TestClock.setTime(nine()), tell).pipe(Effect.provide(Layer.fresh(world)))

const begin = (id = district) =>
  Effect.andThen(
    Governance.use(({ adopt }) => adopt(document({ id }))),
    Governance.use((governance) =>
      governance.submit({ ...submission("committee", "registry", registry), district: id })
    )
  )

const visit = ask({
  _tag: "RecordContacts",
  contacts: [{ kind: "outreach-visit", subject: "resident:b1-101-1" }]
})
const requests = samples.map((one) => ask(one))

/** Writes maps, sets and histories as lists, and the keys of objects in order. */
const plain = (_: string, value: unknown): unknown => {
  if (value instanceof Map || value instanceof Set) return [...value]
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value
  if ("all" in value) return value.all
  return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

/** Everything that can be asked, as text: the whole state, the decision on each request, and coverage. */
const everything = Effect.gen(function* () {
  const answers = yield* Governance.use(({ read }) =>
    read(district, (state, today, now) => {
      const { model } = state
      if (model === undefined) throw new Error("there is no model")
      const actors = people.slice(0, 3).flatMap((id) => state.actors.get(ActorId.make(id)) ?? [])
      const decisions = actors.flatMap((actor) =>
        requests.map((request) => decide({ district: state, model, actor, on: today, now }, request))
      )
      const written = JSON.stringify(state, plain)
      const covered = coverageOn(state, [...model.coverage.values()], today, {})
      return { state: written, decisions: JSON.stringify(decisions), coverage: JSON.stringify(covered) }
    })
  )
  const certificate = yield* Effect.option(Certificates.certify(district, { rule: "elders-reached" }))
  const all: Readonly<Record<string, string>> = { ...answers, certificate: JSON.stringify(certificate) }
  return all
})

const state = Views.use((views) => views.get(district, "~state"))
const replace = (next: Option.Option<Kept>) =>
  Effect.gen(function* () {
    const views = yield* Views
    yield* views.drop(district, "~state")
    if (Option.isSome(next)) yield* views.put(district, "~state", Option.none(), next.value)
  })

/** The positions from which a new process reads the entries of the district. */
const readAfter = Effect.gen(function* () {
  const ledger = yield* Ledger
  const after: Array<number> = []
  const listening = Ledger.of({
    ...ledger,
    read: (id, position, limit) => {
      if (limit > 1) after.push(position)
      return ledger.read(id, position, limit)
    }
  })
  yield* process(each)(Governance.use(({ read }) => read(district, () => 0))).pipe(
    Effect.provideService(Ledger, listening)
  )
  return after
})

type Damage = "none" | "damaged" | "foreign" | "older" | "of another version" | "of a later entry" | "lost"

/** Changes the stored snapshot, as somebody might who can write to the store. */
const change = Effect.fnUntraced(function* (how: Damage, early: Option.Option<Kept>) {
  const now = yield* state
  const views = yield* Views
  switch (how) {
    case "none":
      return
    case "lost":
      return yield* replace(Option.none())
    case "older":
      return yield* replace(early)
    case "damaged":
      return yield* replace(
        Option.map(now, (one) => ({ ...one, state: one.state.replace(/.{9}"\}$/, 'aaaaaaaaa"}') }))
      )
    case "of another version":
      return yield* replace(Option.map(now, (one) => ({ ...one, version: one.version + 1 })))
    case "of a later entry":
      return yield* replace(Option.map(now, (one) => ({ ...one, position: one.position + 1 })))
    case "foreign": {
      const foreign = yield* views.get(other, "~state")
      return yield* replace(Option.map(foreign, (one) => ({ ...one, position: 1 })))
    }
  }
})

const command = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...requests).map((request) => ({ request })) },
  { weight: 2, arbitrary: fc.constant({ request: visit }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("b1-101-1", "b1-102-1", "b2-101-1").map((one) => ({ request: erase(one) }))
  },
  { weight: 1, arbitrary: fc.nat(3).map((n) => ({ model: { name: { zh: `小区${n}`, en: `Small ${n}` } } })) }
)
const step = fc.record({
  commands: fc.array(fc.tuple(fc.constantFrom(...people), command), { minLength: 1, maxLength: 12 }),
  later: fc.nat(3),
  damage: fc.constantFrom<Damage>(
    "none",
    "none",
    "damaged",
    "foreign",
    "older",
    "of another version",
    "of a later entry",
    "lost"
  )
})

const nothing: ReadonlyArray<never> = []
const intact = { commands: [...nothing], damage: "none" as const, later: 0 }

describe("with snapshots at any places", () => {
  it("every answer is the same as without, also after erasures, undoing, new models and damage", async () => {
    let loaded = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 3 }), fc.nat(7), (steps, entries) =>
        Effect.runPromise(
          story(
            Effect.gen(function* () {
              yield* process(each)(Effect.andThen(begin(), begin(other)))
              yield* process(each)(Governance.use(({ read }) => read(other, () => 0)))
              let early = Option.none<Kept>()
              let commands = 0
              let day = 0
              for (const { commands: all, damage, later } of steps) {
                day += later
                yield* TestClock.setTime(nine(day))
                const run = Effect.forEach(all, ([by, one]) =>
                  "model" in one
                    ? Effect.asVoid(Effect.exit(Governance.use(({ adopt }) => adopt(document(one.model)))))
                    : Effect.asVoid(Effect.exit(submit(by, `c${(commands += 1)}`, one.request)))
                )
                yield* process({ snapshots: { entries: entries + 1 } })(run)
                yield* change(damage, early)
                const before = yield* state
                const [after = 0] = yield* readAfter
                if (after > 0) loaded += 1
                const position = Option.match(before, { onNone: () => 0, onSome: (one) => one.position })
                const expected = damage === "none" ? position : damage === "older" ? after : 0
                expect(after).toBe(expected)
                const seen = yield* process(each)(everything)
                const computed = yield* process(never)(everything)
                // The texts are long, so they are not compared by `expect`, which would print them.
                expect(Object.keys(seen).filter((part) => seen[part] !== computed[part])).toEqual([])
                if (Option.isNone(early)) early = yield* state
              }
            })
          ).pipe(Effect.provide(TestClock.layer()))
        )
      ),
      // The first story loads a snapshot for certain. In the other ones, it depends on the damage.
      { numRuns: runs(3, 200), examples: [[[intact, intact], 0]] }
    )
    expect(loaded).toBeGreaterThan(0)
    // The deep run takes several minutes on a machine that is busy with other tests.
  }, 900_000)
})

describe("a snapshot", () => {
  it.effect(
    "is stored after as many entries as the rule says, and a new process reads only the entries after it",
    () =>
      story(
        Effect.gen(function* () {
          yield* process({ snapshots: { entries: 12 } })(
            Effect.gen(function* () {
              yield* begin()
              expect(yield* state).toEqual(Option.none())
              for (let n = 0; n < 8; n++) yield* submit("committee", `v${n}`, visit)
            })
          )
          const kept = Option.getOrThrow(yield* state)
          expect(kept.position).toBe(12)
          expect(yield* readAfter).toEqual([12, 17])
        })
      )
  )

  it.effect.each([
    { making: "3 seconds", storing: "2 seconds", isStored: true },
    { making: "0 millis", storing: "400 millis", isStored: true },
    { making: "0 millis", storing: "2 seconds", isStored: false }
  ] as const)(
    "that takes $making to make and $storing to store is stored: $isStored",
    ({ isStored, making, storing }) =>
      story(
        Effect.gen(function* () {
          yield* process(never)(begin())
          const [vault, views] = [yield* Vault, yield* Views]
          const reading = process(each)(Governance.use(({ read }) => read(district, () => 0))).pipe(
            Effect.provideService(Vault, {
              ...vault,
              seal: (of, values) => Effect.delay(vault.seal(of, values), making)
            }),
            Effect.provideService(Views, {
              ...views,
              put: (...asked) => Effect.delay(views.put(...asked), storing)
            })
          )
          const reader = yield* Effect.forkChild(reading)
          yield* TestClock.adjust("10 seconds")
          yield* Fiber.join(reader)
          expect(Option.isSome(yield* state)).toBe(isStored)
        })
      )
  )

  it.effect("is not needed: a store without views, or one that cannot be written, is read all the same", () =>
    story(
      Effect.gen(function* () {
        yield* process(never)(begin())
        const views = yield* Views
        const vault = yield* Vault
        const readOnly: ViewsShape = {
          ...views,
          put: () =>
            Effect.fail(
              new LedgerUnavailable({ operation: "keep a view", reason: "read-only", retryable: false })
            )
        }
        const noKeys = Vault.of({
          ...vault,
          seal: () =>
            Effect.fail(
              new VaultUnavailable({ operation: "seal", reason: "the file is read-only", retryable: false })
            )
        })
        const position = process(each)(Governance.use(({ read }) => read(district, (one) => one.position)))
        expect(yield* Effect.provideService(position, Views, readOnly)).toBe(9)
        expect(yield* Effect.provideService(position, Vault, noKeys)).toBe(9)
        expect(yield* state).toEqual(Option.none())
      })
    )
  )

  it.effect(
    "counts only for the ledger that it was computed from, not for one that was put back in its place",
    () =>
      story(
        Effect.gen(function* () {
          yield* process(each)(begin())
          yield* process(each)(Governance.use(({ read }) => read(district, () => 0)))
          const before = Option.getOrThrow(yield* state)
          // The same district was begun anew in another ledger, with the same keys.
          const fresh = StorageMemory.makeLedger()
          const position = Effect.gen(function* () {
            yield* process(never)(begin())
            yield* process(never)(submit("committee", "v", visit))
            return (yield* readAfter)[0]
          })
          expect(yield* Effect.provideService(position, Ledger, fresh)).toBe(0)
          const after = Option.getOrThrow(yield* state)
          expect([before.position, after.position]).toEqual([9, 10])
        })
      )
  )

  it.effect(
    "of a state before an erasure has no key when the erasure is acknowledged, and none can be stored again",
    () =>
      story(
        Effect.gen(function* () {
          const vault = yield* Vault
          const views = yield* Views
          yield* process(each)(begin())
          yield* process(each)(Governance.use(({ read }) => read(district, () => 0)))
          const copy = Option.getOrThrow(yield* state)
          expect(copy.state.includes(`"of":"${ofSnapshots(0)}"`)).toBe(true)
          const owners = [ofResident(ResidentId.make("b1-102-1")), ofSnapshots(0)]
          // A process that has loaded the district before the erasure, and has not read the erasure yet.
          const stale = process(each)(
            Effect.gen(function* () {
              yield* Governance.use(({ read }) => read(district, () => 0))
              yield* process(never)(submit("committee", "e", erase("b1-102-1")))
              expect(yield* vault.destroyed(district, owners)).toEqual(new Set(owners))
              yield* submit("committee", "v", visit)
              yield* Governance.use(({ read }) => read(district, () => 0))
            })
          )
          yield* stale
          // The process itself does not store its state, because it has read the values before they were erased.
          expect(yield* state).toEqual(Option.none())
          yield* views.put(district, "~state", Option.none(), copy)
          expect((yield* readAfter)[0]).toBe(0)
          // The next process has computed the district from all entries, and stores it under another key.
          const next = Option.getOrThrow(yield* state)
          expect(next.state.includes(`"of":"${ofSnapshots(10)}"`)).toBe(true)
          expect((yield* readAfter)[0]).toBe(next.position)
        })
      )
  )

  it.effect("that was loaded does not stop an unfinished erasure from being finished", () =>
    story(
      Effect.gen(function* () {
        const vault = yield* Vault
        yield* process(each)(Effect.andThen(begin(), submit("committee", "e", erase("b1-102-1"))))
        yield* process(each)(Governance.use(({ read }) => read(district, () => 0)))
        expect(Option.isSome(yield* state)).toBe(true)
        // An older copy of the keys was put back: it still has the key of the erased resident.
        const back = new Set([ofResident(ResidentId.make("b1-102-1"))])
        const destroyed: Array<string> = []
        const older = Vault.of({
          ...vault,
          destroyed: (id, owners) =>
            Effect.map(
              vault.destroyed(id, owners),
              (gone) => new Set([...gone].filter((one) => !back.has(one)))
            ),
          destroy: (id, owner) =>
            Effect.andThen(
              Effect.sync(() => destroyed.push(owner)),
              vault.destroy(id, owner)
            )
        })
        yield* process(each)(Governance.use(({ read }) => read(district, () => 0))).pipe(
          Effect.provideService(Vault, older)
        )
        expect(destroyed).toEqual([...back])
      })
    )
  )

  it.effect("leaves nothing readable in the files of the store and of the keys after an erasure", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(nine())
      const folder = mkdtempSync(join(tmpdir(), "snapshots-"))
      const filename = join(folder, "ledger.sqlite")
      const masterKeys = MasterKeys.generate("2026")
      const files = Layer.merge(
        Sqlite.layer({ filename }),
        VaultOf.layer({ masterKeys }).pipe(Layer.provide(Sqlite.keys({ filename: `${filename}.keys` })))
      )
      const bytes = () => Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))))
      const wrapped = KeyStore.use((keys) => keys.find(district, [ofSnapshots(0)])).pipe(
        Effect.map((found) => found.get(ofSnapshots(0))),
        Effect.provide(Layer.fresh(Sqlite.keys({ filename: `${filename}.keys` })))
      )
      yield* Effect.gen(function* () {
        yield* process(each)(begin())
        yield* process(each)(Governance.use(({ read }) => read(district, () => 0)))
        const copy = Option.getOrThrow(yield* state)
        // The encrypted state and its key are in the files. The name of the resident is not.
        expect(bytes().includes("居民b1-102")).toBe(false)
        expect(bytes().includes(copy.state.slice(-200))).toBe(true)
        const key = yield* wrapped
        const text = key?._tag === "Held" ? key.wrapped : ""
        expect(text.length > 40 && bytes().includes(text)).toBe(true)
        yield* process(each)(submit("committee", "e", erase("b1-102-1")))
        expect((yield* wrapped)?._tag).toBe("Destroyed")
        expect(bytes().includes(text)).toBe(false)
        expect(Option.isNone(yield* state)).toBe(true)
      }).pipe(Effect.provide(Layer.fresh(files)), Effect.scoped)
      rmSync(folder, { recursive: true })
    })
  )
})
