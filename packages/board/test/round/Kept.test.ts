import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import { Buffer } from "node:buffer"
import * as Kept from "../../src/round/Kept.ts"
import * as Outbox from "../../src/round/Outbox.ts"
import * as Seal from "../../src/round/Seal.ts"
import { touch } from "./sample.ts"

const day = 86_400_000
const list = { html: "<li>1号楼 101</li>", from: 5 * day, until: 6 * day }
const begun = () => Kept.begin("small/wang", "831047", list, Seal.derivation(2))
const waiting = Outbox.add(Outbox.empty, touch("a", ["resident:r1"]))
const sent = Outbox.advance(Outbox.add(waiting, touch("b", ["resident:r2"])), "b", { _tag: "Sent" })

describe("what a device keeps of a round", () => {
  it("is opened with the PIN only, and shows nothing of it in clear", async () => {
    const { kept, key } = await begun()
    const touched = await Kept.withOutbox(kept, key, sent)
    expect(await Kept.open(touched, "831048")).toBeUndefined()
    expect(await Kept.open(touched, "831047")).toMatchObject({ html: list.html, outbox: sent })
    const { list: sealedList, outbox: sealedOutbox, salt: _, ...clear } = touched
    expect(clear).toEqual({
      owner: "small/wang",
      iterations: 2,
      from: list.from,
      until: list.until,
      unsent: 1
    })
    for (const sealed of [sealedList, sealedOutbox]) {
      expect(Buffer.from(sealed?.bytes ?? new ArrayBuffer(0)).toString("latin1")).not.toMatch(/101|resident/u)
    }
  })

  it("is not opened with the record of another person", async () => {
    const { kept } = await begun()
    expect(await Kept.open({ ...kept, owner: "small/li" }, "831047")).toBeUndefined()
  })

  it("loses its list after the day, keeps what is not recorded, and is deleted without such", async () => {
    const { kept, key } = await begun()
    expect(Kept.leftOf(kept, list.until - 1)).toBe(kept)
    expect(Kept.leftOf(kept, list.until)).toBeUndefined()
    const touched = await Kept.withOutbox(kept, key, waiting)
    const left = Kept.leftOf(touched, list.until)
    expect(left).toMatchObject({ unsent: 1 })
    expect(left).not.toHaveProperty("list")
    expect(await Kept.open(left ?? kept, "831047")).toMatchObject({ html: undefined, outbox: waiting })
  })

  it("is over as soon as its day has ended, and also if the clock was set back by more than an hour", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 * day }), (now) => {
        expect(Kept.isOver(list, now)).toBe(now >= list.until || now < list.from - 3_600_000)
      })
    )
  })

  it("takes a new list without the touches that the new list shows", async () => {
    const { kept, key } = await begun()
    const next = { html: "<li>2号楼 101</li>", from: list.from + 1, until: list.until }
    const opened = await Kept.open(await Kept.withList(kept, key, next, sent), "831047")
    expect(opened).toMatchObject({ html: next.html, outbox: waiting })
  })
})
