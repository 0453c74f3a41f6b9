/** The English texts about the differences between two models. */
export const modelDiffEn = {
  "diff.none": "The two models mean the same.",
  "diff.unexplored":
    "“{playbook}”: the comparison stopped after {n} situations, and the others were not compared.",
  "diff.others": "These parts differ, too. Please compare what they mean: {parts}",
  "diff.AuthorityGained":
    "Now allowed: {role} may {authority}{holders, select, _ {} other { (held by {holders})}}",
  "diff.AuthorityLost":
    "No longer allowed: {role} may not {authority}{holders, select, _ {} other { (held by {holders})}}",
  "diff.GrantGained":
    "Now allowed: {role} may appoint and dismiss “{granted}”{holders, select, _ {} other { (held by {holders})}}",
  "diff.GrantLost":
    "No longer allowed: {role} may not appoint and dismiss “{granted}”{holders, select, _ {} other { (held by {holders})}}",
  "diff.RecorderGained":
    "Now allowed: {role} may record “{contact}” ({standings}){holders, select, _ {} other { (held by {holders})}}",
  "diff.RecorderLost":
    "No longer allowed: {role} may not record “{contact}” ({standings}){holders, select, _ {} other { (held by {holders})}}",
  "diff.MandateGained":
    "Appointed: {actor} as {role} ({scope}){from, select, _ {} other { from {from}}}{until, select, _ {} other { until {until}}}",
  "diff.MandateLost":
    "No longer appointed: {actor} as {role} ({scope}){from, select, _ {} other { from {from}}}{until, select, _ {} other { until {until}}}",
  "diff.Gained":
    "Now allowed: in “{playbook}”, {role} may {deed}{handler, select, _ {} other {, if the case was handed over to them}} ({standings})",
  "diff.Lost":
    "No longer allowed: in “{playbook}”, {role} may not {deed}{handler, select, _ {} other {, even if the case was handed over to them}} ({standings})",
  "diff.Opened":
    "Now possible: in “{playbook}”{stage, select, _ {} other { at “{stage}”}}{circumstance, select, _ {} other {, {circumstance}}}, to {deed}{roles, select, _ {} other { ({roles})}}. Before, it was refused: {because}",
  "diff.Shut":
    "No longer possible: in “{playbook}”{stage, select, _ {} other { at “{stage}”}}{circumstance, select, _ {} other {, {circumstance}}}, to {deed}{roles, select, _ {} other { (before: {roles})}}. The reasons: {because}",
  "diff.LeadsElsewhere":
    "Another way: in “{playbook}”{stage, select, _ {} other { at “{stage}”}}, to {deed} leads to “{after}”, and led to “{before}”",
  "diff.DeadlineChanged": "Another deadline: “{playbook}”, {clock}: {after}, before: {before}",
  "diff.EvidenceChanged":
    "Other evidence: “{playbook}”, to {deed}{required, select, _ {} other {, now required: {required}}}{free, select, _ {} other {, no longer required: {free}}}",
  "diff.OutcomeChanged": "Another outcome: “{playbook}” at “{stage}”: {after}, before: {before}",
  "diff.EscalationChanged":
    "Others are notified of late work: “{playbook}”, {clock}: {after}, before: {before}",
  "diff.LedOtherwise": "Another group is responsible: “{playbook}”: {after}, before: {before}",
  "diff.PlaybookAdded": "A new playbook: “{playbook}”",
  "diff.PlaybookRemoved":
    "A playbook is removed: “{playbook}”{open, select, _ {} 0 {} other {; open cases: {open}, such as {case}}}",
  "diff.MigrationNeeded":
    "To be migrated: “{playbook}” from version {from} to {to}. Open cases keep the old version{open, select, _ {} other { (cases: {open}, such as {case})}}{unmapped, select, _ {} other {. The new version does not have the stages {unmapped}}}. Use liulinhui migrate",
  "diff.CoverageAdded":
    "A new coverage rule: “{rule}”{count, select, _ {} other {, which counts {count}}}{example, select, _ {} other {, such as {example}}}",
  "diff.CoverageRemoved":
    "A coverage rule is removed: “{rule}”{count, select, _ {} other {, which counted {count}}}{example, select, _ {} other {, such as {example}}}",
  "diff.DenominatorChanged":
    "A coverage rule counts others: “{rule}”: {after}, before: {before}{joiner, select, _ {} other {; {joins} more, such as {joiner}}}{leaver, select, _ {} other {; {leaves} less, such as {leaver}}}",
  "diff.CoverageChanged":
    "A coverage rule differs: “{rule}”{before, select, _ { (without a ledger, nothing is counted)} other {, it counts the same members. Reached: {after}, before: {before}}}",
  "diff.NoticeAdded": "A new notice: “{rule}”",
  "diff.NoticeRemoved": "A notice is removed: “{rule}”",
  "diff.NoticeChanged": "A notice is sent on another occasion, at another time or in other words: “{rule}”",
  "diff.RecipientsChanged":
    "A notice goes to others: “{rule}”{gained, select, _ {} other {, now also {gained}}}{lost, select, _ {} other {, no longer {lost}}}{others, select, _ {} other {, and the opener of the case or the people who walk the round}}",
  "diff.example":
    "  Example{behind, select, _ {} other { (if {behind} {version, select, before {still worked as in the old model} other {had already worked as in the new model}})}}: {moves}",
  "diff.hiding":
    "“{playbook}”: {parts} differ so much that what comes after was not compared; there may be other differences",
  "diff.then": " → ",
  "diff.move.deed": "{n, select, 0 {} other {after {n} days, }}{deed}",
  "diff.move.wait": "{n, plural, one {# day passes} other {# days pass}}",
  "diff.deed.open": "open a case",
  "diff.deed.keep": "hand over, transfer, merge and withdraw cases",
  "diff.deed.reopen": "reopen the case",
  "diff.deed.wait": "let the deadline pass",
  "diff.deed.step": "take “{step}”",
  "diff.clock.limit": "the whole case",
  "diff.clock.check": "the next check",
  "diff.clock.stage": "the deadline of “{stage}”",
  "diff.noDeadline": "no deadline",
  "diff.dayOfCase": "day {n} of the case",
  "diff.length": "{period}{from, select, _ {} other { from “{from}”}}",
  "diff.period":
    "{n} {unit, select, hour {{n, plural, one {hour} other {hours}}} day {{n, plural, one {day} other {days}}} week {{n, plural, one {week} other {weeks}}} month {{n, plural, one {month} other {months}}} quarter {{n, plural, one {quarter} other {quarters}}} year {{n, plural, one {year} other {years}}} other {{n, plural, one {working day} other {working days}}}}",
  "diff.rung": "{role} ({n, select, 0 {when due} other {{period} late}})",
  "diff.nobody": "nobody",
  "diff.notEnded": "not ended",
  "diff.circumstance.children-open": "while its child cases are open",
  "diff.circumstance.parent-closed": "after its parent case was closed",
  "diff.circumstance.poll": "if the poll “{poll}” was not carried",
  "diff.circumstance.same": "by the person who took “{step}”",
  "diff.circumstance.parent": "under “{playbook}”",
  "diff.standing.any": "with any mandate",
  "diff.standing.district": "with a mandate for the whole district",
  "diff.standing.group": "with a mandate for the group",
  "diff.standing.branch": "with a mandate for the branch that leads the group",
  "diff.standing.building": "with a mandate for the building",
  "diff.standing.elsewhere": "with a mandate for another place",
  "diff.authority.registry": "enter and correct the registry",
  "diff.authority.erasure": "erase personal data",
  "diff.authority.disclosure": "open sealed personal data",
  "diff.authority.pairing:propose": "propose a pairing",
  "diff.authority.pairing:decide": "decide on a pairing",
  "diff.authority.contact": "record contacts",
  "diff.authority.companions": "decide on companions",
  "diff.authority.talent": "decide on capable residents",
  "diff.authority.exclusion": "exclude members from coverage rules",
  "diff.authority.notices": "set the notices of others",
  "diff.authority.poll": "hold polls",
  "diff.authority.case": "open and manage cases",
  "diff.part.branches": "branches",
  "diff.part.calendar": "the calendar",
  "diff.part.clockJump": "jumps of the clock",
  "diff.part.companions": "companions",
  "diff.part.contacts": "kinds of contact",
  "diff.part.emergencyAccess": "emergency access",
  "diff.part.groups": "groups",
  "diff.part.intake": "reports from residents",
  "diff.part.hearts": "hearts",
  "diff.part.languages": "languages",
  "diff.part.lateFacts": "late facts",
  "diff.part.name": "the name",
  "diff.part.noticeHours": "the hours of notices",
  "diff.part.elderFrom": "the age from which residents are counted as elders",
  "diff.part.nouns": "nouns of place",
  "diff.part.offers": "what actors offer",
  "diff.part.pairing": "pairing",
  "diff.part.pollRules": "rules of polls",
  "diff.part.provenance": "the provenance",
  "diff.part.retention": "retention",
  "diff.part.roles": "names of roles",
  "diff.part.rounds": "goals of rounds",
  "diff.part.tags": "tags",
  "diff.part.talent": "capable residents",
  "diff.part.texts": "names and other words",
  "diff.part.timeZone": "the time zone",
  "diff.ask": "Adopt the new model?",
  "diff.adopt":
    "Not adopted, and nothing was written. After you have read the differences above, adopt the model with --yes"
} as const
