/**
 * The model of a district, after it was read from a document such as `district.yaml` and checked. All ids in it refer
 * to something that exists, and its playbooks and rules have no mistakes. So code that receives a {@link Model} does
 * not have to check it again.
 */
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { mostIn } from "../companions/Companions.ts"
import type { RuleSet } from "../polls/Poll.ts"
import { type CompiledPlaybook, compile } from "../casework/CompiledPlaybook.ts"
import type { By, PlaybookId } from "../casework/Playbook.ts"
import { checkPlaybook } from "../casework/PlaybookCheck.ts"
import { checkRule, namesOf, type PlaybookWords, type Vocabulary } from "../coverage/CoverageCheck.ts"
import type { CoverageRule } from "../coverage/CoverageRule.ts"
import { type Calendar, inZone } from "../kernel/Calendar.ts"
import { given } from "../kernel/OptionalKey.ts"
import { reader } from "../kernel/StrictReader.ts"
import { unknownNames } from "../kernel/UnknownName.ts"
import { type DocumentRefused, make as problem, type Problem, refuse } from "../kernel/Problem.ts"
import type { Language, Text } from "../kernel/Text.ts"
import { builtIn } from "../pairing/Criteria.ts"
import type { Problem as PairingProblem } from "../pairing/PairingProblem.ts"
import type { Actor, Scope } from "../place/Actor.ts"
import type { Branch } from "../place/Branch.ts"
import type { Group } from "../place/Group.ts"
import type { ActorId, BuildingId, ContactKind, DistrictId, RoleId, RuleId, Tag } from "../place/Id.ts"
import type { Registry } from "../place/Registry.ts"
import { parse as parseSelector } from "../place/Selector.ts"
import type { IntakeScheme } from "../intake/IntakeScheme.ts"
import { type EmergencyAccess, usual } from "../disclosure/EmergencyAccess.ts"
import type { Retention } from "../retention/Retention.ts"
import { type ClockJump, usual as usualJump } from "./ClockJump.ts"
import type { LateFacts } from "./LateFacts.ts"
import { ModelDocument, usualElderFrom } from "./ModelDocument.ts"
import { anyHour, type NoticeHours, type NoticeRule } from "./NoticeRule.ts"
import type { Role } from "./Role.ts"

/**
 * @category models
 */
export interface Model {
  readonly id: DistrictId
  readonly name: Text
  /**
   * The languages of the district, the main language first. Empty if the model document does not state any language.
   */
  readonly languages: ReadonlyArray<Language>
  /** The nouns of place. Missing if the model lists none. */
  readonly nouns?: NonNullable<ModelDocument["nouns"]>
  /** The age from which a resident is counted as an elder. */
  readonly elderFrom: number
  /** A remark for readers about the source of the model's figures. `undefined` if the model has no such remark. */
  readonly provenance: Text | undefined
  readonly timeZone: string
  readonly calendar: Calendar
  readonly hearts: ReadonlyMap<Tag, Text>
  readonly tags: ReadonlyMap<Tag, Text>
  readonly branches: ReadonlyArray<Branch>
  readonly groups: ReadonlyArray<Group>
  readonly roles: ReadonlyMap<RoleId, Role>
  /**
   * The actors in the model document. Decisions do not use this field: they use `actors` of the district, which
   * contains all mandates.
   */
  readonly actors: ReadonlyMap<ActorId, Actor>
  readonly pairing: ModelDocument["pairing"]
  readonly companions: ModelDocument["companions"]
  readonly talent: ModelDocument["talent"]
  readonly rounds?: NonNullable<ModelDocument["rounds"]>
  readonly contacts: ReadonlyMap<ContactKind, ModelDocument["contacts"][ContactKind]>
  readonly playbooks: ReadonlyMap<PlaybookId, CompiledPlaybook>
  readonly pollRules: ReadonlyMap<Tag, RuleSet>
  readonly lateFacts: LateFacts
  readonly emergencyAccess: EmergencyAccess
  /** The longest time without an entry after which the clock of the machine is still believed. */
  readonly clockJump: ClockJump
  /** How long personal data are kept after their purpose has ended. */
  readonly retention: Retention | undefined
  /** What residents may report without an account. `undefined` if they may report nothing. */
  readonly intake: IntakeScheme | undefined
  readonly coverage: ReadonlyMap<RuleId, CoverageRule>
  readonly notices: ReadonlyMap<RuleId, NoticeRule>
  readonly noticeHours: NoticeHours
}

