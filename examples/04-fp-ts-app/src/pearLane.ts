/**
 * Pear Lane, a made-up district: it has two branches and two new groups, and uses the Six-Heart working method for
 * everything else.
 */
import { mergePatch } from "@liulinhui/fp-ts"
import { sixHearts } from "@liulinhui/six-hearts"

const whole = { district: true }

/** The model document of Pear Lane. */
export const pearLane = mergePatch(sixHearts, {
  id: "pear-lane",
  name: { zh: "梨巷", en: "Pear Lane" },
  timeZone: "Asia/Shanghai",
  branches: {
    east: {
      name: { zh: "东支部", en: "East branch" },
      strengths: { "elder-care": 80, mediation: 30 },
      buildings: [],
      people: 20,
      leads: { least: 1, most: 6 }
    },
    west: {
      name: { zh: "西支部", en: "West branch" },
      strengths: { mediation: 90, arts: 60 },
      buildings: [],
      people: 15,
      leads: { least: 1, most: 6 }
    }
  },
  pairing: { criteria: { strengths: 1 } },
  // Without quiet hours, the program shows its notice at any time of day.
  noticeHours: { quiet: null },
  actors: {
    office: {
      mandates: [
        { role: "committee", scope: whole },
        { role: "general-branch", scope: whole }
      ]
    }
  }
})
