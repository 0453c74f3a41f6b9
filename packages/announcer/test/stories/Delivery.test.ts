import { describe, expect, it } from "@effect/vitest"
import { add, toIso } from "@liulinhui/core/Day"
import type { ActorId } from "@liulinhui/core/Id"
import { Ledger } from "@liulinhui/core/Ledger"
import { type Capabilities, DeliveryFailed, type Notice, Notifier } from "@liulinhui/core/Notifier"
import * as Announcer from "@liulinhui/announcer/Announcer"
import * as DeadLetters from "@liulinhui/announcer/DeadLetters"
import * as Governance from "@liulinhui/service/Governance"
import * as Outbox from "@liulinhui/announcer/Outbox"
import * as NoticePreview from "@liulinhui/announcer/NoticePreview"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import type * as Schema from "effect/Schema"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import {
  ask,
  caseId,
  district,
  document,
  firstDay,
  nine,
  registry,
  submission
} from "../../../service/test/wanLiu.ts"

type Failure = Pick<DeliveryFailed, "kind" | "retryAfter">

/** Makes a channel that records which notices it delivered and when. A delivery fails if `answer` returns a failure. */
const channel = (
  answer: (notice: Notice, call: number) => Failure | undefined = () => undefined,
  more: Partial<Capabilities> = {}
) => {
  const delivered: Array<{ readonly at: number; readonly notice: Notice }> = []
  const calls: Array<number> = []
  const service = Notifier.of({
    channel: "test",
    capabilities: {
      formats: ["text"],
      bytes: Number.POSITIVE_INFINITY,
      rate: [],
      mentions: false,
      idempotent: false,
      audience: "one",
      ...more
    },
    deliver: (notice) =>
      Effect.flatMap(Clock.currentTimeMillis, (at) => {
        calls.push(at)
        const failure = answer(notice, calls.length)
        if (failure !== undefined) {
          return Effect.fail(
            new DeliveryFailed({ channel: "test", key: notice.key, reason: "said so", ...failure })
          )
        }
        delivered.push({ at, notice })
        return Effect.void
      })
  })
  return { delivered, calls, layer: Layer.succeed(Notifier, service) }
}

const services = (notifier: Layer.Layer<Notifier>, options: Announcer.Options = {}) =>
  Layer.merge(Announcer.layer(options), DeadLetters.layer).pipe(
    Layer.provideMerge(Governance.layer()),
    Layer.provideMerge(Outbox.layerMemory),
    Layer.provideMerge(Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)),
    Layer.provide(notifier)
  )

const pump = Announcer.Announcer.use((announcer) => announcer.pump(district))
const letters = DeadLetters.DeadLetters.use((dead) => dead.list(district))
const submit = (by: string, id: string, request: unknown) =>
  Governance.Governance.use((governance) => governance.submit(submission(by, id, ask(request))))

/**
 * Runs the announcer while the test clock advances, so that the announcer continues after it has waited for the clock.
 */
const pumpFor = (time: Duration.Input) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(pump)
    // In small steps, so that the pump begins to wait before the clock is past the end of its wait.
    for (let step = 0; step < 50; step++) yield* TestClock.adjust(Duration.toMillis(time) / 50)
    return yield* Fiber.join(fiber)
  })

const openCases = (count: number, playbook = "hardship-and-hoarding") =>
  Effect.forEach(
    Array.from({ length: count }, (_, at) => at + 1),
    (at) =>
      submit("lead-warmth", `h${at}`, {
        _tag: "OpenCase",
        case: caseId(`h${at}`),
        playbook,
        subjects: ["household:b2-101"],
        evidence: { situation: "堆满了" }
      })
  )

/** Begins a district with some cases, and with the notice rules of a test. */
const begin = (count: number, own: Schema.Json = {}, hour = 0) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(nine() + hour * 3_600_000)
    yield* Governance.Governance.use(({ adopt }) => adopt(document(own)))
    yield* Governance.Governance.use((governance) =>
      governance.submit(submission("committee", "registry", registry))
    )
    yield* openCases(count)
  })

