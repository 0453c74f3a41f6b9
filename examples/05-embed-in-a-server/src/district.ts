/** Pear Lane, a made-up district: the Six-Heart working method, with three people who act. */
import { mergePatch, sixHearts } from "liulinhui"

/** The model document of Pear Lane. */
export const pearLane = mergePatch(sixHearts, {
  id: "pear-lane",
  name: { zh: "梨巷", en: "Pear Lane" },
  timeZone: "Asia/Shanghai",
  branches: {},
  pairing: { criteria: { strengths: 1 } },
  // Without quiet hours, the example shows its notices at any time of day.
  noticeHours: { quiet: null },
  actors: {
    office: { mandates: [{ role: "committee", scope: { district: true } }] },
    wang: { mandates: [{ role: "volunteer", scope: { group: "peace" } }] },
    zhao: { mandates: [{ role: "group-lead", scope: { group: "peace" } }] }
  }
})
