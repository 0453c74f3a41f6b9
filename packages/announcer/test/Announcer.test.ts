import { describe, expect, it } from "@effect/vitest"
import { DeliveryFailed, type Notice, Notifier } from "@liulinhui/core/Notifier"
import * as Announcer from "@liulinhui/announcer/Announcer"
import * as Governance from "@liulinhui/service/Governance"
import * as Outbox from "@liulinhui/announcer/Outbox"
import type { Request } from "@liulinhui/core/Governance"
import { ActorId } from "@liulinhui/core/Id"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import { ask, caseId, district, document, nine, registry, submission } from "../../service/test/wanLiu.ts"

/**
 * Makes a channel that records the notices that it has delivered. The attempt to deliver with number `failAt` fails.
 */
const channel = (failAt = Number.POSITIVE_INFINITY, kind: DeliveryFailed["kind"] = "transient") => {
  const delivered: Array<Notice> = []
  let calls = 0
  const service = Notifier.of({
    channel: "test",
    capabilities: {
      formats: ["text"],
      bytes: Number.POSITIVE_INFINITY,
      rate: [],
      mentions: false,
      idempotent: false,
      audience: "one"
    },
    deliver: (notice) =>
      Effect.suspend(() => {
        calls += 1
        if (calls === failAt) {
          return Effect.fail(new DeliveryFailed({ channel: "test", key: notice.key, reason: "down", kind }))
        }
        delivered.push(notice)
        return Effect.void
      })
  })
  return { delivered, layer: Layer.succeed(Notifier, service) }
}

const pump = Announcer.Announcer.use((announcer) => announcer.pump(district))

const submit = (by: string, id: string, request: Request) =>
  Governance.Governance.use((governance) => governance.submit(submission(by, id, request)))

const hoarding = Effect.gen(function* () {
  yield* TestClock.setTime(nine())
  yield* Governance.Governance.use(({ adopt }) => adopt(document()))
  yield* submit("committee", "registry", registry)
  for (const at of [1, 2, 3]) {
    yield* submit(
      "lead-warmth",
      `h${at}`,
      ask({
        _tag: "OpenCase",
        case: caseId(`h${at}`),
        playbook: "hardship-and-hoarding",
        subjects: ["household:b2-101"],
        evidence: { situation: "堆满了" }
      })
    )
  }
})

const services = (notifier: Layer.Layer<Notifier>) =>
  Announcer.layer().pipe(
    Layer.provideMerge(Governance.layer()),
    Layer.provideMerge(Outbox.layerMemory),
    Layer.provideMerge(Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)),
    Layer.provide(notifier)
  )

describe("notices", () => {
  it.effect("are delivered once, to the nearest holders of the role, with the place in their text", () => {
    const { delivered, layer } = channel()
    return Effect.gen(function* () {
      yield* hoarding
      expect(yield* pump).toMatchObject({ queued: 3, delivered: 3 })
      expect(yield* pump).toMatchObject({ queued: 0, delivered: 0 })
      expect(delivered.map(({ recipient }) => recipient)).toEqual(Array(3).fill("自治小组组长 lead-warmth"))
      expect(delivered[0]?.body).toContain("2号楼 101")
      expect(new Set(delivered.map(({ key }) => key)).size).toBe(3)
    }).pipe(Effect.provide(services(layer)))
  })

  it.effect("are delivered with the display name of the recipient, which no dead letter keeps", () => {
    const { delivered, layer } = channel(1, "permanent")
    const name = "方巾英"
    const actor = ActorId.make("lead-warmth")
    const recipients = () => delivered.map(({ recipient }) => recipient)
    return Effect.gen(function* () {
      yield* hoarding
      yield* submit("committee", "name", ask({ _tag: "NameActor", actor, name }))
      expect(yield* pump).toMatchObject({ delivered: 2, dead: 1 })
      expect(recipients()).toEqual(Array(2).fill(`自治小组组长 ${name}`))
      const outbox = yield* Outbox.Outbox
      expect((yield* outbox.letters(district)).map(({ notice }) => notice.recipient)).toEqual([
        "自治小组组长 lead-warmth"
      ])
      yield* submit("committee", "erase", ask({ _tag: "EraseActor", actor, basis: "request" }))
      yield* submit(
        "lead-warmth",
        "h4",
        ask({
          _tag: "OpenCase",
          case: caseId("h4"),
          playbook: "hardship-and-hoarding",
          subjects: ["household:b2-101"],
          evidence: { situation: "堆满了" }
        })
      )
      yield* pump
      expect(recipients().at(-1)).toBe("自治小组组长 lead-warmth")
    }).pipe(Effect.provide(services(layer)))
  })

  it.effect("of late work are delivered once for each rung, on its day", () => {
    const { delivered, layer } = channel()
    return Effect.gen(function* () {
      yield* hoarding
      yield* pump
      delivered.length = 0
      // The home visit is due within 3 working days, by Thursday the 5th. Further roles are notified 1 and 3 days after
      // the due day.
      for (const [offset, roles] of [
        [3, []],
        [4, ["lead-warmth"]],
        [5, []],
        [6, ["general-branch"]]
      ] as const) {
        yield* TestClock.setTime(nine(offset))
        yield* pump
        yield* pump
        const heard = delivered
          .filter(({ key }) => key.includes("/h1/"))
          .map(({ recipient }) => recipient.split(" ")[1])
        expect([
          offset,
          heard.filter((who) => who !== undefined && roles.some((role) => role === who))
        ]).toEqual([offset, [...roles]])
        delivered.length = 0
      }
    }).pipe(Effect.provide(services(layer)))
  })

  it.effect("of days without a pump are delivered by the next pump", () => {
    const { delivered, layer } = channel()
    return Effect.gen(function* () {
      yield* hoarding
      yield* pump
      delivered.length = 0
      yield* TestClock.setTime(nine(9))
      yield* pump
      const late = delivered
        .filter(({ key }) => key.includes("/h1/"))
        .map(({ recipient }) => recipient.split(" ")[1])
      expect(late).toEqual(expect.arrayContaining(["lead-warmth", "general-branch"]))
      const counts = yield* Announcer.Announcer.use((announcer) => announcer.queued(district))
      expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(3 + delivered.length)
    }).pipe(Effect.provide(services(layer)))
  })

  it.effect("are neither lost nor repeated if the channel fails in between", () => {
    const { delivered, layer } = channel(2)
    return Effect.gen(function* () {
      yield* hoarding
      // The channel pauses for a second after the failure. The notice that has failed is delivered after the others.
      const first = yield* Effect.forkChild(pump)
      // In small steps, so that the pump begins to wait before the clock is past the end of its wait.
      for (let step = 0; step < 40; step++) yield* TestClock.adjust("50 millis")
      expect(yield* Fiber.join(first)).toEqual({ queued: 3, delivered: 2, dead: 0, postponed: 1 })
      yield* TestClock.adjust("1 minute")
      expect(yield* pump).toMatchObject({ queued: 0, delivered: 1 })
      expect(new Set(delivered.map(({ key }) => key)).size).toBe(3)
      expect(delivered).toHaveLength(3)
    }).pipe(Effect.provide(services(layer)))
  })
})
