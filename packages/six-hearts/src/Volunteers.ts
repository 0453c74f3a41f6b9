/**
 * Settings for proposing volunteers and capable residents. The ages and points come from practice, not from the law, so
 * a district may change them. The offers of volunteers are in the district's model, under `actors`.
 */

/** The Elderly Companion scheme (老伙伴计划) is for people of 80 and over, and from 70 for those who live alone. */
export const companions = {
  elders: { any: [{ age: { atLeast: 80 } }, { age: { atLeast: 70 }, livesAlone: true }] },
  ledBy: "warmth"
}

/**
 * Points for proposing a person for a task. Skills: need times skill, 0 to 10,000 for each tag. Each metre of the way
 * subtracts 1. Each task in hand and each recent turn subtracts 2,500.
 */
export const talent = {
  criteria: { skills: 1, distance: 1, load: 2500, turns: 2500 },
  lookBack: 180
}
