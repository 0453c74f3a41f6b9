/** Adds coverage rules to an index: analyses each rule and prepares the counts of members that it needs. */
import * as Facts from "@liulinhui/core/Facts"
import type { Population } from "@liulinhui/core/Facts"
import type { RuleId } from "@liulinhui/core/Id"
import {
  type Judge,
  judge,
  countedIn,
  type CoverageRule,
  isCounted,
  type Reach,
  selectorsIn
} from "@liulinhui/core/Coverage"
import type { IndexState, PlaceRule, State, ThingRule } from "./IndexState.ts"
import { settle } from "./Judging.ts"
import { type Scope, scopeOf } from "./Sight.ts"
import { Tallies } from "./Tallies.ts"
import { isReached, type Place } from "./Tracks.ts"

const isPlace = (population: Population): population is Place =>
  population !== "cases" && population !== "pairs"

export const addRule = (self: IndexState, rule: CoverageRule): void => {
  const where = rule.where === undefined ? Facts.everyone : Facts.sound(rule.of, rule.where)
  const scope = [...selectorsIn(rule)].reduce<Scope>((widest, [json]) => {
    const one = scopeOf(Facts.sound(rule.of, json), rule.of)
    return one > widest ? one : widest
  }, 0)
  const { of } = rule
  if (!isPlace(of)) {
    for (const [counted] of countedIn(rule.reached)) {
      for (const mark of counted.by) self.thingMarks.add(mark)
    }
    self.thingRules.push({
      rule,
      population: of,
      where,
      scope,
      judge: judgeOf(self, rule),
      members: new Map(),
      tallies: new Tallies(),
      exclusions: new Map()
    })
    return
  }
  const states: Array<State> = []
  // The call is safe: `changed` is called only after `placeRule` is defined.
  const changed = (row: number): void => settle(self, placeRule, row)
  const placeRule: PlaceRule = {
    rule,
    population: of,
    where,
    scope,
    states,
    reach: reachOf(self, rule.reached, of, states, changed),
    roll: self.rolls[of],
    number: self.placeRules.filter(({ population }) => population === of).length,
    exclusions: new Map()
  }
  self.placeRules.push(placeRule)
}

export const judgeOf = (self: IndexState, rule: CoverageRule): Judge => {
  return judge(rule.reached, rule.of, self.scene, (kind, id, mark) =>
    self.marks.get(`${kind}:${id}`)?.get(mark)
  )
}

export const reachOf = (
  self: IndexState,
  reach: Reach,
  population: Place,
  states: Array<State>,
  changed: (row: number) => void
): PlaceRule["reach"] => {
  if (isCounted(reach)) {
    const leaf = self.tracks.addLeaf(reach, population, self.now, changed)
    return (row) => (isReached(leaf, row) ? 1 : 0)
  }
  if (reach.is !== undefined) {
    const state: State = { selector: Facts.sound(population, reach.is), answers: new Uint8Array(0) }
    states.push(state)
    return (row) => state.answers[row] ?? 0
  }
  const parts = (reach.all ?? reach.any ?? []).map((part) => reachOf(self, part, population, states, changed))
  const deciding = reach.all === undefined ? 1 : 0
  return (row) => {
    let vague = false
    for (const part of parts) {
      const one = part(row)
      if (one === deciding) return deciding
      if (one === 2) vague = true
    }
    return vague ? 2 : 1 - deciding
  }
}

export const ruleOf = (self: IndexState, id: RuleId): PlaceRule | ThingRule => {
  const found =
    self.placeRules.find(({ rule }) => rule.id === id) ?? self.thingRules.find(({ rule }) => rule.id === id)
  if (found === undefined) throw new RangeError(`the index has no rule "${id}"`)
  return found
}
