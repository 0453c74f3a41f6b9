import { electorate, tally } from "@liulinhui/core/Poll"
import * as Day from "@liulinhui/core/Day"
import { HouseholdId } from "@liulinhui/core/Id"
import { describe, expect, it } from "@effect/vitest"
import * as Result from "effect/Result"
import { alteration } from "../civilCode278.ts"
import {
  anotherOfCommittee,
  checks,
  committee,
  generalBranch,
  groupLead,
  mediator,
  secretary,
  signature,
  stairwellHead,
  Story,
  subdistrict,
  volunteer
} from "../Story.ts"

describe("home adaptation", () => {
  const lead = groupLead("warmth")
  const one = volunteer("warmth")
  const finished = () =>
    new Story("home-adaptation")
      .open(one, "2026-03-02")
      .take(one, "2026-03-04", "assess")
      .take(lead, "2026-03-10", "contract")
      .take(one, "2026-03-20", "begin")
      .take(lead, "2026-04-02", "finish")

  it("goes from application through contract and works to acceptance and follow-up", () => {
    const story = finished().take(committee, "2026-04-07", "accept")
    expect(story.stage).toBe("accepted")
    expect(story.due).toBe("2026-05-07")
    expect(story.take(one, "2026-05-06", "follow-up").outcome).toBe("achieved")
  })

  it("is not accepted by the person who reported the works finished, or before they are finished", () => {
    expect(finished().refused(lead, "2026-04-07", "accept")).toEqual([{ _tag: "SamePerson", step: "finish" }])
    const story = new Story("home-adaptation").open(one, "2026-03-02")
    expect(story.refused(lead, "2026-03-02", "accept").map(({ _tag }) => _tag)).toEqual([
      "WrongStage",
      "StepNotTaken"
    ])
  })

  it("counts deadlines in working days: ten from 28 April end on 14 May, with Labour Day and a working Saturday", () => {
    const story = new Story("home-adaptation").open(one, "2026-04-28")
    expect(story.due).toBe("2026-05-14")
  })
})

describe("a hoarding household", () => {
  const lead = groupLead("warmth")
  const one = volunteer("warmth")
  const agreed = () =>
    new Story("hardship-and-hoarding")
      .open(stairwellHead, "2026-03-02")
      .take(one, "2026-03-03", "visit")
      .take(one, "2026-03-08", "visit-again")
      .take(lead, "2026-03-12", "agree")
  const watched = () =>
    agreed()
      .take(lead, "2026-03-15", "clear", { evidence: { tonnes: 30 } })
      .take(lead, "2026-03-18", "plan-adaptation")
      .take(lead, "2026-03-20", "assign-companion")

  it("is found, visited, cleared after it agrees, put into the plan and the scheme, and visited every three days", () => {
    const story = watched()
    expect(story.stage).toBe("watch")
    expect(story.nextCheck).toBe("2026-03-23")
    checks(story, one, 1)
    expect(story.events.at(-1)).toMatchObject({ records: ["companion-visit"] })
    checks(story, one, 9)
    expect(story.case.patrol?.interval).toBe(14)
    expect(story.take(lead, "2026-08-01", "release").outcome).toBe("achieved")
  })

  it("is visited more often after a relapse, and less often again later", () => {
    const story = checks(watched(), one, 1)
    expect(story.case.patrol?.interval).toBe(4)
    story.take(one, "2026-03-25", "relapse").take(one, "2026-03-26", "put-right")
    expect(story.case.patrol).toMatchObject({ interval: 2, clean: 0 })
    expect(story.case.relapses).toBe(1)
    checks(story, one, 2)
    expect(story.case.patrol).toMatchObject({ interval: 4, clean: 2 })
  })

  it("is not cleared without its consent, and the attempt is kept", () => {
    const story = new Story("hardship-and-hoarding").open(one, "2026-03-02").take(one, "2026-03-03", "visit")
    expect(story.refused(lead, "2026-03-04", "clear")).toEqual(
      expect.arrayContaining([
        { _tag: "StepNotTaken", step: "agree" },
        { _tag: "NotOnRecord", field: "consent" }
      ])
    )
    expect(story.kept(lead, "2026-03-04", "clear")).toMatchObject([{ _tag: "StepRefused", step: "clear" }])
  })

  it("has confidential notes", () => {
    const opened = watched().events[0]
    expect(opened).toMatchObject({ confidential: { situation: "…" } })
    expect(opened).not.toHaveProperty("evidence")
  })
})

