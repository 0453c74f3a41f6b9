/**
 * The facts of a district on one day: figures and short texts, computed from the ledger. The terminal, the page and
 * JSON show the same facts. They contain only what their readers may see. In a public hall, these are counts without
 * flats and cases. For a role, they are what everybody with that role may read. Names of people are never included.
 */
import { DayFromIso } from "@liulinhui/core/Day"
import { Nouns } from "@liulinhui/core/Model"
import { Language, Text } from "@liulinhui/core/Text"
import * as Schema from "effect/Schema"

const Count = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))

/**
 * The smallest count of people or households that everybody may see. If a count is smaller, neighbours could recognise
 * the people.
 *
 * @category models
 */
export const fewest = 5

/**
 * A count as its readers see it. `few`: the count is at least one and less than {@link fewest}. `hidden`: the count is
 * not shown, because a reader could use it to compute another count that is `few`.
 *
 * @category models
 */
export const Shown = Schema.Union([Count, Schema.Literals(["few", "hidden"])])
export type Shown = typeof Shown.Type

/**
 * The counts of a coverage rule. `eligible = reached + missing + excluded + unknown`. `due` is the number of members
 * who must be reached: `due = eligible - excluded`. The ratio of the rule is `reached` out of `due`.
 *
 * @category models
 */
export const Counts = Schema.Struct({
  eligible: Shown,
  excluded: Shown,
  due: Shown,
  reached: Shown,
  missing: Shown,
  unknown: Shown
})
export interface Counts extends Schema.Schema.Type<typeof Counts> {}

/** A branch that leads a group in the current pairing, and the reasons. */
export const PairFact = Schema.Struct({
  branch: Text,
  group: Text,
  purpose: Text,
  points: Schema.Int,
  /**
   * The criteria that gave points to this pair of a branch and a group. The criterion with the largest weight comes
   * first.
   */
  reasons: Schema.Array(Schema.Struct({ criterion: Text, points: Schema.Int, because: Text }))
})

/** The current pairing of branches and groups. */
export const PairingFact = Schema.Struct({
  pairs: Schema.Array(PairFact),
  total: Schema.Int,
  /**
   * Whether the proof in the plan of the pairing was checked and is correct. It proves that no other pairing has more
   * points.
   */
  proven: Schema.Boolean,
  /** Whether the pairing is unique: every other pairing has fewer points. */
  unique: Schema.Boolean
})
export interface PairingFact extends Schema.Schema.Type<typeof PairingFact> {}

/** A resident, flat or building that a coverage rule has not reached, with the data that a visitor needs to find it. */
export const GapFact = Schema.Struct({
  building: Schema.String,
  unit: Schema.String,
  /** The Party branches with members who live in the building. These Party members could make the visit. */
  branches: Schema.Array(Text)
})
export interface GapFact extends Schema.Schema.Type<typeof GapFact> {}

/**
 * The figures of one coverage rule: before the period, now, for each day and for each building, and the members who are
 * missing.
 */
export const CoverageFact = Schema.Struct({
  rule: Schema.String,
  name: Text,
  of: Schema.Literals(["residents", "households", "buildings", "cases", "pairs"]),
  /** The counts on the first day of the period. */
  before: Counts,
  /** The counts a week before the day of the report. */
  weekAgo: Counts,
  now: Counts,
  met: Schema.Literals(["met", "not met", "nothing to reach"]),
  /** Whether the rule was met a week before the day of the report. */
  metWeekAgo: Schema.Literals(["met", "not met", "nothing to reach"]),
  /** The counts on the days of the period, the earliest day first. Empty if one of these counts may not be shown. */
  series: Schema.Array(Schema.Struct({ on: DayFromIso, reached: Count, due: Count })),
  /**
   * The counts of each building, in walking order (by door). Buildings without eligible members, and buildings that may
   * not be shown, are left out.
   */
  byBuilding: Schema.Array(Schema.Struct({ building: Schema.String, counts: Counts })),
  /** The members who are missing now, in walking order (by door). */
  gaps: Schema.Array(GapFact),
  /** The number of missing members who are not in `gaps`. */
  gapsNotListed: Shown,
  /** Who was missing on some days of the period. This shows the progress of the work. */
  onTheWay: Schema.Array(
    Schema.Struct({
      on: DayFromIso,
      missing: Shown,
      byBuilding: Schema.Array(Schema.Struct({ building: Schema.String, missing: Count })),
      byBranch: Schema.Array(Schema.Struct({ branch: Text, missing: Count }))
    })
  )
})
export interface CoverageFact extends Schema.Schema.Type<typeof CoverageFact> {}

