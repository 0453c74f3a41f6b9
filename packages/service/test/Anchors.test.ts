import { describe, expect, it } from "@effect/vitest"
import { DistrictId, StreamId } from "@liulinhui/core/Id"
import { CommandId, Ledger } from "@liulinhui/core/Ledger"
import * as Anchors from "@liulinhui/service/Anchors"
import * as DueClock from "@liulinhui/service/DueClock"
import * as Governance from "@liulinhui/service/Governance"
import * as Memory from "@liulinhui/storage-memory"
import * as Vault from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import * as TestClock from "effect/testing/TestClock"

const pair = Anchors.generate()
const signer = Result.getOrThrow(Anchors.signer(pair.privateKey))
const verifier = Result.getOrThrow(Anchors.verifier(pair.publicKey))

const anchors = fc
  .record({
    district: fc.constantFrom("wan-liu", "elsewhere").map((id) => DistrictId.make(id)),
    position: fc.integer({ min: 1, max: 1_000_000 }),
    hash: fc.stringMatching(/^[0-9a-f]{64}$/),
    at: fc.integer({ min: 0, max: 4_102_444_800_000 })
  })
  .map(({ at, district, hash, position }) => signer.anchor(district, { hash, position }, at))

describe("an anchor", () => {
  it("is accepted with the public key of its signer, and named after it", () => {
    fc.assert(
      fc.property(anchors, (anchor) => {
        expect(anchor.key).toBe(verifier.key)
        expect(verifier.accepts(anchor)).toBe(true)
      }),
      { numRuns: 50 }
    )
  })

  it("is not accepted if any field was changed", () => {
    fc.assert(
      fc.property(
        anchors,
        fc.constantFrom("district", "position", "hash", "at", "signature"),
        (anchor, field) => {
          const value = anchor[field]
          const changed =
            typeof value === "number" ? value + 1 : `${value.startsWith("A") ? "B" : "A"}${value.slice(1)}`
          expect(verifier.accepts({ ...anchor, [field]: changed })).toBe(false)
        }
      ),
      { numRuns: 100 }
    )
  })

  it("is not accepted with another key, and only Ed25519 keys of the right kind are read", () => {
    const other = Anchors.generate()
    const foreign = Result.getOrThrow(Anchors.verifier(other.publicKey))
    fc.assert(
      fc.property(anchors, (anchor) => !foreign.accepts(anchor)),
      { numRuns: 20 }
    )
    for (const text of ["", "x", Redacted.value(pair.privateKey)]) {
      expect(Result.isFailure(Anchors.verifier(text))).toBe(true)
    }
    for (const text of ["", "x", pair.publicKey]) {
      expect(Result.isFailure(Anchors.signer(Redacted.make(text)))).toBe(true)
    }
  })

  it("does not show the private key when it is printed", () => {
    expect(`${pair.privateKey} ${JSON.stringify(pair)}`).not.toContain("PRIVATE")
  })
})

describe("the duty of a clock", () => {
  const district = DistrictId.make("wan-liu")
  const grow = (n: number) =>
    Ledger.use((ledger) =>
      ledger.append({
        district,
        commandId: CommandId.make(`c${n}`),
        at: n,
        streams: [{ stream: StreamId.make("s"), expected: "any", events: [{ type: "Seen", data: n }] }]
      })
    )

  it.effect(
    "anchors a district at the start, then at most once in the rhythm, and only if it has grown",
    () => {
      const written: Array<Anchors.Anchor> = []
      let fails = true
      const write = (anchor: Anchors.Anchor) =>
        fails ? Effect.fail("the place cannot be written") : Effect.sync(() => void written.push(anchor))
      return Effect.gen(function* () {
        const clock = yield* DueClock.DueClock
        const after = (time: "1 hour" | "1 day") => Effect.andThen(TestClock.adjust(time), clock.round)
        yield* grow(1)
        const { failed } = yield* clock.round
        expect(failed.find(({ duty }) => duty === "anchors")?.reason).toContain("the place cannot be written")
        fails = false
        yield* clock.round
        expect(written.map(({ position }) => position)).toEqual([1])
        yield* grow(2)
        yield* after("1 hour")
        expect(written).toHaveLength(1)
        yield* after("1 day")
        expect(written.map(({ position }) => position)).toEqual([1, 2])
        yield* after("1 day")
        expect(written).toHaveLength(2)
        expect(written.every(verifier.accepts)).toBe(true)
        yield* Ledger.use((ledger) => ledger.verify(district, written))
      }).pipe(
        Effect.provide(
          DueClock.layer().pipe(
            Layer.provide(Anchors.layerDuty({ signer, write })),
            Layer.provide(Governance.layer()),
            Layer.provideMerge(Layer.mergeAll(Memory.layer, Vault.layerMemory))
          )
        )
      )
    }
  )
})
