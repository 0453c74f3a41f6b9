/**
 * A trial: a district in memory in which actors make requests, day after day. Each request is decided by the rules of
 * the library and of the model, as in a running service, and its events are applied at once.
 */
import { type Actor, clock } from "@liulinhui/core/Actor"
import * as Calendar from "@liulinhui/core/Calendar"
import * as Case from "@liulinhui/core/Case"
import * as Day from "@liulinhui/core/Day"
import * as District from "@liulinhui/core/District"
import * as Governance from "@liulinhui/core/Governance"
import type { Change, Reason, Request } from "@liulinhui/core/Governance"
import type { ActorId, CaseId } from "@liulinhui/core/Id"
import type { Model } from "@liulinhui/core/Model"
import * as Registry from "@liulinhui/core/Registry"
import * as Result from "effect/Result"
import type { Neighbourhood } from "./Neighbourhood.ts"

/** A request that an actor made, or deadlines that passed. */
export type Act =
  | {
      readonly _tag: "Asked"
      readonly on: Day.Day
      /** The instant of the request, in milliseconds since 1970-01-01T00:00Z. */
      readonly at: number
      readonly by: ActorId
      readonly request: Request
      /** All reasons for which the request was refused. Empty if it was accepted. */
      readonly reasons: ReadonlyArray<Reason | { readonly _tag: "NotAllowed" }>
    }
  | {
      readonly _tag: "Passed"
      readonly on: Day.Day
      readonly case: CaseId
      readonly steps: ReadonlyArray<string>
    }

/** Functions that see what happens in a trial. The district already contains the entry. */
export interface Watch {
  readonly entry?: (
    district: District.District,
    happened: District.Happened,
    at: { readonly at: number; readonly position: number; readonly stream: string }
  ) => void
  /** Called at the beginning of each day after the first one. */
  readonly day?: (district: District.District, on: Day.Day) => void
}

/** A district on trial, with the present day. */
export interface Trial {
  readonly district: District.Draft
  readonly model: Model
  readonly acts: Array<Act>
  readonly watch: Watch
  on: Day.Day
  /** The instant at which the present day began. */
  dawn: number
  /** The number of requests on the present day. Each is a minute later than the one before. */
  minute: number
}

const minute = 60_000

/** The present instant of a trial: from nine o'clock on. */
const now = ({ dawn, minute: passed }: Trial): number => dawn + (9 * 60 + passed) * minute

const fold = (self: Trial, stream: string, event: Parameters<typeof District.Journal.encode>[0]): void => {
  const { district } = self
  const line = {
    ...District.Journal.encode(event),
    position: district.position + 1,
    stream,
    version: (district.versions.get(stream) ?? 0) + 1,
    at: now(self)
  }
  const happened = Result.getOrThrow(District.apply(district, line))
  self.watch.entry?.(district, happened, line)
}

const foldAll = (self: Trial, changes: ReadonlyArray<Change>): void => {
  for (const { events, stream } of changes) for (const event of events) fold(self, stream, event)
}

const decidedBy = (self: Trial, actor: Actor): Governance.Asking => {
  const { district, model, on } = self
  return { district, model, actor, on, now: now(self) }
}

/** Begins a trial: the district adopts the model with the stand-ins, and its registry is entered. */
export const begin = (
  { document, registry }: Pick<Neighbourhood, "document" | "registry">,
  on: Day.Day
): Trial => {
  const district = District.draft()
  const adopted = { _tag: "ModelAdopted", on, document, format: District.Journal.format } as const
  const first = { ...District.Journal.encode(adopted), position: 1, stream: "model", version: 1 }
  Result.getOrThrow(District.apply(district, first))
  const { model } = district
  if (model === undefined) throw new RangeError("a district that adopted a model has a model")
  const dawn = Calendar.startOf(on, model.timeZone)
  const self: Trial = { district, model, acts: [], watch: {}, on, dawn, minute: 0 }
  const command = { _tag: "ImportRegistry", on, by: clock.id, ...registry } as const
  const entered = Result.getOrThrow(Registry.decider.decide(Registry.draft(), command))
  for (const event of entered) fold(self, "registry", event)
  return self
}

const copied = (value: unknown): unknown => {
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, copied(item)]))
  if (value instanceof Set) return new Set([...value].map(copied))
  if (Array.isArray(value)) return value.map(copied)
  if (typeof value !== "object" || value === null) return value
  // Some parts of a district, such as its contacts, are objects of a class. Their copy has the same class.
  const empty: object = Object.create(Object.getPrototypeOf(value))
  return Object.assign(
    empty,
    Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copied(item)]))
  )
}

