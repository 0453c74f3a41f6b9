/**
 * Finds the shortest way of a case to a step of its playbook, or to its end: which steps people take, and what they wait
 * for. The search tries every move on the real decider of cases, so a way exists only if the playbook allows it. Facts
 * outside the case are assumed to be favourable: the parent case is open, there are no child cases, and a poll that is
 * held succeeds.
 */
import type { Actor } from "@liulinhui/core/Actor"
import type { Calendar } from "@liulinhui/core/Calendar"
import * as Case from "@liulinhui/core/Case"
import type { CaseCommand, CaseState, CompiledPlaybook, Opened } from "@liulinhui/core/Case"
import * as Day from "@liulinhui/core/Day"
import type { RoleId, Tag } from "@liulinhui/core/Id"
import type { StageId, StepId } from "@liulinhui/core/Playbook"
import * as Result from "effect/Result"
import { filled } from "../FieldValues.ts"
import { stepsOf } from "./Course.ts"
import { holders } from "./Neighbourhood.ts"

/** One move of a way: what somebody does on a case, or what everybody waits for. */
export type Move =
  | { readonly _tag: "Take"; readonly step: StepId }
  /** Wait until the deadline of a stage has passed. */
  | { readonly _tag: "PassDeadline"; readonly stage: StageId }
  /** Wait until a check of the patrol counts. */
  | { readonly _tag: "WaitForCheck" }
  /** Hold a poll on the case, and wait for its result. */
  | { readonly _tag: "HoldPoll"; readonly rules: Tag }
  | { readonly _tag: "HandOver"; readonly to: RoleId }
  | { readonly _tag: "Reopen" }

/** The goal of a way: a step that is taken, or the end of the case. */
export type Goal = { readonly step: StepId } | "end"

/** A case on a day, with the rule sets of the polls that were held on it and carried. */
export interface Standing {
  readonly state: Opened
  readonly on: Day.Day
  readonly polls: ReadonlySet<Tag>
}

/** The ways of the cases of one playbook. */
export interface Ways {
  /** The shortest way from a case to a goal, or `undefined` if the playbook has no such way. */
  readonly to: (from: Standing, goal: Goal) => ReadonlyArray<Move> | undefined
  /** For each step that a case can take: the shortest way to it from the opening of the case, the shortest way first. */
  readonly steps: ReadonlyMap<StepId, ReadonlyArray<Move>>
}

/**
 * The maximum number of situations that one search visits. A playbook with more situations is refused by the check of
 * models.
 */
const mostSituations = 20_000

const hour = 3_600_000

/** The instant at which people act on a day in the search. Only deadlines in hours depend on it. */
const nowOn = (on: Day.Day): number => on * 24 * hour + 4 * hour

/** A case after a move. */
interface Reached {
  readonly standing: Standing
  /** The steps that the move took. */
  readonly took: ReadonlyArray<StepId>
}

/** A situation that the search visited, with the situation from which it came. */
interface Node extends Reached {
  readonly key: string
  readonly before?: { readonly node: Node; readonly move: Move }
}

/** The nodes of a way, the first one first. */
const trailOf = (last: Node): ReadonlyArray<Node> => {
  const trail: Array<Node> = []
  for (let node: Node | undefined = last; node !== undefined; node = node.before?.node) trail.unshift(node)
  return trail
}

const wayOf = (trail: ReadonlyArray<Node>): ReadonlyArray<Move> =>
  trail.flatMap(({ before }) => (before === undefined ? [] : [before.move]))

