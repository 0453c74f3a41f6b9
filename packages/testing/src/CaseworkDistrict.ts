/** The small district of the casework arbitraries: its calendar, its actors, and the ids of its cases. */
import * as Calendar from "@liulinhui/core/Calendar"
import * as Day from "@liulinhui/core/Day"
import type { Actor, Scope } from "@liulinhui/core/Actor"
import { ActorId, BranchId, BuildingId, CaseId, GroupId, HouseholdId, RoleId } from "@liulinhui/core/Id"
import { household } from "@liulinhui/core/Registry"
import * as Schema from "effect/Schema"

/** The first day on which a generated case may be opened. */
export const firstDay: Day.Day = Day.make("2026-03-02")

/**
 * A working calendar for some years: ordinary weeks, one holiday week in May, and two weekends that are working days.
 */
export const calendar: Calendar.Calendar = Calendar.make(
  Schema.decodeUnknownSync(Calendar.CalendarData)(
    Object.fromEntries(
      Array.from({ length: 12 }, (_, at) => 2025 + at).map((year) => [
        year,
        {
          holidays: [`${year}-01-01`, ...[1, 2, 3, 4, 5].map((day) => `${year}-05-0${day}`)],
          workdays: [4, 9].map((month) => {
            const sunday = Day.add(Day.weekStart(Day.make(`${year}-0${month}-20`)), 6)
            return Day.toIso(sunday)
          })
        }
      ])
    )
  )
)

export const roles = ["committee", "lead", "volunteer"] as const
export const group = GroupId.make("unity")
export const otherGroup = GroupId.make("peace")
const branch = BranchId.make("branch-6")
const building = BuildingId.make("b01")
export const otherBuilding = BuildingId.make("b02")

const scopes: ReadonlyArray<Scope> = [
  { district: true },
  { group },
  { group: otherGroup },
  { branch },
  { building },
  { building: otherBuilding }
]

/**
 * Actors who may do everything everywhere, so that a generated case makes progress. There are several of them, because
 * some steps must be done by different people.
 */
export const allRounders: ReadonlyArray<Actor> = [1, 2, 3].map((at) => ({
  id: ActorId.make(`all-rounder-${at}`),
  mandates: roles.map((role) => ({ role: RoleId.make(role), scope: { district: true as const } }))
}))

/**
 * The actors of the generated district: those who may do everything, one actor for each role and scope, and one actor
 * whose mandate has ended.
 */
export const actors: ReadonlyArray<Actor> = [
  ...allRounders,
  ...roles.flatMap((role) =>
    scopes.map((scope, at) => ({
      id: ActorId.make(`${role}-${at + 1}`),
      mandates: [{ role: RoleId.make(role), scope }]
    }))
  ),
  {
    id: ActorId.make("former-committee"),
    mandates: [{ role: RoleId.make("committee"), scope: { district: true }, until: Day.add(firstDay, -1) }]
  }
]

/**
 * The ids that every generated case uses: its case id, its subjects (whom the case is about), its buildings and its
 * group.
 */
export const about = {
  id: CaseId.make("c1"),
  subjects: [household(HouseholdId.make("b01-301"))] as const,
  buildings: [building],
  group
}

/**
 * A context for case commands in which every condition outside the case is met, for example on other cases and polls.
 */
export const favourable = {
  branches: [branch],
  parent: { playbook: "above", open: true },
  openChildren: 0,
  polls: { "rule-set": "carried" as const }
}
