/**
 * The roles of people in a district, and what each role is authorised to do. The playbooks determine which role may
 * take which step of a case.
 */

export const roles = {
  committee: {
    name: { zh: "居委会", en: "residents' committee" },
    may: [
      "registry",
      "erasure",
      "disclosure",
      "pairing:propose",
      "companions",
      "talent",
      "contact",
      "exclusion",
      "notices",
      "poll",
      "case"
    ]
  },
  "general-branch": {
    name: { zh: "党总支", en: "general Party branch" },
    may: [
      "disclosure",
      "pairing:propose",
      "pairing:decide",
      "companions",
      "talent",
      "contact",
      "exclusion",
      "case"
    ]
  },
  "branch-secretary": { name: { zh: "支部书记", en: "branch secretary" }, may: ["contact"] },
  "group-lead": {
    name: { zh: "自治小组组长", en: "group leader" },
    may: ["disclosure", "companions", "talent", "contact", "poll", "case"]
  },
  "stairwell-head": { name: { zh: "楼组长", en: "stairwell head" }, may: ["contact", "case"] },
  volunteer: { name: { zh: "志愿者", en: "volunteer" }, may: ["contact"] },
  mediator: { name: { zh: "人民调解员", en: "people's mediator" }, may: ["disclosure", "contact", "case"] },
  property: { name: { zh: "物业公司", en: "property-management company" }, may: [] },
  subdistrict: { name: { zh: "街道", en: "subdistrict" }, may: [] }
}
