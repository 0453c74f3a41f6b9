/**
 * A command id as the number by which the file finds it: 32-bit FNV-1a over the id's UTF-16 code units, low byte first,
 * as a signed integer (https://datatracker.ietf.org/doc/draft-eastlake-fnv/). Four bytes take a third of the room of an id, in a tree that
 * is written at random. Two ids may have the same number, so that whoever finds one looks at the entry, too.
 */

const offset = 0x811c9dc5
const prime = 0x01000193

/**
 * The number of a command id. Files hold it: it never changes.
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
