/**
 * The cases of a district on a day: where they are, what is late and who should act, which steps were refused, and what
 * changed.
 */
import { type CompiledPlaybook, type Deadline, isOpen, type Opened } from "@liulinhui/core/Case"
import * as Case from "@liulinhui/core/Case"
import { timeAt } from "@liulinhui/core/Calendar"
import * as Day from "@liulinhui/core/Day"
import { given } from "@liulinhui/core/Model"
import * as District from "@liulinhui/core/District"
import type { BuildingId, CaseId, HouseholdId, ResidentId } from "@liulinhui/core/Id"
import { id as subjectId, kind as subjectKind } from "@liulinhui/core/Registry"
import type { Text } from "@liulinhui/core/Text"
import { CaseSentence, Names, Reason } from "@liulinhui/texts"
import type {
  BuildingFact,
  CaseFact,
  ChangeFact,
  Facts,
  KindCounts,
  OverdueFact,
  RefusedFact,
  Sentence
} from "./Facts.ts"
import { weekBefore } from "./CoverageFacts.ts"
import * as Masking from "./Masking.ts"
import { groupName, inEach, label, same, type Scene } from "./Scene.ts"

interface Spot {
  /** The id of the building. */
  readonly building: string | null
  readonly unit: string | null
}

const spotOf = ({ district: { registry } }: Scene, { subjects: [subject] }: Opened): Spot => {
  const id = subjectId(subject)
  const flat = (household: HouseholdId | undefined): Spot => {
    const found = household === undefined ? undefined : registry.households.get(household)
    return { building: found?.building ?? null, unit: found?.unit ?? null }
  }
  switch (subjectKind(subject)) {
    case "district":
      return { building: null, unit: null }
    case "building":
      return { building: id, unit: null }
    case "household":
      return flat(id as HouseholdId)
    case "resident":
      return flat(registry.residents.get(id as ResidentId)?.household)
  }
}

/** A case that was opened by the day of the report and that the readers may count, as it was at the end of that day. */
export interface KnownCase {
  readonly file: District.CaseFile
  readonly state: Opened
  readonly spot: Spot
  readonly playbook: CompiledPlaybook
  /** The names for sentences about the case. A name is first looked up in the playbook, and then in the district. */
  readonly names: Names.Names
  /** Whether the readers may see the case. Otherwise they may only count it. */
  readonly seen: boolean
}

/**
 * The state of a case at the end of a day. If a deadline has passed, its automatic step counts as taken, even if this
 * is not recorded yet.
 */
const stateOn = (
  { calendar, known }: Scene,
  { entries }: District.CaseFile,
  playbook: CompiledPlaybook | undefined,
  on: Day.Day
): Opened | undefined => {
  const state = Case.asOf(
    Case.knownBy(entries, known).map(({ event }) => event),
    on
  )
  const now = playbook === undefined ? state : Case.caughtUp(playbook, calendar, state, on).state
  return now._tag === "Opened" ? now : undefined
}

const knownCase = (scene: Scene, file: District.CaseFile): KnownCase | undefined => {
  const { asOf, district, known, reader } = scene
  const then = stateOn(scene, file, undefined, asOf)
  const playbook = then === undefined ? undefined : District.playbookOf(district, then)
  if (playbook === undefined) return undefined
  const state = stateOn(scene, file, playbook, asOf)
  if (state === undefined || !reader.counts(state)) return undefined
  return {
    file: { state, entries: Case.knownBy(file.entries, known).filter(({ event }) => event.on <= asOf) },
    state,
    spot: spotOf(scene, state),
    playbook,
    names: Names.firstOf(Names.ofPlaybook(playbook.playbook), scene.names),
    seen: reader.seesCase(state)
  }
}

/** All cases that the readers may count. */
export const knownCases = (scene: Scene): ReadonlyArray<KnownCase> =>
  [...scene.district.cases.values()].flatMap((file) => knownCase(scene, file) ?? [])

/** Whether the district has cases that the readers may not see. */
export const hasUnseen = ({ asOf, district, reader }: Scene): boolean =>
  [...district.cases.values()].some(
    ({ state }) => state._tag === "Opened" && state.opened <= asOf && !reader.seesCase(state)
  )

