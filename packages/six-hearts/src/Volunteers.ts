/**
 * Settings for proposing volunteers and capable residents for tasks. The ages and points come from practice, not from
 * the law, so a district may change them. What each volunteer offers is in the district's model, under `actors`.
 */

/**
 * The Elderly Companion scheme (老伙伴计划): a volunteer looks after elders of 80 or over, and after elders of 70 or over
 * who live alone.
 */
export const companions = {
  elders: { any: [{ age: { atLeast: 80 } }, { age: { atLeast: 70 }, livesAlone: true }] },
  ledBy: "warmth",
  /** Who comes first if there are too few volunteers: a year of age above 70 counts 1, living alone and hardship 20 each. */
  need: { from: 70, perYear: 1, livesAlone: 20, tags: { hardship: 20 } }
}

/**
 * The points by which a person is proposed for a task. Each skill adds the level that the task needs times the level
 * that the person has, 0 to 10,000. Each metre of the way to the task subtracts 1. Each task that the person already
 * has, and each task that the person had recently, subtracts 2,500.
 */
export const talent = {
  criteria: { skills: 1, distance: 1, load: 2500, turns: 2500 },
  lookBack: 180
}
