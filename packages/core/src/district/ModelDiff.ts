/**
 * Compares two models of a district by what they *mean*: who may do what, how cases run, whom coverage rules count, and
 * who is notified of what. If the district is given, the result also has its figures: how many people a coverage rule
 * counts before and after, and which open cases need a migration.
 *
 * Playbooks are compared by walking the situations of their cases, see `casework/PlaybookDiff`. Parts of a model that are
 * not compared by their meaning, such as texts, are named if they differ.
 */
import type { CompiledPlaybook } from "../casework/CompiledPlaybook.ts"
import { refusals } from "../casework/Migration.ts"
import type { Fields, Playbook, PlaybookId, StageId } from "../casework/Playbook.ts"
import * as PlaybookDiff from "../casework/PlaybookDiff.ts"
import type { Part, PlaybookDifference } from "../casework/PlaybookDifference.ts"
import * as Coverage from "../coverage/Coverage.ts"
import type { CoverageRule } from "../coverage/CoverageRule.ts"
import * as District from "./District.ts"
import type { Calendar } from "../kernel/Calendar.ts"
import { add, type Day, make as dayOf, weekday } from "../kernel/Day.ts"
import { given } from "../kernel/OptionalKey.ts"
import { type Actor, type Mandate, scopeText } from "../place/Actor.ts"
import type { ActorId, CaseId, ContactKind, RoleId, RuleId } from "../place/Id.ts"
import { type Recorder, suffices } from "../place/Recorder.ts"
import type { Model } from "../model/Model.ts"
import { type OtherPart, otherParts, same } from "./ModelParts.ts"
import type { NoticeRule } from "../model/NoticeRule.ts"
import { type Authority, rolesGrantedBy } from "../model/Role.ts"

/** How many members of a population a coverage rule counts: all who must be reached, and those who are reached. */
export interface Counted {
  readonly count: number
  readonly reached: number
}

/**
 * A difference between two models.
 *
 * - `AuthorityGained`, `AuthorityLost`: a role has, or has no more, the authority for a kind of request. `holders`: the
 *   actors who have the role.
 * - `GrantGained`, `GrantLost`: a role may now grant and end the mandates of another role, or not any more.
 * - `RecorderGained`, `RecorderLost`: a role may now record a kind of contact with mandates of these kinds (`standings`), or
 *   not any more.
 * - `MandateGained`, `MandateLost`: an actor in the model document has a mandate that the other model does not give.
 * - `PlaybookAdded`, `PlaybookRemoved`: a kind of case exists in one model only. `open`: the number of its open cases.
 * - `MigrationNeeded`: open cases keep the version of their playbook until they are migrated. `unmapped`: the stages that
 *   the new version does not have, and for which the migration must name another stage.
 * - `CoverageAdded`, `CoverageRemoved`: a coverage rule exists in one model only.
 * - `DenominatorChanged`: a coverage rule counts other members. `joins` and `leaves`: how many, with one example each.
 * - `CoverageChanged`: a coverage rule differs in another way, or no district was given to count its members.
 * - `NoticeAdded`, `NoticeRemoved`: a notice rule exists in one model only.
 * - `RecipientsChanged`: a notice goes to other roles. `reporter` and `walkers`: whether that changed, too.
 * - `NoticeChanged`: a notice is sent at another time, about other events, or in other words.
 *
 * All others are differences of a playbook.
 *
 * @category models
 */
