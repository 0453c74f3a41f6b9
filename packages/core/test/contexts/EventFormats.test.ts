import { describe, expect, it } from "@effect/vitest"
import { inFormat1 } from "../../src/contexts/EventFormats.ts"
import * as Journal from "../../src/district/Journal.ts"
import { Small } from "../district/small.ts"

/** The kinds of events that versions before format 1 know. This list never changes. */
const inFormat0 = [
  "ModelAdopted",
  "NoticePreferenceSet",
  "NoticesSnoozed",
  "BuildingEntered",
  "HouseholdEntered",
  "ResidentEntered",
  "ResidentCorrected",
  "ResidentMoved",
  "ResidentLeft",
  "ResidentTagged",
  "HouseholdTagged",
  "ResidentErased",
  "PersonalOpened",
  "EmergencyAccessTaken",
  "PairingProposed",
  "PairingConfirmed",
  "PairingOverruled",
  "PairingRejected",
  "PairingEnteredIntoForce",
  "PairingSuperseded",
  "ContactMade",
  "ExclusionGranted",
  "ExclusionLifted",
  "CompanionAssigned",
  "CompanionReleased",
  "CompanionRefused",
  "CompanionsProposed",
  "CompanionsConfirmed",
  "CompanionsOverruled",
  "CompanionsRejected",
  "TalentProposed",
  "TalentConfirmed",
  "TalentOverruled",
  "TalentRejected",
  "TalentReleased",
  "PollOpened",
  "BallotCast",
  "BallotWithdrawn",
  "CaseOpened",
  "StepTaken",
  "DeadlineLapsed",
  "StepRefused",
  "CaseReopened",
  "Noted",
  "HandedOver",
  "CaseTransferred",
  "CaseReceived",
  "CaseArrived",
  "CaseReturned",
  "CaseMerged",
  "DuplicateAbsorbed",
  "CaseWithdrawn",
  "CaseMigrated",
  "DueRecounted",
  "DueDecided",
  "TransferDeclined"
]

describe("the kinds of events", () => {
  it("belong to a ledger format each, except for the one that confirms the clock", () => {
    const earlier = Journal.types.filter((type) => !([...inFormat1] as ReadonlyArray<string>).includes(type))
    expect(earlier).toEqual([...inFormat0, "ClockConfirmed"].toSorted(byJournal))
    for (const type of inFormat1) expect(Journal.types).toContain(type)
  })

  it("are written only in a district that was switched to their format", () => {
    const attempt = {
      _tag: "RecordAttempts",
      attempts: [{ kind: "home-visit", subject: "resident:b1-101-1", outcome: "nobody-in" }]
    } as const
    const small = new Small()
    expect(small.decide("committee", attempt)).toMatchObject({ _tag: "Success" })
    Object.assign(small.district, { format: 0 })
    expect(small.decide("committee", attempt)).toMatchObject({
      failure: { reasons: [{ _tag: "FormatNeeded", format: 1 }] }
    })
  })
})

const byJournal = (a: string, b: string): number => Journal.types.indexOf(a) - Journal.types.indexOf(b)
