/**
 * Words the history of a case, one sentence for each event. This module selects the facts of an event that its sentence
 * mentions, as data without a language. The words are in the catalogues. The names of stages, steps and evidence come
 * from the playbook of the case; the names of people, roles and groups come from the district.
 */
import {
  type CaseEvent,
  type CaseReason,
  type Handler,
  type WhichDue,
  type Term,
  history
} from "@liulinhui/core/Case"
import { type Instant, timeAt } from "@liulinhui/core/Calendar"
import type { Day } from "@liulinhui/core/Day"
import { given } from "@liulinhui/core/Model"
import * as Names from "./Names.ts"
import type { ArgumentOf, KeyIn, MessageId } from "./Parameters.ts"
import * as Reason from "./Reason.ts"
import type { Parameters, Words } from "./Texts.ts"

/**
 * A fact that the sentence of an event mentions: a number or a day, a due day, the id of a thing, a text that a person
 * wrote, or reasons.
 */
export type Fact =
  | number
  | { readonly due: Day; readonly provisional: boolean; readonly at?: Instant }
  | { readonly thing: Names.Thing; readonly id: string }
  | { readonly text: string }
  | { readonly reasons: ReadonlyArray<CaseReason> }

/** The id of the message (in the catalogues) from which a sentence is made. */
export type SentenceId = `case.${KeyIn<"case">}` & MessageId

/**
 * One sentence of a case's timeline, not yet in any language. {@link say} words it.
 *
 * @category models
 */
export interface Sentence {
  readonly on: Day
  /** The day on which the event was recorded, if it happened on an earlier day. */
  readonly written?: Day
  readonly message: SentenceId
  readonly facts: Readonly<Record<string, Fact | undefined>>
}

type FactsOf<Id extends SentenceId> = Readonly<Record<Exclude<ArgumentOf<Id>, "by">, Fact | undefined>>

const dueOf = (due: Day | undefined, term: Term | undefined, at?: Instant): Fact | undefined =>
  due === undefined ? undefined : { due, provisional: term !== undefined, ...given("at", at) }

const deadline = (of: WhichDue): Fact =>
  of === "limit" ? { thing: "deadline", id: of } : { thing: "stage", id: of.stage }

const a = (thing: Names.Thing, id: string | undefined): Fact | undefined =>
  id === undefined ? undefined : { thing, id }

const handlerOf = (handler: Handler | undefined): Fact | undefined => {
  if (handler === undefined) return undefined
  return "actor" in handler ? a("actor", handler.actor) : a("role", handler.role)
}

/**
 * Returns the sentence for one event of a case. Reasons and notes that people wrote are sensitive, so they are left out
 * by default. `withWords` includes them.
 *
 * @category sentences
 */