export type Difference =
  | PlaybookDifference
  | {
      readonly _tag: "AuthorityGained" | "AuthorityLost"
      readonly role: RoleId
      readonly authority: Authority
      readonly holders: ReadonlyArray<ActorId>
    }
  | {
      readonly _tag: "GrantGained" | "GrantLost"
      readonly role: RoleId
      readonly granted: RoleId
      readonly holders: ReadonlyArray<ActorId>
    }
  | {
      readonly _tag: "RecorderGained" | "RecorderLost"
      readonly contact: ContactKind
      readonly role: RoleId
      readonly standings: ReadonlyArray<MandateKind>
      readonly holders: ReadonlyArray<ActorId>
    }
  | { readonly _tag: "MandateGained" | "MandateLost"; readonly actor: ActorId; readonly mandate: Mandate }
  | {
      readonly _tag: "PlaybookAdded" | "PlaybookRemoved"
      readonly playbook: PlaybookId
      readonly open?: number
      readonly case?: CaseId
    }
  | {
      readonly _tag: "MigrationNeeded"
      readonly playbook: PlaybookId
      readonly from: number
      readonly to: number
      readonly unmapped: ReadonlyArray<StageId>
      /** The number of open cases, and one of them. Missing if no district was given. */
      readonly open?: number
      readonly case?: CaseId
    }
  | {
      readonly _tag: "CoverageAdded" | "CoverageRemoved"
      readonly rule: RuleId
      readonly counted?: Counted
      readonly example?: string
    }
  | {
      readonly _tag: "DenominatorChanged"
      readonly rule: RuleId
      readonly before: Counted
      readonly after: Counted
      readonly joins: { readonly count: number; readonly example?: string }
      readonly leaves: { readonly count: number; readonly example?: string }
    }
  | {
      readonly _tag: "CoverageChanged"
      readonly rule: RuleId
      readonly before?: Counted
      readonly after?: Counted
    }
  | { readonly _tag: "NoticeAdded" | "NoticeRemoved" | "NoticeChanged"; readonly rule: RuleId }
  | {
      readonly _tag: "RecipientsChanged"
      readonly rule: RuleId
      readonly gained: ReadonlyArray<RoleId>
      readonly lost: ReadonlyArray<RoleId>
      readonly reporter: boolean
      readonly walkers: boolean
    }

/**
 * What the change from one model to another means.
 *
 * @category models
 */
export interface ModelDiff {
  readonly differences: ReadonlyArray<Difference>
  /** The playbooks of which not all situations were walked, with the number of situations after which the walk stopped. */
  readonly unexplored: ReadonlyArray<{ readonly playbook: PlaybookId; readonly situations: number }>
  /**
   * The parts of playbooks that differ so much that what comes after them could not be compared. Other differences may be
   * hidden there.
   */
  readonly hiding: ReadonlyArray<{ readonly playbook: PlaybookId; readonly parts: ReadonlyArray<Part> }>
  /** Other parts that differ: a person should compare them. */
  readonly others: ReadonlyArray<OtherPart>
}

/** Options of {@link diff}. */
export interface DiffOptions {
  /** The district whose cases, residents and actors are counted, and the day. Default: nothing is counted. */
  readonly district?: { readonly district: District.District; readonly on: Day }
  /** The maximum number of situations that are walked for each playbook. Default: 2,000. */
  readonly bound?: number
}

const keysOf = <K, V>(one: ReadonlyMap<K, V>, other: ReadonlyMap<K, V>): ReadonlyArray<K> => [
  ...new Set([...one.keys(), ...other.keys()])
]

const minus = <A>(some: Iterable<A>, others: ReadonlySet<A>): ReadonlyArray<A> =>
  [...some].filter((one) => !others.has(one))

// ------------------------------------------------------------------------------------------------------- authorities

const holdersOf = (actors: ReadonlyMap<ActorId, Actor>, role: RoleId): ReadonlyArray<ActorId> =>
  [...actors.values()].flatMap(({ id, mandates }) =>
    mandates.some((mandate) => mandate.role === role) ? [id] : []
  )

const authorities = (
  before: Model,
  after: Model,
  actors: ReadonlyMap<ActorId, Actor>
): ReadonlyArray<Difference> =>
  keysOf(before.roles, after.roles).flatMap((role): ReadonlyArray<Difference> => {
    const holders = holdersOf(actors, role)
    const [old, now] = [before, after].map(({ roles }) => new Set(roles.get(role)?.may))
    const [granted, grants] = [before, after].map(({ roles }) => rolesGrantedBy(roles, role))
    const ofAuthority =
      (_tag: "AuthorityGained" | "AuthorityLost") =>
      (authority: Authority): Difference => ({ _tag, role, authority, holders })
    const ofGrant =
      (_tag: "GrantGained" | "GrantLost") =>
      (other: RoleId): Difference => ({ _tag, role, granted: other, holders })
    return old === undefined || now === undefined || granted === undefined || grants === undefined
      ? []
      : [
          ...minus(now, old).map(ofAuthority("AuthorityGained")),
          ...minus(old, now).map(ofAuthority("AuthorityLost")),
          ...minus(grants, granted).map(ofGrant("GrantGained")),
          ...minus(granted, grants).map(ofGrant("GrantLost"))
        ]
  })

/** What a mandate is for. */
type MandateKind = "district" | "group" | "branch" | "building"

const mandateKinds: ReadonlyArray<MandateKind> = ["district", "group", "branch", "building"]

