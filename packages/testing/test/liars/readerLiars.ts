/** Ledgers that are broken on purpose: each breaks a rule about pages, waiting readers or verification. */
import type { DistrictId } from "@liulinhui/core/Id"
import { derive, type Entry, type LedgerShape, limits } from "@liulinhui/core/Ledger"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { but, type Liar } from "../lying.ts"

const promises = {
  number: "returns a page that is exactly full by number, and then what comes after it",
  text: "returns a page that is exactly full by text, and pages of Chinese text without an empty one or a gap",
  hundreds: "lists some hundred districts, and reads each of them",
  several: "wakes readers and followers after several commands in one call",
  every: "wakes every reader of a district, also after another one was interrupted",
  anywhere:
    "finds a changed entry anywhere in a long district: the first, the last, and those beside a page's end",
  recorded: "compares its entries with heads that were recorded elsewhere, and reports the first that differs"
} as const

const textOf = (page: ReadonlyArray<Entry>): number =>
  page.reduce((sum, { data }) => sum + JSON.stringify(data).length, 0)

/** Changes every page that is read, of a district or of a stream. */
const paging = (change: (page: ReadonlyArray<Entry>, limit: number) => ReadonlyArray<Entry>): Liar["make"] =>
  ((honest: LedgerShape) =>
    but(honest, {
      read: (district, after, limit) =>
        Effect.map(honest.read(district, after, limit), (page) => change(page, limit)),
      readStream: (district, stream, after, limit) =>
        Effect.map(honest.readStream(district, stream, after, limit), (page) => change(page, limit))
    })) satisfies Liar["make"]

/**
 * Makes a ledger whose readers wait in sets that the ledger keeps itself. `wake` chooses which of the waiting readers
 * are woken after an append, and `leave` says what happens when one is interrupted.
 */
const waking = (options: {
  readonly afterSeveral?: false
  readonly wake?: (waiting: ReadonlyArray<Deferred.Deferred<void>>) => ReadonlyArray<Deferred.Deferred<void>>
  readonly leave?: "all"
}): Liar["make"] =>
  ((honest: LedgerShape) => {
    const { wake = (waiting) => waiting } = options
    const districts = new Map<DistrictId, Array<Deferred.Deferred<void>>>()
    const notify = (district: DistrictId) =>
      Effect.sync(() => {
        const waiting = districts.get(district) ?? []
        districts.set(district, [])
        for (const one of wake(waiting)) Deferred.doneUnsafe(one, Effect.void)
      })
    return but(honest, {
      append: (append) => Effect.tap(honest.append(append), () => notify(append.district)),
      appendAll: (appends) =>
        Effect.tap(honest.appendAll(appends), () =>
          appends[0] === undefined || options.afterSeveral === false
            ? Effect.void
            : notify(appends[0].district)
        ),
      changed: (district, after) =>
        Effect.flatMap(honest.head(district), ({ position }) => {
          if (position > after) return Effect.void
          const one = Deferred.makeUnsafe<void>()
          districts.set(district, [...(districts.get(district) ?? []), one])
          return Effect.onInterrupt(Deferred.await(one), () =>
            Effect.sync(() => {
              const waiting = districts.get(district) ?? []
              districts.set(district, options.leave === "all" ? [] : waiting.filter((each) => each !== one))
            })
          )
        })
    })
  }) satisfies Liar["make"]

/** Makes a ledger whose check does not notice changes at some positions. */
const blind = (isBlind: (position: number, last: number) => boolean): Pick<Liar, "capabilities" | "make"> => {
  const tampered = new Map<DistrictId, Set<number>>()
  return {
    capabilities: {
      tamper: (district, position) =>
        Effect.sync(() => {
          tampered.set(district, new Set([...(tampered.get(district) ?? []), position]))
        })
    },
    make: (honest) => {
      const seen = (hides: boolean) => (page: ReadonlyArray<Entry>) =>
        page.map((entry) =>
          tampered.get(entry.district)?.has(entry.position) === true &&
          !(hides && isBlind(entry.position, limits.page + 2))
            ? { ...entry, data: "changed" }
            : entry
        )
      const through = (hides: boolean) =>
        derive({
          ...honest,
          read: (district, after, limit) => Effect.map(honest.read(district, after, limit), seen(hides)),
          readStream: (district, stream, after, limit) =>
            Effect.map(honest.readStream(district, stream, after, limit), seen(hides))
        })
      return { ...through(false), verify: through(true).verify }
    }
  }
}

