/**
 * How volunteers and capable residents are proposed. Ages and points are practice and judgement, not statute: a district
 * edits them. Who offers what stands with the actors of the district's own model.
 */

/** The Elderly Companion scheme (老伙伴计划) is for the oldest, and for those who live alone. */
export const companions = {
  elders: { any: [{ age: { atLeast: 80 } }, { age: { atLeast: 70 }, livesAlone: true }] },
  ledBy: "warmth"
}

/** A point for each product of a need and a skill (0 … 10,000 a tag); half a tag's worth less for each task and turn. */
export const talent = {
  criteria: { skills: 1, distance: 1, load: 2500, turns: 2500 },
  lookBack: 180
}
