/**
 * Reports over HTTP, for people without an account: what a district takes in, taking in a report, and how far a report is.
 * Everything that several processes must share is in the identity store: the receipts, and the limits on attempts.
 */
import type { District } from "@liulinhui/core/District"
import { IdentityStore, type IdentityUnavailable } from "@liulinhui/core/Identity"
import type { ActorId, BuildingId, DistrictId, ReportId } from "@liulinhui/core/Id"
import { startOf } from "@liulinhui/core/Calendar"
import {
  categories,
  type Category,
  categoryName,
  placesOf,
  type Progress,
  progressOf,
  type Reported
} from "@liulinhui/core/Intake"
import type { CommandId } from "@liulinhui/core/Ledger"
import type { Text } from "@liulinhui/core/Text"
import { TaggedError } from "@liulinhui/core/Failure"
import { Governance, type StoreError, type SubmitError } from "@liulinhui/service/Governance"
import * as Intake from "@liulinhui/service/Intake"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import { SecureRandom } from "effect/crypto"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Attempts from "../identity/Attempts.ts"
import { committed, type Ground } from "../identity/Ground.ts"
import { type Cost, make as makePins, usualCost } from "../identity/Pin.ts"
import * as Records from "../identity/Records.ts"
import * as Secret from "../identity/Secret.ts"
import { type Settings as SignInSettings, usual as usualSignIn, waitAfter } from "../identity/Settings.ts"
import { TooManyAttempts } from "../identity/SignInError.ts"
import * as Receipt from "./Receipt.ts"

export { type ProgressWords, sayProgress } from "./ProgressWords.ts"

/**
 * The number or the PIN of a receipt is not accepted. The error never says which.
 *
 * @category errors
 */
export class ReceiptRefused extends TaggedError<ReceiptRefused>()(
  "ReceiptRefused",
  {},
  () => "this receipt is not accepted: check the number and the PIN"
) {}

/**
 * The district takes in no reports, or it does not exist. The error does not say which.
 *
 * @category errors
 */
export class NoIntake extends TaggedError<NoIntake>()(
  "NoIntake",
  {},
  () => "no reports are taken in here: open a playbook to residents in the model (intake)"
) {}

/**
 * What a district takes in.
 *
 * @category models
 */
export interface Offered {
  readonly name: Text
  readonly categories: ReadonlyArray<Category>
  readonly buildings: ReadonlyArray<{ readonly building: BuildingId; readonly label: string }>
}

/**
 * How far a report is, for a reader who knows its number and not its PIN. It never has the reason of a decision. Instants are
 * in milliseconds since 1970-01-01T00:00Z.
 *
 * @category models
 */
export interface Status extends Progress {
  readonly category: Text
  /** The name of the district. */
  readonly district: Text
  readonly requestedAt: number
  /** The beginning of the day of the last step, or the instant of the report if it has no later step. */
  readonly updatedAt: number
}

/**
 * The settings of reports. All times are in milliseconds.
 *
 * @category models
 */
export interface Settings {
  /** How many reports one network address may send within {@link window}. */
  readonly reportsOfAddress: number
  /** How many wrong numbers or PINs one network address may enter within {@link window}. */
  readonly attemptsOfAddress: number
  readonly window: number
  /** How long a receipt is valid. */
  readonly receipt: number
}

const ms = (duration: Duration.Input): number => Duration.toMillis(Duration.fromInputUnsafe(duration))

/** The default settings. Many residents of one building may share an address. */
export const usual: Settings = {
  reportsOfAddress: 10,
  attemptsOfAddress: 20,
  window: ms("15 minutes"),
  receipt: ms("400 days")
}

/** Where a request comes from, for the limits. An empty address is not known, and not limited. */
export interface From {
  readonly address: string
}

/**
 * @category models
 */
