import * as vitest from "@effect/vitest"
import * as NotifyConsole from "@liulinhui/notify-console"
import { notifierSuite } from "@liulinhui/testing/NotifierSuite"
import type { Message, Receiver } from "@liulinhui/testing/Receiver"
import { testSuite } from "@liulinhui/testing/Suite"
import * as Effect from "effect/Effect"

/** A terminal takes every line at once, so it has no moods and no secrets. */
interface Terminal extends Receiver {
  readonly write: (line: string) => void
}

const terminal = Effect.sync((): Terminal => {
  const lines: Array<Message> = []
  return {
    address: "",
    secrets: [],
    moods: ["accept"],
    quiet: 0,
    taken: Effect.sync(() => [...lines]),
    heard: Effect.sync(() => lines.length),
    strayed: Effect.succeed(0),
    next: () => Effect.void,
    enforce: () => Effect.void,
    write: (line) => void lines.push({ text: line, bytes: Buffer.byteLength(line), at: performance.now() })
  }
})

testSuite(
  vitest,
  notifierSuite("console", ({ write }: Terminal) => NotifyConsole.layer({ write }), terminal)
)
