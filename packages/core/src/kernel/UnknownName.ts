/** A problem for an id that a document uses and that does not exist, with the id that was probably meant. */
import { nearest } from "./Nearest.ts"
import { make, type Problem } from "./Problem.ts"

/** The most ids that a message lists. */
const mostListed = 12

/**
 * Makes the problem that there is no `what` (such as `role`) with the id `name`. The code is `unknown-` and `what`.
 *
 * @category constructors
 */
export const unknownName = (
  what: string,
  name: string,
  known: Iterable<string>,
  path: Problem["path"]
): Problem => {
  const words = [...known].toSorted()
  const meant = nearest(name, words)
  const listed = words.slice(0, mostListed)
  const more = words.length > mostListed ? ", …" : ""
  const advice =
    meant === undefined
      ? `use one of ${listed.join(", ") || "(none is defined)"}${more}`
      : `did you mean "${meant}"?`
  return make(
    path,
    `unknown-${what.replaceAll(" ", "-")}`,
    `there is no ${what} "${name}": ${advice}`,
    meant === undefined
      ? { name, ...(listed.length === 0 ? {} : { known: more === "" ? listed : [...listed, "…"] }) }
      : { name, meant }
  )
}

/** The problems of all names that are not keys of `known`, each with its path, see {@link unknownName}. */
export const unknownNames = (
  what: string,
  names: Iterable<readonly [name: string, path: Problem["path"]]>,
  known: Readonly<Record<string, unknown>>
): ReadonlyArray<Problem> =>
  [...names].flatMap(([name, path]) =>
    Object.hasOwn(known, name) ? [] : [unknownName(what, name, Object.keys(known), path)]
  )
