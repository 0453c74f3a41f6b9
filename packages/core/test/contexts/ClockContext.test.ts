import { notJumped, showsTheDay } from "../../src/contexts/ClockContext.ts"
import * as Day from "../../src/kernel/Day.ts"
import { refuse } from "../../src/kernel/Rule.ts"
import { jumpOf, usual } from "../../src/model/ClockJump.ts"
import { type Attempt, ruleSuite } from "../ruleSuite.ts"
import * as Result from "effect/Result"

const last = Date.parse("2026-03-02T09:00:00+08:00")

/** Records something on a day in a district whose last entry is of 2 March 2026. */
const recordedOn =
  (day: string): Attempt =>
  () => {
    const jump = jumpOf({ at: last }, { clockJump: usual, timeZone: "Asia/Shanghai" }, Day.make(day))
    return jump === undefined ? Result.succeed([]) : refuse(notJumped, { _tag: "ClockJumped", ...jump })
  }

const day = Day.make("2026-06-03")

ruleSuite("the rules for the clock", [notJumped, showsTheDay], {
  // 92 days after 2 March.
  "clock-not-jumped": { holds: recordedOn("2026-06-02"), refuses: { ClockJumped: recordedOn("2026-06-03") } },
  "clock-shows-the-day": {
    holds: { day, today: day },
    refuses: { ClockShowsAnotherDay: { day: Day.add(day, -1), today: day } }
  }
})
