import { describe, expect, it } from "@effect/vitest"
import { streamOf } from "@liulinhui/core/Actor"
import { ActorId, RoleId } from "@liulinhui/core/Id"
import { nameOf } from "@liulinhui/core/District"
import { Ledger } from "@liulinhui/core/Ledger"
import { ofResident, ofStream, Vault } from "@liulinhui/core/Vault"
import { Governance, layer } from "@liulinhui/service/Governance"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { ask, district, document, nine, registry, submission } from "../wanLiu.ts"

const stores = Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)
const onStores = layer().pipe(Layer.provideMerge(stores))

const adopt = (patch: Schema.Json = {}) => Governance.use((governance) => governance.adopt(document(patch)))
const submit = (by: string, id: string, request: unknown) =>
  Governance.use((governance) =>
    governance.submit(submission(by, id, request === registry ? registry : ask(request)))
  )
const chair = ActorId.make("chair")
const appointment = {
  actor: chair,
  role: RoleId.make("committee"),
  scope: { district: true as const },
  reason: "elected"
}
const appoint = Governance.use((governance) => governance.appoint(district, appointment))
const named = (actor: ActorId) =>
  Governance.use((governance) => governance.read(district, (state) => nameOf(state, actor)))
/** The same, by a service that folds the ledger from the first entry. */
const namedAnew = (actor: ActorId) => Effect.provide(named(actor), layer(), { local: true })

const volunteer = {
  _tag: "GrantMandate",
  actor: "wang",
  role: "volunteer",
  scope: { group: "warmth" },
  reason: "she offered it at the meeting"
}
const wang = ActorId.make("wang")

describe("mandates", () => {
  it("are read from the district, where they are folded, and not from its model", () => {
    const packages = join(import.meta.dirname, "../../..")
    const readers = readdirSync(packages).flatMap((name) => {
      const sources = join(packages, name, "src")
      return existsSync(sources)
        ? readdirSync(sources, { recursive: true, encoding: "utf8" })
            .filter((file) => file.endsWith(".ts"))
            .filter((file) => {
              const code = readFileSync(join(sources, file), "utf8").replaceAll(/^ \*.*$/gmu, "")
              return /\bmodel\??\.actors\b|\bactors\b[^}\n]*\}: Model\b/u.test(code)
            })
            .map((file) => `${name}/${file}`)
        : []
    })
    expect(readers.toSorted()).toEqual([
      // It suggests an actor before the model is adopted.
      "cli/adopt.ts",
      // It folds the actors.
      "core/contexts/ModelContext.ts",
      // The testing kit reads a model alone.
      "testing/laws/ModelLaws.ts",
      "testing/laws/NoticeLaws.ts",
      "testing/living/Neighbourhood.ts",
      // A page in a browser decides with core alone.
      "tooling/packCheck/page.ts"
    ])
  })
})

describe("a district under a model that names no actors", () => {
  it.effect("begins with a mandate that the operator grants, once", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(nine())
      yield* adopt({ actors: null })
      expect((yield* Effect.flip(submit("chair", "too-early", volunteer)))._tag).toBe("NotAllowed")

      yield* appoint
      yield* submit("chair", "grant-1", volunteer)
      expect(yield* Governance.use(({ can }) => can(district, wang))).toMatchObject({
        requests: expect.arrayContaining(["RecordContacts"])
      })

      const refused = yield* Effect.flip(appoint)
      expect(refused).toMatchObject({ reasons: [{ _tag: "GrantersThere", actors: ["chair"] }] })
    }).pipe(Effect.provide(onStores))
  )

  it.effect("gets another one from the operator after the last granter has gone", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(nine())
      yield* adopt({ actors: null })
      yield* appoint
      yield* submit("chair", "resign", { ...appointment, _tag: "EndMandate" })
      expect((yield* Effect.flip(submit("chair", "late", volunteer)))._tag).toBe("NotAllowed")
      yield* appoint
      yield* submit("chair", "again", volunteer)
    }).pipe(Effect.provide(onStores))
  )

  it.effect("refuses a malformed appointment with its mistakes", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(nine())
      yield* adopt({ actors: null })
      const odd = { actor: "not an id", rolle: "committee" } as never
      const refused = yield* Effect.flip(Governance.use((governance) => governance.appoint(district, odd)))
      expect(refused._tag === "Refused" && refused.reasons.map(({ _tag }) => _tag)).toEqual(
        expect.arrayContaining(["KeyUnknown", "KeyMissing"])
      )
    }).pipe(Effect.provide(onStores))
  )
})

describe("the reason for a mandate", () => {
  it.effect("is sealed", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(nine())
      yield* adopt()
      yield* submit("committee", "grant-1", volunteer)
      const entries = yield* Ledger.use((ledger) => ledger.read(district, 0, 10))
      expect(entries.at(-1)?.type).toBe("MandateGranted")
      expect(JSON.stringify(entries)).not.toContain("she offered it")
    }).pipe(Effect.provide(onStores))
  )
})

