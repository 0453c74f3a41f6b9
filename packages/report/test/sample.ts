/**
 * Sample facts of a district, as its committee gets them: 43 buildings, 3,700 residents, coverage that began at zero, a
 * hoarding household with one relapse, a refused clearing, and overdue visits. The facts do not depend on chance, so
 * they are always the same, and every sum agrees with its parts.
 */
import * as Day from "@liulinhui/core/Day"
import type { Text } from "@liulinhui/core/Text"
import type { BuildingFact, CaseFact, Counts, CoverageFact, Facts } from "../src/Facts.ts"

const buildingCount = 43
const residentCount = 3700
const from = Day.make("2026-03-02")
const asOf = Day.make("2026-08-31")

/**
 * Splits a number into uneven parts with an exact sum. Each part is the difference between two consecutive rounded
 * sums.
 */
const parts = (whole: number, count: number, weight: (index: number) => number): ReadonlyArray<number> => {
  const weights = Array.from({ length: count }, (_, index) => weight(index))
  const all = weights.reduce((total, n) => total + n, 0)
  let running = 0
  let given = 0
  return weights.map((n) => {
    running += n
    const share = Math.round((whole * running) / all) - given
    given += share
    return share
  })
}

const sum = (numbers: ReadonlyArray<number>): number => numbers.reduce((total, n) => total + n, 0)

const residentsOf = parts(residentCount, buildingCount, (index) => 80 + ((index * 37) % 29))
const eldersOf = residentsOf.map((n, index) => Math.round(n * (0.38 + ((index * 7) % 11) / 100)))
const householdsOf = residentsOf.map((n) => Math.round(n / 2.3))
const aloneOf = eldersOf.map((n, index) => Math.round(n / (7 + (index % 4))))
const veteransOf = eldersOf.map((_, index) => (index * 5) % 4)
const ids = Array.from({ length: buildingCount }, (_, index) => `b${String(index + 1).padStart(2, "0")}`)

const branches: ReadonlyArray<Text> = [
  { zh: "第一党支部", en: "First branch" },
  { zh: "第二党支部", en: "Second branch" },
  { zh: "第三党支部", en: "Third branch" },
  { zh: "第四党支部", en: "Fourth branch" },
  { zh: "第五党支部", en: "Fifth branch" },
  { zh: "第六党支部", en: "Sixth branch" }
]
const branchOf = (building: number): Text => branches[Math.min(5, Math.floor(building / 7.2))]!

const counts = (eligible: number, missing: number, excluded = 0, unknown = 0) =>
  ({
    eligible,
    excluded,
    due: eligible - excluded,
    reached: eligible - missing - excluded - unknown,
    missing,
    unknown
  }) satisfies Counts

type Exact = ReturnType<typeof counts>

const total = (all: ReadonlyArray<Exact>): Exact =>
  counts(
    sum(all.map(({ eligible }) => eligible)),
    sum(all.map(({ missing }) => missing)),
    sum(all.map(({ excluded }) => excluded)),
    sum(all.map(({ unknown }) => unknown))
  )

interface Measure {
  readonly rule: string
  readonly name: Text
  readonly of: CoverageFact["of"]
  readonly eligible: ReadonlyArray<number>
  readonly missing?: (index: number) => number
  readonly excluded?: (index: number) => number
  readonly unknown?: (index: number) => number
  readonly unit: (building: number, index: number) => string
  /** For some days of the period: the percentage of members who were reached by this day. */
  readonly climb: ReadonlyArray<readonly [string, number]>
  readonly told?: boolean
}

