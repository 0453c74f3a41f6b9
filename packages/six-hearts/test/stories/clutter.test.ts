import { describe, expect, it } from "@effect/vitest"
import {
  anotherOfCommittee,
  checks,
  committee,
  generalBranch,
  groupLead,
  photo,
  property,
  stairwellHead,
  Story,
  volunteer
} from "../Story.ts"

const lead = groupLead("unity")
const one = volunteer("unity")

/**
 * Makes the story of a household's clutter case. The notice was served on 9 March, and its period lasts until 16 March.
 */
const noticed = () =>
  new Story("corridor-clutter")
    .open(one, "2026-03-02")
    .take(one, "2026-03-02", "survey")
    .take(lead, "2026-03-05", "file")
    .take(one, "2026-03-09", "serve-notice")

describe("corridor clutter of a household", () => {
  it("is achieved when the household rectifies it and another person verifies that", () => {
    const story = noticed()
    expect(story.due).toBe("2026-03-16")
    story.take(one, "2026-03-14", "rectify")
    expect(story.refused(one, "2026-03-15", "verify")).toContainEqual({
      _tag: "NoRole",
      roles: ["stairwell-head", "group-lead", "committee"]
    })
    expect(story.take(stairwellHead, "2026-03-15", "verify").outcome).toBe("achieved")
  })

  it("is not cleared before the deadline, and every reason against it is returned and kept", () => {
    const story = noticed()
    const attempt = { without: ["after-photo"] }
    const reasons = [
      { _tag: "EvidenceMissing", field: "after-photo", type: "photo" },
      { _tag: "StepNotTaken", step: "record-basis" },
      { _tag: "ShutUntil", stage: "noticed", day: 20529 },
      { _tag: "NotOnRecord", field: "basis" },
      { _tag: "NotOnRecord", field: "basis-document" }
    ]
    expect(story.refused(lead, "2026-03-16", "clear", attempt)).toEqual(expect.arrayContaining(reasons))
    expect(story.refused(lead, "2026-03-16", "clear", attempt)).toHaveLength(reasons.length)
    expect(story.kept(lead, "2026-03-16", "clear", attempt)).toMatchObject([
      { _tag: "StepRefused", step: "clear", by: lead.id, reasons: expect.arrayContaining(reasons) }
    ])
  })

  it("is not cleared on the last day of the notice, even with the owner's consent, but is on the next day", () => {
    const story = noticed().take(committee, "2026-03-10", "record-basis", { evidence: { basis: "consent" } })
    expect(story.refused(lead, "2026-03-16", "clear")).toEqual([
      { _tag: "ShutUntil", stage: "noticed", day: 20529 }
    ])
    expect(story.take(lead, "2026-03-17", "clear").stage).toBe("cleared")
  })

  it("is not cleared without a legal basis, even long after the deadline", () => {
    const story = noticed().take(property, "2026-03-17", "report")
    expect(story.refused(lead, "2026-05-01", "clear").map(({ _tag }) => _tag)).toEqual([
      "StepNotTaken",
      "NotOnRecord",
      "NotOnRecord"
    ])
  })

  it.each(["survey", "file", "serve-notice"] as const)("is not cleared before its %s", (step) => {
    const story = new Story("corridor-clutter").open(one, "2026-03-02")
    const before = { survey: [], file: ["survey"], "serve-notice": ["survey", "file"] }[step]
    for (const earlier of before) story.take(lead, "2026-03-02", earlier)
    const reasons = story.refused(lead, "2026-03-03", "clear")
    expect(reasons).toContainEqual({ _tag: "StepNotTaken", step })
    expect(reasons).toContainEqual({ _tag: "ShutUntil", stage: "noticed" })
    expect(reasons.map(({ _tag }) => _tag)).toContain("WrongStage")
  })

  it("is not filed under a building whose case is closed", () => {
    const story = new Story("corridor-clutter").open(one, "2026-03-02").take(one, "2026-03-02", "survey")
    const context = { parent: { playbook: "building-clutter", open: false } }
    expect(story.refused(lead, "2026-03-05", "file", { context })).toEqual([{ _tag: "ParentNotOpen" }])
  })

  it("serves no notice without proof, and a served notice counts as a contact with the household", () => {
    const story = new Story("corridor-clutter")
      .open(one, "2026-03-02")
      .take(one, "2026-03-02", "survey")
      .take(lead, "2026-03-05", "file")
    expect(story.refused(one, "2026-03-09", "serve-notice", { without: ["proof"] })).toEqual([
      { _tag: "EvidenceMissing", field: "proof", type: "photo" }
    ])
    story.take(one, "2026-03-09", "serve-notice", { evidence: { proof: photo } })
    expect(story.events.at(-1)).toMatchObject({ records: ["notice-served"], subjects: ["household:b07-301"] })
  })

  it("expires by itself; the property firm reports within the day; cleared in a batch; verified by another", () => {
    const story = noticed().lapse("2026-03-17")
    expect(story.stage).toBe("expired")
    expect(story.due).toBe("2026-03-17")
    story
      .take(property, "2026-03-17", "report")
      .take(committee, "2026-03-20", "record-basis", { evidence: { basis: "order" } })
      .take(committee, "2026-03-24", "clear", { evidence: { batch: "1" } })
    for (const step of ["verify", "send-back"]) {
      expect(story.refused(committee, "2026-03-25", step)).toEqual([{ _tag: "SamePerson", step: "clear" }])
    }
    expect(story.take(anotherOfCommittee, "2026-03-25", "verify").outcome).toBe("achieved")
  })

  it("that was not really cleared is sent back, and its expired notice stays expired", () => {
    const story = noticed()
      .take(lead, "2026-03-18", "rectify")
      .take(stairwellHead, "2026-03-19", "send-back")
      .take(committee, "2026-03-20", "record-basis")
      .take(lead, "2026-03-20", "clear")
    expect(story.stage).toBe("cleared")
  })

  it("that is reopened needs a new survey, a new file and a new notice", () => {
    const story = noticed()
      .take(one, "2026-03-14", "rectify")
      .take(stairwellHead, "2026-03-15", "verify")
      .reopen(committee, "2026-04-01")
    expect(story.refused(one, "2026-04-02", "serve-notice").map(({ _tag }) => _tag)).toEqual([
      "WrongStage",
      "StepNotTaken",
      "StepNotTaken"
    ])
    expect(story.refused(lead, "2026-04-02", "clear")).toContainEqual({ _tag: "ShutUntil", stage: "noticed" })
    story
      .take(one, "2026-04-02", "survey")
      .take(lead, "2026-04-02", "file")
      .take(one, "2026-04-03", "serve-notice")
    expect(story.due).toBe("2026-04-10")
  })
})

