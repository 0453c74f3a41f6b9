/**
 * Mistakes that people make in a model file, one in each file: what is written instead of what, and the code of the
 * problem that must be found. The mistake is on the line of `at` (default: the first line that is changed).
 */

/** A file with one mistake: the sound file with one place changed. */
export interface Mistake {
  readonly code: string
  /** The text of the sound file that is replaced. It is in the file exactly once. */
  readonly from: string
  readonly to: string
  /** A text at the place of the mistake, after the change or anywhere in the file. Default: the beginning of `to`. */
  readonly at?: string
}

const wrong = (code: string, from: string, to: string, at?: string): Mistake => ({
  code,
  from,
  to,
  ...(at === undefined ? {} : { at })
})

/** Mistakes in the form of the file: keys, values, and slips of Chinese keyboards. */
const form: ReadonlyArray<Mistake> = [
  wrong("missing-key", "timeZone: Asia/Shanghai\n", "", "id: hongxi"),
  wrong("missing-key", "    people: 12\n", "", "  first:\n"),
  wrong("missing-key", "    version: 1\n    subject: resident\n", "    subject: resident\n", "  visiting:\n"),
  wrong("unknown-key", "languages: [zh, en]", "langauges: [zh, en]"),
  wrong("unknown-key", "lapse: remind", "laspe: remind"),
  wrong("unknown-key", "digest: morning", "sound: loud"),
  wrong("unknown-key", "    groupBy: building", "    gruopBy: building"),
  wrong("wrong-value", "people: 12", "people: 十二"),
  wrong("wrong-value", "people: 12", "people: 12.5"),
  wrong("wrong-value", "people: 12", "people: -1"),
  wrong("wrong-value", "strengths: { nursing: 80 }", "strengths: { nursing: 800 }"),
  wrong("wrong-value", "limit: 60 days", "limit: 60天"),
  wrong("wrong-value", "deadline: 7 days", "deadline: 7 dayz"),
  wrong("wrong-value", "deadline: 5 working days", "deadline: 5个工作日"),
  wrong("wrong-value", "within: 3 months", "within: 3 working days"),
  wrong("wrong-value", "subject: resident", "subject: residnt"),
  wrong("wrong-value", "on: case-overdue", "on: case-late"),
  wrong("wrong-value", "of: participating", "of: everybody"),
  wrong("wrong-value", "rest: 90 %", "rest: 190 %"),
  wrong("wrong-value", 'quiet: { from: "21:00"', 'quiet: { from: "25:00"'),
  wrong("wrong-value", "languages: [zh, en]", "languages: [中文]"),
  wrong("wrong-value", "from: 2026-01-01", "from: 2026-02-30"),
  wrong("wrong-value", "area: at least 3/4", "area: 3/4"),
  wrong("wrong-value", "widen: 2/1", "widen: 2"),
  wrong("wrong-value", "proof: false", "proof: 否"),
  wrong("wrong-value", "buildings: [b1]", "buildings: b1"),
  wrong("wrong-value", "    people: 9", "    people:"),
  wrong("wrong-value", "id: hongxi", "id: 虹 溪"),
  wrong("wrong-value", "may: [pairing:decide]", "may: [pairing-decide]"),
  wrong("unknown-key", "scope: { branch: first }", "scope: { street: first }"),
  wrong("wrong-value", "silence: absent", "silence: abstain"),
  wrong("blank-name", "name: { zh: 一支部, en: First }", 'name: { zh: " ", en: First }'),
  wrong("reach-not-one-way", "reached: { by: [lift/look],", "reached: { by: [lift/look], is: {},"),
  wrong("reach-two-windows", "within: 31 days", "within: 31 days, since: 2026-01-01"),
  wrong(
    "reach-without-by",
    "{ by: [lift/look], within: 31 days }",
    "{ is: { stage: watch }, within: 31 days }"
  ),
  wrong("reach-through", "within: 31 days", "within: 31 days, through: household"),
  wrong("day-in-another-year", "2026-01-02]", "2027-01-02]"),
  wrong("day-off-and-worked", "workdays: [2026-01-04]", "workdays: [2026-01-01]"),
  wrong("fullwidth-colon", "timeZone: Asia/Shanghai", "timeZone：Asia/Shanghai"),
  wrong("fullwidth-colon", "  unity: { zh: 齐心, en: Unity }", "  unity: { zh：齐心, en: Unity }"),
  wrong("fullwidth-comma", "from: [planned, late]", "from: [planned，late]"),
  wrong("fullwidth-comma", "by: [home-visit, visiting/visit]", "by: [home-visit、visiting/visit]"),
  wrong("fullwidth-bracket", "strengths: { surveys: 70 }", "strengths: ｛ surveys: 70 ｝"),
  wrong("fullwidth-space", "  unity: { zh", "　unity: { zh"),
  wrong("missing-space", "timeZone: Asia/Shanghai", "timeZone:Asia/Shanghai"),
  wrong("duplicate-key", "tags:\n", "tags:\n  nursing: { zh: 照护 }\n", "  nursing: { zh: 护理"),
  wrong("alias", "people: 9", "people: *nine"),
  wrong("number-too-large", "people: 12", "people: 12345678901234567890"),
  wrong("not-json", "people: 12", "people: .inf"),
  wrong("yaml-tab-as-indent", "    people: 12", "\tpeople: 12"),
  wrong("yaml-tag-resolve-failed", "people: 12", "people: !count 12"),
  wrong("yaml-multiple-docs", "hearts:\n", "---\nhearts:\n"),
  wrong("yaml-bad-indent", "may: [contact] }", "may: [contact }")
]

