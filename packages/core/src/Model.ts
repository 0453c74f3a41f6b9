/**
 * The model of a district: the document with its branches, groups, roles, playbooks and rules. This module reads and
 * checks a model, and contains the JSON Schema of a model.
 */
export { type Model, checkBuildings, pairingProblem, read } from "./model/Model.ts"
export { type CheckOptions, type CheckedModel, type Unwordable, checkModel } from "./model/ModelCheck.ts"
export { Nouns } from "./model/Nouns.ts"
export type { RosterFacts } from "./model/RosterWarnings.ts"
export { type RoutingWarning, checkRouting, groupFor } from "./model/Routing.ts"
export * as Parts from "./model/Parts.ts"
export { Name, jsonSchema } from "./model/ModelSchema.ts"
export { apply } from "./kernel/MergePatch.ts"
export * as MergePatch from "./kernel/MergePatch.ts"
export { patchOf } from "./kernel/PatchSchema.ts"
export { given } from "./kernel/OptionalKey.ts"
