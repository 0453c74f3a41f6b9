/** Arbitraries for playbooks, of which some are sound: `checkPlaybook` finds no problem in them. */
import {
  type CompiledPlaybook,
  compile,
  Playbook,
  type PlaybookDocument,
  checkPlaybook
} from "@liulinhui/core/Playbook"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { roles } from "./CaseworkDistrict.ts"

const text = (name: string) => ({ zh: name, en: name })

const by = fc.uniqueArray(
  fc.record(
    {
      role: fc.constantFrom(...roles),
      scope: fc.constantFrom("district", "group", "building", "case")
    },
    { requiredKeys: ["role"] }
  ),
  { minLength: 1, maxLength: 2, selector: ({ role }) => role }
)

const period = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.constantFrom("days", "working days", "weeks"))
  .map(([count, unit]) => `${count} ${unit}`)

const field = fc.oneof(
  fc.constantFrom("text", "number", "date", "photo", "signature", "amount", "list").map((type) => ({ type })),
  fc.constant({ type: "choice", choices: { yes: text("yes"), no: text("no") } })
)

const fields = fc.dictionary(
  fc.constantFrom("f1", "f2", "f3"),
  fc.tuple(fc.boolean(), fc.boolean()).map(([required, sensitive]) => ({ required, sensitive })),
  { maxKeys: 2, noNullPrototype: true }
)

/** Generates a value with the probability 1 in `times`, otherwise `undefined`. */
const sometimes = <A>(arbitrary: fc.Arbitrary<A>, times = 4): fc.Arbitrary<A | undefined> =>
  fc.oneof({ weight: times - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })

const given = <K extends string, A>(key: K, value: A | undefined) =>
  value === undefined ? {} : { [key]: value }

/**
 * Playbook documents with up to five working stages, in the form that people write in YAML. They have many gates
 * (conditions for a step), lapses (steps that are taken when a deadline passes), patrols (regular checks after the
 * work), and steps that different people must do. Some documents are not sound.
 */