/** With mandates of which kinds each role may record a kind of contact, as texts such as `volunteer building`. */
const recordersOf = ({ contacts, roles }: Model, kind: ContactKind): ReadonlySet<string> => {
  const everybody = [...roles].flatMap(([role, { may }]) => (may.includes("contact") ? [{ role }] : []))
  const people: ReadonlyArray<Recorder> = contacts.get(kind)?.by ?? everybody
  return new Set(
    people.flatMap(({ role, scope }) =>
      mandateKinds.filter((kind) => suffices(kind, scope)).map((kind) => `${role} ${kind}`)
    )
  )
}

/** Who may record kinds of contact that both models have. */
const recorders = (
  before: Model,
  after: Model,
  actors: ReadonlyMap<ActorId, Actor>
): ReadonlyArray<Difference> =>
  [...before.contacts].flatMap(([contact, { by }]): ReadonlyArray<Difference> => {
    const now = after.contacts.get(contact)
    if (now === undefined || same(by, now.by)) return []
    const [old, next] = [recordersOf(before, contact), recordersOf(after, contact)]
    const changed = (
      _tag: "RecorderGained" | "RecorderLost",
      some: ReadonlyArray<string>
    ): ReadonlyArray<Difference> =>
      keysOf(before.roles, after.roles).flatMap((role) => {
        const standings = mandateKinds.filter((kind) => some.includes(`${role} ${kind}`))
        const holders = holdersOf(actors, role)
        return standings.length === 0 ? [] : [{ _tag, contact, role, standings, holders }]
      })
    return [...changed("RecorderGained", minus(next, old)), ...changed("RecorderLost", minus(old, next))]
  })

const mandates = (before: Model, after: Model): ReadonlyArray<Difference> =>
  keysOf(before.actors, after.actors).flatMap((actor): ReadonlyArray<Difference> => {
    const textOf = ({ from, role, scope, until }: Mandate): string =>
      JSON.stringify([role, scopeText(scope), from, until])
    const [old, now] = [before, after].map(
      ({ actors }) => new Map(actors.get(actor)?.mandates.map((mandate) => [textOf(mandate), mandate]))
    )
    if (old === undefined || now === undefined) return []
    return [
      ...[...now].flatMap(([text, mandate]) =>
        old.has(text) ? [] : [{ _tag: "MandateGained" as const, actor, mandate }]
      ),
      ...[...old].flatMap(([text, mandate]) =>
        now.has(text) ? [] : [{ _tag: "MandateLost" as const, actor, mandate }]
      )
    ]
  })

// ------------------------------------------------------------------------------------------------------------- cases

const mapValues = <A, B>(record: Readonly<Record<string, A>>, f: (value: A) => B) =>
  Object.entries(record).map(([id, value]) => [id, f(value)] as const)

const fieldsWithoutWords = (fields: Fields = {}) =>
  mapValues(fields, ({ choices, label: _, ...field }) => ({ ...field, choices: Object.keys(choices ?? {}) }))

/** What a playbook does, as JSON: without its version, its words and its sources. */
const behaviourOf = ({ keepers, playbook }: CompiledPlaybook): string => {
  const { name: _, opening, purpose: __, source: ___, stages, steps, version: ____, ...rest } = playbook
  return JSON.stringify([
    keepers,
    rest,
    { ...opening, evidence: fieldsWithoutWords(opening?.evidence) },
    mapValues(stages, ({ name: _, source: __, ...stage }) => stage),
    mapValues(steps, ({ evidence, name: _, source: __, ...step }) => [step, fieldsWithoutWords(evidence)])
  ])
}

const wordsOfFields = (path: string, fields: Fields = {}): ReadonlyArray<readonly [string, unknown]> =>
  mapValues(fields, ({ choices, label }) => [label, choices]).map(([id, words]) => [`${path} ${id}`, words])

/** The words of a playbook, with the place of each. */
const wordsOf = ({ name, opening, purpose, source, stages, steps }: Playbook): ReadonlyMap<string, unknown> =>
  new Map([
    ["", [name, purpose, source]],
    ...wordsOfFields("opening", opening?.evidence),
    ...mapValues(stages, ({ name, source }) => [name, source]).map(
      ([id, one]) => [`stage ${id}`, one] as const
    ),
    ...mapValues(steps, ({ name, source }) => [name, source]).map(
      ([id, one]) => [`step ${id}`, one] as const
    ),
    ...Object.entries(steps).flatMap(([id, { evidence }]) => wordsOfFields(`step ${id}`, evidence))
  ])

