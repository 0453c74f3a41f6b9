/** Ledgers that are broken on purpose: each breaks a rule about interrupted callers, or about a second handle. */
import { StreamId, type DistrictId } from "@liulinhui/core/Id"
import type { Append, LedgerShape, Receipt } from "@liulinhui/core/Ledger"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import { DistrictModel } from "../../src/LedgerModel.ts"
import { but, dawdle, type Liar } from "../lying.ts"

const promises = {
  whole: "stores an append whose caller was interrupted completely or not at all, and lets others append",
  beside: "writes the appends of all callers that go on, if others beside them are interrupted",
  readers: "is not disturbed by readers that are interrupted",
  answers: "answers every operation with what another handle on the store has just appended",
  several: "wakes readers and followers after another handle has appended several commands in one call",
  closed: "loses nothing that it acknowledged when it is closed at once and opened again, time after time"
} as const

type Operation = "head" | "read" | "readStream" | "receipts" | "districts" | "changed"

/** Makes handles that remember the answers of one operation until they themselves append to the district. */
const remembering = (operation: Operation): Pick<Liar, "capabilities" | "make"> => ({
  capabilities: { shared: true },
  make: (honest) => {
    const answers = new Map<string, unknown>()
    const remembered = <A, E>(of: Operation, key: ReadonlyArray<unknown>, ask: Effect.Effect<A, E>) =>
      Effect.suspend(() => {
        if (of !== operation) return ask
        const name = JSON.stringify(key)
        return answers.has(name)
          ? Effect.succeed(answers.get(name) as A)
          : Effect.tap(ask, (answer) => Effect.sync(() => answers.set(name, answer)))
      })
    const forget = Effect.sync(() => answers.clear())
    return but(honest, {
      append: (append) => Effect.tap(honest.append(append), () => forget),
      appendAll: (appends) => Effect.tap(honest.appendAll(appends), () => forget),
      head: (district) => remembered("head", [district], honest.head(district)),
      read: (district, after, limit) =>
        remembered("read", [district, after, limit], honest.read(district, after, limit)),
      readStream: (district, stream, after, limit) =>
        remembered(
          "readStream",
          [district, stream, after],
          honest.readStream(district, stream, after, limit)
        ),
      receipts: (district, ids) => remembered("receipts", [district, ids], honest.receipts(district, ids)),
      districts: remembered("districts", [], honest.districts)
    })
  }
})

/** Makes handles whose readers are woken only by appends of the same handle. */
const deaf = (to: "append" | "appendAll"): Pick<Liar, "capabilities" | "make"> => {
  const stores = new WeakMap<LedgerShape, Map<DistrictId, Set<Deferred.Deferred<void>>>>()
  return {
    capabilities: { shared: true },
    make: (honest) => {
      const all = stores.get(honest) ?? new Map<DistrictId, Set<Deferred.Deferred<void>>>()
      stores.set(honest, all)
      const own = new Map<DistrictId, Set<Deferred.Deferred<void>>>()
      const wake = (of: typeof all, district: DistrictId) =>
        Effect.sync(() => {
          for (const one of of.get(district) ?? []) Deferred.doneUnsafe(one, Effect.void)
        })
      return but(honest, {
        append: (append) =>
          Effect.tap(honest.append(append), () => wake(to === "append" ? own : all, append.district)),
        appendAll: (appends) =>
          Effect.tap(honest.appendAll(appends), () =>
            appends[0] === undefined ? Effect.void : wake(to === "appendAll" ? own : all, appends[0].district)
          ),
        changed: (district, after) =>
          Effect.flatMap(honest.head(district), ({ position }) => {
            if (position > after) return Effect.void
            const one = Deferred.makeUnsafe<void>()
            for (const readers of [own, all])
              readers.set(district, (readers.get(district) ?? new Set()).add(one))
            return Deferred.await(one)
          })
      })
    }
  }
}

/**
 * Makes handles over a store of models. A handle has read the whole store when it was opened. `commit` decides when an
 * acknowledged append reaches the store.
 */
const buffered = (commit: "with the next call" | "in calls of several commands only"): Liar["make"] => {
  const stores = new WeakMap<LedgerShape, Map<DistrictId, DistrictModel>>()
  return (honest) => {
    const stored = stores.get(honest) ?? new Map<DistrictId, DistrictModel>()
    stores.set(honest, stored)
    const seen = new Map(stored)
    let waiting: DistrictModel | undefined
    const of = (district: DistrictId) => seen.get(district) ?? new DistrictModel(district)
    const flush = Effect.sync(() => {
      if (waiting !== undefined) stored.set(waiting.district, waiting)
      waiting = undefined
    })
    const appendAll: LedgerShape["appendAll"] = (appends) =>
      Effect.flatMap(honest.appendAll(appends), (receipts) =>
        Effect.andThen(
          flush,
          Effect.sync(() => {
            const [first] = appends
            if (first === undefined) return receipts
            const { after } = of(first.district).appendAll(appends)
            seen.set(first.district, after)
            if (commit === "with the next call" || appends.length === 1) waiting = after
            else stored.set(first.district, after)
            return receipts
          })
        )
      )
    return but(honest, {
      append: (append) => Effect.map(appendAll([append]), ([receipt]) => receipt as Receipt),
      appendAll,
      read: (district, after, limit) =>
        Effect.sync(() => of(district).entries.slice(after, Math.min(after + limit, after + 10_000))),
      readStream: (district, stream, after, limit) =>
        Effect.sync(() =>
          of(district)
            .stream(stream)
            .slice(after, after + limit)
        )
    })
  }
}

