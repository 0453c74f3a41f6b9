/** The answers of a route that are not a success, for the contract of the API. */
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import { mediaType, Problem, statuses } from "./Problem.ts"

/**
 * The schemas of the answers of a route that are not a success, one for each status.
 *
 * @param never the statuses that the route never has. No described route has 405, which is the answer for all others.
 */
export const errorsExcept = (...never: ReadonlyArray<number>) =>
  [...new Set<number>(Object.values(statuses))]
    .filter((code) => code !== 405 && !never.includes(code))
    .map((code) => Problem.pipe(HttpApiSchema.status(code), HttpApiSchema.asJson({ contentType: mediaType })))
