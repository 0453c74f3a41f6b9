/**
 * A district folded from its entries: its model, registry, pairing, contacts, companions and cases as they stand, and
 * what is needed to ask how they stood on any past day. It is a pure fold: throw it away, fold the entries again, and it
 * is the same.
 *
 * The fold changes its own maps in place, entry by entry, because copying a district for each of its entries would make
 * reading it back quadratic. Whoever holds a {@link District} reads it between two entries and keeps no part of it.
 */
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { type CaseContext, type CaseEvent, type CaseState, isOpen, type Opened } from "../casework/Case.ts"
import { initial as unopened, evolve as evolveCase } from "../casework/CaseDecider.ts"
import {
  evolve as evolvePolls,
  ofCase as pollsOfCase,
  type OpenedPoll,
  type PollId,
  standing
} from "../polls/PollDecider.ts"
import type { CompiledPlaybook } from "../casework/CompiledPlaybook.ts"
import type { CoverageFacts } from "../coverage/Coverage.ts"
import { erased as erasedReason, type Exclusion } from "../coverage/Exclusion.ts"
import { evolve as evolveExclusions } from "../coverage/ExclusionDecider.ts"
import type { Day } from "../kernel/Day.ts"
import { formatPath } from "../kernel/Problem.ts"
import {
  type CompanionProposals,
  decider as companionProposalDecider
} from "../companions/CompanionProposal.ts"
import type { PairingState } from "../pairing/Pairing.ts"
import { decider as pairingDecider } from "../pairing/PairingDecider.ts"
import * as PairingView from "../pairing/PairingView.ts"
import { decider as talentDecider, type TalentState } from "../talents/TalentProposal.ts"
import { inForce } from "../place/Actor.ts"
import {
  type CompanionRefusals,
  type Companions,
  evolve as evolveCompanions,
  evolveRefusals
} from "../companions/Companion.ts"
import type { Contact } from "../place/Contact.ts"
import type { CaseFact, PairFact } from "../place/Facts.ts"
import type { BuildingId, CaseId, ResidentId } from "../place/Id.ts"
import * as Registry from "../place/Registry.ts"
import { resident as residentSubject, type Subject } from "../place/Subject.ts"
import { decode, EntryUnreadable, type Happened, type ModelEvent } from "./Journal.ts"
import { type Model, read } from "../model/Model.ts"
import { type Emergency, evolve as evolveEmergencies } from "../disclosure/Disclosure.ts"
import { evolve as evolvePreferences, type NoticePreferences } from "../preferences/NoticePreference.ts"

/** An event of a case and the position of its entry. */
export interface CaseEntry {
  readonly position: number
  readonly event: CaseEvent
}

/** A case with its whole history. */
export interface CaseFile {
  readonly state: CaseState
  readonly entries: ReadonlyArray<CaseEntry>
}

/**
 * @category models
 */
export interface District {
  /** The position of the last entry folded; 0 before the first. */
  readonly position: number
  /** The day on which it adopted its first model. */
  readonly began: Day | undefined
  /** The version that each stream has come to. */
  readonly versions: ReadonlyMap<string, number>
  /** The model adopted last, and the document that it was read from. */
  readonly model: Model | undefined
  readonly document: Schema.Json | undefined
  /** Every playbook that was ever adopted, by id and version: cases stay on the version they were opened with. */
  readonly playbooks: ReadonlyMap<string, CompiledPlaybook>
  readonly registry: Registry.Registry
  readonly pairing: PairingState
  readonly pairingView: PairingView.PairingView
  readonly contacts: ReadonlyArray<Contact>
  readonly companions: Companions
  readonly companionRefusals: CompanionRefusals
  readonly companionProposals: CompanionProposals
  readonly talent: TalentState
  readonly pairs: ReadonlyArray<PairFact>
  readonly exclusions: ReadonlyArray<Exclusion>
  readonly cases: ReadonlyMap<CaseId, CaseFile>
  readonly children: ReadonlyMap<CaseId, ReadonlySet<CaseId>>
  /** How those want to be told who have said so. */
  readonly noticePreferences: NoticePreferences
  /** The polls held on cases, each with its ballots. */
  readonly polls: ReadonlyMap<PollId, OpenedPoll>
  /** Emergency access that was taken and may not be over yet. */
  readonly emergencies: ReadonlyArray<Emergency>
  /** The registry's history, for asking about past days. */
  readonly registryEvents: ReadonlyArray<Registry.RegistryEvent>
  /** Who was erased, by resident, with the position of the entry that records it. */
  readonly erased: ReadonlyMap<ResidentId, number>
}

