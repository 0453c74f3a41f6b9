/**
 * Tests two rules of erasures: reading a district needs no write access to the keys, and an erasure is acknowledged
 * only after its key is destroyed.
 */
import { describe, expect, it } from "@effect/vitest"
import { ResidentId } from "@liulinhui/core/Id"
import { Ledger } from "@liulinhui/core/Ledger"
import { ofResident, Vault, type VaultShape, VaultUnavailable } from "@liulinhui/core/Vault"
import { Governance, layer } from "@liulinhui/service/Governance"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import { erase, submit } from "../flat.ts"
import { district, document, nine, registry } from "../wanLiu.ts"

/** Makes a vault whose keys cannot be destroyed while `locked` is set. It counts the attempts to destroy a key. */
const lockable = (honest: VaultShape) => {
  const state = { locked: false, asked: 0 }
  const vault: VaultShape = {
    ...honest,
    destroy: (of, owner) =>
      Effect.suspend(() => {
        state.asked += 1
        return state.locked
          ? Effect.fail(
              new VaultUnavailable({
                operation: "destroy a key",
                reason: "the file is read-only",
                retryable: true
              })
            )
          : honest.destroy(of, owner)
      })
  }
  return { state, vault }
}

const erased = "b1-101-1"
const owner = ofResident(ResidentId.make(erased))

/**
 * Runs a test over one ledger and one vault. `process` runs an effect with a new service, like a new process with
 * nothing in memory.
 */
const story = <A, E>(
  tell: (world: {
    readonly state: { locked: boolean; asked: number }
    readonly vault: VaultShape
    readonly process: <B, F>(effect: Effect.Effect<B, F, Governance>) => Effect.Effect<B, F>
  }) => Effect.Effect<A, E>
) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(nine())
    const ledger = yield* Ledger
    const { state, vault } = lockable(yield* Vault)
    const stores = Layer.merge(Layer.succeed(Ledger, ledger), Layer.succeed(Vault, vault))
    const process = <B, F>(effect: Effect.Effect<B, F, Governance>) =>
      Effect.provide(effect, Layer.fresh(layer()).pipe(Layer.provide(stores)))
    yield* process(
      Effect.andThen(
        Governance.use(({ adopt }) => adopt(document())),
        submit("committee", "registry", registry)
      )
    )
    return yield* tell({ state, vault, process })
  }).pipe(Effect.provide(Layer.merge(StorageMemory.layer, VaultOf.layerMemory)))

const read = Governance.use((governance) => governance.read(district, (state) => [...state.erased.keys()]))

describe("an erasure", () => {
  it.effect("is not acknowledged while its key cannot be destroyed, and the same command finishes it", () =>
    story(({ process, state, vault }) =>
      process(
        Effect.gen(function* () {
          state.locked = true
          const error = yield* Effect.flip(submit("committee", "e", erase(erased)))
          expect(error._tag).toBe("VaultUnavailable")
          expect(yield* vault.destroyed(district, [owner])).toEqual(new Set())
          expect((yield* Effect.flip(submit("committee", "e", erase(erased))))._tag).toBe("VaultUnavailable")
          state.locked = false
          yield* submit("committee", "e", erase(erased))
          expect(yield* vault.destroyed(district, [owner])).toEqual(new Set([owner]))
        })
      )
    )
  )

  it.effect(
    "whose process ended before it destroyed the key does not stop a reader, and is finished by the next",
    () =>
      story(({ process, state, vault }) =>
        Effect.gen(function* () {
          state.locked = true
          yield* process(Effect.flip(submit("committee", "e", erase(erased))))
          expect(yield* process(read)).toEqual([erased])
          expect(yield* vault.destroyed(district, [owner])).toEqual(new Set())
          // The unfinished erasure does not stop another request.
          yield* process(submit("committee", "e2", erase("b1-102-1")).pipe(Effect.flip))
          state.locked = false
          expect(yield* process(read)).toContain(erased)
          expect(yield* vault.destroyed(district, [owner])).toEqual(new Set([owner]))
        })
      )
  )

  it.effect("that is finished is only looked up by later readers: no key is destroyed again", () =>
    story(({ process, state }) =>
      Effect.gen(function* () {
        yield* process(submit("committee", "e", erase(erased)))
        const before = state.asked
        state.locked = true
        for (let n = 0; n < 3; n++) expect(yield* process(read)).toEqual([erased])
        expect(state.asked).toBe(before)
      })
    )
  )

  it.effect("that waits for its key does not hold up the requests of others", () =>
    story(({ process, state }) =>
      process(
        Effect.gen(function* () {
          state.locked = true
          yield* Effect.flip(submit("committee", "e", erase(erased)))
          const tag = { _tag: "TagResident", resident: "b2-101-1", tags: ["volunteer"] } as never
          yield* submit("committee", "t", tag)
          expect(yield* read).toEqual([erased])
        })
      )
    )
  )
})
