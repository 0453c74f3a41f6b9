/**
 * All messages in English, as ICU patterns, grouped by the place where they are used. In a `select`, the option `_` is
 * used if the value is unknown or absent.
 */
import type { Catalogue } from "./Catalogue.ts"

/** The English catalogue. */
export const en: Catalogue = {
  language: "en",
  locale: "en-GB",
  messages: {
    // ----------------------------------------------------------------------------------------- phrases used everywhere
    "phrase.day": "{day, date}",
    "phrase.dayAndTime": "{day, date}, {time}",
    "phrase.provisional":
      "{day, date} (provisional: counted by weekdays until the year's holidays are known)",
    "phrase.named": "{name}: {value}",
    "list.separator": ", ",
    "list.last": " and ",
    "list.reasons": "; ",
    "list.sentences": " ",

    "noun.building": "building",
    "noun.buildings": "buildings",
    "noun.measure": "",
    "noun.room": "flat",
    "noun.district": "district",

    "place.district": "whole {DISTRICT}",
    "place.room": "{ROOM} {unit}",
    "place.in": "{building} {unit}",
    "place.person": "{door} ({id})",
    "place.case": "{place} {kind} ({case})",

    "word.actor.clock": "the clock",
    "word.outcome.achieved": "achieved",
    "word.outcome.partial": "achieved in part",
    "word.outcome.declined": "declined by those concerned",
    "word.outcome.failed": "failed",
    "word.outcome.void": "void",
    "word.kind.district": "district",
    "word.kind.building": "{BUILDING}",
    "word.kind.household": "household",
    "word.kind.resident": "resident",
    "word.standing.met": "met",
    "word.standing.not-met": "not met",
    "word.standing.nothing-to-reach": "nothing to reach",
    "word.status.reached": "reached",
    "word.status.missing": "missing",
    "word.status.excluded": "excluded",
    "word.status.unknown": "unknown",
    "word.criterion.strengths": "strengths for needs",
    "word.criterion.territory": "territory",
    "word.criterion.people": "people available",
    "word.criterion.continuity": "continuity",
    "word.ground.territory": "its members live in the buildings that the group serves",
    "word.ground.people": "the branch has people to send",
    "word.ground.continuity": "the branch has led the group before",
    "word.ground.none": "no strength meets a need",
    "word.check.patrol": "patrol",
    "word.check.visit": "visit",
    "word.check.check": "check",
    "word.due.stage": "{stage}: the stage is due",
    "word.due.check": "the next {check} is due",
    "word.due.limit": "{stage}: the case is to be resolved",
    "word.deadline.limit": "the whole case",
    "word.goal.total": "in all",
    "word.goal.served": "pairs",
    "word.goal.points": "points",
    "word.goal.kept": "pairs kept",
    "word.goal.points-less-changes": "points less changes",
    "word.part.companions": "companions",
    "word.part.talent": "talent",

    // ------------------------------------------------------------------------------ messages for the history of a case
    "case.opened": "{by} opened the case in “{stage}”{due, select, _ {} other {, due by {due}}}.",
    "case.openedAgain":
      "{by} opened the case in “{stage}”{due, select, _ {} other {, due by {due}}}: time number {time}; the first case was {first}, and the last was closed on {closed, date}.",
    "case.stepTaken":
      "{by}: {step}{stage, select, _ {} other {; the case is now in “{stage}”}}{due, select, _ {} other {, due by {due}}}{next, select, _ {} other {; the next {check} is due on {next, date}}}{outcome, select, _ {} other {; the case is closed ({outcome})}}.",
    "case.lapsed":
      "The deadline of “{from}” passed: {step}{stage, select, _ {} other {; the case is now in “{stage}”}}{due, select, _ {} other {, due by {due}}}{next, select, _ {} other {; the next {check} is due on {next, date}}}{outcome, select, _ {} other {; the case is closed ({outcome})}}.",
    "case.refused": "{by} wanted “{step}” and was refused: {reasons}.",
    "case.relapsed":
      "{by}: {step} (relapse number {relapses}; it had been resolved on {resolved, date}); the case is back in “{stage}”{due, select, _ {} other {, due by {due}}}.",
    "case.reopenedForRelapse":
      "{by} reopened the case because it came back (relapse number {relapses}; it had been resolved on {resolved, date}); it is in “{stage}”{due, select, _ {} other {, due by {due}}}{reason, select, _ {} other {. Reason: {reason}}}.",
    "case.reopened":
      "{by} reopened the case, which had been resolved on {resolved, date}; it is in “{stage}”{due, select, _ {} other {, due by {due}}}{reason, select, _ {} other {. Reason: {reason}}}.",
    "case.noted": "{by} made a note{text, select, _ {} other {: {text}}}.",
    "case.handedOver": "{by} handed the case over to {to}{reason, select, _ {} other {. Reason: {reason}}}.",
    "case.transferred": "{by} transferred the case to {to}{reason, select, _ {} other {. Reason: {reason}}}.",
    "case.received": "{by} took in the case from {from}; {group} goes on with it.",
    "case.lapsesUndone":
      "{by} recorded what had happened before the deadline passed: what followed is undone, and the case is back in “{stage}”, from “{from}”.",
    "case.stepAside":
      "{by} recorded “{step}” late; people had acted since ({behind, date}), so the stage stays, and a keeper looks at both.",
    "case.settledAsRecorded":
      "{by} settled the late fact of entry {entry}: it stays on record, and the case stays as it is{reason, select, _ {} other {. Reason: {reason}}}.",
    "case.settledApplied":
      "{by} settled the late fact of entry {entry}: the case goes on with it{reason, select, _ {} other {. Reason: {reason}}}.",
    "case.handOverAside":
      "{by} recorded late that the case was handed over to {to}; people had acted since ({behind, date}), so a keeper looks at both.",
    "sentence.recordedLate": "{sentence} (Recorded on {written, date}.)",
    "case.arrived": "{district} took the case in, as {as}.",
    "case.returned": "{district} could not take the case in: {reasons}; it goes on here.",
    "case.merged": "{by} closed the case as a duplicate of {into}.",
    "case.absorbed": "{by} merged the duplicate {duplicate} into this case.",
    "case.withdrawn": "{by} withdrew the case{reason, select, _ {} other {. Reason: {reason}}}.",
    "case.migrated":
      "{by} moved the case to version {version} of its playbook; it is in “{stage}”{due, select, _ {} other {, due by {due}}}.",
    "case.recounted":
      "With more holiday data, the due day of “{deadline}” was counted again: {due} instead of {was, date}.",
    "case.confirmed":
      "With more holiday data, the due day of “{deadline}” was counted again: it stays {due}.",
    "case.dueDecided":
      "{by} decided on {due, date} as the due day of “{deadline}”, instead of {was, date}{reason, select, _ {} other {. Reason: {reason}}}.",

    // ------------------------------------------------------------------- reasons why a request about a case is refused
    "reason.NotOpened": "the case has not been opened",
    "reason.AlreadyOpened": "the case has been opened already",
    "reason.Closed": "the case was closed on {on, date} ({outcome})",
    "reason.StillOpen": "the case is still open, in “{stage}”",
    "reason.NoReopening": "cases of this kind are not reopened",
    "reason.MergedInto": "the case was merged into {into}: go on there",
    "reason.NothingToRelapse":
      "the case was withdrawn and had not been resolved, so it cannot come back: reopen it for another reason",
    "reason.NotAfterOutcome": "a case that ended as “{outcome}” is not reopened (only after: {after})",
    "reason.ReopeningOver": "the case could be reopened until {until, date}: open a new one",
    "reason.SentAway": "the case was sent to {district}",
    "reason.SameDistrict": "the case is in {district} already",
    "reason.DistrictNotThere": "there is no district {district}",
    "reason.PlaybookNotThere": "version {version} of the playbook “{playbook}” is not there",
    "reason.PlaybookDiffers": "version {version} of the playbook “{playbook}” says something else there",
    "reason.GroupNotThere": "no group there leads “{playbook}”",
    "reason.NotSentAway": "the case was not sent by another district",
    "reason.OtherPlaybook": "the playbook is “{expected}”, not “{found}”",
    "reason.OtherVersion": "the playbook's version is {expected}, not {found}",
    "reason.OtherSubject": "it must be about a {expected}, not a {found}",
    "reason.NoParent": "it must be opened under a case of “{playbook}”",
    "reason.OtherParent": "the case above must be one of “{expected}”, not of “{found}”",
    "reason.UnknownStep": "the playbook has no step “{step}”",
    "reason.WrongStage": "the case is in “{stage}”, and the step belongs to “{from}”",
    "reason.OnlyTheClock": "“{step}” only happens when a deadline passes",
    "reason.NotTheClock": "only the clock says that a deadline has passed",
    "reason.NoRole": "it takes one of these roles: {roles}",
    "reason.OutOfScope": "it is outside your scope (the case belongs to {group})",
    "reason.SamePerson": "the person who took “{step}” may not take this step",
    "reason.EvidenceMissing": "evidence is missing: {field}",
    "reason.EvidenceMalformed": "evidence is not in the required form: {field}",
    "reason.EvidenceUnknown": "this evidence is not required: {field}",
    "reason.StepNotTaken": "“{step}” must come first",
    "reason.NotOnRecord": "there is no record of: {field}",
    "reason.ShutUntil":
      "the deadline of “{stage}” must have passed{day, select, _ {} other {: not before {at, select, _ {} other {its hour on }}{day, date}}}",
    "reason.DueRests":
      "the clock of “{stage}” has rested since {since, date}: the step waits until it goes on and the deadline has passed",
    "reason.OwnDueNotAllowed": "its playbook does not allow a case to have its own due day: leave it out",
    "reason.OwnDueOutside":
      "the due day of this case must be from {earliest, date} to {latest, date}, not {due, date}",
    "reason.PollNotCarried": "the vote ({poll}) has not carried, or its result is not final yet",
    "reason.ParentNotOpen": "the case above is not open",
    "reason.ChildrenOpen": "cases below are still open: {count}",
    "reason.ChecksMissing": "clean checks so far: {clean} of {needed}",
    "reason.NothingLapses":
      "no deadline has passed{due, select, _ {} other {; the next is due by {due, date}}}",
    "reason.BeforeLastEntry": "the day lies before the last entry, of {last, date}",
    "reason.ReasonMissing": "say why",
    "reason.SameGroup": "the case belongs to {group} already",
    "reason.MergeIntoItself": "a case cannot be merged into itself",
    "reason.DueProvisional":
      "the due day of “{stage}” is {due, date} (provisional: counted by weekdays until the year's holidays are known): the step waits until it is certain, or until a keeper of the case decides on a day and says why",
    "reason.NothingProvisional": "that due day is not provisional: there is nothing to decide",
    "reason.DueTooEarly":
      "the due day cannot be before {earliest, date}: the period cannot have passed by then",
    "reason.CalendarLacksYear": "the working-day calendar has no data for {year}: add that year",

    // ------------------------------------------------------------------------ reasons why any other request is refused
    "reason.CommandIdReused":
      "the id {id} was used for another command, and nothing was done: give this one another id",
    "reason.CommandIdReserved":
      "ids that begin with ~, such as {id}, are kept for the library: give this command another id",
    "reason.RequestUnknown": "there is no request “{request}”: use {near}",
    "reason.KeyMissing": "{path} is missing",
    "reason.KeyUnknown": "there is no key {path}: use {near}",
    "reason.ValueMalformed": "{path} is malformed: correct it",
    "reason.PrivateNumberInClear":
      "{path} has the number of {kind, select, mobile {a mobile phone} other {an ID card or a bank card}} and would stay in clear permanently: use something else",
    "reason.CaseUnknown": "there is no case {case}",
    "reason.PlaybookUnknown": "there is no playbook {playbook}: use one of {known}",
    "reason.VersionUnknown": "playbook {playbook} has no version {version}: use one of {known}",
    "reason.SameVersion": "it is on version {version} already",
    "reason.StageMapUnfit": "the map of stages does not fit version {version}: set right {stages}",
    "reason.NotAnElector": "{owner} is not asked in this poll",
    "reason.OutsideThePoll":
      "{on, date} lies outside the poll, which runs from {opens, date} to {closes, date}",
    "reason.VotedAlready":
      "{owner} has voted already; withdraw the ballot first if it was written down wrongly",
    "reason.NoWrittenAuthority": "{by} votes for somebody else without written authority",
    "reason.NoStatedOpinion": "the authority of {by} states no opinion of the owner",
    "reason.OtherOpinionStated": "{by} votes otherwise than the owner stated",
    "reason.CaseEnded": "{case} is closed: no poll can be held on it",
    "reason.PollKnown": "there is a poll {poll} already: use another id",
    "reason.PollUnknown": "there is no poll {poll}",
    "reason.RuleSetUnknown": "there is no kind of vote {rules}: use one of {known}",
    "reason.NoTerms": "the kind of vote {rules} has no terms in force on {on, date}",
    "reason.ClosesBeforeItOpens": "the poll closes on {closes, date}, before it opens on {opens, date}",
    "reason.OpensBeforeItsCase":
      "case {case} was opened on {opened, date}, so its poll cannot open on {opens, date}: state a later day",
    "reason.OtherPollOpen": "poll {poll} on the same matter is not over",
    "reason.PollCarriedAlready": "poll {poll} on the same matter has carried: there is nothing left to ask",
    "reason.NobodyAsked": "no unit is asked",
    "reason.UnitUnknown": "the registry does not know unit {unit}",
    "reason.UnitTwice": "unit {unit} is named twice",
    "reason.UnitElsewhere": "unit {unit} lies in no {BUILDING} of the case",
    "reason.UnitsLeftOut":
      "units of the case's buildings are not asked: {units}; add them, or say that only sharing owners are asked",
    "reason.DwellingUsed":
      "household {household} cannot use flat {dwelling} as well: one of them belongs to another household already, or both are the same flat",
    "reason.DwellingNotUsed": "flat {dwelling} is not used by another household",
    "reason.NothingAside": "entry {entry} is no late fact of this case that waits to be settled",
    "reason.OwnerDied": "owner {owner} died on {died, date}: the heirs vote, with the proof of succession",
    "reason.OwnerNotResident":
      "{resident}, who is named as the owner of unit {unit}, is no resident on record",
    "reason.AreaNotNeeded": "poll {poll} has the area of unit {unit} already, and it stays",
    "reason.BallotInFuture": "a ballot of {on, date} lies in the future",
    "reason.FactInFuture": "{on, date} is in the future",
    "reason.FactTooLongAgo": "{on, date} is too long ago: you may record facts from {earliest, date} on",
    "reason.InstantOnAnotherDay": "the instant is on {day, date}, but the given day is {on, date}",
    "reason.FormatNeeded":
      "the ledger of the district must be upgraded to format {format} before this can be recorded",
    "reason.NoBallot": "{owner} has cast no ballot",
    "reason.PollDecided":
      "the result of poll {poll} is decided and final: no ballot can be withdrawn any more",
    "reason.ResultUsed":
      "poll {poll} is over and the step “{step}” was taken because of its result: no further ballot can be recorded",
    "reason.NothingOnRecord": "there is nothing on record of {about}",
    "reason.PersonErased": "what was held on resident {resident} was erased: there is nothing to open",
    "reason.OutOfReach": "{about} is not within your role; in an emergency, take emergency access",
    "reason.EmergencyNotStated": "say what happened: at least four Chinese characters, or two words",
    "reason.EmergencyTooOften":
      "you have taken emergency access {most, plural, one {once} other {# times}} within {days, plural, one {a day} other {# days}}: ask the committee to open the data",
    "reason.PurposeMissing": "what is sensitive is opened for a stated purpose only: state it",
    "reason.UnknownRecipient": "the model has no {actor}: notices cannot be set for this id",
    "reason.NotYourNotices":
      "the notices of {actor} are set by {actor}, or by a role that may set them for others",
    "reason.SnoozeOver": "a snooze has to end after {today, date}, not on {until, date}",
    "reason.SnoozeTooLong":
      "a snooze lasts until {latest, date} at most, not {until, date}: who is away for longer hands the mandate over",
    "reason.MandateNotYours": "you may not grant or end the role {role} for {scope}",
    "reason.OwnMandate": "{actor} cannot grant a mandate to themselves",
    "reason.RoleUnknown": "the model has no role “{role}”: use {near}",
    "reason.ScopeUnknown": "the district has no “{scope}”: use {near}",
    "reason.ActorReserved": "“{actor}” is the library itself and gets no mandate",
    "reason.ActorGone": "{actor} has died or left, or was erased, and gets no mandate",
    "reason.MandateBeginsTooEarly":
      "a mandate begins on the day on which it is granted ({on, date}) or later, not on {from, date}",
    "reason.MandateEndsFirst": "the mandate would end on {until, date}, before it begins on {from, date}",
    "reason.MandateHeld": "{actor} has the role {role} for {scope} on these days already",
    "reason.MandateNotHeld": "{actor} does not have the role {role} for {scope} after that day",
    "reason.MandateEndsTooEarly": "the last day can be {earliest, date} at the earliest, not {until, date}",
    "reason.MandateEndUnknown": "there is no record that this mandate of {actor} was ended on {ended, date}",
    "reason.GrantersThere":
      "an operator grants a mandate only while no actor may; these actors may: {actors}",
    "reason.ActorUnknown": "the district has no actor “{actor}”: use {near}",
    "reason.NameNotYours": "you may not enter the name of {actor}",
    "reason.ActorErased": "what was held on {actor} was erased: nothing is recorded any more",
    "reason.NameIsNumber":
      "a name must not have the number of {number, select, mobile {a mobile phone} other {an ID card or a bank card}}",
    "reason.ActorNoResident": "no resident {resident} is on record, or the resident was erased",
    "reason.ActorIsResident": "{actor} is resident {resident}: do it for the resident",
    "reason.ResidentIsActor": "resident {resident} is {actor} already",
    "reason.RetentionUnset": "the model does not state how long personal data are kept (retention)",
    "reason.ClockJumped":
      "the clock shows {today, date}, but the last entry is of {last, date}: check the clock, and let somebody confirm the day with ConfirmClock",
    "reason.ClockShowsAnotherDay":
      "the clock shows {today, date}, and not {day, date}: set the clock, or confirm the day that it shows",
    "reason.CategoryNotOpen": "“{playbook}” is not open for reports from residents",
    "reason.ReportedPlaceUnknown": "there is no {BUILDING} {building} in the registry",
    "reason.NotPlainText":
      "{field, select, words {the description} place {the place} other {the contact}} has markup or control characters: write plain text",
    "reason.TooManyReports":
      "the district takes in {most, plural, one {# report} other {# reports}} a day, and has received as many today: try again tomorrow, or go to the residents’ committee",
    "reason.ReportUnknown": "there is no report {report} on which you may decide",
    "reason.ReportDecided":
      "report {report} was {as, select, Accepted {made a case} Declined {declined} other {merged with another one}} already",
    "reason.ReportGone": "the texts of report {report} were erased",
    "reason.ReportNotLookedAt": "nobody has looked at report {report} yet: look at it first",
    "reason.MergedWithItself": "report {report} cannot be merged with itself",
    "reason.MergedElsewhere": "report {report} was merged with report {into}: choose that one",
    "reason.NotExpired": "the data of {person} are not due for erasure, or are outside your scope",
    "reason.DuplicateBuilding": "{BUILDING} {building} is listed twice (items {first} and {index})",
    "reason.DuplicateHousehold": "household {household} is listed twice (items {first} and {index})",
    "reason.DuplicateResident": "resident {resident} is listed twice (items {first} and {index})",
    "reason.DuplicateLabel":
      "{BUILDINGS} {building} and {other} both bear the label “{label}”: correct one of them",
    "reason.DuplicateUnit":
      "households {household} and {other} of {BUILDING} {building} are both unit “{unit}”: correct one of them",
    "reason.UnknownBuilding": "{BUILDING} {building} of household {household} is not registered",
    "reason.UnknownHousehold": "household {household} of resident {resident} is not registered",
    "reason.FloorAboveBuilding":
      "household {household} is on floor {floor}, where {BUILDING} {building} has {floors}",
    "reason.BuildingTooLow":
      "{BUILDING} {building} is said to have {floors} floors, where household {household} is on floor {floor}",
    "reason.BirthStatedTwice":
      "the birth of resident {resident} is given as a day and as a year or month: give one of them",
    "reason.BirthInFuture": "resident {resident} is born after the day of the registration",
    "reason.BirthTooLongAgo": "resident {resident} is born more than {years} years ago: check the date",
    "reason.PartyInFuture": "resident {resident} joined the Party after the day of the registration",
    "reason.PartyBeforeAdult":
      "resident {resident} joined the Party before the 18th birthday: check the dates",
    "reason.ResidentGone": "resident {resident} left on {left, date}",
    "reason.BeforeEntered":
      "resident {resident} has been registered since {since, date} only: nothing can change before",
    "reason.PrivateNumberUsed":
      "the {field} of item {index} has the number of {kind, select, mobile {a mobile phone} other {an ID card or a bank card}}: never use one as an id, a name, a label, a unit or a tag",
    "reason.TextBlank": "the {field} of item {index} is blank: fill it in",
    "reason.NoDeparture": "resident {resident} is not on record as gone",
    "reason.DeparturesDiffer":
      "the records {resident} and {into} are not of one person yet: one says that the person has died or left. Enter or undo the departure first, or merge into the record of who lives here",
    "reason.EnteredLater":
      "an entry of {on, date} says that {subject} exists, so it cannot end before: state a later day, or the reason mistake if it never existed",
    "reason.MergedIntoItself": "resident {resident} cannot be merged into itself",
    "reason.HouseholdInhabited":
      "residents live in household {household} ({residents}): record first where they moved or that they left",
    "reason.BuildingUnknown": "{BUILDING} {building} is not registered",
    "reason.ResidentErased": "what was held on resident {resident} was erased: nothing is recorded any more",
    "reason.BuildingKnown": "{BUILDING} {building} is registered already",
    "reason.HouseholdKnown": "household {household} is registered already",
    "reason.ResidentPresent": "resident {resident} is registered already",
    "reason.ResidentUnknown": "resident {resident} is not registered",
    "reason.HouseholdUnknown": "household {household} is not registered",
    "reason.ProposalKnown": "proposal {proposal} was made before: use another id",
    "reason.ProposalUnknown": "there is no proposal {proposal}",
    "reason.ProposalDecided": "proposal {proposal} has been decided on",
    "reason.ProposalUndecided": "proposal {proposal} is not confirmed and cannot enter into force",
    "reason.BeforeProposal":
      "proposal {proposal} was made on {proposed, date}: it cannot be decided on before",
    "reason.BeforeInForce": "the pairing in force began on {since, date}: it cannot be replaced before",
    "reason.OtherPairsInForce":
      "the proposal was computed from other pairs in force{missing, select, _ {} other {; not counted: {missing}}}{stale, select, _ {} other {; no longer in force: {stale}}}; propose anew",
    "reason.PlanRefuted": "the plan is not what its proof says: {flaw}",
    "reason.PairUnknown": "there is no branch “{branch}” or no group “{group}”",
    "reason.PairTwice": "branch “{branch}” and group “{group}” are listed twice",
    "reason.PairBanned": "branch “{branch}” must not lead group “{group}”: {ban}",
    "reason.PinLeftOut": "branch “{branch}” must lead group “{group}”: {pin}",
    "reason.BranchOutOfBounds":
      "branch “{branch}” leads {leads, plural, one {# group} other {# groups}}, where it may lead {least} to {most}",
    "reason.GroupOutOfBounds":
      "group “{group}” is led by {led, plural, one {# branch} other {# branches}}, where it must be {ledBy}",
    "reason.GroupsWanting":
      "groups {groups} need {need, plural, one {# branch} other {# branches}} to lead them, {branches, select, _ {where no branch may} other {where the branches that may, {branches}, can lead {have}}}{bans, select, _ {} other {; bans that matter: {bans}}}{pins, select, _ {} other {; pins that matter: {pins}}}",
    "reason.BranchesWanting":
      "branches {branches} must lead {need, plural, one {# group} other {# groups}}, {groups, select, _ {where there is none for them} other {where there are {have} for them: {groups}}}{bans, select, _ {} other {; bans that matter: {bans}}}{pins, select, _ {} other {; pins that matter: {pins}}}",
    "reason.BranchTwice": "branch “{branch}” is listed twice",
    "reason.GroupTwice": "group “{group}” is listed twice",
    "reason.LeastOverMost": "branch “{branch}” must lead at least {least} and at most {most}: that cannot be",
    "reason.NoPlanInForce": "no pairing has been proposed yet",
    "reason.BranchUnknown": "the proposed pairing does not have the branch “{branch}”",
    "reason.GroupUnknown": "the proposed pairing does not have the group “{group}”",
    "reason.UnknownBranch": "there is no branch “{branch}”",
    "reason.UnknownGroup": "there is no group “{group}”",
    "reason.UnknownCriterion": "there is no criterion “{criterion}”: use one of {known}",
    "reason.CriterionTwice": "criterion “{criterion}” is built in: use another name",
    "reason.PinnedAndBanned":
      "branch “{branch}” and group “{group}” are both pinned ({pin}) and banned ({ban})",
    "reason.BranchPinnedTooOften":
      "branch “{branch}” may lead {most, plural, one {# group} other {# groups}}, where more are pinned: {pins}",
    "reason.GroupPinnedTooOften":
      "group “{group}” is led by {ledBy, plural, one {# branch} other {# branches}}, where more are pinned: {pins}",
    "reason.PointsTooLarge":
      "the points of branch “{branch}” and group “{group}”, {points}, are past the limit of {limit}",
    "reason.ProblemTooLarge":
      "the size of the problem times its largest points ({largest}) is past what can be computed exactly ({limit})",
    "reason.SubjectGone": "{subject} is gone since {since, date}: nothing of {on, date} can be recorded",
    "reason.UnknownSubject": "the registry does not know {subject}",
    "reason.UnknownContactKind": "there is no kind of contact {kind}: use one of {known}",
    "reason.ContactInFuture": "the contact is dated {on, date}, after today",
    "reason.ProofMissing": "“{kind}” of {subject} lacks its proof",
    "reason.RecorderNotListed":
      "“{kind}” of {subject} takes one of these roles, with a mandate that reaches it: {roles}",
    "reason.AgainNotLater": "the day for the next visit, {again, date}, is not after {on, date}",
    "reason.RuleUnknown": "there is no coverage rule {rule}",
    "reason.SubjectUnknown": "the registry does not know {subject}",
    "reason.ReasonNotAllowed": "the rule does not allow the reason “{reason}”: use one of {allowed}",
    "reason.MayNotGrant": "the reason “{reason}” is granted by {roles}",
    "reason.EndsBeforeItBegins": "it would end on {until, date}, before it begins on {on, date}",
    "reason.AlreadyExcluded": "{subject} has been excluded since {since, date}",
    "reason.NotExcluded": "{subject} is not excluded",
    "reason.ElderUnknown": "elder {elder} does not live here",
    "reason.ElderHasCompanion": "elder {elder} has a companion, {volunteer}",
    "reason.ElderHasNoCompanion": "elder {elder} has no companion",
    "reason.ElderTwice": "elder {elder} is listed twice",
    "reason.VolunteerGone": "volunteer {volunteer} has died or left, and cannot be a companion",
    "reason.TooManyElders":
      "volunteer {volunteer} would look after {elders, plural, one {# elder} other {# elders}}, where {most} is the most",
    "reason.CompanionChanged": "elder {elder} has another companion by now: propose anew",
    "reason.CompanionPlanRefuted": "the plan of companions is not what its proof says",
    "reason.NotInProposal": "the proposal knows no {id}",
    "reason.TalentTwice": "{talent} is listed twice",
    "reason.TaskTwice": "task {task} is listed twice",
    "reason.TalentPointsTooLarge": "points are too large: at most {limit}",
    "reason.TasksWanting":
      "tasks {tasks} need {need, plural, one {# person} other {# people}}, {talents, select, _ {where nobody may take them} other {where those who may, {talents}, can take {have}}}{excluded, select, _ {} other {; nobody else is eligible: {excluded}}}",
    "reason.MinutesWanting":
      "there is not enough time: tasks {tasks} need {need, plural, one {# person} other {# people}} together, but the free minutes of {talents} are enough for at most {have}",
    "reason.TalentsUnproven":
      "unproven: the search stopped at its limit, before it found a choice of people or a proof that there is none. Propose fewer tasks at a time",
    "reason.TalentPlanRefuted": "the choice of people is not what its proof says",
    "reason.TalentPairTwice": "{talent} with task {task} is listed twice",
    "reason.TaskOutOfBounds":
      "task {task} has {found, plural, one {# person} other {# people}}, where it needs {needs}",
    "reason.TalentBanned": "{talent} is not to take task {task}: {ban}",
    "reason.NoSuchDuty": "{talent} has no place in the team of {task}",
    "reason.TaskUnknown": "no open case and no group has the id {task}",
    "reason.NotInModel": "the district's model says nothing under {part}, so that nothing can be computed",
    "reason.NotYourGroup": "it is outside your scope (it belongs to {group})",

    // ---------------------------------------------------------------------------- parts of reasons, and flaws of plans
    "shape.pair": "“{branch}” leading “{group}”",
    "shape.settled": "“{branch}” leading “{group}” ({reason})",
    "shape.needs": "{name} (needs {n})",
    "shape.atMost": "{name} (at most {n})",
    "shape.needsMinutes": "{name} (needs {n}, {minutes} minutes each)",
    "shape.atMostFree": "{name} ({free} minutes free, at most {n})",
    "shape.notFor": "{talent} for {task} ({reasons})",
    "exclusion.LacksSkill": "lacks the skill “{skill}”",
    "exclusion.TooLittleTime":
      "has {free, plural, one {# minute} other {# minutes}} a week to give, and {minutes} are needed",
    "exclusion.LoadedFully":
      "has {load, plural, one {# task} other {# tasks}} in hand, and takes {most} at most",
    "exclusion.Banned": "is not to take it: {reason}",
    "flaw.PairUnknown": "there is no branch “{branch}” or no group “{group}”",
    "flaw.PairTwice": "branch “{branch}” and group “{group}” are listed twice",
    "flaw.PairBanned": "branch “{branch}” must not lead group “{group}”",
    "flaw.PinLeftOut": "a pinned pair is left out: branch “{branch}” leading group “{group}”",
    "flaw.PinMisstated": "it states wrongly whether branch “{branch}” leading group “{group}” is pinned",
    "flaw.BranchOutOfBounds":
      "branch “{branch}” leads {leads, plural, one {# group} other {# groups}}, which is outside its bounds",
    "flaw.GroupOutOfBounds":
      "group “{group}” is led by {led, plural, one {# branch} other {# branches}}, which is not what it needs",
    "flaw.PointsMisstated":
      "it states {stated} points for branch “{branch}” leading group “{group}”, and there are {found}",
    "flaw.TotalMisstated": "it states {stated} points in all, and there are {found}",
    "flaw.ChangesMisstated":
      "it states {stated, plural, one {# changed pair} other {# changed pairs}}, and there are {found}",
    "flaw.OtherPolicy": "it weighs points and changes otherwise than the problem asks",
    "flaw.OtherGoals": "it has to prove these, in this order: {expected}",
    "flaw.GoalMisstated": "it states {stated} {goal}, and there are {found}",
    "flaw.BadPrice":
      "the price of “{of}” for {goal} is missing, is no whole number, or is too large to calculate with exactly",
    "flaw.NotOptimalAt":
      "by the prices for {goal}, branch “{branch}” should lead group “{group}” and does not, or the other way round",
    "flaw.NotOptimalFor": "by its price for {goal}, “{of}” should have as many pairs as it may, or as few",
    "flaw.UniqueMisstated":
      "{stated, select, true {it states that no plan is as good, and one is} other {it states that another plan is as good, and none is}}",
    "flaw.NotBest": "the plan is feasible but not the best: {found} {goal}, where {best} can be reached",

    "matrix.rows": "row {number}",
    "matrix.columns": "column {number}",
    "matrix.Shortfall":
      "there is no plan: {wanting}{offers, select, _ {} other {{takers, plural, one {} other { together}}}} must have {need, plural, one {# pair} other {# pairs}}, but {offers, select, _ {may not be paired at all} other {{offers} can give only {have}}}",
    "matrix.LeastOverMost": "{at}: the least is more than the most",
    "matrix.BadBound": "{at}: a bound must be a whole number from 0, but is {bound}",
    "matrix.WrongLength":
      "{array}: expected {expected, plural, one {# number} other {# numbers}}, found {found}",
    "matrix.BadAllowed": "{at}: its allowed columns must exist and be in ascending order",
    "matrix.CostNotWhole": "{cost} is not a whole number",
    "matrix.CostTooLarge":
      "{cost} is too large: with so many rows and columns, up to {limit} can be added up exactly",
    "matrix.ProblemTooLarge":
      "{largest} is too large: with so many rows and columns, up to {limit} can be added up exactly",
    "matrix.flaw.PairNotAllowed": "row {row} → column {column} does not exist or is not allowed",
    "matrix.flaw.PairsOutOfOrder": "row {row} → column {column} occurs twice",
    "matrix.flaw.OutOfBounds":
      "{at} has {pairs, plural, one {# pair} other {# pairs}}, and must have {bounds}",
    "matrix.flaw.WrongUnique":
      "the plan states unique: {stated}, but {found, select, true {no other plan is as good} other {another plan is as good}}",
    "matrix.flaw.PricesMissing":
      "its prices are missing, or are not one for each row and column{goal, select, pairs { (the most pairs)} other {}}",
    "matrix.flaw.BadPrice":
      "the price of {at} is not a whole number or is too large{goal, select, pairs { (the most pairs)} other {}}",
    "matrix.flaw.NotOptimalAt":
      "by its prices, row {row} → column {column} should be in the plan and is not, or should not be and is{goal, select, pairs { (the most pairs)} other {}}",
    "matrix.flaw.NotOptimalFor":
      "by its price, {at} should have another number of pairs{goal, select, pairs { (the most pairs)} other {}}",

    "matrix.misstated.Objective":
      "the plan states the objective {stated}, but the numbers of this matrix are {found}",
    "matrix.misstated.Value":
      "the plan states the value {stated} for row {row} → column {column}, but the matrix has {found}",
    "matrix.misstated.Total": "the plan states the total {stated}, but its pairs add up to {found}",
    "matrix.misstated.MostPairs":
      "the plan states that it has the most pairs (mostPairs), but this problem does not request them: add --most-pairs",
    "mismatch.Malformed":
      "it is no coverage certificate, or a damaged one; make it again with liulinhui coverage certify: {message}",
    "mismatch.DigestDiffers":
      "it was changed after it was made: its digest is {stated}, and of what it says {found}",
    "mismatch.DistrictDiffers":
      "it is of another district, “{stated}”, not “{found}”: check it against that district's ledger",
    "mismatch.RuleDiffers":
      "the wording of rule “{rule}”: the certificate has version {version} {stated}, {there, select, _ {and the district had no such rule at that entry} other {the ledger version {there} {found}}}",
    "mismatch.LedgerDiffers":
      "the ledger: the certificate says entry {position} {stated}, the ledger entry {there} {found}, so that members cannot be compared",
    "mismatch.ListDisordered": "in the list of those {list}, {id} is listed twice or out of order",
    "mismatch.MemberDiffers": "member {id}: the certificate says {stated}, the ledger {found}",
    "mismatch.ProofDiffers": "the proof of member {id}: the certificate says {stated}, the ledger {found}",
    "mismatch.ExclusionDiffers":
      "the exclusion of member {id}: the certificate says {stated}, the ledger {found}",
    "mismatch.FigureDiffers":
      "{figure, select, denominator {the denominator} counts {the counts} ratio {the ratio} standing {the standing} other {the parts}}: the certificate says {stated}, the ledger {found}",

    // ----------------------------------------------------------------------------------- words in notices and diagrams
    "notice.urgent": "Urgent: ",
    "notice.to": "To: ",
    "notice.several": "{n, plural, one {# notice} other {# notices}}",
    "notice.line": "→ {recipient} | {title}{body, select, _ {} other {: {body}}}",
    "notice.provisional":
      "{text} (The due day is provisional: counted by weekdays until the year's holidays are known.)",
    "notice.times": "{text} ({count, number} cases)",
    "notice.ofCase": "{text} ({case})",
    "notice.recipient": "{role} {actor}",
    "diagram.reopen": "reopen",

    // -------------------------------------------------------------------------------------- output of the command line
    "http.malformed": "The request is malformed",
    "http.keyMissing": "The request has no idempotency key",
    "http.notSignedIn": "Nobody is signed in for this district",
    "http.notAllowed": "This is not permitted",
    "http.wrongOrigin": "The request comes from another site",
    "http.notFound": "There is nothing here",
    "http.methodNotAllowed": "This address does not accept this method",
    "http.notAcceptable": "This answer is not available in the requested format",
    "http.conflict": "The district was changed at the same time: try again",
    "http.tooLarge": "The request is too large or too deep",
    "http.mediaType": "Send JSON in UTF-8",
    "http.refused": "The request is refused",
    "http.broken": "The server has made a mistake: notify its operator",
    "http.unavailable": "The server is not available now: try again later",
    "http.signInRefused":
      "The sign-in is not accepted: check the PIN, or ask the secretary for an invitation",
    "http.receiptRefused": "The number or the PIN of the receipt is wrong: check both",
    "open311.missing": "{field} is missing",
    "open311.noJurisdiction": "No service requests are taken in for this jurisdiction_id",
    "open311.noService": "There is no service with this service_code: see the list of services",
    "open311.noRequest": "There is no service request with this service_request_id",
    "open311.noToken": "There is no such token: this server returns the service_request_id at once",
    "open311.noFormat": "The address must end with .xml or .json",
    "open311.key": "The api_key is missing or invalid",
    "open311.form": "Send a form (application/x-www-form-urlencoded) in UTF-8",
    "open311.idempotency": "Idempotency-Key must have 16 to 200 letters, digits and - _ . : /",
    "open311.location": "State the place: address_id, address_string, or lat and long",
    "open311.coordinates": "lat and long must both be stated, in degrees (WGS 84)",
    "open311.oneBuilding": "address_id and attribute[building] name different buildings: state one building",
    "open311.noBuilding": "There is no building {id}: see the attribute building of the service",
    "open311.building": "The building",
    "open311.attribute": "The service has no attribute {code}",
    "open311.media": "media_url must begin with http:// or https://",
    "open311.tooLong": "{field} may have up to {most, number} characters",
    "open311.many": "A list may name up to {most, number} service requests",
    "open311.date": "{field} must be an instant with a time zone, such as 2026-03-02T08:00:00Z",
    "open311.range": "end_date must be after start_date, and at most 90 days later",
    "open311.status": "status must be open or closed",
    "open311.receipt":
      "Keep this receipt: number {number}, PIN {pin}. With the number, you can follow the report. With both, you can also read why it was declined",
    "open311.contact": "Ask the residents' committee",
    "open311.keyNeeded": "A new service request needs an api_key: ask the residents' committee",
    "open311.noKeyNeeded": "No api_key is needed",
    "calendar.due": "{of, select, check {Patrol} limit {Last day} other {Due}}: {playbook} ({place})",
    "calendar.provisional": "This day may still change: the holidays of the year are not known yet",
    "calendar.round": "Visits still to make: {count, number} ({rule})",
    "calendar.agreed": "A visit was agreed ({place})",
    "calendar.poll": "Vote: {playbook} ({place})",
    "intake.state":
      "{state, select, received {received, and nobody has looked at it yet} seen {looked at, and not decided yet} hand {the committee is working on it} finished {finished} other {declined}} ({since, date}){merged, select, yes {. It is about the same matter as another report} other {}}",
    "http.tooManyAttempts": "There were too many attempts: try again later",
    "http.pinTooSimple":
      "Choose another PIN: 6 to 12 digits, not one digit repeated, and not digits in a row",
    "http.fileType": "Only JPEG, PNG and WebP pictures and PDF documents are accepted",
    "http.fileDamaged": "The file is incomplete or damaged: send it again",
    "http.fileErased": "The data of a person in the file were erased: it cannot be opened any more",
    "http.fileMissing": "This district does not have the file",
    "http.uploadOffset": "Parts before this one are missing: continue at Upload-Offset",

    "signIn.title": "Sign in",
    "signIn.titleOfInvitation": "Use an invitation",
    "signIn.invitation": "Invitation link",
    "signIn.invitationHint": "Paste the whole link, or scan the QR code",
    "signIn.name": "Name of this device",
    "signIn.nameHint": "For example: my phone",
    "signIn.pin": "PIN of this device",
    "signIn.newPin": "Choose a PIN",
    "signIn.newPinHint":
      "6 to 12 digits, not one digit repeated, and not digits in a row. Remember it: you need it to sign in",
    "signIn.again": "The same PIN again",
    "signIn.enter": "Sign in",
    "signIn.token": "Token of development",
    "signIn.tokenHint": "The token, or the link with it, that the service printed when it started",
    "signIn.tokenUnknown":
      "The token is unknown, or its actor has no mandate in force. A token is valid until the service stops",
    "signIn.toHome": "Go to the board",
    "signIn.accept": "Add this device and sign in",
    "signIn.toPin": "Have you signed in on this device before? Sign in with its PIN",
    "signIn.toInvitation": "Do you have an invitation? Use it",
    "signIn.toNew": "Do you not use the old PIN of this device any more? Add it as a new device",
    "signIn.forgotten":
      "If you have forgotten the PIN or lost the device, ask the secretary to revoke the device and to invite you again.",
    "signIn.signedIn": "You are signed in",
    "signIn.as": "{name} ({district})",
    "signIn.device": "Device: {name}",
    "signIn.out": "Sign out",
    "signIn.failed": "You are not signed in",
    "signIn.maybeInvitation": "The invitation may be used, expired, or replaced by a new one",
    "signIn.maybePin": "The PIN may be wrong: try again",
    "signIn.maybeDevice": "This device may be unknown or revoked",
    "signIn.askSecretary": "If it does not work, ask the secretary for a new invitation",
    "signIn.wait":
      "There were too many attempts: try again in {minutes, plural, one {# minute} other {# minutes}}",
    "signIn.invitationMissing": "Paste the invitation link",
    "signIn.nameMissing": "Enter a name for the device",
    "signIn.nameTooLong": "The name of the device may have up to 60 characters",
    "signIn.pinMissing": "Enter the PIN",
    "signIn.pinsDiffer": "The two PINs are different",
    "signIn.flaw.NotDigits": "The PIN must be 6 to 12 digits",
    "signIn.flaw.SameDigit": "The PIN must not be one digit repeated",
    "signIn.flaw.Sequence": "The PIN must not be digits in a row, such as 123456",

    "error.DistrictIncomplete":
      "district “{district}” has only {position} of {of} entries: its import was stopped. Run the same import again",
    "error.DistrictUnknown": "district “{district}” has adopted no model: adopt one first",
    "error.NotAllowed": "“{by}” may not request {request} in district “{district}”",
    "error.RuleUnknown":
      "district “{district}” has no coverage rule “{rule}”: {known, select, _ {its model says nothing under coverage} other {it has {known}}}",
    "error.DayNotCertifiable":
      "coverage as of {asOf, date} cannot be certified: name a day from {began, date}, when the district began, to {today, date}, which is today",
    "error.LetterUnknown": "no dead letter “{key}” waits in district “{district}”: list them to see which do",

    "cli.file.unreadable": "{file} cannot be read: {why}",
    "cli.file.unwritable": "{file} cannot be written: {why}",
    "cli.file.why":
      "{code, select, ENOENT {there is no such file or folder} EACCES {no permission} EPERM {no permission} EISDIR {it is a folder, not a file} ENOTDIR {a part of the path is not a folder} EEXIST {there is a file with this name} EBUSY {another program uses it} ENOSPC {the disk is full} EDQUOT {the quota of the disk is full} EROFS {the disk is read-only} EMFILE {too many files are open} ENAMETOOLONG {the name is too long} other {error {code} of the system}}",
    "cli.file.folder": "{file} is a folder: name a file",
    "cli.file.open":
      "{file} can be read by other users of this machine. This command only reads, and changed nothing: make the file private with chmod 600",
    "cli.file.closed": "{file} could be read by other users of this machine. It is private now (0600)",
    "cli.file.openForeign":
      "{file} can be read by other users of this machine, and belongs to another user: ask this user to make it private with chmod 600",
    "cli.file.openSystem":
      "{file} can be read by other users of this machine, and its file system has no permissions: move it to a disk that has them",
    "cli.file.openStill":
      "{file} can be read by other users of this machine, and could not be made private: {why}",
    "cli.file.precious": "{file} contains a ledger or keys, and is not overwritten: name another file",
    "cli.file.notJson": "{file} is not valid JSON{why, select, _ {} other {: {why}}}",
    "cli.file.empty": "{file} is empty: expected rows of whole numbers",
    "cli.file.line": "{file}: line {line}: {why}",
    "cli.district.none": "the ledger holds no district",
    "cli.district.which": "say which district is meant: {flags}",
    "cli.district.noModel": "the district has adopted no model",
    "cli.playbook.unknown": "there is no playbook “{playbook}”: the model has {known}",
    "cli.plan.refuted": "the plan does not hold by its proof",

    "cli.problem.line":
      "{file}{line, select, _ {} other {:{line}:{column}}}{path, select, _ {} other { {path}}}{base, select, _ {} other { (from {base})}}: {message}",
    "cli.problem.same": "{count} times: {message} (lines {lines})",
    "cli.problem.more": "{file}: {count} more of this kind: {paths}",
    "cli.check.warnings": "Warnings (the model can be adopted all the same):",
    "cli.check.model":
      "{district}: {branches, plural, one {# branch} other {# branches}}, {groups, plural, one {# group} other {# groups}}, {playbooks, plural, one {# playbook} other {# playbooks}}, {rules, plural, one {# coverage rule} other {# coverage rules}}. {remarks, select, true {No mistake was found; see to this:} other {Nothing is wrong.}}",
    "cli.check.fine":
      "{district}: {branches, plural, one {# branch} other {# branches}}, {groups, plural, one {# group} other {# groups}}, {playbooks, plural, one {# playbook} other {# playbooks}}, {rules, plural, one {# coverage rule} other {# coverage rules}}; {buildings, plural, one {# {BUILDING}} other {# {BUILDINGS}}}, {households, plural, one {# household} other {# households}}, {residents, plural, one {# resident} other {# residents}}. {remarks, select, true {No mistake was found; see to this:} other {Nothing is wrong.}}",

    "cli.deadline":
      "{of, select, stage {this stage} check {the next {check}} other {the whole case}} is due by {due}: {late, plural, =0 {{working, select, _ {{left, plural, one {# day} other {# days}}} other {{working, plural, one {# working day} other {# working days}}}} left} one {# day late} other {# days late}}{notified, select, _ {} other {; notified: {notified}}}",
    "cli.case.next": "Can be done now:",
    "cli.case.history": "What has happened:",
    "cli.case.unknown": "there is no case {case}, or it was not opened by then",
    "cli.cases.none": "There are no such open cases.",
    "cli.batch.done": "{case}: done",
    "cli.batch.refused": "{case}: refused: {reasons}",
    "cli.batch.count": "{refused} of {all, plural, one {# case} other {# cases}} refused",
    "cli.migrate.move":
      "{case}: “{from}” (version {old}) → “{to}” (version {version}){due, select, _ {} other {, due by {due}}}",
    "cli.migrate.none": "No open case uses another version of the playbook.",

    "cli.audit.verified":
      "{district}: {position, plural, one {# entry} other {# entries}}, the chain holds. Its end is {hash}",
    "cli.audit.exported":
      "{district}: {position, plural, one {# entry} other {# entries}} written to {file}. The end of the chain is {hash}",
    "cli.audit.imported":
      "{file}: {position, plural, one {# entry is} other {# entries are}} in {ledger}, and the chain holds. Its end is {hash}",
    "cli.audit.headMalformed":
      "--head must be HASH@POSITION (64 hex digits, @, a positive whole number), not “{found}”.",
    "cli.audit.anchors":
      "{count, plural, one {# anchor agrees} other {# anchors agree}} with the chain; the latest is at entry {position}",
    "cli.audit.anchorWrong": "{file}, line {line}: {why}",
    "cli.audit.anchorsNone": "{file} has no anchor of {district}",
    "cli.audit.anchorShape": "this is not an anchor",
    "cli.audit.anchorKey":
      "the anchor was signed with the key {key}, not with the given public key {expected}",
    "cli.audit.anchorSignature": "the signature is wrong: the anchor was changed",
    "cli.audit.anchorMade": "anchored: {district}, entry {position} → {file}",
    "cli.audit.keyInvalid":
      "{file} is not {kind, select, private {a private} other {a public}} Ed25519 key in PEM encoding. liulinhui audit key FILE makes one.",
    "cli.audit.keyMade":
      "The private key is in {file}: keep it apart from the ledger. Below is the public key, which checks anchors.",
    "cli.audit.keyExists": "{file} exists already and was not changed.",
    "cli.audit.keyMissing": "--anchors also needs --public-key with the file of the public key.",
    "cli.audit.refused": "{file} is refused, and nothing is written: {why}",
    "cli.intake.line":
      "{report}  {on, date}  {category}{place, select, _ {} other {  {place}}}  {state, select, received {nobody has looked at it} seen {looked at} accepted {case {case}} declined {declined} merged {merged with {into}} other {erased}}{merged, plural, =0 {} one {, with # more} other {, with # more}}",
    "cli.intake.none": "No reports wait.",
    "cli.intake.texts":
      "{report}: {words, select, _ {(erased)} other {{words}}}{place, select, _ {} other {\nWhere: {place}}}{contact, select, _ {} other {\nContact: {contact}}}{reason, select, _ {} other {\nDeclined: {reason}}}",
    "cli.mandate.line":
      "{actor}{name, select, _ {} other { ({name})}}  {role}  {scope}{from, select, _ {} other {  from {from}}}{until, select, _ {} other {  until {until}}}",
    "cli.mandate.none": "Nobody has a mandate on {on, date}.",
    "cli.mandate.appointed": "{actor} now has the role {role} for {scope}.",
    "cli.device.invited":
      "{actor}{name, select, _ {} other { ({name})}} can use this link once, until {until}. It contains a secret: give it only to this person.",
    "cli.device.cannotAct":
      "{actor} cannot be invited: there is no such actor, or no mandate is in force today (liulinhui mandate list).",
    "cli.device.url":
      "The address of the service is missing or invalid: state it with --url or LIULINHUI_URL, such as https://hub.example. Without https, only localhost is allowed.",
    "cli.device.line": "{id}  {name}  since {since}  last used {used}",
    "cli.device.none": "{actor} has no device.",
    "cli.device.unknown": "{actor} has no device with this id: liulinhui device list shows the ids.",
    "cli.device.revoked":
      "{devices, plural, =0 {No device was} one {# device was} other {# devices were}} revoked for {actor}. Sessions on revoked devices have ended.",
    "cli.retention.line":
      "{person}  {kind, select, residents {left or died} contacts {last contact} cases {case closed} polls {poll closed} reports {report settled} other {mandate ended}} on {ended, date}, kept for {unit, select, day {{n, plural, one {# day} other {# days}}} week {{n, plural, one {# week} other {# weeks}}} quarter {{n, plural, one {# quarter} other {# quarters}}} year {{n, plural, one {# year} other {# years}}} other {{n, plural, one {# month} other {# months}}}}, due for erasure from {due, date}",
    "cli.retention.report": "report {report}",
    "cli.retention.none": "No data are due for erasure on {on, date}.",
    "cli.retention.unset": "The model states no periods (retention), so nobody is listed.",
    "cli.subject.exported":
      "{entries, plural, one {# entry} other {# entries}} on resident {resident}: {file}",
    "cli.subject.erased":
      "What was held on resident {resident} is erased: the key is destroyed, and the ledger is whole. {store, select, file {Delete old backups of the key file.} epochs {What the database still has of the key cannot be opened any more. Delete old backups of the file of the epochs.} other {The database still has remains of the key: in dead rows, its log, replicas and backups. Somebody who has the master key can read them until that is replaced and destroyed. LIULINHUI_EPOCHS prevents this.}}",
    "cli.vault.made":
      "A master key was made: {file}. Back it up apart: without it, everything that is sealed is lost.",
    "cli.vault.known": "there is a master key already: {file} or the environment",
    "cli.vault.missing": "there is no master key in {file}: make one with `liulinhui vault init`",
    "cli.vault.unfinished":
      "a rotation to the master key “{name}” was not finished: continue it with --name {name} (its name is in {mark})",
    "cli.vault.nameUsed": "{file} has a master key “{name}” already: choose another --name, such as the year",
    "cli.vault.ofDatabase":
      "the master keys of a database come from LIULINHUI_MASTER_KEYS: `liulinhui vault init FILE` makes one in FILE.master-key, to be taken from there",
    "cli.vault.rotated":
      "{keys, plural, one {# data key is} other {# data keys are}} wrapped by the master key “{name}”. Once that is backed up, the older one may go from {place}.",

    "cli.health.read": "read: {state, select, yes {well} other {fails}}",
    "cli.health.write": "write: {state, select, yes {well} no {fails} other {no district yet}}",
    "cli.health.districts": "districts: {n}",
    "cli.health.behind": "{district} {reader} behind: {entries}",
    "cli.health.snapshot":
      "{district} snapshot: {size, number} kB, {hours, plural, =0 {less than an hour} one {# hour} other {# hours}} old, {entries, plural, one {# entry} other {# entries}} behind",

    "cli.health.warning": "warning: {warning}",
    "cli.upgrade.known": "{district}: ledger format {format} is in use already",
    "cli.upgrade.done":
      "{district}: ledger format {format} from now on; no earlier version of the program may write to it any more",
    "cli.deadline.hours":
      "{of, select, stage {this stage} other {the whole case}} is due by {due}: {late, plural, =0 {{left, plural, =0 {less than an hour left} one {# hour left} other {# hours left}}} one {# hour late} other {# hours late}}{notified, select, _ {} other {; notified: {notified}}}",
    "cli.resting":
      "the clock of “{deadline}” has rested since {since, date}; {unit, select, hour {{left, plural, one {# hour is} other {# hours are}}} day {{left, plural, one {# day is} other {# days are}}} other {{left, plural, one {# working day is} other {# working days are}}}} left when it goes on",
    "cli.calendar.ends":
      "{until, select, _ {the calendar has no holiday data for {year}} other {the calendar's holiday data ends on {until, date}}}: add {year} (liulinhui calendar add {year}) and adopt the model again; until then, due days in working days that run into it are provisional",
    "cli.calendar.years": "{years}  source: {source, select, _ {not stated} other {{source}}}",
    "cli.calendar.none": "There is no holiday data for this year.",
    "cli.calendar.until":
      "The holiday data ends on {until, date}, in {days, plural, one {# day} other {# days}}.",
    "cli.calendar.monthDay": "{on, date, monthDay}",
    "cli.calendar.provisional":
      "A year without data is counted from Monday to Friday, without the holidays of fixed date (day/month: {fixed}); due days are then marked as provisional, and counted again once the data is there.",
    "cli.calendar.toAdd": "To add {year}: liulinhui calendar add {year}",
    "cli.calendar.notText": "{file}: is not text: save it as plain text",
    "cli.calendar.otherYear": "{file}: is the notice for {found}, not for {year}",
    "cli.calendar.unknown":
      "this version has no holidays for {year} yet. The State Council's notice usually comes out in November of the year before: save its text to a file and run liulinhui calendar add {year} --notice FILE",
    "cli.calendar.added":
      "Add these lines to the model file (below its calendar, if it has one), check it, and adopt the model again: provisional due days are then counted again.",
    "holiday.TitleMissing": "there is no title “…年部分节假日安排”: paste the whole notice",
    "holiday.OtherWeekday": "{day, date} is 星期{expected}, and the notice states 星期{stated}",
    "holiday.NoSuchDay": "there is no day “{found}”",
    "holiday.RangeReversed": "the range in “{part}” ends before it begins",
    "holiday.OtherCount": "“{item}” states {stated, plural, one {# day} other {# days}}, and names {found}",
    "holiday.FixedHolidayMissing": "{day, date} is a public holiday by law, and was not found in the notice",
    "holiday.OffAndWorked": "{day, date} is both off and worked",
    "import.head": "{file}, compared with the registry:",
    "import.buildings": "  buildings: {new} new, {changed} changed, {unchanged} unchanged",
    "import.households": "  households: {new} new, {changed} changed, {unchanged} unchanged",
    "import.residents":
      "  residents: {new} new, {changed} changed, {moved} moved, {returned} returned, {left} left, {unchanged} unchanged",
    "import.new": "  new: {door} {name}",
    "import.changed": "  changed: {door} {name} ({fields})",
    "import.moved": "  moved: {name}, {from} → {to}",
    "import.returned": "  returned: {door} {name}",
    "import.left": "  left: {door} {name}",
    "import.more": "  … and {n} more: see them with --all",
    "import.duplicates": "Possibly the same person (check by hand; the import goes on):",
    "import.duplicate": "  {name}, born {birth, date}: {doors}",
    "import.remarks": "Remarks:",
    "import.column.name": "name",
    "import.column.birth": "birth",
    "import.column.partySince": "Party member since",
    "import.column.tags": "tags",
    "import.column.household": "household",
    "cli.concern.ClockJumped":
      "the clock shows {today, date}, but the last entry is of {last, date}: nothing is recorded, and no deadline passes. If the clock of this machine is wrong, set it. If it is right, confirm the day: liulinhui do ConfirmClock LEDGER --as ACTOR --day {day}",
    "cli.concern.DuesProvisional":
      "{n, plural, one {# case has a provisional due day} other {# cases have provisional due days}} ({cases}{more, select, true {, …} other {}}), which do not lapse: add the holiday data, or a keeper of the case decides on a day and says why (DecideDue)",
    "cli.concern.SubjectsGone":
      "{n, plural, one {# open case is about a resident who has} other {# open cases are about residents who have}} died or left ({cases}{more, select, true {, …} other {}}): a keeper of the case decides whether to end, withdraw or continue it",
    "cli.concern.HandlersGone":
      "{n, plural, one {# open case was handed over to an actor who has} other {# open cases were handed over to actors who have}} died or left ({cases}{more, select, true {, …} other {}}): a keeper of the case hands it over again",
    "cli.concern.FactsAside":
      "{n, plural, one {# fact was} other {# facts were}} recorded after people had acted, and moved nothing ({cases}{more, select, true {, …} other {}}): a keeper of the case compares them, and settles each with a reason (SettleFact)",
    "cli.concern.BallotsAfterDeath":
      "{n, plural, one {# ballot was} other {# ballots were}} counted in polls that are over ({polls}), although the owner had died{decides, select, true {; without them a result would be another} other {}}: the count stays, and a keeper of the case decides whether the case goes on",
    "cli.concern.LikelyDuplicates":
      "{n, plural, one {# pair of residents has} other {# pairs of residents have}} the same name and birth, and may be one person ({pairs}{more, select, true {, …} other {}}): check, and merge the records of one person (MergeResident)",
    "cli.concern.LikelyDuplicates.pair": "{one} and {other}",
    "cli.concern.NoticeUnworded":
      "the text ({language}) of notice rule {rule} cannot be worded: {problem}. Correct it in the model; until then its notices say their name and place only",
    "cli.notices.planned": "{n, plural, one {# notice} other {# notices}}; none was sent.",
    "cli.notices.sent": "{queued} queued, {delivered} delivered, {postponed} put off, {dead} dead.",
    "cli.notices.someDead": "some notices could not be delivered: see liulinhui notices dead list",
    "cli.notices.letter":
      "{channel}, tried {attempts, plural, one {once} other {# times}}: {reason}{dropped, select, _ {} other { (dropped: {dropped})}}",
    "cli.notices.letters": "{n, plural, one {# notice} other {# notices}} could not be delivered.",
    "cli.notices.requeued":
      "{n, plural, one {# notice is back in the queue; it goes} other {# notices are back in the queue; they go}} out with the next send.",
    "cli.notices.dropped": "Dropped; the reason is kept.",
    "cli.notices.which": "say which: a key, or --all",
    "cli.copy.none": "There is nothing to send.",
    "cli.copy.before": "Copy this, and send it to: {recipient}",

    "cli.print.unknown-case": "there is no case {case} in the district",
    "cli.print.not-a-household": "case {case} is not about a household: a notice goes to one",
    "cli.print.serves-no-notice": "the playbook of case {case} serves no notice that runs for a time",
    "cli.print.no-longer": "the notice of case {case} no longer runs: see the case in the report",
    "cli.print.noRule": "the model has no coverage rule {rule}{known, select, _ {} other {; it has {known}}}",
    "cli.report.order": "--as-of {asOf, date} lies before --from {from, date}",
    "cli.report.readers": "--for {readers}: there is no such role, or nobody has it. Use: {known}",

    "cli.companions.head":
      "Companions: {pairs, plural, one {# elder has} other {# elders have}} one, {near} of them from their own {BUILDING}, {kept} the one they have; {without, plural, one {# has} other {# have}} nobody. {unique, select, true {The only optimal plan} other {One of several as good: the first by id}}; every pair was checked.",
    "cli.companions.pair": "{volunteer} → {elder}{why, select, _ {} other { ({why})}}",
    "cli.companions.sameBuilding": "same {BUILDING}",
    "cli.companions.kept": "kept",
    "cli.companions.ends":
      "ends: {volunteer} → {elder} ({because, select, gone {the volunteer does not offer it any more} refused {one of them does not want it} full {more elders than the volunteer offers to look after} served {so that more elders have a companion} need {for an elder who needs it more} unvisited {for an elder who was not visited for longer} place {for a companion from the same {BUILDING}} other {the plan as a whole is better}}){now, select, _ {; nobody instead} other {; {now} instead}}",
    "cli.companions.without": "{elder}: nobody",
    "cli.companions.notInModel":
      "the district's model says nothing under companions: add the elders who are meant",

    "cli.poll.head":
      "{poll} ({rules}, on {about}): {result, select, carried {carried} failed {failed} unknown {not known} other {still open}}{closes, select, _ {} other { (final after {closes, date}; until then a ballot can be withdrawn and cast again)}}",
    "cli.poll.span":
      "{opens, date} to {closes, date}, {heads, plural, one {# head} other {# heads}}, {area}{unknown, select, _ {} other { and {unknown, plural, one {# unit} other {# units}} of unknown area}}, {ballots, plural, one {# ballot} other {# ballots}} cast",
    "cli.poll.test":
      "{of, select, participation {taking part} other {in favour}}, {measure, select, area {area} other {heads}}: {part} of {whole}, {kind, select, least {at least} other {more than}} {share}: {met, select, true {met} unknown {not known} other {not met}}",
    "cli.poll.toPass": "{n} more in favour, and it would carry if it closed then",
    "cli.poll.toCarry": "{n} more in favour, and it carries however all others vote",
    "cli.poll.toFail": "{n} more not in favour, and it fails however all others vote",
    "cli.poll.areasNeeded":
      "the result needs the area of {n, plural, one {# unit} other {# units}}: {units} (liulinhui poll area)",
    "cli.poll.none": "There is no poll yet.",
    "cli.poll.unknown":
      "there is no poll {poll}: {known, select, _ {there is none yet} other {there are {known}}}",
    "cli.poll.noTerms": "the kind of vote {rules} has no terms in force",

    "cli.coverage.head":
      "{district}: coverage at the end of {day, date}{known, select, _ {} other {, as known on {known, date}}}",
    "cli.coverage.ahead":
      "{district}: coverage at the end of {day, date}, if nothing more is recorded{known, select, _ {} other {, as known on {known, date}}}",
    "cli.coverage.rule":
      "{standing}: {reached} of {of} reached, {missing} missing, {excluded} excluded, {unknown} unknown (target {target}{from, select, _ {} other {, counting {from, date} to {until, date}}})",
    "cli.coverage.all": "all",
    "cli.coverage.by":
      "by {by, select, building {{BUILDING}} branch {branch} group {group} other {stairwell head}}",
    "cli.coverage.rest": "the rest",
    "cli.coverage.nowhere": "nowhere",
    "cli.coverage.notListed": "not listed",
    "cli.coverage.gap":
      "{door}{last, select, _ {} other {, last on {last, date}}}{wants, select, _ {} other {, wants {wants} more}}",
    "cli.coverage.left": "{door}: {reason}",
    "cli.known": "--known ({known, date}) is before the day that is asked about ({on, date})",
    "cli.coverage.certified":
      "{file}: {rule} version {version}, {standing} at the end of {day, date}{known, select, _ {} other { as known on {known, date}}}, {reached} of {of}, by entries 1 to {position} of the ledger.",
    "cli.coverage.verified": "{file}: it is what the ledger says.",
    "cli.coverage.notCertificate":
      "{file} is no certificate, not even JSON: make one with liulinhui coverage certify --out {file}",
    "cli.coverage.began":
      "{flag} {on, date} lies before {began, date}, when the district began: nothing is known of it",
    "cli.coverage.since": "--since {since, date} does not lie before {on, date}",
    "cli.coverage.until": "--by {until, date} does not lie after {on, date}",
    "cli.coverage.capacity": "--capacity asks who can be reached in time: say until when, with --by",
    "cli.coverage.nobody":
      "nobody can be sent: no actor of the model with a mandate in force offers anything; write their offers under actors",
    "cli.forecast.now": "{day, date}: {standing}, {reached} of {of}, target {target}, {missing} short",
    "cli.forecast.pace":
      "since {since, date}, {days, plural, one {# day} other {# days}}, {gained} gained net ({before} → {now})",
    "cli.forecast.nobody": "there is nobody to reach",
    "cli.forecast.never": "at this pace no day can be named on which it is met",
    "cli.forecast.met": "at this pace it is met on {on, date}",
    "cli.forecast.needed":
      "by {until, date}: {missing} will be short ({lapsing} of those reached now will have lapsed), {days, plural, one {# day counts} other {# days count}}",
    "cli.forecast.contacts":
      "{contacts, select, _ {contacts in these days cannot do it} other {it takes at least {contacts, plural, one {# contact} other {# contacts}}, {daily} a day}}",
    "cli.forecast.reachable":
      "{capacity} a day make {contacts}: {reached} can be reached in time, {late} cannot",
    "cli.forecast.late": "too late",
    "cli.round.head":
      "{day, date}: {volunteers, plural, one {# volunteer makes} other {# volunteers make}} {visits, plural, one {# visit} other {# visits}}; {left, plural, one {# is} other {# are}} left for later",
    "cli.round.own": "own {BUILDING}",
    "cli.round.again": "companion",
    "cli.round.why": "{visit}{why, select, _ {} other { ({why})}}",
    "cli.round.left": "left for later",

    "cli.pair.plan":
      "The plan: {pairs, plural, one {# pair} other {# pairs}}, {total} points{changes, select, _ {} other {, {changes} of them changed}} ({policy}); {unique, select, true {the only optimal plan} other {one of several as good: the first by id}}.",
    "cli.pair.best-score": "the best score, then the fewest changes",
    "cli.pair.fewest-changes": "the fewest changes, then the best score",
    "cli.pair.price":
      "{points} points for {pairs, plural, one {each changed pair} other {every # changed pairs}}",
    "cli.pair.line":
      "{branch} → {group}: {points} points{parts, select, _ {} other { ({parts})}}{pinned, select, true { (pinned)} other {}}",
    "cli.pair.worth": "{criterion} {points}",
    "cli.pair.open": "open: {group} has {places, plural, one {# branch} other {# branches}} too few",
    "cli.pair.certificate": "Certificate:",
    "cli.pair.bound": "no plan reaches more than {total} {goal}",
    "cli.pair.ofBranches": "prices of branches: {prices}",
    "cli.pair.ofGroups": "prices of groups: {prices}",
    "cli.pair.checked":
      "Check: every pair was checked; all bounds, pins and bans are kept, and no plan is better.",
    "cli.pair.refuted": "the plan does not hold: {flaw}",
    "cli.pair.frontier": "The choice between changes and points:",
    "cli.pair.corner":
      "{changes} changed: {total} points{gain, select, _ {} other { (each further change gains {gain} on average)}}",
    "cli.pair.arrow": "{branch} → {group}",
    "cli.pair.whyNot": "Why not {pair}?",
    "cli.pair.ends":
      "ends: {pair} ({because, select, Gone {the branch or the group does not take part any more} Banned {it is banned: {ban}} Impossible {the limits and the pins leave no place for it} Costs {with it, the plan is {lost, number} lower in: {goal}} other {the plan as a whole is better}})",
    "cli.pair.banned": "It is banned, which would have to be lifted: {ban}",
    "cli.pair.unknown": "There is no such branch or no such group.",
    "cli.pair.inPlan": "The plan has that pair{pin, select, _ {} other { (pinned: {pin})}}.",
    "cli.pair.impossible": "With that pair there is no plan:",
    "cli.pair.gains":
      "It gains {points} points, and changes more: {changes, plural, one {# pair} other {# pairs}}, where the plan changes {before}.",
    "cli.pair.costs": "It costs {points} points ({total} instead of {before}).",
    "cli.pair.gone": "These pairs would go: {pairs, select, _ {none} other {{pairs}}}",
    "cli.pair.come": "These would come: {pairs, select, _ {none} other {{pairs}}}",
    "cli.pair.coming": "{pair} ({points} points)",
    "cli.pair.noStory": "No pairing has been proposed yet.",
    "cli.pair.stories": "Proposals so far:",
    "cli.pair.story":
      "{proposal}{computed, select, true { (computed)} other {}}: {steps}{forgone, select, _ {} other {, forgoing {forgone} points}}",
    "cli.pair.step":
      "{on, date} {by} {status, select, proposed {proposed} confirmed {confirmed} overruled {overruled} rejected {rejected} force {in force} other {superseded}}{reason, select, _ {} other { ({reason})}}",
    "cli.pair.notChecked": "Not checked: {names}",
    "cli.pair.mostPairs": "--most-pairs is for a matrix, and {file} is about branches and groups",
    "cli.pair.ledgerFlag": "--ledger is for a district's model (YAML), and {file} is not a model",
    "cli.pair.matrixAsked":
      "--frontier, --why-not and --out are about branches and groups, and {file} is a matrix",

    "cli.matrix.plan":
      "The plan: {pairs, plural, one {# pair} other {# pairs}}, {total} in all; {objective, select, costs {costs, as low as can be} other {scores, as high as can be}}; {unique, select, true {the only optimal plan} other {one of several as good: the first by id}}.",
    "cli.matrix.pair": "row {row} → column {column}: {value}",
    "cli.matrix.noPairs":
      "No row or column must have a pair, and no pair at all is best. --most-pairs requests as many pairs as possible.",
    "cli.matrix.most": "no plan has more than {pairs, plural, one {# pair} other {# pairs}}:",
    "cli.matrix.ofThese": "of these plans none is better:",
    "cli.matrix.ofRows": "prices of rows: {prices}",
    "cli.matrix.ofColumns": "prices of columns: {prices}",
    "cli.matrix.commas":
      "{file}: every line ends with a comma, so column {column} is empty and cannot be paired. Remove these commas; if there shall be such a column, write the matrix as JSON, with null for each empty entry",
    "cli.matrix.rowLength":
      "{file}: row {row}: expected {expected, plural, one {# entry} other {# entries}} as in row 1, found {found}",
    "cli.matrix.notWhole": "{file}: row {row}, column {column}: expected a whole number, found {found}",
    "cli.matrix.tooLarge": "{file}: row {row}, column {column}: {found} is beyond ±{limit}",
    "cli.matrix.cell":
      '{file}: row {row}, column {column}: expected a whole number or an empty cell, found "{found}"',
    "cli.matrix.objective":
      "{file}: say what its numbers are: --objective costs (as low as can be) or --objective scores (as high as can be)",
    "cli.matrix.holds": "{file}: holds {found}, not {asked}",
    "cli.matrix.expected":
      "{file}: expected a matrix of rows, '{' \"costs\": … '}', '{' \"scores\": … '}', or a problem with \"branches\" and \"groups\"",

    // --------------------------------------------------------------------------------------------- words in the report
    "report.title": "Report of {district}",
    "report.period":
      "{from, date} to {asOf, date}{known, select, _ {} other { (as known at the end of {known, date})}}",
    "report.dayShort": "{day, date, monthDay}",
    "report.skip": "Skip to the content",
    "report.comma": ", ",
    "report.readers.hall": "For the hall.",
    "report.readers.role": "For: {role}.",
    "report.readers.partial":
      "Shown by who reads it: confidential cases, doors and counts of people under {n, number} are left out.",
    "report.few": "under {n, number}",
    "report.hidden": "not shown",
    "report.count.few": "fewer than {count}",
    "report.count.hidden": "some",
    "report.provenance": "Where the figures come from",
    "report.number": "{n, number}",
    "report.ratio": "{reached, number}/{due, number}",
    "report.ratio.masked": "of {due}",
    "report.counted": "{name} {n, number}",
    "report.printHint":
      "Open any part to read it. The page can be printed as it is (A4): the first sheet is what is above, and all parts open by themselves.",
    "report.of.residents": "{n, plural, one {# resident} other {# residents}}",
    "report.of.households": "{n, plural, one {# household} other {# households}}",
    "report.of.buildings": "{n, plural, one {# {BUILDING}} other {# {BUILDINGS}}}",
    "report.of.cases": "{n, plural, one {# case} other {# cases}}",
    "report.of.pairs": "{n, plural, one {# pair} other {# pairs}}",
    "report.glance.residents": "residents",
    "report.glance.elders": "aged {from, number} or more",
    "report.glance.ageUnknown": "of unknown age: perhaps 60 or more",
    "report.glance.households": "households",
    "report.glance.buildings": "{BUILDINGS}",
    "report.glance.met": "rules met",
    "report.glance.open": "open cases",
    "report.glance.relapses": "relapses",
    "report.glance.overdue": "overdue cases",
    "report.glance.notices": "notices (waiting ones included)",
    "report.glance.entries": "ledger entries",
    "report.glance.metOf": "{met, number}/{all, number}",
    "report.glance.unknown": "not known",
    "report.tiles": "{n, plural, one {The {BUILDING}} other {The # {BUILDINGS}}}",
    "report.tiles.others":
      "{n, plural, one {# {BUILDING} in a better state is} other {# {BUILDINGS} in a better state are}} not listed.",
    "report.tile.late": "overdue",
    "report.tile.late.letter": "L",
    "report.tile.missing": "missing",
    "report.tile.missing.letter": "M",
    "report.tile.open": "in progress",
    "report.tile.open.letter": "P",
    "report.tile.clear": "in order",
    "report.tile.clear.letter": "✓",
    "report.tile.count": "{state}: {n, number}",
    "report.promises": "Coverage rules",
    "report.promise.ratio": "Reached/due",
    "report.promise.trend": "Trend",
    "report.promise.week": "Week",
    "report.promise.up": "+{n, number}",
    "report.promise.down": "−{n, number}",
    "report.promise.same": "±0",
    "report.promise.fell": "fell this week",
    "report.promise.where": "missing: {places}{more, plural, =0 {} other { and # more}}",
    "report.late": "What is overdue, and who should act",
    "report.late.days": "{n, plural, one {# day} other {# days}} late",
    "report.late.actors": "{group} ({who})",
    "report.late.who": "to act: {who}",
    "report.late.more": "{n, number} more",
    "report.late.group": "{group}: {n}",
    "report.week": "What changed since {since}",
    "report.week.none": "Nothing changed.",
    "report.change.opened": "{n} opened",
    "report.change.ended": "{n} ended",
    "report.change.relapsed": "{n} relapsed",
    "report.change.late": "{n} newly overdue",
    "report.change.refused": "{n} with a refused attempt",
    "report.change.case": "{place}: {kind}",
    "report.change.named": "{heading}: {cases}{more, plural, =0 {} other { and # more}}",
    "report.change.met": "{rule}: met now",
    "report.change.fell": "{rule}: not met any more",
    "report.details": "Details",
    "report.attention.calendar":
      "The holiday data ends on {until, date}: add {year} to the model and adopt it. Until then, due days counted in working days are provisional if they run into {year}.",
    "report.attention.noCalendar":
      "There is no holiday data for {year}: add it to the model and adopt it. Until then, due days counted in working days are provisional.",
    "report.pairing": "Which branch leads which group",
    "report.pairing.intro":
      "The pairing is computed, with every reason stated; the general Party branch may change it and say why.",
    "report.pairing.caption": "The pairing in force",
    "report.pairing.group": "Group",
    "report.pairing.purpose": "Purpose",
    "report.pairing.branch": "Led by",
    "report.pairing.reasons": "Reasons",
    "report.pairing.pair": "{branch} leads {group}",
    "report.pairing.reason": "{criterion}: {because}",
    "report.pairing.proven": "Checked: no other pairing has more points.",
    "report.pairing.notProven": "Not checked whether another pairing has more points.",
    "report.pairing.unique": "No other pairing has as many.",
    "report.pairing.notUnique": "Other pairings have as many.",
    "report.pairing.none": "Nothing is paired yet.",
    "report.groups": "The {n, plural, one {# group} other {# groups}}",
    "report.groups.ledBy": "Led by",
    "report.groups.noLeader": "nobody yet",
    "report.groups.open": "open",
    "report.groups.closed": "closed",
    "report.groups.overdue": "overdue",
    "report.groups.group": "Group",
    "report.coverage": "Coverage",
    "report.coverage.intro":
      "Before is {from, date}, now is {asOf, date}. Figures are reached/due; those excluded are not due.",
    "report.coverage.caption": "Coverage before and now",
    "report.coverage.rule": "Rule",
    "report.coverage.before": "Before",
    "report.coverage.now": "Now",
    "report.coverage.missing": "Missing",
    "report.coverage.excluded": "Excluded",
    "report.coverage.unknown": "Unknown",
    "report.coverage.result": "Result",
    "report.coverage.legend":
      "Excluded: for a recorded reason, not to be reached. Unknown: too little is on record to say.",
    "report.charts": "Coverage over time",
    "report.chart.statement": "{from, date}: {before}. {asOf, date}: {now}.",
    "report.chart.label": "{rule}, day by day",
    "report.chart.x": "Date ({years})",
    "report.chart.y.residents": "Residents",
    "report.chart.y.households": "Households",
    "report.chart.y.buildings": "{FIRST_BUILDINGS}",
    "report.chart.y.cases": "Cases",
    "report.chart.y.pairs": "Pairs",
    "report.chart.reached": "reached",
    "report.chart.eligible": "due",
    "report.gaps": "Who is missing now",
    "report.gaps.none": "Nobody is missing.",
    "report.gaps.caption": "{rule}: {count} missing",
    "report.gaps.building": "{FIRST_BUILDING}",
    "report.gaps.units": "Flats",
    "report.gaps.branches": "Branches that might knock",
    "report.gaps.whole": "whole {BUILDING}",
    "report.gaps.several": "{unit} ({count})",
    "report.gaps.line": "{building}: {units}",
    "report.gaps.by": "{line} ({branches})",
    "report.gaps.notListed": "{count} more not listed.",
    "report.gaps.hall": "{rule}: {count} missing.",
    "report.onTheWay": "Who was missing on the way",
    "report.onTheWay.caption": "{rule}: on the way",
    "report.onTheWay.byBranch": "By branch",
    "report.onTheWay.byBuilding": "By {BUILDING}",
    "report.onTheWay.line": "{day, date}: {count} missing",
    "report.heat": "{FIRST_BUILDING} by {BUILDING}",
    "report.heat.intro":
      "Each cell shows reached/due; those excluded are not due. The darker, the more is missing.",
    "report.heat.link": "A {BUILDING}'s name leads to its file.",
    "report.heat.caption": "Every coverage rule in {n, plural, one {# {BUILDING}} other {# {BUILDINGS}}}",
    "report.heat.scroll": "{FIRST_BUILDING} table, scrolls sideways",
    "report.heat.building": "{FIRST_BUILDING}",
    "report.heat.all": "✓ none missing",
    "report.heat.few": "up to a tenth missing",
    "report.heat.some": "up to a half missing",
    "report.heat.most": "more than a half missing",
    "report.heat.nobody": "all missing",
    "report.heat.blank": "none due",
    "report.heat.excluded": "excluded {n}",
    "report.heat.unknown": "unknown {n}",
    "report.buildings": "{FIRST_BUILDING} files",
    "report.buildings.intro": "Open any {BUILDING} to read its file.",
    "report.building.summary":
      "{households, plural, one {# household} other {# households}}, {residents, plural, one {# resident} other {# residents}}",
    "report.building.households": "Households",
    "report.building.residents": "Residents",
    "report.building.elders": "Aged {from, number} or more",
    "report.building.livingAlone": "Elders living alone",
    "report.building.coverage": "Coverage",
    "report.building.missing": "{ratio}, {n} missing",
    "report.building.cases": "Cases",
    "report.building.case":
      "{all, number} in all, {open, number} open, {relapses, plural, one {# relapse} other {# relapses}}",
    "report.building.file": "On file",
    "report.building.noFile": "Nothing on file yet.",
    "report.building.back": "Back to the top",
    "report.cases": "Cases",
    "report.cases.caption": "Cases by kind",
    "report.cases.kind": "Kind",
    "report.cases.all": "All",
    "report.cases.open": "Open",
    "report.cases.closed": "Closed",
    "report.cases.relapses": "Relapses",
    "report.cases.list": "List of cases",
    "report.cases.place": "Place",
    "report.cases.stage": "Stage",
    "report.cases.opened": "Opened",
    "report.cases.outcome": "Outcome",
    "report.cases.id": "Case",
    "report.relapses": "Relapses and where they come from",
    "report.relapses.none": "No relapse.",
    "report.relapses.case": "{place}, {kind}: {n, plural, one {# relapse} other {# relapses}}",
    "report.relapses.step": "{id}: opened {opened, date}, {stage}",
    "report.relapses.again": "{id}: opened again {opened, date} (follows {reopens}), {stage}",
    "report.relapses.outcome": "{step}, {outcome}",
    "report.relapses.unlisted": "{id}: an earlier case, not in the list",
    "report.timelines": "What happened, day by day",
    "report.timelines.none": "No case has a relapse or overdue work to show.",
    "report.overdue": "Overdue work",
    "report.overdue.none": "Nothing is overdue.",
    "report.overdue.notShown": "{n} in all, not listed here.",
    "report.overdue.caption": "{n, plural, one {# piece} other {# pieces}} of work, still to be done",
    "report.overdue.place": "Place",
    "report.overdue.kind": "Kind",
    "report.overdue.what": "What is due",
    "report.overdue.who": "Who should act",
    "report.overdue.due": "Due",
    "report.overdue.late": "Late by",
    "report.overdue.days": "{n, plural, one {# day} other {# days}}",
    "report.overdue.line":
      "{place}, {kind}: {what}, to act: {who}, due {due}, {days, plural, one {# day} other {# days}} late",
    "report.overdue.notListed": "{n, number} more not listed; the page has them all.",
    "report.refused": "Refused attempts",
    "report.refused.intro":
      "These steps were against the rules when they were tried and were not let through. Every reason is listed.",
    "report.refused.none": "Nothing was refused.",
    "report.refused.heading": "{place}: {step}",
    "report.refused.line": "{day, date}, {place}: {step}",
    "report.refused.reasons": "{n, plural, one {The reason} other {The # reasons}} against it",
    "report.notices": "Notices",
    "report.notices.none": "There is no notice.",
    "report.notices.unknown": "Not known: there is no record of notices beside the ledger.",
    "report.notices.caption": "Notices by kind (waiting ones included)",
    "report.notices.rule": "Notice",
    "report.notices.sent": "Notices",
    "report.notices.total": "In all",
    "report.footer":
      "Every figure is computed from the ledger as of {asOf, date}: {entries, plural, one {# entry} other {# entries}}.",

    // ----------------------------------------------------------------------------- words on printed notices and sheets
    "print.number": "No. {number}",
    "print.fill": " ",
    "print.period.hour": "within {n, plural, one {# hour} other {# hours}}",
    "print.period.quarter": "within {n, plural, one {# quarter} other {# quarters}}",
    "print.period.year": "within {n, plural, one {# year} other {# years}}",
    "print.period.day": "within {n, plural, one {# day} other {# days}}",
    "print.period.working day": "within {n, plural, one {# working day} other {# working days}}",
    "print.period.week": "within {n, plural, one {# week} other {# weeks}}",
    "print.period.month": "within {n, plural, one {# month} other {# months}}",
    "print.notice.title": "Self-Rectification Notice",
    "print.notice.to": "To the household at {place}:",
    "print.notice.found": "Our volunteers saw belongings in the corridor outside your home.",
    "print.notice.why":
      "Corridors are everyone's escape route and the way in for rescuers. Article 28 of the Fire Protection Law of the People's Republic of China forbids any organisation or individual to occupy, block or close an evacuation passage, a safety exit or a passage for fire engines.",
    "print.notice.until": "Please clear the corridor yourselves by {until}.",
    "print.notice.within": "Please clear the corridor yourselves {within} of receiving this notice.",
    "print.notice.last": "Last day",
    "print.notice.help":
      "If things are too heavy, if there is nowhere to put them, or if you disagree, please contact us before then:",
    "print.notice.contact": "Contact",
    "print.notice.phone": "Telephone",
    "print.notice.after":
      "The committee and its volunteers may not clear anything by force. What is still there afterwards is reported by the property firm to the authority; it is cleared only with its owner's consent, by an enforcement order, or where a public notice has shown that nobody owns it.",
    "print.notice.committee": "Residents' committee of {district} (seal)",
    "print.notice.date": "Date",
    "print.notice.servedBy": "Served by",
    "print.notice.witness": "Witness",
    "print.notice.how": "Served",
    "print.notice.handed": "handed to the household",
    "print.notice.posted": "posted on the door and photographed",
    "print.notice.other": "otherwise",
    "print.notice.receipt": "Receipt",
    "print.notice.received":
      "We have received the self-rectification notice No. {number} of the residents' committee of {district}.",
    "print.notice.signature": "Signature of the household",
    "print.notice.cut": "Cut along the line; the committee keeps this part",
    "print.notice.scan": "Scan to write to us",
    "print.poster.title": "Report it to us",
    "print.poster.where": "{district} · {building}",
    "print.poster.code": "QR code for reports",
    "print.poster.scan": "Scan the code. You need no account",
    "print.poster.what": "You can report: {categories}",
    "print.poster.receipt":
      "You get a receipt number and a PIN, with which you can look up how far your report is. Only the people who are responsible for such matters can read what you write.",
    "print.poster.urgent": "In an emergency, call at once: fire 119, police 110, ambulance 120",
    "print.poster.link": "Or open this address in a browser: {link}",
    "print.sheet.title": "Visiting Sheet",
    "print.sheet.asOf":
      "As of {asOf, date}: {eligible, number} to reach, {reached, number} reached, {missing, number} missing, {excluded, number} left out, {unknown, number} not known.",
    "print.sheet.complete": "Everybody has been reached.",
    "print.sheet.caption": "{building}: {n, number} missing",
    "print.sheet.district": "In no {BUILDING}",
    "print.sheet.unit": "Unit",
    "print.sheet.last": "Last time",
    "print.sheet.never": "never",
    "print.sheet.done": "Reached",
    "print.sheet.day": "Date",
    "print.sheet.signature": "Signature",
    "print.sheet.note": "Remarks",
    "print.sheet.privacy":
      "This sheet names doors, not people. Hand it back to the committee after use; do not post it or pass it on.",
    "print.sheet.unitLabel": "{unit}",
    "print.sheet.whole": "whole {BUILDING}",
    "print.sheet.several": "{unit} ({n, number})"
  }
}
