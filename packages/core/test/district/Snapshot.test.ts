import { beforeAll, describe, expect, it } from "@effect/vitest"
import * as Result from "effect/Result"
import { deepStrictEqual } from "node:assert/strict"
import * as District from "../../src/district/District.ts"
import { read, write } from "../../src/district/Snapshot.ts"
import { samples } from "../../../service/test/requests.ts"
import { Small } from "./small.ts"

const people = ["committee", "general-branch", "lead-warmth", "lead-unity", "head-b1", "volunteer-warmth"]

/** The state without compiled playbooks, which contain functions. The sources of the playbooks are compared instead. */
const comparable = ({
  attempts,
  cases,
  contacts,
  model,
  playbooks,
  registryEvents,
  ...others
}: District.Draft) => ({
  ...others,
  cases: [...cases].map(([id, { entries, state }]) => [id, state, entries]),
  attempts: attempts.all,
  contacts: contacts.all,
  registryEvents: registryEvents.all,
  model: {
    ...model,
    playbooks: [...(model?.playbooks ?? [])].map(([id, one]) => [id, one.playbook, one.keepers])
  },
  playbooks: [...playbooks].map(([key, one]) => [key, one.playbook, one.people, [...one.steps.keys()]])
})

/** A district in which as many kinds of requests as possible were accepted. */
const busy = (): { readonly small: Small; readonly accepted: ReadonlySet<string> } => {
  const small = new Small()
  small.submit("lead-warmth", {
    _tag: "OpenCase",
    case: "k",
    playbook: "elderly-companion",
    subjects: ["resident:b2-101-1"]
  })
  const accepted = new Set<string>()
  for (const request of samples) {
    if (request._tag === "EraseResident" || request._tag === "EraseExpired") continue
    const by = people.find((one) => Result.isSuccess(small.decide(one, request, 1)))
    if (by === undefined) continue
    small.submit(by, request, 1)
    accepted.add(request._tag)
  }
  small.adopt({ name: { zh: "新小区", en: "New" } })
  return { small, accepted }
}

describe("a snapshot of a district", () => {
  let before: ReturnType<typeof busy>
  beforeAll(() => {
    before = busy()
  })

  it("is read as it was written, with everything that the requests have recorded", () => {
    const { accepted, small } = before
    expect(accepted.size).toBeGreaterThan(25)
    const back = read(write(small.district))
    deepStrictEqual(comparable(back), comparable(small.district))
    expect(write(back)).toBe(write(small.district))
  })

  it("of a district without entries is read as it was written", () => {
    const empty = District.draft()
    deepStrictEqual(comparable(read(write(empty))), comparable(empty))
  })

  it("has the same playbooks in the model and among all playbooks", () => {
    const { model, playbooks } = read(write(before.small.district))
    for (const one of model?.playbooks.values() ?? []) {
      expect(playbooks.get(District.versionKey(one.id, one.playbook.version))).toBe(one)
    }
  })

  it("shares nothing with the state that was written: entries after it change only one of the two", () => {
    const { small } = before
    const back = read(write(small.district))
    const text = write(back)
    small.submit(
      "head-b1",
      { _tag: "RecordContacts", contacts: [{ kind: "outreach-visit", subject: "resident:b1-101-1" }] },
      2
    )
    small.submit("committee", { _tag: "EraseResident", resident: "b1-101-1", basis: "request" }, 2)
    expect(write(back)).toBe(text)
  })
})