describe("Party-pioneer outreach", () => {
  const lead = groupLead("aspiration")
  const one = volunteer("aspiration")
  const reported = () =>
    new Story("pioneer-outreach")
      .open(secretary, "2026-03-02")
      .take(lead, "2026-03-04", "brief")
      .take(one, "2026-03-07", "visit-round")
      .take(one, "2026-03-07", "suggest-talent")
      .take(lead, "2026-03-20", "report")

  it("is briefed, goes from door to door, reports, and is spot-checked", () => {
    expect(reported().take(secretary, "2026-03-22", "spot-check").outcome).toBe("achieved")
  })

  it("is not spot-checked by the person who reported it, or reported before a round was made", () => {
    const story = new Story("pioneer-outreach")
      .open(lead, "2026-03-02")
      .take(secretary, "2026-03-04", "brief")
    expect(story.refused(secretary, "2026-03-05", "report")).toEqual([
      { _tag: "StepNotTaken", step: "visit-round" }
    ])
    story.take(one, "2026-03-07", "visit-round").take(secretary, "2026-03-20", "report")
    for (const step of ["spot-check", "send-back"]) {
      expect(story.refused(secretary, "2026-03-22", step)).toEqual([{ _tag: "SamePerson", step: "report" }])
    }
  })
})

describe("an elderly companion", () => {
  const lead = groupLead("warmth")
  const one = volunteer("warmth")
  const matched = () =>
    new Story("elderly-companion").open(lead, "2026-03-02").take(lead, "2026-03-04", "match")

  it("contacts the elder every three days, every day in hard times, and then every three days again", () => {
    const story = matched().take(one, "2026-03-05", "first-visit")
    expect(checks(story, one, 5).case.patrol?.interval).toBe(3)
    story.take(one, "2026-03-22", "closer-care").take(one, "2026-03-23", "eased")
    expect(story.case.patrol?.interval).toBe(1)
    expect(checks(story, one, 2).case.patrol?.interval).toBe(3)
  })

  it("completes its year after two contacts a week", () => {
    const story = checks(matched().take(one, "2026-03-05", "first-visit"), one, 103)
    expect(story.refused(lead, story.nextCheck ?? "", "complete")).toEqual([
      { _tag: "ChecksMissing", clean: 103, needed: 104 }
    ])
    expect(checks(story, one, 1).take(lead, story.nextCheck ?? "", "complete").outcome).toBe("achieved")
  })

  it("looks after five elders at most, is 50 to 75 years old, and needs the elder's consent", () => {
    const story = new Story("elderly-companion").open(lead, "2026-03-02")
    const evidence = { elders: 6, "companion-age": 76 }
    expect(story.refused(lead, "2026-03-04", "match", { evidence, without: ["consent"] })).toEqual([
      { _tag: "EvidenceMissing", field: "consent", type: "signature" },
      { _tag: "EvidenceMalformed", field: "companion-age", type: "number" },
      { _tag: "EvidenceMalformed", field: "elders", type: "number" }
    ])
  })
})

describe("an arts activity", () => {
  const lead = groupLead("joy")
  const one = volunteer("joy")

  it("is planned, held and reviewed", () => {
    const story = new Story("arts-activity")
      .open(one, "2026-03-02")
      .take(lead, "2026-03-06", "plan")
      .take(one, "2026-03-20", "rehearse")
      .take(one, "2026-04-01", "hold")
      .take(lead, "2026-04-03", "review")
    expect(story.outcome).toBe("achieved")
  })

  it("is not held before it is planned, with its safety measures", () => {
    const story = new Story("arts-activity").open(one, "2026-03-02")
    expect(story.refused(one, "2026-03-03", "hold").map(({ _tag }) => _tag)).toEqual([
      "WrongStage",
      "StepNotTaken",
      "NotOnRecord"
    ])
  })
})

