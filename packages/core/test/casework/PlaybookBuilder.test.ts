import { describe, expect, it } from "@effect/vitest"
import * as PlaybookBuilder from "../../src/casework/PlaybookBuilder.ts"
import { mermaid } from "../../src/casework/PlaybookDiagram.ts"
import { Playbook, type PlaybookDocument } from "../../src/casework/Playbook.ts"
import { make as day } from "../../src/kernel/Day.ts"
import { inLanguage, type Text } from "../../src/kernel/Text.ts"
import { clock } from "../../src/place/Actor.ts"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import * as arbitrary from "../../../testing/src/Casework.ts"
import { clutter } from "./clutter.ts"

const asking = { by: clock, on: day("2026-03-02") }
const photo = { photo: "photos/1", sha256: "a".repeat(64) }
const name = { zh: "某", en: "some" }
const zh = { text: (text: Text) => inLanguage(text, "zh"), reopen: "重新立案" }
const en = { text: (text: Text) => inLanguage(text, "en"), reopen: "reopen" }

const frame = {
  name,
  version: 1,
  subject: "household",
  ledBy: "unity",
  start: "a",
  stages: { a: { name }, z: { name, outcome: "achieved" } },
  steps: { go: { name, from: ["a"], to: "z", by: [{ role: "lead" }] } }
} as const satisfies PlaybookDocument

const { go } = frame.steps
const intoNowhere = { go: { ...go, to: "b" } } as const
const afterNothing = { go: { ...go, gate: { after: ["come"] } } } as const
const onNoRecord = { go: { ...go, gate: { evidence: ["mood"] } } } as const
const lapsingIntoNothing = { ...frame.stages, a: { name, lapse: "come" } } as const
const inAFortnight = { ...frame.stages, a: { name, deadline: "1 fortnight" } } as const

describe("a playbook built in TypeScript", () => {
  it("is the same value as the document read from YAML or JSON", () => {
    const read = Schema.decodeUnknownSync(Playbook)(JSON.parse(JSON.stringify(clutter.document)))
    expect(clutter.playbook).toEqual(read)
  })

  it("accepts only its steps, with the evidence that they require", () => {
    expect(clutter.take(asking, "serve", { proof: photo })).toEqual({
      _tag: "Take",
      ...asking,
      step: "serve",
      evidence: { proof: photo }
    })
    expect(clutter.take(asking, "file")).not.toHaveProperty("evidence")
    // @ts-expect-error there is no such step
    clutter.take(asking, "bless")
    // @ts-expect-error the proof is missing
    clutter.take(asking, "serve")
    // @ts-expect-error a proof is a photo
    clutter.take(asking, "serve", { proof: "yes" })
    // @ts-expect-error there is no such choice
    clutter.take(asking, "record-basis", { basis: "whim" })
    // @ts-expect-error there is no such evidence
    clutter.take(asking, "serve", { proof: photo, mood: "good" })
  })

  it("refers only to its stages, steps and fields", () => {
    expect(PlaybookBuilder.build(frame).playbook.start).toBe("a")
    const wrong = [
      // @ts-expect-error there is no such stage to start in
      () => PlaybookBuilder.build({ ...frame, start: "b" }),
      // @ts-expect-error there is no such stage to lead to
      () => PlaybookBuilder.build({ ...frame, steps: intoNowhere }),
      // @ts-expect-error there is no such step to come after
      () => PlaybookBuilder.build({ ...frame, steps: afterNothing }),
      // @ts-expect-error there is no such evidence
      () => PlaybookBuilder.build({ ...frame, steps: onNoRecord }),
      // @ts-expect-error there is no such step to lapse into
      () => PlaybookBuilder.build({ ...frame, stages: lapsingIntoNothing })
    ]
    expect(wrong.map((build) => build().playbook.name)).toEqual(wrong.map(() => name))
  })

  it("has each mistake at its place, and no other line is reported", () => {
    const build = () =>
      PlaybookBuilder.build({
        name,
        version: 1,
        subject: "resident",
        ledBy: "warmth",
        // @ts-expect-error there is no such stage
        start: "plannd",
        stages: {
          planned: {
            name,
            // @ts-expect-error it is written `5 days`
            deadline: "5 dayz",
            // @ts-expect-error there is no such step
            lapse: "give-up"
          },
          done: { name, outcome: "achieved" }
        },
        steps: {
          visit: {
            name,
            // @ts-expect-error there is no such stage
            from: ["plannd"],
            // @ts-expect-error there is no such stage
            to: "don",
            by: [{ role: "volunteer" }],
            // @ts-expect-error the key is `evidence`
            evidense: { mood: { label: name, type: "text" } },
            gate: {
              // @ts-expect-error there is no such step
              after: ["come"]
            }
          }
        }
      })
    expect(build).toThrow(/deadline/)
  })

  it("requires periods in the right form", () => {
    // @ts-expect-error a fortnight is not a period
    expect(() => PlaybookBuilder.build({ ...frame, stages: inAFortnight })).toThrow("a deadline such as")
  })

  it("has no unknown keys", () => {
    const document = { ...frame, colour: "red" }
    expect(() => PlaybookBuilder.build(document)).toThrow("colour")
  })
})

describe("a playbook's diagram", () => {
  it("draws every stage and every transition", () => {
    fc.assert(
      fc.property(arbitrary.playbook, (playbook) => {
        const lines = mermaid(playbook, en).split("\n")
        const { reopening, stages, steps } = playbook
        expect(lines[0]).toBe("stateDiagram-v2")
        expect(lines.filter((line) => / as s\d+$/.test(line))).toHaveLength(Object.keys(stages).length)
        const ends = Object.values(stages).filter(({ outcome }) => outcome !== undefined).length
        const ways = Object.values(steps).reduce((sum, { from }) => sum + from.length, 0)
        expect(lines.filter((line) => / --> s\d+ : ./.test(line))).toHaveLength(
          ways + (reopening === undefined ? 0 : ends)
        )
        expect(lines.filter((line) => line.endsWith("--> [*]"))).toHaveLength(ends)
      })
    )
  })

  it("marks lapses and gates, and shows the deadline of each stage", () => {
    const lines = mermaid(clutter.playbook, zh).split("\n")
    expect(lines).toContain('  state "限期自行整改 (7 days)" as s3')
    expect(lines).toContain('  state "巡查 (3 days … 60 days)" as s6')
    expect(lines).toContain("  s3 --> s4 : ⌛ 逾期未整改")
    expect(lines).toContain("  s4 --> s5 : 🔒 清理 (lead@group)")
    expect(lines).toContain("  s7 --> s0 : 重新立案")
  })

  it("escapes all text that Mermaid would read as syntax", () => {
    const tricky = PlaybookBuilder.build({
      ...frame,
      stages: { ...frame.stages, a: { name: { zh: '甲";丙', en: 'a: "b" --> [*]; #c' } } }
    })
    expect(mermaid(tricky.playbook, en).split("\n")[1]).toBe('  state "a b -- * c" as s0')
  })
})