interface MutableCaseFile extends CaseFile {
  state: CaseState
  readonly entries: Array<CaseEntry>
}

/** A district under construction, open to {@link apply}. */
export interface Draft extends District {
  position: number
  began: Day | undefined
  readonly versions: Map<string, number>
  model: Model | undefined
  document: Schema.Json | undefined
  readonly playbooks: Map<string, CompiledPlaybook>
  readonly registry: Registry.Draft
  pairing: PairingState
  pairingView: PairingView.PairingView
  readonly contacts: Array<Contact>
  companions: Companions
  companionRefusals: CompanionRefusals
  companionProposals: CompanionProposals
  talent: TalentState
  pairs: ReadonlyArray<PairFact>
  exclusions: ReadonlyArray<Exclusion>
  readonly cases: Map<CaseId, MutableCaseFile>
  readonly children: Map<CaseId, Set<CaseId>>
  noticePreferences: NoticePreferences
  polls: ReadonlyMap<PollId, OpenedPoll>
  emergencies: ReadonlyArray<Emergency>
  readonly registryEvents: Array<Registry.RegistryEvent>
  readonly erased: Map<ResidentId, number>
}

/** A district without entries. */
export const draft = (): Draft => ({
  position: 0,
  began: undefined,
  versions: new Map(),
  model: undefined,
  document: undefined,
  playbooks: new Map(),
  registry: Registry.draft(),
  pairing: pairingDecider.initial,
  pairingView: PairingView.initial,
  contacts: [],
  companions: new Map(),
  companionRefusals: [],
  companionProposals: companionProposalDecider.initial,
  talent: talentDecider.initial,
  pairs: [],
  exclusions: [],
  cases: new Map(),
  children: new Map(),
  noticePreferences: new Map(),
  polls: new Map(),
  emergencies: [],
  registryEvents: [],
  erased: new Map()
})

/** The key of a playbook's version. */
export const versionKey = (id: string, version: number): string => `${id}@${version}`

// ----------------------------------------------------------------------------------------------------------- folding

const touch = (
  self: Draft,
  event: {
    readonly on: Day
    readonly records: ReadonlyArray<Contact["kind"]>
    readonly subjects: ReadonlyArray<Subject>
  },
  source: number
): void => {
  for (const kind of event.records) {
    for (const subject of event.subjects) self.contacts.push({ kind, subject, on: event.on, source })
  }
}

const applyCase = (self: Draft, event: CaseEvent, id: CaseId, position: number): void => {
  const file = self.cases.get(id) ?? { state: unopened, entries: [] }
  self.cases.set(id, file)
  file.state = evolveCase(file.state, event)
  file.entries.push({ position, event })
  if (event._tag === "CaseOpened" && event.parent !== undefined) {
    const siblings = self.children.get(event.parent)
    if (siblings === undefined) self.children.set(event.parent, new Set([id]))
    else siblings.add(id)
  }
  if ("records" in event) touch(self, event, position)
}

const applyPairs = (
  pairs: ReadonlyArray<PairFact>,
  event: Extract<Happened, { context: "companion" }>["event"]
): ReadonlyArray<PairFact> =>
  event._tag === "CompanionAssigned"
    ? [...pairs, { volunteer: event.volunteer, elder: event.elder, from: event.on }]
    : event._tag === "CompanionReleased"
      ? pairs.map((pair) =>
          pair.elder === event.elder && pair.until === undefined
            ? { ...pair, until: (event.on - 1) as Day }
            : pair
        )
      : pairs