// ------------------------------------------------------------------------------------------------------------ checks

type Path = ReadonlyArray<string | number>

const entries = <K extends string, V>(record: Readonly<Record<K, V>>): ReadonlyArray<readonly [K, V]> =>
  // The cast is safe: a decoded record has only keys of its key type.
  Object.entries(record) as unknown as ReadonlyArray<readonly [K, V]>

const each = <A extends string>(items: ReadonlyArray<A>, path: Path): ReadonlyArray<readonly [A, Path]> =>
  items.map((item, at) => [item, [...path, at]])

const keys = (record: object, path: Path): ReadonlyArray<readonly [string, Path]> =>
  Object.keys(record).map((key) => [key, [...path, key]])

const checkGroups = ({ groups, hearts, tags }: ModelDocument): ReadonlyArray<Problem> =>
  entries(groups).flatMap(([id, { heart, needs }]) => [
    ...unknownNames("heart", [[heart, ["groups", id, "heart"]]], hearts),
    ...unknownNames("tag", keys(needs, ["groups", id, "needs"]), tags)
  ])

const checkBranches = ({ branches, tags }: ModelDocument): ReadonlyArray<Problem> =>
  entries(branches).flatMap(([id, { leads, strengths }]) => [
    ...unknownNames("tag", keys(strengths, ["branches", id, "strengths"]), tags),
    ...(leads.least > leads.most
      ? [
          problem(
            ["branches", id, "leads"],
            "least-over-most",
            `least ${leads.least} is more than most ${leads.most}: a branch cannot lead both`,
            { id, least: String(leads.least), most: String(leads.most) }
          )
        ]
      : [])
  ])

const scopeNames = (scope: Scope, { branches, groups }: ModelDocument, path: Path): ReadonlyArray<Problem> =>
  "group" in scope
    ? unknownNames("group", [[scope.group, [...path, "group"]]], groups)
    : "branch" in scope
      ? unknownNames("branch", [[scope.branch, [...path, "branch"]]], branches)
      : []

const checkActors = (document: ModelDocument): ReadonlyArray<Problem> =>
  entries(document.actors ?? {}).flatMap(([id, { mandates, offers }]) => [
    ...mandates.flatMap(({ role, scope }, at) => {
      const path = ["actors", id, "mandates", at]
      return [
        ...unknownNames("role", [[role, [...path, "role"]]], document.roles),
        ...scopeNames(scope, document, [...path, "scope"])
      ]
    }),
    ...unknownNames("tag", keys(offers?.skills ?? {}, ["actors", id, "offers", "skills"]), document.tags),
    ...checkElders(document, offers?.elders, ["actors", id, "offers", "elders"])
  ])

/** A volunteer cannot offer to look after more elders than the model permits. */
const checkElders = (
  { companions }: ModelDocument,
  elders: number | undefined,
  path: Path
): ReadonlyArray<Problem> => {
  const most = mostIn(companions)
  return elders === undefined || elders <= most
    ? []
    : [
        problem(
          path,
          "offer-over-most",
          `the offer is ${elders} elders, and a volunteer looks after at most ${most}: offer fewer, or raise companions.most`,
          { found: String(elders), most: String(most) }
        )
      ]
}

const checkRoles = ({ roles }: ModelDocument): ReadonlyArray<Problem> =>
  entries(roles).flatMap(([id, { grants = [] }]) =>
    unknownNames("role", each(grants, ["roles", id, "grants"]), roles)
  )

/** The people who may record a kind of contact have a role of the model that may record contacts. */
const checkContacts = ({ contacts, roles }: ModelDocument): ReadonlyArray<Problem> =>
  entries(contacts).flatMap(([id, { by = [] }]) =>
    by.flatMap(({ role }, at) => {
      const path = ["contacts", id, "by", at, "role"]
      const known = Object.hasOwn(roles, role) ? roles[role] : undefined
      return known === undefined
        ? unknownNames("role", [[role, path]], roles)
        : known.may.includes("contact")
          ? []
          : [
              problem(
                path,
                "role-without-authority",
                `the role "${role}" may not record contacts: add contact to its may, or name another role`,
                { role, authority: "contact" }
              )
            ]
    })
  )

