/**
 * What the people of the neighbourhood do: they report, work on cases, visit, forget evidence, move, die, and hand in
 * papers late. Each deed is chosen by chance from the present state of the district. Many deeds are refused, as in life.
 */
import { type Actor, mandatesOn } from "@liulinhui/core/Actor"
import * as Case from "@liulinhui/core/Case"
import type { CompiledPlaybook, Opened } from "@liulinhui/core/Case"
import * as Day from "@liulinhui/core/Day"
import * as District from "@liulinhui/core/District"
import type { Request } from "@liulinhui/core/Governance"
import { type ActorId, CaseId, ResidentId, type RoleId } from "@liulinhui/core/Id"
import type { Model } from "@liulinhui/core/Model"
import * as Registry from "@liulinhui/core/Registry"
import type { Evidence } from "@liulinhui/core/Case"
import type { Field } from "@liulinhui/core/Playbook"
import { PollId } from "@liulinhui/core/Poll"
import { filled, holders, type Neighbourhood, subjectAt } from "@liulinhui/testing/Neighbourhood"
import type { Draw } from "./Draw.ts"

/** The district on a day, as the people see it. */
export interface Scene {
  readonly district: District.District
  readonly model: Model
  readonly neighbourhood: Neighbourhood
  readonly on: Day.Day
  readonly draw: Draw
  /** A number that is different for each deed, for new ids. */
  readonly count: number
}

/** A request that an actor intends to make. */
export interface Deed {
  readonly by: ActorId
  readonly request: Request
}

/** The kinds of deeds. */
export type DeedKind =
  | "report"
  | "work"
  | "hand-over"
  | "vote"
  | "visit"
  | "nobody-in"
  | "late-papers"
  | "relapse"
  | "note"
  | "withdraw"
  | "move"
  | "arrive"
  | "leave"
  | "erase"

/** Chooses a deed. `undefined` if there is nothing to do. */
type Choose = (scene: Scene) => Deed | undefined

/** The share of requests by somebody who has no business there. */
const strangers = 0.1

/** The share of requests in which a part of the evidence is forgotten. */
const forgotten = 0.1

const actorsOf = ({ district }: Scene): ReadonlyArray<Actor> => [...district.actors.values()]

/** Somebody with one of the roles on the day, or now and then anybody. */
const somebody = (scene: Scene, roles: ReadonlyArray<RoleId>): ActorId | undefined => {
  const { draw, on } = scene
  const all = actorsOf(scene)
  if (draw.chance(strangers)) return draw.one(all)?.id
  const role = draw.one(roles)
  const inOffice = (actor: Actor): boolean => mandatesOn(actor, on).some((mandate) => mandate.role === role)
  return role === undefined ? undefined : draw.one(holders(all, role).filter(inOffice))?.id
}

/** The roles with an authority, such as `contact`. */
const rolesWith = ({ model }: Scene, authority: string): ReadonlyArray<RoleId> =>
  [...model.roles].flatMap(([role, { may }]) => (may.some((one) => one === authority) ? [role] : []))

const deedBy = (by: ActorId | undefined, request: Request): Deed | undefined =>
  by === undefined ? undefined : { by, request }

/** Evidence for some fields. Now and then one of them is forgotten. */
const evidenceFor = (
  { draw, on }: Scene,
  fields: ReadonlyMap<string, Field>
): { readonly evidence?: Evidence } => {
  const whole = Object.entries(filled(fields, on))
  const gone = draw.chance(forgotten) ? draw.below(whole.length) : -1
  const kept = whole.filter((_, at) => at !== gone)
  return kept.length === 0 ? {} : { evidence: Object.fromEntries(kept) }
}

/** A case, open or ended, with its playbook. */
interface OnCase {
  readonly state: Opened
  readonly playbook: CompiledPlaybook
}

const oneOf = (scene: Scene, states: ReadonlyArray<Opened>): OnCase | undefined => {
  const state = scene.draw.one(states)
  const playbook = state && District.playbookOf(scene.district, state)
  return state === undefined || playbook === undefined ? undefined : { state, playbook }
}

const openCase = (scene: Scene): OnCase | undefined => oneOf(scene, District.openCases(scene.district))

const rolesOf = (people: ReadonlyArray<{ readonly role: RoleId }>): ReadonlyArray<RoleId> => [
  ...new Set(people.map(({ role }) => role))
]

/** A playbook, and the open case under which its case is opened. A missing parent case is opened first. */
const reportable = (
  scene: Scene,
  playbook: CompiledPlaybook
): { readonly playbook: CompiledPlaybook; readonly parent?: CaseId } => {
  const { parent } = playbook.playbook
  const above = parent === undefined ? undefined : scene.model.playbooks.get(parent)
  if (above === undefined) return { playbook }
  const open = District.openCases(scene.district).find((state) => state.playbook === above.id)
  return open === undefined ? reportable(scene, above) : { playbook, parent: open.id }
}

