/** Chance that comes from a seed: the same seed always has the same results. */
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"

/** Draws from a seeded sequence. */
export interface Draw {
  /** A whole number from 0 to one below `n`. */
  readonly below: (n: number) => number
  /** One of the items. `undefined` if there are none. */
  readonly one: <A>(items: ReadonlyArray<A>) => A | undefined
  /** `true` in this share of the cases, such as 0.1. */
  readonly chance: (share: number) => boolean
}

/**
 * Makes draws from a seed. The sequence belongs to the caller: programs that draw other random numbers at the same time do
 * not change it.
 */
export const fromSeed = (seed: number): Effect.Effect<Draw> =>
  Effect.map(Effect.service(Random.Random).pipe(Random.withSeed(seed)), (random) => {
    const below = (n: number): number => Math.floor(random.nextDoubleUnsafe() * n)
    return {
      below,
      one: (items) => items[below(items.length)],
      chance: (share) => random.nextDoubleUnsafe() < share
    }
  })