const checkCompanions = (
  document: ModelDocument,
  buildings: ReadonlySet<string> | undefined
): ReadonlyArray<Problem> => {
  const { companions, hearts, tags } = document
  if (companions === undefined) return []
  const names = namesOf(vocabulary(document, buildings))
  const elders = parseSelector("residents", companions.elders, { path: ["companions", "elders"], names })
  return [
    ...(Result.isFailure(elders) ? elders.failure.problems : []),
    ...unknownNames("heart", [[companions.ledBy, ["companions", "ledBy"]]], hearts),
    ...unknownNames("tag", keys(companions.need?.tags ?? {}, ["companions", "need", "tags"]), tags)
  ]
}

const checkRounds = ({ rounds, tags }: ModelDocument): ReadonlyArray<Problem> =>
  unknownNames("tag", keys(rounds?.need?.tags ?? {}, ["rounds", "need", "tags"]), tags)

const criteria = Object.fromEntries(builtIn.map(({ name }) => [name, true]))

const checkPairing = ({ branches, groups, pairing }: ModelDocument): ReadonlyArray<Problem> => [
  ...(["pins", "bans"] as const).flatMap((list) =>
    pairing[list].flatMap(({ branch, group }, at) => [
      ...unknownNames("branch", [[branch, ["pairing", list, at, "branch"]]], branches),
      ...unknownNames("group", [[group, ["pairing", list, at, "group"]]], groups)
    ])
  ),
  ...unknownNames("criterion", keys(pairing.criteria, ["pairing", "criteria"]), criteria)
]

const checkPlaybooks = (document: ModelDocument): ReadonlyArray<Problem> =>
  entries(document.playbooks).flatMap(([id, playbook]) => {
    const path = ["playbooks", id]
    const steps = entries(playbook.steps)
    const hearts = new Set(Object.values(document.groups).map(({ heart }) => heart))
    const people = [
      ...steps.flatMap(([step, { by = [] }]) =>
        by.map((one, at) => [one, ["steps", step, "by", at]] as const)
      ),
      ...(playbook.keepers ?? []).map((one, at) => [one, ["keepers", at]] as const),
      ...(playbook.opening?.by ?? []).map((one, at) => [one, ["opening", "by", at]] as const),
      ...(playbook.reopening?.by ?? []).map((one, at) => [one, ["reopening", "by", at]] as const)
    ]
    const notified = [
      ...entries(playbook.stages).flatMap(([stage, { escalate = [] }]) =>
        escalate.map(({ tell }, at) => [tell, [...path, "stages", stage, "escalate", at, "tell"]] as const)
      ),
      ...(playbook.patrol?.escalate ?? []).map(
        ({ tell }, at) => [tell, [...path, "patrol", "escalate", at, "tell"]] as const
      )
    ]
    return [
      ...checkPlaybook(playbook).map((found) => ({ ...found, path: [...path, ...found.path] })),
      ...unknownNames("heart", [[playbook.ledBy, [...path, "ledBy"]]], document.hearts),
      ...(Object.hasOwn(document.hearts, playbook.ledBy) && !hearts.has(playbook.ledBy)
        ? [
            problem(
              [...path, "ledBy"],
              "heart-without-group",
              `no group has the heart "${playbook.ledBy}": its cases would belong to nobody`,
              { heart: playbook.ledBy }
            )
          ]
        : []),
      ...unknownNames(
        "poll rule",
        steps.flatMap(([step, { gate }]) =>
          gate?.poll === undefined ? [] : [[gate.poll, [...path, "steps", step, "gate", "poll"]] as const]
        ),
        document.pollRules ?? {}
      ),
      ...unknownNames(
        "playbook",
        playbook.parent === undefined ? [] : [[playbook.parent, [...path, "parent"]]],
        document.playbooks
      ),
      ...unknownNames(
        "role",
        [...people.map(([{ role }, at]) => [role, [...path, ...at, "role"]] as const), ...notified],
        document.roles
      ),
      ...unknownNames(
        "contact kind",
        [
          ...steps.flatMap(([step, { records = [] }]) => each(records, [...path, "steps", step, "records"])),
          ...each(playbook.opening?.records ?? [], [...path, "opening", "records"])
        ],
        document.contacts
      )
    ]
  })

