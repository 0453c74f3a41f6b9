/** Makes arbitraries for data with exactly one flaw, from arbitraries for valid data. */
import fc from "fast-check"

/**
 * A value that is invalid in exactly one way.
 *
 * @category models
 */
export interface Invalid<A, Flaw extends string> {
  /** The name of the flaw: the tag or the code with which it is reported. */
  readonly flaw: Flaw
  readonly value: A
}

/** For each flaw: a function that adds it to a valid value. */
export type Flaws<A, Flaw extends string, B = A> = Readonly<Record<Flaw, (valid: A) => B>>

/** Generates values with one of the flaws. All flaws are equally frequent. */
export const flawed = <A, Flaw extends string, B = A>(
  flaws: Flaws<A, Flaw, B>,
  valid: fc.Arbitrary<A>,
  among: ReadonlyArray<Flaw> = Object.keys(flaws) as Array<Flaw>
): fc.Arbitrary<Invalid<B, Flaw>> =>
  // The cast above is safe: the keys of `flaws` are the names of the flaws.
  fc
    .record({ value: valid, flaw: fc.constantFrom(...among) })
    .map(({ flaw, value }) => ({ flaw, value: flaws[flaw](value) }))