const anyDocument: fc.Arbitrary<PlaybookDocument> = fc
  .record({ working: fc.integer({ min: 1, max: 5 }), types: fc.array(field, { minLength: 3, maxLength: 3 }) })
  .chain(({ types, working }) => {
    const stages = Array.from({ length: working }, (_, at) => `s${at + 1}`)
    const main = stages.map((_, at) => `t${at + 1}`)
    const ends = ["done", "given-up"]
    const anyStage = fc.constantFrom(...stages)
    // Adds a type to each field of evidence, so that fields with the same name always have the same type.
    const typed = (chosen: Readonly<Record<string, object>>) =>
      Object.fromEntries(
        Object.entries(chosen).map(([name, options]) => [
          name,
          { label: text(name), ...types[Number(name.slice(1)) - 1], ...options }
        ])
      )
    const gate = (before: ReadonlyArray<string>) =>
      fc
        .record({
          after: sometimes(fc.subarray([...before], { minLength: Math.min(1, before.length) })),
          lapsed: sometimes(anyStage, 8),
          evidence: sometimes(fc.subarray(["f1", "f2", "f3"], { minLength: 1, maxLength: 1 }), 8),
          poll: sometimes(fc.constant("rule-set"), 8),
          parent: sometimes(fc.constant("open"), 16),
          children: sometimes(fc.constant("done"), 8)
        })
        .map((parts) => {
          const stated = Object.entries(parts).filter(([, value]) => value !== undefined)
          return stated.length === 0 ? undefined : Object.fromEntries(stated)
        })
    const step = (
      id: string,
      from: fc.Arbitrary<ReadonlyArray<string>>,
      to: fc.Arbitrary<string | undefined>,
      at: number
    ) =>
      fc
        .record({
          from,
          to,
          by,
          evidence: sometimes(fields, 2),
          gate: gate(main.slice(0, at)),
          notBy: sometimes(fc.subarray(main, { minLength: 1, maxLength: 1 })),
          records: sometimes(fc.constant(["visit"])),
          recordRefusal: sometimes(fc.constant(true))
        })
        .map(
          ({ by: people, evidence, from: starts, gate: shut, notBy, recordRefusal, records, to: end }) => ({
            name: text(id),
            from: [...starts],
            by: people,
            ...given("to", end),
            ...given("evidence", evidence === undefined ? undefined : typed(evidence)),
            ...given("gate", shut),
            ...given("notBy", notBy),
            ...given("records", records),
            ...given("recordRefusal", recordRefusal)
          })
        )
    const mainSteps = fc.tuple(
      ...main.map((id, at) => step(id, fc.constant([stages[at]!]), fc.constant(stages[at + 1] ?? "done"), at))
    )
    const sideSteps = fc.array(
      step(
        "side",
        fc.subarray(stages, { minLength: 1 }),
        fc.option(fc.constantFrom(...stages, ...ends), { nil: undefined }),
        working
      ),
      { maxLength: 3 }
    )
    const stageOptions = fc.array(
      fc.record({
        deadline: sometimes(period, 2),
        lapsesTo: sometimes(fc.constantFrom(...stages, ...ends), 2),
        tell: sometimes(fc.constantFrom(...roles)),
        ends: fc.boolean()
      }),
      { minLength: working, maxLength: working }
    )
    return fc
      .record({
        mainSteps,
        sideSteps,
        stageOptions,
        patrol: sometimes(
          fc.record({
            least: fc.integer({ min: 1, max: 6 }),
            first: fc.integer({ min: 6, max: 14 }),
            most: fc.integer({ min: 14, max: 40 }),
            widen: fc.constantFrom("1/1", "3/2", "2/1"),
            tighten: fc.constantFrom("1/1", "1/2", "1/3"),
            after: fc.integer({ min: 1, max: 3 }),
            pauses: fc.boolean()
          }),
          2
        ),
        reopening: sometimes(fc.constant({ to: "s1" }), 2),
        limit: sometimes(fc.constantFrom("60 days", "3 months")),
        keepers: fc.constant([{ role: "lead", scope: "group" as const }, { role: "committee" }]),
        opening: sometimes(sometimes(fields, 1)),
        parent: sometimes(fc.constant("above"))
      })
      .map((parts): PlaybookDocument => {
        const {
          keepers,
          limit,
          mainSteps: ways,
          opening,
          parent,
          patrol,
          reopening,
          sideSteps: sides,
          stageOptions: options
        } = parts
        const steps: Record<string, unknown> = Object.fromEntries([
          ...ways.map((one, at) => [main[at]!, one] as const),
          ...sides.map((one, at) => [`u${at + 1}`, { ...one, name: text(`u${at + 1}`) }] as const)
        ])
        const written: Record<string, unknown> = {}
        for (const [at, id] of stages.entries()) {
          const { deadline, ends: moves, lapsesTo, tell } = options[at]!
          const lapse = deadline !== undefined && lapsesTo !== undefined ? `lapse-${id}` : undefined
          if (lapse !== undefined) steps[lapse] = { name: text(lapse), from: [id], to: lapsesTo }
          written[id] = {
            name: text(id),
            ...given("deadline", deadline),
            ...given("lapse", lapse),
            ...given("endsOnWorkingDay", deadline !== undefined && moves ? true : undefined),
            ...given(
              "escalate",
              deadline === undefined || tell === undefined ? undefined : [{ after: "1 day", tell }]
            )
          }
        }
        if (patrol !== undefined) {
          const last = ways.at(-1)
          steps[main.at(-1)!] = { ...last, to: "watched" }
          written["watched"] = { name: text("watched") }
          const everybody = roles.map((role) => ({ role }))
          steps["clean"] = { name: text("clean"), from: ["watched"], by: everybody, records: ["visit"] }
          steps["relapse"] = { name: text("relapse"), from: ["watched"], to: "s1", by: everybody }
          if (patrol.pauses) {
            steps["pause"] = {
              name: text("pause"),
              from: ["watched"],
              to: main.length > 1 ? "s2" : "s1",
              by: everybody
            }
          }
          steps["release"] = { name: text("release"), from: ["watched"], to: "done", by: everybody }
        }
        for (const end of ends) {
          const isUsed = Object.values(steps).some((one) => (one as { to?: string }).to === end)
          if (isUsed) written[end] = { name: text(end), outcome: end === "done" ? "achieved" : "failed" }
        }
        return {
          name: text("generated"),
          version: 1,
          subject: "household",
          ledBy: "unity",
          keepers,
          start: "s1",
          stages: written as PlaybookDocument["stages"],
          steps: steps as PlaybookDocument["steps"],
          ...given("limit", limit),
          ...given("reopening", reopening),
          ...given("opening", opening === undefined ? undefined : { evidence: typed(opening) }),
          ...given("parent", parent),
          ...(patrol === undefined
            ? {}
            : {
                patrol: {
                  stage: "watched",
                  check: "clean",
                  relapse: "relapse",
                  every: {
                    first: `${patrol.first} days`,
                    least: `${patrol.least} days`,
                    most: `${patrol.most} days`
                  },
                  widen: patrol.widen,
                  tighten: patrol.tighten,
                  release: { after: patrol.after, step: "release" }
                }
              })
        }
      })
  })

const decode = Schema.decodeUnknownSync(Playbook)
const encode = Schema.encodeSync(Playbook)

/** Playbooks, of which some are unsound: `checkPlaybook` finds a problem in them. */
export const anyPlaybook: fc.Arbitrary<Playbook> = anyDocument.map((document) => decode(document))

/** Sound playbooks: `checkPlaybook` finds no problem in them. */
export const playbook: fc.Arbitrary<Playbook> = anyPlaybook.filter((one) => checkPlaybook(one).length === 0)

/** Sound playbooks, compiled under the id `generated`. If a test fails, the document of its playbook is printed. */
export const compiledPlaybook: fc.Arbitrary<CompiledPlaybook> = playbook.map((one) => ({
  ...compile("generated", one),
  [fc.toStringMethod]: () => JSON.stringify(encode(one))
}))