describe("a school–community activity", () => {
  const lead = groupLead("childlike")
  const one = volunteer("childlike")
  const agreed = () =>
    new Story("school-activity").open(one, "2026-03-02").take(lead, "2026-03-10", "agree-with-school")

  it("is agreed with the school and with the guardians, held and reviewed", () => {
    const story = agreed()
      .take(lead, "2026-03-20", "collect-consents")
      .take(one, "2026-04-01", "hold")
      .take(lead, "2026-04-03", "review")
    expect(story.outcome).toBe("achieved")
  })

  it("is not held without the guardians' consents, and the attempt is kept", () => {
    const reasons = [
      { _tag: "StepNotTaken", step: "collect-consents" },
      { _tag: "NotOnRecord", field: "guardian-consents" }
    ]
    expect(agreed().refused(one, "2026-04-01", "hold")).toEqual(reasons)
    expect(agreed().kept(one, "2026-04-01", "hold")).toMatchObject([{ _tag: "StepRefused", reasons }])
  })
})

const mediating = () =>
  new Story("mediation")
    .open(mediator, "2026-03-02")
    .take(mediator, "2026-03-03", "take-on")
    .take(mediator, "2026-03-05", "session")
const mediated = () => mediating().take(mediator, "2026-03-10", "agree")

describe("mediation", () => {
  it("ends in an agreement that is confirmed by the court, performed, checked and archived", () => {
    const story = mediated()
      .take(mediator, "2026-03-20", "apply-for-confirmation")
      .take(mediator, "2026-04-10", "confirmed")
    expect(story.refused(mediator, "2026-04-11", "archive")).toEqual([
      { _tag: "ChecksMissing", clean: 0, needed: 2 }
    ])
    expect(checks(story, mediator, 2).take(mediator, "2026-06-01", "archive").outcome).toBe("achieved")
  })

  it("stops when a party clearly refuses, and requires that the other remedies are stated", () => {
    const story = mediating()
    expect(story.refused(mediator, "2026-03-06", "refuse", { without: ["remedies-told"] })).toEqual([
      { _tag: "EvidenceMissing", field: "remedies-told", type: "list" }
    ])
    story.take(mediator, "2026-03-06", "refuse")
    expect(story.outcome).toBe("declined")
    for (const step of ["session", "agree"]) {
      expect(story.refused(mediator, "2026-03-07", step)).toContainEqual(
        expect.objectContaining({ _tag: "Closed", outcome: "declined" })
      )
    }
  })

  it("that fails is not closed without the other remedies and an archive number", () => {
    const story = mediating()
    expect(
      story
        .refused(mediator, "2026-03-06", "fail", { without: ["remedies-told", "archive-number"] })
        .map(({ _tag }) => _tag)
    ).toEqual(["EvidenceMissing", "EvidenceMissing"])
    expect(story.take(mediator, "2026-03-06", "fail").outcome).toBe("failed")
  })

  it("leaves 30 days to apply to the court; the last day moves to a working day, and then it is too late", () => {
    const story = mediated()
    expect(story.due).toBe("2026-04-09")
    story.lapse("2026-04-10")
    expect(story.stage).toBe("performing")
    expect(story.refused(mediator, "2026-04-10", "apply-for-confirmation").map(({ _tag }) => _tag)).toEqual([
      "WrongStage"
    ])
    // The thirtieth day after 2 April 2026 is a Saturday, and the Labour Day holiday lasts until 5 May. So the period
    // ends on a later working day.
    const overHoliday = mediating().take(mediator, "2026-04-02", "agree")
    expect(overHoliday.due).toBe("2026-05-06")
  })

  it("continues if the agreement is not performed, and is then watched more closely", () => {
    const story = mediated()
      .take(mediator, "2026-03-12", "go-without-confirmation")
      .take(mediator, "2026-03-26", "breach")
    expect(story.stage).toBe("mediating")
    expect(story.case.patrol?.interval).toBe(7)
    expect(story.refused(mediator, "2026-03-27", "agree")).toEqual([
      { _tag: "StepNotTaken", step: "session" }
    ])
  })

  it("can end in a second agreement after the first one was broken", () => {
    const story = mediated()
      .take(mediator, "2026-03-12", "go-without-confirmation")
      .take(mediator, "2026-03-26", "breach")
      .take(mediator, "2026-03-27", "session")
      .take(mediator, "2026-03-28", "agree")
    expect(story.stage).toBe("agreed")
  })
})

