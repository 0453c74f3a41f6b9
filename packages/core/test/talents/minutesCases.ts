/** Problems in which minutes decide, and the best choice of each one: every choice was tried. */
export const minutesCases = {
  "one-person-two-tasks": {
    talents: [{ id: "wang", skills: { mediation: 60 }, free: 180, load: 0, most: 3, turns: 0 }],
    tasks: [
      { id: "case-1", needs: { mediation: 1 }, requires: [], minutes: 120, people: 1 },
      { id: "case-2", needs: { mediation: 1 }, requires: [], minutes: 60, people: 1 }
    ],
    criteria: { skills: 1, distance: 0, load: 0, turns: 0 },
    distances: [],
    bans: []
  },
  "false-impossible": {
    talents: [
      {
        id: "t0",
        skills: { a: 31, b: 44 },
        building: "b0",
        free: 240,
        load: 0,
        most: 3,
        turns: 0,
        last: 20000
      }
    ],
    tasks: [
      { id: "j0", needs: { a: 97, b: 22 }, requires: [], building: "b1", minutes: 120, people: 1 },
      { id: "j1", needs: {}, requires: [], building: "b0", minutes: 60, people: 1 },
      { id: "j2", needs: { b: 79 }, requires: [], building: "b1", minutes: 60, people: 1 }
    ],
    criteria: { skills: 1, distance: 1, load: 310, turns: 155 },
    distances: [{ from: "b0", to: "b1", metres: 300 }],
    bans: []
  },
  "below-best": {
    talents: [
      { id: "t0", skills: {}, building: "b0", free: 60, load: 0, most: 2, turns: 0 },
      { id: "t1", skills: { b: 90 }, building: "b0", free: 180, load: 0, most: 2, turns: 0 },
      { id: "t2", skills: { b: 32 }, building: "b2", free: 0, load: 1, most: 3, turns: 0 },
      {
        id: "t3",
        skills: { a: 89, b: 47 },
        building: "b2",
        free: 180,
        load: 0,
        most: 3,
        turns: 0,
        last: 20003
      }
    ],
    tasks: [
      { id: "j0", needs: { a: 80, b: 82 }, requires: [], building: "b0", minutes: 120, people: 1 },
      { id: "j1", needs: { a: 42, b: 49 }, requires: ["b"], building: "b1", minutes: 0, people: 2 }
    ],
    criteria: { skills: 1, distance: 2, load: 470, turns: 181 },
    distances: [{ from: "b0", to: "b1", metres: 300 }],
    bans: []
  }
} as const

export const minutesPlans = {
  "one-person-two-tasks": ["case-1 wang", "case-2 wang"],
  "false-impossible": ["j0 t0", "j1 t0", "j2 t0"],
  "below-best": ["j0 t3", "j1 t1", "j1 t3"]
}
