import { Playbook, checkPlaybook } from "@liulinhui/core/Playbook"
import * as Calendar from "@liulinhui/core/Calendar"
import * as Day from "@liulinhui/core/Day"
import { reader } from "@liulinhui/core/Problem"
import { Text } from "@liulinhui/core/Text"
import { read as readModel } from "@liulinhui/core/Model"
import { argumentsOf } from "@liulinhui/core/Notice"
import { describe, expect, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { sixHearts } from "../../src/index.ts"
import { playbookOf, type PlaybookName } from "../Story.ts"

const names = Object.keys(sixHearts.playbooks) as ReadonlyArray<PlaybookName>
const read = reader(Playbook)

const problems = (name: PlaybookName): ReadonlyArray<unknown> => {
  const result = read(sixHearts.playbooks[name])
  return Result.isFailure(result) ? result.failure.problems : checkPlaybook(result.success)
}

/** Finds every object in a value that looks like a text in several languages: it has the key `zh` or `en`. */
const texts = function* (value: unknown, path = ""): Generator<readonly [string, object]> {
  if (typeof value !== "object" || value === null) return
  if ("zh" in value || "en" in value) yield [path, value]
  else for (const [key, child] of Object.entries(value)) yield* texts(child, `${path}.${key}`)
}

const han = /\p{Script=Han}/u

describe("the Six-Heart model", () => {
  it("is plain JSON", () => {
    expect(JSON.parse(JSON.stringify(sixHearts))).toEqual(sixHearts)
  })

  it("is a valid model together with the part that a district adds", () => {
    const model = readModel({
      ...sixHearts,
      id: "elsewhere",
      name: { zh: "某居民区", en: "Elsewhere" },
      timeZone: "Asia/Shanghai",
      branches: {},
      actors: {},
      pairing: { criteria: { strengths: 1 }, pins: [], bans: [] }
    })
    expect(Result.isFailure(model) ? model.failure.problems : []).toEqual([])
  })

  it("has every text in Chinese and in English", () => {
    const wrong = [...texts(sixHearts)].filter(
      ([, text]) =>
        !Schema.is(Text)(text) ||
        text.zh === undefined ||
        text.en === undefined ||
        !han.test(text.zh) ||
        han.test(text.en) ||
        text.en.trim() !== text.en
    )
    expect(wrong).toEqual([])
    expect([...texts(sixHearts)].length).toBeGreaterThan(500)
  })

  it("has a heart for every group, and a group for every heart", () => {
    expect(Object.values(sixHearts.groups).map(({ heart }) => heart)).toEqual(Object.keys(sixHearts.hearts))
  })
})

/** Returns the outcomes that a case can reach from a stage if it starts there, without any earlier step. */
const outcomes = ({ stages, steps }: Playbook, from: string): ReadonlySet<string> => {
  const found = new Set<string>()
  const seen = new Set<string>()
  const waiting = [{ stage: from, facts: new Set([`entered ${from}`]) }]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const { facts, stage } = at
    const key = [stage, ...[...facts].toSorted()].join(" ")
    if (seen.has(key)) continue
    seen.add(key)
    const outcome = stages[stage]?.outcome
    if (outcome !== undefined) found.add(outcome)
    for (const [id, { evidence = {}, gate, ...step }] of Object.entries(steps)) {
      const asked = [
        ...(gate?.after ?? []).map((one) => `taken ${one}`),
        ...(gate?.evidence ?? []).map((one) => `recorded ${one}`),
        ...(gate?.lapsed === undefined ? [] : [`entered ${gate.lapsed}`])
      ]
      if (outcome !== undefined || !step.from.includes(stage) || !asked.every((fact) => facts.has(fact)))
        continue
      const to = step.to ?? stage
      const more = Object.keys(evidence).map((field) => `recorded ${field}`)
      waiting.push({ stage: to, facts: new Set([...facts, `taken ${id}`, `entered ${to}`, ...more]) })
    }
  }
  return found
}

