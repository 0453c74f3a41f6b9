import { describe, expect, it } from "@effect/vitest"
import { make } from "../../src/round/ServiceClient.ts"
import { requestOf } from "../../src/round/Touch.ts"
import { touch } from "./sample.ts"

const request = requestOf(touch("a", ["resident:r1"]))

/** A service whose server returns one answer, and what it was asked. */
const answering = (answer: () => Response | Promise<Response>) => {
  const asked: Array<{ readonly path: string; readonly init: RequestInit }> = []
  const service = make("/v1/districts/small", 20, "zh-CN", async (path, init) => {
    asked.push({ path, init })
    return answer()
  })
  return { asked, service }
}

describe("the service behind its routes", () => {
  it("sends a touch under its id, in the language of the reader", async () => {
    const { asked, service } = answering(() => Response.json({ id: "a", repeated: false }))
    expect(await service.submit("a", request)).toEqual({ _tag: "Answer", value: null })
    expect(asked[0]?.path).toBe("/v1/districts/small/submissions")
    expect(asked[0]?.init).toMatchObject({
      method: "POST",
      headers: { "idempotency-key": "a", "accept-language": "zh-CN", "content-type": "application/json" }
    })
    expect(JSON.parse(String(asked[0]?.init.body))).toEqual(request)
  })

  it("asks by a dry run whether an id is recorded, and for the round and the rules of a touch", async () => {
    const { asked, service } = answering(() => Response.json({ repeated: true, entries: [] }))
    expect(await service.isRecorded("a", request)).toEqual({ _tag: "Answer", value: true })
    await service.round()
    await service.coverage(["a b", "c"])
    expect(asked.map(({ path }) => path.replace("/v1/districts/small/", ""))).toEqual([
      "submissions/dry-run",
      "round?capacity=20",
      "coverage?rules=a%20b&rules=c"
    ])
  })

  it("says for certain that nothing is recorded only if the service says so", async () => {
    const problem = { title: "拒绝", reasons: [{ words: "人已离开" }, { words: "日期有误" }] }
    const states = {
      400: "Refused",
      401: "SignedOut",
      403: "Refused",
      409: "Lost",
      422: "Refused",
      429: "Lost",
      500: "Lost",
      502: "Lost",
      503: "Lost"
    }
    for (const [status, tag] of Object.entries(states)) {
      const { service } = answering(() => Response.json(problem, { status: Number(status) }))
      const answer = await service.submit("a", request)
      const reasons = ["人已离开", "日期有误"]
      expect([status, answer]).toEqual([status, tag === "Refused" ? { _tag: tag, reasons } : { _tag: tag }])
    }
    const titled = answering(() => Response.json({ title: "拒绝", reasons: [] }, { status: 403 }))
    expect(await titled.service.submit("a", request)).toEqual({ _tag: "Refused", reasons: ["拒绝"] })
  })

  it("takes no line, and an answer that is not of the service, for a lost answer", async () => {
    for (const answer of [
      () => Promise.reject(new TypeError("Failed to fetch")),
      () => new Response("<html>sign in to the Wi-Fi</html>", { headers: { "content-type": "text/html" } })
    ]) {
      const { service } = answering(answer)
      expect((await service.submit("a", request))._tag).toBe("Lost")
      expect((await service.round())._tag).toBe("Lost")
    }
    expect((await answering(() => Response.json([])).service.round())._tag).toBe("Lost")
  })
})