/** Whether the words of anything differ that both models have. */
const haveOtherWords = (before: Model, after: Model): boolean => {
  const named = (self: Model): ReadonlyMap<string, unknown> =>
    new Map([
      ...[...self.coverage].map(([id, { name }]) => [`coverage ${id}`, name] as const),
      ...[...self.notices].map(([id, { name }]) => [`notice ${id}`, name] as const),
      ...[...self.playbooks].flatMap(([id, { playbook }]) =>
        [...wordsOf(playbook)].map(([path, words]) => [`playbook ${id} ${path}`, words] as const)
      )
    ])
  const [old, now] = [named(before), named(after)]
  return [...now].some(([path, words]) => old.has(path) && !same(old.get(path), words))
}

/** The open cases of a playbook. `undefined` if there is no district. */
const openCases = ({ district }: DiffOptions, playbook: PlaybookId, version?: number) => {
  if (district === undefined) return undefined
  return District.openCases(district.district).filter(
    (one) => one.playbook === playbook && (version === undefined || one.version !== version)
  )
}

const casesIn = (open: ReturnType<typeof openCases>) =>
  open === undefined ? {} : { open: open.length, ...given("case", open[0]?.id) }

const migrations = (
  before: CompiledPlaybook,
  after: CompiledPlaybook,
  options: DiffOptions
): ReadonlyArray<Difference> => {
  const { id, playbook } = after
  const of = (from: CompiledPlaybook, open: ReturnType<typeof openCases>): Difference => ({
    _tag: "MigrationNeeded",
    playbook: id,
    from: from.playbook.version,
    to: playbook.version,
    unmapped: refusals({ from, to: after, stages: {} }).flatMap((one) =>
      one._tag === "StageMapUnfit" ? one.stages : []
    ),
    ...casesIn(open)
  })
  const open = openCases(options, id, playbook.version)
  if (open === undefined || options.district === undefined) {
    return before.playbook.version === playbook.version ? [] : [of(before, undefined)]
  }
  const { playbooks } = options.district.district
  return [...Map.groupBy(open, ({ version }) => version)].flatMap(([version, some]) => {
    const from = playbooks.get(District.versionKey(id, version))
    return from === undefined ? [] : [of(from, some)]
  })
}

/**
 * The day on which example cases begin: the first Monday of March of the last year that both calendars have, so that due
 * days in working days are final. Default: of 2026.
 */
const exampleDay = (one: Calendar, other: Calendar): Day => {
  const years = one.years.filter((year) => other.years.includes(year))
  const first = dayOf(`${years.at(-1) ?? 2026}-03-01`)
  return add(first, (8 - weekday(first)) % 7)
}

// --------------------------------------------------------------------------------------------------------- coverage

/** The members whom a rule counts: all except those who are excluded. */
const eligible = ({ gaps, reached, unknown }: Coverage.Coverage): ReadonlySet<string> =>
  new Set([...gaps, ...reached, ...unknown].map(({ id }) => id))

const countsOf = ({ ratio }: Coverage.Coverage): Counted => ({ count: ratio.of, reached: ratio.reached })

const withoutName = ({ name: _, ...rule }: CoverageRule): Omit<CoverageRule, "name"> => rule

const coverage = (before: Model, after: Model, { district }: DiffOptions): ReadonlyArray<Difference> => {
  const answers = (model: Model): ReadonlyMap<RuleId, Coverage.Coverage> => {
    if (district === undefined) return new Map()
    const facts = District.factsOn({ ...district.district, model }, district.on)
    const all = Coverage.evaluateAll([...model.coverage.values()], facts, district.on)
    return new Map(all.map((one) => [one.rule, one]))
  }
  const [old, now] = [answers(before), answers(after)]
  const figures = (one: Coverage.Coverage | undefined) =>
    one === undefined ? {} : { counted: countsOf(one), ...given("example", [...eligible(one)][0]) }
  return keysOf(before.coverage, after.coverage).flatMap((rule): ReadonlyArray<Difference> => {
    const [earlier, later] = [before.coverage.get(rule), after.coverage.get(rule)]
    const [then, next] = [old.get(rule), now.get(rule)]
    if (earlier === undefined) return [{ _tag: "CoverageAdded", rule, ...figures(next) }]
    if (later === undefined) return [{ _tag: "CoverageRemoved", rule, ...figures(then) }]
    if (then !== undefined && next !== undefined) {
      const joins = minus(eligible(next), eligible(then))
      const leaves = minus(eligible(then), eligible(next))
      if (joins.length + leaves.length > 0) {
        const some = (ids: ReadonlyArray<string>) => ({ count: ids.length, ...given("example", ids[0]) })
        const counts = { before: countsOf(then), after: countsOf(next) }
        return [{ _tag: "DenominatorChanged", rule, ...counts, joins: some(joins), leaves: some(leaves) }]
      }
    }
    if (same(withoutName(earlier), withoutName(later))) return []
    const counts =
      then === undefined || next === undefined ? {} : { before: countsOf(then), after: countsOf(next) }
    return [{ _tag: "CoverageChanged", rule, ...counts }]
  })
}

