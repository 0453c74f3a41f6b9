/**
 * Computes the answers of a ledger and the names of the files that record them. Answers are plain JSON with days as ISO
 * dates, so that they can be compared byte by byte with recorded answers. Most answers are the output of a `liulinhui`
 * command. The others are read from the state of the district, field by field. If a field is renamed, change this file, and
 * do not change the recorded answers.
 */
import { type Day, make as day, toIso } from "@liulinhui/core/Day"
import type { Language } from "@liulinhui/core/Text"
import { type District, Journal } from "@liulinhui/core/District"
import { ActorId, CaseId, type DistrictId, ResidentId } from "@liulinhui/core/Id"
import { CommandId, Ledger } from "@liulinhui/core/Ledger"
import { Vault } from "@liulinhui/core/Vault"
import * as PersonalData from "@liulinhui/service/PersonalData"
import { Governance } from "@liulinhui/service/Governance"
import { ofDays } from "@liulinhui/announcer/NoticePreview"
import { Request } from "@liulinhui/core/Governance"
import * as Seals from "@liulinhui/service/Seals"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { services } from "../../src/Ledgers.ts"
import { caseJson } from "./caseJson.ts"
import { at, printed, type Store } from "./command.ts"
import { districts, east, lastDay, nine } from "./story.ts"

/** The days for which the answers about coverage, reports and polls are computed. */
const days = ["2026-03-20", "2026-04-20", toIso(lastDay)]

const each = <A, K extends string, E, R>(
  keys: Iterable<K>,
  answer: (key: K) => Effect.Effect<A, E, R>
): Effect.Effect<Record<string, A>, E, R> =>
  Effect.map(
    Effect.forEach(keys, (key) => Effect.map(answer(key), (value) => [key, value] as const)),
    Object.fromEntries
  )

/** Runs a command and returns the data in its output, which is JSON. */
const json = (...args: ReadonlyArray<string>) =>
  Effect.map(printed(...args), (text): Schema.JsonObject => JSON.parse(text).data)

/** Runs a command and returns its output, split into lines. */
const lines = (...args: ReadonlyArray<string>) => Effect.map(printed(...args), (text) => text.split("\n"))

const iso = (day: Day | undefined): string | null => (day === undefined ? null : toIso(day))

// ---------------------------------------------------------------------------------------------------- by the command

/** The number of elders under its earlier name. The age from which they are counted was fixed then. */
const earlier = (value: Schema.Json): Schema.Json => {
  if (Array.isArray(value)) return value.map(earlier)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) =>
      key === "elderFrom" ? [] : [[key === "elders" ? "aged60" : key, earlier(one)]]
    )
  )
}

const reports = ({ ledger }: Store, district: DistrictId) =>
  each(district === east ? [days[0] ?? "", toIso(lastDay)] : [toIso(lastDay)], (on) =>
    Effect.map(
      json("report", ledger, "--district", district, "--as-of", on, "--for", "committee", "--json"),
      earlier
    )
  )

const coverage = ({ ledger }: Store, district: DistrictId) =>
  each(days, (on) => json("coverage", ledger, "--district", district, "--as-of", on, "--json", "--gaps"))

const plans = ({ ledger }: Store) => {
  const elders = ["--district", east, "--rule", "elders-reached", "--as-of", "2026-03-20", "--json"]
  return Effect.all({
    forecast: json("coverage", "forecast", ledger, ...elders, "--by", "2026-04-03", "--capacity", "2"),
    round: json("coverage", "round", ledger, ...elders, "--capacity", "2"),
    pair: json("pair", ledger, "--district", east, "--json"),
    companions: json("companions", ledger, "--district", east, "--json"),
    open: each(districts, (district) => lines("cases", ledger, "--district", district))
  })
}

const polls = ({ ledger }: Store, district: DistrictId) =>
  each(days, (on) =>
    Effect.map(json("poll", ledger, "--district", district, "--as-of", on, "--json"), ({ polls }) => polls)
  )

/**
 * The notices that are sent on some days. They are planned from entries with all values decrypted. `liulinhui notices
 * preview` removes encrypted values first, and the version that wrote the fixtures cannot read a ballot without them.
 */