describe("the name of an actor", () => {
  const name = { _tag: "NameActor", actor: "wang", name: "王秀英" }

  it.effect("is sealed under a separate key, and erased with it", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(nine())
      yield* adopt()
      yield* submit("committee", "grant-1", volunteer)
      yield* submit("committee", "name-1", name)
      expect(yield* named(wang)).toBe("王秀英")
      expect(yield* namedAnew(wang)).toBe("王秀英")
      const entries = yield* Ledger.use((ledger) => ledger.read(district, 0, 10))
      expect(JSON.stringify(entries)).not.toContain("王秀英")

      yield* submit("committee", "erase-1", { _tag: "EraseActor", actor: "wang", basis: "request" })
      expect(yield* named(wang)).toBeUndefined()
      expect(yield* namedAnew(wang)).toBeUndefined()
      const sealed = yield* Effect.flip(
        Vault.use((vault) =>
          vault.seal(district, [{ place: "p", owners: [ofStream(streamOf(wang))], text: "x" }])
        )
      )
      expect(sealed._tag).toBe("OwnerErased")

      // The mandate can still be ended, without a reason that could be sealed; a new name is refused.
      yield* submit("committee", "end-1", { ...volunteer, _tag: "EndMandate" })
      const again = yield* Effect.flip(submit("committee", "name-2", name))
      expect(again).toMatchObject({ reasons: [{ _tag: "ActorErased" }] })
    }).pipe(Effect.provide(onStores))
  )

  it.effect("of a resident is sealed under the key of the resident, and erased with the resident", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(nine())
      yield* adopt()
      yield* submit("committee", "registry", registry)
      yield* submit("committee", "grant-1", volunteer)
      yield* submit("committee", "name-1", { ...name, resident: "b1-101-1" })
      const entries = yield* Ledger.use((ledger) => ledger.read(district, 0, 100))
      expect(JSON.stringify(entries)).not.toContain("王秀英")

      const asResident = yield* Effect.flip(
        submit("committee", "erase-1", { _tag: "EraseActor", actor: "wang", basis: "request" })
      )
      expect(asResident).toMatchObject({ reasons: [{ _tag: "ActorIsResident", resident: "b1-101-1" }] })
      yield* submit("committee", "erase-2", { _tag: "EraseResident", resident: "b1-101-1", basis: "request" })
      expect(yield* named(wang)).toBeUndefined()
      expect(yield* namedAnew(wang)).toBeUndefined()
      // The reasons for the mandate were sealed before it was known who the actor is.
      const owner = ofStream(streamOf(wang))
      const sealed = yield* Effect.flip(
        Vault.use((vault) => vault.seal(district, [{ place: "p", owners: [owner], text: "x" }]))
      )
      expect(sealed._tag).toBe("OwnerErased")
    }).pipe(Effect.provide(onStores))
  )
})

describe("retention", () => {
  const periods = { retention: { residents: "2 weeks", actors: "3 weeks" } }
  const gone = { _tag: "LeaveResident", resident: "b1-101-1", departure: "moved-away" }
  const due = Governance.use(({ ask }) => ask(district, ActorId.make("committee"), { _tag: "AskRetention" }))

  it.effect("is listed, erased and recorded, and a resident then is erased as by request", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(nine())
      yield* adopt(periods)
      yield* submit("committee", "registry", registry)
      yield* submit("committee", "leave", gone)
      yield* submit("committee", "grant-1", volunteer)
      yield* submit("committee", "name-1", { _tag: "NameActor", actor: "wang", name: "王秀英" })
      yield* submit("committee", "end-1", { ...volunteer, _tag: "EndMandate", until: "2026-03-02" })

      yield* TestClock.setTime(nine(13))
      expect((yield* due).due).toEqual([])
      const early = yield* Effect.flip(
        submit("committee", "early", { _tag: "EraseExpired", residents: ["b1-101-1"] })
      )
      expect(early).toMatchObject({ reasons: [{ _tag: "NotExpired", person: "b1-101-1" }] })

      yield* TestClock.setTime(nine(14))
      expect((yield* due).due).toMatchObject([{ resident: "b1-101-1", kind: "residents" }])
      yield* TestClock.setTime(nine(21))
      yield* submit("committee", "expire", { _tag: "EraseExpired" })
      expect((yield* due).due).toEqual([])

      const entries = yield* Ledger.use((ledger) => ledger.read(district, 0, 100))
      expect(entries.slice(-3).map(({ type }) => type)).toEqual([
        "RetentionApplied",
        "ResidentErased",
        "ActorErased"
      ])
      expect(entries.at(-3)?.data).toMatchObject({
        by: "committee",
        erased: [
          {
            resident: "b1-101-1",
            kind: "residents",
            ended: "2026-03-02",
            period: "2 weeks",
            due: "2026-03-16"
          },
          { actor: "wang", kind: "actors", ended: "2026-03-02", period: "3 weeks", due: "2026-03-23" }
        ]
      })
      expect(yield* named(wang)).toBeUndefined()
      for (const owner of [ofResident("b1-101-1" as never), ofStream(streamOf(wang))]) {
        const sealed = yield* Effect.flip(
          Vault.use((vault) => vault.seal(district, [{ place: "p", owners: [owner], text: "x" }]))
        )
        expect(sealed._tag).toBe("OwnerErased")
      }
      // The same command again changes nothing.
      yield* submit("committee", "expire", { _tag: "EraseExpired" })
    }).pipe(Effect.provide(onStores))
  )
})
