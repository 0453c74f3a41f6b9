/** A valid request of each kind, as JSON, for the small test district; and functions that make a request invalid. */
import type * as Schema from "effect/Schema"
import fc from "fast-check"

const hash = "a".repeat(64)
const resident = { id: "n1", household: "b1-101", name: "新居民", birth: "1980-01-01", tags: [] }
const household = { id: "b1-201", building: "b1", unit: "201", floor: 2, area: 500_000, tags: [] }
const building = { id: "b3", label: "3号楼", floors: 6 }
const elder = "b2-101-1"
const volunteer = "volunteer-warmth"

export const samples: ReadonlyArray<Schema.JsonObject & { readonly _tag: string }> = [
  {
    _tag: "GrantMandate",
    actor: "wang",
    role: "volunteer",
    scope: { building: "b1" },
    from: "2026-03-05",
    until: "2027-03-04",
    reason: "大会推选"
  },
  { _tag: "EndMandate", actor: "head-b2", role: "stairwell-head", scope: { building: "b2" }, reason: "迁出" },
  {
    _tag: "UndoMandateEnd",
    actor: "head-b2",
    role: "stairwell-head",
    scope: { building: "b2" },
    ended: "2026-03-02",
    reason: "登记错误"
  },
  { _tag: "NameActor", actor: volunteer, name: "王秀英", resident: elder },
  { _tag: "EraseActor", actor: "property", basis: "request" },
  { _tag: "ConfirmClock", day: "2026-03-02" },
  { _tag: "EraseExpired", residents: [elder] },
  { _tag: "SetNoticePreference", actor: "property", consent: true },
  { _tag: "SnoozeNotices", until: "2026-04-01" },
  {
    _tag: "ImportRegistry",
    buildings: [building],
    households: [household],
    residents: [{ ...resident, partySince: "2010-07-01" }]
  },
  { _tag: "EnterBuilding", building },
  { _tag: "EnterHousehold", household },
  { _tag: "EnterResident", resident },
  { _tag: "CorrectResident", resident: elder, name: "更正", birth: "1941-05-05" },
  { _tag: "MoveResident", resident: elder, household: "b1-102" },
  { _tag: "AddDwelling", household: "b1-101", dwelling: "b1-102" },
  { _tag: "RemoveDwelling", dwelling: "b1-102" },
  { _tag: "EnterUnitArea", poll: "lift", unit: "b1-101", area: 500_000 },
  { _tag: "LeaveResident", resident: "b1-102-1", departure: "moved-away", on: "2026-03-02" },
  { _tag: "UndoDeparture", resident: "b1-102-1", reason: "登记错误" },
  { _tag: "MergeResident", resident: "b1-102-1", into: "b1-101-1" },
  { _tag: "EndHousehold", household: "b1-102", reason: "mistake", note: "抄错", on: "2026-03-01" },
  { _tag: "EndBuilding", building: "b1", reason: "torn-down" },
  { _tag: "TagResident", resident: elder, tags: ["volunteer"] },
  { _tag: "TagHousehold", household: "b1-101", tags: ["hardship"] },
  { _tag: "EraseResident", resident: "b1-102-1", basis: "request" },
  { _tag: "OpenPersonal", about: { resident: elder }, extent: "sensitive", purpose: "核对" },
  { _tag: "TakeEmergencyAccess", about: { resident: elder }, reason: "摔倒后送医" },
  { _tag: "ProposePairing", proposal: "p1" },
  { _tag: "ConfirmPairing", proposal: "p1" },
  {
    _tag: "OverrulePairing",
    proposal: "p1",
    pairs: [{ branch: "one", group: "warmth" }],
    reason: "熟悉"
  },
  { _tag: "RejectPairing", proposal: "p1", reason: "不妥" },
  { _tag: "EnterPairingIntoForce", proposal: "p1", openCases: "stay" },
  {
    _tag: "RecordContacts",
    on: "2026-03-02",
    contacts: [{ kind: "home-visit", subject: `resident:${elder}`, proof: "files/1" }]
  },
  {
    _tag: "RecordAttempts",
    on: "2026-03-02",
    attempts: [
      { kind: "home-visit", subject: `resident:${elder}`, outcome: "next-time", again: "2026-03-09" }
    ]
  },
  {
    _tag: "GrantExclusion",
    rule: "elders-reached",
    subject: `resident:${elder}`,
    reason: "away",
    until: "2026-05-01"
  },
  { _tag: "LiftExclusion", rule: "elders-reached", subject: `resident:${elder}` },
  { _tag: "AssignCompanions", pairs: [{ volunteer, elder }] },
  { _tag: "ReleaseCompanion", elder },
  { _tag: "RefuseCompanion", volunteer, elder, reason: "不合适" },
  { _tag: "ProposeCompanions", proposal: "c1" },
  { _tag: "ConfirmCompanions", proposal: "c1" },
  { _tag: "OverruleCompanions", proposal: "c1", pairs: [{ elder, volunteer }], reason: "熟悉" },
  { _tag: "RejectCompanions", proposal: "c1", reason: "不妥" },
  { _tag: "ProposeTalent", proposal: "t1", wanted: [{ case: "k", needs: { surveys: 60 }, minutes: 60 }] },
  { _tag: "ConfirmTalent", proposal: "t1" },
  { _tag: "OverruleTalent", proposal: "t1", pairs: [{ task: "case-k", talent: volunteer }], reason: "熟悉" },
  { _tag: "RejectTalent", proposal: "t1", reason: "不妥" },
  { _tag: "LeaveTeam", talent: volunteer, team: "warmth" },
  {
    _tag: "OpenPoll",
    poll: "v1",
    case: "lift",
    rules: "civil-code-278-alteration",
    opens: "2026-03-02",
    closes: "2026-03-31",
    sharing: true,
    units: [{ unit: "b1-101", owner: "li" }, { unit: "b1-102" }]
  },
  {
    _tag: "CastBallot",
    poll: "v1",
    owner: "li",
    opinion: "agree",
    on: "2026-03-02",
    proxy: { by: "zhao", authority: "files/2", stated: "agree" }
  },
  { _tag: "WithdrawBallot", poll: "v1", owner: "li", reason: "抄错" },
  {
    _tag: "OpenCase",
    case: "lift",
    playbook: "lift-retrofit",
    subjects: ["building:b1"],
    lineage: { first: "lift-0", closed: "2026-01-05", relapses: 1 },
    evidence: { request: { signer: "li", sha256: hash } }
  },
  { _tag: "TakeStep", case: "k", step: "visit", evidence: { "what-happened": "聊天" } },
  { _tag: "NoteOnCase", case: "k", text: "备注", on: "2026-03-01", at: "2026-03-01T09:30:00+08:00" },
  { _tag: "HandCaseOver", case: "k", to: { actor: volunteer }, reason: "就近" },
  { _tag: "DecideDue", case: "k", of: { stage: "proposed" }, due: "2026-04-01", reason: "待定" },
  { _tag: "SettleFact", case: "k", entry: 9, how: "applied", reason: "补办" },
  { _tag: "TransferCase", case: "k", to: { district: "north" }, reason: "属地" },
  { _tag: "MergeCase", case: "k", into: "lift" },
  { _tag: "WithdrawCase", case: "k", reason: "误立" },
  { _tag: "ReopenCase", case: "k", relapse: false, reason: "异议" },
  { _tag: "MigrateCase", case: "k", version: 1, stages: { proposed: "proposed" } },
  { _tag: "LookAtReport", report: "r1" },
  {
    _tag: "AcceptReport",
    report: "r1",
    case: "from-r1",
    playbook: "hardship-and-hoarding",
    subjects: ["household:b1-101"],
    evidence: { situation: "堆物" }
  },
  { _tag: "DeclineReport", report: "r1", reason: "不属本居民区" },
  { _tag: "MergeReport", report: "r1", into: "r2" },
  { _tag: "EraseReport", report: "r1", basis: "request" }
]