/** One sentence in the timeline of a case. */
export const Sentence = Schema.Struct({ on: DayFromIso, text: Text })
export interface Sentence extends Schema.Schema.Type<typeof Sentence> {}

/** A case: its kind, its stage and place, and how it ended. A field is `null` if there is no such value. */
export const CaseFact = Schema.Struct({
  id: Schema.String,
  playbook: Schema.String,
  kind: Text,
  stage: Text,
  building: Schema.NullOr(Schema.String),
  unit: Schema.NullOr(Schema.String),
  open: Schema.Boolean,
  opened: DayFromIso,
  /**
   * The number of relapses in this case and in the cases that it continues. A relapse means that the problem came back.
   */
  relapses: Count,
  /** The earlier case whose problem came back in this case. `null` if there is no such earlier case. */
  reopens: Schema.NullOr(Schema.String),
  outcome: Schema.NullOr(Text)
})
export interface CaseFact extends Schema.Schema.Type<typeof CaseFact> {}

/**
 * A step or check of a case whose due day has passed. It is computed from the history of the case and the day of the
 * report.
 */
export const OverdueFact = Schema.Struct({
  case: Schema.String,
  kind: Text,
  building: Schema.NullOr(Schema.String),
  unit: Schema.NullOr(Schema.String),
  what: Text,
  /** Who should act: the group that is responsible for the case, and the roles or the person who can take the step. */
  group: Text,
  who: Schema.Array(Text),
  due: DayFromIso,
  /** The time of day, such as `17:30`, if the deadline is counted in hours. */
  time: Schema.optionalKey(Schema.String),
  /**
   * Present if the due day was computed without the holidays of its year. The due day will be computed again when these
   * holidays are known.
   */
  provisional: Schema.optionalKey(Schema.Literal(true)),
  daysLate: Count
})
export interface OverdueFact extends Schema.Schema.Type<typeof OverdueFact> {}

/** A step of a case that was tried and refused. The case records the attempt with every reason. */
export const RefusedFact = Schema.Struct({
  case: Schema.String,
  on: DayFromIso,
  step: Text,
  building: Schema.NullOr(Schema.String),
  unit: Schema.NullOr(Schema.String),
  reasons: Schema.NonEmptyArray(Text)
})
export interface RefusedFact extends Schema.Schema.Type<typeof RefusedFact> {}

/** The numbers of cases of one kind: all cases, open cases, and relapses (the problem came back). */
const KindCounts = Schema.Struct({
  kind: Text,
  all: Shown,
  open: Shown,
  closed: Shown,
  relapses: Shown
})
export type KindCounts = typeof KindCounts.Type

/** The numbers of cases of one kind, only for cases that the readers may see. So the numbers are exact. */
const SeenCounts = Schema.Struct({ kind: Text, all: Count, open: Count, relapses: Count })

/**
 * The worst state of a building. `late`: work is overdue. `missing`: a coverage rule is not met in the building.
 * `open`: a case is open. A case that is resolved and only on patrol (regular checks) does not count as open.
 */
export const BuildingState = Schema.Literals(["late", "missing", "open", "clear"])
export type BuildingState = typeof BuildingState.Type

/** The numbers of people in a building. */
const Dwellers = Schema.Struct({
  households: Count,
  residents: Count,
  elders: Count,
  /**
   * The number of residents about whose age too little is known to say whether they are elders. Absent if there
   * are none.
   */
  ageUnknown: Schema.optionalKey(Count),
  /**
   * The number of elders who live alone. Present only for readers whose role may open sealed (encrypted) data, because
   * a burglar could use this number.
   */
  livingAlone: Schema.optionalKey(Count)
})

/** The file of one building: its people, its coverage and its cases. */
export const BuildingFact = Schema.Struct({
  id: Schema.String,
  label: Schema.String,
  state: BuildingState,
  /** Present only for readers who may see the numbers of people in the building. */
  people: Schema.optionalKey(Dwellers),
  /** The numbers of those cases of the building that the readers may see, by kind. */
  cases: Schema.Array(SeenCounts),
  /**
   * The history of the cases about the building itself, as sentences: it was surveyed, filed, patrolled, or its problem
   * came back.
   */
  file: Schema.Array(Sentence)
})
export interface BuildingFact extends Schema.Schema.Type<typeof BuildingFact> {}

