import { describe, expect, it } from "@effect/vitest"
import * as District from "@liulinhui/core/District"
import { Ledger, LedgerUnavailable, type LedgerShape } from "@liulinhui/core/Ledger"
import { Vault } from "@liulinhui/core/Vault"
import { Governance, layer } from "@liulinhui/service/Governance"
import type { Request } from "@liulinhui/core/Governance"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as TestClock from "effect/testing/TestClock"
import * as fc from "fast-check"
import * as Seals from "../../src/Seals.ts"
import { ask, district, document, nine, registry, submission } from "../wanLiu.ts"

const stores = Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)

const submit = (by: string, id: string, request: Request) =>
  Governance.use((governance) => governance.submit(submission(by, id, request)))

/** Runs a test in a district with a registry, over a ledger that the test can change. The ledger counts its appends. */
const inDistrict = <A, E>(
  test: (appends: ReadonlyArray<number>) => Effect.Effect<A, E, Governance | Ledger | Vault>,
  change: (ledger: LedgerShape) => Partial<LedgerShape> = () => ({})
) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(nine())
    const base = yield* Ledger
    const appends: Array<number> = []
    const changed = { ...base, ...change(base) }
    const counting = Ledger.of({
      ...changed,
      // An append takes some time, as in a real store.
      append: (one) =>
        Effect.andThen(
          Effect.yieldNow,
          Effect.suspend(() => (appends.push(1), changed.append(one)))
        ),
      appendAll: (all) =>
        Effect.andThen(
          Effect.yieldNow,
          Effect.suspend(() => (appends.push(all.length), changed.appendAll(all)))
        )
    })
    return yield* Effect.gen(function* () {
      yield* Governance.use(({ adopt }) => adopt(document()))
      yield* submit("committee", "registry", registry)
      appends.length = 0
      return yield* test(appends)
    }).pipe(Effect.provide(layer().pipe(Layer.provideMerge(Layer.succeed(Ledger, counting)))))
  }).pipe(Effect.provide(stores))

const contact = (n: number): Request =>
  ask({
    _tag: "RecordContacts",
    contacts: [{ kind: "outreach-visit", subject: `resident:b${(n % 2) + 1}-101-1` }]
  })
const tag = (n: number): Request =>
  ask({ _tag: "TagHousehold", household: "b1-101", tags: n % 2 === 0 ? ["hardship"] : [] })
const enter = (n: number): Request =>
  ask({
    _tag: "EnterHousehold",
    household: { id: `b1-${200 + n}`, building: "b1", unit: String(200 + n), floor: 2, area: 1, tags: [] }
  })
const erase: Request = ask({ _tag: "EraseResident", resident: "b1-102-1", basis: "request" })
const forbidden: Request = ask({ _tag: "ProposePairing", proposal: "p" })

/** Folds (computes) the state of the district again from its ledger. */
const folded = Effect.gen(function* () {
  const ledger = yield* Ledger
  const vault = yield* Vault
  const draft = District.draft()
  for (const entry of yield* Seals.open(vault, district, yield* ledger.read(district, 0, 10_000))) {
    yield* Effect.fromResult(District.apply(draft, entry))
  }
  return draft
})

/** The state of a district, without its model and playbooks, which are compiled from the model document. */
const standing = ({
  attempts,
  cases,
  contacts,
  model: _model,
  playbooks: _playbooks,
  registryEvents,
  ...rest
}: District.District) =>
  structuredClone({
    ...rest,
    attempts: attempts.all,
    cases: [...cases].map(([id, { entries, state }]) => ({ id, entries, state })),
    contacts: contacts.all,
    registryEvents: registryEvents.all
  })

const asKept = Governance.use(({ read }) => read(district, (state) => standing(state)))

describe("one submission", () => {
  it.effect("reads the new entries and appends, without another call to the store", () => {
    const asked: Array<string> = []
    return inDistrict(
      () =>
        Effect.gen(function* () {
          asked.length = 0
          yield* submit("committee", "c1", contact(1))
          expect(asked).toEqual(["read"])
          yield* Effect.flip(submit("stranger", "c2", forbidden))
          expect(asked).toEqual(["read", "read"])
          // If a request changes nothing, there is no append. So the service must ask the ledger whether the command id
          // was used before.
          yield* Effect.flip(
            submit("committee", "c3", ask({ _tag: "EraseResident", resident: "x", basis: "request" }))
          )
          expect(asked).toEqual(["read", "read", "read", "receipt"])
          expect((yield* asKept).position).toBe((yield* folded).position)
        }),
      (ledger) => {
        const noted =
          <Arguments extends ReadonlyArray<unknown>, A>(name: string, call: (...given: Arguments) => A) =>
          (...given: Arguments): A => (asked.push(name), call(...given))
        return {
          read: noted("read", ledger.read),
          readStream: noted("readStream", ledger.readStream),
          head: noted("head", ledger.head),
          receipt: noted("receipt", ledger.receipt),
          receipts: noted("receipts", ledger.receipts)
        }
      }
    )
  })

  it.effect(
    "returns its first result when it is submitted again, also after one of its residents was erased",
    () =>
      inDistrict(() =>
        Effect.gen(function* () {
          const about = ask({
            _tag: "RecordContacts",
            contacts: [{ kind: "outreach-visit", subject: "resident:b1-102-1", note: "not at home" }]
          })
          const first = yield* submit("committee", "c1", about)
          yield* submit("committee", "e1", erase)
          const { position } = yield* asKept
          expect(Option.getOrThrow((yield* submit("committee", "c1", about)).receipt)).toEqual({
            ...Option.getOrThrow(first.receipt),
            repeated: true
          })
          expect((yield* asKept).position).toBe(position)
        })
      )
  )
})

