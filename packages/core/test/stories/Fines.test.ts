/**
 * Tests casework with a real process: the log of road-traffic fines of a municipality, with 10,000 cases over several
 * years. A fine is created and sent. Its notification is recorded, and 60 days later a penalty is added. Then comes
 * payment, an appeal, or credit collection. In this test the process is a playbook, and the whole log is replayed
 * through `decide`. The log is not part of this repository. If it is missing, the test says so and is skipped.
 */
import { describe, expect, it } from "@effect/vitest"
import type { CaseCommand, CaseEvent, CaseReason } from "../../src/casework/Case.ts"
import type { CaseState } from "../../src/casework/CaseState.ts"
import * as CaseDecider from "../../src/casework/CaseDecider.ts"
import * as CaseView from "../../src/casework/CaseView.ts"
import { compile } from "../../src/casework/CompiledPlaybook.ts"
import * as PlaybookBuilder from "../../src/casework/PlaybookBuilder.ts"
import { checkPlaybook } from "../../src/casework/PlaybookCheck.ts"
import * as Calendar from "../../src/kernel/Calendar.ts"
import * as Day from "../../src/kernel/Day.ts"
import { type Actor, clock } from "../../src/place/Actor.ts"
import { ActorId, CaseId, GroupId, ResidentId, RoleId } from "../../src/place/Id.ts"
import { resident } from "../../src/place/Subject.ts"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"

const file = join(import.meta.dirname, "../../../../../shared/data/fines.csv.gz")
const isThere = existsSync(file)
if (!isThere) console.warn(`skipped: the log of fines is not at ${file}`)

// ---------------------------------------------------------------------------------------------------------- the playbook

const text = (zh: string, en: string) => ({ zh, en })
const police = [{ role: "police" }]
const offender = [{ role: "offender" }]
const anywhere = ["created", "sent", "notified", "penalised"] as const
const open = ["notified", "penalised"] as const

const { playbook } = PlaybookBuilder.build({
  name: text("交通罚款", "Road-traffic fine"),
  version: 1,
  subject: "resident",
  ledBy: "order",
  keepers: police,
  opening: { evidence: { amount: { label: text("罚款", "Fine"), type: "amount", least: 1 } } },
  start: "created",
  stages: {
    created: { name: text("已开具", "Created"), deadline: "90 days" },
    sent: { name: text("已寄出", "Sent") },
    notified: { name: text("已送达", "Notified"), deadline: "60 days", lapse: "penalty" },
    penalised: { name: text("已加罚", "Penalised") },
    collection: { name: text("强制征收", "Credit collection"), outcome: "failed" },
    settled: { name: text("已结清", "Settled"), outcome: "achieved" }
  },
  steps: {
    send: { name: text("寄出", "Send the fine"), from: ["created"], to: "sent", by: police },
    notify: { name: text("送达", "Record the notification"), from: ["sent"], to: "notified", by: police },
    penalty: { name: text("加罚", "Add the penalty"), from: ["notified"], to: "penalised" },
    pay: {
      name: text("缴款", "Payment"),
      from: anywhere,
      by: offender,
      evidence: { paid: { label: text("缴款额", "Paid"), type: "number", least: 0 } }
    },
    appeal: { name: text("向省督府申诉", "Appeal to the prefecture"), from: open, by: offender },
    "send-appeal": { name: text("转送申诉", "Send the appeal"), from: open, by: police },
    result: {
      name: text("收到结果", "Receive the result"),
      from: open,
      by: police,
      gate: { after: ["send-appeal"] }
    },
    "notify-result": {
      name: text("告知结果", "Notify the result"),
      from: open,
      by: police,
      gate: { after: ["result"] }
    },
    judge: { name: text("向法官申诉", "Appeal to the judge"), from: open, by: offender },
    collect: {
      name: text("移送征收", "Send for credit collection"),
      from: ["penalised"],
      to: "collection",
      by: police
    },
    settle: { name: text("结清", "Settle"), from: anywhere, to: "settled", by: police }
  }
})