const report: Choose = (scene) => {
  const { count, draw, model, neighbourhood } = scene
  const drawn = draw.one([...model.playbooks.values()])
  if (drawn === undefined) return undefined
  const { parent, playbook } = reportable(scene, drawn)
  return deedBy(somebody(scene, rolesOf(playbook.openers)), {
    _tag: "OpenCase",
    case: CaseId.make(`${playbook.id.slice(0, 50)}-${count}`),
    playbook: playbook.id,
    subjects: [subjectAt(neighbourhood, playbook, draw.below(neighbourhood.registry.households.length))],
    ...(parent === undefined ? {} : { parent }),
    ...evidenceFor(scene, playbook.opening.fields)
  })
}

/** A step of a case on a day. */
const stepOn = (scene: Scene, found: OnCase | undefined, on?: Day.Day): Deed | undefined => {
  if (found === undefined) return undefined
  const { playbook, state } = found
  const here = [...playbook.steps.values()].filter(
    ({ from, by }) => from.includes(state.stage) && by.length > 0
  )
  const step = scene.draw.one(here)
  if (step === undefined) return undefined
  return deedBy(somebody(scene, rolesOf(step.by)), {
    _tag: "TakeStep",
    case: state.id,
    step: step.id,
    ...evidenceFor(scene, step.form.fields),
    ...(on === undefined ? {} : { on })
  })
}

const work: Choose = (scene) => stepOn(scene, openCase(scene))

const handOver: Choose = (scene) => {
  const found = openCase(scene)
  const people = found === undefined ? [] : [...found.playbook.steps.values()].flatMap(({ by }) => by)
  const to = scene.draw.one(people)
  if (found === undefined || to === undefined) return undefined
  return deedBy(somebody(scene, rolesOf(found.playbook.keepers)), {
    _tag: "HandCaseOver",
    case: found.state.id,
    to: { role: to.role }
  })
}

/** Opens a vote of the owners on a case that needs one, or casts a ballot in an open vote. */
const vote: Choose = (scene) => {
  const { count, district, draw, on } = scene
  const by = somebody(scene, rolesWith(scene, "poll"))
  const open = [...district.polls.values()].filter(({ closes }) => closes >= on)
  const poll = draw.one(open)
  if (poll !== undefined && !draw.chance(0.2)) {
    const elector = draw.one(poll.electors)
    if (elector === undefined) return undefined
    const opinion = draw.chance(0.8) ? "agree" : "against"
    return deedBy(by, { _tag: "CastBallot", poll: poll.id, owner: elector.owner, opinion })
  }
  const found = openCase(scene)
  if (found === undefined) return undefined
  const gates = [...found.playbook.steps.values()].flatMap(({ step }) => step.gate?.poll ?? [])
  const rules = draw.one(gates)
  const [first, ...others] = [...district.registry.households.values()]
    .filter(({ building }) => found.state.buildings.includes(building))
    .map(({ id: unit }) => ({ unit, owner: `owner-${unit}` }))
  if (rules === undefined || first === undefined) return undefined
  const closes = Day.add(on, 1 + draw.below(20))
  const units = [first, ...others] as const
  return deedBy(by, {
    _tag: "OpenPoll",
    poll: PollId.make(`poll-${count}`),
    case: found.state.id,
    rules,
    closes,
    units
  })
}

/** Something in the neighbourhood that can be visited. */
const visitable = ({ district: { registry }, draw, on }: Scene): Registry.Subject | undefined => {
  const present = [...registry.residents.values()].filter((stay) => Registry.isPresent(stay, on))
  const people = present.map(({ id }) => Registry.resident(id))
  const homes = [...registry.households.keys()].map((id) => Registry.household(id))
  const houses = [...registry.buildings.keys()].map((id) => Registry.building(id))
  return draw.one([...people, ...people, ...homes, ...houses])
}

const contact = (scene: Scene, on?: Day.Day): Deed | undefined => {
  const { draw, model } = scene
  const found = draw.one([...model.contacts])
  const subject = visitable(scene)
  if (found === undefined || subject === undefined) return undefined
  const [kind, { proof }] = found
  const made = { kind, subject, ...(proof === true && !draw.chance(forgotten) ? { proof: "photos/1" } : {}) }
  return deedBy(somebody(scene, rolesWith(scene, "contact")), {
    _tag: "RecordContacts",
    contacts: [made],
    ...(on === undefined ? {} : { on })
  })
}

