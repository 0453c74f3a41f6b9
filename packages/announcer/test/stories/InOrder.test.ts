import { afterAll, describe, expect, it } from "@effect/vitest"
import { DeliveryFailed, type Notice, Notifier } from "@liulinhui/core/Notifier"
import * as Announcer from "@liulinhui/announcer/Announcer"
import * as Governance from "@liulinhui/service/Governance"
import * as Outbox from "@liulinhui/announcer/Outbox"
import * as StorageSqlite from "@liulinhui/storage-sqlite"
import * as VaultOf from "@liulinhui/vault"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import fc from "fast-check"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ask, caseId, district, document, submission } from "../../../service/test/wanLiu.ts"

const folder = mkdtempSync(join(tmpdir(), "in-order-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const people = ["committee", "general-branch", "property"] as const

/**
 * How an attempt to reach a recipient fails: the connection is lost before the notice arrives (`before`), or after it
 * has arrived (`after`), or the recipient asks to wait for a minute (`later`).
 */
type Failure = "before" | "after" | "later"
type Sickness = Readonly<Record<(typeof people)[number], ReadonlyArray<Failure>>>

const well: Sickness = { committee: [], "general-branch": [], property: [] }

const failures = fc.array(fc.constantFrom<Failure>("before", "after"), { maxLength: 4 })
const sickness = fc.record({ committee: failures, "general-branch": failures, property: failures })

/** Makes a channel whose receivers recognise a repeated notice by its key. A failure concerns only one recipient. */
const channel = (sickness: Sickness) => {
  const heard = new Map<string, Notice>()
  const left = new Map<string, Array<Failure>>(
    Object.entries(sickness).map(([to, failures]) => [to, [...failures]])
  )
  const service = Notifier.of({
    channel: "test",
    capabilities: {
      formats: ["text"],
      bytes: Number.POSITIVE_INFINITY,
      rate: [],
      mentions: false,
      idempotent: true,
      audience: "one"
    },
    deliver: (notice) =>
      Effect.suspend(() => {
        const failure = left.get(notice.to)?.shift()
        if ((failure === undefined || failure === "after") && !heard.has(notice.key))
          heard.set(notice.key, notice)
        return failure === undefined
          ? Effect.void
          : Effect.fail(
              new DeliveryFailed({
                channel: "test",
                key: notice.key,
                reason: "said so",
                kind: "transient",
                ...(failure === "later" ? { retryAfter: 60_000 } : {})
              })
            )
      })
  })
  const heardBy = (to: string): ReadonlyArray<Notice> =>
    [...heard.values()].filter((notice) => notice.to === to)
  return { heardBy, layer: Layer.succeed(Notifier, service) }
}

const cases = 3

/** Opens cases of which the committee and other actors are notified. */
const begin = Effect.gen(function* () {
  const governance = yield* Governance.Governance
  yield* governance.adopt(
    document({ noticeHours: { quiet: null }, notices: { "case-opened": { to: [...people] } } })
  )
  yield* Effect.forEach(Array.from({ length: cases }).keys(), (at) =>
    governance.submit(
      submission(
        "committee",
        `h${at}`,
        ask({
          _tag: "OpenCase",
          case: caseId(`h${at}`),
          playbook: "arts-activity",
          subjects: [`district:${district}`],
          evidence: { idea: "唱歌" }
        })
      )
    )
  )
})

let files = 0
const over = (notifier: Layer.Layer<Notifier>) =>
  Announcer.layer({ inOrder: true, patience: 0 }).pipe(
    Layer.provideMerge(Outbox.layerSql({ poll: "5 millis" })),
    Layer.provideMerge(Governance.layer()),
    Layer.provide(VaultOf.layerMemory),
    Layer.provideMerge(StorageSqlite.layer({ filename: join(folder, `${files++}.sqlite`) })),
    Layer.provide(notifier)
  )

/**
 * Runs the announcer at a fixed time. The database file needs real time, so the test sets the clock only between two
 * runs.
 */
const pumpAt = (now: number) =>
  Effect.flatMap(Clock.Clock, (clock) =>
    Announcer.Announcer.use((announcer) => announcer.pump(district)).pipe(
      Effect.provideService(Clock.Clock, {
        currentTimeMillisUnsafe: () => now,
        currentTimeMillis: Effect.succeed(now),
        currentTimeNanosUnsafe: () => BigInt(now) * 1_000_000n,
        currentTimeNanos: Effect.succeed(BigInt(now) * 1_000_000n),
        monotonicTimeNanosUnsafe: () => clock.monotonicTimeNanosUnsafe(),
        monotonicTimeNanos: clock.monotonicTimeNanos,
        sleep: (duration) => clock.sleep(duration)
      })
    )
  )

const positions = (notices: ReadonlyArray<Notice>): ReadonlyArray<number> =>
  notices.map(({ key }) => Number(key.split("/")[1]))

describe("in order", () => {
  it.live(
    "each recipient gets its notices in order and once, and does not wait for an unreachable recipient",
    () =>
      Effect.promise(() =>
        fc.assert(
          fc.asyncProperty(sickness, (ills) => {
            const { heardBy, layer } = channel(ills)
            const told = Effect.gen(function* () {
              yield* begin
              const now = yield* Clock.currentTimeMillis
              let { delivered, dead, postponed } = yield* pumpAt(now)
              const all = cases * people.length
              for (const person of people) {
                // If all attempts to reach a recipient succeeded, the recipient has received every notice in the first
                // run.
                if (ills[person].length === 0) expect(heardBy(person)).toHaveLength(cases)
              }
              const failures = people.reduce((sum, person) => sum + ills[person].length, 0)
              for (let pumps = 1; pumps <= failures; pumps++) {
                const more = yield* pumpAt(now + pumps * 600_000)
                delivered += more.delivered
                dead += more.dead
                postponed += more.postponed
              }
              // Notices that wait behind a failed notice are not tried. So the number of postponed notices is the
              // number of failures.
              expect([delivered, dead, postponed]).toEqual([all, 0, failures])
              for (const person of people) {
                const order = positions(heardBy(person))
                expect(order).toHaveLength(cases)
                expect(order).toEqual(order.toSorted((a, b) => a - b))
              }
            })
            return Effect.runPromise(Effect.provide(told, over(layer)))
          }),
          { numRuns: 15 }
        )
      )
  )

  it.live("a pause that the other side requests is for all recipients", () => {
    const { heardBy, layer } = channel({ ...well, committee: ["later"] })
    return Effect.gen(function* () {
      yield* begin
      const now = yield* Clock.currentTimeMillis
      expect(yield* pumpAt(now)).toMatchObject({ delivered: 0, postponed: 1 })
      expect(yield* pumpAt(now + 59_000)).toMatchObject({ delivered: 0, postponed: 0 })
      expect(yield* pumpAt(now + 60_000)).toMatchObject({ delivered: cases * people.length })
      expect(positions(heardBy("committee"))).toHaveLength(cases)
    }).pipe(Effect.provide(over(layer)))
  })
})
