/**
 * Builds playbooks in TypeScript. The document has the same form as in YAML, and the result is the same value. In
 * addition, the compiler checks that every stage, step and evidence field in the document exists, and checks the
 * evidence of each step that is taken. `checkPlaybook` still has to find mistakes that no compiler can find, such as a
 * stage without a way out.
 */
import * as Schema from "effect/Schema"
import type { Unit } from "../kernel/Period.ts"
import type { Asking, Command } from "./CaseQuestion.ts"
import type { Evidence, Photo, Signature } from "./Evidence.ts"
import { Playbook, type PlaybookDocument } from "./Playbook.ts"

// ------------------------------------------------------------------------------------------- what the compiler checks

type Key<A> = keyof A & string

/** A period as text: `7 days`, `1 working day`. */
export type PeriodText = `${number} ${Unit}` | `${number} ${Unit}s`

/** A deadline as text: a period, hours, or a period that is counted from the date in an evidence field. */
export type DeadlineText<Field extends string> =
  | PeriodText
  | `${number} hour`
  | `${number} hours`
  | `${PeriodText} from ${Field}`

type FieldsOf<S> = S extends { readonly evidence: infer E } ? Key<E> : never
type AllFields<D extends PlaybookDocument> =
  | { readonly [K in Key<D["steps"]>]: FieldsOf<D["steps"][K]> }[Key<D["steps"]>]
  | FieldsOf<D["opening"]>

type Stages<D extends PlaybookDocument> = Key<D["stages"]>
type Steps<D extends PlaybookDocument> = Key<D["steps"]>

/** Keys that a shape does not have. A document must not have them. */
type NoOthers<A, Shape> = { readonly [K in Exclude<keyof A, keyof Shape>]?: never }

type StageDocument = PlaybookDocument["stages"][string]
type StepDocument = PlaybookDocument["steps"][string]

/**
 * A playbook document in which every id refers to a stage, step or field of the same document. Stages and steps have no
 * unknown keys.
 */
export interface Sound<D extends PlaybookDocument> {
  readonly start: Stages<D>
  readonly limit?: PeriodText
  readonly reopening?: { readonly to: Stages<D> }
  readonly stages: {
    readonly [K in Stages<D>]: {
      readonly deadline?: DeadlineText<AllFields<D>>
      readonly lapse?: Steps<D>
      readonly rests?: { readonly stages?: ReadonlyArray<Stages<D>> }
    } & NoOthers<D["stages"][K], StageDocument>
  }
  readonly steps: {
    readonly [K in Steps<D>]: {
      readonly from: ReadonlyArray<Stages<D>>
      readonly to?: Stages<D>
      readonly notBy?: ReadonlyArray<Steps<D>>
      readonly gate?: {
        readonly after?: ReadonlyArray<Steps<D>>
        readonly lapsed?: Stages<D>
        readonly evidence?: ReadonlyArray<AllFields<D>>
      }
    } & NoOthers<D["steps"][K], StepDocument>
  }
  readonly patrol?: {
    readonly stage: Stages<D>
    readonly check: Steps<D>
    readonly relapse: Steps<D>
    readonly release: { readonly step: Steps<D> }
    readonly every: { readonly first: PeriodText; readonly least: PeriodText; readonly most: PeriodText }
  }
}

/**
 * The document as it should be: what is right stays as it is, and what is wrong has the type that is expected there. So
 * the compiler reports a mistake at its place. (With an intersection of the two types, one wrong word makes the whole
 * document impossible, and every line of it is reported.)
 */
type Corrected<A, Right> = A extends Right
  ? A
  : Right extends ReadonlyArray<unknown>
    ? Right
    : Right extends object
      ? A extends object
        ? {
            readonly [K in keyof A]: K extends keyof Right
              ? Corrected<A[K], Exclude<Right[K], undefined>>
              : A[K]
          }
        : Right
      : Right

// ------------------------------------------------------------------------------------------------ evidence of a step