const kindOf = (scene: Scene, { playbook }: Pick<Opened, "playbook">): Text =>
  scene.model.playbooks.get(playbook)?.playbook.name ?? same(scene, playbook)

const caseFact = (scene: Scene, { playbook: { playbook: form }, spot, state }: KnownCase): CaseFact => {
  const { ending, id, lineage, opened, playbook, relapses, stage } = state
  return {
    id,
    playbook,
    kind: kindOf(scene, state),
    stage: form.stages[stage]?.name ?? same(scene, stage),
    building: label(scene, spot.building),
    unit: spot.unit,
    open: isOpen(state),
    opened,
    relapses,
    reopens: lineage?.first ?? null,
    outcome:
      ending === undefined
        ? null
        : inEach(scene, (words) => Names.say(words, Names.none, "outcome", ending.outcome))
  }
}

const byKind = (
  cases: ReadonlyArray<KnownCase>
): ReadonlyArray<readonly [string, ReadonlyArray<KnownCase>]> =>
  [...Map.groupBy(cases, ({ state }) => state.playbook)].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))

/** The cases that the readers may see. A kind with too many cases is left out. */
export const caseFacts = (scene: Scene, cases: ReadonlyArray<KnownCase>): ReadonlyArray<CaseFact> => {
  const { cases: listed = 60 } = scene
  return byKind(cases.filter(({ seen }) => seen)).flatMap(([, of]) =>
    of.length <= listed ? of.map((one) => caseFact(scene, one)) : []
  )
}

/**
 * Whether small numbers of these cases may be shown. They may be shown if the readers may see all these cases, or if
 * all these cases are about buildings.
 */
const isPublic = ({ seen, state }: KnownCase): boolean =>
  seen || state.subjects.every((subject) => ["building", "district"].includes(subjectKind(subject)))

/** Counts some cases, without hiding any number. */
const exactly = (cases: ReadonlyArray<KnownCase>) => {
  const open = cases.filter(({ state }) => isOpen(state)).length
  return {
    all: cases.length,
    open,
    closed: cases.length - open,
    relapses: cases.reduce((sum, { state }) => sum + state.relapses, 0)
  }
}

type Figures = Omit<KindCounts, "kind">

/** Counts some cases. Small numbers are masked (hidden) if they are about people whom the readers may not see. */
export const figuresOf = (cases: ReadonlyArray<KnownCase>): Figures => {
  const counts = exactly(cases)
  if (cases.every(isPublic)) return counts
  const { all, closed, open, relapses } = counts
  return { all: Masking.few(all), ...Masking.parts({ open, closed }), relapses: Masking.few(relapses) }
}

/** The numbers of cases of each kind. */
export const kindCounts = (scene: Scene, cases: ReadonlyArray<KnownCase>): ReadonlyArray<KindCounts> =>
  byKind(cases).map(([playbook, of]) => ({ kind: kindOf(scene, { playbook }), ...figuresOf(of) }))

/** The exact numbers of those cases that the readers may see, for each kind. */
export const seenCounts = (scene: Scene, cases: ReadonlyArray<KnownCase>): BuildingFact["cases"] =>
  byKind(cases.filter(({ seen }) => seen)).map(([playbook, of]) => {
    const { all, open, relapses } = exactly(of)
    return { kind: kindOf(scene, { playbook }), all, open, relapses }
  })

/**
 * The total numbers of all cases. A total is hidden if a reader could use it to compute a small number of one kind or
 * group.
 */
export const totals = (
  cases: ReadonlyArray<KnownCase>,
  late: ReadonlyArray<KnownCase>
): Pick<Facts, "open" | "late" | "relapses"> => {
  const groups = [...Map.groupBy(cases, ({ state }) => state.group).values()]
  const kinds = byKind(cases).map(([, of]) => of)
  const total = (figure: "open" | "relapses") => {
    const sums = [groups, kinds].map((partition) =>
      Masking.total(partition.map((of) => [exactly(of)[figure], figuresOf(of)[figure]]))
    )
    return sums.find((sum) => typeof sum !== "number") ?? sums[0] ?? 0
  }
  return {
    open: total("open"),
    late: late.every(isPublic) ? late.length : Masking.few(late.length),
    relapses: total("relapses")
  }
}

