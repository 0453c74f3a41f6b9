/**
 * The people who may take steps in the playbooks. Each is a role, with the scope (the whole district, a group or a
 * building) that the person's mandate must have for the case.
 */

/** The residents' committee, for any case in the district. */
export const committee = { role: "committee" } as const
/** The general Party branch, for any case in the district. */
export const generalBranch = { role: "general-branch" } as const
/** The secretary of the Party branch that leads the self-governance group of the case. */
export const secretary = { role: "branch-secretary", scope: "group" } as const
/** The leader of the self-governance group that the case belongs to. */
export const groupLead = { role: "group-lead", scope: "group" } as const
/** A volunteer of the self-governance group that the case belongs to. */
export const volunteer = { role: "volunteer", scope: "group" } as const
/** The head of the stairwell (building) that the case is about. */
export const stairwellHead = { role: "stairwell-head", scope: "building" } as const
/** The head of any stairwell, for a case that is about the whole district. */
export const anyStairwellHead = { role: "stairwell-head" } as const
export const mediator = { role: "mediator" } as const
export const property = { role: "property" } as const
export const subdistrict = { role: "subdistrict" } as const

/** The people who may open, hand over, transfer, merge and withdraw the cases of a self-governance group. */
export const keepers = [groupLead, committee, generalBranch] as const
