/**
 * fast-check arbitraries for coverage. Coverage is the question whether every member of a population was contacted. The
 * arbitraries generate the events of a small district within two months that contain a 29 February: people move in,
 * move out, die, have birthdays and are visited. They also generate coverage rules about these people. There are few
 * ids, so that several events often concern the same person. `Invalid` makes selectors with a mistake.
 */
export { areas, firstDay, span } from "./CoverageDistrict.ts"
export { coverageDay, coverageEvents, type EventOptions, settled } from "./CoverageEvents.ts"
export { coverageRule, coverageRuleJson, coverageSelector } from "./CoverageRules.ts"
