/**
 * Checks whether a ledger is linearizable. Several callers used a district at the same time. The ledger is linearizable
 * if *some* order of their calls explains all answers. In this order, each call takes effect at one moment between its
 * beginning and its end (Herlihy & Wing, "Linearizability", 1990).
 *
 * In general, a check must search through the orders. For a ledger no search is necessary, because the positions of the
 * entries already state the order of the writes. Every other call only needs a place between two writes. The answer of
 * the call determines the first and the last possible place. The check takes the calls in the order of their
 * beginnings. It puts each call at the earliest possible place that is not before the place of any call that ended
 * before this call began. If this place is later than the answer of the call allows, no order of the calls explains all
 * answers.
 */
import type { Append, CommandId, Entry, Head, Receipt } from "@liulinhui/core/Ledger"
import type { Outcome } from "./LedgerModel.ts"

/** A call to the ledger and the answer to it. */
export type Call =
  | { readonly _tag: "append"; readonly append: Append; readonly outcome: Outcome }
  | { readonly _tag: "receipt"; readonly commandId: CommandId; readonly receipt: Receipt | undefined }
  | {
      readonly _tag: "read"
      readonly after: number
      readonly limit: number
      readonly entries: ReadonlyArray<Entry>
    }
  | { readonly _tag: "head"; readonly head: Head }

/**
 * A call, its answer, and the moments when it began and ended. All callers use one clock.
 *
 * @category models
 */
export interface Event {
  readonly began: number
  readonly ended: number
  readonly call: Call
}

/** The range of places in the order of writes at which a call can have taken effect. Place 0 is before all writes. */
interface Places {
  readonly first: number
  readonly last: number
  /** Whether the call is a write. A write takes effect between its place and the next place. */
  readonly writes: boolean
}

const show = (value: unknown): string => JSON.stringify(value)

/**
 * Explains why no order of the calls is possible. `entries` are all entries of the district at the end. Returns
 * `undefined` if an order exists.
 *
 * @category operations
 */
