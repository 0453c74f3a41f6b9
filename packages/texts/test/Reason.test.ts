import * as Assignment from "@liulinhui/assignment"
import type * as AssignmentCheck from "@liulinhui/assignment/AssignmentCheck"
import { describe, expect, expectTypeOf, it } from "@effect/vitest"
import { build } from "@liulinhui/core/Playbook"
import type { Mismatch } from "@liulinhui/core/Coverage"
import type { Reason as AnyReason } from "@liulinhui/core/Governance"
import * as Day from "@liulinhui/core/Day"
import { Problem, solve, type Flaw } from "@liulinhui/core/Pairing"
import * as Pairing from "@liulinhui/core/Pairing"
import type { Exclusion } from "@liulinhui/core/Talent"
import { type ArgumentOf, type MessageId, Names, Reason, Texts } from "@liulinhui/texts"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

const zh = Texts.words(Texts.builtIn, "zh")
const en = Texts.words(Texts.builtIn, "en")

/** Sample names, as a district provides them. */
const names: Names.Names = (thing, id) =>
  (
    {
      branch: `第${id}支部`,
      group: `${id}组`,
      role: `角色${id}`,
      resident: `12号楼 301室（${id}）`
    } as Readonly<Record<string, string>>
  )[thing]

/**
 * The arguments that the messages of a section use, but that are not fields of the described data. This type must be
 * empty (`never`).
 */
type Strange<Section extends string, Worded extends Reason.Tagged> = {
  [One in Worded as One["_tag"]]: Exclude<ArgumentOf<`${Section}.${One["_tag"]}` & MessageId>, keyof One>
}[Worded["_tag"]]

describe("every reason", () => {
  it("has words", () => {
    expectTypeOf<Exclude<`reason.${AnyReason["_tag"]}`, MessageId>>().toBeNever()
    expectTypeOf<Exclude<`flaw.${Flaw["_tag"]}`, MessageId>>().toBeNever()
    expectTypeOf<Exclude<`exclusion.${Exclusion["_tag"]}`, MessageId>>().toBeNever()
    expectTypeOf<Exclude<`matrix.${Assignment.Refusal["_tag"]}`, MessageId>>().toBeNever()
    // The flaw `WrongTotal` has the same message as a wrong statement of a plan, so it needs no separate message.
    expectTypeOf<
      Exclude<`matrix.flaw.${Exclude<AssignmentCheck.Flaw["_tag"], "WrongTotal">}`, MessageId>
    >().toBeNever()
    expectTypeOf<Exclude<`mismatch.${Mismatch["_tag"]}`, MessageId>>().toBeNever()
  })

  it("has every field that its words mention", () => {
    expectTypeOf<Strange<"reason", AnyReason>>().toBeNever()
    expectTypeOf<Strange<"flaw", Flaw>>().toBeNever()
    expectTypeOf<Strange<"exclusion", Exclusion>>().toBeNever()
  })
})

