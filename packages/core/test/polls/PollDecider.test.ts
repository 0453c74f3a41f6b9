import * as Day from "../../src/kernel/Day.ts"
import { ActorId, BuildingId, CaseId, HouseholdId, Tag } from "../../src/place/Id.ts"
import type { Household } from "../../src/place/Registry.ts"
import * as Poll from "../../src/polls/Poll.ts"
import * as OpenedPoll from "../../src/polls/OpenedPoll.ts"
import * as PollRules from "../../src/polls/PollRules.ts"
import * as CivilCode278 from "../../../six-hearts/test/civilCode278.ts"
import { ruleSuite } from "../ruleSuite.ts"

const on = Day.make("2026-03-02")
const by = ActorId.make("committee")
const id = OpenedPoll.PollId.make("lift")
const caseOf = CaseId.make("c1")
const building = BuildingId.make("b1")
const flat = (name: string, more: Partial<Household> = {}): Household => ({
  id: HouseholdId.make(name),
  building,
  unit: name,
  floor: 1,
  area: 800_000,
  tags: [],
  ...more
})
const poll = (more: Partial<OpenedPoll.OpenedPoll> = {}): OpenedPoll.OpenedPoll => ({
  id,
  case: caseOf,
  rules: CivilCode278.alteration,
  opens: on,
  closes: Day.add(on, 30),
  electors: [{ owner: "li", area: 800_000, units: [flat("101").id] }],
  ballots: [],
  ...more
})
const agreed = { owner: "li", opinion: "agree", on } as const

const ground = (...polls: ReadonlyArray<OpenedPoll.OpenedPoll>): PollRules.Ground => ({
  ruleSets: new Map([[CivilCode278.alteration.id, CivilCode278.alteration]]),
  households: new Map(
    [
      flat("101"),
      flat("102"),
      flat("unmeasured", { area: 0 }),
      flat("far", { building: BuildingId.make("b2") })
    ].map((each) => [each.id, each])
  ),
  buildings: [building],
  polls: new Map(polls.map((each) => [each.id, each])),
  opened: Day.add(on, -3),
  isResident: (resident) => resident === "r-li"
})
const opening = (more: object = {}) =>
  ({
    _tag: "OpenPoll",
    on,
    by,
    poll: OpenedPoll.PollId.make("second"),
    case: caseOf,
    rules: CivilCode278.alteration.id,
    opens: on,
    closes: Day.add(on, 30),
    sharing: true,
    units: [{ unit: flat("101").id, owner: "li" }],
    ...more
  }) as const
const asking = (...names: ReadonlyArray<string>) =>
  opening({ units: names.map((name) => ({ unit: flat(name).id })) })
const later = Day.add(on, 31)

ruleSuite("the rules for opening a poll", PollRules.openingRules, {
  "poll-new-id": {
    holds: [ground(), opening()],
    refuses: { PollKnown: [ground(poll()), opening({ poll: id })] }
  },
  "poll-rules-in-force": {
    holds: [ground(), opening()],
    refuses: {
      RuleSetUnknown: [ground(), opening({ rules: Tag.make("show-of-hands") })],
      NoTerms: [ground(), opening({ opens: Day.make("2020-12-31") })]
    }
  },
  "poll-days-in-order": {
    holds: [ground(), opening({ opens: Day.add(on, -3), closes: on })],
    refuses: {
      OpensBeforeItsCase: [ground(), opening({ opens: Day.add(on, -4) })],
      ClosesBeforeItOpens: [ground(), opening({ closes: Day.add(on, -1) })]
    }
  },
  "poll-one-at-a-time": {
    holds: [ground(poll()), opening({ on: later, opens: later, closes: later })],
    refuses: {
      OtherPollOpen: [ground(poll()), opening()],
      PollCarriedAlready: [
        ground(poll({ ballots: [agreed] })),
        opening({ on: later, opens: later, closes: later })
      ]
    }
  },
  "poll-units-known": {
    holds: [ground(), asking("101", "102")],
    refuses: {
      NobodyAsked: [ground(), asking()],
      UnitTwice: [ground(), asking("101", "101")],
      UnitUnknown: [ground(), asking("103")],
      UnitElsewhere: [ground(), asking("far")]
    }
  },
  "poll-owners-known": {
    holds: [ground(), opening({ units: [{ unit: flat("101").id, owner: "li", resident: "r-li" }] })],
    refuses: {
      OwnerNotResident: [
        ground(),
        opening({ units: [{ unit: flat("101").id, owner: "li", resident: "r-wu" }] })
      ]
    }
  },
  "poll-every-unit": {
    holds: [ground(), opening({ ...asking("101", "102", "unmeasured"), sharing: false })],
    refuses: { UnitsLeftOut: [ground(), opening({ sharing: false })] }
  }
})

