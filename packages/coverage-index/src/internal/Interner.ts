/**
 * Assigns a number from 0 to each id, and finds the number of an id. The table consists of a few typed arrays, so it
 * can hold more than 2²⁴ ids, which a `Map` cannot.
 *
 * All ids are in one array of bytes. An ASCII character takes one byte. Any other code unit takes three bytes: 0x80 and
 * the two bytes of the unit. Each id ends with 0xff; no character begins with this byte. A hash table with linear
 * probing stores for each id its hash, its number and the start of its bytes, so that a look-up reads two places in
 * memory.
 *
 * Every array index in this file is in range by construction, so array reads are cast to `number`.
 */

const escape = 0x80
const end = 0xff

// The hash of an id: FNV-1a over code units (Fowler, Noll, Vo). The final mixing step is needed because only the low
// bits select the slot of the hash table.
const hashOf = (id: string, from: number): number => {
  let hash = 0x811c9dc5
  for (let at = from; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193)
  hash ^= hash >>> 15
  hash = Math.imul(hash, 0x2c1b3c6d)
  return hash ^ (hash >>> 13)
}

/**
 * A two-way table between ids and numbers.
 *
 * @category models
 */
export class Interner {
  /** The number of ids in the table. */
  size = 0
  /**
   * The hash table. It has three integers for each slot: the hash of an id, the number of the id plus one (0 if the
   * slot is free), and the start of the bytes of the id.
   */
  private slots = new Int32Array(3 * 16)
  private mask = 15
  /** For each id number: the index at which the id starts in {@link bytes}. */
  private starts = new Uint32Array(16)
  private bytes = new Uint8Array(256)
  private used = 0

  /** Returns the number of an id; -1 if the id is unknown. The id starts at `from` in the text. */
  find(id: string, from = 0): number {
    const hash = hashOf(id, from)
    const { slots, mask } = this
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const number = (slots[3 * slot + 1] as number) - 1
      if (
        number < 0 ||
        (slots[3 * slot] === hash && this.isAt((slots[3 * slot + 2] as number) >>> 0, id, from))
      ) {
        return number
      }
    }
  }

  /** Returns the number of an id. An id that is not in the table yet gets a new number. */
  intern(text: string, from = 0): number {
    const known = this.find(text, from)
    if (known >= 0) return known
    const id = text.slice(from)
    if (4 * (this.size + 1) > 3 * (this.mask + 1)) this.grow()
    const number = this.size++
    if (number === this.starts.length) {
      const starts = new Uint32Array(2 * number)
      starts.set(this.starts)
      this.starts = starts
    }
    const start = this.write(id)
    this.starts[number] = start
    this.place(this.slots, this.mask, hashOf(id, 0), number + 1, start)
    return number
  }

  /** Returns the id that has the given number. */
  idOf(number: number): string {
    let id = ""
    for (let at = this.starts[number] as number; ; at++) {
      const byte = this.bytes[at] as number
      if (byte === end) return id
      if (byte !== escape) id += String.fromCharCode(byte)
      else {
        id += String.fromCharCode(((this.bytes[at + 1] as number) << 8) | (this.bytes[at + 2] as number))
        at += 2
      }
    }
  }

  private isAt(start: number, id: string, from: number): boolean {
    const { bytes } = this
    let byte = start
    for (let at = from; at < id.length; at++) {
      const unit = id.charCodeAt(at)
      if (unit < escape) {
        if (bytes[byte++] !== unit) return false
      } else {
        if (bytes[byte] !== escape || bytes[byte + 1] !== unit >>> 8 || bytes[byte + 2] !== (unit & 0xff)) {
          return false
        }
        byte += 3
      }
    }
    return bytes[byte] === end
  }

  private write(id: string): number {
    const start = this.used
    const most = start + 3 * id.length + 1
    if (most > this.bytes.length) {
      const bytes = new Uint8Array(Math.max(most, 2 * this.bytes.length))
      bytes.set(this.bytes)
      this.bytes = bytes
    }
    let byte = start
    for (let at = 0; at < id.length; at++) {
      const unit = id.charCodeAt(at)
      if (unit < escape) this.bytes[byte++] = unit
      else {
        this.bytes[byte++] = escape
        this.bytes[byte++] = unit >>> 8
        this.bytes[byte++] = unit & 0xff
      }
    }
    this.bytes[byte++] = end
    this.used = byte
    return start
  }

  private place(slots: Int32Array, mask: number, hash: number, entry: number, start: number): void {
    let slot = hash & mask
    while (slots[3 * slot + 1] !== 0) slot = (slot + 1) & mask
    slots[3 * slot] = hash
    slots[3 * slot + 1] = entry
    slots[3 * slot + 2] = start
  }

  private grow(): void {
    const { slots } = this
    const mask = 2 * this.mask + 1
    const next = new Int32Array(3 * (mask + 1))
    for (let at = 0; at < slots.length; at += 3) {
      const entry = slots[at + 1] as number
      if (entry !== 0) this.place(next, mask, slots[at] as number, entry, slots[at + 2] as number)
    }
    this.slots = next
    this.mask = mask
  }
}
