/**
 * A list of what has happened, which only grows. Use it for the parts of a state that a decision does not need, such as
 * all contacts: they can be stored in chunks of text, and a chunk is read only if the list is needed. So a state
 * is loaded without its history, and items can be added to a history that was not read.
 */

/** A part of a history as text, and how many items it has. */
export interface Chunk {
  readonly text: string
  readonly size: number
}

/** How the items of a chunk are written as text, and read again. */
export interface Codec {
  readonly read: (text: string) => ReadonlyArray<unknown>
  /** Reads only the given fields of the items: for each field, its values of all items. */
  readonly fields: (text: string, keys: ReadonlyArray<string>) => ReadonlyArray<ReadonlyArray<unknown>>
  readonly write: (items: ReadonlyArray<unknown>) => string
}

/** The values of some fields of items: for each field, its values of all items. */
export type Columns<A, Key extends keyof A> = { readonly [Field in Key]: ReadonlyArray<A[Field]> }

const columnsOf = <A, Key extends keyof A>(
  keys: ReadonlyArray<Key>,
  list: (key: Key, n: number) => ReadonlyArray<unknown>
): Columns<A, Key> =>
  // The cast is safe: there is a list for each key, and the items of a history are of one type.
  Object.fromEntries(keys.map((key, n) => [key, list(key, n)])) as Columns<A, Key>

const unwritten: Codec = {
  read: () => [],
  fields: () => [],
  write: () => ""
}

/**
 * @category models
 */
export class History<A> {
  /** The first items as text. Together with `items`, if these are not all items. */
  private chunks: ReadonlyArray<Chunk>
  private codec: Codec
  /** All items, or those after the chunks. */
  private items: Array<A>
  private hasAll: boolean

  constructor(chunks: ReadonlyArray<Chunk> = [], codec: Codec = unwritten) {
    this.chunks = chunks
    this.codec = codec
    this.items = []
    this.hasAll = chunks.length === 0
  }

  /** All items, the oldest first. The chunks are read when this is used for the first time. */
  get all(): ReadonlyArray<A> {
    if (!this.hasAll) {
      this.items = [...this.read(this.chunks), ...this.items]
      this.hasAll = true
    }
    return this.items
  }

  [Symbol.iterator](): Iterator<A> {
    return this.all[Symbol.iterator]()
  }

  /** The number of items. No chunk is read for that. */
  get size(): number {
    const unread = this.hasAll ? [] : this.chunks
    return unread.reduce((sum, { size }) => sum + size, this.items.length)
  }

  /**
   * The values of some fields, of all items from an index on: one list a field, in blocks of items. Use it to count over
   * a long history: an item takes more time and memory than its fields, and the items are not made for this.
   */
  columns<Key extends keyof A & string>(keys: ReadonlyArray<Key>, from = 0): ReadonlyArray<Columns<A, Key>> {
    const blocks: Array<Columns<A, Key>> = []
    let before = 0
    if (!this.hasAll) {
      for (const { size, text } of this.chunks) {
        if (before + size > from) {
          const skipped = Math.max(from - before, 0)
          const lists = this.codec.fields(text, keys)
          blocks.push(columnsOf(keys, (_, n) => (skipped === 0 ? lists[n] : lists[n]?.slice(skipped)) ?? []))
        }
        before += size
      }
    }
    const items = this.items.slice(Math.max(from - before, 0))
    if (items.length > 0) blocks.push(columnsOf(keys, (key) => items.map((item) => item[key])))
    return blocks
  }

  /** Adds the newest item. No chunk is read for that. */
  push(item: A): void {
    this.items.push(item)
  }

  /** Replaces every item. */
  replace(next: (item: A) => A): void {
    this.items = this.all.map(next)
    this.chunks = []
  }

  /**
   * Returns all items as chunks. Only the items since the last time are written, together with the last chunks if these
   * are not larger. So each item is written only a few times, and there are few chunks.
   */
  written(codec: Codec): ReadonlyArray<Chunk> {
    this.codec = codec
    const before = this.chunks.reduce((sum, { size }) => sum + size, 0)
    let tail: ReadonlyArray<A> = this.hasAll ? this.items.slice(before) : this.items
    if (tail.length === 0) return this.chunks
    const kept = [...this.chunks]
    for (let last = kept.at(-1); last !== undefined && last.size <= tail.length; last = kept.at(-1)) {
      tail = [...this.read([last]), ...tail]
      kept.pop()
    }
    this.chunks = [...kept, { text: codec.write(tail), size: tail.length }]
    if (!this.hasAll) this.items = []
    return this.chunks
  }

  private read(chunks: ReadonlyArray<Chunk>): ReadonlyArray<A> {
    // The cast is safe: the chunks contain items of this history.
    return chunks.flatMap(({ text }) => this.codec.read(text)) as ReadonlyArray<A>
  }
}
