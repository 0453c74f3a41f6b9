/**
 * What the change from one model of a district to another means for its work: who may do what, which deadlines differ,
 * and who is concerned.
 */
export {
  type Counted,
  type Difference,
  type DiffOptions,
  type ModelDiff,
  diff
} from "./district/ModelDiff.ts"
export { type OtherPart } from "./district/ModelParts.ts"
export { type Behind, type Part } from "./casework/PlaybookDifference.ts"
