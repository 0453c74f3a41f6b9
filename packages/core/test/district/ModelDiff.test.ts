import { describe, expect, it } from "@effect/vitest"
import { diff, type ModelDiff } from "../../src/district/ModelDiff.ts"
import type { OtherPart } from "../../src/district/ModelParts.ts"
import * as Day from "../../src/kernel/Day.ts"
import { type Model, read } from "../../src/model/Model.ts"
import type * as Schema from "effect/Schema"
import * as Result from "effect/Result"
import { document, firstDay } from "../../../service/test/wanLiu.ts"
import { Small } from "./small.ts"

const modelOf = (patch: Schema.Json = {}): Model => Result.getOrThrow(read(document(patch)))
const base = modelOf()
const compare = (patch: Schema.Json, options: Parameters<typeof diff>[2] = {}) =>
  diff(base, modelOf(patch), options)
const kinds = ({ differences }: ModelDiff) => [...new Set(differences.map(({ _tag }) => _tag))]

const role = (may: ReadonlyArray<string>) => ({ roles: { volunteer: { may: [...may] } } })
const elders = { coverage: { "elders-reached": { where: { age: { atLeast: 80 } } } } }

const changes: ReadonlyArray<readonly [string, Schema.Json, string, object]> = [
  [
    "an authority",
    role(["contact", "poll"]),
    "AuthorityGained",
    { role: "volunteer", authority: "poll", holders: ["volunteer-unity", "volunteer-warmth"] }
  ],
  ["an authority less", role([]), "AuthorityLost", { role: "volunteer", authority: "contact" }],
  [
    "the people who record a kind of contact",
    {
      contacts: {
        "companion-visit": {
          by: [...base.roles].flatMap(([role, { may }]) =>
            may.includes("contact") && role !== "volunteer" ? [{ role }] : []
          )
        }
      }
    },
    "RecorderLost",
    { contact: "companion-visit", role: "volunteer", standings: ["district", "group", "branch", "building"] }
  ],
  [
    "a mandate",
    { actors: { property: { mandates: [] } } },
    "MandateLost",
    { actor: "property", mandate: { role: "property", scope: { district: true } } }
  ],
  [
    "a deadline",
    { playbooks: { "hotline-order": { stages: { received: { deadline: "2 working days" } } } } },
    "DeadlineChanged",
    { playbook: "hotline-order", clock: { stage: "received" }, example: { moves: [] } }
  ],
  ["a notice rule less", { notices: { "patrol-today": null } }, "NoticeRemoved", { rule: "patrol-today" }],
  [
    "the recipients of a notice",
    { notices: { "case-opened": { to: ["committee"] } } },
    "RecipientsChanged",
    { rule: "case-opened", gained: ["committee"], lost: ["group-lead"], reporter: false, walkers: false }
  ],
  ["the hour of a notice", { notices: { "case-opened": { digest: "morning" } } }, "NoticeChanged", {}],
  [
    "a coverage rule less",
    { coverage: { "patrols-fresh": null }, notices: { "coverage-fell": null } },
    "CoverageRemoved",
    {}
  ]
]

describe("two models", () => {
  it("that are the same have no difference", () => {
    expect(compare({})).toEqual({ differences: [], unexplored: [], hiding: [], others: [] })
  })

  it.each(changes)("that differ in %s have exactly this kind of difference", (_, patch, kind, shape) => {
    const found = compare(patch)
    expect(kinds(found).filter((one) => one !== "NoticeRemoved" || kind === one)).toEqual([kind])
    expect(found.differences.find(({ _tag }) => _tag === kind)).toMatchObject(shape)
    expect([found.unexplored, found.others]).toEqual([[], []])
  })

  it.each<readonly [OtherPart, Schema.Json]>([
    ["companions", { companions: { need: { from: 71 } } }],
    ["noticeHours", { noticeHours: { separate: 9 } }],
    ["pairing", { pairing: { criteria: { strengths: 2 } } }],
    ["texts", { playbooks: { "hotline-order": { stages: { handling: { name: { zh: "在办" } } } } } }],
    ["texts", { notices: { "case-opened": { name: { zh: "新的事" } } } }],
    ["offers", { actors: { "volunteer-unity": { offers: { minutes: 10 } } } }]
  ])("that differ elsewhere, in %s, name that part", (part, patch) => {
    expect(compare(patch)).toEqual({ differences: [], unexplored: [], hiding: [], others: [part] })
  })

  it("say how many people a coverage rule counts before and after, with an example", () => {
    const { district } = new Small()
    expect(compare(elders, { district: { district, on: firstDay } }).differences).toEqual([
      {
        _tag: "DenominatorChanged",
        rule: "elders-reached",
        before: { count: 2, reached: 0 },
        after: { count: 1, reached: 0 },
        joins: { count: 0 },
        leaves: { count: 1, example: "b1-101-1" }
      }
    ])
    expect(kinds(compare(elders))).toEqual(["CoverageChanged"])
  })

  it("say which open cases need a migration, and which stages the new version does not have", () => {
    const small = new Small().submit("lead-warmth", {
      _tag: "OpenCase",
      case: "h1",
      playbook: "hardship-and-hoarding",
      subjects: ["household:b2-101"],
      evidence: { situation: "堆满了" }
    })
    const patch = { playbooks: { "hardship-and-hoarding": { version: 2 } } }
    const district = { district: small.district, on: Day.add(firstDay, 1) }
    expect(compare(patch, { district }).differences).toEqual([
      {
        _tag: "MigrationNeeded",
        playbook: "hardship-and-hoarding",
        from: 1,
        to: 2,
        unmapped: [],
        open: 1,
        case: "h1"
      }
    ])
    expect(compare(patch).differences).toMatchObject([{ _tag: "MigrationNeeded", from: 1, to: 2 }])
    // There is no open case of this playbook, so nothing has to be migrated.
    expect(compare({ playbooks: { mediation: { version: 2 } } }, { district }).differences).toEqual([])
  })

  it("say where a walk stopped at its bound", () => {
    const patch = { playbooks: { mediation: { limit: "99 days" } } }
    expect(compare(patch, { bound: 1 }).unexplored).toEqual([{ playbook: "mediation", situations: 1 }])
    expect(compare(patch)).toMatchObject({
      unexplored: [],
      hiding: [],
      differences: [{ _tag: "DeadlineChanged", clock: "limit" }]
    })
  })

  it("of which one has a calendar year more differ only in that part, because examples are in a year that both have", () => {
    const started = performance.now()
    const found = compare({ calendar: { "2031": { holidays: [], workdays: [] } } })
    expect(found).toEqual({ differences: [], unexplored: [], hiding: [], others: ["calendar"] })
    expect(performance.now() - started).toBeLessThan(60_000)
  })
})