type ValueOf<F> = F extends { readonly type: "choice"; readonly choices: infer C }
  ? Key<C>
  : F extends { readonly type: "number" | "amount" }
    ? number
    : F extends { readonly type: "photo" }
      ? Photo
      : F extends { readonly type: "signature" }
        ? Signature
        : F extends { readonly type: "list" }
          ? ReadonlyArray<string>
          : string

type Optional<E> = { readonly [K in keyof E]: E[K] extends { readonly required: false } ? K : never }[keyof E]

/**
 * The type of the evidence that fits given evidence fields: required fields must be present, and other fields are not
 * allowed.
 */
export type EvidenceFor<E> = { readonly [K in Exclude<keyof E, Optional<E>>]: ValueOf<E[K]> } & {
  readonly [K in Optional<E>]?: ValueOf<E[K]>
}

type Asked<D extends PlaybookDocument, K extends Steps<D>> = D["steps"][K] extends {
  readonly evidence: infer E
}
  ? E
  : Readonly<Record<never, never>>

type Handed<D extends PlaybookDocument, K extends Steps<D>> =
  Exclude<keyof Asked<D, K>, Optional<Asked<D, K>>> extends never
    ? readonly [evidence?: EvidenceFor<Asked<D, K>>]
    : readonly [evidence: EvidenceFor<Asked<D, K>>]

/**
 * A playbook, its document, and a function that makes commands with type-checked steps and evidence.
 *
 * @category models
 */
export interface Built<D extends PlaybookDocument> {
  readonly document: D
  readonly playbook: Playbook
  /** Makes the command that takes a step. */
  readonly take: <K extends Steps<D>>(asking: Asking, step: K, ...evidence: Handed<D, K>) => Command<"Take">
}

/**
 * Builds a playbook from a document in code. Throws a `SchemaError` for mistakes that the compiler cannot find, such as
 * an id that contains a space.
 *
 * @example
 * ```ts
 * import * as PlaybookBuilder from "@liulinhui/core/Playbook"
 * import * as Day from "@liulinhui/core/Day"
 * import { clock } from "@liulinhui/core/Actor"
 * import { strict as assert } from "node:assert"
 *
 * const visit = PlaybookBuilder.build({
 *   name: { zh: "探访", en: "Visit" },
 *   version: 1,
 *   subject: "resident",
 *   ledBy: "warmth",
 *   start: "planned",
 *   stages: {
 *     planned: { name: { zh: "待探访", en: "Planned" }, deadline: "7 days" },
 *     done: { name: { zh: "已探访", en: "Visited" }, outcome: "achieved" }
 *   },
 *   steps: {
 *     visit: {
 *       name: { zh: "探访", en: "Visit" },
 *       from: ["planned"],
 *       to: "done",
 *       by: [{ role: "volunteer" }],
 *       evidence: { mood: { label: { zh: "情绪", en: "Mood" }, type: "text" } }
 *     }
 *   }
 * })
 * const command = visit.take({ by: clock, on: Day.make("2026-03-01") }, "visit", { mood: "cheerful" })
 * assert.deepEqual([command.step, command.evidence], ["visit", { mood: "cheerful" }])
 * ```
 * @category constructors
 */
export const build = <const D extends PlaybookDocument>(
  document: D extends Sound<D> ? D : Corrected<D, Sound<D>>
): Built<D> => make(document as D)

const make = <const D extends PlaybookDocument>(document: D): Built<D> => ({
  document,
  playbook: Schema.decodeUnknownSync(Playbook)(document, { onExcessProperty: "error" }),
  take: (asking, step, ...[evidence]) => ({
    _tag: "Take",
    ...asking,
    step,
    // This cast is safe: every value of `EvidenceFor` is a value of `Evidence`; the compiler cannot prove this for a
    // mapped type.
    ...(evidence === undefined ? {} : { evidence: evidence as Evidence })
  })
})