export interface ReportsShape {
  /** What a district takes in. */
  readonly offered: (district: DistrictId) => Effect.Effect<Offered, NoIntake | StoreError>
  /**
   * Takes in a report, and returns its receipt. `key` is the idempotency key; if it is `undefined`, each call is another
   * report. `reported` may be JSON from outside. An address that sends too many reports must wait.
   */
  readonly receive: (
    arriving: {
      readonly district: DistrictId
      readonly key: string | undefined
      readonly reported: unknown
    },
    from: From
  ) => Effect.Effect<
    Receipt.Receipt & { readonly report: ReportId; readonly repeated: boolean },
    NoIntake | TooManyAttempts | IdentityUnavailable | SubmitError
  >
  /** How far the report of a receipt is. Wrong numbers and wrong PINs are counted, and must wait. */
  readonly progress: (
    district: DistrictId,
    receipt: Receipt.Receipt,
    from: From
  ) => Effect.Effect<
    Intake.Answer,
    NoIntake | ReceiptRefused | TooManyAttempts | IdentityUnavailable | StoreError
  >
  /** How far the report with a number is, without its PIN. Wrong numbers are counted for each address. */
  readonly status: (
    district: DistrictId,
    number: Redacted.Redacted,
    from: From
  ) => Effect.Effect<Status, NoIntake | ReceiptRefused | TooManyAttempts | IdentityUnavailable | StoreError>
  /** Shows the texts of a report to a keeper. The look is recorded first. */
  readonly look: (looking: {
    readonly district: DistrictId
    readonly id: CommandId
    readonly by: ActorId
    readonly report: ReportId
  }) => Effect.Effect<Intake.ReportTexts, SubmitError>
}

/**
 * Reports as an Effect service, which {@link layer} provides.
 *
 * @category services
 */
export class Reports extends Context.Service<Reports, ReportsShape>()("@liulinhui/http/Reports") {}

interface Tools extends Pick<Ground, "pins" | "random" | "store"> {
  readonly settings: Settings
  readonly waits: SignInSettings
}

/** Counts a wrong PIN for a number before it is checked, whether the number exists or not. Fails if it must wait. */
const beginOn = ({ store, waits }: Tools, key: string, now: number) =>
  committed(
    { store },
    Effect.gen(function* () {
      const found = yield* Records.find(store, Receipt.tries, key, now)
      const { locked, wrong } = found?.value ?? { wrong: 0, locked: 0 }
      if (locked > now && locked <= now + waits.longestWait) {
        return yield* new TooManyAttempts({ retryAfter: Attempts.secondsUntil(locked, now) })
      }
      const next = { wrong: wrong + 1, locked: 0 }
      const wait = waitAfter(waits, next.wrong)
      const place = { expires: now + waits.longestWait * 2 }
      return {
        changes: [
          Records.put(
            Receipt.tries,
            key,
            { ...next, locked: wait === 0 ? 0 : now + wait },
            found === undefined ? place : { ...place, seen: found }
          )
        ],
        result: undefined
      }
    })
  )

/** Forgets the wrong PINs of a number, after the right one. */
const forgive = ({ store }: Tools, key: string, now: number) =>
  committed(
    { store },
    Effect.map(Records.find(store, Receipt.tries, key, now), (found) => ({
      changes: found === undefined ? [] : [Records.drop(Receipt.tries, found)],
      result: undefined
    }))
  )

/** Stores the receipt of a report, unless it is stored. */
const keep = (
  { pins, random, settings, store }: Tools,
  district: DistrictId,
  report: ReportId,
  receipt: Receipt.Receipt,
  now: number
) =>
  Effect.gen(function* () {
    const key = Receipt.keyOf(receipt.number)
    if ((yield* Records.find(store, Receipt.stored, key, now)) !== undefined) return
    const pin = yield* pins.hash(receipt.pin, receipt.number, yield* Secret.makeId(random))
    const place = { owner: district, expires: now + settings.receipt }
    // If another process has stored it in between, it has stored the same receipt.
    yield* store.commit([Records.put(Receipt.stored, key, { district, report, pin }, place)])
  })

/** How far a report of a district is. `undefined` if the district has no such report. */
const statusIn = (state: District, report: ReportId): Status | undefined => {
  const { model } = state
  const progress = progressOf(state, report)
  if (model === undefined || progress === undefined) return undefined
  const { at, playbook, received, since } = progress
  const requestedAt = at ?? startOf(received, model.timeZone)
  return {
    ...progress,
    category: categoryName(model, playbook),
    district: model.name,
    requestedAt,
    updatedAt: Math.max(requestedAt, startOf(since, model.timeZone))
  }
}