const previews = ({ ledger }: Store, district: DistrictId) =>
  Effect.gen(function* () {
    const { read } = yield* Governance
    const store = yield* Ledger
    const entries = yield* store.read(district, 0, 1000)
    const happened = yield* Effect.forEach(
      yield* Seals.open(yield* Vault, district, entries, () => true),
      (entry) => Effect.map(Effect.fromResult(Journal.decode(entry)), (one) => ({ entry, happened: one }))
    )
    const of = (from: string, until: string, audience: "one" | "group", language: Language) =>
      read(district, (state) =>
        ofDays(state, happened, {
          from: day(from),
          until: day(until),
          speech: { channel: "preview", audience, language }
        }).map(({ notice: { body, recipient, rule, title, to, urgent }, when }) => ({
          when: new Date(when).toISOString(),
          rule,
          to,
          recipient,
          urgent,
          title,
          body
        }))
      )
    return yield* Effect.all({
      "2 to 12 March, one recipient": of("2026-03-02", "2026-03-12", "one", "zh"),
      "16 March to 2 April, a group": of("2026-03-16", "2026-04-02", "group", "zh"),
      "20 April to 1 May, one recipient": of("2026-04-20", "2026-05-01", "one", "en"),
      "11 to 15 May, a group": of("2026-05-11", "2026-05-15", "group", "en"),
      "days to come": of("2026-07-01", "2026-07-20", "one", "zh")
    })
  }).pipe(Effect.provide(services(ledger, "reads")))

/**
 * The coverage rules for which a certificate is made on every day of `days`. For the other rules, a certificate is made
 * only for the last day.
 */
const manyDays = ["elders-reached", "very-old-visited"]

const certificates = Effect.fnUntraced(function* ({ ledger }: Store, district: DistrictId) {
  const rules = yield* Governance.use(({ read }) =>
    read(district, ({ model }) => [...(model?.coverage.keys() ?? [])])
  ).pipe(Effect.provide(services(ledger, "reads")))
  return yield* each(rules, (rule) =>
    each(manyDays.includes(rule) ? days : days.slice(-1), (on) =>
      Effect.map(
        printed("coverage", "certify", ledger, "--district", district, "--rule", rule, "--as-of", on),
        (certificate): Schema.Json => JSON.parse(certificate)
      )
    )
  )
})

/**
 * Checks coverage certificates that were made earlier against the ledger. Returns an error for each certificate that is
 * not valid.
 */
export const refutedCertificates = Effect.fnUntraced(function* (store: Store, issued: Schema.Json) {
  const folder = mkdtempSync(join(tmpdir(), "certificates-"))
  const all = Object.entries(issued as Schema.JsonObject).flatMap(([district, rules]) =>
    Object.values(rules as Schema.JsonObject).flatMap((byDay) =>
      Object.values(byDay as Schema.JsonObject).map((certificate) => ({ district, certificate }))
    )
  )
  const answers = yield* Effect.forEach(all, ({ certificate, district }, n) => {
    const file = join(folder, `${n}.json`)
    writeFileSync(file, JSON.stringify(certificate))
    return printed("coverage", "verify", store.ledger, file, "--district", district).pipe(
      Effect.match({ onFailure: (error) => [String(error)], onSuccess: () => [] })
    )
  }).pipe(Effect.ensuring(Effect.sync(() => rmSync(folder, { recursive: true }))), at(nine(lastDay), store))
  return answers.flat()
})

// ------------------------------------------------------------------------------------------------ by the folded district

const registryOf = ({ registry }: District) => ({
  buildings: [...registry.buildings.values()],
  households: [...registry.households.values()],
  residents: [...registry.residents.values()].map((stay) => ({
    id: stay.id,
    household: stay.household,
    name: stay.name ?? null,
    birth: iso(stay.birth),
    partySince: iso(stay.partySince),
    tags: stay.tags,
    erased: stay.erased ?? false,
    since: toIso(stay.since),
    housedSince: iso(stay.housedSince),
    left: stay.left === undefined ? null : { on: toIso(stay.left.on), departure: stay.left.departure }
  }))
})

const statuses = (proposals: District["talent"]["proposals"] | District["companionProposals"]) =>
  Object.fromEntries(
    [...proposals.values()].map(({ id, on, status }) => [id, { on: toIso(on), status }] as const)
  )

const pairingOf = ({ pairingView }: District) => ({
  inForce: pairingView.inForce,
  terms: pairingView.terms.map((term) => ({ ...term, since: toIso(term.since) })),
  proposals: pairingView.stories.map(({ automated, overruled, plan, proposal, steps }) => ({
    proposal,
    automated,
    pairs: plan.pairs.map(({ branch, group }) => `${branch}:${group}`),
    overruled: overruled ?? null,
    steps: steps.map((step) => ({ ...step, on: toIso(step.on) }))
  }))
})

