import { describe, expect, it } from "@effect/vitest"
import { Playbook } from "../../src/casework/Playbook.ts"
import { checkPlaybook } from "../../src/casework/PlaybookCheck.ts"
import { apply } from "../../src/kernel/MergePatch.ts"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import * as arbitrary from "../../../testing/src/Casework.ts"
import { clutter } from "./clutter.ts"

const decode = Schema.decodeUnknownSync(Playbook)

const text = { zh: "某", en: "some" }
const by = [{ role: "committee" }]
const end = { name: text, outcome: "failed" }

/** The clutter playbook, changed by a JSON merge patch (RFC 7396). */
const patched = (patch: object) => decode(apply(JSON.parse(JSON.stringify(clutter.document)), patch as never))

const found = (patch: object) =>
  checkPlaybook(patched(patch)).map(({ code, path }) => `${path.join(".")}: ${code}`)

describe("checkPlaybook", () => {
  it("finds no problem in a correct playbook", () => {
    expect(checkPlaybook(clutter.playbook)).toEqual([])
  })

  it.each<[string, object, string]>([
    ["a start that does not exist", { start: "nowhere" }, "start: unknown-stage"],
    [
      "a step to a stage that does not exist",
      { steps: { file: { to: "nowhere" } } },
      "steps.file.to: unknown-stage"
    ],
    [
      "a step from a stage that does not exist",
      { steps: { file: { from: ["filing", "nowhere"] } } },
      "steps.file.from.1: unknown-stage"
    ],
    [
      "a gate on the deadline of a stage that does not exist",
      { steps: { clear: { gate: { lapsed: "nowhere" } } } },
      "steps.clear.gate.lapsed: unknown-stage"
    ],
    [
      "a lapse that is not a step",
      { stages: { noticed: { lapse: "vanish" } }, steps: { refuse: { by } } },
      "stages.noticed.lapse: unknown-step"
    ],
    [
      "a gate after a step that does not exist",
      { steps: { clear: { gate: { after: ["survey", "bless"] } } } },
      "steps.clear.gate.after.1: unknown-step"
    ],
    [
      "duties kept apart from a step that does not exist",
      { steps: { verify: { notBy: ["bless"] } } },
      "steps.verify.notBy.0: unknown-step"
    ],
    ["a patrol whose check does not exist", { patrol: { check: "look" } }, "patrol.check: unknown-step"],
    ["a stage that no case reaches", { stages: { limbo: end } }, "stages.limbo: unreachable-stage"],
    [
      "a stage that no step leads out of",
      {
        stages: { limbo: { name: text } },
        steps: { lose: { name: text, from: ["filing"], to: "limbo", by } }
      },
      "stages.limbo: no-way-out"
    ],
    [
      "stages through which the clock moves a case in an endless circle",
      {
        stages: {
          tick: { name: text, deadline: "1 day", lapse: "to-tock" },
          tock: { name: text, deadline: "1 day", lapse: "to-tick" }
        },
        steps: {
          wind: { name: text, from: ["filing"], to: "tick", by },
          "to-tock": { name: text, from: ["tick"], to: "tock" },
          "to-tick": { name: text, from: ["tock"], to: "tick" }
        }
      },
      "stages.tick.lapse: endless-cycle"
    ],
    [
      "a lapse without a deadline",
      { stages: { noticed: { deadline: null } }, steps: { clear: { gate: { lapsed: null } } } },
      "stages.noticed.lapse: lapse-leads-nowhere"
    ],
    [
      "a lapse that is a step from elsewhere",
      { steps: { refuse: { from: ["refused"] } } },
      "stages.noticed.lapse: lapse-leads-nowhere"
    ],
    [
      "a lapse that stays",
      {
        steps: { refuse: { to: null }, "refuse-openly": { name: text, from: ["noticed"], to: "refused", by } }
      },
      "stages.noticed.lapse: lapse-leads-nowhere"
    ],
    [
      "a lapse that requires evidence",
      { steps: { refuse: { evidence: { photo: { label: text, type: "photo" } } } } },
      "stages.noticed.lapse: lapse-leads-nowhere"
    ],
    [
      "a lapse behind a gate",
      { steps: { refuse: { gate: { after: ["serve"] } } } },
      "stages.noticed.lapse: lapse-leads-nowhere"
    ],
    [
      "a lapse at once",
      { stages: { noticed: { deadline: "0 days" } } },
      "stages.noticed.deadline: lapse-at-once"
    ],
    [
      "an escalation without a deadline",
      { stages: { filing: { deadline: null, escalate: [{ after: "1 day", tell: "lead" }] } } },
      "stages.filing.escalate: escalation-without-deadline"
    ],
    [
      "a gate after a step that cannot come before it",
      { steps: { file: { gate: { after: ["release"] } } } },
      "steps.file.gate: gate-never-opens"
    ],
    [
      "a gate on a deadline that cannot have passed",
      { steps: { file: { gate: { lapsed: "refused" } } } },
      "steps.file.gate: gate-never-opens"
    ],
    [
      "a gate on the deadline of a stage without a deadline",
      { steps: { verify: { gate: { lapsed: "notifying" } } } },
      "steps.verify.gate: gate-never-opens"
    ],
    [
      "a gate on a parent in a playbook without one",
      { steps: { file: { gate: { parent: "open" } } } },
      "steps.file.gate: gate-never-opens"
    ],
    [
      "a gate on evidence that only a later step collects",
      { steps: { serve: { gate: { evidence: ["after"] } } } },
      "steps.serve.gate: gate-never-opens"
    ],
    ["a step that nobody may take", { steps: { verify: { by: [] } } }, "steps.verify.by: nobody-may"],
    [
      "a playbook under which nobody may open a case",
      { keepers: [], opening: null, reopening: null },
      "keepers: nobody-may"
    ],
    ["a reopening that nobody may do", { reopening: { by: [] } }, "reopening.by: nobody-may"],
    [
      "a gate on evidence that no step collects",
      { steps: { clear: { gate: { evidence: ["proof", "blessing"] } } } },
      "steps.clear.gate.evidence.1: evidence-never-collected"
    ],
    [
      "a deadline longer than the case may take, in the same unit",
      { stages: { surveying: { deadline: "121 days" } } },
      "stages.surveying.deadline: deadline-after-limit"
    ],
    [
      "a deadline that ends after the limit on every way through the case",
      { stages: { refused: { deadline: "5 months" } } },
      "stages.refused.deadline: deadline-after-limit"
    ],
    [
      "a patrol whose check is in another stage",
      { steps: { clean: { from: ["filing"] } } },
      "patrol.check: patrol-never-releases"
    ],
    [
      "a patrol whose clean check leaves the stage",
      { steps: { clean: { to: "verifying" } } },
      "patrol.check: patrol-never-releases"
    ],
    [
      "a patrol whose release is in another stage",
      { steps: { release: { from: ["filing"] } } },
      "patrol.release.step: patrol-never-releases"
    ],
    [
      "a patrol whose release stays in the stage",
      { steps: { release: { to: "watched" }, done: { name: text, from: ["verifying"], to: "kept", by } } },
      "patrol.release.step: patrol-never-releases"
    ],
    [
      "a patrol that lapses before enough checks are possible",
      {
        stages: { watched: { deadline: "5 days", lapse: "tire" } },
        steps: { tire: { name: text, from: ["watched"], to: "kept" } },
        patrol: { release: { after: 2 } }
      },
      "stages.watched.deadline: patrol-never-releases"
    ],
    [
      "a patrol whose relapse is in another stage",
      { steps: { relapse: { from: ["refused"] } } },
      "patrol.relapse: patrol-without-relapse"
    ],
    [
      "a patrol whose relapse changes nothing",
      { steps: { relapse: { to: "watched" } } },
      "patrol.relapse: patrol-without-relapse"
    ],
    [
      "a patrol in working days",
      { patrol: { every: { first: "14 working days" } } },
      "patrol.every.first: patrol-unit"
    ],
    [
      "a patrol whose shortest interval is longer than its longest",
      { patrol: { every: { most: "10 days" } } },
      "patrol.every: patrol-bounds"
    ],
    ["a patrol that widens by less than one", { patrol: { widen: "1/2" } }, "patrol.widen: patrol-factor"],
    [
      "a patrol that tightens by more than one",
      { patrol: { tighten: "2/1" } },
      "patrol.tighten: patrol-factor"
    ],
    [
      "a step in a stage that ends the case",
      { steps: { file: { from: ["filing", "kept"] } } },
      "steps.file.from.1: step-after-end"
    ],
    [
      "a deadline in a stage that ends the case",
      { stages: { kept: { deadline: "1 day" } } },
      "stages.kept.deadline: deadline-after-end"
    ],
    ["a reopening into a final stage", { reopening: { to: "kept" } }, "reopening.to: begins-at-its-end"],
    [
      "a reopening within working days",
      { reopening: { within: "5 working days" } },
      "reopening.within: counted-in-working-days"
    ],
    [
      "a relapse into a final stage",
      { steps: { relapse: { to: "kept" } } },
      "patrol.relapse: begins-at-its-end"
    ],
    [
      "a choice without options",
      { steps: { "record-basis": { evidence: { basis: { choices: null } } } } },
      "steps.record-basis.evidence.basis.choices: choice-without-choices"
    ],
    [
      "options without a choice",
      { steps: { serve: { evidence: { remark: { choices: { yes: text } } } } } },
      "steps.serve.evidence.remark.choices: choices-without-choice"
    ],
    [
      "a minimum of a field without a size",
      { steps: { serve: { evidence: { remark: { least: 3 } } } } },
      "steps.serve.evidence.remark: bounds-without-measure"
    ],
    [
      "a minimum above the maximum",
      { steps: { file: { evidence: { pages: { label: text, type: "number", least: 3, most: 2 } } } } },
      "steps.file.evidence.pages: least-over-most"
    ],
    [
      "one field with two types",
      { steps: { file: { evidence: { proof: { label: text, type: "text" } } } } },
      "steps.serve.evidence.proof.type: field-types-differ"
    ],
    [
      "a situation from which no case reaches an outcome",
      // The steps after a relapse (the problem came back) require a new survey. But after a relapse, the case skips the
      // stage of the survey.
      { steps: { relapse: { to: "filing" }, serve: { gate: { after: ["survey"] } }, clear: { gate: null } } },
      "stages.filing: no-way-to-an-outcome"
    ]
  ])("finds %s, and nothing else", (_, patch, expected) => {
    const others = expected.endsWith("no-way-to-an-outcome")
      ? found(patch).filter((one) => one !== expected)
      : []
    expect(others.every((one) => one.endsWith("no-way-to-an-outcome"))).toBe(true)
    expect(found(patch).filter((one) => !others.includes(one))).toEqual([expected])
  })

  it("does not report an unreachable stage if an id on the way to it is misspelt", () => {
    expect(found({ steps: { verify: { to: "wached" } } })).toEqual(["steps.verify.to: unknown-stage"])
  })

  it("finds a reopening that skips steps required by later gates", () => {
    expect(found({ reopening: { to: "filing" } })).toEqual([])
    const patch = { reopening: { to: "filing" }, steps: { serve: { gate: { after: ["survey"] } } } }
    expect(found(patch)).toEqual([
      "stages.filing: no-way-to-an-outcome",
      "stages.notifying: no-way-to-an-outcome"
    ])
  })

  it("allows a circle of lapses that a person can end", () => {
    const stages = {
      due: { name: text, deadline: "3 months", lapse: "remind" },
      reminded: { name: text, deadline: "3 months", lapse: "remind-again" }
    }
    const steps = {
      agree: { name: text, from: ["filing"], to: "due", by },
      remind: { name: text, from: ["due"], to: "reminded" },
      "remind-again": { name: text, from: ["reminded"], to: "due" },
      renew: { name: text, from: ["reminded"], to: "notifying", by }
    }
    expect(found({ limit: null, stages, steps })).toEqual([])
    expect(found({ limit: null, stages, steps: { ...steps, renew: null } })).toEqual([
      "stages.due.lapse: endless-cycle"
    ])
  })

  it("compares a deadline with the limit only if it ends later under every calendar", () => {
    // Five calendar days may end earlier than three working days.
    expect(
      found({
        limit: "3 working days",
        stages: {
          surveying: { deadline: "5 days" },
          refused: { deadline: null },
          filing: { deadline: null },
          noticed: { deadline: "1 day" }
        }
      })
    ).toEqual([])
    // A case reaches the stage of the reminder after 90 days at the earliest, and this stage takes another 60 days.
    const stages = {
      surveying: { deadline: "90 days", lapse: "remind", escalate: null },
      reminded: { name: text, deadline: "60 days" }
    }
    const steps = {
      remind: { name: text, from: ["surveying"], to: "reminded" },
      resume: { name: text, from: ["reminded"], to: "filing", by }
    }
    expect(found({ stages, steps })).toEqual(["stages.reminded.deadline: deadline-after-limit"])
    expect(found({ limit: "6 months", stages, steps })).toEqual([])
  })

  it("finds a gate on optional evidence", () => {
    expect(
      found({
        steps: { serve: { evidence: { proof: { required: false } } }, rectify: null, verify: { notBy: null } }
      })
    ).toEqual(["stages.noticed: no-way-to-an-outcome", "stages.refused: no-way-to-an-outcome"])
  })

  it("reports all mistakes at once, each with its path", () => {
    expect(
      found({
        start: "nowhere",
        stages: { refused: { deadline: "5 months" } },
        steps: { verify: { by: [] }, file: { to: "neverland" } },
        patrol: { widen: "1/2" }
      }).toSorted()
    ).toEqual([
      "patrol.widen: patrol-factor",
      "stages.refused.deadline: deadline-after-limit",
      "start: unknown-stage",
      "steps.file.to: unknown-stage",
      "steps.verify.by: nobody-may"
    ])
  })

  it("reports a playbook that is too complex to check", () => {
    const many = Array.from({ length: 16 }, (_, at) => `m${at}`)
    const steps = Object.fromEntries(many.map((id) => [id, { name: text, from: ["filing"], by }]))
    expect(found({ steps: { ...steps, file: { gate: { after: many } } } })).toEqual(["steps: too-intricate"])
  })

  it("has a message for each problem that says what to do", () => {
    fc.assert(
      fc.property(arbitrary.anyPlaybook, (playbook) => {
        for (const { message, path } of checkPlaybook(playbook)) {
          expect(message.length).toBeGreaterThan(20)
          expect(path.length).toBeGreaterThan(0)
        }
      })
    )
  })
})
