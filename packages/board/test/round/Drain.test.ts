import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import type { RoundNow, VisitNow } from "../../src/round/Contest.ts"
import { type Answered, type Box, drain, type Service } from "../../src/round/Drain.ts"
import * as Outbox from "../../src/round/Outbox.ts"
import { requestOf, type TouchRequest } from "../../src/round/Touch.ts"
import { listed, outcome, subject, touch } from "./sample.ts"

/** What the network does with one request. `die` ends the program of the device: before or after the work. */
type Fault = "ok" | "no-line" | "answer-lost" | "signed-out" | "die-before" | "die-after"

class Died extends Error {}

const allSubjects = ["r1", "r2", "r3", "r4"].map((id) => `resident:${id}`)

/** A service that keeps what it has recorded under each id, as the real one does, and another device that records, too. */
const world = () => {
  const recorded = new Map<string, string>()
  const reached = new Set<string>()
  const tried = new Map<string, NonNullable<VisitNow["attempt"]>>()
  const gone = new Set<string>()
  let position = 0
  let faults: ReadonlyArray<Fault> = []

  const record = (request: TouchRequest): void => {
    position += 1
    if (request._tag === "RecordContacts") for (const { subject } of request.contacts) reached.add(subject)
    else
      for (const { outcome, subject } of request.attempts)
        tried.set(subject, { on: request.on, outcome, source: position })
  }
  const through = async <A>(work: () => Answered<A>): Promise<Answered<A>> => {
    const [fault = "ok", ...rest] = faults
    faults = rest
    if (fault === "die-before") throw new Died()
    if (fault === "no-line") return { _tag: "Lost" }
    if (fault === "signed-out") return { _tag: "SignedOut" }
    const answer = work()
    if (fault === "die-after") throw new Died()
    return fault === "answer-lost" ? { _tag: "Lost" } : answer
  }
  const service: Service = {
    submit: (id, request) =>
      through(() => {
        const body = JSON.stringify(request)
        const known = recorded.get(id)
        if (known !== undefined)
          return known === body ? { _tag: "Answer", value: null } : { _tag: "Refused", reasons: ["reused"] }
        const subjects = request._tag === "RecordContacts" ? request.contacts : request.attempts
        if (subjects.some((one) => gone.has(one.subject))) return { _tag: "Refused", reasons: ["gone"] }
        recorded.set(id, body)
        record(request)
        return { _tag: "Answer", value: null }
      }),
    isRecorded: (id) => through(() => ({ _tag: "Answer", value: recorded.has(id) })),
    round: () =>
      through(() => {
        const visits = allSubjects.flatMap((one): RoundNow["visits"] => {
          const attempt = tried.get(one)
          return reached.has(one) ? [] : [{ subject: one, ...(attempt === undefined ? {} : { attempt }) }]
        })
        return { _tag: "Answer", value: { visits, later: [] } }
      }),
    coverage: () =>
      through(() => ({ _tag: "Answer", value: [{ reached: [...reached].map((one) => ({ subject: one })) }] }))
  }
  return {
    service,
    recorded,
    gone,
    record,
    fail: (next: ReadonlyArray<Fault>) => {
      faults = next
    },
    /** What a list shows about a subject when it is made. */
    seen: (one: string) => {
      const attempt = tried.get(one)
      return listed(one, attempt === undefined ? {} : { attempt: attempt.source })
    }
  }
}

/** The memory of the page, and the disk of the device. A program that is started again reads the disk. */
const device = () => {
  let disk: string = JSON.stringify(Outbox.empty)
  let memory: Outbox.Outbox = Outbox.empty
  const box: Box = {
    read: () => memory,
    save: async (next) => {
      memory = next
      await Promise.resolve()
      disk = JSON.stringify(next)
    }
  }
  return {
    box,
    restart: () => {
      memory = JSON.parse(disk)
    }
  }
}

const later = (): number => 1_000_000

const fault: fc.Arbitrary<Fault> = fc.constantFrom(
  "ok",
  "ok",
  "no-line",
  "answer-lost",
  "signed-out",
  "die-before",
  "die-after"
)

/** What happens in a day: presses, changes of mind, another device, and attempts to send over a bad line. */
const event = fc.oneof(
  fc.record({
    _tag: fc.constant("touch" as const),
    subjects: fc.uniqueArray(subject, { minLength: 1, maxLength: 2 }),
    outcome
  }),
  fc.record({ _tag: fc.constant("undo" as const), n: fc.nat(6) }),
  fc.record({ _tag: fc.constant("insist" as const), n: fc.nat(6) }),
  fc.record({ _tag: fc.constant("other" as const), subject, outcome }),
  fc.record({ _tag: fc.constant("leaves" as const), subject }),
  fc.record({ _tag: fc.constant("send" as const), faults: fc.array(fault, { maxLength: 8 }) })
)

