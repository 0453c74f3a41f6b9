import { generateMasterKey, type OpenDistrict } from "liulinhui"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { pearLane } from "../src/district.ts"
import { robot } from "../src/robot.ts"
import { hashOf, serve, type Server } from "../src/server.ts"
import { standIn, type StandIn } from "../src/standIn.ts"

const tokens = new Map([
  [hashOf("office-token"), "office"],
  [hashOf("wang-token"), "wang"]
])
const reported: Array<unknown> = []
let chat: StandIn
let server: Server
let district: OpenDistrict

beforeAll(async () => {
  chat = await standIn()
  const options = {
    ledger: ":memory:",
    masterKeys: generateMasterKey("trial"),
    notifier: robot(chat.webhook, []), // without a pace, so that the test does not wait
    notices: { language: "en" },
    model: pearLane
  } as const
  server = await serve(options, { tokens, report: (error) => void reported.push(error) })
  district = server.district
})
afterAll(async () => {
  await server.close()
  await chat.close()
})

interface Call {
  readonly token?: string
  readonly body?: string
  readonly language?: string
}

const call = async (path: string, { body, language = "en", token = "office-token" }: Call = {}) => {
  const answer = await fetch(`${server.address}${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${token}`, "accept-language": language },
    ...(body === undefined ? {} : { body })
  })
  const text = await answer.text()
  return { status: answer.status, body: text === "" ? undefined : JSON.parse(text) }
}

const submit = (id: string, request: unknown, more: Call = {}) =>
  call("/submissions", { body: JSON.stringify({ id, request }), ...more })

const building = { _tag: "EnterBuilding", building: { id: "b1", label: "1号楼", floors: 6 } }
const flat = (unit: string, of = "b1") => ({
  _tag: "EnterHousehold",
  household: { id: `${of}-${unit}`, building: of, unit, floor: 1, area: 620_000, tags: [] }
})

describe("a district in a server", () => {
  it("takes a submission once, and answers the same id again with the same positions", async () => {
    const first = await submit("1", building)
    expect(first).toMatchObject({ status: 201, body: { repeated: false } })
    expect(await submit("1", building)).toEqual({ status: 200, body: { ...first.body, repeated: true } })
    expect(await district.read(({ registry }) => registry.buildings.size)).toBe(1)
  })

  it("refuses with every reason, in the language of the caller", async () => {
    const en = await submit("2", flat("101", "b9"))
    expect(en).toEqual({
      status: 422,
      body: { title: "Refused", reasons: ["building b9 of household b9-101 is not registered"] }
    })
    const zh = await submit("2", flat("101", "b9"), { language: "zh-CN" })
    expect(zh.body.reasons[0]).toMatch(/b9-101.*b9/u)
    expect(zh.body.reasons[0]).toMatch(/没有登记|未登记/u)
  })

  it("refuses a request that is no request with each mistake", async () => {
    const { body, status } = await submit("3", { _tag: "EnterBuilding", building: { id: "b2", lable: "2" } })
    expect(status).toBe(422)
    expect(body.reasons.length).toBeGreaterThan(1)
  })

  it("does nothing for a caller without a valid token, or without a mandate", async () => {
    expect(await submit("4", flat("102"), { token: "another" })).toMatchObject({ status: 401 })
    expect(await submit("4", building, { token: "wang-token" })).toMatchObject({ status: 403 })
    expect(await call("/coverage", { token: "another" })).toMatchObject({ status: 401 })
    expect(await district.read(({ registry }) => registry.households.size)).toBe(0)
  })

  it("answers a body that is no JSON, too large, or without an id with what is wrong", async () => {
    expect(await call("/submissions", { body: "{" })).toEqual({
      status: 400,
      body: { title: "the body is not JSON" }
    })
    expect(await call("/submissions", { body: "null" })).toMatchObject({ status: 400 })
    expect(await call("/submissions", { body: '{"id":7}' })).toMatchObject({ status: 400 })
    expect(await call("/submissions", { body: `"${"x".repeat(65_536)}"` })).toMatchObject({ status: 413 })
    expect(await call("/elsewhere")).toMatchObject({ status: 404 })
    expect(await call("/coverage?on=tomorrow")).toMatchObject({ status: 400 })
  })

  it("posts a notice into the group, and keeps one that the robot refuses for a person", async () => {
    const matter = {
      _tag: "OpenCase",
      case: "bicycles",
      playbook: "community-consultation",
      subjects: ["district:pear-lane"],
      evidence: { matter: "where the bicycles may be kept" }
    }
    expect(await submit("5", matter, { token: "wang-token" })).toMatchObject({ status: 201 })
    chat.refuseOnce(93_000)
    await district.pump()
    expect(chat.messages).toEqual([])
    const letters = await district.letters.list()
    expect(letters).toHaveLength(1)
    for (const { notice } of letters) await district.letters.requeue(notice.key)
    await district.pump()
    expect(chat.messages).toEqual([expect.stringMatching(/consultation/i)])
  })

  it("posts nothing that is confidential into the group", async () => {
    for (const [at, unit] of ["101", "102"].entries()) await submit(`6-${at}`, flat(unit))
    const quarrel = {
      _tag: "OpenCase",
      case: "drip",
      playbook: "mediation",
      subjects: ["household:b1-101", "household:b1-102"],
      evidence: { dispute: "water drips on the washing", origin: "applied" }
    }
    expect(await submit("7", quarrel, { token: "wang-token" })).toMatchObject({ status: 201 })
    await district.pump()
    expect(chat.messages).toHaveLength(1)
  })

  it("shows figures of coverage without names, and what the caller may do", async () => {
    const coverage = await call("/coverage?rule=elders-reached")
    expect(coverage).toMatchObject({
      status: 200,
      body: [{ rule: "elders-reached", counts: { eligible: 0 } }]
    })
    const offers = await call("/offers?case=drip", { token: "wang-token" })
    expect(offers.body.requests).not.toContain("EnterBuilding")
    expect(await call("/health", { token: "" })).toEqual({ status: 200, body: { district: "pear-lane" } })
  })

  it("has failed in none of these calls", () => {
    expect(reported).toEqual([])
  })
})