describe("community consultation", () => {
  const lead = groupLead("peace")
  const convened = () =>
    new Story("community-consultation")
      .open(volunteer("peace"), "2026-03-02")
      .take(lead, "2026-03-05", "convene")

  it("is announced, discussed, posted for seven days without objection, and carried out", () => {
    const story = convened().take(lead, "2026-03-10", "talk").take(lead, "2026-03-10", "agree")
    expect(story.due).toBe("2026-03-17")
    story.lapse("2026-03-18")
    expect(story.take(committee, "2026-04-10", "carry-out").outcome).toBe("achieved")
  })

  it("is not carried out while the posting runs, and not agreed without a meeting", () => {
    for (const step of ["agree", "give-up"]) {
      expect(convened().refused(lead, "2026-03-06", step)).toEqual([{ _tag: "StepNotTaken", step: "talk" }])
    }
    const story = convened().take(lead, "2026-03-10", "talk").take(lead, "2026-03-10", "agree")
    expect(story.refused(lead, "2026-03-17", "carry-out").map(({ _tag }) => _tag)).toEqual(["WrongStage"])
    expect(story.take(stairwellHead, "2026-03-17", "object").stage).toBe("convened")
  })
})

const carried = { context: { polls: { "civil-code-278-alteration": "carried" } } } as const
const failed = { context: { polls: { "civil-code-278-alteration": "failed" } } } as const
const polling = () =>
  new Story("lift-retrofit")
    .open(stairwellHead, "2026-03-02")
    .take(committee, "2026-03-10", "find-feasible")
    .take(stairwellHead, "2026-04-01", "survey")
    .take(committee, "2026-05-06", "open-poll")

describe("a lift retrofit", () => {
  const lead = groupLead("unity")
  it("is requested, found feasible, voted for, posted, contracted, built and accepted", () => {
    const story = polling().take(committee, "2026-06-01", "post-result", carried)
    expect(story.due).toBe("2026-06-11")
    story
      .lapse("2026-06-12")
      .take(lead, "2026-06-20", "sign-contract", carried)
      .take(lead, "2026-07-01", "begin")
      .take(lead, "2026-11-01", "finish")
    expect(story.refused(lead, "2026-11-10", "accept")).toEqual([{ _tag: "SamePerson", step: "finish" }])
    expect(story.take(committee, "2026-11-10", "accept").outcome).toBe("achieved")
  })

  it("has no contract before the poll has carried and its result was posted for the full time, and the attempt is kept", () => {
    const reasons = [
      { _tag: "StepNotTaken", step: "post-result" },
      { _tag: "ShutUntil", stage: "posted" },
      { _tag: "PollNotCarried", poll: "civil-code-278-alteration", result: "failed" }
    ]
    const refused = polling().refused(lead, "2026-06-01", "sign-contract", failed)
    expect(refused).toEqual(expect.arrayContaining(reasons))
    expect(refused).toHaveLength(reasons.length)
    expect(polling().kept(lead, "2026-06-01", "sign-contract", failed)).toMatchObject([
      { _tag: "StepRefused" }
    ])
    const posted = polling().take(committee, "2026-06-01", "post-result", carried)
    expect(posted.refused(lead, "2026-06-11", "sign-contract", carried)).toMatchObject([
      { _tag: "ShutUntil" }
    ])
  })

  it("is not polled before the households were surveyed at their doors", () => {
    const story = new Story("lift-retrofit")
      .open(stairwellHead, "2026-03-02")
      .take(committee, "2026-03-10", "find-feasible")
    expect(story.refused(committee, "2026-03-11", "open-poll")).toEqual([
      { _tag: "StepNotTaken", step: "survey" }
    ])
  })

  it("needs a carried poll of its stairwell: eight of twelve take part, and six of them agree", () => {
    const flats = Array.from({ length: 12 }, (_, at) => `${at + 1}`)
    const poll = {
      rules: alteration,
      opens: Day.make("2026-05-06"),
      closes: Day.make("2026-05-31"),
      electors: electorate(flats.map((id) => ({ id: HouseholdId.make(id), area: 600_000, owner: id })))
    }
    const counted = (agree: number, against: number, on: string) => {
      const ballots = flats.slice(0, agree + against).map((owner, at) => ({
        owner,
        opinion: at < agree ? ("agree" as const) : ("against" as const),
        on: Day.make("2026-05-10")
      }))
      const { result } = Result.getOrThrow(tally(poll, ballots, Day.make(on)))
      return { context: { polls: { [poll.rules.id]: result } } }
    }
    const attempt = (agree: number, against: number, on: string) =>
      polling().refused(committee, on, "post-result", counted(agree, against, on))
    const id = poll.rules.id
    expect(attempt(5, 3, "2026-06-01")).toEqual([{ _tag: "PollNotCarried", poll: id, result: "failed" }])
    expect(attempt(7, 0, "2026-06-01")).toEqual([{ _tag: "PollNotCarried", poll: id, result: "failed" }])
    expect(attempt(6, 2, "2026-05-20")).toEqual([{ _tag: "PollNotCarried", poll: id, result: "open" }])
    const carries = polling().take(committee, "2026-06-01", "post-result", counted(6, 2, "2026-06-01"))
    expect(carries.stage).toBe("posted")
  })

  it("posts no result of a poll that is still open or has failed", () => {
    expect(polling().refused(committee, "2026-06-01", "post-result")).toEqual([
      { _tag: "PollNotCarried", poll: "civil-code-278-alteration" }
    ])
    expect(polling().take(committee, "2026-06-01", "poll-fails").outcome).toBe("failed")
  })
})

