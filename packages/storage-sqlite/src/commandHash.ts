/**
 * The hash by which a command id is found in the file: 32-bit FNV-1a over the id's UTF-16 code units, low byte first,
 * as a signed integer (https://datatracker.ietf.org/doc/draft-eastlake-fnv/). The index is written in random order, so
 * it should be small: four bytes take a third of the space of an id. Two ids may have the same hash, so a search by
 * hash must also compare the ids.
 */

const offset = 0x811c9dc5
const prime = 0x01000193

/**
 * The hash of a command id. The function must never change, because files contain its results.
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
