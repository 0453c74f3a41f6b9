/**
 * The playbook for a campaign against corridor clutter in the whole district. Each building has a case, which is a
 * child case of the campaign. The campaign ends when the patrols of the last building have ended.
 *
 * The periods are the practice of the district Wan-Liu, not law. Another district can set other periods.
 */
import type { PlaybookDocument } from "@liulinhui/core/Playbook"
import { committee, generalBranch, groupLead, keepers } from "../People.ts"

export const clutterCampaign = {
  name: { zh: "楼道堆物清理行动", en: "Campaign against corridor clutter" },
  purpose: {
    zh: "全小区楼道逐幢排摸、一楼一档、限期自行整改、分批清理、定期巡查，防止返潮",
    en: "every stairwell surveyed and filed, given notice, cleared where need be, and watched against relapse"
  },
  version: 1,
  subject: "district",
  ledBy: "unity",
  keepers,
  reopening: { to: "running", by: [committee, generalBranch] },
  start: "preparing",
  stages: {
    preparing: {
      name: { zh: "准备", en: "Being prepared" },
      deadline: "14 days",
      escalate: [{ after: "1 day", tell: "general-branch" }]
    },
    running: {
      name: { zh: "行动中", en: "Under way" },
      deadline: "12 months",
      escalate: [
        { after: "0 days", tell: "committee" },
        { after: "7 days", tell: "general-branch" }
      ]
    },
    concluded: { name: { zh: "行动结束", en: "Concluded" }, outcome: "achieved" }
  },
  steps: {
    announce: {
      name: { zh: "张贴告居民书", en: "Announce it to the residents" },
      from: ["preparing"],
      to: "running",
      by: [committee, generalBranch, groupLead],
      evidence: {
        announcement: { label: { zh: "告居民书照片", en: "photo of the announcement" }, type: "photo" },
        "first-day": { label: { zh: "开始日期", en: "first day" }, type: "date", required: false }
      },
      source: "Fire Law Art. 28 (消防法第二十八条)"
    },
    conclude: {
      name: { zh: "总结", en: "Conclude" },
      from: ["running"],
      to: "concluded",
      by: [committee, generalBranch],
      gate: { children: "done" },
      evidence: { summary: { label: { zh: "行动总结", en: "summary" }, type: "text" } }
    }
  }
} satisfies PlaybookDocument