describe("a hotline order", () => {
  const lead = groupLead("peace")
  const handling = () =>
    new Story("hotline-order").open(subdistrict, "2026-03-06").take(lead, "2026-03-09", "first-contact")

  it("is contacted within one working day, handled within five, and another person asks the caller", () => {
    const story = new Story("hotline-order").open(subdistrict, "2026-03-06")
    expect(story.due).toBe("2026-03-09")
    story.take(committee, "2026-03-09", "first-contact")
    expect(story.due).toBe("2026-03-16")
    story.take(committee, "2026-03-12", "answer")
    for (const step of ["call-satisfied", "call-dissatisfied"]) {
      expect(story.refused(committee, "2026-03-13", step)).toEqual([{ _tag: "SamePerson", step: "answer" }])
    }
    expect(story.take(anotherOfCommittee, "2026-03-13", "call-satisfied").outcome).toBe("achieved")
  })

  it("gets fifteen working days only if the subdistrict approves", () => {
    expect(handling().refused(lead, "2026-03-10", "extend")).toEqual([
      { _tag: "NoRole", roles: ["subdistrict"] }
    ])
    expect(handling().take(subdistrict, "2026-03-10", "extend").due).toBe("2026-03-31")
  })

  it("that is late is put under supervision automatically, and can still be answered", () => {
    const story = handling().lapse("2026-03-17")
    expect(story.stage).toBe("supervised")
    expect(story.take(lead, "2026-03-25", "answer").stage).toBe("answered")
    const extended = handling().take(subdistrict, "2026-03-10", "extend").lapse("2026-04-01")
    expect(extended.stage).toBe("supervised")
    const again = handling()
      .take(lead, "2026-03-12", "answer")
      .take(committee, "2026-03-13", "call-dissatisfied")
      .lapse("2026-03-19")
    expect(again.stage).toBe("supervised")
  })

  it("that does not satisfy the caller is handled again within three working days", () => {
    const story = handling()
      .take(lead, "2026-03-12", "answer")
      .take(committee, "2026-03-13", "call-dissatisfied")
    expect(story.due).toBe("2026-03-18")
    expect(story.take(lead, "2026-03-17", "answer").take(subdistrict, "2026-03-19", "explain").outcome).toBe(
      "partial"
    )
  })
})

