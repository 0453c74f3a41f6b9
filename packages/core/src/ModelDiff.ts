/**
 * What the change from one model of a district to another means for its work: who may do what, which deadlines differ,
 * and who is concerned.
 */
export {
  type Counted,
  type Difference,
  type DiffOptions,
  type ModelDiff,
  type OtherPart,
  diff
} from "./district/ModelDiff.ts"