const words = ({ playbooks }: ModelDocument): ReadonlyMap<string, PlaybookWords> =>
  new Map(
    entries(playbooks).map(([id, { stages, steps }]) => [
      id,
      {
        steps: new Set(Object.keys(steps)),
        stages: new Set(Object.keys(stages)),
        outcomes: new Set(Object.values(stages).flatMap(({ outcome }) => outcome ?? []))
      }
    ])
  )

const vocabulary = (document: ModelDocument, buildings?: ReadonlySet<string>): Vocabulary => ({
  contactKinds: new Set(Object.keys(document.contacts)),
  playbooks: words(document),
  roles: new Set(Object.keys(document.roles)),
  branches: new Set(Object.keys(document.branches)),
  groups: new Set(Object.keys(document.groups)),
  tags: new Set(Object.keys(document.tags)),
  ...(buildings === undefined ? {} : { buildings })
})

const checkCoverage = (document: ModelDocument, buildings?: ReadonlySet<string>): ReadonlyArray<Problem> => {
  const names = vocabulary(document, buildings)
  return entries(document.coverage).flatMap(([id, rule]) =>
    checkRule(rule, names).map((found) => ({ ...found, path: ["coverage", id, ...found.path] }))
  )
}

const checkIntake = ({ intake, playbooks }: ModelDocument): ReadonlyArray<Problem> =>
  unknownNames("playbook", keys(intake?.playbooks ?? {}, ["intake", "playbooks"]), playbooks)

const checkNotices = (document: ModelDocument): ReadonlyArray<Problem> => {
  const { coverage, noticeHours = anyHour, notices, playbooks, roles } = document
  const steps = Object.assign({}, ...Object.values(playbooks).map((playbook) => playbook.steps))
  return [
    ...unknownNames("playbook", each(noticeHours.confidential, ["noticeHours", "confidential"]), playbooks),
    ...entries(notices).flatMap(([id, rule]) => {
      const path = ["notices", id]
      return [
        ...unknownNames("role", each(rule.to, [...path, "to"]), roles),
        ...unknownNames("playbook", each(rule.playbooks ?? [], [...path, "playbooks"]), playbooks),
        ...unknownNames("step", each(rule.steps ?? [], [...path, "steps"]), steps),
        ...unknownNames("coverage rule", each(rule.coverage ?? [], [...path, "coverage"]), coverage),
        ...unknownNames(
          "digest",
          rule.digest === undefined ? [] : [[rule.digest, [...path, "digest"]]],
          noticeHours.digests
        ),
        ...(rule.on === "coverage-fell" && (rule.coverage ?? []).length === 0
          ? [problem(path, "nothing-watched", "say under coverage which coverage rules are watched", {})]
          : [])
      ]
    })
  ]
}

/**
 * Checks the content of a model document that already has the right form. Returns all mistakes, each with its path.
 * `buildings` are the buildings of the registry; if they are missing, references to buildings are not checked.
 *
 * @category checks
 */
export const problemsIn = (
  document: ModelDocument,
  buildings?: ReadonlySet<string>
): ReadonlyArray<Problem> => [
  ...checkGroups(document),
  ...checkBranches(document),
  ...checkRoles(document),
  ...checkContacts(document),
  ...checkActors(document),
  ...checkPairing(document),
  ...checkCompanions(document, buildings),
  ...checkRounds(document),
  ...checkPlaybooks(document),
  ...checkIntake(document),
  ...checkCoverage(document, buildings),
  ...checkNotices(document)
]

/**
 * Finds the buildings that the model refers to, but that are not in the registry. Each problem has its path in the
 * model document.
 *
 * @category checks
 */
export const checkBuildings = (
  { actors, branches, groups }: Pick<Model, "actors" | "branches" | "groups">,
  { buildings }: Pick<Registry, "buildings">
): ReadonlyArray<Problem> => {
  const missing = (building: BuildingId, path: Path): ReadonlyArray<Problem> =>
    buildings.has(building)
      ? []
      : [
          problem(
            path,
            "unknown-building",
            `there is no building "${building}" in the registry: correct one of the two`,
            { name: building }
          )
        ]
  return [
    ...branches.flatMap(({ buildings: own, id }) =>
      own.flatMap((building, at) => missing(building, ["branches", id, "buildings", at]))
    ),
    ...groups.flatMap(({ buildings: own, id }) =>
      own.flatMap((building, at) => missing(building, ["groups", id, "buildings", at]))
    ),
    ...[...actors.values()].flatMap(({ id, mandates, offers }) => [
      ...mandates.flatMap(({ scope }, at) =>
        "building" in scope
          ? missing(scope.building, ["actors", id, "mandates", at, "scope", "building"])
          : []
      ),
      ...(offers?.building === undefined
        ? []
        : missing(offers.building, ["actors", id, "offers", "building"]))
    ])
  ]
}

