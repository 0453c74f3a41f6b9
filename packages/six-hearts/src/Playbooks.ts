/**
 * The playbooks of the Six-Heart working method, by id. A playbook describes the stages and steps of one kind of case.
 */
import { artsActivity } from "./playbooks/arts-activity.ts"
import { buildingClutter } from "./playbooks/building-clutter.ts"
import { capableResident } from "./playbooks/capable-resident.ts"
import { civicMural } from "./playbooks/civic-mural.ts"
import { clutterCampaign } from "./playbooks/clutter-campaign.ts"
import { communityConsultation } from "./playbooks/community-consultation.ts"
import { corridorClutter } from "./playbooks/corridor-clutter.ts"
import { elderlyCompanion } from "./playbooks/elderly-companion.ts"
import { hardshipAndHoarding } from "./playbooks/hardship-and-hoarding.ts"
import { homeAdaptation } from "./playbooks/home-adaptation.ts"
import { hotlineOrder } from "./playbooks/hotline-order.ts"
import { liftRetrofit } from "./playbooks/lift-retrofit.ts"
import { mediation } from "./playbooks/mediation.ts"
import { pioneerOutreach } from "./playbooks/pioneer-outreach.ts"
import { schoolActivity } from "./playbooks/school-activity.ts"
import { selfGovernedStairwell } from "./playbooks/self-governed-stairwell.ts"

export const playbooks = {
  "pioneer-outreach": pioneerOutreach,
  "capable-resident": capableResident,
  "home-adaptation": homeAdaptation,
  "hardship-and-hoarding": hardshipAndHoarding,
  "elderly-companion": elderlyCompanion,
  "arts-activity": artsActivity,
  "civic-mural": civicMural,
  "school-activity": schoolActivity,
  mediation,
  "community-consultation": communityConsultation,
  "hotline-order": hotlineOrder,
  "clutter-campaign": clutterCampaign,
  "building-clutter": buildingClutter,
  "corridor-clutter": corridorClutter,
  "self-governed-stairwell": selfGovernedStairwell,
  "lift-retrofit": liftRetrofit
}