/** Names that do not exist. */
const names: ReadonlyArray<Mistake> = [
  wrong("unknown-heart", "heart: warmth", "heart: warmt"),
  wrong(
    "unknown-heart",
    "elders: { age: { atLeast: 80 }, tags: [hardship] }\n  ledBy: warmth",
    "elders: { age: { atLeast: 80 }, tags: [hardship] }\n  ledBy: cold",
    "  ledBy: cold"
  ),
  wrong("unknown-tag", "strengths: { nursing: 80 }", "strengths: { nursin: 80 }"),
  wrong("unknown-tag", "needs: { surveys: 50 }", "needs: { law: 50 }"),
  wrong("unknown-tag", "skills: { nursing: 50 }", "skills: { singing: 50 }"),
  wrong(
    "unknown-tag",
    "elders: { age: { atLeast: 80 }, tags: [hardship] }",
    "elders: { age: { atLeast: 80 }, tags: [hardshp] }"
  ),
  wrong(
    "unknown-tag",
    "where: { age: { atLeast: 80 }, tags: [hardship] }",
    "where: { age: { atLeast: 80 }, tags: [poor] }"
  ),
  wrong("unknown-branch", "scope: { branch: first }", "scope: { branch: frist }"),
  wrong("unknown-branch", "- { branch: second, group: carers", "- { branch: third, group: carers"),
  wrong("unknown-group", "scope: { group: carers }", "scope: { group: carer }"),
  wrong("unknown-group", "- { branch: first, group: carers", "- { branch: first, group: painters"),
  wrong("unknown-role", "role: party, scope", "role: parti, scope"),
  wrong("unknown-role", "grants: [visitor]", "grants: [guest]"),
  wrong("unknown-role", "by: [{ role: visitor, scope: group }]", "by: [{ role: vistor, scope: group }]"),
  wrong("unknown-role", "grantedBy: [office]", "grantedBy: [ofice]"),
  wrong(
    "unknown-role",
    "    playbooks: [visiting]\n    to: [office]",
    "    playbooks: [visiting]\n    to: [nobody]",
    "    to: [nobody]"
  ),
  wrong("unknown-criterion", "criteria: { strengths: 1,", "criteria: { strenghts: 1,"),
  wrong("unknown-contact-kind", "records: [home-visit]", "records: [home-vist]"),
  wrong("unknown-contact-kind", "reached: { by: [home-visit,", "reached: { by: [letter,"),
  wrong("unknown-playbook", "reached: { by: [lift/look]", "reached: { by: [lfit/look]"),
  wrong(
    "unknown-playbook",
    "where: { playbook: lift, stage: watch }",
    "where: { playbook: lifts, stage: watch }"
  ),
  wrong("unknown-playbook", "playbooks: [visiting]", "playbooks: [visits]"),
  wrong("unknown-playbook", "confidential: [visiting]", "confidential: [secret]"),
  wrong("unknown-stage", "start: asked", "start: askd"),
  wrong("unknown-stage", "to: met\n", "to: mett\n"),
  wrong(
    "unknown-stage",
    "where: { playbook: lift, stage: watch }",
    "where: { playbook: lift, stage: watching }"
  ),
  wrong("unknown-step", "lapse: remind", "lapse: rmind"),
  wrong("unknown-step", "check: look", "check: lok"),
  wrong("unknown-step", "reached: { by: [lift/look]", "reached: { by: [lift/loook]"),
  wrong("unknown-step", "notBy: [begin]", "notBy: [start]"),
  wrong("unknown-poll-rule", "gate: { poll: lift }", "gate: { poll: lfit }"),
  wrong("unknown-coverage-rule", "coverage: [old-visited]", "coverage: [old-visit]"),
  wrong("unknown-digest", "digest: morning", "digest: evening"),
  wrong("unknown-building", "buildings: [b1]", "buildings: [b9]"),
  wrong("unknown-building", "parts: { b1: all }", "parts: { b7: all }"),
  wrong("unknown-building", "offers: { building: b1", "offers: { building: b8"),
  wrong("unknown-field", "elders: { age: { atLeast: 80 }", "elders: { agee: { atLeast: 80 }"),
  wrong("unknown-field", "where: { playbook: lift, stage: watch }", "where: { colour: red }"),
  wrong("unknown-comparison", "elders: { age: { atLeast: 80 }", "elders: { age: { above: 80 }"),
  wrong("wrong-type", "elders: { age: { atLeast: 80 }", "elders: { age: { atLeast: 八十 }"),
  wrong("wrong-type", "elders: { age: { atLeast: 80 }, tags: [hardship] }", "elders: { livesAlone: 是 }"),
  wrong("empty-comparison", "elders: { age: { atLeast: 80 }", "elders: { age: {}"),
  wrong("never-true", "elders: { age: { atLeast: 80 }", "elders: { age: { atLeast: 80, atMost: 60 }"),
  wrong("not-a-selector", "elders: { age: { atLeast: 80 }, tags: [hardship] }", "elders: { not: 80 }"),
  wrong("unknown-time-zone", "timeZone: Asia/Shanghai", "timeZone: Asia/Shangai"),
  wrong("unknown-time-zone", "timeZone: Asia/Shanghai", "timeZone: 北京时间"),
  wrong("role-without-authority", "proof: false }", "proof: false, by: [{ role: party }] }", "party }] }"),
  wrong("unknown-role", "proof: false }", "proof: false, by: [{ role: visitr }] }", "visitr"),
  wrong(
    "unknown-tag",
    "timeZone: Asia/Shanghai\n",
    "timeZone: Asia/Shanghai\nrounds: { need: { tags: { hardshp: 5 } } }\n",
    "hardshp"
  ),
  wrong("offer-over-most", "elders: 2", "elders: 6"),
  wrong("reserved-actor", "  secretary:\n", "  clock:\n"),
  wrong("bad-message", "“{kind}”已逾期{late}天", "“{kind}”已逾期{days}天"),
  wrong("bad-message", "“{kind}”已逾期{late}天", "“{kind”已逾期{late}天"),
  wrong("bad-message", '"{coverage} misses its target"', '"{coverage} of {place} misses its target"'),
  wrong("nothing-watched", "    coverage: [old-visited]\n", "    coverage: []\n", "  fell:"),
  wrong("least-over-most", "leads: { least: 0, most: 1 }", "leads: { least: 2, most: 1 }"),
  wrong("private-number", "  secretary:\n", '  "13800138000":\n'),
  wrong("private-number", "  secretary:\n", "  11010519491231002X:\n"),
  wrong(
    "private-number",
    "  surveys: { zh: 排摸, en: surveys }",
    "  surveys: { zh: 张三13912345678, en: surveys }"
  ),
  wrong(
    "private-number",
    "  hardship: { zh: 困难, en: hardship }",
    '  hardship: { zh: 困难, en: hardship }\n  "13800138000": { zh: 号, en: no }',
    '  "138'
  ),
  wrong("private-number", "name: { zh: 虹溪, en: Hongxi }", "name: { zh: 虹溪13800138000, en: Hongxi }"),
  wrong("pairing-impossible", "leads: { least: 0, most: 1 }", "leads: { least: 0, most: 0 }", "branches:\n"),
  wrong("pairing-impossible", "- { branch: second, group: carers", "- { branch: first, group: carers")
]