/** The entries of a case as sentences. */
export const sentencesOf = (scene: Scene, { file, names }: KnownCase): ReadonlyArray<Sentence> =>
  CaseSentence.timeline(file.entries.map(({ event }) => event)).map((sentence) => ({
    on: sentence.on,
    text: inEach(scene, (words) => CaseSentence.say(words, sentence, names, scene.model.timeZone))
  }))

// ------------------------------------------------------------------------------------------------------- overdue work

/** What is overdue on a case on a day. */
const lateOn = (
  { calendar }: Scene,
  { playbook, state }: Pick<KnownCase, "playbook" | "state">,
  on: Day.Day
): ReadonlyArray<Deadline> => Case.deadlines(state, playbook, calendar, on).filter(({ late }) => late > 0)

/** The cases with overdue work, as `liulinhui cases --overdue` lists them. */
export const lateCases = (scene: Scene, cases: ReadonlyArray<KnownCase>): ReadonlyArray<KnownCase> =>
  cases.filter((one) => lateOn(scene, one, scene.asOf).length > 0)

/** The roles whose steps end a deadline: by a check, or by a step that leads out of the stage. */
const rolesFor = ({ playbook: { steps }, state }: KnownCase, { of }: Deadline): ReadonlySet<string> => {
  const possible = [...steps.values()].filter(({ from }) => from.includes(state.stage))
  const settling = possible.filter(({ part, to }) =>
    of === "check" ? part === "check" : part === undefined && to !== undefined && to.id !== state.stage
  )
  return new Set((settling.length > 0 ? settling : possible).flatMap(({ by }) => by.map(({ role }) => role)))
}

/**
 * Who should act before a deadline: the person or the role that the case was handed over to. If the case was not handed
 * over: the roles that can take a step that ends the deadline.
 */
const whoActs = (scene: Scene, late: KnownCase, deadline: Deadline): ReadonlyArray<Text> => {
  const { handler } = late.state
  const name = (thing: "actor" | "role", id: string): Text =>
    inEach(scene, (words) => Names.say(words, scene.names, thing, id))
  if (handler === undefined) return [...rolesFor(late, deadline)].map((role) => name("role", role))
  return ["actor" in handler ? name("actor", handler.actor) : name("role", handler.role)]
}

const overdueFact = (scene: Scene, one: KnownCase, deadline: Deadline): OverdueFact => {
  const { names, playbook, spot, state } = one
  const { at, due, late, of, provisional } = deadline
  const stage = playbook.playbook.stages[state.stage]?.name ?? state.stage
  return {
    case: state.id,
    kind: kindOf(scene, state),
    building: label(scene, spot.building),
    unit: spot.unit,
    what: inEach(scene, (words) =>
      of === "check"
        ? words.say("word.due.check", { check: Names.say(words, names, "check", "check") })
        : words.say(`word.due.${of}`, { stage })
    ),
    group: groupName(scene, state.group),
    who: whoActs(scene, one, deadline),
    due,
    ...given("time", at === undefined ? undefined : timeAt(at, scene.model.timeZone)),
    ...(provisional ? { provisional } : {}),
    daysLate: late
  }
}

/** Overdue work on cases that the readers may see, the latest first. */
export const overdueFacts = (scene: Scene, late: ReadonlyArray<KnownCase>): ReadonlyArray<OverdueFact> =>
  late
    .filter(({ seen }) => seen)
    .flatMap((one) => lateOn(scene, one, scene.asOf).map((deadline) => overdueFact(scene, one, deadline)))
    .toSorted((a, b) => b.daysLate - a.daysLate || (a.case < b.case ? -1 : 1))

// ------------------------------------------------------------------------------------------------------------ refused