// ---------------------------------------------------------------------------------------------------------- notices

const notices = (before: Model, after: Model): ReadonlyArray<Difference> =>
  keysOf(before.notices, after.notices).flatMap((rule): ReadonlyArray<Difference> => {
    const [old, now] = [before.notices.get(rule), after.notices.get(rule)]
    if (old === undefined) return [{ _tag: "NoticeAdded", rule }]
    if (now === undefined) return [{ _tag: "NoticeRemoved", rule }]
    const gained = minus(now.to, new Set(old.to))
    const lost = minus(old.to, new Set(now.to))
    const reporter = (old.reporter ?? false) !== (now.reporter ?? false)
    const walkers = (old.walkers ?? false) !== (now.walkers ?? false)
    const rest = ({ name: _, reporter: __, text: ___, to: ____, walkers: _____, ...one }: NoticeRule) => one
    return [
      ...(gained.length + lost.length > 0 || reporter || walkers
        ? [{ _tag: "RecipientsChanged" as const, rule, gained, lost, reporter, walkers }]
        : []),
      ...(same(rest(old), rest(now)) && same(old.text, now.text)
        ? []
        : [{ _tag: "NoticeChanged" as const, rule }])
    ]
  })

/**
 * Compares two models by their meaning.
 *
 * @example
 * ```ts
 * import { apply, read } from "@liulinhui/core/Model"
 * import { diff } from "@liulinhui/core/ModelDiff"
 * import { sixHearts } from "@liulinhui/six-hearts"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const elsewhere = { id: "elsewhere", name: { zh: "别处" }, timeZone: "Asia/Shanghai", branches: {}, pairing: { criteria: { strengths: 1 } } }
 * const model = (patch: object) => Result.getOrThrow(read(apply(apply(sixHearts, elsewhere), JSON.parse(JSON.stringify(patch)))))
 * const stages = { received: { deadline: "2 working days" } }
 * const { differences } = diff(model({}), model({ playbooks: { "hotline-order": { stages } } }))
 * assert.deepEqual(differences.map(({ _tag }) => _tag), ["DeadlineChanged"])
 * ```
 * @category operations
 */
export const diff = (before: Model, after: Model, options: DiffOptions = {}): ModelDiff => {
  const { bound, district } = options
  const unexplored: Array<ModelDiff["unexplored"][number]> = []
  const hiding: Array<ModelDiff["hiding"][number]> = []
  const on = exampleDay(before.calendar, after.calendar)
  const calendars = { before: before.calendar, after: after.calendar }
  const cases = keysOf(before.playbooks, after.playbooks).flatMap((playbook): ReadonlyArray<Difference> => {
    const [old, now] = [before.playbooks.get(playbook), after.playbooks.get(playbook)]
    if (old === undefined) return [{ _tag: "PlaybookAdded", playbook }]
    if (now === undefined) {
      return [{ _tag: "PlaybookRemoved", playbook, ...casesIn(openCases(options, playbook)) }]
    }
    const isSame = behaviourOf(old) === behaviourOf(now) && same(calendars.before.data, calendars.after.data)
    const walked = isSame ? undefined : PlaybookDiff.diff({ before: old, after: now, calendars, on }, bound)
    if (walked !== undefined && walked.hiding.length > 0) hiding.push({ playbook, parts: walked.hiding })
    if (walked?.isComplete === false) unexplored.push({ playbook, situations: walked.situations })
    return [...(walked?.differences ?? []), ...migrations(old, now, options)]
  })
  return {
    differences: [
      ...authorities(before, after, district?.district.actors ?? after.actors),
      ...recorders(before, after, district?.district.actors ?? after.actors),
      ...mandates(before, after),
      ...cases,
      ...coverage(before, after, options),
      ...notices(before, after)
    ],
    unexplored,
    hiding,
    others: [...otherParts(before, after), ...(haveOtherWords(before, after) ? ["texts" as const] : [])]
  }
}
