/**
 * After a change, determines again the status (such as reached or not reached) of the members that the change affects,
 * and updates the counts.
 */
import { isPaired, type Thing } from "@liulinhui/core/Facts"
import { buildingOfThing } from "@liulinhui/core/Registry"
import * as Facts from "@liulinhui/core/Facts"
import { type CoverageRule, type Exclusion, holds, subjectsOf } from "@liulinhui/core/Coverage"
import { type IndexState, untouched, type PlaceRule, type ThingRule } from "./IndexState.ts"
import { type Standing, standing } from "./Tallies.ts"
import { concerned, touchAround } from "./Touch.ts"

const truth = (answer: Facts.Answer): number => (answer === true ? 1 : answer === null ? 2 : 0)

/** Determines again the status of all rows (members), cases and pairs that were marked as affected by a change. */
export const settleTouched = (self: IndexState): void => {
  const { touched } = self
  if (
    touched.residents.size === 0 &&
    touched.households.size === 0 &&
    touched.buildings.size === 0 &&
    touched.cases.size === 0 &&
    touched.pairs.size === 0
  ) {
    return
  }
  touchAround(self)
  self.touched = untouched()
  for (const rule of self.placeRules) {
    for (const row of concerned(self, rule, touched)) judge(self, rule, row)
  }
  for (const rule of self.thingRules) {
    for (const id of rule.population === "cases" ? touched.cases : touched.pairs) judgeThing(self, rule, id)
  }
}

export const judge = (self: IndexState, rule: PlaceRule, row: number): void => {
  const { population, where, states } = rule
  const thing = self.thingOf(population, row)
  const meant = thing === undefined ? 0 : truth(Facts.matches(where, population, thing, self.scene))
  rule.roll.setMeant(row, rule.number, meant)
  if (thing !== undefined && meant !== 0) {
    for (const { selector, answers } of states) {
      answers[row] = truth(Facts.matches(selector, population, thing, self.scene))
    }
  }
  settle(self, rule, row)
}

/** Updates the status of a row (one member) under a coverage rule, and the counts of the rule. */
export const settle = (self: IndexState, rule: PlaceRule, row: number): void => {
  rule.roll.stand(row, rule.number, standsNow(self, rule, row))
}

export const standsNow = (self: IndexState, rule: PlaceRule, row: number): Standing => {
  const meant = rule.roll.meant(row, rule.number)
  if (meant === 0) return standing.out
  const reached = rule.reach(row)
  if (meant === 1 && reached === 1) return standing.reached
  if (exclusionOf(self, rule, row) !== undefined) return standing.excluded
  return meant === 2 || reached === 2 ? standing.unknown : standing.missing
}

export const judgeThing = (self: IndexState, rule: ThingRule, id: string): void => {
  const { population, where, members, tallies } = rule
  const before = members.get(id)
  if (before !== undefined) {
    tallies.add(before.building, before.stands, -1)
    members.delete(id)
  }
  const thing = population === "cases" ? self.cases.get(id)?.fact : self.pairs.get(id)
  if (thing === undefined) return
  const there = "opened" in thing ? thing.opened <= self.now : isPaired(thing, self.now)
  const meant = there ? Facts.matches(where, population, thing, self.scene) : false
  if (meant === false) return
  const { answer, turns } = rule.judge(thing)
  const stands =
    meant === true && answer === true
      ? standing.reached
      : exclusionOfThing(self, rule, thing) !== undefined
        ? standing.excluded
        : meant === null || answer === null
          ? standing.unknown
          : standing.missing
  const building = buildingOfThing(population, thing, self.scene)
  const row = building ? self.buildingRow(building.id) : -1
  members.set(id, { thing, stands, building: row })
  tallies.add(row, stands, 1)
  if (turns !== undefined) {
    self.agenda.at(turns, () => {
      if (population === "cases") self.touched.cases.add(id)
      else self.touched.pairs.add(id)
    })
  }
}

export const inForce = (
  self: IndexState,
  rule: CoverageRule,
  exclusions: ReadonlyArray<Exclusion> | undefined
): Exclusion | undefined => {
  return exclusions
    ?.filter((exclusion) => holds(exclusion, rule, self.now))
    .reduce<Exclusion | undefined>(
      (first, exclusion) => (first === undefined || exclusion.source < first.source ? exclusion : first),
      undefined
    )
}

export const exclusionOf = (
  self: IndexState,
  { rule, exclusions }: PlaceRule,
  row: number
): Exclusion | undefined => {
  return exclusions.size === 0 ? undefined : inForce(self, rule, exclusions.get(row))
}

export const exclusionOfThing = (
  self: IndexState,
  { rule, population, exclusions }: ThingRule,
  thing: Thing
): Exclusion | undefined => {
  for (const subject of subjectsOf(population, thing)) {
    const found = inForce(self, rule, exclusions.get(subject))
    if (found !== undefined) return found
  }
  return undefined
}