/** A group: the branches that lead it, and the number of its open, closed and overdue cases. */
export const GroupFact = Schema.Struct({
  id: Schema.String,
  name: Text,
  purpose: Text,
  ledBy: Schema.Array(Text),
  open: Shown,
  closed: Shown,
  overdue: Shown
})
export interface GroupFact extends Schema.Schema.Type<typeof GroupFact> {}

/**
 * What happened to cases in the last seven days. For each kind of change: the number of changes, and those cases that
 * may be shown.
 */
export const ChangeFact = Schema.Struct({
  what: Schema.Literals(["opened", "ended", "relapsed", "late", "refused"]),
  count: Shown,
  cases: Schema.Array(
    Schema.Struct({
      case: Schema.String,
      kind: Text,
      building: Schema.NullOr(Schema.String),
      unit: Schema.NullOr(Schema.String)
    })
  )
})
export interface ChangeFact extends Schema.Schema.Type<typeof ChangeFact> {}

/** The readers of the facts: everybody in a public hall, or everybody with a role. */
export const Audience = Schema.Union([
  Schema.Literal("hall"),
  Schema.Struct({ role: Schema.String, name: Text })
])
export type Audience = typeof Audience.Type

/** The holiday data of the working-day calendar ends soon, or has ended. */
const CalendarEndFact = Schema.Struct({
  /** The last day with holiday data. `null` if the calendar has no data for the year of the report. */
  until: Schema.NullOr(DayFromIso),
  /** The first year without holiday data. */
  year: Schema.Int
})

/** How many notices a notice rule or a digest has put into the queues (waiting lists for sending) in the period. */
export const NoticeFact = Schema.Struct({ rule: Text, queued: Count })

/**
 * All facts about a district on a day.
 *
 * @category models
 */
export const Facts = Schema.Struct({
  district: Schema.Struct({ id: Schema.String, name: Text }),
  /**
   * The languages of the district, if its model lists them. If a text is missing in a language, the first language is
   * used.
   */
  languages: Schema.optionalKey(Schema.Array(Language)),
  /** The nouns of place of the district, if its model lists them. */
  nouns: Schema.optionalKey(Nouns),
  /**
   * A remark on the source of the numbers, for example that the data are invented. Every output shows it before the
   * numbers.
   */
  provenance: Schema.NullOr(Text),
  /** The readers of the facts. A list in the facts may be empty because it may not be shown to these readers. */
  audience: Audience,
  /** Whether something is left out because not all readers may see it. */
  partial: Schema.Boolean,
  from: DayFromIso,
  asOf: DayFromIso,
  /** If present, the facts are as they were known at the end of this day. Otherwise, they are as they are known now. */
  known: Schema.optionalKey(DayFromIso),
  residents: Shown,
  /** The age from which a resident is counted as an elder. */
  elderFrom: Count,
  elders: Shown,
  /**
   * The number of residents about whose age too little is known to say whether they are elders. Absent if there
   * are none.
   */
  ageUnknown: Schema.optionalKey(Shown),
  households: Shown,
  /**
   * The numbers of open cases, of cases with overdue work, and of relapses. Cases of kinds that the readers may not see
   * are left out.
   */
  open: Shown,
  late: Shown,
  relapses: Shown,
  entries: Count,
  /** The end of the calendar's holiday data. Present if it is at most 60 days away, or in the past. */
  calendarEnd: Schema.optionalKey(CalendarEndFact),
  pairing: Schema.NullOr(PairingFact),
  coverage: Schema.Array(CoverageFact),
  buildings: Schema.Array(BuildingFact),
  groups: Schema.Array(GroupFact),
  /**
   * Changes after this day are listed in `changes`. This day is a week before the day of the report, or the first day
   * of the period if that is later.
   */
  changedSince: DayFromIso,
  changes: Schema.Array(ChangeFact),
  /** The cases that the readers may see. A kind with hundreds of cases is only counted. */
  cases: Schema.Array(CaseFact),
  caseCounts: Schema.Array(KindCounts),
  timelines: Schema.Array(
    Schema.Struct({
      case: Schema.String,
      title: Text,
      building: Schema.NullOr(Schema.String),
      unit: Schema.NullOr(Schema.String),
      sentences: Schema.Array(Sentence)
    })
  ),
  overdue: Schema.Array(OverdueFact),
  refused: Schema.Array(RefusedFact),
  /**
   * The notices that were put into the queues of all channels, including those that still wait. `null` if this is not
   * known.
   */
  notices: Schema.NullOr(Schema.Array(NoticeFact))
})
export interface Facts extends Schema.Schema.Type<typeof Facts> {}
