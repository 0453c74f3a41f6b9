/** Finds the word that a person probably meant. */

/** How many letters have to be added, removed or exchanged to make one word of another. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, n) => n)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** The known word that is nearest to a word. `undefined` if none is near. */
export const nearest = (word: string, known: ReadonlyArray<string>): string | undefined => {
  const lower = word.toLowerCase()
  const ranked = known
    .map((each) => ({ each, away: distance(lower, each.toLowerCase()) }))
    .toSorted((a, b) => a.away - b.away)
  const [first] = ranked
  const most = Math.max(1, Math.floor(word.length / 3))
  if (first !== undefined && first.away <= most) return first.each
  return known.find((each) => lower.length > 2 && each.toLowerCase().startsWith(lower))
}