const companionsOf = ({ companionProposals, companionRefusals, companions, pairs }: District) => ({
  companions: [...companions].map(([elder, { since, volunteer }]) => ({
    elder,
    volunteer,
    since: toIso(since)
  })),
  refused: companionRefusals,
  pairs: pairs.map((pair) => ({ ...pair, from: toIso(pair.from), until: iso(pair.until) })),
  proposals: statuses(companionProposals)
})

const talentOf = ({ talent }: District) => ({
  duties: talent.duties.map((duty) => ({ ...duty, since: toIso(duty.since), left: iso(duty.left) })),
  proposals: statuses(talent.proposals)
})

const restOf = ({ contacts, emergencies, exclusions, noticePreferences, versions }: District) => ({
  streams: Object.fromEntries([...versions].toSorted(([one], [other]) => (one < other ? -1 : 1))),
  contacts: contacts.all.map((contact) => ({ ...contact, on: toIso(contact.on) })),
  exclusions: exclusions.map((one) => ({ ...one, on: toIso(one.on), until: iso(one.until) })),
  notices: [...noticePreferences].map(([actor, { snoozedUntil, ...wish }]) => ({
    actor,
    ...wish,
    snoozedUntil: iso(snoozedUntil)
  })),
  emergencies: emergencies.map((one) => ({ ...one, until: toIso(one.until) }))
})

const folded = ({ ledger }: Store, district: DistrictId) =>
  Governance.use(({ read }) =>
    read(district, (state) => ({
      pairing: pairingOf(state),
      companions: companionsOf(state),
      talent: talentOf(state),
      registry: registryOf(state),
      ...restOf(state)
    }))
  ).pipe(Effect.provide(services(ledger, "reads")))

const cases = Effect.fnUntraced(function* ({ ledger }: Store, district: DistrictId) {
  const states = yield* Governance.use(({ read }) =>
    read(district, (state) =>
      Object.fromEntries(
        [...state.cases].flatMap(([id, file]) =>
          file.state._tag === "Opened" ? [[id, caseJson(file.state)] as const] : []
        )
      )
    )
  ).pipe(Effect.provide(services(ledger, "reads")))
  const told = (id: string, language: string) =>
    lines("case", ledger, id, "--district", district, "--lang", language)
  return yield* each(Object.keys(states), (id) =>
    Effect.map(Effect.all({ zh: told(id, "zh"), en: told(id, "en") }), (words) => ({
      state: states[id] ?? null,
      ...words
    }))
  )
})

// Kinds of requests that a later version has added. The recorded answers do not contain them.
const laterRequests: ReadonlySet<string> = new Set([
  "ConfirmClock",
  "RecordAttempts",
  "DecideDue",
  "UndoDeparture",
  "MergeResident",
  "EndHousehold",
  "EndBuilding",
  "AddDwelling",
  "RemoveDwelling",
  "EnterUnitArea",
  "SettleFact",
  "GrantMandate",
  "EndMandate",
  "UndoMandateEnd",
  "NameActor",
  "EraseActor",
  "EraseExpired",
  "LookAtReport",
  "AcceptReport",
  "DeclineReport",
  "MergeReport",
  "EraseReport"
])

/** The requests that each actor may make, in the district and on each case. */
const offers = ({ ledger }: Store, district: DistrictId) =>
  Effect.gen(function* () {
    const { can, read } = yield* Governance
    const { actors, ids } = yield* read(district, (state) => ({
      actors: [...state.actors.keys()],
      ids: [...state.cases.keys()]
    }))
    return yield* each(actors, (actor) =>
      Effect.gen(function* () {
        const { requests } = yield* can(district, actor)
        const onCases = yield* each(ids, (id) =>
          Effect.map(can(district, actor, id), ({ standard, steps }) => [...steps, ...standard])
        )
        return {
          requests: requests.filter((tag) => !laterRequests.has(tag)).join(" "),
          cases: Object.fromEntries(
            Object.entries(onCases).flatMap(([id, steps]) =>
              steps.length === 0 ? [] : [[id, steps.join(" ")]]
            )
          )
        }
      })
    )
  }).pipe(Effect.provide(services(ledger, "reads")))

const heads = ({ ledger }: Store, district: DistrictId) =>
  Effect.gen(function* () {
    const store = yield* Ledger
    const entries = yield* store.read(district, 0, 1000)
    const commands = [...new Set(entries.map(({ commandId }) => commandId))]
    return {
      head: yield* store.head(district),
      verified: yield* store.verify(district),
      // For each command id: the positions of the entries of its first run. A repeated command returns the same
      // positions.
      commands: yield* each(commands, (id) =>
        Effect.map(
          store.receipt(district, id),
          Option.match({ onNone: () => null, onSome: ({ first, last }) => [first, last] })
        )
      ),
      types: Object.fromEntries(
        [...Map.groupBy(entries, ({ type }) => type)]
          .map(([type, found]) => [type, found.length] as const)
          .toSorted(([one], [other]) => (one < other ? -1 : 1))
      )
    }
  }).pipe(Effect.provide(services(ledger, "reads")))