export const objection = (
  history: ReadonlyArray<Event>,
  entries: ReadonlyArray<Entry>
): string | undefined => {
  // The calls that wrote entries, in the order of the ledger.
  const writes: Array<{ commandId: string; first: number; last: number }> = []
  for (const { commandId, position } of entries) {
    const last = writes.at(-1)
    if (last?.commandId === commandId) last.last = position
    else writes.push({ commandId, first: position, last: position })
  }
  const commands = new Set(writes.map(({ commandId }) => commandId))
  if (commands.size !== writes.length) return "the entries of one command are in two places"
  /** Returns the place of the write that stored the entry at this position. */
  const placeOf = (position: number): number => writes.findIndex(({ last }) => position <= last)
  const placeOfCommand = (commandId: string): number =>
    writes.findIndex((write) => write.commandId === commandId)
  /**
   * Returns the place in the order of writes at which this position is the last position of the district. `NaN` if
   * there is no such place.
   */
  const placeOfHead = (position: number): number =>
    position === 0 ? 0 : writes.findIndex(({ last }) => last === position) + 1 || Number.NaN
  const positionOf = (stream: string, version: number): number =>
    entries.find((entry) => entry.stream === stream && entry.version === version)?.position ?? Number.NaN
  const acknowledged = new Set<string>()

  const places = ({ call }: Event): Places | string => {
    switch (call._tag) {
      case "append": {
        const { append, outcome } = call
        const place = placeOfCommand(append.commandId)
        if (outcome._tag === "VersionConflict") {
          const { stream, expected, actual } = outcome
          if (stream === undefined) {
            const reached = placeOfHead(actual)
            return Number.isNaN(reached) || expected === actual
              ? `position ${expected} had a conflict with position ${actual}`
              : { first: reached, last: place < 0 ? reached : Math.min(reached, place), writes: false }
          }
          if (expected === actual)
            return `stream ${stream} had a conflict although it was at the expected version ${actual}`
          const reached = actual === 0 ? 0 : placeOf(positionOf(stream, actual)) + 1
          const left = positionOf(stream, actual + 1)
          if (actual > 0 && reached === 0) return `stream ${stream} never had the version ${actual}`
          const last = Number.isNaN(left) ? writes.length : placeOf(left)
          return { first: reached, last: place < 0 ? last : Math.min(last, place), writes: false }
        }
        const write = writes[place]
        const stored = write && entries[write.first - 1]?.fingerprint
        const isAnother =
          stored !== undefined && append.fingerprint !== undefined && stored !== append.fingerprint
        if (outcome._tag === "CommandIdReused") {
          return isAnother
            ? { first: place + 1, last: writes.length, writes: false }
            : `command ${append.commandId} was refused as the id of another command, but no other command used it`
        }
        const { receipt } = outcome
        if (isAnother) return `command ${append.commandId} was accepted although another command has its id`
        if (write === undefined || write.first !== receipt.first || write.last !== receipt.last) {
          return `command ${append.commandId} has the receipt ${show(receipt)}, its entries are ${show(write)}`
        }
        if (receipt.repeated) return { first: place + 1, last: writes.length, writes: false }
        if (acknowledged.has(append.commandId)) return `command ${append.commandId} was new twice`
        acknowledged.add(append.commandId)
        const written = entries
          .slice(write.first - 1, write.last)
          .map(({ stream, type, data, fingerprint = null }) => ({ stream, type, data, fingerprint }))
        const sent = append.streams
          .flatMap(({ stream, events }) => events.map(({ type, data }) => ({ stream, type, data })))
          .map((event, n) => ({ ...event, fingerprint: n === 0 ? (append.fingerprint ?? null) : null }))
        if (show(written) !== show(sent))
          return `command ${append.commandId} wrote other events than were sent`
        for (const { stream, expected } of append.streams) {
          const version = entries.slice(0, write.first - 1).filter((entry) => entry.stream === stream).length
          if (expected !== "any" && expected !== version) {
            return `command ${append.commandId} was accepted at version ${version} of ${stream}, but expected ${expected}`
          }
        }
        return { first: place, last: place, writes: true }
      }
      case "receipt": {
        const place = placeOfCommand(call.commandId)
        if (call.receipt === undefined)
          return { first: 0, last: place < 0 ? writes.length : place, writes: false }
        return place < 0
          ? `there is a receipt for ${call.commandId}, which wrote nothing`
          : { first: place + 1, last: writes.length, writes: false }
      }
      case "head": {
        const place = placeOfHead(call.head.position)
        return Number.isNaN(place) || (entries[call.head.position - 1]?.hash ?? "") !== call.head.hash
          ? `the head was ${show(call.head)}, which is not the end of any append`
          : { first: place, last: place, writes: false }
      }
      case "read": {
        const { after, limit } = call
        const expected = entries.slice(after, after + call.entries.length)
        if (show(call.entries) !== show(expected)) {
          return `a read after ${after} gave ${show(call.entries.map(({ position }) => position))}, which are not the stored entries`
        }
        const seen = after + call.entries.length
        if (call.entries.length === limit)
          return { first: placeOf(seen) + 1, last: writes.length, writes: false }
        if (call.entries.length === 0) {
          const beyond = writes.findIndex(({ last }) => last > after)
          return { first: 0, last: beyond < 0 ? writes.length : beyond, writes: false }
        }
        const place = placeOfHead(seen)
        return Number.isNaN(place)
          ? `a read saw up to position ${seen}, which is within an append`
          : { first: place, last: place, writes: false }
      }
    }
  }

  const done: Array<{ readonly ended: number; readonly place: number }> = []
  for (const event of history.toSorted((a, b) => a.began - b.began)) {
    const found = places(event)
    if (typeof found === "string") return found
    const earliest = done.reduce(
      (place, before) => (before.ended < event.began ? Math.max(place, before.place) : place),
      found.first
    )
    if (earliest > found.last) {
      return `${show(event.call)} returned a state older than that of an earlier answer`
    }
    done.push({ ended: event.ended, place: found.writes ? earliest + 1 : earliest })
  }
  const silent = writes.find(({ commandId }) => !acknowledged.has(commandId))
  return silent === undefined
    ? undefined
    : `command ${silent.commandId} was written, but never acknowledged as new`
}
