import * as Day from "../../src/kernel/Day.ts"
import { ActorId } from "../../src/place/Id.ts"
import * as NoticePreference from "../../src/preferences/NoticePreference.ts"
import { ruleSuite } from "../ruleSuite.ts"

const on = Day.make("2026-03-02")
const [li, wang] = ["li", "wang"].map((id) => ActorId.make(id)) as [ActorId, ActorId]
const known = { isActor: (id: ActorId) => id === li || id === wang, mayForOthers: false }
const snooze = (days: number, actor = li) =>
  ({ _tag: "SnoozeNotices", on, by: li, actor, until: Day.add(on, days) }) as const

ruleSuite("the rules for notice preferences", NoticePreference.rules, {
  "notices-known-actor": {
    holds: [known, snooze(1)],
    refuses: { UnknownRecipient: [known, snooze(1, ActorId.make("nobody"))] }
  },
  "notices-own-or-office": {
    holds: [{ ...known, mayForOthers: true }, snooze(1, wang)],
    refuses: { NotYourNotices: [known, snooze(1, wang)] }
  },
  "notices-snooze-ahead": { holds: [known, snooze(1)], refuses: { SnoozeOver: [known, snooze(0)] } },
  "notices-snooze-bounded": { holds: [known, snooze(60)], refuses: { SnoozeTooLong: [known, snooze(61)] } }
})