/**
 * For each name of a step in the log: the step of the playbook. The penalty is missing here, because it is an automatic
 * step.
 */
const stepOf: Readonly<Record<string, string>> = {
  "Send Fine": "send",
  "Insert Fine Notification": "notify",
  Payment: "pay",
  "Insert Date Appeal to Prefecture": "appeal",
  "Send Appeal to Prefecture": "send-appeal",
  "Receive Result Appeal from Prefecture": "result",
  "Notify Result Appeal to Offender": "notify-result",
  "Appeal to Judge": "judge",
  "Send for Credit Collection": "collect"
}

// --------------------------------------------------------------------------------------------------------------- the log

interface Line {
  readonly activity: string
  readonly on: Day.Day
  readonly amount: number
  readonly payment: number
}

const readLog = (): ReadonlyMap<string, ReadonlyArray<Line>> => {
  const cases = new Map<string, Array<Line>>()
  const [, ...lines] = gunzipSync(readFileSync(file)).toString("utf8").trim().split("\n")
  for (const line of lines) {
    const [id = "", activity = "", date = "", amount = "", payment = ""] = line.split(",")
    const own = cases.get(id) ?? []
    own.push({ activity, on: Day.make(date), amount: Number(amount), payment: Number(payment) })
    cases.set(id, own)
  }
  return cases
}

// ------------------------------------------------------------------------------------------------------------- the replay

const compiled = compile("fine", playbook)
const decider = CaseDecider.make(compiled)
const actor = (role: string): Actor => ({
  id: ActorId.make(role),
  mandates: [{ role: RoleId.make(role), scope: { district: true } }]
})
const people: Readonly<Record<string, Actor>> = { police: actor("police"), offender: actor("offender") }

interface Refusal {
  readonly line: Line
  readonly reasons: ReadonlyArray<CaseReason>
}

interface Replayed {
  readonly log: ReadonlyArray<Line>
  readonly events: ReadonlyArray<CaseEvent>
  readonly refusals: ReadonlyArray<Refusal>
  readonly late: boolean
}

const commandOf = (id: string, { activity, amount, on, payment }: Line): CaseCommand | undefined => {
  if (activity === "Create Fine") {
    return {
      _tag: "Open",
      by: people["police"]!,
      on,
      id: CaseId.make(id),
      playbook: "fine",
      version: 1,
      subjects: [resident(ResidentId.make(`offender-${id}`))],
      buildings: [],
      group: GroupId.make("traffic"),
      evidence: { amount: Math.round(100 * amount) }
    }
  }
  const step = stepOf[activity]
  if (step === undefined) return undefined
  const role = playbook.steps[step]!.by![0]!.role
  const evidence = step === "pay" ? { evidence: { paid: payment } } : {}
  return { _tag: "Take", by: people[role]!, on, step, ...evidence }
}

const replayCase = (id: string, log: ReadonlyArray<Line>): Replayed => {
  let state: CaseState = CaseDecider.initial
  let late = false
  const events: Array<CaseEvent> = []
  const refusals: Array<Refusal> = []
  const run = (command: CaseCommand, line: Line): void => {
    const decided = decider.decide(state, command)
    if (Result.isFailure(decided)) {
      refusals.push({ line, reasons: decided.failure.reasons })
      return
    }
    for (const event of decided.success) {
      events.push(event)
      state = decider.evolve(state, event)
    }
  }
  for (const line of log) {
    if (line.activity === "Send Fine") {
      late = CaseView.deadlines(state, compiled, Calendar.none, line.on).some((one) => one.late > 0)
    }
    const command = commandOf(id, line)
    if (command !== undefined) run(command, line)
  }
  // Records that deadlines have passed. The day is long after the last event of the case, so that the last deadline of
  // the case has passed, too.
  const wake = CaseView.wake(state, compiled, Calendar.none, Day.make("2030-01-01"))
  if (Option.isSome(wake)) run(wake.value, { activity: "wake", on: wake.value.on, amount: 0, payment: 0 })
  return { log, events, refusals, late }
}

