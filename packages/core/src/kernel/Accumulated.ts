/**
 * Keeps a value that is computed from a list which only grows, such as an index of the contacts of a district. When the
 * value is needed again, only the new items are added to it. So a question that is asked again and again does not read
 * the whole list each time.
 */

import type { Columns, History } from "./History.ts"

/** A computed value, the number of items in it, and the last of these items. */
interface Kept<Item, Value> {
  readonly value: Value
  size: number
  last: Item | undefined
}

/**
 * Returns a function that computes a value from a list. `add` adds one item to the value, in place. The value of each
 * list is kept as long as the list exists, and depends only on the items of the list: if items were removed, the value
 * is computed anew. Do not keep the returned value, because it changes when the list grows.
 *
 * @param initial makes the value of an empty list
 */
export const accumulated = <Item, Value extends object>(
  initial: () => Value,
  add: (value: Value, item: Item) => void
): ((items: ReadonlyArray<Item>) => Value) => {
  const lists = new WeakMap<ReadonlyArray<Item>, Kept<Item, Value>>()
  return (items) => {
    const known = lists.get(items)
    const isSame = known !== undefined && known.size <= items.length && items[known.size - 1] === known.last
    const kept: Kept<Item, Value> = isSame ? known : { value: initial(), size: 0, last: undefined }
    if (!isSame) lists.set(items, kept)
    for (; kept.size < items.length; kept.size++) {
      const item = items[kept.size]
      if (item !== undefined) add(kept.value, item)
      kept.last = item
    }
    return kept.value
  }
}

/**
 * Does the same as {@link accumulated} for a history, without reading it into items. `add` adds the given fields of many
 * items to the value, in place. The items of the history must not be replaced.
 *
 * @param initial makes the value of an empty history
 */
export const accumulatedFields = <Item, Key extends keyof Item & string, Value extends object>(
  keys: ReadonlyArray<Key>,
  initial: () => Value,
  add: (value: Value, columns: Columns<Item, Key>) => void
): ((history: History<Item>) => Value) => {
  const histories = new WeakMap<History<Item>, { readonly value: Value; size: number }>()
  return (history) => {
    const kept = histories.get(history) ?? { value: initial(), size: 0 }
    histories.set(history, kept)
    if (kept.size < history.size) {
      for (const columns of history.columns(keys, kept.size)) add(kept.value, columns)
      kept.size = history.size
    }
    return kept.value
  }
}