const nobodyIn: Choose = (scene) => {
  const kind = scene.draw.one([...scene.model.contacts.keys()])
  const subject = visitable(scene)
  if (kind === undefined || subject === undefined) return undefined
  const outcome = scene.draw.chance(0.5) ? "nobody-in" : "refused"
  return deedBy(somebody(scene, rolesWith(scene, "contact")), {
    _tag: "RecordAttempts",
    attempts: [{ kind, subject, outcome }]
  })
}

/** A contact or a step that happened days ago, and is recorded now. */
const latePapers: Choose = (scene) => {
  const on = Day.add(scene.on, -1 - scene.draw.below(20))
  return scene.draw.chance(0.5) ? contact(scene, on) : stepOn(scene, openCase(scene), on)
}

const relapse: Choose = (scene) => {
  const ended = [...scene.district.cases.values()].flatMap(({ state }) =>
    state._tag === "Opened" && !Case.isOpen(state) ? [state] : []
  )
  const found = oneOf(scene, ended)
  if (found === undefined) return undefined
  return deedBy(somebody(scene, rolesOf(found.playbook.reopening?.by ?? found.playbook.keepers)), {
    _tag: "ReopenCase",
    case: found.state.id,
    relapse: scene.draw.chance(0.8),
    reason: "it came back"
  })
}

const note: Choose = (scene) => {
  const found = openCase(scene)
  if (found === undefined) return undefined
  return deedBy(somebody(scene, rolesOf(found.playbook.people)), {
    _tag: "NoteOnCase",
    case: found.state.id,
    text: "seen"
  })
}

const withdraw: Choose = (scene) => {
  const found = openCase(scene)
  if (found === undefined) return undefined
  return deedBy(somebody(scene, rolesOf(found.playbook.keepers)), {
    _tag: "WithdrawCase",
    case: found.state.id,
    reason: "entered by mistake"
  })
}

/** A request about a resident, by somebody who keeps the registry. */
const aboutResident =
  (
    isMeant: (stay: Registry.Stay, on: Day.Day) => boolean,
    request: (scene: Scene, id: ResidentId) => Request | undefined
  ): Choose =>
  (scene) => {
    const { district, draw, on } = scene
    const found = draw.one([...district.registry.residents.values()].filter((stay) => isMeant(stay, on)))
    const asked = found === undefined ? undefined : request(scene, found.id)
    return asked === undefined ? undefined : deedBy(somebody(scene, rolesWith(scene, "registry")), asked)
  }

const move = aboutResident(Registry.isPresent, ({ district, draw }, resident) => {
  const household = draw.one([...district.registry.households.keys()])
  return household === undefined ? undefined : { _tag: "MoveResident", resident, household }
})

const leave = aboutResident(Registry.isPresent, ({ draw }, resident) => ({
  _tag: "LeaveResident",
  resident,
  departure: draw.chance(0.3) ? "died" : "moved-away"
}))

const erase = aboutResident(
  ({ erased, left }) => left !== undefined && erased === undefined,
  (_, resident) => ({ _tag: "EraseResident", resident, basis: "request" })
)

const arrive: Choose = (scene) => {
  const { count, district, draw, on } = scene
  const household = draw.one([...district.registry.households.keys()])
  if (household === undefined) return undefined
  const birth = Day.anniversary(on, -draw.below(100))
  const resident = { id: ResidentId.make(`new-${count}`), household, name: `新居民${count}`, birth, tags: [] }
  return deedBy(somebody(scene, rolesWith(scene, "registry")), { _tag: "EnterResident", resident })
}

/** For each kind of deed: how frequent it is, and how it is chosen. */
const deeds: Readonly<Record<DeedKind, readonly [weight: number, choose: Choose]>> = {
  report: [4, report],
  work: [16, work],
  "hand-over": [2, handOver],
  vote: [3, vote],
  visit: [8, (scene) => contact(scene)],
  "nobody-in": [2, nobodyIn],
  "late-papers": [3, latePapers],
  relapse: [1, relapse],
  note: [1, note],
  withdraw: [1, withdraw],
  move: [1, move],
  arrive: [1, arrive],
  leave: [1, leave],
  erase: [1, erase]
}

// The cast is safe: the keys of the table are the kinds of deeds.
const bag: ReadonlyArray<DeedKind> = (Object.keys(deeds) as Array<DeedKind>).flatMap((kind) =>
  Array.from({ length: deeds[kind][0] }, () => kind)
)

/** Chooses the next deed. `undefined` if there is nothing of this kind to do at present. */
export const choose = (scene: Scene): { readonly kind: DeedKind; readonly deed: Deed } | undefined => {
  const kind = scene.draw.one(bag)
  if (kind === undefined) return undefined
  const [, found] = deeds[kind]
  const deed = found(scene)
  return deed === undefined ? undefined : { kind, deed }
}
