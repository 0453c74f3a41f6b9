/** The record that a person has opened on this page: the outbox in memory, and sealed on the device. */
import type { Box } from "../src/round/Drain.ts"
import * as Kept from "../src/round/Kept.ts"
import * as Outbox from "../src/round/Outbox.ts"
import type { Key } from "../src/round/Seal.ts"
import * as database from "./database.ts"

/** A record that is open. */
interface Held {
  readonly record: Kept.Kept
  readonly key: Key
}

export interface Holder {
  /** The record. `undefined` if none is open. */
  readonly record: () => Kept.Kept | undefined
  readonly box: Box
  /** Opens a record. If the page shows a newer list, the record takes it. */
  readonly hold: (record: Kept.Kept, opened: Kept.Opened, list?: Kept.DayList) => Promise<void>
  /** Closes the record, and deletes it from the device. */
  readonly drop: () => Promise<void>
}

/**
 * Makes a holder without a record.
 *
 * @param changed is called after each change of the outbox
 */
export const make = (changed: () => void): Holder => {
  let held: Held | undefined
  let outbox = Outbox.empty
  let writing: Promise<unknown> = Promise.resolve()

  /** Writes one state of the record after another, so that an earlier one never replaces a later one. */
  const write = (change: (held: Held) => Promise<Kept.Kept>): Promise<void> => {
    const written = writing.then(async () => {
      if (held === undefined) return
      const record = await change(held)
      await database.put(record)
      held = { ...held, record }
    })
    writing = written.catch(() => undefined)
    return written
  }

  return {
    record: () => held?.record,
    box: {
      read: () => outbox,
      save: (next) => {
        outbox = next
        changed()
        return write(({ key, record }) => Kept.withOutbox(record, key, next))
      }
    },
    hold: async (record, opened, list) => {
      held = { record, key: opened.key }
      outbox = list === undefined ? opened.outbox : Outbox.withoutSent(opened.outbox)
      changed()
      if (list !== undefined) await write((now) => Kept.withList(now.record, now.key, list, outbox))
    },
    drop: async () => {
      await writing
      const owner = held?.record.owner
      held = undefined
      outbox = Outbox.empty
      if (owner !== undefined) await database.drop(owner)
      changed()
    }
  }
}