const coverageOf = (measure: Measure): CoverageFact => {
  const { climb, eligible, excluded, missing, name, of, rule, told, unit, unknown } = measure
  const byBuilding = eligible.flatMap((n, index) =>
    n === 0
      ? []
      : [
          {
            building: ids[index]!,
            counts: counts(
              n,
              Math.min(n, missing?.(index) ?? 0),
              excluded?.(index) ?? 0,
              unknown?.(index) ?? 0
            )
          }
        ]
  )
  const now = total(byBuilding.map((entry) => entry.counts))
  const gaps = byBuilding.flatMap(({ building, counts: own }) => {
    const index = ids.indexOf(building)
    return Array.from({ length: own.missing }, (_, gap) => ({
      building,
      unit: unit(index, gap),
      branches: [branchOf(index)]
    }))
  })
  const listed = gaps.slice(0, 40)
  const series = [
    { on: from, reached: 0, due: now.due },
    ...climb.map(([day, share]) => ({
      on: Day.make(day),
      reached: Math.floor((now.reached * share) / 100),
      due: now.due
    })),
    { on: asOf, reached: now.reached, due: now.due }
  ]
  return {
    rule,
    name,
    of,
    before: counts(now.eligible, now.eligible - now.excluded, now.excluded),
    weekAgo: now,
    now,
    met: now.missing + now.unknown === 0 ? "met" : "not met",
    metWeekAgo: "met",
    series,
    byBuilding,
    gaps: listed,
    gapsNotListed: gaps.length - listed.length,
    onTheWay:
      told === true
        ? climb.slice(0, 3).map(([day, share]) => {
            const missingThen = eligible.map((n) => Math.ceil((n * (100 - share)) / 100))
            return {
              on: Day.make(day),
              missing: sum(missingThen),
              byBuilding: missingThen.map((n, index) => ({ building: ids[index]!, missing: n })),
              byBranch: branches.map((branch) => ({
                branch,
                missing: sum(missingThen.filter((_, index) => branchOf(index) === branch))
              }))
            }
          })
        : []
  }
}

const groupTexts: ReadonlyArray<readonly [string, Text, Text]> = [
  [
    "aspiration",
    { zh: "初心组", en: "Original Aspiration" },
    { zh: "带动党员，示范宣传，发现能人", en: "lead Party members by example and draw in capable residents" }
  ],
  [
    "warmth",
    { zh: "暖心组", en: "Warm Heart" },
    { zh: "关爱老人，结对帮扶困难家庭", en: "care for elders, one-to-one help in hardship" }
  ],
  [
    "joy",
    { zh: "乐心组", en: "Joyful Heart" },
    { zh: "挖掘文艺能人，让大家走出家门", en: "find residents with talent and bring people out" }
  ],
  [
    "childlike",
    { zh: "童心组", en: "Childlike Heart" },
    { zh: "社校合作，小手拉大手", en: "work with schools; children lead adults" }
  ],
  [
    "peace",
    { zh: "安心组", en: "Peace of Mind" },
    { zh: "调解矛盾，协商社区事务", en: "resolve disputes, consult on community affairs" }
  ],
  [
    "unity",
    { zh: "齐心组", en: "United Heart" },
    { zh: "长期排摸，助力加装电梯", en: "long-term surveys, lift retrofits" }
  ]
]

const strengths: ReadonlyArray<readonly [Text, Text]> = [
  [
    { zh: "党员多、会宣传", en: "members and publicity" },
    {
      zh: "该支部党务最强，正是小组最需要的",
      en: "its Party work is the strongest, which the group needs most"
    }
  ],
  [
    { zh: "会照护", en: "nursing" },
    { zh: "有退休护士，能上门照护", en: "has retired nurses who can visit" }
  ],
  [
    { zh: "有文艺骨干", en: "arts" },
    { zh: "有合唱队和舞蹈队的带头人", en: "has the leaders of the choir and the dance group" }
  ],
  [
    { zh: "懂教育", en: "education" },
    { zh: "与两所学校有长期联系", en: "has long ties to two schools" }
  ],
  [
    { zh: "懂法律", en: "law" },
    { zh: "有退休法官和律师", en: "has a retired judge and a lawyer" }
  ],
  [
    { zh: "懂工程", en: "construction" },
    { zh: "有退休工程师", en: "has retired engineers" }
  ]
]

const clutter: Text = { zh: "楼道堆物", en: "Corridor clutter" }
const hoarding: Text = { zh: "囤积", en: "Hoarding" }
const adaptation: Text = { zh: "适老化改造", en: "Home adaptation" }

const sentence = (day: string, zh: string, en: string) => ({ on: Day.make(day), text: { zh, en } })

/**
 * Returns the sample facts for the committee. `door` makes the label of a flat, so that a test can use labels that it
 * can find.
 */