// ----------------------------------------------------------------------------------------------------------- reading

const byId = <K extends string, V>(record: Readonly<Record<K, V>>): ReadonlyMap<K, V> =>
  new Map(entries(record))

/** The values of a record in a document, each with its key as its id. */
export const withIds = <K extends string, V extends object>(
  record: Readonly<Record<K, V>>
): ReadonlyArray<{ readonly id: K } & V> => entries(record).map(([id, value]) => ({ id, ...value }))

/**
 * The default keepers of cases (the people who manage them), for playbooks that list no keepers. They are the actors
 * who have a role with the authority `case` and a mandate for the group or a building of the case.
 */
const keepersOf = ({ roles }: ModelDocument): ReadonlyArray<By> =>
  entries(roles).flatMap(([role, { may }]) =>
    may.includes("case") ? (["group", "building"] as const).map((scope) => ({ role, scope })) : []
  )

const compileAll = (document: ModelDocument): Model["playbooks"] => {
  const options = { keepers: keepersOf(document) }
  return new Map(entries(document.playbooks).map(([id, playbook]) => [id, compile(id, playbook, options)]))
}

/** Makes the model of a document in which a check has found no mistake. */
export const make = (document: ModelDocument): Model => ({
  id: document.id,
  name: document.name,
  languages: document.languages ?? [],
  ...given("nouns", document.nouns),
  elderFrom: document.elderFrom ?? usualElderFrom,
  provenance: document.provenance,
  timeZone: document.timeZone,
  calendar: inZone(document.calendar, document.timeZone),
  hearts: byId(document.hearts),
  tags: byId(document.tags),
  branches: withIds(document.branches),
  groups: withIds(document.groups),
  roles: byId(document.roles),
  actors: new Map(withIds(document.actors ?? {}).map((actor) => [actor.id, actor])),
  pairing: document.pairing,
  companions: document.companions,
  talent: document.talent,
  ...given("rounds", document.rounds),
  contacts: byId(document.contacts),
  playbooks: compileAll(document),
  pollRules: new Map(withIds(document.pollRules ?? {}).map((rules) => [rules.id, rules])),
  lateFacts: document.lateFacts ?? {},
  emergencyAccess: document.emergencyAccess ?? usual,
  clockJump: document.clockJump ?? usualJump,
  retention: document.retention,
  intake: document.intake,
  coverage: new Map(withIds(document.coverage).map((rule) => [rule.id, rule])),
  notices: byId(document.notices),
  noticeHours: document.noticeHours ?? anyHour
})

const readDocument = reader(ModelDocument)

/**
 * Reads a model from a JSON value, or returns all problems with their paths. First checks the form of the document. If
 * the form is right, also checks ids and relations.
 *
 * @category decoding
 */
export const read = (json: Schema.Json): Result.Result<Model, DocumentRefused> =>
  Result.flatMap(readDocument(json), (document) => {
    const problems = problemsIn(document)
    return problems.length > 0 ? refuse(problems) : Result.succeed(make(document))
  })

// --------------------------------------------------------------------------------------------------------- questions

/**
 * Makes the pairing problem of a model: which branch could lead which group. `inForce` contains the pairs that are in
 * force now.
 */
export const pairingProblem = (
  { branches, groups, pairing }: Pick<Model, "branches" | "groups" | "pairing">,
  inForce: PairingProblem["inForce"]
): PairingProblem => ({
  branches,
  groups,
  criteria: pairing.criteria,
  tables: {},
  pins: pairing.pins,
  bans: pairing.bans,
  inForce,
  policy: pairing.repair,
  ...given("partial", pairing.partial)
})

/** The group that has the given heart (main purpose). `undefined` if there is no such group. */
export const groupOfHeart = (self: Model, heart: Tag): Group | undefined =>
  self.groups.find((group) => group.heart === heart)