export const readerLiars: ReadonlyArray<Liar> = [
  {
    name: "returns one entry too few if a page is exactly full",
    hangs: true,
    caughtBy: promises.number,
    make: paging((page, limit) =>
      page.length === limit && limit >= limits.page - 1 ? page.slice(0, -1) : page
    )
  },
  {
    name: "takes a full page for the last one",
    caughtBy: promises.number,
    make: (honest) => ({
      ...honest,
      all: (district, after = 0) =>
        Stream.unwrap(
          Effect.map(honest.read(district, after, limits.page), (page) =>
            page.length === limits.page && page[0]?.data === 1
              ? Stream.fromIterable(page)
              : honest.all(district, after)
          )
        )
    })
  },
  {
    name: "ends the reading of a stream one entry before the limit",
    caughtBy: promises.number,
    make: (honest) =>
      but(honest, {
        readStream: (district, stream, after, limit) =>
          Effect.map(honest.readStream(district, stream, after, limit), (page) =>
            page.length === limit && limit === limits.page - 1 ? page.slice(1) : page
          )
      })
  },
  {
    name: "returns one entry too few if a page is exactly full by its text",
    caughtBy: promises.text,
    make: paging((page) => (textOf(page) >= limits.pageText ? page.slice(0, -1) : page))
  },
  {
    name: "measures a page in bytes, and returns an empty one if Chinese text is too long",
    caughtBy: promises.text,
    make: paging((page) =>
      page.reduce((sum, { data }) => sum + Buffer.byteLength(JSON.stringify(data)), 0) > limits.pageText
        ? []
        : page
    )
  },
  {
    name: "lists at most 100 districts",
    caughtBy: promises.hundreds,
    make: (honest) => but(honest, { districts: Effect.map(honest.districts, (found) => found.slice(0, 100)) })
  },
  {
    name: "wakes nobody after several commands in one call",
    hangs: true,
    caughtBy: promises.several,
    make: waking({ afterSeveral: false })
  },
  {
    name: "wakes only the reader that has waited longest",
    hangs: true,
    caughtBy: promises.every,
    make: waking({ wake: (waiting) => waiting.slice(0, 1) })
  },
  {
    name: "has room for one waiting reader of a district",
    hangs: true,
    caughtBy: promises.every,
    make: waking({ wake: (waiting) => waiting.slice(-1) })
  },
  {
    name: "forgets all waiting readers when one is interrupted",
    hangs: true,
    caughtBy: promises.every,
    make: waking({ leave: "all" })
  },
  { name: "checks the first page only", caughtBy: promises.anywhere, ...blind((at) => at > limits.page) },
  { name: "does not check the last entry", caughtBy: promises.anywhere, ...blind((at, last) => at === last) },
  { name: "does not check the first entry", caughtBy: promises.anywhere, ...blind((at) => at === 1) },
  {
    name: "does not check the last entry of a page",
    caughtBy: promises.anywhere,
    ...blind((at) => at === limits.page)
  },
  {
    name: "checks a sample of its entries",
    caughtBy: promises.anywhere,
    ...blind((at) => at % 2 === 1 && at > 5)
  },
  {
    name: "ignores heads that were recorded elsewhere",
    caughtBy: promises.recorded,
    make: (honest) => ({ ...honest, verify: (district) => honest.verify(district) })
  },
  {
    name: "compares only the last of the heads that were recorded elsewhere",
    caughtBy: promises.recorded,
    make: (honest) => ({
      ...honest,
      verify: (district, recorded = []) =>
        honest.verify(
          district,
          recorded.filter(({ position }) => position >= Math.max(...recorded.map((head) => head.position)))
        )
    })
  },
  {
    name: "does not notice that entries at the end are missing",
    caughtBy: promises.recorded,
    make: (honest) => ({
      ...honest,
      verify: (district, recorded = []) =>
        Effect.flatMap(honest.head(district), ({ position: last }) =>
          honest.verify(
            district,
            recorded.filter(({ position }) => position <= last)
          )
        )
    })
  }
]
