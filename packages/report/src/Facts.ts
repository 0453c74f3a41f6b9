/**
 * What a district reads about itself on one day: plain figures and short texts, all computed from the ledger, the same
 * for a terminal, a page and a machine. A fact carries no more of a person than its reader needs: flats and buildings
 * are named for the committee, never people; {@link forHall} leaves counts only.
 */
import { DayFromIso } from "@liulinhui/core/Day"
import { Language, Text } from "@liulinhui/core/Text"
import * as Schema from "effect/Schema"

const Count = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))

/** Exact counts of a coverage rule; `eligible = reached + missing + excluded + unknown`. */
export const Counts = Schema.Struct({
  eligible: Count,
  reached: Count,
  missing: Count,
  excluded: Count,
  unknown: Count
})
export interface Counts extends Schema.Schema.Type<typeof Counts> {}

/** One pair of the pairing in force, and why. */
export const PairFact = Schema.Struct({
  branch: Text,
  group: Text,
  purpose: Text,
  points: Schema.Int,
  /** The criteria that gave the points, the one with the most weight first. */
  reasons: Schema.Array(Schema.Struct({ criterion: Text, points: Schema.Int, because: Text }))
})

/** The pairing in force. */
export const PairingFact = Schema.Struct({
  pairs: Schema.Array(PairFact),
  total: Schema.Int,
  /** Whether the certificate was checked and holds: no other pairing has more points. */
  proven: Schema.Boolean,
  /** Whether no other pairing has as many points. */
  unique: Schema.Boolean
})
export interface PairingFact extends Schema.Schema.Type<typeof PairingFact> {}

/** A subject that is not covered, with what a visitor needs to find it. */
export const GapFact = Schema.Struct({
  building: Schema.String,
  unit: Schema.String,
  /** The branches whose members live in the building: who might knock. */
  branches: Schema.Array(Text)
})
export interface GapFact extends Schema.Schema.Type<typeof GapFact> {}

export const CoverageFact = Schema.Struct({
  rule: Schema.String,
  name: Text,
  of: Schema.Literals(["residents", "households", "buildings", "cases", "pairs"]),
  before: Counts,
  now: Counts,
  met: Schema.Literals(["met", "not met", "nothing to reach"]),
  /** Counts over the days of the period, oldest first. */
  series: Schema.Array(Schema.Struct({ on: DayFromIso, reached: Count, eligible: Count })),
  /** Per building id, in walking order; buildings with nobody eligible are left out. */
  byBuilding: Schema.Array(Schema.Struct({ building: Schema.String, counts: Counts })),
  /** Who is missing now, in walking order, and how many more there are than the list holds. */
  gaps: Schema.Array(GapFact),
  gapsNotListed: Count,
  /** Who was missing on days in between. They show the progress of the outreach. */
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

/** One sentence of a case's timeline. */
export const Sentence = Schema.Struct({ on: DayFromIso, text: Text })
export interface Sentence extends Schema.Schema.Type<typeof Sentence> {}

export const CaseFact = Schema.Struct({
  id: Schema.String,
  playbook: Schema.String,
  kind: Text,
  stage: Text,
  building: Schema.NullOr(Schema.String),
  unit: Schema.NullOr(Schema.String),
  open: Schema.Boolean,
  opened: DayFromIso,
  /** The relapses in the lineage of this case. */
  relapses: Count,
  /** The case that this one comes back from, if any. */
  reopens: Schema.NullOr(Schema.String),
  outcome: Schema.NullOr(Text)
})
export interface CaseFact extends Schema.Schema.Type<typeof CaseFact> {}

/** Work whose day has passed, derived from history and clock. */
export const OverdueFact = Schema.Struct({
  case: Schema.String,
  kind: Text,
  building: Schema.NullOr(Schema.String),
  unit: Schema.NullOr(Schema.String),
  what: Text,
  due: DayFromIso,
  /** Stated if `due` was counted without the holiday data of its year, and will be counted again. */
  provisional: Schema.optionalKey(Schema.Literal(true)),
  daysLate: Count
})
export interface OverdueFact extends Schema.Schema.Type<typeof OverdueFact> {}

/** A step that was tried and refused, kept on the case with every reason. */
export const RefusedFact = Schema.Struct({
  case: Schema.String,
  on: DayFromIso,
  step: Text,
  building: Schema.NullOr(Schema.String),
  unit: Schema.NullOr(Schema.String),
  reasons: Schema.NonEmptyArray(Text)
})
export interface RefusedFact extends Schema.Schema.Type<typeof RefusedFact> {}

/** What is on file about one building. */
export const BuildingFact = Schema.Struct({
  id: Schema.String,
  label: Schema.String,
  households: Count,
  residents: Count,
  aged60: Count,
  /** Elders who live alone. Absent on the screen in the hall, so that a burglar does not learn where to go. */
  livingAlone: Schema.optionalKey(Count),
  /** Cases by kind: how many in all, open, and how many relapses. */
  cases: Schema.Array(Schema.Struct({ kind: Text, all: Count, open: Count, relapses: Count })),
  /** The building's own cases, as sentences: surveyed, filed, patrolled, relapsed. */
  file: Schema.Array(Sentence)
})
export interface BuildingFact extends Schema.Schema.Type<typeof BuildingFact> {}

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

/** The holiday data of the working-day calendar ends soon, or has ended. */
const CalendarEndFact = Schema.Struct({
  /** The last day with data. `null` if the calendar has no data for the year of the report. */
  until: Schema.NullOr(DayFromIso),
  /** The first year without data. */
  year: Schema.Int
})

export const NoticeFact = Schema.Struct({ rule: Text, sent: Count })

/**
 * Everything that is reported of a district on a day.
 *
 * @category models
 */
export const Facts = Schema.Struct({
  district: Schema.Struct({ id: Schema.String, name: Text }),
  /** The languages of the district, if its model lists them. A text that a language lacks is shown in the first one. */
  languages: Schema.optionalKey(Schema.Array(Language)),
  /** What readers must know about the source of the figures. It is shown before the figures, in every output. */
  provenance: Schema.NullOr(Text),
  /** The audience of the facts. For the hall, an empty list means "not shown here", not "empty". */
  audience: Schema.optionalKey(Schema.Literals(["committee", "hall"])),
  from: DayFromIso,
  asOf: DayFromIso,
  residents: Count,
  aged60: Count,
  households: Count,
  entries: Count,
  /** Stated from 60 days before the calendar's data ends. */
  calendarEnd: Schema.optionalKey(CalendarEndFact),
  pairing: Schema.NullOr(PairingFact),
  coverage: Schema.Array(CoverageFact),
  buildings: Schema.Array(BuildingFact),
  groups: Schema.Array(GroupFact),
  /** Every case of a building or household, but those of the kinds that run into the hundreds are counted only. */
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

/** The smallest count that the hall may show. Neighbours could recognise the people behind a smaller one. */
const fewest = 5

/**
 * The same facts for a screen in the hall: counts only, no flat, no case, no timeline. A count of a building that stands
 * for fewer than five people is left out (the only veteran of a house is as good as named), and so is what kinds of case
 * a building has, and how many elders live in it alone.
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
