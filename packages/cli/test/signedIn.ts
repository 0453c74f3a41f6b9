/** Signs in to a served district, as an invited person does with a browser. */
import { expect } from "@effect/vitest"
import { run } from "./running.ts"

/**
 * Invites the actor `committee` by the command, and binds a device with a PIN at the served address. Returns the cookies
 * of the session, as a browser sends them back.
 */
export const signedIn = async (
  ledger: string,
  address: string,
  env: Readonly<Record<string, string>> = {}
): Promise<string> => {
  const invited = await run(["device", "invite", ledger, "committee", "--url", address, "--json"], { env })
  const invitation = JSON.parse(invited.stdout).data.link
  const entered = await fetch(`${address}/sign-in`, {
    method: "POST",
    redirect: "manual",
    headers: { origin: address },
    body: new URLSearchParams({ form: "new", invitation, name: "desk", pin: "831047", again: "831047" })
  })
  expect([entered.status, entered.headers.get("location")]).toEqual([303, "/"])
  return entered.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ")
}
