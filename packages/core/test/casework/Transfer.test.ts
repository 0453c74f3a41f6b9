import * as Transfer from "../../src/casework/Transfer.ts"
import { GroupId } from "../../src/place/Id.ts"
import { ruleSuite } from "../ruleSuite.ts"
import { clutter } from "./clutter.ts"

const { playbook } = clutter
const moving = (ground: Partial<Transfer.Ground> = {}) => ({
  id: "clutter",
  playbook,
  ground: { found: structuredClone(playbook), group: GroupId.make("unity"), ...ground }
})

ruleSuite("the rules for transfers between districts", [Transfer.canGoOn], {
  "transfer-can-go-on": {
    holds: moving(),
    refuses: {
      PlaybookNotThere: moving({ found: undefined }),
      PlaybookDiffers: moving({ found: { ...playbook, name: { zh: "别", en: "Other" } } }),
      GroupNotThere: moving({ group: undefined })
    }
  }
})