describe("every playbook", () => {
  it.each(names)("%s passes its schema and every check", (name) => {
    expect(problems(name)).toEqual([])
  })

  it.each(names)("%s names only roles and kinds of contact that the model has", (name) => {
    const { keepers, opening, patrol, reopening, stages, steps } = playbookOf(name)
    const roles = [
      ...[keepers, opening?.by, reopening?.by, ...Object.values(steps).map(({ by }) => by)]
        .flatMap((by) => by ?? [])
        .map(({ role }) => role),
      ...[patrol, ...Object.values(stages)].flatMap((part) => part?.escalate ?? []).map(({ tell }) => tell)
    ]
    const contacts = [opening, ...Object.values(steps)].flatMap((step) => step?.records ?? [])
    expect(roles.filter((role) => !Object.hasOwn(sixHearts.roles, role))).toEqual([])
    expect(contacts.filter((contact) => !Object.hasOwn(sixHearts.contacts, contact))).toEqual([])
  })

  it.each(names)("%s states a deadline, or a patrol, for every stage that does not end it", (name) => {
    const { patrol, stages } = playbookOf(name)
    const timeless = Object.entries(stages).filter(
      ([id, { deadline, outcome }]) => outcome === undefined && deadline === undefined && id !== patrol?.stage
    )
    expect(timeless).toEqual([])
  })

  it.each(names)("%s has no step by building in a case about the whole district", (name) => {
    const { opening, reopening, steps, subject } = playbookOf(name)
    const scopes = [opening?.by, reopening?.by, ...Object.values(steps).map(({ by }) => by)]
      .flatMap((by) => by ?? [])
      .map(({ scope }) => scope)
    expect(subject === "district" && scopes.includes("building")).toBe(false)
  })

  it.each(names)("%s can still succeed after a relapse, or once it is reopened", (name) => {
    const playbook = playbookOf(name)
    const { patrol, reopening } = playbook
    const again = [reopening?.to, patrol === undefined ? undefined : playbook.steps[patrol.relapse]?.to]
    for (const stage of again.filter((one) => one !== undefined)) {
      expect([...outcomes(playbook, stage)], `from ${stage}`).toContain("achieved")
    }
  })

  it("records contacts only in its home visits, companions' visits and served notices", () => {
    const records = names.flatMap((name) =>
      Object.entries(playbookOf(name).steps).flatMap(([step, { records: kinds = [] }]) =>
        kinds.map((kind) => `${name}/${step}: ${kind}`)
      )
    )
    expect(records.toSorted()).toEqual([
      "capable-resident/talk: home-visit",
      "corridor-clutter/serve-notice: notice-served",
      "elderly-companion/eased: companion-visit",
      "elderly-companion/first-visit: companion-visit",
      "elderly-companion/visit: companion-visit",
      "hardship-and-hoarding/put-right: companion-visit",
      "hardship-and-hoarding/regular-visit: companion-visit",
      "hardship-and-hoarding/relapse: companion-visit",
      "hardship-and-hoarding/visit-again: home-visit",
      "hardship-and-hoarding/visit: home-visit"
    ])
  })

  it("belongs to a group of the model", () => {
    const hearts = new Set<string>(Object.values(sixHearts.groups).map(({ heart }) => heart))
    expect(names.filter((name) => !hearts.has(playbookOf(name).ledBy))).toEqual([])
  })
})

describe("notices", () => {
  const rules = Object.entries(sixHearts.notices)
  const argument = /\{([a-z]+)[,}]/g

  it.each(rules)("%s uses only arguments that its event has", (_, { on, text }) => {
    const used = [text.zh, text.en].flatMap((words) => [...words.matchAll(argument)].map(([, name]) => name))
    expect(used.length).toBeGreaterThan(0)
    // The text of a notice cannot be formatted if it has an unknown argument.
    const known: ReadonlyArray<string> = argumentsOf[on]
    expect(used.filter((name) => !known.includes(name ?? ""))).toEqual([])
  })

  it.each(rules)("%s is about an event that can happen in each of its playbooks", (_, rule) => {
    const { on, playbooks, steps } = { playbooks: names, steps: [], ...rule }
    const can = (name: PlaybookName): boolean => {
      const playbook = playbookOf(name)
      const named = steps.length === 0 ? Object.keys(playbook.steps) : steps
      if (!named.every((step) => Object.hasOwn(playbook.steps, step))) return false
      switch (on) {
        case "step-refused":
          return named.some((step) => playbook.steps[step]?.recordRefusal === true)
        case "case-lapsed":
          return Object.values(playbook.stages).some(({ lapse }) => lapse !== undefined)
        case "case-relapsed":
          return playbook.patrol !== undefined
        default:
          return true
      }
    }
    expect(playbooks.filter((name) => !can(name as PlaybookName))).toEqual([])
  })

  it("are not sent when the clutter case of a household is opened", () => {
    expect(sixHearts.notices["case-opened"].playbooks as ReadonlyArray<string>).not.toContain(
      "corridor-clutter"
    )
  })
})

describe("the calendar", () => {
  const calendar = Schema.decodeUnknownSync(Calendar.CalendarFromDocument)(sixHearts.calendar)
  const works = (day: string) => Calendar.isWorking(calendar, Day.make(day)).value

  it("has the public holidays of 2026 and the weekends that are working days", () => {
    expect(works("2026-10-01")).toBe(false)
    expect(works("2026-02-16")).toBe(false)
    expect(works("2026-02-14")).toBe(true)
    expect(works("2026-02-28")).toBe(true)
    expect(works("2026-03-07")).toBe(false)
    expect(works("2026-03-09")).toBe(true)
  })

  it("counts working days provisionally in a year whose notice is not published", () => {
    const years = Object.keys(sixHearts.calendar).map(Number)
    const last = Math.max(...years)
    expect(Calendar.isWorking(calendar, Day.make(`${last + 1}-03-01`))).toMatchObject({ provisional: true })
    expect(years).toEqual(Array.from({ length: last - 2003 }, (_, at) => 2004 + at))
  })
})