/** Makes a ledger whose appends run one at a time under a lock that an interrupted caller does not give back. */
const stuck: Liar["make"] = (honest) => {
  const locks = new Map<DistrictId, Semaphore.Semaphore>()
  return but(honest, {
    append: (append) => {
      const lock = locks.get(append.district) ?? Semaphore.makeUnsafe(1)
      locks.set(append.district, lock)
      return Effect.gen(function* () {
        yield* lock.take(1)
        yield* dawdle
        const result = yield* Effect.result(honest.append(append))
        yield* lock.release(1)
        return yield* Effect.fromResult(result)
      })
    }
  })
}

/** Makes a ledger in which the first of several waiting callers writes the appends of all. */
const led: Liar["make"] = (honest) => {
  interface Waiting {
    readonly append: Append
    readonly done: Deferred.Deferred<Receipt, Effect.Error<ReturnType<LedgerShape["append"]>>>
  }
  const lanes = new Map<DistrictId, Array<Waiting>>()
  return but(honest, {
    append: (append) =>
      Effect.gen(function* () {
        const lane = lanes.get(append.district)
        const one: Waiting = { append, done: Deferred.makeUnsafe() }
        if (lane !== undefined) lane.push(one)
        else {
          const begun = [one]
          lanes.set(append.district, begun)
          yield* dawdle
          while (begun.length > 0) {
            const next = begun[0]!
            yield* Deferred.into(honest.append(next.append), next.done)
            begun.shift()
          }
          lanes.delete(append.district)
        }
        return yield* Deferred.await(one.done)
      })
  })
}

export const callerLiars: ReadonlyArray<Liar> = [
  { name: "keeps its lock when a caller is interrupted", hangs: true, caughtBy: promises.whole, make: stuck },
  {
    name: "stores the first part of an append whose caller is interrupted",
    caughtBy: promises.whole,
    make: (honest) =>
      but(honest, {
        append: (append) =>
          Effect.onInterrupt(Effect.andThen(dawdle, honest.append(append)), () =>
            Effect.ignore(honest.append({ ...append, streams: append.streams.slice(0, 1) }))
          )
      })
  },
  {
    name: "writes an interrupted append later under another command",
    caughtBy: promises.whole,
    make: (honest) =>
      but(honest, {
        append: (append) =>
          Effect.onInterrupt(Effect.andThen(dawdle, honest.append(append)), () =>
            Effect.ignore(
              honest.append({ ...append, commandId: `${append.commandId}:late` as Append["commandId"] })
            )
          )
      })
  },
  {
    name: "lets the first of several callers write for all, and stops if that one is interrupted",
    hangs: true,
    caughtBy: promises.beside,
    make: led
  },
  {
    name: "keeps the lock of a reader that is interrupted",
    hangs: true,
    caughtBy: promises.readers,
    make: (honest) => {
      const held = new Set<DistrictId>()
      return but(honest, {
        changed: (district, after) =>
          Effect.onInterrupt(honest.changed(district, after), () => Effect.sync(() => held.add(district))),
        append: (append) =>
          held.has(append.district) && append.streams[0]?.stream === StreamId.make("a")
            ? Effect.never
            : honest.append(append)
      })
    }
  },
  ...(["head", "read", "readStream", "receipts", "districts"] as const).map((operation): Liar => ({
    name: `remembers the answers of ${operation} until it appends itself`,
    caughtBy: promises.answers,
    ...remembering(operation)
  })),
  {
    name: "is not woken by calls of another handle with several commands",
    hangs: true,
    caughtBy: promises.several,
    ...deaf("appendAll")
  },
  {
    name: "stores what it has acknowledged with its next call",
    caughtBy: promises.closed,
    capabilities: { reopens: true },
    make: buffered("with the next call")
  },
  {
    name: "stores a call with one command only with its next call",
    caughtBy: promises.closed,
    capabilities: { reopens: true },
    make: buffered("in calls of several commands only")
  },
  {
    name: "has the receipts of calls with several commands only in memory",
    caughtBy: promises.closed,
    capabilities: { reopens: true },
    ...(() => {
      const stores = new WeakMap<LedgerShape, Set<string>>()
      return {
        make: (honest: LedgerShape) => {
          const written = stores.get(honest) ?? new Set<string>()
          stores.set(honest, written)
          const own = new Set<string>()
          return but(honest, {
            appendAll: (appends) =>
              Effect.tap(honest.appendAll(appends), () =>
                Effect.sync(() => {
                  for (const { commandId } of appends) {
                    written.add(commandId)
                    own.add(commandId)
                  }
                })
              ),
            receipts: (district, ids) =>
              honest.receipts(
                district,
                ids.filter((id) => own.has(id) || !written.has(id))
              )
          })
        }
      }
    })()
  }
]