// --------------------------------------------------------------------------------------------- what writes to the ledger

const decode = Schema.decodeUnknownSync(Request)

/** Requests that are refused and leave no record. */
const attempts: ReadonlyArray<readonly [by: string, request: unknown]> = [
  ["stranger", { _tag: "ProposePairing", proposal: "x" }],
  ["property", { _tag: "EnterBuilding", building: { id: "b9", label: "9号楼", floors: 6 } }],
  ["committee", { _tag: "EnterBuilding", building: { id: "b1", label: "1号楼", floors: 6 } }],
  [
    "committee",
    {
      _tag: "EnterHousehold",
      household: { id: "b8-101", building: "b8", unit: "101", floor: 1, area: 1, tags: [] }
    }
  ],
  ["committee", { _tag: "MoveResident", resident: "b1-303-1", household: "b9-1" }],
  ["committee", { _tag: "EraseResident", resident: "nobody", basis: "request" }],
  ["committee", { _tag: "CorrectResident", resident: "b1-102-1", name: "x", birth: "1950-01-01" }],
  ["general-branch", { _tag: "ConfirmPairing", proposal: "summer" }],
  ["general-branch", { _tag: "EnterPairingIntoForce", proposal: "spring" }],
  [
    "committee",
    {
      _tag: "RecordContacts",
      on: "2026-12-01",
      contacts: [
        { kind: "notice-served", subject: "household:nowhere" },
        { kind: "tea", subject: "resident:b1-102-1" }
      ]
    }
  ],
  [
    "general-branch",
    { _tag: "GrantExclusion", rule: "very-old-visited", subject: "resident:b1-101-2", reason: "away" }
  ],
  ["committee", { _tag: "LiftExclusion", rule: "elders-reached", subject: "resident:b2-101-1" }],
  ["lead-peace", { _tag: "ProposeCompanions", proposal: "pairs-4" }],
  ["committee", { _tag: "AssignCompanions", pairs: [{ volunteer: "volunteer-1", elder: "b1-102-1" }] }],
  ["committee", { _tag: "ConfirmCompanions", proposal: "pairs-1" }],
  ["committee", { _tag: "ProposeTalent", proposal: "t", wanted: [{ case: "nothing", minutes: 1 }] }],
  ["committee", { _tag: "LeaveTeam", talent: "volunteer-2", team: "warmth" }],
  ["lead-warmth", { _tag: "SetNoticePreference", actor: "property", consent: true }],
  ["lead-warmth", { _tag: "SnoozeNotices", until: "2026-12-01" }],
  ["lead-peace", { _tag: "CastBallot", poll: "lift-1b", owner: "xu", opinion: "agree" }],
  ["committee", { _tag: "CastBallot", poll: "lift-1b", owner: "nobody", opinion: "agree" }],
  [
    "committee",
    {
      _tag: "OpenPoll",
      poll: "lift-1b",
      case: "lift-1",
      rules: "hands-up",
      closes: "2026-01-01",
      units: [{ unit: "b2-101" }, { unit: "b2-101" }]
    }
  ],
  ["committee", { _tag: "OpenCase", case: "x", playbook: "lost-keys", subjects: ["building:b9"] }],
  [
    "volunteer-3",
    { _tag: "OpenCase", case: "order-1", playbook: "hotline-order", subjects: ["resident:b3-101-1"] }
  ],
  ["lead-warmth", { _tag: "TakeStep", case: "lift-1", step: "begin", evidence: { extra: 1 } }],
  ["lead-warmth", { _tag: "TakeStep", case: "hoard-1", step: "release" }],
  ["lead-unity", { _tag: "TakeStep", case: "hoard-1", step: "posting-ends" }],
  ["committee", { _tag: "NoteOnCase", case: "order-1", text: "x" }],
  ["committee", { _tag: "WithdrawCase", case: "order-3", reason: " " }],
  ["committee", { _tag: "MergeCase", case: "hoard-1", into: "hoard-1" }],
  ["committee", { _tag: "ReopenCase", case: "stairs-b2", relapse: true, reason: "x" }],
  ["committee", { _tag: "TransferCase", case: "hoard-1", to: "warmth", reason: "" }],
  ["committee", { _tag: "TransferCase", case: "hoard-1", to: { district: "north" }, reason: "x" }],
  ["committee", { _tag: "MigrateCase", case: "order-1-again", version: 9 }],
  ["volunteer-3", { _tag: "OpenPersonal", about: { resident: "b1-101-1" }, extent: "sensitive" }],
  ["committee", { _tag: "OpenPersonal", about: { resident: "b1-102-1" }, extent: "personal" }]
]