describe("a capable resident", () => {
  const lead = groupLead("aspiration")
  const talked = () =>
    new Story("capable-resident")
      .open(volunteer("aspiration"), "2025-03-02")
      .take(lead, "2025-03-05", "nominate")
      .take(secretary, "2025-03-08", "talk")

  it("is found, nominated, talked with, recognised, matched, asked again after a year, and renewed", () => {
    const story = talked().take(generalBranch, "2025-03-12", "recognise").take(lead, "2025-03-14", "match")
    expect(story.due).toBe("2026-03-14")
    story.lapse("2026-03-15")
    expect(story.stage).toBe("renewal-due")
    expect(story.take(lead, "2026-03-20", "renew").due).toBe("2027-03-20")
    expect(story.take(lead, "2026-09-01", "stand-down").outcome).toBe("achieved")
  })

  it("is not talked with by the person who nominated them, or recognised without a consent", () => {
    const nominated = new Story("capable-resident")
      .open(secretary, "2025-03-02")
      .take(secretary, "2025-03-05", "nominate")
    expect(nominated.refused(secretary, "2025-03-08", "talk")).toEqual([
      { _tag: "SamePerson", step: "nominate" }
    ])
    expect(nominated.refused(committee, "2025-03-08", "talk", { without: ["consent"] })).toEqual([
      { _tag: "EvidenceMissing", field: "consent", type: "signature" }
    ])
    expect(nominated.refused(generalBranch, "2025-03-08", "recognise")).toContainEqual({
      _tag: "NotOnRecord",
      field: "consent"
    })
  })

  it("is not recognised by the person who talked with them", () => {
    const story = new Story("capable-resident")
      .open(generalBranch, "2025-03-02")
      .take(lead, "2025-03-05", "nominate")
      .take(generalBranch, "2025-03-08", "talk")
    expect(story.refused(generalBranch, "2025-03-09", "recognise")).toEqual([
      { _tag: "SamePerson", step: "talk" }
    ])
  })
})

describe("a self-governed stairwell", () => {
  const lead = groupLead("unity")
  const kept = () =>
    new Story("self-governed-stairwell")
      .open(stairwellHead, "2025-03-02")
      .take(stairwellHead, "2025-03-05", "draft")
      .take(stairwellHead, "2025-03-20", "sign")
      .take(lead, "2025-03-25", "choose-head")

  it("agrees on a compact, chooses a head, is reviewed every quarter, and is a model after four reviews", () => {
    const story = kept()
    expect(story.nextCheck).toBe("2025-06-24")
    checks(story, stairwellHead, 4)
    expect(story.take(lead, "2026-04-01", "honour").outcome).toBe("achieved")
  })

  it("has no head before its households agreed on the compact", () => {
    const story = new Story("self-governed-stairwell")
      .open(stairwellHead, "2025-03-02")
      .take(stairwellHead, "2025-03-05", "draft")
    expect(story.refused(lead, "2025-03-06", "choose-head")).toContainEqual({
      _tag: "StepNotTaken",
      step: "sign"
    })
  })

  it("that does not keep its compact drafts and agrees on a new one", () => {
    const story = kept().take(lead, "2025-06-24", "not-kept")
    expect(story.stage).toBe("drafting")
    expect(story.case.relapses).toBe(1)
  })
})

describe("a civic mural", () => {
  const lead = groupLead("joy")
  const one = volunteer("joy")
  const opened = () =>
    new Story("civic-mural")
      .open(one, "2026-03-02")
      .take(one, "2026-03-05", "consult")
      .take(lead, "2026-03-20", "agree")
      .take(one, "2026-04-05", "work")
      .take(one, "2026-04-12", "finish")
      .take(lead, "2026-04-18", "open")

  it("is proposed, discussed, made, opened, cared for, and left to the stairwell", () => {
    expect(checks(opened(), one, 4).take(lead, "2026-12-10", "hand-over-care").outcome).toBe("achieved")
  })

  it("is not finished before work on it was recorded", () => {
    const story = new Story("civic-mural")
      .open(one, "2026-03-02")
      .take(one, "2026-03-05", "consult")
      .take(lead, "2026-03-20", "agree")
    expect(story.refused(one, "2026-03-21", "finish")).toEqual([{ _tag: "StepNotTaken", step: "work" }])
  })

  it("that is damaged is repaired and opened again", () => {
    const story = opened()
      .take(one, "2026-05-01", "damaged")
      .take(one, "2026-05-02", "work")
      .take(one, "2026-05-03", "finish")
      .take(lead, "2026-05-04", "open")
    expect(story.nextCheck).toBe("2026-05-19")
  })

  it("is not begun without a signed statement that neither common parts nor their use change", () => {
    const story = new Story("civic-mural").open(one, "2026-03-02").take(one, "2026-03-05", "consult")
    expect(story.refused(lead, "2026-03-20", "agree", { without: ["no-change-of-use"] })).toEqual([
      { _tag: "EvidenceMissing", field: "no-change-of-use", type: "signature" }
    ])
    expect(
      story.take(lead, "2026-03-20", "agree", { evidence: { "no-change-of-use": signature } }).stage
    ).toBe("making")
  })
})