/** Steps that were refused, in the cases that the readers may see. */
export const refusedFacts = (scene: Scene, cases: ReadonlyArray<KnownCase>): ReadonlyArray<RefusedFact> =>
  cases
    .filter(({ seen }) => seen)
    .flatMap(({ file, names, playbook: { playbook }, spot, state }) =>
      file.entries.flatMap(({ event }) => {
        if (event._tag !== "StepRefused") return []
        const [first, ...others] = event.reasons.map((reason) =>
          inEach(scene, (words) => Reason.say(words, reason, names))
        )
        return first === undefined
          ? []
          : [
              {
                case: state.id,
                on: event.on,
                step: playbook.steps[event.step]?.name ?? same(scene, event.step),
                building: label(scene, spot.building),
                unit: spot.unit,
                reasons: [first, ...others] as const
              }
            ]
      })
    )

// ------------------------------------------------------------------------------------------------------------ changes

/** What happened in a case after a day. */
const changesOf = (scene: Scene, one: KnownCase, since: Day.Day): ReadonlyArray<ChangeFact["what"]> => {
  const { file, playbook, state } = one
  const before = stateOn(scene, file, playbook, since)
  const isLate = lateOn(scene, one, scene.asOf).length > 0
  const wasLate = before !== undefined && lateOn(scene, { playbook, state: before }, since).length > 0
  const happened: Readonly<Record<ChangeFact["what"], boolean>> = {
    opened: state.opened > since,
    ended: state.ending !== undefined && state.ending.on > since,
    relapsed: before !== undefined && state.relapses > before.relapses,
    late: isLate && !wasLate,
    refused: file.entries.some(({ event }) => event._tag === "StepRefused" && event.on > since)
  }
  return kindsOfChange.filter((what) => happened[what])
}

const kindsOfChange = ["late", "relapsed", "refused", "opened", "ended"] as const

/** What happened to cases in the last week. Kinds of change that did not happen are left out. */
export const changeFacts = (scene: Scene, cases: ReadonlyArray<KnownCase>): ReadonlyArray<ChangeFact> => {
  const since = weekBefore(scene)
  const changed = cases.map((one) => ({ one, what: changesOf(scene, one, since) }))
  return kindsOfChange.flatMap((kind) => {
    const own = changed.filter(({ what }) => what.includes(kind)).map(({ one }) => one)
    if (own.length === 0) return []
    return [
      {
        what: kind,
        count: own.every(isPublic) ? own.length : Masking.few(own.length),
        cases: own
          .filter(({ seen }) => seen)
          .map(({ spot, state }) => ({
            case: state.id,
            kind: kindOf(scene, state),
            building: label(scene, spot.building),
            unit: spot.unit
          }))
      }
    ]
  })
}

// ---------------------------------------------------------------------------------------------------------- timelines

/** The maximum number of complete timelines in a report by default. */
const mostTimelines = 12

/**
 * The complete timelines of some cases. Default: the cases with a relapse or with overdue work, the latest case first.
 */
export const timelineFacts = (
  scene: Scene,
  cases: ReadonlyArray<KnownCase>,
  late: ReadonlyArray<KnownCase>,
  wanted?: ReadonlyArray<CaseId>
): Facts["timelines"] => {
  const seen = cases.filter((one) => one.seen)
  const chosen =
    wanted === undefined
      ? seen
          .filter((one) => isOpen(one.state) && (one.state.relapses > 0 || late.includes(one)))
          .toSorted((a, b) => b.state.last - a.state.last)
          .slice(0, mostTimelines)
      : wanted.flatMap((id) => seen.filter(({ state }) => state.id === id))
  return chosen.map((one) => ({
    case: one.state.id,
    title: kindOf(scene, one.state),
    building: label(scene, one.spot.building),
    unit: one.spot.unit,
    sentences: sentencesOf(scene, one)
  }))
}

/** The cases in each building. */
export const byBuilding = (
  cases: ReadonlyArray<KnownCase>
): ReadonlyMap<BuildingId | null, ReadonlyArray<KnownCase>> =>
  // The cast is safe: a spot has the id of a building.
  Map.groupBy(cases, ({ spot }) => spot.building as BuildingId | null)
