/**
 * What a device keeps of a round, for one person: the list of the day and the outbox, both sealed. In clear are only a
 * name for the person's record, how the key is derived, when the list expires, and how many touches are not recorded yet.
 */
import { counts, type Outbox, withoutSent } from "./Outbox.ts"
import * as Seal from "./Seal.ts"

/**
 * The record of one person on a device.
 *
 * @category models
 */
export interface Kept extends Seal.Derivation {
  /** Whose record it is: the district and the actor. */
  readonly owner: string
  /** The list of the day. Missing after its day. */
  readonly list?: Seal.Sealed
  /** When the list was made, by the clock of the device, in milliseconds since 1970. */
  readonly from: number
  /** When its day ends, by the clock of the device. */
  readonly until: number
  readonly outbox: Seal.Sealed
  /** The number of touches that are not recorded yet. */
  readonly unsent: number
}

/** The list of a day: the HTML of its doors, as the server has made it. */
export interface DayList {
  readonly html: string
  /** When it was made, by the clock of the device. */
  readonly from: number
  /** When its day ends, by the clock of the device. */
  readonly until: number
}

/** A record that was opened with the PIN. */
export interface Opened {
  readonly key: Seal.Key
  readonly html: string | undefined
  readonly outbox: Outbox
}

/** How much the clock of a device may go back before a list counts as expired. */
const skew = 3_600_000

/** Whether the day of a list is over. Also if the clock was set back to before the list was made. */
export const isOver = ({ from, until }: Pick<Kept, "from" | "until">, now: number): boolean =>
  now >= until || now < from - skew

const sealedOutbox = (key: Seal.Key, owner: string, outbox: Outbox): Promise<Seal.Sealed> =>
  Seal.seal(key, `outbox ${owner}`, JSON.stringify(outbox))

const unsentIn = (outbox: Outbox): number => {
  const { toDecide, toSend } = counts(outbox)
  return toDecide + toSend
}

/** Makes the record of a person who has none on this device, and its key. */
export const begin = async (
  owner: string,
  pin: string,
  { from, html, until }: DayList,
  derivation: Seal.Derivation = Seal.derivation()
): Promise<{ readonly key: Seal.Key; readonly kept: Kept }> => {
  const key = await Seal.keyOf(pin, derivation)
  const list = await Seal.seal(key, `list ${owner}`, html)
  return {
    key,
    kept: { ...derivation, owner, list, from, until, outbox: await sealedOutbox(key, owner, []), unsent: 0 }
  }
}

/** Opens a record. `undefined` if the PIN is not the one it was sealed with. */
export const open = async (kept: Kept, pin: string): Promise<Opened | undefined> => {
  const key = await Seal.keyOf(pin, kept)
  const text = await Seal.open(key, `outbox ${kept.owner}`, kept.outbox)
  if (text === undefined) return undefined
  const html = kept.list === undefined ? undefined : await Seal.open(key, `list ${kept.owner}`, kept.list)
  // The cast is safe: only a holder of the key can have sealed it, and this program has.
  return { key, html, outbox: JSON.parse(text) as Outbox }
}

/** The record with a changed outbox. */
export const withOutbox = async (kept: Kept, key: Seal.Key, outbox: Outbox): Promise<Kept> => ({
  ...kept,
  outbox: await sealedOutbox(key, kept.owner, outbox),
  unsent: unsentIn(outbox)
})

/**
 * The record with a new list. The touches that are recorded are removed, because the new list shows them.
 */
export const withList = async (
  kept: Kept,
  key: Seal.Key,
  { from, html, until }: DayList,
  outbox: Outbox
): Promise<Kept> => ({
  ...(await withOutbox(kept, key, withoutSent(outbox))),
  list: await Seal.seal(key, `list ${kept.owner}`, html),
  from,
  until
})

/**
 * What is left of a record at a time: all of it on the day of its list. Later, the touches that are not recorded yet, because
 * they must not be lost, and without them nothing.
 */
export const leftOf = (kept: Kept, now: number): Kept | undefined => {
  if (!isOver(kept, now)) return kept
  if (kept.unsent === 0) return undefined
  const { list: _, ...rest } = kept
  return rest
}
