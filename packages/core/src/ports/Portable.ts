/**
 * A district as a portable file, in JSON Lines with the hash chain. Use it to move a district from one storage adapter
 * to another, or to keep a copy.
 *
 * The first line contains the format and the district. Each following line is one entry, in order. The last line
 * contains the head (the position and hash of the last entry), so that a truncated file is detected. Before the first
 * entry is written, the whole file is read and checked. If anything was changed, dropped, moved or cut off since the
 * export, nothing is written.
 *
 * If the ledger already contains the first entries of the file, only the other entries are written. So a later export
 * can be used to update a copy.
 *
 * A large file is written in several transactions. If it is stopped between two of them, the district has only a part of
 * its entries, and the same restore continues. Until then, a view marks the district, so that readers can see it.
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { StreamId } from "../kernel/StreamId.ts"
import { TaggedError } from "../kernel/TaggedError.ts"
import { DistrictId } from "../place/Id.ts"
import { CommandId, type Entry, type Head } from "./Entry.ts"
import {
  type Append,
  encode,
  type LedgerShape,
  type LedgerUnavailable,
  limits,
  type NewEvent
} from "./Ledger.ts"
import { breach } from "./Verification.ts"
import type { ViewsShape } from "./Views.ts"

/**
 * The file was changed since its export, or does not continue the entries of the ledger. Nothing was written.
 *
 * @category errors
 */
export class PortableRefused extends TaggedError<PortableRefused>()(
  "PortableRefused",
  {
    /** The number of the line in the file, from 1. */
    line: Schema.Int,
    reason: Schema.String
  },
  ({ line, reason }) => `line ${line} of the file: ${reason}`
) {}

const format = "liulinhui-ledger"
const formatVersion = 1

/**
 * The lines of a district's file, without line ends. The file contains all entries up to the last entry at the time
 * when the export starts.
 *
 * @category operations
 */
export const lines = (ledger: LedgerShape, district: DistrictId): Stream.Stream<string, LedgerUnavailable> =>
  Stream.suspend(() => {
    let head: Head = { position: 0, hash: "" }
    return Stream.make(JSON.stringify({ format, version: formatVersion, district })).pipe(
      Stream.concat(
        ledger.all(district).pipe(
          Stream.map(({ district: _, ...entry }) => {
            head = { position: entry.position, hash: entry.hash }
            return JSON.stringify(entry)
          })
        )
      ),
      Stream.concat(Stream.sync(() => JSON.stringify({ head })))
    )
  })

const Header = Schema.Struct({
  format: Schema.Literal(format),
  version: Schema.Literal(formatVersion),
  district: DistrictId
})
const decodeHeader = Schema.decodeUnknownOption(Header)

const Closing = Schema.Struct({ head: Schema.Struct({ position: Schema.Int, hash: Schema.String }) })
const decodeClosing = Schema.decodeUnknownOption(Closing)

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether a field of a line is a text or missing. */
const isOptionalText = (value: unknown): value is string | undefined =>
  value === undefined || typeof value === "string"

/**
 * Reads a parsed line of the file as an entry. `undefined` if a field has the wrong type. Whether the characters and
 * sizes are allowed is checked later, when the entry is appended.
 */
const asEntry = (district: DistrictId, value: unknown): Entry | undefined => {
  if (typeof value !== "object" || value === null) return undefined
  const { position, stream, version, commandId, at, type, data, fingerprint, hash } = value as Record<
    string,
    unknown
  >
  return typeof position === "number" &&
    typeof stream === "string" &&
    typeof version === "number" &&
    typeof commandId === "string" &&
    typeof at === "number" &&
    typeof type === "string" &&
    data !== undefined &&
    isOptionalText(fingerprint) &&
    typeof hash === "string"
    ? {
        district,
        position,
        stream: stream as StreamId,
        version,
        commandId: commandId as CommandId,
        at,
        type,
        data: data as Schema.Json, // JSON.parse returned this value
        ...(fingerprint === undefined ? {} : { fingerprint }),
        hash
      }
    : undefined
}