/** An entry as the fold takes it. */
export interface Line {
  readonly position: number
  readonly stream: string
  readonly version: number
  readonly type: string
  readonly data: Parameters<typeof decode>[0]["data"]
}

const casePrefix = "case-"

const applyModel = (
  self: Draft,
  { document, on }: ModelEvent,
  { position, type }: Line
): Result.Result<void, EntryUnreadable> =>
  Result.mapBoth(read(document), {
    onSuccess: (model) => {
      self.began ??= on
      self.model = model
      self.document = document
      for (const [id, playbook] of model.playbooks) {
        self.playbooks.set(versionKey(id, playbook.playbook.version), playbook)
      }
    },
    // It was sound when it was adopted: another version of the library asks for something else.
    onFailure: ([first, ...others]) =>
      new EntryUnreadable({
        position,
        type,
        reason:
          first === undefined ? "" : `${formatPath(first.path)}: ${first.message} (and ${others.length} more)`
      })
  })

/** Folds one happening, in place. */
const applyHappened = (
  self: Draft,
  { context, event }: Exclude<Happened, { context: "model" }>,
  { position, stream }: Line
): void => {
  switch (context) {
    case "registry":
      if (event._tag === "ResidentErased") {
        const { resident } = event
        self.registryEvents.forEach((past, at, events) => {
          events[at] = Registry.withoutPerson(past, resident)
        })
        self.erased.set(resident, position)
      }
      self.registryEvents.push(event)
      Registry.apply(self.registry, event)
      return
    case "pairing":
      self.pairing = pairingDecider.evolve(self.pairing, event)
      self.pairingView = PairingView.evolve(self.pairingView, event)
      return
    case "contact": {
      const { kind, on, subject } = event
      self.contacts.push({ kind, subject, on, source: position })
      return
    }
    case "companion":
      self.companions = evolveCompanions(self.companions, event)
      self.companionRefusals = evolveRefusals(self.companionRefusals, event)
      self.pairs = applyPairs(self.pairs, event)
      return
    case "companion-proposal":
      self.companionProposals = companionProposalDecider.evolve(self.companionProposals, event)
      return
    case "talent":
      self.talent = talentDecider.evolve(self.talent, event)
      return
    case "exclusion":
      self.exclusions = evolveExclusions(self.exclusions, event, position)
      return
    case "notice":
      self.noticePreferences = evolvePreferences(self.noticePreferences, event)
      return
    case "poll":
      self.polls = evolvePolls(self.polls, event, stream.slice("poll-".length) as PollId)
      return
    case "disclosure":
      self.emergencies = evolveEmergencies(self.emergencies, event)
      return
    case "transfer":
      // What was declined goes on where it came from.
      return
    case "case":
      applyCase(self, event, stream.slice(casePrefix.length) as CaseId, position)
      return
  }
}

/**
 * Folds one entry, in place, or says that it cannot be read. Entries come in the order of their positions.
 *
 * @category operations
 */
export const apply = (self: Draft, line: Line): Result.Result<Happened, EntryUnreadable> =>
  Result.flatMap(decode(line), (happened) => {
    const folded: Result.Result<void, EntryUnreadable> =
      happened.context === "model"
        ? applyModel(self, happened.event, line)
        : Result.succeed(applyHappened(self, happened, line))
    return Result.map(folded, () => {
      self.position = line.position
      self.versions.set(line.stream, line.version)
      return happened
    })
  })

// --------------------------------------------------------------------------------------------------------- questions

/** The compiled playbook that a case lives by. */
export const playbookOf = (self: District, { playbook, version }: Opened): CompiledPlaybook | undefined =>
  self.playbooks.get(versionKey(playbook, version))

/** The cases that are open. */
export const openCases = (self: District): ReadonlyArray<Opened> =>
  [...self.cases.values()].flatMap(({ state }) => (isOpen(state) ? [state] : []))

