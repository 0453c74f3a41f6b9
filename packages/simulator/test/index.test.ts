import { describe, expect, it } from "@effect/vitest"
import { CommandId, derive } from "@liulinhui/core/Ledger"
import { apply } from "@liulinhui/core/Model"
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import { type Invariant, invariants, type Progress, simulate } from "../src/index.ts"
import { document, servicesWith } from "./simulated.ts"

const services = servicesWith()
const run = (options: Partial<Parameters<typeof simulate<never>>[0]>) =>
  Effect.runPromise(simulate({ document, seed: 1, days: 10, services, ...options }))

describe("a simulation", () => {
  it("has the same course if it has the same seed, and another one if it has not", async () => {
    const [one, again, other] = await Promise.all([run({}), run({}), run({ seed: 2 })])
    expect(one.failure).toBeUndefined()
    expect(again).toEqual(one)
    expect(other).not.toEqual(one)
  })

  it("reports its progress at the end of every thirtieth day, and of the last day", async () => {
    const seen: Array<Progress> = []
    const report = await run({ days: 32, progress: (one) => Effect.sync(() => seen.push(one)) })
    expect(seen.map(({ days }) => days)).toEqual([30, 32])
    expect(report).toMatchObject(seen[1] ?? {})
  })

  it("refuses a model that cannot be read, and one in which nobody may enter the people", async () => {
    const error = await Effect.runPromise(
      Effect.flip(simulate({ document: apply(document, { hearts: null }), seed: 1, days: 1, services }))
    )
    expect(error).toMatchObject({ _tag: "DocumentRefused" })
    const roles = Object.fromEntries(
      Object.keys((document as { readonly roles: object }).roles).map((role) => [role, { may: [] }])
    )
    const nobody = await Effect.runPromise(
      Effect.flip(simulate({ document: apply(document, { roles }), seed: 1, days: 1, services }))
    )
    expect(nobody).toMatchObject({ _tag: "NobodyEnters", model: "elsewhere" })
  })
})

describe("a simulation finds", () => {
  it("a ledger that reads a contact back changed, with the shortest course to it", async () => {
    const wrong = servicesWith({
      ledger: (real) =>
        derive({
          ...real,
          read: (district, after, limit) =>
            Effect.map(real.read(district, after, limit), (page) =>
              page.map((entry) => (entry.type === "ContactMade" ? { ...entry, type: "Unheard" } : entry))
            )
        })
    })
    const watched = invariants.filter(({ id }) => id === "restart-changes-nothing")
    const { failure } = await run({ days: 5, services: wrong, watched })
    expect(failure?.invariant).toBe("restart-changes-nothing")
    const contacts = failure?.course.filter(
      ({ refused, request }) => request._tag === "RecordContacts" && refused.length === 0
    )
    expect(contacts).toHaveLength(1)
    expect(failure?.course.at(-1)).toEqual(contacts?.[0])
  })

  it("a service that writes something when it refuses", async () => {
    const wrong = servicesWith({
      governance: (real, ledger) => ({
        ...real,
        submit: (submission) =>
          Effect.tapError(real.submit(submission), () =>
            // The entries of the neighbourhood are entered as they should be.
            !submission.id.startsWith("deed-")
              ? Effect.void
              : Effect.orDie(
                  ledger.append({
                    district: submission.district,
                    commandId: CommandId.make(`more-${submission.id}`),
                    at: 0,
                    streams: [
                      { stream: "more" as never, expected: "any", events: [{ type: "More", data: 1 }] }
                    ]
                  })
                )
          )
      })
    })
    const { failure } = await run({ services: wrong, watched: [] })
    expect(failure?.invariant).toBe("refusal-writes-nothing")
    expect(failure?.found).toContain("More")
    const refusals = failure?.course.filter(({ refused }) => refused.length > 0)
    expect(refusals).toHaveLength(1)
  })

  it("a service that takes a repeated request for a new one", async () => {
    let count = 0
    const wrong = servicesWith({
      governance: (real) => ({
        ...real,
        submit: (submission) =>
          real.submit({ ...submission, id: CommandId.make(`${submission.id}-${(count += 1)}`) })
      })
    })
    const { failure } = await run({ services: wrong, watched: [] })
    expect(failure?.invariant).toBe("repeat-writes-nothing")
  })

  it("a service that fails without a reason", async () => {
    const wrong = servicesWith({
      governance: (real) => ({
        ...real,
        submit: (submission) =>
          submission.request._tag === "TakeStep"
            ? Effect.die(new Error("out of ink"))
            : real.submit(submission)
      })
    })
    const { failure } = await run({ services: wrong, watched: [] })
    expect(failure).toMatchObject({ invariant: "service-answers" })
    expect(failure?.found[0]).toContain("out of ink")
  })

  it("what breaks an invariant of the caller, at the request that breaks it", async () => {
    const few: Invariant = {
      id: "few-cases",
      name: "there are fewer than three cases",
      every: "month",
      check: (district) =>
        Governance.use(({ read }) =>
          read(district, ({ cases }) => (cases.size < 3 ? [] : [`there are ${cases.size}`]))
        )
    }
    const { failure } = await run({ days: 6, watched: [few] })
    expect(failure).toMatchObject({ invariant: "few-cases", found: ["there are 3"] })
    expect(failure?.course.at(-1)?.request._tag).toBe("OpenCase")
  })
})
