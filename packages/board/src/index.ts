/**
 * The board: a web app for the people of a district. Give it to `WebHandler.make` of `@liulinhui/http` with the option
 * `pages`. It is served at `/`, or at a path of an existing site.
 */
import type { Pages } from "@liulinhui/http/WebHandler"
import { reportRoutes } from "./report/ReportRoutes.ts"
import * as Routes from "./Routes.ts"
import { screens } from "./screens.ts"

/**
 * The options of the board.
 *
 * @category models
 */
export interface Options {
  /** The path of the board, such as `/board`. Default: the root of the site. */
  readonly path?: `/${string}`
}

/**
 * Makes the board.
 *
 * @category constructors
 */
export const board = (options: Options = {}): Pages =>
  Routes.pages({ ...options, screens, openRoutes: [reportRoutes] })