/** Mistakes in a playbook. */
const playbooks: ReadonlyArray<Mistake> = [
  wrong("choice-without-choices", "type: choice, choices: { well: { zh: 好, en: well } }", "type: choice"),
  wrong("choices-without-choice", "type: choice, choices", "type: text, choices"),
  wrong("bounds-without-measure", "type: number, least", "type: date, least"),
  wrong("least-over-most", "least: 1, most: 9", "least: 9, most: 1"),
  wrong("evidence-never-collected", "gate: { poll: lift }", "gate: { evidence: [photo] }"),
  wrong("nobody-may", "    keepers: [{ role: office, scope: district }]", "    keepers: []"),
  wrong(
    "nobody-may",
    "look: { name: { zh: 查看, en: look }, from: [watch], by: [{ role: office }] }",
    "look: { name: { zh: 查看, en: look }, from: [watch], by: [] }"
  ),
  wrong(
    "counted-in-working-days",
    "    start: asked",
    "    reopening: { to: asked, within: 5 working days }\n    start: asked"
  ),
  wrong("lapse-leads-nowhere", "deadline: 7 days, lapse: remind", "lapse: remind"),
  wrong("lapse-at-once", "deadline: 7 days, lapse", "deadline: 0 days, lapse"),
  wrong("escalation-without-deadline", "deadline: 5 working days", "escalate: []"),
  wrong("deadline-after-limit", "limit: 60 days", "limit: 10 days", "      late:"),
  wrong(
    "deadline-after-end",
    "met: { name: { zh: 已走访, en: met }, outcome: achieved }",
    "met: { name: { zh: 已走访, en: met }, outcome: achieved, deadline: 3 days }"
  ),
  wrong(
    "hours-on-working-days",
    "deadline: 7 days, lapse",
    "deadline: 24 hours, endsOnWorkingDay: true, lapse"
  ),
  wrong("deadline-from-unknown-date", "deadline: 5 working days", "deadline: 5 working days from told-on"),
  wrong("patrol-unit", "most: 28 days }", "most: 6 months }"),
  wrong("patrol-bounds", "every: { first: 7 days, least: 7 days", "every: { first: 7 days, least: 14 days"),
  wrong("patrol-factor", "widen: 2/1", "widen: 1/2"),
  wrong("patrol-factor", "tighten: 1/2", "tighten: 3/2"),
  wrong(
    "patrol-never-releases",
    "look: { name: { zh: 查看, en: look }, from: [watch],",
    "look: { name: { zh: 查看, en: look }, from: [asked],",
    "      check: look"
  ),
  wrong(
    "patrol-without-relapse",
    "broken: { name: { zh: 返修, en: broken }, from: [watch], to: building,",
    "broken: { name: { zh: 返修, en: broken }, from: [watch], to: watch,",
    "      relapse: broken"
  ),
  wrong(
    "unreachable-stage",
    "      asked: { name: { zh: 征询, en: asked } }\n",
    "      asked: { name: { zh: 征询, en: asked } }\n      dropped: { name: { zh: 放弃, en: dropped }, outcome: declined }\n",
    "      dropped"
  )
]