const needing: OpenedPoll.OpenedPoll = poll({
  electors: [{ owner: "li", area: 0, units: [flat("101").id], unknown: [flat("101").id] }]
})
const entering = (of: OpenedPoll.OpenedPoll) =>
  [of, { _tag: "EnterUnitArea", on, by, unit: flat("101").id, area: 800_000 }] as const

ruleSuite("the rules for entering the area of a unit", PollRules.areaRules, {
  "poll-area-entered-once": { holds: entering(needing), refuses: { AreaNotNeeded: entering(poll()) } }
})

const ballot = (more: Partial<Poll.Ballot> = {}, hasVoted = false) => {
  const cast: Poll.Ballot = { ...agreed, ...more }
  const elector = poll().electors.find(({ owner }) => owner === cast.owner)
  return { poll: poll(), ballot: cast, elector, hasVoted, on, died: undefined as Day.Day | undefined }
}
const dead = Day.add(on, -1)
const proxy = (more: object) =>
  ballot({ proxy: { by: "wu", authority: "papers/1", stated: "agree", ...more } })

ruleSuite("the rules for casting a ballot", PollRules.castingRules, {
  "ballot-not-in-future": { holds: ballot(), refuses: { BallotInFuture: ballot({ on: Day.add(on, 1) }) } },
  "ballot-of-an-elector": { holds: ballot(), refuses: { NotAnElector: ballot({ owner: "wu" }) } },
  "ballot-within-poll": { holds: ballot(), refuses: { OutsideThePoll: ballot({ on: Day.add(on, -1) }) } },
  "ballot-once": { holds: ballot(), refuses: { VotedAlready: ballot({}, true) } },
  "ballot-of-the-living": {
    holds: { ...ballot({ heirs: "公证书1" }), died: dead },
    refuses: { OwnerDied: { ...ballot(), died: dead } }
  },
  "ballot-by-proxy": {
    holds: proxy({}),
    refuses: {
      NoWrittenAuthority: ballot({ proxy: { by: "wu", stated: "agree" } }),
      NoStatedOpinion: ballot({ proxy: { by: "wu", authority: "papers/1" } }),
      OtherOpinionStated: proxy({ stated: "against" })
    }
  }
})

const withdrawing = (of: OpenedPoll.OpenedPoll, day = on) =>
  [of, { _tag: "WithdrawBallot", on: day, by, owner: "li", reason: "抄错" }] as const

ruleSuite("the rules for withdrawing a ballot", PollRules.withdrawalRules, {
  "ballot-to-withdraw": {
    holds: withdrawing(poll({ ballots: [agreed] })),
    refuses: { NoBallot: withdrawing(poll({ ballots: [{ ...agreed, on: later }] })) }
  },
  "ballot-withdrawn-before-final": {
    holds: withdrawing(poll({ ballots: [agreed] })),
    refuses: {
      OutsideThePoll: withdrawing(poll(), later),
      PollDecided: withdrawing(
        poll({ ballots: [agreed], rules: { ...CivilCode278.alteration, final: "when-decided" } })
      )
    }
  }
})
