/**
 * The stream of changes of a district, as server-sent events. An event has only the position of the last entry: it says
 * that something has changed, and a listener asks again what it may see. The access of the listener is checked before
 * each event, and again and again while nothing happens.
 */
import type { DistrictId } from "@liulinhui/core/Id"
import type { Ledger, LedgerUnavailable } from "@liulinhui/core/Ledger"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

/** The position in a header `Last-Event-ID`. `undefined` if the header is missing, or if its value is not an id of this stream. */
export const positionIn = (id: string | undefined): number | undefined =>
  id !== undefined && /^(?:0|[1-9]\d{0,14})$/u.test(id) ? Number(id) : undefined

const event = (position: number): string =>
  `id: ${position}\nevent: change\ndata: {"position":${position}}\n\n`

// A comment: it keeps the connection open, and shows the server whether the listener is still there.
const beat = ": \n\n"

/** The positions of the last entry, after the position that the listener has seen. The first is the present one. */
const positions = (
  ledger: Ledger["Service"],
  district: DistrictId,
  seen: number | undefined
): Stream.Stream<number, LedgerUnavailable> =>
  Stream.unwrap(
    Effect.map(ledger.head(district), ({ position }) => {
      // A position that does not exist comes from another ledger.
      const isSeen = seen !== undefined && seen <= position
      const next = (after: number): Effect.Effect<readonly [number, number], LedgerUnavailable> =>
        Effect.flatMap(ledger.changed(district, after), () =>
          Effect.flatMap(ledger.head(district), (head) =>
            head.position > after ? Effect.succeed([head.position, head.position] as const) : next(after)
          )
        )
      const after = Stream.unfold(isSeen ? seen : position, next)
      return isSeen ? after : Stream.concat(Stream.succeed(position), after)
    })
  )

/** What the stream of changes needs. */
export interface Options<E> {
  readonly ledger: Ledger["Service"]
  readonly district: DistrictId
  /** The position of the last event that the listener has seen. */
  readonly seen: number | undefined
  /** Fails if the listener has no access any more. */
  readonly check: Effect.Effect<unknown, E>
  /** How long nothing may happen before a comment is sent. */
  readonly every: Duration.Input
  /** Ends the stream, for example because the server stops. */
  readonly until: Effect.Effect<unknown>
}

/** The text of the stream of changes. It ends if the listener loses access, or if the ledger cannot be read. */
export const stream = <E>({
  check,
  district,
  every,
  ledger,
  seen,
  until
}: Options<E>): Stream.Stream<string> => {
  const happened = Stream.map(positions(ledger, district, seen), event)
  // The first comment is sent at once, so that the listener knows that it is connected.
  const beats = Stream.map(Stream.tick(every), () => beat)
  return Stream.merge(happened, beats).pipe(
    Stream.mapEffect((text) => Effect.as(check, text)),
    Stream.catchCause(() => Stream.empty),
    Stream.interruptWhen(until)
  )
}