/** Makes the story of a building that volunteers patrol from 1 April. The next check is due on 8 April. */
const onPatrol = () =>
  new Story("building-clutter")
    .open(committee, "2026-03-01")
    .take(one, "2026-03-03", "survey", { evidence: { "cluttered-households": 9 } })
    .take(lead, "2026-03-04", "file")
    .take(lead, "2026-04-01", "handed-to-patrol")

describe("corridor clutter of a building", () => {
  it("is patrolled only after every household's case is closed", () => {
    const story = new Story("building-clutter")
      .open(committee, "2026-03-01")
      .take(one, "2026-03-03", "survey")
      .take(lead, "2026-03-04", "file")
    expect(story.refused(lead, "2026-03-20", "handed-to-patrol", { context: { openChildren: 3 } })).toEqual([
      { _tag: "ChildrenOpen", count: 3 }
    ])
    expect(story.take(lead, "2026-04-01", "handed-to-patrol").nextCheck).toBe("2026-04-08")
  })

  it("is patrolled less often while it stays clear, at least every four weeks, and released after six clean checks", () => {
    const story = onPatrol()
    const days = [story.nextCheck]
    for (let time = 0; time < 5; time++) days.push(checks(story, one, 1).nextCheck)
    expect(days).toEqual(["2026-04-08", "2026-04-22", "2026-05-20", "2026-06-17", "2026-07-15", "2026-08-12"])
    expect(story.refused(lead, "2026-08-12", "release")).toEqual([
      { _tag: "ChecksMissing", clean: 5, needed: 6 }
    ])
    expect(checks(story, one, 1).take(lead, "2026-08-13", "release").outcome).toBe("achieved")
  })

  it("that relapses is reopened with its lineage, surveyed again, and patrolled more often", () => {
    const story = checks(onPatrol(), one, 1).take(stairwellHead, "2026-04-20", "relapse")
    expect(story.stage).toBe("surveying")
    expect(story.case.relapses).toBe(1)
    expect(story.events.at(-1)).toMatchObject({ _tag: "CaseReopened", relapse: true, resolved: 20544 })
    expect(story.refused(lead, "2026-04-20", "handed-to-patrol").map(({ _tag }) => _tag)).toEqual(
      expect.arrayContaining(["WrongStage", "StepNotTaken", "StepNotTaken"])
    )
    story
      .take(one, "2026-04-21", "survey")
      .take(lead, "2026-04-22", "file")
      .take(lead, "2026-05-01", "handed-to-patrol")
    expect(story.nextCheck).toBe("2026-05-08")
    story.take(one, "2026-05-05", "relapse")
    expect(story.case.patrol?.interval).toBe(3)
  })
})

describe("a clutter campaign", () => {
  it("ends when every building has finished its patrol", () => {
    const story = new Story("clutter-campaign")
      .open(generalBranch, "2026-03-01")
      .take(committee, "2026-03-02", "announce")
    expect(story.refused(committee, "2026-09-01", "conclude", { context: { openChildren: 43 } })).toEqual([
      { _tag: "ChildrenOpen", count: 43 }
    ])
    expect(story.take(committee, "2026-09-01", "conclude", { context: { openChildren: 0 } }).outcome).toBe(
      "achieved"
    )
  })
})