/** One append (the entries of one command) in the file: its first line, its first position and its last entry. */
interface Found {
  readonly append: Append
  readonly line: number
  readonly first: number
  readonly last: Head
}

/** An append (the entries of one command) that is not completely read yet. */
interface Unfinished {
  readonly append: Omit<Append, "streams"> & {
    readonly streams: Array<{ stream: StreamId; expected: number; events: Array<NewEvent> }>
  }
  readonly line: number
  readonly first: number
}

/**
 * Reads a file line by line, and checks each line against the lines before it. If a line completes an append (the
 * entries of one command), this append is returned.
 */
class Reader {
  line = 0
  district: DistrictId | undefined
  head: Head = { position: 0, hash: "" }
  readonly #hash: LedgerShape["hash"]
  readonly #versions = new Map<StreamId, number>()
  readonly #commands = new Set<CommandId>()
  #unfinished: Unfinished | undefined
  #closed = false

  constructor(hash: LedgerShape["hash"]) {
    this.#hash = hash
  }

  refuse(reason: string): Result.Result<never, PortableRefused> {
    return Result.fail(new PortableRefused({ line: this.line, reason }))
  }

  take(text: string): Result.Result<Found | undefined, PortableRefused> {
    this.line += 1
    if (text === "" && this.#closed) return Result.succeed(undefined)
    const value = parse(text)
    if (value === undefined) return this.refuse("it is not JSON")
    if (this.#closed) return this.refuse("there is a line after the closing line")
    if (this.district === undefined) {
      const header = Option.getOrUndefined(decodeHeader(value))
      if (header === undefined) {
        return this.refuse(`it is not the first line of a ledger's file of version ${formatVersion}`)
      }
      this.district = header.district
      return Result.succeed(undefined)
    }
    const entry = asEntry(this.district, value)
    if (entry !== undefined) return this.#entry(this.district, entry)
    const closing = Option.getOrUndefined(decodeClosing(value))
    if (closing === undefined) return this.refuse("it is neither an entry nor the closing line")
    this.#closed = true
    return closing.head.position === this.head.position && closing.head.hash === this.head.hash
      ? Result.succeed(this.#finish())
      : this.refuse(
          `the head is at position ${closing.head.position}, the last entry at ${this.head.position}`
        )
  }

  end(): Result.Result<DistrictId, PortableRefused> {
    this.line += 1
    return this.district === undefined
      ? this.refuse("the file is empty")
      : this.#closed
        ? Result.succeed(this.district)
        : this.refuse(
            "the file ends without its closing line: it was cut off, or its export was stopped. Export the district again"
          )
  }

  #entry(district: DistrictId, entry: Entry): Result.Result<Found | undefined, PortableRefused> {
    const { stream, version, commandId, at, fingerprint, position } = entry
    const reason = breach(this.#hash, district, this.head, this.#versions.get(stream) ?? 0, entry)
    if (reason !== undefined) return this.refuse(`at position ${this.head.position + 1}, ${reason}`)
    let found: Found | undefined
    if (this.#unfinished?.append.commandId !== commandId) {
      found = this.#finish()
      if (this.#commands.has(commandId)) return this.refuse(`the command ${commandId} occurs twice`)
      this.#commands.add(commandId)
      this.#unfinished = {
        append: {
          district,
          commandId,
          at,
          ...(fingerprint === undefined ? {} : { fingerprint }),
          streams: []
        },
        first: position,
        line: this.line
      }
    } else if (this.#unfinished.append.at !== at) {
      return this.refuse(`the command ${commandId} has two times`)
    } else if (fingerprint !== undefined) {
      return this.refuse(`the command ${commandId} has a fingerprint on an entry that is not its first`)
    }
    const { streams } = this.#unfinished.append
    const last = streams.at(-1)
    if (last?.stream === stream) last.events.push(entry)
    else streams.push({ stream, expected: version - 1, events: [entry] })
    this.#versions.set(stream, version)
    this.head = { position, hash: entry.hash }
    return Result.succeed(found)
  }

  /**
   * Completes the append (the entries of one command) that is being read. Call this before `head` is set to the next
   * entry.
   */
  #finish(): Found | undefined {
    const found = this.#unfinished === undefined ? undefined : { ...this.#unfinished, last: this.head }
    this.#unfinished = undefined
    return found
  }
}

/** The maximum size of one group of appends, which is written in one transaction. A single append may be larger. */
const group = { appends: 1000, events: limits.page, units: 4_194_304 }

/**
 * Reads a file to its end and passes its appends (each the entries of one command) to `use` in groups. Returns the
 * district and the head (last position and hash) of the file.
 */
const readThrough = <E, R, E2>(
  hash: LedgerShape["hash"],
  file: Stream.Stream<string, E, R>,
  use: (found: ReadonlyArray<Found>, line: number) => Effect.Effect<void, E2>
): Effect.Effect<{ readonly district: DistrictId; readonly head: Head }, E | E2 | PortableRefused, R> =>
  Effect.gen(function* () {
    const reader = new Reader(hash)
    let gathered: Array<Found> = []
    let events = 0
    let units = 0
    yield* Stream.runForEachArray(file, (texts): Effect.Effect<void, E2 | PortableRefused> => {
      const full: Array<ReadonlyArray<Found>> = []
      for (const text of texts) {
        const taken = reader.take(text)
        if (Result.isFailure(taken)) return Effect.fail(taken.failure)
        units += text.length
        const found = taken.success
        if (found === undefined) continue
        events += found.last.position - found.first + 1
        if (gathered.length === group.appends || events > group.events || units > group.units) {
          full.push(gathered)
          gathered = []
          events = found.last.position - found.first + 1
          units = text.length
        }
        gathered.push(found)
      }
      return Effect.forEach(full, (found) => use(found, reader.line), { discard: true })
    })
    const district = yield* Effect.fromResult(reader.end())
    yield* use(gathered, reader.line)
    return { district, head: reader.head }
  })

/**
 * Writes the district in a file into a ledger. Positions, versions, times, command ids, fingerprints and hashes stay
 * the same. The file is read twice: first to check it completely, then to write it.
 *
 * `expect` is the head (the position and hash of the last entry) that was recorded in another place. If it is given, a
 * completely forged file is detected, too. `views` is a store beside the ledger, in which the district is marked until all
 * entries are written: see {@link stopped}. Returns the head of the file. Fails with `PortableRefused` and writes
 * nothing if the file was changed since its export, or does not continue the entries of the ledger.
 *
 * @example
 * ```ts
 * import { StreamId, DistrictId } from "@liulinhui/core/Id"
 * import { CommandId, Portable } from "@liulinhui/core/Ledger"
 * import * as Memory from "@liulinhui/storage-memory"
 * import * as Effect from "effect/Effect"
 * import { strict as assert } from "node:assert"
 *
 * const program = Effect.gen(function* () {
 *   const [here, there] = [Memory.makeLedger(), Memory.makeLedger()]
 *   const district = DistrictId.make("wan-liu")
 *   const events = [{ type: "Surveyed", data: { building: "b-7" } }]
 *   yield* here.append({
 *     district,
 *     commandId: CommandId.make("survey-b-7"),
 *     at: 0,
 *     streams: [{ stream: StreamId.make("case-7"), expected: 0, events }]
 *   })
 *   assert.deepEqual(yield* Portable.restore(there, Portable.lines(here, district)), yield* here.head(district))
 * })
 * await Effect.runPromise(program)
 * ```
 * @category operations
 */
export const restore = <E, R>(
  ledger: LedgerShape,
  file: Stream.Stream<string, E, R>,
  options: { readonly expect?: Head; readonly views?: ViewsShape } = {}
): Effect.Effect<Head, E | PortableRefused | LedgerUnavailable, R> =>
  Effect.gen(function* () {
    const { expect, views } = options
    const first = new Reader(ledger.hash)
    const header = yield* Stream.runHead(file)
    const begun: Result.Result<unknown, PortableRefused> = Option.isNone(header)
      ? first.end()
      : first.take(header.value)
    yield* Effect.fromResult(begun)
    const held = first.district === undefined ? none : yield* ledger.head(first.district)

    let line = 0
    const refuse = (reason: string): Effect.Effect<never, PortableRefused> =>
      Effect.fail(new PortableRefused({ line, reason }))
    const met = { expect: expect === undefined || expect.position === 0, held: held.position === 0 }
    const { district, head } = yield* readThrough(ledger.hash, file, (found, at) => {
      line = at
      for (const { append, last, line: begins } of found) {
        const checked = encode(append.district, [append])
        if (Result.isFailure(checked)) {
          const { reasons } = checked.failure
          return Effect.fail(new PortableRefused({ line: begins, reason: reasons.join("; ") }))
        }
        if (last.position === expect?.position) met.expect = last.hash === expect.hash
        if (last.position === held.position) met.held = last.hash === held.hash
      }
      return Effect.void
    })
    if (!met.expect) return yield* refuse(`no entry has the expected hash at position ${expect?.position}`)
    if (held.position > head.position) {
      // The ledger may already have all entries of the file, and more. If the entries in the file are the first entries
      // of the ledger, there is nothing to write.
      const [same] = head.position === 0 ? [head] : yield* ledger.read(district, head.position - 1, 1)
      met.held = same?.hash === head.hash
    }
    if (!met.held) return yield* refuse(`the ledger holds other entries up to position ${held.position}`)
    const complete = views === undefined ? Effect.void : views.drop(district, restoring)
    if (held.position >= head.position) return yield* Effect.as(complete, head)
    if (views !== undefined) yield* mark(views, district, head)

    const write = (found: ReadonlyArray<Found>): Effect.Effect<void, PortableRefused | LedgerUnavailable> =>
      Effect.flatMap(ledger.appendAll(found.map(({ append }) => append)), (receipts) =>
        receipts.every((receipt, n) => receipt.first === found[n]?.first && !receipt.repeated)
          ? Effect.void
          : refuse("another writer appends to the district at the same time")
      ).pipe(
        Effect.catchTag(["VersionConflict", "CommandIdReused"], (refused) => refuse(refused.message)),
        Effect.catchTag("AppendRejected", (rejected) => refuse(rejected.message))
      )
    yield* readThrough(ledger.hash, file, (found, at) => {
      line = at
      return write(found.filter(({ first }) => first > held.position))
    })
    const reached = yield* ledger.head(district)
    return reached.hash === head.hash
      ? yield* Effect.as(complete, head)
      : yield* refuse("another writer appends to the district at the same time")
  })

const none: Head = { position: 0, hash: "" }

/** The name of the view that marks a district. Its position is that of the last entry of the file. */
const restoring = "~restoring"

const markVersion = 1

/** Marks a district before the first entries are written. If a stopped restore has marked it, its mark is replaced. */
const mark = Effect.fnUntraced(function* (views: ViewsShape, district: DistrictId, { hash, position }: Head) {
  const seen = yield* views.get(district, restoring)
  const next = { version: markVersion, position, state: JSON.stringify({ hash }) }
  // If the mark has changed since it was read, another restore has just begun. Its mark is as good as this one.
  yield* views.put(district, restoring, seen, next)
})

/** How far a restore has come that was stopped: the last entry in the ledger, and the last entry of the file. */
export interface Stopped {
  readonly position: number
  readonly of: number
}

/**
 * Whether a restore of a district was stopped, or is still running, so that the ledger has only a part of the entries.
 * `None` if the district is complete. `views` must be the store that the restore used.
 *
 * @category operations
 */
export const stopped = (
  ledger: Pick<LedgerShape, "head">,
  views: ViewsShape,
  district: DistrictId
): Effect.Effect<Option.Option<Stopped>, LedgerUnavailable> =>
  Effect.gen(function* () {
    const marked = yield* views.get(district, restoring)
    if (Option.isNone(marked)) return Option.none()
    const { position } = yield* ledger.head(district)
    const of = marked.value.position
    return position < of ? Option.some({ position, of }) : Option.none()
  })