describe("delivery", () => {
  it.effect(
    "stores a notice with a permanent failure as a dead letter at once, and notifies a person",
    () => {
      const { calls, delivered, layer } = channel((notice) =>
        notice.rule === "case-opened" ? { kind: "refused-recipient" } : undefined
      )
      return Effect.gen(function* () {
        yield* begin(2)
        expect(yield* pump).toEqual({ queued: 2, delivered: 0, dead: 2, postponed: 0 })
        expect(calls).toHaveLength(2)
        expect((yield* letters).map(({ attempts, kind, reason }) => [attempts, kind, reason])).toEqual(
          Array.from({ length: 2 }, () => [1, "refused-recipient", "said so"])
        )
        expect(yield* pump).toMatchObject({ queued: 1, delivered: 1 })
        expect(delivered.map(({ notice: { rule, to } }) => [rule, to])).toEqual([
          ["undelivered", "committee"]
        ])
        expect(delivered[0]?.notice.body).toContain("2条")
        expect(yield* pump).toMatchObject({ queued: 0, delivered: 0 })
      }).pipe(Effect.provide(services(layer)))
    }
  )

  it.effect("of a notice about dead letters leads to no further notice if it fails", () => {
    const { layer } = channel(() => ({ kind: "refused-recipient" }))
    return Effect.gen(function* () {
      yield* begin(1)
      yield* pump
      expect(yield* pump).toMatchObject({ queued: 1, dead: 1 })
      expect(yield* pump).toMatchObject({ queued: 0, dead: 0 })
    }).pipe(Effect.provide(services(layer)))
  })

  it.effect("requeues a dead letter under its key, once, and drops one with a stored reason", () => {
    let isBroken = true
    const { delivered, layer } = channel(() => (isBroken ? { kind: "permanent" } : undefined))
    return Effect.gen(function* () {
      yield* begin(2)
      yield* pump
      isBroken = false
      const dead = yield* DeadLetters.DeadLetters
      const [first, second] = (yield* letters).map(({ notice }) => notice.key)
      yield* dead.requeue(district, first ?? "")
      yield* dead.drop(district, second ?? "", "informed by phone")
      expect(yield* letters).toEqual([])
      expect((yield* dead.list(district, { dropped: true })).map(({ dropped }) => dropped?.reason)).toEqual([
        "informed by phone"
      ])
      expect((yield* Effect.flip(dead.requeue(district, first ?? "")))._tag).toBe("LetterUnknown")
      expect((yield* Effect.flip(dead.drop(district, second ?? "", "again")))._tag).toBe("LetterUnknown")
      expect(yield* pump).toMatchObject({ delivered: 1 })
      expect(delivered.map(({ notice }) => notice.key)).toEqual([first])
      expect(yield* Announcer.Announcer.use((announcer) => announcer.queued(district))).toEqual(
        new Map([["case-opened", 2]])
      )
    }).pipe(Effect.provide(services(layer)))
  })

  it.effect("removes notices that were settled long ago from the queue, and still counts them", () => {
    const { layer } = channel()
    return Effect.gen(function* () {
      yield* begin(2)
      yield* pump
      const kept = Outbox.Outbox.use((outbox) => outbox.offered(district, "test"))
      const queued = Announcer.Announcer.use((announcer) => announcer.queued(district))
      yield* TestClock.adjust("59 minutes")
      yield* pump
      expect(yield* kept).toHaveLength(2)
      yield* TestClock.adjust("1 minute")
      expect(yield* pump).toMatchObject({ queued: 0, delivered: 0 })
      expect([yield* kept, yield* queued]).toEqual([[], new Map([["case-opened", 2]])])
    }).pipe(Effect.provide(services(layer, { keep: "1 hour" })))
  })

  it.effect("pauses as long as the other side requests", () => {
    const { calls, layer } = channel((_, call) =>
      call === 1 ? { kind: "transient", retryAfter: 20_000 } : undefined
    )
    return Effect.gen(function* () {
      yield* begin(3)
      expect(yield* pumpFor("21 seconds")).toMatchObject({ delivered: 2, postponed: 1 })
      expect(calls[1]).toBeGreaterThanOrEqual((calls[0] ?? 0) + 20_000)
      yield* TestClock.adjust("1 minute")
      expect(yield* pump).toMatchObject({ delivered: 1 })
    }).pipe(Effect.provide(services(layer)))
  })

  it.effect("leaves the rest to the next pump if a channel pauses for longer than the patience", () => {
    const { calls, layer } = channel((_, call) =>
      call === 1 ? { kind: "transient", retryAfter: 600_000 } : undefined
    )
    return Effect.gen(function* () {
      yield* begin(3)
      expect(yield* pump).toMatchObject({ delivered: 0, postponed: 1 })
      expect(yield* pump).toMatchObject({ delivered: 0, postponed: 0 })
      expect(calls).toHaveLength(1)
      yield* TestClock.adjust("11 minutes")
      expect(yield* pump).toMatchObject({ delivered: 3 })
    }).pipe(Effect.provide(services(layer)))
  })

  it.effect("stops trying a notice after the maximum of attempts, at growing intervals", () => {
    const { calls, layer } = channel(() => ({ kind: "transient" }))
    return Effect.gen(function* () {
      yield* begin(1)
      for (let tries = 0; tries < 40 && (yield* letters).length === 0; tries++) {
        yield* pump
        yield* TestClock.adjust("10 minutes")
      }
      expect(calls).toHaveLength(4)
      expect((yield* letters).map(({ attempts, kind }) => [attempts, kind])).toEqual([[4, "transient"]])
    }).pipe(Effect.provide(services(layer, { attempts: 4 })))
  })

  it.effect("respects a channel's rate limit, and the minutes that it avoids", () => {
    const { delivered, layer } = channel(() => undefined, {
      rate: [{ limit: 20, window: 60_000 }],
      avoid: [0, 30]
    })
    return Effect.gen(function* () {
      yield* begin(4)
      const fiber = yield* Effect.forkChild(pump)
      for (let at = 0; at < 30; at++) yield* TestClock.adjust("5 seconds")
      expect(yield* Fiber.join(fiber)).toMatchObject({ delivered: 4 })
      const times = delivered.map(({ at }) => at)
      // The channel avoids the minutes 0 and 30 of each hour, and the test begins exactly at nine o'clock.
      expect(times.every((at) => Math.floor(at / 60_000) % 30 !== 0)).toBe(true)
      for (let at = 1; at < times.length; at++) {
        expect((times[at] ?? 0) - (times[at - 1] ?? 0)).toBeGreaterThanOrEqual(3000)
      }
    }).pipe(Effect.provide(services(layer)))
  })
})

