/**
 * Facts: what a report says about a district on one day, as plain numbers and short texts. All are computed from the
 * ledger. The same facts are used for a terminal, for a web page and as JSON. For the committee, facts name flats and
 * buildings, but never people. {@link forHall} keeps only counts, for a public screen.
 */
import { DayFromIso } from "@liulinhui/core/Day"
import { Language, Text } from "@liulinhui/core/Text"
import * as Schema from "effect/Schema"

const Count = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))

/** The exact counts of a coverage rule: `eligible = reached + missing + excluded + unknown`. */
export const Counts = Schema.Struct({
  eligible: Count,
  reached: Count,
  missing: Count,
  excluded: Count,
  unknown: Count
})
export interface Counts extends Schema.Schema.Type<typeof Counts> {}

/** A branch that leads a group in the current pairing, and the reasons. */
export const PairFact = Schema.Struct({
  branch: Text,
  group: Text,
  purpose: Text,
  points: Schema.Int,
  /** The criteria that gave points to this pair, the one with the largest weight first. */
  reasons: Schema.Array(Schema.Struct({ criterion: Text, points: Schema.Int, because: Text }))
})

/** The current pairing of branches and groups. */
export const PairingFact = Schema.Struct({
  pairs: Schema.Array(PairFact),
  total: Schema.Int,
  /** Whether the certificate of the pairing was checked and is correct, so that no other pairing has more points. */
  proven: Schema.Boolean,
  /** Whether every other pairing has fewer points. */
  unique: Schema.Boolean
})
export interface PairingFact extends Schema.Schema.Type<typeof PairingFact> {}

/** A resident, flat or building that a coverage rule has not reached, with the data that a visitor needs to find it. */
export const GapFact = Schema.Struct({
  building: Schema.String,
  unit: Schema.String,
  /** The branches with members who live in the building. These members could make the visit. */
  branches: Schema.Array(Text)
})
export interface GapFact extends Schema.Schema.Type<typeof GapFact> {}

/** The figures of one coverage rule: before the period, now, by day and by building, and who is missing. */
export const CoverageFact = Schema.Struct({
  rule: Schema.String,
  name: Text,
  of: Schema.Literals(["residents", "households", "buildings", "cases", "pairs"]),
  before: Counts,
  now: Counts,
  met: Schema.Literals(["met", "not met", "nothing to reach"]),
  /** The counts on several days of the period, the oldest first. */
  series: Schema.Array(Schema.Struct({ on: DayFromIso, reached: Count, eligible: Count })),
  /** The counts by building id, in walking order. Buildings without eligible members are left out. */
  byBuilding: Schema.Array(Schema.Struct({ building: Schema.String, counts: Counts })),
  /**
   * The members who are not reached now, in walking order. The list may be shortened; then the number of the others is
   * given too.
   */
  gaps: Schema.Array(GapFact),
  gapsNotListed: Count,
  /** The members who were not reached on some earlier days. They show the progress of the work. */
  onTheWay: Schema.Array(
    Schema.Struct({
      on: DayFromIso,
      missing: Count,
      byBuilding: Schema.Array(Schema.Struct({ building: Schema.String, missing: Count })),
      byBranch: Schema.Array(Schema.Struct({ branch: Text, missing: Count }))
    })
  )
})
export interface CoverageFact extends Schema.Schema.Type<typeof CoverageFact> {}

/** One sentence in the timeline of a case. */
export const Sentence = Schema.Struct({ on: DayFromIso, text: Text })
export interface Sentence extends Schema.Schema.Type<typeof Sentence> {}

/** A case: its kind, its stage and place, and how it ended. `null` if there is no such value. */
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
  /** The earlier case whose problem came back in this case. `null` if there is none. */
  reopens: Schema.NullOr(Schema.String),
  outcome: Schema.NullOr(Text)
})
export interface CaseFact extends Schema.Schema.Type<typeof CaseFact> {}

