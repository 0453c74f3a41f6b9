/**
 * Crash tests for an adapter of the ledger port. They start processes that append to one ledger as fast as they can.
 * The processes are killed at a random moment, or they all run at the same time. Afterwards the tests check what every
 * adapter must guarantee.
 *
 * The adapter provides a script that opens its store and calls {@link write}. Its tests run the script with {@link
 * run}, and check the store with {@link expectKept} and {@link expectOneHistory}.
 */
import { StreamId, DistrictId } from "@liulinhui/core/Id"
import type { BookmarksShape } from "@liulinhui/core/Bookmarks"
import {
  type Append,
  type AppendRefused,
  type AppendRejected,
  type ChainBroken,
  CommandId,
  type Entry,
  type Head,
  type LedgerShape,
  type LedgerUnavailable
} from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { spawn } from "node:child_process"
import { openSync, readFileSync, writeSync } from "node:fs"
import process from "node:process"
import { expect } from "./Expect.ts"

/** The district to which all writing processes append. */
export const district = DistrictId.make("wan-liu")

/** Returns a fingerprint (a hash of the command) for two of every three commands. */
const fingerprintOf = (n: number): Pick<Append, "fingerprint"> =>
  n % 3 === 0 ? {} : { fingerprint: `fingerprint-${n}` }

/**
 * Builds the append number `n` of a writing process. The sizes and the streams vary. Every fourth append has a command
 * id that all processes share.
 */
const append = (name: string, n: number): Append => {
  const size = 1 + (n % 5)
  const commandId = CommandId.make(n % 4 === 0 ? `shared-${n}` : `${name}-${n}`)
  const events = Array.from({ length: size }, (_, of) => ({
    type: "Visited",
    data: { of, size, note: "字".repeat((n * 37) % 300) }
  }))
  const half = Math.ceil(size / 2)
  return {
    district,
    commandId,
    at: n,
    ...fingerprintOf(n),
    streams: [
      { stream: StreamId.make(`case-${n % 7}`), expected: "any", events: events.slice(0, half) },
      ...(half < size
        ? [{ stream: StreamId.make(`log-${n % 3}`), expected: "any" as const, events: events.slice(half) }]
        : [])
    ]
  }
}

/**
 * Appends to a ledger as fast as it can. Call it in the script of the writing process. It prints "ready" on standard
 * output, and "begun" after the first acknowledged append. It logs which appends were sent and which were acknowledged.
 * Each line of the log is written to a file at once, because a file survives the death of the process and never blocks
 * it.
 *
 * @category writing
 */
export const write = (
  ledger: LedgerShape,
  bookmarks: BookmarksShape,
  options: { readonly name: string; readonly log: string; readonly count: number }
): Effect.Effect<void, AppendRefused | AppendRejected | LedgerUnavailable> =>
  Effect.suspend(() => {
    const log = openSync(options.log, "a")
    const say = (line: string): void => void writeSync(log, `${line}\n`)
    let begun = false
    process.stdout.write("ready\n")
    return Effect.forEach(
      Array.from({ length: options.count }, (_, n) => n),
      (n) => {
        const one = append(options.name, n)
        say(`sent ${one.commandId} ${1 + (n % 5)}`)
        return Effect.flatMap(ledger.append(one), ({ first, last, repeated }) => {
          say(`appended ${one.commandId} ${first} ${last} ${repeated}`)
          if (!begun) process.stdout.write("begun\n")
          begun = true
          return n % 10 === 0
            ? Effect.map(bookmarks.advance(district, options.name, last), () => say(`marked ${last}`))
            : Effect.void
        })
      },
      { concurrency: 4, discard: true }
    )
  })

interface Acknowledged {
  readonly commandId: string
  readonly first: number
  readonly last: number
  readonly repeated: boolean
}

/**
 * What a writing process has logged.
 *
 * @category models
 */
export interface Said {
  /** For each command that the process has sent: the number of its entries. */
  readonly sent: ReadonlyMap<string, number>
  readonly appended: ReadonlyArray<Acknowledged>
  /**
   * The highest position of the process's bookmark (the position up to which it has read) that the store has
   * acknowledged.
   */
  readonly marked: number
  /** What the process wrote to standard error. */
  readonly complaint: string
}

/**
 * Runs the script of a writing process. Kills the process the given number of milliseconds after it has printed the
 * given word, or lets it finish.
 *
 * @category writing
 */
export const run = (
  script: string,
  options: ReadonlyArray<string>,
  log: string,
  kill?: { readonly word: "ready" | "begun"; readonly after: number }
): Effect.Effect<Said> =>
  Effect.promise(
    () =>
      new Promise<Said>((resolve) => {
        const writer = spawn(process.execPath, [script, ...options])
        let complaint = ""
        writer.stdout.on("data", (chunk: Buffer) => {
          if (kill !== undefined && chunk.toString().includes(kill.word)) {
            setTimeout(() => writer.kill("SIGKILL"), kill.after)
          }
        })
        writer.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()))
        writer.on("close", () => resolve({ ...read(log), complaint }))
      })
  )

