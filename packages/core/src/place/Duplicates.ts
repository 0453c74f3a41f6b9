/**
 * Residents who are likely one person under two ids: the same name, and a birth that can be the same. Nothing is refused
 * because of that; people look at the list, and merge the two or leave them.
 */
import type { Day } from "../kernel/Day.ts"
import { possibleDays } from "./Birth.ts"
import { sameText } from "./Door.ts"
import type { ResidentId } from "./Id.ts"
import { isPresent, type Registry, type Stay } from "./Registry.ts"

/** Whether two births can be on one day. An unknown birth says nothing. */
const canAgree = (one: Stay, other: Stay): boolean => {
  const [a, b] = [possibleDays(one), possibleDays(other)]
  return a !== undefined && b !== undefined && a.from <= b.until && b.from <= a.until
}

/**
 * The likely duplicates among those who live in the district on a day, in pairs.
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