type Path = ReadonlyArray<string | number>

const isObject = (value: Schema.Json | undefined): value is Schema.JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const below = (value: Schema.Json): ReadonlyArray<readonly [string | number, Schema.Json]> =>
  Array.isArray(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : []

/** Returns the paths to all parts of a JSON value, beginning with the path to the value itself. */
const pathsIn = (value: Schema.Json): ReadonlyArray<Path> => [
  [],
  ...below(value).flatMap(([key, part]) => pathsIn(part).map((path) => [key, ...path]))
]

/** Returns a JSON value in which the part at a path is replaced by a new part. `undefined` removes the part. */
const put = (value: Schema.Json, path: Path, part: Schema.Json | undefined): Schema.Json => {
  const [key, ...rest] = path
  if (key === undefined) return part ?? null
  const parts = below(value).flatMap(
    ([each, old]): ReadonlyArray<readonly [string | number, Schema.Json]> => {
      if (each !== key) return [[each, old]]
      if (rest.length > 0) return [[each, put(old, rest, part)]]
      return part === undefined ? [] : [[each, part]]
    }
  )
  return Array.isArray(value) ? parts.map(([, each]) => each) : Object.fromEntries(parts)
}

const at = (value: Schema.Json, path: Path): Schema.Json =>
  path.reduce<Schema.Json>((part, key) => below(part).find(([each]) => each === key)?.[1] ?? null, value)

/** Values that are invalid for most fields of a request or for all fields. */
const odd: ReadonlyArray<Schema.Json> = [
  null,
  -3,
  0.5,
  1e300,
  true,
  "",
  " ",
  "constructor",
  "__proto__",
  "resident:nobody",
  "9999-12-31",
  "0001-01-01",
  "2026-02-30",
  "x".repeat(70),
  [],
  {},
  [[]],
  { a: 1 }
]

/**
 * Generates a misspelt key: in the given key, two letters are swapped, or a letter is removed or added. Sometimes
 * generates a different key.
 */
const misspelt = (key: string): fc.Arbitrary<string> =>
  fc.constantFrom(
    `${key.slice(1, 2)}${key.slice(0, 1)}${key.slice(2)}`,
    key.slice(0, -1),
    `${key}s`,
    "on",
    "x"
  )

/**
 * Generates a request that differs from the given one in exactly one place: a part is replaced, removed or renamed, or
 * a key is added.
 */
export const spoilt = (request: Schema.JsonObject): fc.Arbitrary<Schema.Json> => {
  const paths = pathsIn(request)
  const inside = paths.filter((path) => path.length > 0)
  const objects = paths.filter((path) => isObject(at(request, path)))
  const keyed = inside.filter((path) => typeof path.at(-1) === "string")
  return fc.oneof(
    fc
      .tuple(fc.constantFrom(...paths), fc.constantFrom(...odd))
      .map(([path, value]) => put(request, path, value)),
    fc.constantFrom(...inside).map((path) => put(request, path, undefined)),
    fc.constantFrom(...keyed).chain((path) =>
      misspelt(String(path.at(-1))).map((key) => {
        const around = path.slice(0, -1)
        const without = at(put(request, path, undefined), around)
        return put(request, around, { ...(isObject(without) ? without : {}), [key]: at(request, path) })
      })
    ),
    fc.tuple(fc.constantFrom(...objects), fc.constantFrom(...odd)).map(([path, value]) => {
      const object = at(request, path)
      return put(request, path, { ...(isObject(object) ? object : {}), strenghts: value })
    })
  )
}
