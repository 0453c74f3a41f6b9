/**
 * What is to be done on a later day.
 */
import { add, type Day } from "@liulinhui/core/kernel/Day"

export class Agenda {
  private readonly acts = new Map<Day, Array<() => void>>()

  at(day: Day, act: () => void): void {
    const acts = this.acts.get(day)
    if (acts === undefined) this.acts.set(day, [act])
    else acts.push(act)
  }

  /** Does what is due after one day and until another, day by day, in the order in which it was put down. */
  run(from: Day, to: Day): void {
    for (let day = add(from, 1); day <= to; day = add(day, 1)) {
      const acts = this.acts.get(day)
      this.acts.delete(day)
      for (const act of acts ?? []) act()
    }
  }
}