describe("hours and preferences", () => {
  it.effect("delay notices of quiet hours until these end, also with a new pump", () => {
    const { delivered, layer } = channel()
    return Effect.gen(function* () {
      // It is ten in the evening.
      yield* begin(2, {}, 13)
      expect(yield* pump).toMatchObject({ queued: 2, delivered: 0 })
      yield* TestClock.setTime(nine(1) - 3_600_000 - 31 * 60_000)
      expect(yield* pump).toMatchObject({ delivered: 0 })
      yield* TestClock.setTime(nine(1) - 3_600_000 - 30 * 60_000)
      expect(yield* pump).toMatchObject({ delivered: 2 })
      expect(delivered).toHaveLength(2)
    }).pipe(Effect.provide(services(layer)))
  })

  it.effect("deliver a rule at night if the rule allows it", () => {
    const { layer } = channel()
    return Effect.gen(function* () {
      yield* begin(2, { notices: { "case-opened": { night: true } } }, 13)
      expect(yield* pump).toMatchObject({ queued: 2, delivered: 2 })
    }).pipe(Effect.provide(services(layer)))
  })

  it.effect("gather announcements into one message at the hour of the digest, and lose none", () => {
    const { delivered, layer } = channel()
    return Effect.gen(function* () {
      yield* begin(3, {
        notices: { "case-opened": { digest: "evening" } },
        noticeHours: { digests: { evening: { name: { zh: "晚间汇总", en: "This evening" }, at: "18:00" } } }
      })
      expect(yield* pump).toMatchObject({ queued: 0, delivered: 0 })
      yield* TestClock.setTime(nine() + 9 * 3_600_000)
      expect(yield* pump).toMatchObject({ queued: 1, delivered: 1 })
      expect(delivered[0]?.notice.title).toBe("晚间汇总")
      // Three cases about the same flat have the same text, so each line also has the number of its case.
      const line = "2号楼 101：新立案“困难及囤积户帮扶”，当前阶段“已发现，待走访”，由暖心组负责。"
      expect(delivered[0]?.notice.body).toBe(
        [`1. ${line}（编号h1）`, `2. ${line}（编号h2）`, `3. ${line}（编号h3）`].join("\n")
      )
      yield* TestClock.adjust("1 minute")
      yield* submit("lead-warmth", "later", {
        _tag: "OpenCase",
        case: caseId("later"),
        playbook: "hardship-and-hoarding",
        subjects: ["household:b1-101"],
        evidence: { situation: "堆满了" }
      })
      expect(yield* pump).toMatchObject({ queued: 0, delivered: 0 })
      yield* TestClock.setTime(nine(1) + 9 * 3_600_000)
      expect(yield* pump).toMatchObject({ delivered: 1 })
      expect(delivered[1]?.notice.body).toContain("1号楼 101")
    }).pipe(Effect.provide(services(layer)))
  })

  const line = "2号楼 101：新立案“困难及囤积户帮扶”，当前阶段“已发现，待走访”，由暖心组负责。"

  it.effect("are one notice with a line for each if more than a few of one rule come at one time", () => {
    const { delivered, layer } = channel()
    return Effect.gen(function* () {
      yield* begin(51)
      expect(yield* pump).toMatchObject({ queued: 1, delivered: 1 })
      expect(yield* pump).toMatchObject({ queued: 0, delivered: 0 })
      const [one] = delivered
      expect([one?.notice.title, one?.notice.rule, one?.notice.to]).toEqual([
        "新立案",
        "case-opened",
        "lead-warmth"
      ])
      expect(one?.notice.body.split("\n")).toHaveLength(51)
      expect(one?.notice.body.split("\n")[50]).toBe(`51. ${line}（编号h51）`)
    }).pipe(Effect.provide(services(layer)))
  })

  it.effect("are separate up to the number that the model permits", () => {
    const { delivered, layer } = channel()
    return Effect.gen(function* () {
      yield* begin(3, { noticeHours: { separate: 3 } })
      expect(yield* pump).toMatchObject({ queued: 3, delivered: 3 })
      yield* Governance.Governance.use(({ adopt }) => adopt(document({ noticeHours: { separate: 1 } })))
      yield* submit("lead-warmth", "mural", {
        _tag: "OpenCase",
        case: caseId("adaptation"),
        playbook: "hardship-and-hoarding",
        subjects: ["household:b1-101"],
        evidence: { situation: "堆满了" }
      })
      yield* openCases(0)
      expect(yield* pump).toMatchObject({ queued: 1, delivered: 1 })
      expect(delivered[3]?.notice.body).toContain("1号楼 101：新立案")
    }).pipe(Effect.provide(services(layer)))
  })

  it.effect("for a group count equal lines instead of showing the numbers of cases", () => {
    const { delivered, layer } = channel(() => undefined, { audience: "group" })
    return Effect.gen(function* () {
      yield* begin(6, { noticeHours: { confidential: [] } })
      expect(yield* pump).toMatchObject({ queued: 1, delivered: 1 })
      expect(delivered[0]?.notice.body).toBe(`1. ${line.replace(" 101", "")}（共6件）`)
    }).pipe(Effect.provide(services(layer)))
  })

  it.effect("come on working days only if the model says so, and urgent ones on every day", () => {
    const { delivered, layer } = channel()
    return Effect.gen(function* () {
      yield* begin(1, {
        noticeHours: { notOn: "days-off" },
        calendar: { 2026: { holidays: ["2026-03-02"], workdays: [] } }
      })
      expect(yield* pump).toMatchObject({ queued: 1, delivered: 0 })
      yield* TestClock.setTime(nine(1))
      expect(yield* pump).toMatchObject({ queued: 0, delivered: 1 })
      expect(new Date(delivered[0]?.at ?? 0).toISOString()).toBe("2026-03-03T01:00:00.000Z")
    }).pipe(Effect.provide(services(layer)))
  })

  it.effect(
    "are set by each actor: language, channel, consent, and a snooze that does not stop urgent notices",
    () => {
      const { delivered, layer } = channel()
      return Effect.gen(function* () {
        yield* begin(0)
        const wish = (id: string, fields: object) =>
          submit("lead-warmth", id, { _tag: "SetNoticePreference", ...fields })
        const told = (id: string) =>
          Effect.gen(function* () {
            yield* submit("lead-warmth", id, {
              _tag: "OpenCase",
              case: caseId(id),
              playbook: "hardship-and-hoarding",
              subjects: ["household:b2-101"],
              evidence: { situation: "堆满了" }
            })
            delivered.length = 0
            yield* pump
            return delivered.map(({ notice: { language, to } }) => [to, language])
          })
        yield* wish("en", { consent: true, language: "en" })
        expect(yield* told("a")).toEqual([["lead-warmth", "en"]])
        yield* wish("elsewhere", { consent: true, channels: ["email"] })
        expect(yield* told("b")).toEqual([])
        yield* wish("no", { consent: false })
        expect(yield* told("c")).toEqual([])
        yield* wish("yes", { consent: true })
        yield* submit("lead-warmth", "snooze", { _tag: "SnoozeNotices", until: "2026-03-04" })
        expect(yield* told("d")).toEqual([])
        yield* TestClock.setTime(nine(1))
        delivered.length = 0
        yield* pump
        expect(delivered.filter(({ notice }) => notice.rule === "case-opened")).toEqual([])
        yield* TestClock.setTime(nine(2))
        yield* pump
        expect(
          delivered.filter(({ notice }) => notice.rule === "case-opened").map(({ notice }) => notice.to)
        ).toEqual(["lead-warmth"])
      }).pipe(Effect.provide(services(layer)))
    }
  )

  it.effect(
    "apply to a preview: the preview of a day has exactly the notices that are then delivered",
    () => {
      const { calls, delivered, layer } = channel()
      return Effect.gen(function* () {
        yield* begin(3)
        const speech = { channel: "test", audience: "one", language: "zh" } as const
        const planned = yield* NoticePreview.preview(district, { speech })
        expect(calls).toEqual([])
        for (let days = 0; days < 7; days++) {
          yield* TestClock.setTime(nine(days))
          yield* pump
        }
        const texts = (notices: ReadonlyArray<Notice>) =>
          notices.map(({ body, to }) => `${to} ${body}`).toSorted()
        expect(planned.length).toBeGreaterThan(5)
        expect(texts(delivered.map(({ notice }) => notice))).toEqual(
          texts(planned.map(({ notice }) => notice))
        )
      }).pipe(Effect.provide(services(layer)))
    }
  )

  it.effect("read no entry of earlier days for a preview", () => {
    const { layer } = channel()
    return Effect.gen(function* () {
      yield* begin(3)
      const { position } = yield* Ledger.use((ledger) => ledger.head(district))
      yield* TestClock.setTime(nine(4))
      yield* submit("committee", "today", { _tag: "SnoozeNotices", until: toIso(add(firstDay, 10)) })
      const from: Array<number> = []
      const ledger = yield* Ledger
      const read: typeof ledger.read = (id, after, most) => {
        from.push(after)
        return ledger.read(id, after, most)
      }
      const speech = { channel: "test", audience: "one", language: "zh" } as const
      yield* NoticePreview.preview(district, { speech }).pipe(
        Effect.provideService(Ledger, Ledger.of({ ...ledger, read }))
      )
      expect(from).toEqual([position, position + 1])
    }).pipe(Effect.provide(services(layer)))
  })

  it.effect("of another actor can be set only with the authority for it", () => {
    const { layer } = channel()
    return Effect.gen(function* () {
      yield* begin(0)
      const other = { _tag: "SnoozeNotices", actor: "head-b1", until: "2026-03-09" }
      yield* submit("committee", "office", other)
      const refused = yield* Effect.flip(submit("lead-unity", "stranger", other))
      expect(refused).toMatchObject({ _tag: "Refused", reasons: [{ _tag: "NotYourNotices" }] })
      const own = yield* Effect.flip(
        submit("head-b2", "long", { _tag: "SnoozeNotices", until: "2027-03-09" })
      )
      expect(own).toMatchObject({ reasons: [{ _tag: "SnoozeTooLong" }] })
      const preferences = yield* Governance.Governance.use(({ read }) =>
        read(district, ({ noticePreferences }) => [...noticePreferences.keys()])
      )
      expect(preferences).toEqual(["head-b1" as ActorId])
    }).pipe(Effect.provide(services(layer)))
  })
})
