/**
 * The six hearts of the Six-Heart working method, such as Warm Heart. Each heart has one self-governance group of
 * residents, and each group has needs, which the Party branch that leads the group should meet.
 */

export const hearts = {
  aspiration: { zh: "初心", en: "Original Aspiration" },
  warmth: { zh: "暖心", en: "Warm Heart" },
  joy: { zh: "乐心", en: "Joyful Heart" },
  childlike: { zh: "童心", en: "Childlike Heart" },
  peace: { zh: "安心", en: "Peace of Mind" },
  unity: { zh: "齐心", en: "United Heart" }
}

/** Skills. A branch has strengths in some of these skills, and a group needs some of them. */
export const tags = {
  "party-work": { zh: "党务与示范", en: "Party work and example" },
  publicity: { zh: "宣传动员", en: "publicity" },
  "elder-care": { zh: "助老服务", en: "care for elders" },
  "home-visits": { zh: "入户走访", en: "home visits" },
  nursing: { zh: "医护健康", en: "nursing and health" },
  arts: { zh: "文艺特长", en: "talent for the arts" },
  events: { zh: "活动组织", en: "holding events" },
  education: { zh: "教育辅导", en: "education" },
  "school-links": { zh: "校社联系", en: "ties with schools" },
  families: { zh: "亲子家庭", en: "young families" },
  mediation: { zh: "调解", en: "mediation" },
  law: { zh: "法律知识", en: "knowledge of law" },
  trust: { zh: "邻里威望", en: "standing among neighbours" },
  construction: { zh: "工程技术", en: "building works" },
  surveys: { zh: "排摸调查", en: "door-to-door surveys" },
  negotiation: { zh: "协商沟通", en: "negotiation" },
  // These tags mark residents and households in a registry.
  volunteer: { zh: "志愿者", en: "volunteer" },
  hardship: { zh: "困难家庭", en: "household in hardship" }
}

/** The six self-governance groups, one for each heart. `buildings: []` means that a group serves the whole district. */
export const groups = {
  aspiration: {
    name: { zh: "初心组", en: "Original Aspiration group" },
    heart: "aspiration",
    purpose: {
      zh: "引领党员：党员先锋志愿者带头宣传、示范，带动更多能人参与治理",
      en: "leads Party members: pioneer volunteers inform and set an example, and draw more capable residents in"
    },
    needs: { "party-work": 90, publicity: 80, "home-visits": 40 },
    buildings: [],
    ledBy: 1
  },
  warmth: {
    name: { zh: "暖心组", en: "Warm Heart group" },
    heart: "warmth",
    purpose: {
      zh: "关爱老人：为困难家庭和老人结对帮扶",
      en: "cares for elders: one-to-one help for households in hardship"
    },
    needs: { "elder-care": 90, "home-visits": 70, nursing: 60 },
    buildings: [],
    ledBy: 1
  },
  joy: {
    name: { zh: "乐心组", en: "Joyful Heart group" },
    heart: "joy",
    purpose: {
      zh: "带动群众：发掘文艺能人，让居民走出家门，重建熟人社区",
      en: "brings people out: finds residents with talent for the arts, so that neighbours know each other again"
    },
    needs: { arts: 90, events: 70, publicity: 40 },
    buildings: [],
    ledBy: 1
  },
  childlike: {
    name: { zh: "童心组", en: "Childlike Heart group" },
    heart: "childlike",
    purpose: {
      zh: "带动家庭：社校合作，小手拉大手，参与社区公益",
      en: "brings families in: with the schools, children lead adults into public-good work"
    },
    needs: { education: 80, "school-links": 80, families: 70 },
    buildings: [],
    ledBy: 1
  },
  peace: {
    name: { zh: "安心组", en: "Peace of Mind group" },
    heart: "peace",
    purpose: {
      zh: "化解矛盾：邻里调解，社区事务协商",
      en: "resolves disputes: mediation between neighbours, consultation on community affairs"
    },
    needs: { mediation: 90, law: 70, trust: 60 },
    buildings: [],
    ledBy: 1
  },
  unity: {
    name: { zh: "齐心组", en: "United Heart group" },
    heart: "unity",
    purpose: {
      zh: "助力加梯：长期排摸，以有威望的居民为志愿者，促成加梯，和睦邻里",
      en: "carries lift retrofits: long surveys and trusted neighbours as volunteers make them succeed in harmony"
    },
    needs: { construction: 70, surveys: 80, negotiation: 80, trust: 50 },
    buildings: [],
    ledBy: 1
  }
}
