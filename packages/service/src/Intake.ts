/**
 * Reads the texts of reports from residents without an account. A keeper who reads a report makes a request: the look is
 * recorded in the ledger before anything is decrypted. A reporter reads only how far the own report is.
 */
import { type Progress, progressOf, streamOf } from "@liulinhui/core/Intake"
import type { ActorId, DistrictId, ReportId } from "@liulinhui/core/Id"
import { type CommandId, type Entry, Ledger, limits } from "@liulinhui/core/Ledger"
import { Vault } from "@liulinhui/core/Vault"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { type DistrictUnknown, Governance, type StoreError, type SubmitError } from "./Governance.ts"
import * as Seals from "./Seals.ts"

/**
 * The decrypted texts of a report. A text is missing if the reporter did not write it, or if the report was erased.
 * `reason`: why the report was declined.
 *
 * @category models
 */
export interface ReportTexts {
  readonly words?: string
  readonly place?: string
  readonly contact?: string
  readonly reason?: string
}

/**
 * How far a report is, and why it was declined.
 *
 * @category models
 */
export interface Answer extends Progress {
  readonly reason?: string
}

/**
 * The operations on the texts of reports.
 *
 * @category models
 */
export interface IntakeShape {
  /** Records that a keeper looks at a report, and then returns its texts. */
  readonly look: (looking: {
    readonly district: DistrictId
    readonly id: CommandId
    readonly by: ActorId
    readonly report: ReportId
  }) => Effect.Effect<ReportTexts, SubmitError>
  /**
   * Returns what the reporter may know of a report. `None` if there is no such report. The caller must have checked that
   * the reader is the reporter.
   */
  readonly answer: (
    district: DistrictId,
    report: ReportId
  ) => Effect.Effect<Option.Option<Answer>, DistrictUnknown | StoreError>
}

/**
 * The service that reads the texts of reports.
 *
 * @category services
 */
export class Intake extends Context.Service<Intake, IntakeShape>()("@liulinhui/service/Intake") {}

const texts: ReadonlySet<string> = new Set(["words", "place", "contact", "reason"])

const make = Effect.gen(function* () {
  const governance = yield* Governance
  const ledger = yield* Ledger
  const vault = yield* Vault

  /** The decrypted texts in the entries of a report. */
  const textsOf = Effect.fnUntraced(function* (district: DistrictId, report: ReportId) {
    const entries: Array<Entry> = []
    for (;;) {
      const page = yield* ledger.readStream(district, streamOf(report), entries.length, limits.page)
      if (page.length === 0) break
      entries.push(...page)
    }
    const revealed = yield* Seals.reveal(vault, district, entries)
    const found = yield* Seals.fields(vault, district, revealed, () => true)
    const opened = found.flatMap(({ fields }) =>
      fields.flatMap(({ path, value }) =>
        texts.has(path[0]) && typeof value === "string" ? [[path[0], value] as const] : []
      )
    )
    return Object.fromEntries(opened) as ReportTexts
  })

  return Intake.of({
    look: Effect.fn("Intake.look")(function* ({ by, district, id, report }) {
      yield* governance.submit({ district, id, by, request: { _tag: "LookAtReport", report } })
      return yield* textsOf(district, report)
    }),
    answer: Effect.fn("Intake.answer")(function* (district, report) {
      const progress = yield* governance.read(district, (state) => {
        const found = progressOf(state, report)
        return found === undefined ? undefined : { found, decided: state.reports.get(report)?.decided }
      })
      if (progress === undefined) return Option.none()
      const { decided, found } = progress
      if (decided?._tag !== "Declined") return Option.some(found)
      const { reason } = yield* textsOf(district, report)
      return Option.some(reason === undefined ? found : { ...found, reason })
    })
  })
})

/**
 * The layer of the service that reads the texts of reports. It needs governance, its ledger and its vault.
 *
 * @category layers
 */
export const layer: Layer.Layer<Intake, never, Governance | Ledger | Vault> = Layer.effect(Intake, make)