describe("a reason", () => {
  it("of a case is said like any other", () => {
    expect(Reason.say(zh, { _tag: "CalendarLacksYear", year: 2027 })).toBe(
      "工作日历缺少2027年的数据，请先补充"
    )
  })

  it("says days as days, and lists as the language joins them", () => {
    const gone = { _tag: "ResidentGone", resident: "r1", index: 0, left: Day.make("2026-03-09") }
    expect(Reason.say(zh, gone)).toBe("居民r1已于2026年3月9日离开")
    const roles = { _tag: "MayNotGrant", reason: "refused", roles: ["committee", "general-branch"] }
    expect(Reason.say(en, roles)).toBe("the reason “refused” is granted by committee, general-branch")
    expect(Reason.say(zh, roles)).toContain("committee、general-branch")
  })

  it("names things if their names are known, and shows their ids if not", () => {
    const scope = { _tag: "OutOfScope", asked: [], group: "齐心" }
    expect(Reason.say(zh, scope, names)).toContain("齐心组")
    expect(Reason.say(zh, scope)).toContain("齐心")
    expect(Reason.say(zh, { _tag: "NoRole", roles: ["甲", "乙"] }, names)).toBe("须由角色甲、角色乙办理")
    expect(Reason.say(zh, { _tag: "ElderHasNoCompanion", elder: "r-1" }, names)).toContain(
      "12号楼 301室（r-1）"
    )
  })

  it("calls stages, steps and evidence as the playbook does", () => {
    const { playbook } = build({
      name: { zh: "探访", en: "Visit" },
      version: 1,
      subject: "resident",
      ledBy: "warmth",
      keepers: [{ role: "volunteer" }],
      start: "planned",
      stages: {
        planned: { name: { zh: "待探访", en: "Planned" } },
        done: { name: { zh: "已探访" }, outcome: "achieved" }
      },
      steps: {
        visit: {
          name: { zh: "探访", en: "Visit" },
          from: ["planned"],
          to: "done",
          by: [{ role: "volunteer", scope: "group" }],
          evidence: { mood: { label: { zh: "情绪", en: "Mood" }, type: "text" } }
        }
      }
    })
    const own = Names.ofPlaybook(playbook)
    const stage = { _tag: "WrongStage", stage: "done", from: ["planned"] }
    expect(Reason.say(zh, stage, own)).toContain("“已探访”，该步骤须在“待探访”")
    expect(Reason.say(en, stage, own)).toContain("“已探访”, and the step belongs to “Planned”")
    expect(Reason.say(zh, { _tag: "EvidenceMissing", field: "mood", type: "text" }, own)).toBe(
      "缺少材料：情绪"
    )
    expect(Reason.say(zh, { _tag: "StepNotTaken", step: "visit" }, own)).toBe("须先完成“探访”")
  })

  it("counts places in a list from 1, as people do", () => {
    const twice = { _tag: "DuplicateBuilding", building: "b1", index: 4, first: 0 }
    expect(Reason.say(zh, twice)).toBe("楼b1重复登记（第5项与第1项）")
  })

  it("says what is wrong with a plan, and never its tag", () => {
    const problem = Schema.decodeUnknownSync(Problem)({
      branches: [{ id: "b-1", people: 9 }],
      groups: [{ id: "joy" }],
      criteria: { people: 1 }
    })
    const plan = Result.getOrThrow(solve(problem))
    const flaw = Pairing.verify(problem, { ...plan, policy: "fewest-changes" })
    expect(Reason.say(zh, { _tag: "PlanRefuted", flaw })).toBe("方案与其证明不符：方案的取舍方式与要求的不同")
    expect(Reason.say(en, { _tag: "PlanRefuted", flaw })).not.toContain("OtherPolicy")
    expect(Reason.sayFlaw(zh, { _tag: "OtherGoals", expected: ["points", "kept"] })).toBe(
      "应依次证明：得分、保留对数"
    )
  })

  it("lists the causes that there is no plan: who needs what, who may provide it, and the bans and pins that matter", () => {
    const wanting = {
      _tag: "GroupsWanting",
      groups: [{ group: "齐心", needs: 2 }],
      branches: [{ branch: "一", atMost: 1 }],
      need: 2,
      have: 1,
      bans: [{ branch: "二", group: "齐心", reason: "亲属" }],
      pins: []
    }
    expect(Reason.say(zh, wanting, names)).toBe(
      "小组齐心组（需2个）共需2个支部引领，而可以引领的支部第一支部（至多1个）合计只能引领1个；与此有关的禁止：“第二支部”引领“齐心组”（亲属）"
    )
    const nobody = { ...wanting, branches: [], bans: [], have: 0 }
    expect(Reason.say(en, nobody)).toBe(
      "groups 齐心 (needs 2) need 2 branches to lead them, where no branch may"
    )
  })

  it("says why nobody can take a task, each with every reason", () => {
    const wanting = {
      _tag: "TasksWanting",
      tasks: [{ task: "c-1", needs: 1 }],
      talents: [],
      need: 1,
      have: 0,
      excluded: [
        {
          talent: "wang",
          task: "c-1",
          reasons: [
            { _tag: "LacksSkill", skill: "arts" },
            { _tag: "TooLittleTime", free: 30, minutes: 60 }
          ]
        }
      ]
    }
    expect(Reason.say(zh, wanting)).toBe(
      "任务c-1（需1个）共需1人，而没有人可以担任；其余人员不能担任：wang不能担任c-1（缺少技能“arts”、每周还能安排30分钟，需60分钟）"
    )
    expect(Reason.say(en, wanting)).not.toMatch(/LacksSkill|TooLittleTime|—/u)
  })

  it("of an extension is said in the words that it brings along", () => {
    const texts = Texts.extend(Texts.builtIn, {
      zh: { "reason.GardenFull": "菜园已满，最多{most}户：{households}" },
      en: { "reason.GardenFull": "the garden is full: {most} at most" }
    })
    const reason = { _tag: "GardenFull", most: 2, households: ["甲", "乙"] }
    expect(Reason.say(Texts.words(texts, "zh"), reason)).toBe("菜园已满，最多2户：甲、乙")
    expect(Reason.say(Texts.words(texts, "en"), reason)).toBe("the garden is full: 2 at most")
  })

  it("of which nobody has heard is said by its tag and fields", () => {
    expect(Reason.say(en, { _tag: "Odd", at: 3 })).toBe("Odd at 3")
    expect(Reason.sayAll(zh, [{ _tag: "Odd", at: 3 }, { _tag: "ReasonMissing" }])).toBe(
      "Odd at 3；须说明理由"
    )
  })
})
