/** The English words of the pages about pairing, companions and capable residents. */
import type { pairingZh } from "./pairingZh.ts"

export const pairingEn: Readonly<Record<keyof typeof pairingZh, string>> = {
  pairing: "Pairing",
  "pairing.tab.pairing": "Branches and groups",
  "pairing.tab.companions": "Companions",
  "pairing.tab.talents": "Capable residents",
  "pairing.pair": "{branch} leads {group}",
  "pairing.inForce": "In force now",
  "pairing.noneInForce": "There is no pairing yet.",
  "pairing.since": "In force since {on, date}",
  "pairing.ledBy": "Led by: {branches}",
  "pairing.last": "Proposal {proposal}: {status}",
  "pairing.proposal": "Proposal {proposal}",
  "pairing.status":
    "{status, select, proposed {waiting for a decision} confirmed {confirmed} overruled {changed by people} rejected {rejected} superseded {replaced} other {in force}}",
  "pairing.computed":
    "It was computed. Please read the reasons. {unique, select, true {No other plan has as many points.} other {Other plans have as many points.}}",
  "pairing.byHand":
    "It was made by people. {unique, select, true {No other plan has as many points.} other {Other plans have as many points.}}",
  "pairing.pinned": "People have required this pair",
  "pairing.reasonOf": "{criterion}: {because}",
  "pairing.points": "{n, plural, one {# point} other {# points}}",
  "pairing.pointsOf": "{criterion}: {n, number}",
  "pairing.whyNotOther": "Why not another branch?",
  "pairing.decide": "For you to decide",
  "pairing.yours":
    "A proposal is advice, and people decide. You can confirm it, decide otherwise, or reject it. The last two require a reason.",
  "pairing.confirm": "Confirm it",
  "pairing.other": "Choose other pairs",
  "pairing.otherHint": "Choose the branches that lead each group, and state why.",
  "pairing.decideOther": "Decide as chosen",
  "pairing.reject": "Reject the proposal",
  "pairing.reason": "Reason",
  "pairing.enter": "Put into force",
  "pairing.openCases": "Who is responsible for open cases",
  "pairing.openCases.follow": "The new branch of the group",
  "pairing.openCases.stay": "The branch that was responsible before",
  "pairing.propose": "Compute a new proposal",
  "pairing.proposeHint":
    "It is computed from the model and the pairs in force. It waits for a decision, and has no effect before.",
  "pairing.history": "All proposals",
  "pairing.step": "{status}, {by}{reason, select, _ {} other { ({reason})}}",
  "pairing.instead": "Instead: {pairs}",
  "pairing.done.propose": "Proposed. It waits for a decision.",
  "pairing.done.confirm": "Confirmed.",
  "pairing.done.overrule": "Decided as chosen.",
  "pairing.done.reject": "Rejected.",
  "pairing.done.enter": "In force.",
  "pairing.back": "Back to the pairing",
  "pairing.gone":
    "There is no such proposal that waits for a decision. Perhaps somebody has decided already.",
  "pairing.whyNot": "Why not another pair",
  "pairing.why.choose": "Choose a branch to see why it does not lead this group.",
  "pairing.why.banned": "People have forbidden this pair: {ban}",
  "pairing.why.inPlan":
    "The plan has this pair{pin, select, _ {} other {, because people require it: {pin}}}.",
  "pairing.why.unknown": "The plan does not have this branch or group.",
  "pairing.why.impossible": "With this pair, no plan is possible:",
  "pairing.why.costs":
    "With this pair, the plan has {points, plural, one {# point} other {# points}} {more, select, true {more} other {fewer}}, and {changes, plural, one {# change} other {# changes}}.",
  "pairing.why.gone": "These pairs would go",
  "pairing.why.come": "These would come",
  "pairing.trade": "Changes against points",
  "pairing.tradeHint":
    "With fewer changes, people stay with those whom they know. With more points, strengths meet needs better. No other plan is better than one of these in both.",
  "pairing.changes": "{n, plural, one {# change} other {# changes}}",
  "pairing.total": "{n, plural, one {# point} other {# points}}.",
  "pairing.gain": "Each further change gains {n, plural, one {# point} other {# points}}.",
  "pairing.pairsOf": "Which pairs",
  "pairing.endsHead": "Pairs in force that the proposal ends",
  "pairing.endsNone": "None.",
  "pairing.ends":
    "{because, select, Gone {the branch or the group does not take part any more} Banned {people have forbidden it: {ban}} Impossible {with the limits and the required pairs, it cannot be kept} Costs {if it is kept, {goal}: {lost, number} less} other {the plan as a whole is better}}",

  companions: "Companions",
  "companions.counts":
    "{pairs, plural, one {# elder has a volunteer} other {# elders have a volunteer}}, {kept, number} of them as before. {without, plural, =0 {Nobody is} one {# elder is} other {# elders are}} without one. {unique, select, true {No other plan is as good.} other {Other plans are as good.}}",
  "companions.elder":
    "{elder}{near, select, true {, in the same {BUILDING}} other {}}{kept, select, true {, as before} other {}}",
  "companions.of": "{volunteer}: {n, plural, one {# elder} other {# elders}}",
  "companions.sinceOf": "{elder}, since {since}",
  "companions.whyNotOther": "Why not somebody else?",
  "companions.whyNot": "Why not somebody else",
  "companions.chooseOther": "Choose a person to see why this person is not proposed.",
  "companions.back": "Back to the companions",
  "companions.endsHead": "Pairs that would end",
  "companions.withoutHead": "Elders without a volunteer",
  "companions.pairsHead": "Proposed pairs",
  "companions.ends":
    "{volunteer} and {elder}: {because, select, gone {the volunteer does not offer it any more} refused {one does not want the other} full {more than the volunteer offers} served {so that more elders have a volunteer} need {another elder needs it more} unvisited {another elder has waited longer for a visit} place {so that they live in the same {BUILDING}} other {the plan as a whole is better}}{now, select, _ {, then without a volunteer} other {, then {now}}}",
  "companions.other": "Choose other volunteers",
  "companions.chooseElders": "Choose the elders who get somebody else. The others follow the proposal.",
  "companions.nobody": "Nobody for now",
  "companions.propose": "Compute companions",
  "companions.proposeHint":
    "It is computed from the elders whom the model selects and from what volunteers offer. It waits for a decision.",
  "companions.now": "Pairs now ({n, number})",
  "companions.none": "There is no pair yet, or none within your role.",
  "companions.why":
    "{why, select, Proposed {This pair is proposed.} Refused {One does not want the other{reason, select, _ {} other {: {reason}}}.} Full {The volunteer offers no place.} AsGood {It is as good. The proposal has the first one in the order of ids.} Costs {With this pair, {goal, select, served {fewer elders have a volunteer} continuity {more present pairs end} need {an elder who needs it more has nobody} unvisited {an elder who has waited longer for a visit has nobody} other {fewer of them live in the same {BUILDING}}}.} other {The proposal does not have this person.}}",

  talents: "Capable residents",
  "talents.none": "No proposal waits for a decision.",
  "talents.case": "{place}, {playbook}",
  "talents.team": "The team of {group}",
  "talents.needs":
    "Needs {people, plural, one {# person} other {# people}}, {minutes, plural, one {# minute} other {# minutes}} a week each",
  "talents.because":
    "{criterion, select, skills {skills for what is needed} distance {the way} load {tasks in hand} turns {recent tasks} continuity {an earlier case about the same person or place} other {the time of waiting}}",
  "talents.n": "{n, number}",
  "talents.how":
    "It was computed. Please read the reasons. {gap, select, _ {{unique, select, true {No other choice is as good.} other {Other choices are as good.}}} other {It is not proven to be the best: another choice has at most {gap} points more.}}",
  "talents.other": "Choose other people",
  "talents.otherHint": "For each task, choose as many people as it needs, and state why.",
  "talents.back": "Back to capable residents",
  "talents.propose": "Propose people",
  "talents.forCases": "For open cases",
  "talents.whichCases": "Which cases",
  "talents.forTeam": "For the team of a group",
  "talents.whichTeam": "Which group",
  "talents.people": "How many people",
  "talents.minutes": "Minutes a week for each person",
  "talents.compute": "Compute a proposal",
  "talents.why":
    "{why, select, Proposed {This person is proposed.} NobodyNeeded {The task needs nobody.} Excluded {This person is not eligible:} OthersWanting {With this person, other tasks would have too few people:} Costs {With this person, the whole has {points, plural, one {# point} other {# points}} fewer.} CostsUnproven {With this person, the whole has at most {points, plural, one {# point} other {# points}} fewer.} other {The proposal does not have this person.}}"
}