export const of = (event: CaseEvent, withWords = false): Sentence => {
  const written = (text: string | undefined): Fact | undefined =>
    withWords && text !== undefined && text.trim() !== "" ? { text } : undefined
  const said = <Id extends SentenceId>(message: Id, facts: FactsOf<Id>): Sentence => ({
    on: event.on,
    ...(event.written === undefined ? {} : { written: event.written }),
    message,
    facts: { by: a("actor", event.by), ...facts }
  })
  switch (event._tag) {
    case "CaseOpened": {
      const { lineage } = event
      const stage = a("stage", event.stage)
      const due = dueOf(event.due, event.provisional?.due, event.dueAt)
      return lineage === undefined
        ? said("case.opened", { stage, due })
        : said("case.openedAgain", {
            stage,
            due,
            time: lineage.relapses + 1,
            first: a("case", lineage.first),
            closed: lineage.closed
          })
    }
    case "StepTaken":
    case "DeadlineLapsed": {
      const facts = {
        step: a("step", event.step),
        stage: a("stage", event.to),
        due: dueOf(event.due, event.provisional?.due, event.dueAt),
        next: event.patrol?.next,
        check: a("check", "check"),
        outcome: a("outcome", event.outcome)
      }
      return event._tag === "StepTaken"
        ? said("case.stepTaken", facts)
        : said("case.lapsed", { ...facts, from: a("stage", event.from) })
    }
    case "StepRefused":
      return said("case.refused", { step: a("step", event.step), reasons: { reasons: event.reasons } })
    case "CaseReopened": {
      const { provisional, relapse, relapses, resolved, step } = event
      const facts = {
        stage: a("stage", event.to),
        due: dueOf(event.due, provisional?.due, event.dueAt),
        resolved
      }
      if (step !== undefined) return said("case.relapsed", { ...facts, step: a("step", step), relapses })
      const reason = written(event.reason)
      return relapse
        ? said("case.reopenedForRelapse", { ...facts, relapses, reason })
        : said("case.reopened", { ...facts, reason })
    }
    case "Noted":
      return said("case.noted", { text: written(event.text) })
    case "HandedOver":
      return said("case.handedOver", {
        to: handlerOf(event.to),
        reason: written(event.reason)
      })
    case "CaseTransferred":
      return said("case.transferred", {
        to: "group" in event.to ? a("group", event.to.group) : a("district", event.to.district),
        reason: written(event.reason)
      })
    case "CaseReceived":
      return said("case.received", { from: a("district", event.from), group: a("group", event.group) })
    case "LapsesUndone":
      return said("case.lapsesUndone", { from: a("stage", event.from), stage: a("stage", event.to) })
    case "FactAside": {
      const { behind, handler, step } = event
      return step === undefined
        ? said("case.handOverAside", { to: handlerOf(handler), behind: behind.on })
        : said("case.stepAside", { step: a("step", step), behind: behind.on })
    }
    case "FactSettled":
      return said(event.how === "applied" ? "case.settledApplied" : "case.settledAsRecorded", {
        entry: event.entry,
        reason: written(event.reason)
      })
    case "CaseArrived":
      return said("case.arrived", { district: a("district", event.district), as: a("case", event.as) })
    case "CaseReturned":
      return said("case.returned", {
        district: a("district", event.district),
        reasons: { reasons: event.reasons }
      })
    case "CaseMerged":
      return said("case.merged", { into: a("case", event.into) })
    case "DuplicateAbsorbed":
      return said("case.absorbed", { duplicate: a("case", event.duplicate) })
    case "CaseWithdrawn":
      return said("case.withdrawn", { reason: written(event.reason) })
    case "CaseMigrated":
      return said("case.migrated", {
        version: event.version,
        stage: a("stage", event.to),
        due: dueOf(event.due, event.provisional?.due, event.dueAt)
      })
    case "DueRecounted": {
      const { due, of, term, was } = event
      const facts = { deadline: deadline(of), due: dueOf(due, term) }
      return due === was ? said("case.confirmed", facts) : said("case.recounted", { ...facts, was })
    }
    case "DueDecided":
      return said("case.dueDecided", {
        deadline: deadline(event.of),
        was: event.was,
        due: event.due,
        reason: written(event.reason)
      })
  }
}

/**
 * Returns the timeline of a case: one sentence for each event. If the case was transferred, the events in the earlier
 * districts come first. Reasons and notes that people wrote are sensitive, so they are left out by default. `withWords`
 * includes them.
 *
 * @category sentences
 */
export const timeline = (
  events: Iterable<CaseEvent>,
  options: { readonly withWords?: boolean } = {}
): ReadonlyArray<Sentence> => history([...events]).map((event) => of(event, options.withWords))

/**
 * Formats a sentence of a timeline in a language, with the names of the things that it mentions. With the time zone of
 * the district, a deadline in hours is shown with its time of day.
 *
 * @category wording
 */
export const say = (
  words: Words,
  { facts, message, written }: Sentence,
  names: Names.Names = Names.none,
  timeZone?: string
): string => {
  const parameters: Parameters = Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => {
      if (fact === undefined || typeof fact === "number") return [name, fact]
      if ("due" in fact) {
        const time = fact.at === undefined || timeZone === undefined ? undefined : timeAt(fact.at, timeZone)
        return [name, words.due(fact.due, fact.provisional, time)]
      }
      if ("text" in fact) return [name, fact.text]
      if ("reasons" in fact) return [name, Reason.sayAll(words, fact.reasons, names)]
      return [name, Names.say(words, names, fact.thing, fact.id)]
    })
  )
  const sentence = words.find(message, parameters) ?? message
  return written === undefined ? sentence : words.say("sentence.recordedLate", { sentence, written })
}