/** Makes the ways of a playbook. `people` are the actors who act in the search. */
export const make = (
  playbook: CompiledPlaybook,
  calendar: Calendar,
  people: ReadonlyArray<Actor>,
  opening: (on: Day.Day) => CaseCommand,
  firstDay: Day.Day
): Ways => {
  const { decide, evolve, initial } = Case.make(playbook, calendar)
  const gates = [...playbook.steps.values()].map(({ step }) => step.gate ?? {})
  // The facts of a case on which the gates of its playbook depend. Two cases in one situation have the same ways.
  const askedSteps = new Set(gates.flatMap(({ after = [] }) => after))
  const askedFields = new Set(gates.flatMap(({ evidence = [] }) => evidence))
  const askedStages = new Set(gates.flatMap(({ lapsed }) => lapsed ?? []))
  const askedPolls = [...new Set(gates.flatMap(({ poll }) => poll ?? []))]
  const handlers = [
    ...new Set(
      [...playbook.steps.values()].flatMap(({ by }) =>
        by.flatMap(({ role, scope }) => (scope === "case" ? [role] : []))
      )
    )
  ]

  const contextOf = ({ polls }: Pick<Standing, "polls">) => ({
    branches: [],
    openChildren: 0,
    ...(playbook.playbook.parent === undefined
      ? {}
      : { parent: { playbook: playbook.playbook.parent, open: true } }),
    polls: Object.fromEntries([...polls].map((rules) => [rules, "carried" as const]))
  })

  const duePassed = ({ on, state }: Standing, stage: StageId): boolean | undefined => {
    const stay = Case.stayIn(state.round, stage)
    return stay && stay.term === undefined ? Case.hasPassed(stay, { on, now: nowOn(on) }) : undefined
  }

  const countsNow = ({ on, state: { patrol } }: Standing): boolean =>
    patrol?.since === undefined || playbook.patrol === undefined || on - patrol.since >= playbook.patrol.least

  const keyOf = (standing: Standing): string => {
    const { polls, state } = standing
    const { handler, patrol, resting, round, stage } = state
    return JSON.stringify([
      stage,
      state.ending?.outcome,
      [...new Set(round.taken.flatMap(({ step }) => (askedSteps.has(step) ? [step] : [])))].toSorted(),
      round.recorded.filter((field) => askedFields.has(field)).toSorted(),
      [...askedStages].map((asked) => duePassed(standing, asked) ?? null),
      duePassed(standing, stage) ?? null,
      resting.map(({ of }) => of),
      patrol === undefined
        ? null
        : [Math.min(patrol.clean, playbook.patrol?.needed ?? 0), countsNow(standing)],
      handler ?? null,
      [...polls].toSorted()
    ])
  }

  /** A case after a wait until the beginning of a day, with the steps that the clock took. */
  const waited = (standing: Standing, on: Day.Day): Reached | undefined => {
    if (on <= standing.on) return undefined
    const { events, state } = Case.caughtUp(playbook, calendar, standing.state, on, nowOn(on))
    return state._tag === "Unopened"
      ? undefined
      : { standing: { ...standing, state, on }, took: stepsOf(events) }
  }

  /** A case after a command of the first of these people whose command is accepted. */
  const commanded = (
    standing: Standing,
    roles: ReadonlyArray<RoleId>,
    command: (by: Actor) => CaseCommand
  ): Reached | undefined => {
    for (const by of roles.flatMap((role) => holders(people, role))) {
      const decided = decide(standing.state, command(by))
      if (Result.isFailure(decided)) continue
      const state: CaseState = decided.success.reduce(evolve, standing.state)
      return state._tag === "Unopened"
        ? undefined
        : { standing: { ...standing, state }, took: stepsOf(decided.success) }
    }
    return undefined
  }

  const after = (standing: Standing, move: Move): Reached | undefined => {
    const { on, polls, state } = standing
    const asked = { on, now: nowOn(on), context: contextOf(standing) }
    switch (move._tag) {
      case "Take": {
        const step = playbook.steps.get(move.step)
        if (step === undefined) return undefined
        const evidence = filled(step.form.fields, on)
        const roles = step.by.map(({ role }) => role)
        return commanded(standing, roles, (by) => ({ _tag: "Take", by, ...asked, step: step.id, evidence }))
      }
      case "HandOver": {
        const roles = playbook.keepers.map(({ role }) => role)
        const to = { role: move.to }
        return commanded(standing, roles, (by) => ({ _tag: "HandOver", by, ...asked, to }))
      }
      case "Reopen": {
        const roles = (playbook.reopening?.by ?? []).map(({ role }) => role)
        const why = { relapse: false, reason: "an objection" }
        return commanded(standing, roles, (by) => ({ _tag: "Reopen", by, ...asked, ...why }))
      }
      case "HoldPoll":
        return waited({ ...standing, polls: new Set([...polls, move.rules]) }, Day.add(on, 1))
      case "PassDeadline": {
        const stay = Case.stayIn(state.round, move.stage)
        return stay === undefined ? undefined : waited(standing, Day.add(stay.due, 1))
      }
      case "WaitForCheck": {
        const since = state.patrol?.since
        return since === undefined || playbook.patrol === undefined
          ? undefined
          : waited(standing, Day.add(since, playbook.patrol.least))
      }
    }
  }

  const movesFrom = (standing: Standing): ReadonlyArray<Move> => {
    const { polls, state } = standing
    if (!Case.isOpen(state)) return playbook.reopening === undefined ? [] : [{ _tag: "Reopen" }]
    const here = [...playbook.steps.values()].filter(({ from }) => from.includes(state.stage))
    const waits = [...new Set([state.stage, ...askedStages])].filter(
      (stage) => duePassed(standing, stage) === false
    )
    return [
      ...here.map(({ id }): Move => ({ _tag: "Take", step: id })),
      ...waits.map((stage): Move => ({ _tag: "PassDeadline", stage })),
      ...(state.patrol?.next === undefined || countsNow(standing) ? [] : [{ _tag: "WaitForCheck" } as const]),
      ...askedPolls.filter((rules) => !polls.has(rules)).map((rules): Move => ({ _tag: "HoldPoll", rules })),
      ...handlers
        .filter(
          (role) => !(state.handler !== undefined && "role" in state.handler && state.handler.role === role)
        )
        .map((to): Move => ({ _tag: "HandOver", to }))
    ]
  }

  /** Visits situations in the order of their distance, until `isGoal` returns `true`. */
  const search = (from: Standing, isGoal: (node: Node) => boolean): Node | undefined => {
    const first = { standing: from, took: [], key: keyOf(from) }
    const seen = new Set([first.key])
    let level: ReadonlyArray<Node> = [first]
    while (level.length > 0 && seen.size <= mostSituations) {
      const next: Array<Node> = []
      for (const before of level) {
        for (const move of movesFrom(before.standing)) {
          const reached = after(before.standing, move)
          if (reached === undefined) continue
          const node = { ...reached, key: keyOf(reached.standing), before: { node: before, move } }
          if (isGoal(node)) return node
          if (seen.has(node.key)) continue
          seen.add(node.key)
          next.push(node)
        }
      }
      level = next
    }
    return undefined
  }

  const known = new Map<string, ReadonlyArray<Move> | undefined>()
  const to: Ways["to"] = (from, goal) => {
    const keyFor = (situation: string): string => `${goal === "end" ? "" : goal.step}\n${situation}`
    const key = keyFor(keyOf(from))
    if (known.has(key)) return known.get(key)
    const found = search(from, ({ standing: { state }, took }) =>
      goal === "end" ? state.ending !== undefined : took.includes(goal.step)
    )
    if (found === undefined) known.set(key, undefined)
    else {
      // The rest of a shortest way is the shortest way from each of its situations.
      const trail = trailOf(found)
      for (const [at, node] of trail.slice(0, -1).entries()) {
        known.set(keyFor(node.key), wayOf(trail.slice(at + 1)))
      }
    }
    return known.get(key)
  }

  const opened = (): Standing | undefined => {
    const decided = decide(initial, opening(firstDay))
    if (Result.isFailure(decided)) return undefined
    const state: CaseState = decided.success.reduce(evolve, initial)
    return state._tag === "Unopened" ? undefined : { state, on: firstDay, polls: new Set() }
  }

  const stepsFrom = (from: Standing | undefined): Ways["steps"] => {
    const found = new Map<StepId, ReadonlyArray<Move>>()
    if (from === undefined) return found
    search(from, (node) => {
      for (const step of node.took) if (!found.has(step)) found.set(step, wayOf(trailOf(node)))
      return found.size === playbook.steps.size
    })
    return found
  }

  let all: Ways["steps"] | undefined
  return {
    to,
    get steps() {
      return (all ??= stepsFrom(opened()))
    }
  }
}