const refusals = ({ ledger }: Store) =>
  Effect.gen(function* () {
    const { submit } = yield* Governance
    return yield* Effect.forEach(attempts, ([by, request], n) =>
      submit({
        district: east,
        id: CommandId.make(`attempt-${n + 1}`),
        by: ActorId.make(by),
        request: decode(request)
      }).pipe(
        Effect.map(() => ({ by, request, outcome: "accepted" as Schema.Json })),
        Effect.catchTags({
          Refused: ({ kept, reasons }) =>
            Effect.succeed({ by, request, outcome: { kept, reasons } as unknown as Schema.Json }),
          NotAllowed: ({ _tag }) => Effect.succeed({ by, request, outcome: _tag as Schema.Json })
        })
      )
    )
  }).pipe(Effect.provide(services(ledger, "reads")))

const disclosures = ({ ledger }: Store) =>
  Effect.gen(function* () {
    const { held, open } = yield* PersonalData.PersonalData
    let count = 0
    const by = () => ({
      district: east,
      id: CommandId.make(`opening-${(count += 1)}`),
      by: ActorId.make("committee")
    })
    const purpose = "年度核对"
    const ofCase = (id: string) =>
      Effect.map(
        Effect.all([
          open({ ...by(), about: { case: CaseId.make(id) }, extent: "personal" }),
          open({ ...by(), about: { case: CaseId.make(id) }, extent: "sensitive", purpose })
        ]),
        ([personal, sensitive]) => ({ personal, sensitive })
      )
    return {
      cases: yield* each(["hoard-1", "lift-1", "order-1", "flat-b2-101"], ofCase),
      residents: yield* each(["b1-101-1", "b1-201-1", "b3-101-1"], (id) =>
        held({ ...by(), resident: ResidentId.make(id), purpose })
      )
    }
  }).pipe(Effect.provide(PersonalData.layer.pipe(Layer.provideMerge(services(ledger, "reads")))))

// ------------------------------------------------------------------------------------------------------------- together

const both = <A, E, R>(answer: (district: DistrictId) => Effect.Effect<A, E, R>) => each(districts, answer)

/**
 * Computes every answer from a ledger. Each answer has the name of its file. The last answers write to the ledger, so
 * pass a copy of the ledger.
 */
export const answersOf = (store: Store) =>
  Effect.gen(function* () {
    return {
      "ledger.json": yield* both((district) => heads(store, district)),
      "report.json": yield* both((district) => reports(store, district)),
      "coverage.json": yield* both((district) => coverage(store, district)),
      "certificates.json": yield* both((district) => certificates(store, district)),
      "cases.json": yield* both((district) => cases(store, district)),
      "district.json": yield* both((district) => folded(store, district)),
      "polls.json": yield* both((district) => polls(store, district)),
      "notices.json": yield* both((district) => previews(store, district)),
      "offers.json": yield* both((district) => offers(store, district)),
      "plans.json": yield* plans(store),
      "refusals.json": yield* refusals(store),
      "disclosures.json": yield* disclosures(store)
    }
  }).pipe(at(nine(lastDay), store))

/** Formats an answer as the text of its file: compact JSON, with a separate line for each part that is compared. */
export const textOf = (answer: unknown): string => `${written(answer, "", Array.isArray(answer) ? 1 : 3)}\n`

const written = (value: unknown, indent: string, depth: number): string => {
  const within = `${indent} `
  const lines = (parts: ReadonlyArray<string>, [open, close]: string) =>
    parts.length === 0 ? `${open}${close}` : `${open}\n${parts.join(",\n")}\n${indent}${close}`
  if (depth === 0 || typeof value !== "object" || value === null) return JSON.stringify(value)
  return Array.isArray(value)
    ? lines(
        value.map((part) => `${within}${written(part, within, depth - 1)}`),
        "[]"
      )
    : lines(
        Object.entries(value).flatMap(([key, part]) =>
          part === undefined ? [] : [`${within}${JSON.stringify(key)}: ${written(part, within, depth - 1)}`]
        ),
        "{}"
      )
}
