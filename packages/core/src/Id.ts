/**
 * The ids of districts, buildings, households, residents, branches, groups, actors and cases.
 */
export {
  ActorId,
  BranchId,
  BuildingId,
  CaseId,
  ContactKind,
  DistrictId,
  GroupId,
  HouseholdId,
  ResidentId,
  RoleId,
  RuleId,
  Tag
} from "./place/Id.ts"
export { StreamId } from "./kernel/StreamId.ts"
