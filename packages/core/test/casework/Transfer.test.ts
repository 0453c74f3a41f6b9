import { describe, expect, it } from "@effect/vitest"
import * as Transfer from "@liulinhui/core/casework/Transfer"
import { GroupId } from "@liulinhui/core/place/Id"
import { clutter } from "./clutter.ts"

const group = GroupId.make("unity")
const { playbook } = clutter
const against = (ground: Transfer.Ground) =>
  Transfer.obstacles("clutter", playbook, ground).map(({ _tag }) => _tag)

describe("a case can live in another district", () => {
  it("where its playbook is there under the same version, word for word, and a group leads such cases", () => {
    expect(against({ found: structuredClone(playbook), group })).toEqual([])
    expect(against({ found: undefined, group: undefined })).toEqual(["PlaybookNotThere"])
    expect(against({ found: { ...playbook, name: { zh: "别", en: "Other" } }, group: undefined })).toEqual([
      "PlaybookDiffers",
      "GroupNotThere"
    ])
  })
})
