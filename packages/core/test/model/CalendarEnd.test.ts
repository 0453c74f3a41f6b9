import { describe, expect, it } from "@effect/vitest"
import { compile } from "../../src/casework/CompiledPlaybook.ts"
import { Playbook } from "../../src/casework/Playbook.ts"
import * as Calendar from "../../src/kernel/Calendar.ts"
import * as Day from "../../src/kernel/Day.ts"
import type { Period } from "../../src/kernel/Period.ts"
import { calendarEnd } from "../../src/model/CalendarEnd.ts"
import { NoticeRule } from "../../src/model/NoticeRule.ts"
import { RuleId } from "../../src/place/Id.ts"
import * as Schema from "effect/Schema"

const name = { zh: "x", en: "x" }
const plain = { holidays: [], workdays: [] }
const calendar = Calendar.make({ 2026: plain })
const playbook = (stage: Schema.JsonObject, limit: Schema.JsonObject = {}) => ({
  notices: new Map(),
  playbooks: new Map([
    [
      "p",
      compile(
        "p",
        Schema.decodeUnknownSync(Playbook)({
          name,
          version: 1,
          subject: "household",
          ledBy: "unity",
          start: "s",
          stages: { s: { name, ...stage }, end: { name, outcome: "achieved" } },
          steps: { go: { name, from: ["s"], to: "end", by: [{ role: "lead" }] } },
          ...limit
        })
      )
    ]
  ])
})
const inDays = playbook({ deadline: "7 days", escalate: [{ after: "1 day", tell: "lead" }] })
const inWorkingDays = playbook({ deadline: "5 working days" })

describe("the end of a calendar's data", () => {
  it("is reported from 60 days before it on", () => {
    const on = (day: string, known = calendar) =>
      calendarEnd({ ...inWorkingDays, calendar: known }, Day.make(day))
    const until = Day.make("2026-12-31")
    expect(on("2026-10-31")).toBeUndefined()
    expect(on("2026-11-01")).toEqual({ until, year: 2027 })
    expect(on("2026-12-31")).toEqual({ until, year: 2027 })
    expect(on("2027-01-01")).toEqual({ until: undefined, year: 2027 })
    expect(on("2026-12-31", Calendar.make({ 2026: plain, 2027: plain }))).toBeUndefined()
    expect(on("2025-12-31", Calendar.none)).toEqual({ until: undefined, year: 2025 })
  })

  const reminder = (before: Period) => {
    const rule = Schema.decodeUnknownSync(NoticeRule)({ name, on: "case-due", to: [], text: name })
    return new Map([[RuleId.make("soon"), { ...rule, before }]])
  }

  it.each([
    ["a deadline", inWorkingDays],
    ["a last day that moves on to a working day", playbook({ deadline: "7 days", endsOnWorkingDay: true })],
    [
      "a rung of an escalation ladder",
      playbook({ deadline: "7 days", escalate: [{ after: "2 working days", tell: "lead" }] })
    ],
    ["the limit of a case", playbook({}, { limit: "20 working days" })],
    ["a reminder", { ...inDays, notices: reminder({ count: 1, unit: "working day" }) }]
  ])("matters to %s", (_, model) => {
    expect(calendarEnd({ ...model, calendar }, Day.make("2026-12-01"))).toBeDefined()
  })

  it("does not matter to a model that counts no working days", () => {
    const model = { ...inDays, notices: reminder({ count: 1, unit: "day" }), calendar }
    expect(calendarEnd(model, Day.make("2026-12-01"))).toBeUndefined()
  })
})
