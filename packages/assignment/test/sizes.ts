/** Assignment problems with sizes, for tests and for the benchmark: families of large ones, from easy to hostile. */
import type { Sized } from "@liulinhui/assignment/Sized"

// Mulberry32 (Tommy Ettinger, public domain): a small random generator with a seed, the same on every machine.
const seeded = (seed: number) => {
  let state = seed * 7919 + 17
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

export interface Shape {
  readonly columns: number
  readonly rows: number
}

export type Family = (seed: number, shape: Shape) => Sized

interface Random {
  /** A whole number from `least` to `most`. */
  readonly whole: (least: number, most: number) => number
  readonly pick: <A>(list: readonly [A, ...ReadonlyArray<A>]) => A
  readonly chance: (share: number) => boolean
}

const randomOf = (seed: number): Random => {
  const next = seeded(seed)
  const whole = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1))
  return {
    whole,
    pick: (list) => list[whole(0, list.length - 1)] ?? list[0],
    chance: (share) => next() < share
  }
}

interface Person {
  readonly most: number
  readonly room: number
  readonly turns: number
  readonly lately: number
}

interface Choices {
  readonly size: (random: Random) => number
  readonly need: (random: Random) => number
  readonly person: (random: Random) => Person
  /** The share of pairs that are allowed. */
  readonly share: number
  /** The cost of a pair for the first goal. */
  readonly cost: (random: Random, row: number, column: number, person: Person, size: number) => number
}

const family =
  ({ cost, need, person, share, size }: Choices): Family =>
  (seed, shape) => {
    const random = randomOf(seed)
    const people = Array.from({ length: shape.columns }, () => person(random))
    const sizes = Int32Array.from({ length: shape.rows }, () => size(random))
    const needs = Int32Array.from({ length: shape.rows }, () => need(random))
    const start = [0]
    const column: Array<number> = []
    const costs: [Array<number>, Array<number>, Array<number>] = [[], [], []]
    for (let i = 0; i < shape.rows; i++) {
      for (const [j, each] of people.entries()) {
        if ((sizes[i] ?? 0) > each.room || !random.chance(share)) continue
        column.push(j)
        costs[0].push(cost(random, i, j, each, sizes[i] ?? 0))
        costs[1].push(each.turns)
        costs[2].push(each.lately)
      }
      start.push(column.length)
    }
    return {
      rows: { count: shape.rows, needs, sizes },
      columns: {
        count: shape.columns,
        most: Int32Array.from(people, ({ most }) => most),
        room: Int32Array.from(people, ({ room }) => room)
      },
      allowed: { start: Int32Array.from(start), column: Int32Array.from(column) },
      costs
    }
  }

const quarters = (random: Random): number => 15 * random.whole(1, 16)
const halves = (random: Random): number => 30 * random.whole(1, 4)
const free = (random: Random): number => 30 * random.whole(1, 10)
const one = (): number => 1

const someone =
  (room: (random: Random) => number, most: (random: Random) => number = (random) => random.whole(1, 4)) =>
  (random: Random): Person => ({
    most: most(random),
    room: room(random),
    turns: random.whole(0, 6),
    lately: random.whole(0, 39)
  })

const equals =
  (room: (random: Random) => number, most = 4) =>
  (random: Random): Person => ({ most, room: room(random), turns: 0, lately: 0 })

/** Points as the model computes them: skills, distance, present tasks and turns. */
const points = (random: Random, _row: number, _column: number, { turns }: Person): number =>
  0 - random.whole(0, 10) * random.whole(0, 100) + 2 * random.whole(0, 500) + 250 * turns

export const families: Readonly<Record<string, Family>> = {
  roomy: family({
    size: halves,
    need: one,
    person: someone((random) => 120 + free(random)),
    share: 0.8,
    cost: points
  }),
  usual: family({ size: halves, need: one, person: someone(free), share: 0.6, cost: points }),
  tight: family({
    size: quarters,
    need: one,
    person: someone((random) => 60 + free(random)),
    share: 0.7,
    cost: points
  }),
  "tight, few eligible": family({
    size: quarters,
    need: one,
    person: someone((random) => 90 + free(random)),
    share: 0.25,
    cost: points
  }),
  "odd minutes": family({
    size: (random) => random.whole(11, 173),
    need: one,
    person: someone((random) => random.whole(60, 300)),
    share: 0.7,
    cost: points
  }),
  "several people a task": family({
    size: (random) => 15 * random.whole(1, 4),
    need: (random) => random.pick([1, 1, 2, 3]),
    person: someone(free),
    share: 0.6,
    cost: points
  }),
  "many small tasks": family({
    size: (random) => 15 * random.whole(1, 4),
    need: one,
    person: someone(
      () => 120,
      () => 8
    ),
    share: 0.9,
    cost: points
  }),
  "equal people": family({ size: halves, need: one, person: equals(() => 120), share: 1, cost: () => 0 }),
  "equal people, tight": family({
    size: quarters,
    need: one,
    person: equals(() => 240),
    share: 1,
    cost: () => 0
  }),
  "few kinds of people": family({
    size: quarters,
    need: one,
    person: equals((random) => random.pick([180, 240, 300])),
    share: 0.8,
    cost: (random) => random.whole(0, 3) * 100
  }),
  "points against minutes": family({
    size: (random) => random.whole(25, 125),
    need: one,
    person: someone(
      (random) => random.whole(120, 240),
      () => 10
    ),
    share: 1,
    cost: (random, _i, _j, _person, size) => size * 3 - random.whole(0, 30)
  }),
  "not enough minutes": family({
    size: quarters,
    need: one,
    person: someone((random) => 15 * random.whole(6, 14)),
    share: 0.9,
    cost: points
  }),
  "nearly not enough": family({
    size: (random) => 15 * random.whole(5, 9),
    need: one,
    person: equals(() => 165, 3),
    share: 1,
    cost: () => 0
  })
}