/**
 * Copies a trial, so that many lives begin in one neighbourhood. The model is not copied: nothing changes it, and reading
 * it again for each life would take most of the time.
 */
export const fork = (self: Trial, watch: Watch = {}): Trial => {
  const { calendars, document, model, playbooks, ...parts } = self.district
  // The cast is safe: a copy has the same type.
  const copy = copied(parts) as typeof parts
  const district = { ...copy, calendars, document, model, playbooks: new Map(playbooks) }
  return { ...self, district, acts: [], watch }
}

/** The changes of an accepted request, or all reasons against the request. */
type Decided = Result.Result<ReadonlyArray<Change>, ReadonlyArray<Reason | { readonly _tag: "NotAllowed" }>>

/** Decides a request of an actor. */
const decide = (asking: Governance.Asking, request: Request): Decided => {
  if (!Governance.mayAsk(request, asking)) return Result.fail([{ _tag: "NotAllowed" }])
  return Result.mapError(Governance.decide(asking, request), ({ reasons }) => reasons)
}

/** Applies a decided request: its changes, or the record of its refusal. Returns whether the request is accepted. */
const settle = (self: Trial, asking: Governance.Asking, request: Request, decided: Decided): boolean => {
  const reasons = Result.isFailure(decided) ? decided.failure : []
  const at = now(self)
  foldAll(
    self,
    Result.isSuccess(decided)
      ? decided.success
      : reasons.some(({ _tag }) => _tag === "NotAllowed")
        ? []
        : Governance.keptRefusal(asking, request, reasons)
  )
  self.acts.push({ _tag: "Asked", on: self.on, at, by: asking.actor.id, request, reasons })
  self.minute++
  return reasons.length === 0
}

/**
 * An actor makes a request. It is accepted, or refused with all reasons. A refused step is recorded on its case if the
 * playbook requires that.
 */
export const ask = (self: Trial, actor: Actor, request: Request): boolean => {
  const asking = decidedBy(self, actor)
  return settle(self, asking, request, decide(asking, request))
}

/**
 * The first of these actors whose request is accepted makes it. If it is refused for all of them, nothing happens, and
 * the reasons of the last refusal are returned.
 */
export const askAsFirst = (
  self: Trial,
  actors: ReadonlyArray<Actor>,
  request: Request
): ReadonlyArray<{ readonly _tag: string }> => {
  let reasons: ReadonlyArray<{ readonly _tag: string }> = [{ _tag: "NotAllowed" }]
  for (const actor of actors) {
    const asking = decidedBy(self, actor)
    const decided = decide(asking, request)
    if (Result.isSuccess(decided)) {
      settle(self, asking, request, decided)
      return []
    }
    reasons = decided.failure
  }
  return reasons
}

/** The clock takes the steps of all deadlines that have passed. */
const lapse = (self: Trial): void => {
  const { district } = self
  const at = now(self)
  for (const state of District.openCases(district)) {
    const { id } = state
    const playbook = District.playbookOf(district, state)
    if (playbook === undefined) continue
    const calendar = District.calendarOn(district, self.on)
    if (!Case.moves(playbook, calendar, state, self.on, at)) continue
    const decided = Governance.lapse(decidedBy(self, clock), id)
    if (Result.isFailure(decided)) continue
    foldAll(self, decided.success)
    const steps = decided.success.flatMap(({ events }) =>
      events.flatMap((event) => (event._tag === "DeadlineLapsed" ? [event.step] : []))
    )
    self.acts.push({ _tag: "Passed", on: self.on, case: id, steps })
  }
}

/** Begins a day: its first request is made at nine o'clock. */
export const beginDay = (self: Trial, on: Day.Day): void => {
  self.on = on
  self.dawn = Calendar.startOf(on, self.model.timeZone)
  self.minute = 0
}

/** After a long time without entries, a person confirms the day, so that the district goes on. */
const confirmClock = (self: Trial): void => {
  const { district, model, on } = self
  if (Calendar.jumpOf(district, model, on) === undefined) return
  askAsFirst(self, [...district.actors.values()], { _tag: "ConfirmClock", day: on })
}

/**
 * Waits until a day. Deadlines that pass until then take effect, each on its day. As in a running service, they take
 * effect at the beginning of the day, and people confirm the clock later.
 */
export const waitUntil = (self: Trial, day: Day.Day): void => {
  while (self.on < day) {
    beginDay(self, Day.add(self.on, 1))
    lapse(self)
    confirmClock(self)
    self.watch.day?.(self.district, self.on)
  }
}
