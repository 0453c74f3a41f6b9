/** The people who take steps in playbooks: a role, and the scope that its mandate must have for the case. */

/** The residents' committee, for anything in the district. */
export const committee = { role: "committee" } as const
/** The general Party branch, for anything in the district. */
export const generalBranch = { role: "general-branch" } as const
/** The secretary of a branch that leads the case's group. */
export const secretary = { role: "branch-secretary", scope: "group" } as const
/** The leader of the case's group. */
export const groupLead = { role: "group-lead", scope: "group" } as const
/** A volunteer of the case's group. */
export const volunteer = { role: "volunteer", scope: "group" } as const
/** The head of the stairwell that the case is about. */
export const stairwellHead = { role: "stairwell-head", scope: "building" } as const
/** The head of any stairwell, for a case about the whole district. */
export const anyStairwellHead = { role: "stairwell-head" } as const
export const mediator = { role: "mediator" } as const
export const property = { role: "property" } as const
export const subdistrict = { role: "subdistrict" } as const

/** The people who may open, hand over, transfer, merge and withdraw the cases of a group. */
export const keepers = [groupLead, committee, generalBranch] as const