/** Whether the log itself shows that the reasons for refusing a line of the log are right. */
const bearsOut = ({ log, refusals }: Replayed, { line, reasons }: Refusal): boolean => {
  const before = log.slice(0, log.indexOf(line))
  const stood = (activity: string): boolean =>
    before.some((one) => one.activity === activity && !refusals.some((refusal) => refusal.line === one))
  return reasons.every((reason) => {
    switch (reason._tag) {
      case "Closed":
        return stood("Send for Credit Collection")
      case "StepNotTaken":
        return !Object.entries(stepOf).some(([activity, step]) => step === reason.step && stood(activity))
      case "WrongStage":
        return reason.stage === "sent" && !stood("Insert Fine Notification")
      default:
        return false
    }
  })
}

describe("the fines playbook", () => {
  it("has no problems", () => {
    expect(checkPlaybook(playbook)).toEqual([])
  })
})

describe.skipIf(!isThere)("the log of fines, replayed through decide", () => {
  const log = isThere ? readLog() : new Map<string, ReadonlyArray<Line>>()
  const replayed = new Map([...log].map(([id, lines]) => [id, replayCase(id, lines)]))
  const all = [...replayed.values()]

  it("has 10,000 cases and 34,724 events", () => {
    expect(log.size).toBe(10_000)
    expect([...log.values()].flat()).toHaveLength(34_724)
  })

  it("is accepted event by event, or refused for a reason that the log confirms", () => {
    const refused = all.flatMap((one) => one.refusals.map((refusal) => ({ one, refusal })))
    expect(refused.filter(({ one, refusal }) => !bearsOut(one, refusal))).toEqual([])
    const accepted = all.flatMap(({ events }) => events).filter(({ _tag }) => _tag !== "DeadlineLapsed")
    const asked = [...log.values()].flat().filter(({ activity }) => activity !== "Add penalty")
    expect(accepted.length + refused.length).toBe(asked.length)
    // These lines of the log are refused: results of appeals that were never sent, together with the lines after these
    // results; appeals before the notification; and appeals after the case was sent to credit collection.
    const tags = refused.flatMap(({ refusal }) => refusal.reasons.map(({ _tag }) => _tag))
    const count = (tag: string) => tags.filter((one) => one === tag).length
    expect([count("StepNotTaken"), count("WrongStage"), count("Closed")]).toEqual([19, 3, 3])
  })

  it("adds exactly the penalties of the log, each on the day of the lapse", () => {
    let penalties = 0
    for (const { events, log: lines } of all) {
      const logged = lines.filter(({ activity }) => activity === "Add penalty").map(({ on }) => Day.toIso(on))
      const lapsed = events.filter(({ _tag }) => _tag === "DeadlineLapsed").map(({ on }) => Day.toIso(on))
      expect(lapsed).toEqual(logged)
      penalties += lapsed.length
    }
    expect(penalties).toBe(4635)
  })

  it("has the same late fines by its deadlines as by a direct count", () => {
    const straight = [...log.values()].filter((lines) => {
      const created = lines.find(({ activity }) => activity === "Create Fine")
      const sent = lines.find(({ activity }) => activity === "Send Fine")
      return created !== undefined && sent !== undefined && Day.until(created.on, sent.on) > 90
    })
    const derived = all.filter(({ late }) => late)
    expect(derived.length).toBe(straight.length)
    expect(derived.map((one) => one.log)).toEqual(straight)
    expect(derived.length).toBeGreaterThan(0)
  })

  it("has lapses only by the clock", () => {
    const lapses = all.flatMap(({ events }) => events).filter(({ _tag }) => _tag === "DeadlineLapsed")
    expect(lapses.every(({ by }) => by === clock.id)).toBe(true)
  })
})
