/**
 * Which kinds of events came with which ledger format. An earlier version of the library cannot read a kind of event that
 * it does not know. So a kind of event is only written in a district that has been switched to the format of that kind:
 * until then, two versions can use one ledger side by side.
 */
import type { AnyContext } from "./contexts.ts"

type Kind = AnyContext["events"]["Type"]["_tag"]

/**
 * The kinds of events that came with ledger format 1. Add a new kind of event here, or to the list of the format with
 * which it comes.
 *
 * `ClockConfirmed` is later than format 0 and is not here: while the clock has jumped, nothing else can be written, not even
 * the switch to format 1.
 */
export const inFormat1: ReadonlySet<Kind> = new Set<Kind>([
  "MandateGranted",
  "MandateEnded",
  "MandateEndUndone",
  "ActorNamed",
  "ActorErased",
  "DepartureUndone",
  "ResidentsMerged",
  "HouseholdEnded",
  "BuildingEnded",
  "DwellingAdded",
  "DwellingRemoved",
  "ImportCompleted",
  "RetentionApplied",
  "ContactAttempted",
  "ExclusionReinstated",
  "CompanionReinstated",
  "UnitAreaEntered",
  "BallotVoided",
  "BallotRestored",
  "LapsesUndone",
  "FactAside",
  "FactSettled",
  "ReportReceived",
  "ReportLookedAt",
  "ReportAccepted",
  "ReportDeclined",
  "ReportMerged",
  "ReportErased"
])
