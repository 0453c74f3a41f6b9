/**
 * The board: a web app for the people of a district. Give it to `WebHandler.make` of `@liulinhui/http` with the option
 * `pages`. It is served at `/`, or at a path of an existing site.
 */
import type { DistrictId } from "@liulinhui/core/Id"
import { given } from "@liulinhui/core/Model"
import type { SignInShape } from "@liulinhui/http/SignIn"
import type * as Visit from "@liulinhui/http/Visit"
import type { Pages } from "@liulinhui/http/WebHandler"
import { reportRoutes } from "./report/ReportRoutes.ts"
import type * as Effect from "effect/Effect"
import * as Routes from "./Routes.ts"
import type { Letters } from "./Screen.ts"
import { screens } from "./screens.ts"

export type { Letter, Letters } from "./Screen.ts"

/**
 * The options of the board.
 *
 * @category models
 */
export interface Options {
  /** The path of the board, such as `/board`. Default: the root of the site. */
  readonly path?: `/${string}`
  /**
   * What the pages of administration need. Default: there are no pages for devices and rosters.
   */
  readonly administration?: Administration
}

/**
 * What the pages of administration need beside the service that decides on requests.
 *
 * @category models
 */
export interface Administration {
  /**
   * The service with which people sign in: with it, people are invited, and devices are revoked. Default: there is no page for
   * devices.
   */
  readonly signIn?: SignInShape
  /** The notices that could not be delivered. Default: there is no page for them. */
  readonly letters?: Letters
  /** Makes the secret key of a district, from which the ids of new residents of a roster are made. */
  readonly residentKey: (district: DistrictId) => Effect.Effect<string | Uint8Array, Visit.Failure>
}

/**
 * Makes the board.
 *
 * @category constructors
 */
export const board = ({ administration, path }: Options = {}): Pages =>
  Routes.pages({
    ...given("path", path),
    ...given(
      "tools",
      administration && {
        access: administration.signIn,
        letters: administration.letters,
        residentKey: administration.residentKey
      }
    ),
    screens,
    openRoutes: [reportRoutes]
  })
