/**
 * Plays a day in Pear Lane on a server with a PostgreSQL database, and prints what happened: requests over HTTP, a
 * message in the group chat, a refusal, and a restart after which everything is still there.
 *
 *     node examples/05-embed-in-a-server/src/main.ts
 *
 * `DATABASE_URL` names the database. Without it, the example starts a PostgreSQL server in a temporary folder.
 */
import { generateMasterKey } from "liulinhui"
import { randomBytes } from "node:crypto"
import process from "node:process"
import { start } from "../../../packages/storage-postgres/test/server.ts"
import { pearLane } from "./district.ts"
import { robot } from "./robot.ts"
import { hashOf, serve } from "./server.ts"
import { standIn } from "./standIn.ts"

const say = (line: string): void => void process.stdout.write(`${line}\n`)

const database = await start({ fsync: "off" })
const chat = await standIn()

// In your server, tokens and the master key come from the place where you keep secrets.
const secrets = { office: randomBytes(24).toString("base64url"), wang: randomBytes(24).toString("base64url") }
const tokens = new Map(Object.entries(secrets).map(([actor, token]) => [hashOf(token), actor]))
const options = {
  ledger: database.url,
  masterKeys: generateMasterKey("2026"),
  notifier: robot(chat.webhook),
  notices: { language: "en" },
  // Your server sets `clock: 60_000`: then it looks at deadlines and notices every minute. Here `pump` delivers them, so that
  // the printed lines are always in the same order.
  district: "pear-lane"
} as const
const report = (error: unknown): void => void process.stderr.write(`${String(error)}\n`)

const call = async (
  address: string,
  by: keyof typeof secrets,
  path: string,
  body?: unknown
): Promise<string> => {
  const answer = await fetch(`${address}${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${secrets[by]}`, "accept-language": "en" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })
  return `${answer.status} ${await answer.text()}`
}

const flat = (unit: string) => ({ id: `b1-${unit}`, building: "b1", unit, floor: 1, area: 620_000, tags: [] })
const registry = {
  _tag: "ImportRegistry",
  buildings: [{ id: "b1", label: "1号楼", floors: 6 }],
  households: [flat("101"), flat("102")],
  residents: [{ id: "lin", household: "b1-101", name: "林阿婆", birth: "1945-05-05", tags: [] }]
}
const matter = {
  _tag: "OpenCase",
  case: "bicycles",
  playbook: "community-consultation",
  subjects: ["district:pear-lane"],
  evidence: { matter: "where the bicycles may be kept" }
}
const away = { _tag: "EnterHousehold", household: { ...flat("901"), building: "b9" } }

try {
  const first = await serve({ ...options, model: pearLane }, { tokens, report })
  say(`import: ${await call(first.address, "office", "/submissions", { id: "1", request: registry })}`)
  say(`case: ${await call(first.address, "wang", "/submissions", { id: "2", request: matter })}`)
  say(`refused: ${await call(first.address, "office", "/submissions", { id: "3", request: away })}`)
  await first.district.pump()
  say(`chat: ${chat.messages[0]?.replaceAll("\n", " ")}`)
  await first.close()

  const second = await serve(options, { tokens, report })
  say(`again: ${await call(second.address, "wang", "/submissions", { id: "2", request: matter })}`)
  say(`coverage: ${await call(second.address, "office", "/coverage?rule=elders-reached")}`)
  await second.district.pump()
  say(`messages: ${chat.messages.length}`)
  await second.close()
} finally {
  await chat.close()
  await database.stop()
}
