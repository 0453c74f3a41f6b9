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
  readonly write: (items: ReadonlyArray<unknown>) => string
}

const unwritten: Codec = {
  read: () => [],
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
