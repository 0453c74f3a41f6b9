/** Runs `liulinhui serve` in a separate process, as an operator does. */
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { main } from "./command.ts"
import { small, writing } from "./ledgers.ts"

/** Works on a ledger with the service, in this process. */
export const onLedger = <A, E>(ledger: string, work: Effect.Effect<A, E, Governance>) =>
  Effect.runPromise(Effect.provide(work, writing(ledger)))

/** Makes a ledger with the small district, in which the committee acts. */
export const makeLedger = (ledger: string) =>
  onLedger(
    ledger,
    Governance.use(({ adopt }) =>
      adopt(small({ committee: { mandates: [{ role: "committee", scope: { district: true } }] } }))
    )
  )

/** Starts a server over a ledger, and waits until it has printed its address. */
export const start = async (ledger: string, more: ReadonlyArray<string> = []) => {
  const child = spawn(process.execPath, [main, "serve", ledger, "--port", "0", "--lang", "en", ...more], {
    stdio: ["ignore", "pipe", "inherit"]
  })
  const exit = once(child, "exit")
  let printed = ""
  for await (const part of child.stdout) {
    printed += String(part)
    if (printed.includes("Ctrl+C")) break
  }
  const [address = ""] = /https?:\/\/127\.0\.0\.1:\d+/u.exec(printed) ?? []
  return { address, exit, printed, kill: (signal: "SIGKILL" | "SIGTERM") => child.kill(signal) }
}

/** Enters a building. The id of the building is the idempotency key, too. */
export const enterBuilding = (address: string, cookie: string, id: string) =>
  fetch(`${address}/v1/districts/small/submissions`, {
    method: "POST",
    headers: { cookie, origin: address, "content-type": "application/json", "idempotency-key": id },
    body: JSON.stringify({ _tag: "EnterBuilding", building: { id, label: id, floors: 6 } })
  })
