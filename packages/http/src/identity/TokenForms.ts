/**
 * The page on which the developer of a service signs in with a token of development, without a device or a PIN. A link with
 * the token after `#` leads to it.
 */
import type { IdentityUnavailable } from "@liulinhui/core/Identity"
import * as Effect from "effect/Effect"
import type * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Redacted from "effect/Redacted"
import * as Body from "../Body.ts"
import * as Handling from "../Handling.ts"
import { statuses } from "../Problem.ts"
import type { RequestUnfit } from "../RequestUnfit.ts"
import { type Site, wordsFor } from "../Visit.ts"
import * as Cookies from "./Cookies.ts"
import { files, page, toPage } from "./SignInForms.ts"
import * as Page from "./SignInPage.ts"

type Response = HttpServerResponse.HttpServerResponse

/** What the page needs: the site, and the path to which a person is sent after signing in. */
export interface Options extends Pick<Site, "cookies" | "limits" | "people"> {
  readonly home: string | undefined
}

/** The routes of the page. */
export const routes = ({ cookies, home, limits, people }: Options) => {
  const shown = ({ words }: Handling.Asked): Effect.Effect<Response> =>
    Effect.succeed(page(Page.withToken(words), words))

  const entered = ({
    request,
    words
  }: Handling.Asked): Effect.Effect<Response, RequestUnfit | IdentityUnavailable> =>
    Effect.gen(function* () {
      const fields = yield* Body.form(request, limits)
      const token = Redacted.make((fields.get("invitation") ?? "").trim().replace(/^.*#/su, ""))
      return yield* people.me(token).pipe(
        Effect.as(Cookies.withTokens(toPage(home), { session: token }, cookies)),
        Effect.catchTag("NotSignedIn", () =>
          Effect.succeed(page(Page.withToken(words, [words.say("signIn.tokenUnknown")]), words, 403))
        )
      )
    })

  const to = Handling.make<RequestUnfit | IdentityUnavailable>({
    words: wordsFor,
    failed: (failure, { words }) => {
      const isUnfit = failure._tag === "RequestUnfit"
      const isElsewhere = isUnfit && failure.kind === "wrong-origin"
      const reason = isElsewhere ? "http.wrongOrigin" : isUnfit ? "http.malformed" : "http.unavailable"
      const status = isUnfit ? statuses[failure.kind] : statuses.unavailable
      return page(Page.withToken(words, [words.say(reason)]), words, status)
    },
    foreign: "refused"
  })

  return [
    to("GET", "/sign-in", shown),
    to("POST", "/sign-in", entered),
    to("POST", "/sign-in/out", () => Effect.succeed(Cookies.withoutSession(toPage(), cookies))),
    ...files
  ]
}