export const sample = (
  door: (floor: number, number: number) => string = (floor, number) =>
    `${floor}${String(number).padStart(2, "0")}`
): Facts => {
  const flat = (building: number, index: number): string =>
    door(1 + ((building + index * 3) % 6), 1 + ((building * 5 + index) % 4))
  const hoarder = flat(8, 2)
  const coverage = [
    coverageOf({
      rule: "adaptation-60",
      name: { zh: "60岁及以上居民适老化宣传", en: "Publicity of home adaptation: aged 60+" },
      of: "residents",
      eligible: eldersOf,
      unit: flat,
      climb: [
        ["2026-03-09", 12],
        ["2026-03-16", 35],
        ["2026-03-23", 61],
        ["2026-03-30", 84],
        ["2026-04-07", 100]
      ],
      told: true
    }),
    coverageOf({
      rule: "adaptation-veterans",
      name: { zh: "党龄50年以上党员适老化宣传", en: "Publicity of home adaptation: 50-year members" },
      of: "residents",
      eligible: veteransOf,
      unit: flat,
      climb: [
        ["2026-03-09", 40],
        ["2026-03-16", 80],
        ["2026-03-23", 100]
      ]
    }),
    coverageOf({
      rule: "living-alone-visits",
      name: { zh: "独居老人每月走访", en: "Monthly visits to elders living alone" },
      of: "residents",
      eligible: aloneOf,
      missing: (index) => [0, 0, 1, 0, 3, 0, 0, 12][index % 8]!,
      excluded: (index) => (index % 13 === 4 ? 1 : 0),
      unknown: (index) => (index % 17 === 9 ? 1 : 0),
      unit: flat,
      climb: [
        ["2026-04-01", 20],
        ["2026-05-01", 55],
        ["2026-06-01", 80],
        ["2026-07-01", 74],
        ["2026-08-01", 96]
      ]
    }),
    coverageOf({
      rule: "clutter-survey",
      name: { zh: "楼道堆物排摸建档", en: "Corridor clutter surveyed and filed" },
      of: "buildings",
      eligible: ids.map(() => 1),
      unit: () => "",
      climb: [
        ["2026-04-13", 30],
        ["2026-04-20", 72],
        ["2026-04-27", 100]
      ]
    }),
    coverageOf({
      rule: "clutter-notice",
      name: { zh: "自行整改通知书送达", en: "Self-rectification notice served" },
      of: "households",
      eligible: householdsOf,
      unit: flat,
      climb: [
        ["2026-05-06", 64],
        ["2026-05-08", 100]
      ]
    }),
    coverageOf({
      rule: "clutter-patrol",
      name: { zh: "每两周巡查楼道", en: "Corridors patrolled every two weeks" },
      of: "buildings",
      eligible: ids.map(() => 1),
      missing: (index) => (index === 16 || index === 30 ? 1 : 0),
      unit: () => "",
      climb: [
        ["2026-06-01", 40],
        ["2026-06-15", 90],
        ["2026-07-01", 100]
      ]
    })
  ]

  const buildings = ids.map((id, index): BuildingFact => {
    const households = householdsOf[index]!
    return {
      id,
      label: `${index + 1}号`,
      state: index === 8 || index === 30 ? "late" : index === 16 ? "missing" : "clear",
      people: {
        households,
        residents: residentsOf[index]!,
        elders: eldersOf[index]!,
        livingAlone: aloneOf[index]!
      },
      cases: [
        { kind: clutter, all: index === 16 ? 2 : 1, open: 1, relapses: index === 16 ? 1 : 0 },
        ...(index === 8 ? [{ kind: hoarding, all: 1, open: 1, relapses: 1 }] : []),
        ...(index % 9 === 3 ? [{ kind: adaptation, all: 1, open: 0, relapses: 0 }] : [])
      ],
      file: [
        sentence(
          "2026-04-13",
          `排摸：楼道里有堆物${(index * 3) % 8}处。`,
          `Surveyed: ${(index * 3) % 8} piles found.`
        ),
        sentence("2026-04-15", "建档，编入一楼一档。", "Filed."),
        sentence(
          "2026-05-06",
          `${households}户都送达了自行整改通知书，有照片为证。`,
          `${households} households served with a notice, with photographs as proof.`
        ),
        sentence("2026-06-01", "巡查：楼道畅通。", "Patrolled: the corridors are clear."),
        ...(index === 16
          ? [
              sentence(
                "2026-07-13",
                "巡查：底楼又有堆物，返潮，重新立案。",
                "Patrolled: piles are back on the ground floor; the case reopens."
              )
            ]
          : [])
      ]
    }
  })

  const cases: ReadonlyArray<CaseFact> = [
    {
      id: "hoarding-b09-1",
      playbook: "hoarding",
      kind: hoarding,
      stage: { zh: "定期走访", en: "visited regularly" },
      building: "b09",
      unit: hoarder,
      open: true,
      opened: Day.make("2026-03-10"),
      relapses: 1,
      reopens: null,
      outcome: null
    },
    ...[3, 12, 21, 30, 39].map((index, n): CaseFact => {
      const open = n === 4
      return {
        id: `adaptation-${n + 1}`,
        playbook: "home-adaptation",
        kind: adaptation,
        stage: open ? { zh: "施工中", en: "works under way" } : { zh: "已验收", en: "accepted" },
        building: ids[index]!,
        unit: flat(index, n),
        open,
        opened: Day.add(from, 10 + n * 3),
        relapses: 0,
        reopens: null,
        outcome: open ? null : { zh: "验收合格，已回访", en: "accepted and followed up" }
      }
    }),
    {
      id: "clutter-b17-1",
      playbook: "corridor-clutter",
      kind: clutter,
      stage: { zh: "已办结", en: "closed" },
      building: "b17",
      unit: null,
      open: false,
      opened: Day.make("2026-04-13"),
      relapses: 0,
      reopens: null,
      outcome: { zh: "清理完毕", en: "cleared" }
    },
    {
      id: "clutter-b17-2",
      playbook: "corridor-clutter",
      kind: clutter,
      stage: { zh: "已送达通知", en: "notice served" },
      building: "b17",
      unit: null,
      open: true,
      opened: Day.make("2026-07-13"),
      relapses: 1,
      reopens: "clutter-b17-1",
      outcome: null
    }
  ]

  const householdTotal = sum(householdsOf)
  return {
    district: { id: "wan-liu", name: { zh: "宛六居民区", en: "Wan-Liu" } },
    provenance: {
      zh: "居民登记册是按公开数字合成的，不是真实名册；楼号、门牌和人都是虚构的。",
      en: "The registry is synthetic, calibrated on published figures; its buildings, flats and people are made up."
    },
    audience: { role: "committee", name: { zh: "居委会", en: "residents' committee" } },
    partial: false,
    from,
    asOf,
    residents: residentCount,
    elderFrom: 60,
    elders: sum(eldersOf),
    households: householdTotal,
    open: 45,
    late: 2,
    relapses: 2,
    entries: 9127,
    pairing: {
      pairs: groupTexts.map(([, group, purpose], index) => ({
        branch: branches[index]!,
        group,
        purpose,
        points: 8600 - index * 310,
        reasons: [
          { criterion: strengths[index]![0], points: 7400 - index * 310, because: strengths[index]![1] },
          {
            criterion: { zh: "同住一片", en: "territory" },
            points: 1200,
            because: { zh: "支部党员就住在小组负责的楼里", en: "its members live in the group's buildings" }
          }
        ]
      })),
      total: sum(groupTexts.map((_, index) => 8600 - index * 310)),
      proven: true,
      unique: true
    },
    coverage,
    buildings,
    groups: groupTexts.map(([id, name, purpose], index) => ({
      id,
      name,
      purpose,
      ledBy: [branches[index]!],
      open: [2, 3, 0, 0, 1, 43][index]!,
      closed: [11, 6, 4, 5, 9, 1732][index]!,
      overdue: [0, 1, 0, 0, 0, 1][index]!
    })),
    changedSince: Day.make("2026-08-24"),
    changes: [
      {
        what: "late",
        count: 1,
        cases: [{ case: "hoarding-b09-1", kind: hoarding, building: "b09", unit: hoarder }]
      },
      { what: "ended", count: 17, cases: [] }
    ],
    cases,
    caseCounts: [
      { kind: clutter, all: 44, open: 43, closed: 1, relapses: 1 },
      {
        kind: { zh: "逐户整改", en: "Household rectification" },
        all: householdTotal,
        open: 0,
        closed: householdTotal,
        relapses: 0
      },
      { kind: hoarding, all: 1, open: 1, closed: 0, relapses: 1 },
      { kind: adaptation, all: 5, open: 1, closed: 4, relapses: 0 }
    ],
    timelines: [
      {
        case: "hoarding-b09-1",
        title: hoarding,
        building: "b09",
        unit: hoarder,
        sentences: [
          sentence("2026-03-10", "楼组长排摸时发现，立案。", "Found by the stairwell head; a case opens."),
          sentence(
            "2026-03-12",
            "第一次上门，了解情况，没有谈清理。",
            "First visit: listened, did not speak of clearing."
          ),
          sentence("2026-03-26", "住户同意清理，签了同意书。", "The household agrees in writing."),
          sentence("2026-04-02", "清理完毕，共清出30吨。", "Cleared: 30 t."),
          sentence("2026-04-09", "纳入适老化改造计划。", "Put into the adaptation plan."),
          sentence(
            "2026-04-10",
            "纳入老伙伴计划，每周上门两次。",
            "Put into the Elderly Companion scheme: two visits a week."
          ),
          sentence(
            "2026-06-03",
            "上门时发现又开始捡拾，记返潮一次；改为每周上门三次。",
            "Collecting again: a relapse is recorded, visits tighten to three a week."
          ),
          sentence(
            "2026-07-20",
            "连续六周没有再捡拾，恢复每周两次。",
            "Six weeks without collecting: back to two visits a week."
          )
        ]
      },
      {
        case: "clutter-b17-2",
        title: clutter,
        building: "b17",
        unit: null,
        sentences: [
          sentence(
            "2026-07-13",
            "巡查发现底楼又有堆物，重新立案。",
            "Piles are back on the ground floor; the case reopens."
          ),
          sentence("2026-07-15", "再次送达整改通知。", "A new notice is served.")
        ]
      }
    ],
    overdue: [
      {
        case: "hoarding-b09-1",
        kind: hoarding,
        building: "b09",
        unit: hoarder,
        what: { zh: "上门走访", en: "visit the household" },
        group: groupTexts[1]![1],
        who: [{ zh: "志愿者", en: "volunteer" }],
        due: Day.make("2026-08-28"),
        daysLate: 3
      },
      {
        case: "clutter-b31-1",
        kind: clutter,
        building: "b31",
        unit: null,
        what: { zh: "巡查楼道", en: "patrol the corridors" },
        group: groupTexts[5]![1],
        who: [{ zh: "楼组长", en: "stairwell head" }],
        due: Day.make("2026-08-24"),
        daysLate: 7
      }
    ],
    refused: [
      {
        case: "clutter-b05-3",
        on: Day.make("2026-05-11"),
        step: { zh: "清理楼道堆物", en: "clear the clutter" },
        building: "b05",
        unit: flat(4, 3),
        reasons: [
          {
            zh: "整改期限是2026年5月20日，还没有到。",
            en: "The notice's deadline, 20 May 2026, has not passed."
          },
          {
            zh: "没有记录清理的依据：住户同意、执法决定，或公示后无人认领。",
            en: "No legal basis is on record: consent, an enforcement order, or nobody's after public notice."
          }
        ]
      }
    ],
    notices: [
      { rule: { zh: "自行整改通知书", en: "Self-rectification notice" }, queued: householdTotal },
      { rule: { zh: "逾期提醒", en: "Reminder of overdue work" }, queued: 17 },
      { rule: { zh: "返潮告知", en: "Relapse" }, queued: 2 }
    ]
  }
}

/** The sample for the hall: counts only, the small ones masked. */
export const hallSample = (): Facts => {
  const { calendarEnd: _, ...facts } = sample()
  const masked = (rule: CoverageFact): Pick<CoverageFact, "now" | "series"> =>
    rule.rule === "living-alone-visits"
      ? {
          now: { ...rule.now, reached: "hidden", excluded: "few", due: "hidden", unknown: "few" },
          series: []
        }
      : rule
  return {
    ...facts,
    audience: "hall",
    partial: true,
    coverage: facts.coverage.map((rule) => ({
      ...rule,
      ...masked(rule),
      gaps: [],
      gapsNotListed: rule.now.missing,
      byBuilding: rule.of === "buildings" ? rule.byBuilding : [],
      onTheWay: []
    })),
    buildings: facts.buildings.map(({ people: _, ...building }) => ({ ...building, cases: [], file: [] })),
    groups: facts.groups.map((group) => ({ ...group, overdue: group.overdue === 0 ? 0 : "few" })),
    changes: facts.changes.map((change) => ({ ...change, cases: [] })),
    late: "few",
    cases: [],
    caseCounts: facts.caseCounts.filter(({ kind }) => kind !== hoarding),
    timelines: [],
    overdue: [],
    refused: []
  }
}