/** What is allowed, but seldom what a district wants. */
const warnings: ReadonlyArray<Mistake> = [
  wrong(
    "mandate-reversed",
    "{ role: party, scope: { branch: first } }",
    "{ role: party, scope: { branch: first }, from: 2026-05-01, until: 2026-01-01 }"
  ),
  wrong(
    "role-without-actor",
    "- { role: visitor, scope: { group: carers } }",
    "- { role: party, scope: { group: carers } }",
    "actors:\n"
  ),
  wrong("stage-without-exit", "scope: { group: carers }", "scope: { group: builders }", "      late:"),
  wrong("deadline-of-zero", "deadline: 5 working days", "deadline: 0 working days"),
  wrong(
    "place-served-twice",
    "    needs: { surveys: 50 }\n    buildings: []\n    ledBy: 1",
    "    needs: { surveys: 50 }\n    buildings: []\n    ledBy: 1\n  twins: { name: { zh: 双, en: twins }, heart: warmth, purpose: { zh: 双, en: twins }, needs: {}, buildings: [], ledBy: 0 }",
    "  twins"
  ),
  wrong(
    "place-served-by-nobody",
    "    needs: { nursing: 60 }\n    buildings: []",
    "    needs: { nursing: 60 }\n    buildings: [b1]",
    "    buildings: [b1]"
  )
]

/** All mistakes that are written by hand. */
export const byHand: ReadonlyArray<Mistake> = [...form, ...names, ...playbooks, ...warnings]