const read = (log: string): Omit<Said, "complaint"> => {
  const text = readFileSync(log, "utf8")
  // The last line may be incomplete, because the process was killed while it wrote the line.
  const lines = text.slice(0, text.lastIndexOf("\n")).split("\n")
  const words = lines.map((line) => line.split(" "))
  return {
    sent: new Map(words.flatMap(([word, id = "", size]) => (word === "sent" ? [[id, Number(size)]] : []))),
    appended: words.flatMap(([word, commandId = "", first, last, repeated]) =>
      word === "appended"
        ? [{ commandId, first: Number(first), last: Number(last), repeated: repeated === "true" }]
        : []
    ),
    marked: Math.max(0, ...words.flatMap(([word, position]) => (word === "marked" ? [Number(position)] : [])))
  }
}

/**
 * Returns the number of entries of each command. Fails if the entries of a command are not next to each other, or if
 * some of them are missing.
 */
const expectWhole = (entries: ReadonlyArray<Entry>): ReadonlyMap<string, number> => {
  const sizes = new Map<string, number>()
  const broken: Array<string> = []
  let due = 0
  for (const { commandId, data } of entries) {
    const { of, size } = data as { readonly of: number; readonly size: number }
    if (of === 0 ? due > 0 || sizes.has(commandId) : due !== size - of || sizes.get(commandId) !== size) {
      broken.push(commandId)
    }
    sizes.set(commandId, size)
    due = size - of - 1
  }
  expect(broken).toEqual([])
  expect(due).toBe(0)
  return sizes
}

/**
 * Checks a store after its writing process was killed. Every acknowledged append must be stored. Every other append
 * must be stored completely or not at all. The chain of hashes must be valid, and the bookmark must not be ahead of the
 * entries. Without `bookmarks`, only the ledger is checked. Returns the head (the last position and hash) of the ledger.
 *
 * @category expectations
 */
export const expectKept = (
  ledger: LedgerShape,
  bookmarks: BookmarksShape | undefined,
  name: string,
  said: Said
): Effect.Effect<Head, ChainBroken | LedgerUnavailable> =>
  Effect.gen(function* () {
    const head = yield* ledger.verify(district)
    for (const { commandId, first, last } of said.appended) {
      const receipt = yield* ledger.receipt(district, CommandId.make(commandId))
      const n = Number(commandId.slice(commandId.lastIndexOf("-") + 1))
      expect(Option.getOrUndefined(receipt)).toEqual({ first, last, repeated: true, ...fingerprintOf(n) })
    }
    const sizes = expectWhole(yield* Stream.runCollect(ledger.all(district)))
    for (const [commandId, size] of said.sent) {
      const receipt = yield* ledger.receipt(district, CommandId.make(commandId))
      expect(Option.isSome(receipt)).toBe(sizes.has(commandId))
      if (Option.isSome(receipt)) expect(receipt.value.last - receipt.value.first + 1).toBe(size)
    }
    if (bookmarks === undefined) return head
    const bookmark = yield* bookmarks.get(district, name)
    expect(bookmark).toBeGreaterThanOrEqual(said.marked)
    expect(bookmark).toBeLessThanOrEqual(head.position)
    return head
  })

/**
 * Checks a store after several processes appended at the same time until they finished. Each command must be stored
 * once, in one common order, with one chain of hashes. If two processes sent the same command, both must have the same
 * receipt.
 *
 * @category expectations
 */
export const expectOneHistory = (
  ledger: LedgerShape,
  said: ReadonlyArray<Said>,
  count: number
): Effect.Effect<void, ChainBroken | LedgerUnavailable> =>
  Effect.gen(function* () {
    const { position } = yield* ledger.verify(district)
    const written = new Map<string, Acknowledged>()
    for (const { appended, complaint } of said) {
      expect(complaint).toBe("")
      expect(appended).toHaveLength(count)
      for (const one of appended.filter(({ repeated }) => !repeated)) {
        expect(written.has(one.commandId)).toBe(false)
        written.set(one.commandId, one)
      }
    }
    for (const { commandId, first, last } of said.flatMap(({ appended }) => appended)) {
      expect(written.get(commandId)).toMatchObject({ first, last })
    }
    expect(written.size).toBe(said.length * count - (said.length - 1) * Math.ceil(count / 4))
    const sizes = expectWhole(yield* Stream.runCollect(ledger.all(district)))
    expect(sizes.size).toBe(written.size)
    expect([...sizes.values()].reduce((sum, size) => sum + size, 0)).toBe(position)
  })
