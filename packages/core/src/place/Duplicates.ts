/**
 * Finds residents who are probably the same person under two ids: they have the same name, and may have the same day of
 * birth. The list is only a hint. No request is refused because of it; people check each pair, and may merge the two
 * records.
 */
import type { Day } from "../kernel/Day.ts"
import { possibleDays } from "./Birth.ts"
import { sameText } from "./Door.ts"
import type { ResidentId } from "./Id.ts"
import { isPresent, type Registry, type Stay } from "./Registry.ts"

/**
 * Whether two residents may have the same day of birth. False if nothing is recorded about the birth of one of them.
 */
const canAgree = (one: Stay, other: Stay): boolean => {
  const [a, b] = [possibleDays(one), possibleDays(other)]
  return a !== undefined && b !== undefined && a.from <= b.until && b.from <= a.until
}

/**
 * The probable duplicates (two ids for one person) among the residents who live in the district on a day, as pairs.
 *
 * @category questions
 */
export const likelyDuplicates = (
  { residents }: Pick<Registry, "residents">,
  on: Day
): ReadonlyArray<readonly [ResidentId, ResidentId]> => {
  const byName = new Map<string, Array<Stay>>()
  const pairs: Array<readonly [ResidentId, ResidentId]> = []
  for (const stay of residents.values()) {
    if (stay.name === undefined || !isPresent(stay, on)) continue
    const name = sameText(stay.name)
    const others = byName.get(name)
    if (others === undefined) byName.set(name, [stay])
    else {
      for (const other of others) if (canAgree(other, stay)) pairs.push([other.id, stay.id])
      others.push(stay)
    }
  }
  return pairs
}
