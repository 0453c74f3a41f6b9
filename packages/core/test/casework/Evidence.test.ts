import { describe, expect, it } from "@effect/vitest"
import * as Evidence from "../../src/casework/Evidence.ts"
import type { Field } from "../../src/casework/Playbook.ts"
import * as Schema from "effect/Schema"
import * as arbitrary from "../../../testing/src/Casework.ts"

const name = { zh: "某", en: "some" }
const photo = { photo: "photos/1", sha256: "a".repeat(64) }
const signature = { signer: "household:b01-301", sha256: "a".repeat(64) }
const values: ReadonlyArray<Evidence.Value> = [
  "words",
  "2026-02-28",
  "yes",
  7,
  7.5,
  photo,
  signature,
  ["a", "b"],
  " "
]

const fitting = (field: Omit<Field, "label">) =>
  values.filter((value) => Evidence.fits({ label: name, ...field }, value))

describe("evidence", () => {
  it.each<[Omit<Field, "label">, ReadonlyArray<Evidence.Value>]>([
    [{ type: "text" }, ["words", "2026-02-28", "yes"]],
    [{ type: "date" }, ["2026-02-28"]],
    [{ type: "choice", choices: { yes: name } }, ["yes"]],
    [{ type: "choice" }, []],
    [{ type: "number" }, [7, 7.5]],
    [{ type: "number", least: 7.1 }, [7.5]],
    [{ type: "number", most: 7.1 }, [7]],
    [{ type: "amount" }, [7]],
    [{ type: "amount", least: 8 }, []],
    [{ type: "photo" }, [photo]],
    [{ type: "signature" }, [signature]],
    [{ type: "list" }, [["a", "b"]]],
    [{ type: "list", least: 3 }, []],
    [{ type: "list", most: 1 }, []]
  ])("for a field %j is %j", (field, expected) => {
    expect(fitting(field)).toEqual(expected)
  })

  it("has no choice that an object inherits from its prototype", () => {
    expect(Evidence.fits({ label: name, type: "choice", choices: { yes: name } }, "toString")).toBe(false)
  })

  it("is complete if the testing kit says so", () => {
    for (const { 0: type } of [
      ["text"],
      ["number"],
      ["date"],
      ["photo"],
      ["signature"],
      ["amount"],
      ["list"]
    ] as const) {
      const field = { label: name, type, ...(type === "list" ? { least: 2 } : {}) }
      const form = Evidence.form({ f: field })
      const whole = arbitrary.complete(form.fields)
      expect(Schema.is(Evidence.Evidence)(whole)).toBe(true)
      expect(Evidence.objections(form, whole)).toEqual([])
    }
  })

  it("that is missing, malformed or unknown is refused with a reason for each field", () => {
    const form = Evidence.form({
      a: { label: name, type: "text" },
      b: { label: name, type: "number" },
      c: { label: name, type: "date", required: false }
    })
    expect(Evidence.objections(form, { b: "seven", d: "x" })).toEqual([
      { _tag: "EvidenceMissing", field: "a", type: "text" },
      { _tag: "EvidenceMalformed", field: "b", type: "number" },
      { _tag: "EvidenceUnknown", field: "d" }
    ])
  })

  it("is split into sensitive and other fields, and every submitted field is named", () => {
    const form = Evidence.form({
      a: { label: name, type: "text" },
      b: { label: name, type: "text", sensitive: true }
    })
    expect(Evidence.part(form, { a: "x", b: "y" })).toEqual({
      recorded: ["a", "b"],
      evidence: { a: "x" },
      confidential: { b: "y" }
    })
    expect(Evidence.part(form, { b: "y" })).toEqual({ recorded: ["b"], confidential: { b: "y" } })
    expect(Evidence.part(form, { a: "x" })).toEqual({ recorded: ["a"], evidence: { a: "x" } })
    expect(Evidence.part(form, {})).toEqual({ recorded: [] })
  })
})