/** Work whose due day has passed. This is computed from the history and today's date. */
export const OverdueFact = Schema.Struct({
  case: Schema.String,
  kind: Text,
  building: Schema.NullOr(Schema.String),
  unit: Schema.NullOr(Schema.String),
  what: Text,
  due: DayFromIso,
  /**
   * Present if the due day was computed without the holidays of its year. It will be computed again when they are
   * known.
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

/** The recorded facts about one building. */
export const BuildingFact = Schema.Struct({
  id: Schema.String,
  label: Schema.String,
  households: Count,
  residents: Count,
  aged60: Count,
  /** Residents whose age is not known well enough to say whether they are 60 or older. Absent if there are none. */
  ageUnknown: Schema.optionalKey(Count),
  /** The number of elders who live alone. Absent on the public screen, because a burglar could use it. */
  livingAlone: Schema.optionalKey(Count),
  /** For each kind of case: the number of all cases, of open cases, and of relapses. */
  cases: Schema.Array(Schema.Struct({ kind: Text, all: Count, open: Count, relapses: Count })),
  /** The history of cases about the building itself, as sentences: for example surveyed, filed, patrolled, relapsed. */
  file: Schema.Array(Sentence)
})
export interface BuildingFact extends Schema.Schema.Type<typeof BuildingFact> {}

/** A group: the branches that lead it, and the number of its open, closed and overdue cases. */
export const GroupFact = Schema.Struct({
  id: Schema.String,
  name: Text,
  purpose: Text,
  ledBy: Schema.Array(Text),
  open: Count,
  closed: Count,
  overdue: Count
})
export interface GroupFact extends Schema.Schema.Type<typeof GroupFact> {}

/** The holiday data of the working-day calendar end soon, or have ended. */
const CalendarEndFact = Schema.Struct({
  /** The last day with holiday data. `null` if the calendar has no data for the year of the report. */
  until: Schema.NullOr(DayFromIso),
  /** The first year without holiday data. */
  year: Schema.Int
})

/** How many notices a notice rule sent in the period. */
export const NoticeFact = Schema.Struct({ rule: Text, sent: Count })

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
  /**
   * A remark on the source of the numbers, for example that the data are invented. Every output shows it before the
   * numbers.
   */
  provenance: Schema.NullOr(Text),
  /** Who the facts are for. With `hall`, an empty list means "not shown here", not "empty". */
  audience: Schema.optionalKey(Schema.Literals(["committee", "hall"])),
  from: DayFromIso,
  asOf: DayFromIso,
  /** As it was known at the end of this day. Absent: as it is known now. */
  known: Schema.optionalKey(DayFromIso),
  residents: Count,
  aged60: Count,
  /** Residents whose age is not known well enough to say whether they are 60 or older. Absent if there are none. */
  ageUnknown: Schema.optionalKey(Count),
  households: Count,
  entries: Count,
  /** Present from 60 days before the end of the calendar's data. */
  calendarEnd: Schema.optionalKey(CalendarEndFact),
  pairing: Schema.NullOr(PairingFact),
  coverage: Schema.Array(CoverageFact),
  buildings: Schema.Array(BuildingFact),
  groups: Schema.Array(GroupFact),
  /** The cases about buildings and households. Kinds with hundreds of cases are only counted. */
  cases: Schema.Array(CaseFact),
  caseCounts: Schema.Array(Schema.Struct({ kind: Text, all: Count, open: Count, relapses: Count })),
  timelines: Schema.Array(
    Schema.Struct({ case: Schema.String, title: Text, sentences: Schema.Array(Sentence) })
  ),
  overdue: Schema.Array(OverdueFact),
  refused: Schema.Array(RefusedFact),
  notices: Schema.Array(NoticeFact)
})
export interface Facts extends Schema.Schema.Type<typeof Facts> {}

/**
 * The smallest number of people that a public screen may show. With a smaller number, neighbours could recognise the
 * people.
 */
const fewest = 5

/**
 * Reduces facts to those for a public screen in the hall: only counts, without flats, cases and timelines. The count of
 * a building is left out if it concerns fewer than five people, because everyone would recognise the only veteran of a
 * building, for example. The kinds of a building's cases and the number of elders who live alone are left out too.
 *
 * @category operations
 */
export const forHall = ({ calendarEnd: _, ...facts }: Facts): Facts => ({
  ...facts,
  audience: "hall",
  coverage: facts.coverage.map((rule) => ({
    ...rule,
    gaps: [],
    gapsNotListed: rule.now.missing,
    byBuilding: rule.byBuilding.filter(
      ({ counts }) => rule.of === "buildings" || rule.of === "households" || counts.eligible >= fewest
    ),
    onTheWay: rule.onTheWay.map((day) => ({ ...day, byBuilding: [] }))
  })),
  buildings: facts.buildings.map(({ livingAlone: _, ...building }) => ({ ...building, cases: [], file: [] })),
  cases: [],
  timelines: [],
  overdue: [],
  refused: []
})
