/**
 * The routes on which people without an account report something, and look up how far it is. The service of reports takes
 * in, limits and refuses, as for the API. The PIN of a receipt is in no address.
 */
import { DistrictId } from "@liulinhui/core/Id"
import type { Category } from "@liulinhui/core/Intake"
import { NoIntake, type Offered, type ReportsShape, sayProgress } from "@liulinhui/http/Reports"
import * as Visit from "@liulinhui/http/Visit"
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type { OpenRoutes } from "../Routes.ts"
import type { Page } from "../Screen.ts"
import type { Speech } from "../Speech.ts"
import * as Pages from "./ReportPages.ts"

type Request = HttpServerRequest.HttpServerRequest

/** A request about a district, from a person without an account. */
interface Asked {
  readonly request: Request
  readonly district: DistrictId
  readonly speech: Speech
  readonly paths: Pages.Paths
  readonly query: URLSearchParams
}

type Handler = (asked: Asked, reports: ReportsShape) => Effect.Effect<Page, Visit.Failure>

const readDistrict = Schema.decodeUnknownOption(DistrictId)

/** The shortest idempotency key that the API accepts. */
const shortestKey = 16

const fresh = Effect.sync(() => globalThis.crypto.randomUUID())

/** The category that an address or a form names. If the district has only one, it need not be named. */
const categoryIn = ({ categories }: Offered, fields: URLSearchParams): Category | undefined => {
  const [only, ...others] = categories
  return (
    categories.find(({ playbook }) => playbook === fields.get("about")) ??
    (others.length === 0 ? only : undefined)
  )
}

const enteredIn = (form: URLSearchParams): Pages.Entered => {
  const text = (name: string): string => (form.get(name) ?? "").replaceAll("\r\n", "\n").trim()
  return { words: text("words"), building: text("building"), place: text("place"), contact: text("contact") }
}

/** The report of a form, as the service reads it. Empty texts are left out. */
const reportedOf = ({ playbook }: Category, { words, ...others }: Pages.Entered) => ({
  playbook,
  words,
  ...Object.fromEntries(Object.entries(others).filter(([, text]) => text !== ""))
})

/** The routes of reports. */
export const reportRoutes: OpenRoutes = (site, open) => {
  const { address, governance, reports } = site

  /** The page with which a report is begun: the categories, or the form if one is chosen. */
  const begin: Handler = ({ district, paths, query, speech }, { offered }) =>
    Effect.gen(function* () {
      const found = yield* offered(district)
      const category = categoryIn(found, query)
      const building = query.get("at") ?? ""
      if (category === undefined) {
        return Pages.categories(
          speech,
          found,
          paths,
          new URLSearchParams(building === "" ? {} : { at: building })
        )
      }
      const entered = { ...enteredIn(new URLSearchParams()), building }
      return Pages.form(speech, { category, offered: found, entered, key: yield* fresh }, paths)
    })

  const report: Handler = ({ district, paths, request, speech }, { offered, receive }) =>
    Effect.gen(function* () {
      yield* Visit.fromHere(request)
      const fields = yield* Visit.publicForm(request, site)
      const found = yield* offered(district)
      const category = categoryIn(found, fields)
      if (category === undefined) return Pages.categories(speech, found, paths, new URLSearchParams())
      const sent = fields.get("key") ?? ""
      const key = sent.length < shortestKey ? yield* fresh : sent
      const entered = enteredIn(fields)
      const form = { category, offered: found, entered, key }
      const mistakes = Pages.mistakesIn(speech, entered)
      if (mistakes.length > 0) return Pages.form(speech, { ...form, mistakes }, paths)
      const arriving = { district, key, reported: reportedOf(category, entered) }
      return yield* receive(arriving, { address: address(request) }).pipe(
        Effect.map(({ number, pin, repeated }) =>
          Pages.receipt(speech, { number: Redacted.value(number), pin: Redacted.value(pin), repeated }, paths)
        ),
        Effect.catch((failure) =>
          Effect.map(fresh, (other) => {
            const problem = Visit.publicProblemOf(failure, speech.words)
            const isReused = problem.reasons.some(({ code }) => code === "CommandIdReused")
            return Pages.form(speech, { ...form, key: isReused ? other : key, problem }, paths)
          })
        )
      )
    })

  /** The form for a receipt, in a district that takes in reports. */
  const ask: Handler = ({ district, paths, speech }, { offered }) =>
    Effect.map(offered(district), () => Pages.lookUp(speech, paths))

  const progress: Handler = ({ district, paths, request, speech }, { progress: find }) =>
    Effect.gen(function* () {
      yield* Visit.fromHere(request)
      const fields = yield* Visit.publicForm(request, site)
      const number = (fields.get("number") ?? "").trim()
      // A Chinese keyboard may enter digits in full width.
      const pin = (fields.get("pin") ?? "").normalize("NFKC").trim()
      if (number === "" || pin === "") {
        return Pages.lookUp(speech, paths, { number, mistakes: [speech.say("reporting.receiptMissing")] })
      }
      const receipt = { number: Redacted.make(number), pin: Redacted.make(pin) }
      return yield* find(district, receipt, { address: address(request) }).pipe(
        Effect.flatMap((found) =>
          Effect.map(
            governance.read(district, ({ model }) => sayProgress(speech.words, model, found)),
            (said) => {
              const { reason, received } = found
              return Pages.progress(
                speech,
                { ...said, received, ...(reason === undefined ? {} : { reason }) },
                paths
              )
            }
          )
        ),
        Effect.catch((failure) =>
          Effect.succeed(
            Pages.lookUp(speech, paths, { number, problem: Visit.publicProblemOf(failure, speech.words) })
          )
        )
      )
    })

  const to = (method: "GET" | "POST", path: "" | "/progress", handler: Handler) =>
    HttpRouter.route(
      method,
      `${open.base}/report/:district${path}` as `/${string}`,
      Effect.gen(function* () {
        const request = yield* HttpServerRequest.HttpServerRequest
        const { params } = yield* HttpRouter.RouteContext
        const speech = yield* open.speech(request)
        const district = Option.getOrUndefined(readDistrict(params["district"]))
        const page =
          district === undefined || reports === undefined
            ? Effect.fail(new NoIntake())
            : handler(
                {
                  request,
                  district,
                  speech,
                  paths: pathsOf(district),
                  query: new URL(request.url, "http://localhost").searchParams
                },
                reports
              )
        const shown = yield* Effect.catch(page, (failure) =>
          Effect.succeed(Pages.failed(Visit.publicProblemOf(failure, speech.words)))
        )
        return yield* open.answer(request, shown)
      })
    )

  const pathsOf = (district: DistrictId): Pages.Paths => {
    const path = `${open.base}/report/${encodeURIComponent(district)}`
    return { report: path, progress: `${path}/progress` }
  }

  return [
    to("GET", "", begin),
    to("POST", "", report),
    to("GET", "/progress", ask),
    to("POST", "/progress", progress)
  ]
}
