/**
 * A small district with its service, a store and a seed of randomness, for tests of signing in. PINs are hashed at the
 * lowest cost, so that a test may enter many.
 */
import * as Day from "@liulinhui/core/Day"
import { Request } from "@liulinhui/core/Governance"
import { ActorId, DistrictId } from "@liulinhui/core/Id"
import { IdentityStore } from "@liulinhui/core/Identity"
import { CommandId } from "@liulinhui/core/Ledger"
import { apply } from "@liulinhui/core/Model"
import * as SignIn from "@liulinhui/http/SignIn"
import * as Governance from "@liulinhui/service/Governance"
import { sixHearts } from "@liulinhui/six-hearts"
import * as Memory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Context from "effect/Context"
import { SecureRandom } from "effect/crypto"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import * as TestClock from "effect/testing/TestClock"
import { Buffer } from "node:buffer"
import { hash } from "node:crypto"

export const hub = DistrictId.make("hub")
export const other = DistrictId.make("other")
export const secretary = ActorId.make("secretary")
export const wang = ActorId.make("wang")

const mandates = (role: string, scope: Schema.Json, more: object = {}) => ({
  mandates: [{ role, scope, ...more }]
})

const whole = { district: true }

const document = (id: DistrictId): Schema.Json =>
  apply(sixHearts, {
    id,
    name: { zh: "小区", en: "Small" },
    timeZone: "Asia/Shanghai",
    branches: {
      one: {
        name: { zh: "一支部", en: "One" },
        strengths: { "party-work": 90, "elder-care": 80 },
        buildings: [],
        people: 10,
        leads: { least: 1, most: 6 }
      }
    },
    pairing: { criteria: { strengths: 1, continuity: 100 } },
    actors: {
      secretary: mandates("committee", whole),
      head: mandates("stairwell-head", { building: "b1" }),
      wang: mandates("volunteer", { group: "warmth" }),
      li: mandates("volunteer", { group: "warmth" }),
      // The mandate of this actor ends on the tenth day.
      short: mandates("volunteer", { group: "warmth" }, { until: "2026-03-11" }),
      former: mandates("volunteer", { group: "warmth" }, { until: "2025-12-31" }),
      general: mandates("general-branch", whole)
    }
  })

const firstDay = Day.make("2026-03-02")

/** Nine in the morning in Shanghai, some days after the first day, in milliseconds since 1970. */
export const nine = (offset = 0): number => (firstDay + offset) * 86_400_000 + 3_600_000

/** Random bytes that depend only on the seed. */
const seeded = (seed: string): SecureRandom.SecureRandom["Service"] => {
  let n = 0
  return SecureRandom.make((size) => {
    n += 1
    return Uint8Array.from(Buffer.from(hash("sha512", `${seed} ${n}`, "buffer")).subarray(0, size))
  })
}

const cost = { N: 2, r: 1, p: 1 }

/** Signing in, over a new store or a given one. Each seed is another process. */
export const process = (seed: string, store: Layer.Layer<IdentityStore>, settings = SignIn.usual) =>
  SignIn.layer({ cost, settings }).pipe(
    Layer.provideMerge(store),
    Layer.provideMerge(Layer.succeed(SecureRandom.SecureRandom, seeded(seed)))
  )

/** A service with the two districts, which have the same actors. They begin at nine in the morning of the first day. */
const districts = Effect.gen(function* () {
  yield* TestClock.setTime(nine())
  const stores = Layer.mergeAll(Memory.layer, VaultOf.layerMemory)
  const context = yield* Layer.build(Layer.fresh(Layer.provide(Governance.layer(), stores)))
  const governance = Context.get(context, Governance.Governance)
  yield* governance.adopt(document(hub))
  yield* governance.adopt(document(other))
  return governance
})

const scope = Scope.makeUnsafe()
const shared = Effect.runSync(Effect.cached(Scope.provide(districts, scope)))

const over = (governance: Layer.Layer<Governance.Governance, unknown>, settings: SignIn.Settings) =>
  process("one", Memory.identity, settings).pipe(Layer.provideMerge(Layer.orDie(governance)))

/** One process that signs in, over a new store in memory. All tests share the districts, so they must not change them. */
export const one = (settings = SignIn.usual) => over(Layer.effect(Governance.Governance, shared), settings)

/** One process that signs in, over new districts, which the test may change. */
export const fresh = (settings = SignIn.usual) =>
  over(Layer.effect(Governance.Governance, districts), settings)

/** Sets the clock to nine in the morning of the first day. */
export const opened = TestClock.setTime(nine())

let commands = 0

/** Submits a request of the secretary of a district. */
export const submit = (request: unknown, by = secretary) =>
  Governance.Governance.use((service) =>
    service.submit({
      district: hub,
      by,
      id: CommandId.make(`c-${(commands += 1)}`),
      request: Schema.decodeUnknownSync(Request)(request)
    })
  )

export const pin = Redacted.make("831047")
export const from = { address: "192.0.2.7" }

/** Invites an actor, and binds a new device with the usual PIN. Returns its tokens. */
export const bind = Effect.fnUntraced(function* (actor = wang, district = hub, name = "my phone") {
  const { invite, withInvitation } = yield* SignIn.SignIn
  const { token } = yield* invite(undefined, { district, actor })
  const { device, session } = yield* withInvitation({ invitation: token, pin, name }, from)
  return { session, device: device ?? Redacted.make("") }
})