/** What deciding on a case needs to know of the rest of the district, on a day. */
export const contextOf = (
  self: District,
  { id, group, opened, parent }: Pick<Opened, "group" | "parent"> & Partial<Pick<Opened, "id" | "opened">>,
  on: Day
): CaseContext => {
  const above = parent === undefined ? undefined : self.cases.get(parent)?.state
  const below = id === undefined ? [] : [...(self.children.get(id) ?? [])]
  return {
    branches: PairingView.answersFor(self.pairingView, group, opened ?? on, on),
    openChildren: below.filter((child) => isOpen(self.cases.get(child)?.state ?? unopened)).length,
    ...(above?._tag === "Opened" ? { parent: { playbook: above.playbook, open: isOpen(above) } } : {}),
    ...(id === undefined || self.polls.size === 0 ? {} : { polls: pollResults(self, id, on) })
  }
}

/** How the last poll of a case under each set of rules stands on a day. */
const pollResults = ({ polls }: District, id: CaseId, on: Day): NonNullable<CaseContext["polls"]> =>
  Object.fromEntries(
    [...pollsOfCase(polls.values(), id)].flatMap(([rules, poll]) => {
      const tally = standing(poll, on)
      return Result.isSuccess(tally) ? [[rules, tally.success.result]] : []
    })
  )

/** What coverage may know of a case, as it stood at the end of a day; nothing where it was not opened by then. */
const caseFact = ({ entries }: CaseFile, on: Day): ReadonlyArray<CaseFact> => {
  const past = entries.filter(({ event }) => event.on <= on)
  const state = past.reduce<CaseState>((before, { event }) => evolveCase(before, event), unopened)
  if (state._tag === "Unopened") return []
  const { ending, id, opened, playbook, relapses, stage, subjects } = state
  return [
    {
      id,
      playbook,
      stage,
      subjects,
      opened,
      relapses,
      ...(ending === undefined ? {} : { closed: ending.on, outcome: ending.outcome }),
      steps: past.flatMap(({ event, position }) =>
        "step" in event && event.step !== undefined && event._tag !== "StepRefused"
          ? [{ step: event.step, on: event.on, source: position }]
          : []
      )
    }
  ]
}

/** The registry as it stood at the end of a day. */
export const registryOn = (self: District, on: Day): Registry.Registry =>
  self.registryEvents.every((event) => event.on <= on)
    ? self.registry
    : Registry.asOf(self.registryEvents, on)

/** That who was erased is left out of every rule. */
const erasures = ({ erased, model, registry }: District): ReadonlyArray<Exclusion> =>
  [...erased].flatMap(([resident, source]) => {
    const on = registry.residents.get(resident)?.since
    return on === undefined
      ? []
      : [...(model?.coverage.keys() ?? [])].map((rule) => ({
          rule,
          subject: residentSubject(resident),
          reason: erasedReason,
          on,
          source
        }))
  })

/**
 * Everything that coverage is computed from, as of the end of a day.
 *
 * @category questions
 */
export const factsOn = (self: District, on: Day): CoverageFacts => {
  const { model } = self
  const branches = model?.branches ?? []
  const groups = model?.groups ?? []
  const heads = [...(model?.actors.values() ?? [])]
  return {
    registry: registryOn(self, on),
    contacts: self.contacts,
    exclusions: [...self.exclusions, ...erasures(self)],
    cases: [...self.cases.values()].flatMap((file) => caseFact(file, on)),
    pairs: self.pairs,
    branchesOf: (building: BuildingId) =>
      branches.flatMap(({ buildings, id }) => (buildings.includes(building) ? [id] : [])),
    groupsOf: (building) =>
      groups.flatMap(({ buildings, id }) =>
        buildings.length === 0 || buildings.includes(building) ? [id] : []
      ),
    headsOf: (building) =>
      heads.flatMap(({ id, mandates }) =>
        mandates.some(
          (mandate) =>
            "building" in mandate.scope && mandate.scope.building === building && inForce(mandate, on)
        )
          ? [id]
          : []
      )
  }
}

/** The case behind an id, where it was opened. */
export const findCase = (self: District, id: CaseId): Option.Option<Opened> => {
  const state = self.cases.get(id)?.state
  return state?._tag === "Opened" ? Option.some(state) : Option.none()
}
