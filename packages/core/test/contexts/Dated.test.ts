import { type DatedQuestion, datedRules } from "../../src/contexts/Dated.ts"
import { inLaterFormat } from "../../src/contexts/RegistryContext.ts"
import * as Day from "../../src/kernel/Day.ts"
import { type Attempt, ruleSuite } from "../ruleSuite.ts"
import { Small } from "../district/small.ts"

/** Makes a small district that uses ledger format 0, the format of earlier versions. */
const former = () => {
  const small = new Small()
  Object.assign(small.district, { format: 0 })
  return small
}

/**
 * The input of the rules for the date of a fact: a keeper (a person who manages cases) records a fact on the day that
 * is `offset` days after the district began.
 */
const dating = (offset: number, more: Partial<DatedQuestion> = {}, small = new Small()): DatedQuestion => {
  const asking = small.asking("committee")
  return { asking, on: Day.add(asking.on, offset), day: undefined, isKeeper: true, ...more }
}

const { on: today } = new Small().asking("committee")

ruleSuite("the rules for dating a fact", datedRules, {
  "fact-not-in-future": { holds: dating(0), refuses: { FactInFuture: dating(1) } },
  "fact-not-too-long-ago": {
    holds: dating(-30),
    refuses: { FactTooLongAgo: dating(-8, { isKeeper: false }) }
  },
  "fact-on-its-day": {
    holds: dating(0, { day: today }),
    refuses: { InstantOnAnotherDay: dating(0, { day: Day.add(today, -1) }) }
  },
  "fact-with-both-days": {
    holds: dating(0, {}, former()),
    refuses: { FormatNeeded: dating(-1, {}, former()) }
  }
})

const ending =
  (small: Small): Attempt =>
  () =>
    small.decide("committee", { _tag: "EndHousehold", household: "b2-101", reason: "mistake" })

/** Makes the household empty, so that the household can be ended. */
const emptied = (small: Small) =>
  small.submit("committee", { _tag: "LeaveResident", resident: "b2-101-1", departure: "moved-away" })

ruleSuite("the condition for what an earlier ledger format cannot hold", [inLaterFormat], {
  "registry-in-later-format": {
    holds: ending(emptied(new Small())),
    refuses: { FormatNeeded: ending(emptied(former())) }
  }
})
