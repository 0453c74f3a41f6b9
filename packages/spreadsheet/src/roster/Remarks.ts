/** Counts the remarks about a file, so that equal remarks about one column or sheet are reported together. */
import type { MessageId } from "../words/Catalogue.ts"
import { problem, type SheetProblem, type Where } from "../Problem.ts"

export class Remarks {
  private readonly found = new Map<string, { readonly first: SheetProblem; count: number }>()

  add(code: MessageId, where: Where): void {
    const key = `${where.sheet}\n${where.letter}\n${code}`
    const known = this.found.get(key)
    if (known === undefined) this.found.set(key, { first: problem(code, where), count: 1 })
    else known.count++
  }

  /** Returns the remarks. Each has its count and the row of its first occurrence. */
  all(): ReadonlyArray<SheetProblem> {
    return [...this.found.values()].map(({ count, first }) => ({
      ...first,
      row: 0,
      args: { ...first.args, count, first: first.row }
    }))
  }
}
