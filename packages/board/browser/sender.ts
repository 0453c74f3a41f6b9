/** Sends the touches of a record whenever there may be a line: at once, at their time, when the line returns, and by and by. */
import { drain, type Service, type Stopped } from "../src/round/Drain.ts"
import type { Holder } from "./holder.ts"

/** How often the script tries again while the device is offline, in milliseconds. */
const every = 15_000

/**
 * How the device reaches the service.
 *
 * - `online`: the last attempt has reached it.
 * - `noLine`: the last attempt had no answer.
 * - `signedOut`: the session has ended. Nothing is sent until the person signs in again.
 * - `notKept`: the device cannot store the touches, so they are only on this page.
 */
export type Line = "online" | "noLine" | "signedOut" | "notKept"

const lines = { Done: "online", NoLine: "noLine", SignedOut: "signedOut" } as const satisfies Record<
  Stopped["_tag"],
  Line
>

export interface Sender {
  readonly line: () => Line
  readonly send: () => void
  /** The person has signed in again. */
  readonly signedIn: () => void
  /** The device could not store a touch. */
  readonly notKept: () => void
}

/**
 * Makes a sender.
 *
 * @param changed is called after each change of the line
 */
export const make = (
  { box, record }: Holder,
  serviceOf: (owner: string) => Service,
  changed: (line: Line) => void
): Sender => {
  let line: Line = "online"
  let isRunning = false
  let isWanted = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const set = (next: Line): void => {
    line = next
    changed(next)
  }

  const after = (stopped: Stopped): void => {
    set(lines[stopped._tag])
    clearTimeout(timer)
    if (stopped._tag === "NoLine") timer = setTimeout(send, every)
    if (stopped._tag === "Done" && stopped.until !== undefined) {
      timer = setTimeout(send, Math.max(0, stopped.until - Date.now()))
    }
  }

  const run = async (owner: string): Promise<void> => {
    const service = serviceOf(owner)
    for (;;) {
      isWanted = false
      const stopped = await drain(service, box, Date.now)
      after(stopped)
      // A touch may have been made after the outbox was read for the last time.
      if (!isWanted || stopped._tag !== "Done") return
    }
  }

  const send = (): void => {
    const owner = record()?.owner
    isWanted = true
    if (isRunning || owner === undefined || line === "signedOut") return
    isRunning = true
    run(owner)
      .catch(() => {
        set("notKept")
        timer = setTimeout(send, every)
      })
      .finally(() => {
        isRunning = false
      })
  }

  return {
    line: () => line,
    send,
    signedIn: () => {
      set("online")
      send()
    },
    notKept: () => set("notKept")
  }
}
