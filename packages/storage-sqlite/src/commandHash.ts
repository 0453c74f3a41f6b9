/**
 * The number by which the file finds a command id: 32-bit FNV-1a over the id's UTF-16 code units, low byte first, as
 * a signed integer (https://datatracker.ietf.org/doc/draft-eastlake-fnv/). The index is written in random order, and
 * four bytes take a third of the space of an id. Two ids may have the same number. So a search by number must also
 * compare the id in the entry.
 */

const offset = 0x811c9dc5
const prime = 0x01000193

/**
 * The number of a command id. It never changes, because files store it.
 *
 * @category operations
 */
export const commandHash = (command: string): number => {
  let hash = offset
  for (let n = 0; n < command.length; n++) {
    const unit = command.charCodeAt(n)
    hash = Math.imul(hash ^ (unit & 0xff), prime)
    hash = Math.imul(hash ^ (unit >>> 8), prime)
  }
  return hash | 0
}
