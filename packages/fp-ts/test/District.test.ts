import { describe, expect, it } from "@effect/vitest"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import * as O from "fp-ts/lib/Option.js"
import * as RTE from "fp-ts/lib/ReaderTaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import type { ReadonlyNonEmptyArray } from "fp-ts/lib/ReadonlyNonEmptyArray.js"
import type { These } from "fp-ts/lib/These.js"
import { expectTypeOf } from "vitest"
import { building, elsewhere, household } from "../../promise/test/elsewhere.ts"
import {
  type Closed,
  type CoverageAnswer,
  District,
  generateMasterKey,
  type InvalidCall,
  Interrupted,
  type NotAllowed,
  type Notice,
  type Receipt,
  Refused,
  type RequestJson
} from "../src/index.ts"
import { fpBookmarks, fpKeys, fpLedger } from "./fpPorts.ts"

const memory: District.Ports = { ledger: ":memory:", model: elsewhere() }
const enter: RequestJson = { _tag: "EnterBuilding", building }
const flat: RequestJson = { _tag: "EnterHousehold", household }
const by = "committee"

const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.unreachable("it should have been rejected"),
    (error: unknown) => error
  )

describe("a district in fp-ts", () => {
  it("accepts a request once, and refuses with every reason as a `Left`", async () => {
    const outcomes = await District.bracket(memory)((district) =>
      TE.fromTask(async () => {
        const refused = await district.submit({ id: "1", by, request: flat })()
        const accepted = await district.submit({ id: "2", by, request: enter })()
        const again = await district.submit({ id: "2", by, request: enter })()
        return { refused, accepted, again }
      })
    )()
    if (E.isLeft(outcomes)) throw outcomes.left
    const { accepted, again, refused } = outcomes.right
    expect(E.isLeft(refused) && refused.left).toBeInstanceOf(Refused)
    expect(E.isLeft(refused) && refused.left.message).toBe(
      "EnterHousehold (1) is refused: building b01 of household b01-505 is not registered"
    )
    const repeated = (outcome: typeof accepted) =>
      pipe(
        O.fromEither(outcome),
        O.flatten,
        O.map((receipt) => receipt.repeated)
      )
    expect([repeated(accepted), repeated(again)]).toEqual([O.some(false), O.some(true)])
  })

  it("is served by ports that are written in fp-ts", async () => {
    const delivered: Array<Notice> = []
    const ports: District.Ports = {
      ledger: fpLedger(),
      keys: fpKeys(),
      bookmarks: fpBookmarks(),
      queue: ":memory:",
      masterKeys: generateMasterKey("2026"),
      model: elsewhere(),
      notices: { language: "en" },
      notifier: { channel: "list", deliver: (notice) => TE.fromIO(() => void delivered.push(notice)) }
    }
    const story: ReadonlyArray<RequestJson> = [
      enter,
      flat,
      { _tag: "OpenCase", case: "c", playbook: "clutter-campaign", subjects: ["district:elsewhere"] },
      { _tag: "OpenCase", case: "b", playbook: "building-clutter", parent: "c", subjects: ["building:b01"] },
      {
        _tag: "OpenCase",
        case: "d",
        playbook: "corridor-clutter",
        parent: "b",
        subjects: ["household:b01-505"]
      }
    ]
    const done = await District.bracket(ports)((district) =>
      pipe(
        [...story.entries()],
        TE.traverseSeqArray(([at, request]) => district.submit({ id: `${at}`, by, request })),
        TE.chainW(() =>
          TE.fromTask(
            district.submit({ id: "x", by, request: { _tag: "TakeStep", case: "d", step: "clear" } })
          )
        ),
        TE.chainW(() => district.pump)
      )
    )()
    expect(E.isRight(done) && done.right.queued).toBe(delivered.length)
    expect(delivered.map(({ title }) => title)).toContain("A clearing was stopped")
  })

  it("returns what is wrong with its ports as a `Left`", async () => {
    const opened = await District.open({ ledger: fpLedger() })()
    expect(E.isLeft(opened) && opened.left).toMatchObject({
      _tag: "InvalidCall",
      reasons: [expect.stringContaining("`masterKeys`"), expect.stringContaining("`keys`")]
    })
  })

  it("returns what a wake did as `These`: no case failed, so it is a `Right`", async () => {
    const woken = await District.bracket(memory)(({ wake }) => wake)()
    expect(woken).toEqual(E.right({ _tag: "Right", right: [] }))
  })

  it("rejects with a defect of an own port", async () => {
    const defect = new Error("a mistake in the port")
    const ports = {
      ledger: { ...fpLedger(), read: () => () => Promise.reject(defect) },
      keys: fpKeys(),
      masterKeys: generateMasterKey("2026"),
      district: "elsewhere"
    }
    expect(await rejection(District.bracket(ports)((district) => district.read(() => 0))())).toBe(defect)
  })

  it("whose tasks a signal stops rejects with `Interrupted`, also while it waits", async () => {
    const abort = new AbortController()
    const ports = {
      ledger: {
        ...fpLedger(),
        read: () => () => {
          abort.abort("gone")
          return new Promise<never>(() => {})
        }
      },
      keys: fpKeys(),
      masterKeys: generateMasterKey("2026"),
      district: "elsewhere"
    }
    const reading = District.bracket(ports)((district) => district.stoppedBy(abort.signal).read(() => 0))()
    const error = await rejection(reading)
    expect(error).toBeInstanceOf(Interrupted)
    expect(error).toMatchObject({ cause: "gone" })
  })

  it("that is closed returns `Closed` as a `Left`, and closing again does nothing", async () => {
    const opened = await District.open(memory)()
    if (E.isLeft(opened)) throw opened.left
    await opened.right.close()
    await opened.right.close()
    expect(await opened.right.wake()).toMatchObject(E.left({ _tag: "Closed" }))
  })
})

describe("an application with its own environment", () => {
  interface Env extends District.HasDistrict {
    readonly actor: string
  }

  it("reads the district from it", async () => {
    const program: RTE.ReaderTaskEither<Env, Error, number> = pipe(
      RTE.asks(({ actor }: Env) => actor),
      RTE.chainW((actor) => District.submit({ id: "1", by: actor, request: enter })),
      RTE.chainW(() => District.read(({ registry }) => registry.buildings.size))
    )
    const size = await District.bracket(memory)((district) => program({ district, actor: by }))()
    expect(size).toEqual(E.right(1))
  })
})

describe("the types", () => {
  it("name every error of a call", () => {
    type SubmitError = District.District["submit"] extends (...args: never) => TE.TaskEither<infer L, infer _>
      ? L
      : never
    expectTypeOf<Refused | NotAllowed | Closed>().toExtend<SubmitError>()
    expectTypeOf<InvalidCall>().not.toExtend<SubmitError>()
    expectTypeOf<ReturnType<District.District["submit"]>>().toEqualTypeOf<
      TE.TaskEither<SubmitError, O.Option<Receipt>>
    >()
    expectTypeOf<ReturnType<District.District["coverage"]>>().toExtend<
      TE.TaskEither<unknown, ReadonlyArray<CoverageAnswer>>
    >()
    expectTypeOf(District.wake).returns.toExtend<
      TE.TaskEither<unknown, These<ReadonlyNonEmptyArray<District.NotMoved>, ReadonlyArray<string>>>
    >()
  })
})
