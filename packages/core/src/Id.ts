/**
 * The ids of districts, buildings, households, residents, branches, groups, actors, cases and reports.
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
  ReportId,
  ResidentId,
  RoleId,
  RuleId,
  Tag
} from "./place/Id.ts"
export { StreamId } from "./kernel/StreamId.ts"