describe("sending an outbox", () => {
  it("records each touch once over any line and any ends of the program, and never one that was taken back", () =>
    fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 24 }), async (events) => {
        const { box, restart } = device()
        const { fail, gone, record, recorded, seen, service } = world()
        const undone = new Set<string>()
        const made = new Map<string, string>()
        let others = 0
        for (const [n, one] of events.entries()) {
          switch (one._tag) {
            case "touch": {
              const pressed = touch(`t${made.size}`, [], {
                outcome: one.outcome,
                visits: one.subjects.map(seen)
              })
              const after = Outbox.add(box.read(), pressed)
              if (after !== box.read()) made.set(pressed.id, JSON.stringify(requestOf(pressed)))
              await box.save(after)
              break
            }
            case "undo": {
              const before = box.read()
              await box.save(Outbox.undo(before, `t${one.n}`))
              if (box.read().length < before.length) undone.add(`t${one.n}`)
              break
            }
            case "insist":
              await box.save(Outbox.insist(box.read(), `t${one.n}`))
              break
            case "other":
              others += 1
              record(requestOf(touch(`other-${n}`, [one.subject], { outcome: one.outcome })))
              break
            case "leaves":
              gone.add(one.subject)
              break
            case "send":
              fail(one.faults)
              await drain(service, box, later).catch((error: unknown) => {
                if (!(error instanceof Died)) throw error
                restart()
              })
          }
        }
        fail([])
        expect(await drain(service, box, later)).toEqual({ _tag: "Done" })
        const states = new Map(box.read().map(({ state, touch: { id } }) => [id, state._tag]))
        // Every touch that was not taken back is in the outbox, and none is under way.
        expect([...states.keys()]).toEqual([...made.keys()].filter((id) => !undone.has(id)))
        // A touch is recorded as it was made, or it waits for a decision, for a reason that there is.
        const ends = [...states].map(([id, state]) => [id, state, recorded.get(id)])
        expect(ends).toEqual(
          [...states].map(([id]) => [
            id,
            expect.stringMatching(
              recorded.has(id)
                ? /Sent/u
                : new RegExp([others > 0 && "Contested", gone.size > 0 && "Refused"].join("|"), "u")
            ),
            recorded.has(id) ? made.get(id) : undefined
          ])
        )
        // Nothing else is recorded.
        expect([...recorded.keys()].every((id) => states.has(id))).toBe(true)
      }),
      { numRuns: 300 }
    ))

  it("asks about a touch whose answer was lost before it asks who else was at the door", async () => {
    const { box } = device()
    const { fail, recorded, service } = world()
    await box.save(Outbox.add(box.read(), touch("a", ["resident:r1"])))
    fail(["ok", "answer-lost"])
    expect(await drain(service, box, later)).toEqual({ _tag: "NoLine" })
    expect(box.read()[0]?.state).toEqual({ _tag: "Sending" })
    expect(Outbox.undo(box.read(), "a")).toHaveLength(1)
    // Now the round does not list the person any more, because of this very touch.
    expect(await drain(service, box, later)).toEqual({ _tag: "Done" })
    expect(box.read()[0]?.state).toEqual({ _tag: "Sent" })
    expect([...recorded.keys()]).toEqual(["a"])
  })

  it("shows what another device has recorded at the door, and records it as well only if the person insists", async () => {
    const { box } = device()
    const { record, recorded, service } = world()
    await box.save(Outbox.add(box.read(), touch("a", ["resident:r1"], { outcome: "nobody-in" })))
    record(requestOf(touch("other", ["resident:r1"])))
    await drain(service, box, later)
    expect(box.read()[0]?.state).toEqual({
      _tag: "Contested",
      found: [{ _tag: "Reached", subject: "resident:r1" }]
    })
    expect(recorded.size).toBe(0)
    await box.save(Outbox.insist(box.read(), "a"))
    await drain(service, box, later)
    expect([...recorded.keys()]).toEqual(["a"])
  })

  it("stops at the end of the session, keeps everything, and goes on after it", async () => {
    const { box } = device()
    const { fail, recorded, service } = world()
    await box.save(
      Outbox.add(Outbox.add(box.read(), touch("a", ["resident:r1"])), touch("b", ["resident:r2"]))
    )
    fail(["ok", "signed-out"])
    expect(await drain(service, box, later)).toEqual({ _tag: "SignedOut" })
    expect(Outbox.counts(box.read())).toEqual({ toSend: 2, toDecide: 0, sent: 0 })
    expect(await drain(service, box, later)).toEqual({ _tag: "Done" })
    expect([...recorded.keys()]).toEqual(["a", "b"])
  })

  it("does not send a touch that was taken back while the service was asked", async () => {
    const { box } = device()
    const { recorded, service } = world()
    await box.save(Outbox.add(box.read(), touch("a", ["resident:r1"])))
    const undoing: Service = {
      ...service,
      round: async () => {
        const answer = await service.round()
        await box.save(Outbox.undo(box.read(), "a"))
        return answer
      }
    }
    expect(await drain(undoing, box, later)).toEqual({ _tag: "Done" })
    expect([box.read().length, recorded.size]).toEqual([0, 0])
  })
})
