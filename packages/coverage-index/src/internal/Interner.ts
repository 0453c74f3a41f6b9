/**
 * Numbers ids from 0 on, and finds the number of an id. It consists of a few typed arrays, so that it can hold more than
 * 2²⁴ ids, where a `Map` stops.
 *
 * All ids are in one array of bytes. An ASCII character takes one byte, any other code unit takes three: 0x80 and the two
 * bytes of the unit. 0xff ends an id; no character begins with it. A hash table with linear probing holds for each id its
 * hash, its number and the start of its bytes, so that a look-up reads two places in memory.
 *
 * As in `internal/Bits`, array reads are cast to `number`: every index is within its array by construction.
 */

const escape = 0x80
const end = 0xff

// FNV-1a over code units (Fowler, Noll, Vo), with a final mix, since the low bits alone select the slot.
const hashOf = (id: string, from: number): number => {
  let hash = 0x811c9dc5
  for (let at = from; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193)
  hash ^= hash >>> 15
  hash = Math.imul(hash, 0x2c1b3c6d)
  return hash ^ (hash >>> 13)
}

/**
 * The numbers of ids.
 *
 * @category models
 */
export class Interner {
  /** The number of ids. */
  size = 0
  /** For each slot the hash, the number plus one (0 if the slot is free), and the start of the bytes. */
  private slots = new Int32Array(3 * 16)
  private mask = 15
  /** The start of each id in {@link bytes}. */
  private starts = new Uint32Array(16)
  private bytes = new Uint8Array(256)
  private used = 0

  /** The number of an id, which is the text from `from` on; -1 if it has none. */
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

  /** The number of an id; a new number if it has none. */
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

  /** The id of a number. */
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