describe("submissions to one district at once", () => {
  it.effect("share appends, each with its receipt, in the order of their arrival", () =>
    inDistrict((appends) =>
      Effect.gen(function* () {
        const all = yield* Effect.forEach(
          Array.from({ length: 40 }, (_, n) => n),
          (n) => submit("committee", `c${n}`, contact(n)),
          { concurrency: "unbounded" }
        )
        // Also the first of them waits for the others that arrive in the same turn of the event loop.
        expect(appends).toEqual([40])
        const firsts = all.map(({ receipt }) => Option.getOrThrow(receipt).first)
        expect(firsts).toEqual(firsts.toSorted((a, b) => a - b))
        expect(new Set(firsts).size).toBe(40)
      })
    )
  )

  it.effect("have the same results as one after another, and fold to the state of the ledger", () =>
    Effect.promise(() =>
      fc.assert(
        fc.asyncProperty(
          fc.array(
            fc.record({
              by: fc.constantFrom("committee", "stranger", "head-b1"),
              id: fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h"),
              request: fc.oneof(
                fc.nat(5).map(contact),
                fc.nat(5).map(tag),
                fc.nat(3).map(enter),
                fc.constant(erase),
                fc.constant(forbidden)
              )
            }),
            { maxLength: 12 }
          ),
          async (asked) => {
            const run = (concurrency: 1 | "unbounded") =>
              Effect.runPromise(
                Effect.scoped(
                  Effect.provide(
                    inDistrict(() =>
                      Effect.gen(function* () {
                        const exits = yield* Effect.forEach(
                          asked,
                          ({ by, id, request }) => Effect.exit(submit(by, id, request)),
                          { concurrency }
                        )
                        const kept = yield* asKept
                        const ledger = standing(yield* folded)
                        expect(kept).toEqual(ledger)
                        return {
                          exits: exits.map((exit) =>
                            Exit.isSuccess(exit) ? exit.value.receipt : String(exit.cause)
                          ),
                          position: kept.position
                        }
                      })
                    ),
                    TestClock.layer()
                  )
                )
              )
            expect(await run("unbounded")).toEqual(await run(1))
          }
        ),
        { numRuns: 12 }
      )
    )
  )

  it.effect(
    "are acknowledged only when they are durable, and changes that were not appended are discarded",
    () => {
      let fails = true
      return inDistrict(
        () =>
          Effect.gen(function* () {
            const exits = yield* Effect.forEach(
              [0, 1, 2, 3, 4].map((n) => enter(n)),
              (request, n) => Effect.exit(submit("committee", `e${n}`, request)),
              { concurrency: "unbounded" }
            )
            expect(exits.filter(Exit.isSuccess)).toHaveLength(5)
            expect(fails).toBe(false)
            expect((yield* asKept).registry.households.size).toBe(8)
            expect((yield* asKept).position).toBe((yield* folded).position)
          }),
        (ledger) => ({
          appendAll: (all) =>
            Effect.suspend(() => {
              if (!fails) return ledger.appendAll(all)
              fails = false
              return Effect.fail(
                new LedgerUnavailable({ operation: "append", reason: "no space", retryable: true })
              )
            })
        })
      )
    }
  )

  it.effect("continue when the fiber that serves them is interrupted", () =>
    inDistrict(() =>
      Effect.gen(function* () {
        const fibers = yield* Effect.forEach([0, 1, 2, 3, 4, 5], (n) =>
          Effect.forkChild(submit("committee", `e${n}`, enter(n)))
        )
        yield* Effect.yieldNow
        const [first, second, ...others] = fibers
        yield* Fiber.interrupt(first!)
        yield* Fiber.interrupt(second!)
        for (const fiber of others) expect(Option.isSome((yield* Fiber.join(fiber)).receipt)).toBe(true)
        expect((yield* asKept).position).toBe((yield* folded).position)
      })
    )
  )
})