const make = Effect.fnUntraced(function* (settings: Settings, cost: Cost) {
  const governance = yield* Governance
  const intake = yield* Intake.Intake
  const store = yield* IdentityStore
  const tools: Tools = {
    store,
    random: yield* SecureRandom.SecureRandom,
    pins: makePins(cost),
    settings,
    waits: usualSignIn
  }
  const limited = (address: string, now: number, purpose: "report" | "receipt") => {
    const { attemptsOfAddress, reportsOfAddress, window } = settings
    const most = purpose === "report" ? reportsOfAddress : attemptsOfAddress
    return Attempts.begin(
      { store, settings: { attemptsOfAddress: most, window } },
      address,
      now,
      `${purpose}/`
    )
  }

  const offered: ReportsShape["offered"] = (district) =>
    governance
      .read(district, (state, today): Offered | undefined => {
        const { model } = state
        const open = model === undefined ? [] : categories(model)
        return model === undefined || open.length === 0
          ? undefined
          : { name: model.name, categories: open, buildings: placesOf(state, today) }
      })
      .pipe(
        Effect.catchTag("DistrictUnknown", () => Effect.undefined),
        Effect.flatMap((found) => (found === undefined ? Effect.fail(new NoIntake()) : Effect.succeed(found)))
      )

  return Reports.of({
    offered,
    receive: Effect.fn("Reports.receive")(function* ({ district, key, reported }, { address }) {
      yield* offered(district)
      const now = yield* Clock.currentTimeMillis
      yield* limited(address, now, "report")
      const report = Receipt.idOf(district, key ?? (yield* Secret.makeId(tools.random)))
      // The cast is safe: the service reads the report strictly, and returns all mistakes in it.
      const { receipt: written, secret } = yield* governance
        .takeIn({ district, report, reported: reported as Reported })
        .pipe(Effect.catchTag("DistrictUnknown", () => Effect.fail(new NoIntake())))
      const receipt = Receipt.make(secret)
      yield* keep(tools, district, report, receipt, now)
      return { ...receipt, report, repeated: written.repeated }
    }),
    progress: Effect.fn("Reports.progress")(function* (district, receipt, { address }) {
      const now = yield* Clock.currentTimeMillis
      yield* offered(district)
      yield* limited(address, now, "receipt")
      const number = Receipt.read(receipt.number)
      const key = Receipt.keyOf(number)
      yield* beginOn(tools, key, now)
      const found = yield* Records.find(store, Receipt.stored, key, now)
      const value = found?.value.district === district ? found.value : undefined
      const isRight = yield* tools.pins.verify(receipt.pin, number, value?.pin)
      if (!isRight || value === undefined) return yield* new ReceiptRefused()
      yield* forgive(tools, key, now)
      const answer = yield* intake
        .answer(district, value.report)
        .pipe(Effect.catchTag("DistrictUnknown", () => Effect.succeed(Option.none())))
      return yield* Effect.mapError(Effect.fromOption(answer), () => new ReceiptRefused())
    }),
    status: Effect.fn("Reports.status")(function* (district, number, { address }) {
      const now = yield* Clock.currentTimeMillis
      yield* offered(district)
      yield* limited(address, now, "receipt")
      const key = Receipt.keyOf(Receipt.read(number))
      const stored = yield* Records.find(store, Receipt.stored, key, now)
      if (stored?.value.district !== district) return yield* new ReceiptRefused()
      yield* Attempts.forgive(tools, address, now, "receipt/")
      const found = yield* governance
        .read(district, (state) => statusIn(state, stored.value.report))
        .pipe(Effect.catchTag("DistrictUnknown", () => Effect.undefined))
      return found ?? (yield* new ReceiptRefused())
    }),
    look: (looking) => intake.look(looking)
  })
})

/**
 * Provides reports over HTTP.
 *
 * @param options.settings the limits, and how long receipts are valid; default: {@link usual}
 * @param options.cost the cost of the hash of a PIN; default: that of signing in
 * @category layers
 */
export const layer = (
  options: { readonly settings?: Settings; readonly cost?: Cost } = {}
): Layer.Layer<Reports, never, IdentityStore | Governance | Intake.Intake | SecureRandom.SecureRandom> =>
  Layer.effect(Reports, make(options.settings ?? usual, options.cost ?? usualCost))
