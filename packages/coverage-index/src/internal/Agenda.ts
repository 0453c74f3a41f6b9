/** A list of actions that are to run on a later day. */
import { add, type Day } from "@liulinhui/core/Day"

export class Agenda {
  private readonly acts = new Map<Day, Array<() => void>>()

  at(day: Day, act: () => void): void {
    const acts = this.acts.get(day)
    if (acts === undefined) this.acts.set(day, [act])
    else acts.push(act)
  }

  /**
   * Runs the actions of all days after `from` up to `to`, day by day; on each day, in the order in which they were
   * added.
   */
  run(from: Day, to: Day): void {
    for (let day = add(from, 1); day <= to; day = add(day, 1)) {
      const acts = this.acts.get(day)
      this.acts.delete(day)
      for (const act of acts ?? []) act()
    }
  }
}
