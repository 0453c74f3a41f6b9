/**
 * Decides on requests without a running service, with pure functions of a district, a model, an actor and a day. A
 * district is computed from ledger entries. Each entry changes the district in place, so the functions that create and
 * change it are `IO`.
 */
import type { Line, EntryUnreadable } from "@liulinhui/core/Context"
import * as District from "@liulinhui/core/District"
import type { Happened } from "@liulinhui/core/District"
import {
  mayAsk as may,
  mayAskKind as mayKind,
  type RequestMistake,
  decide as decideOn,
  type Asking,
  type Change,
  type Reason,
  type Offers,
  offers as offersOf,
  read as readOne,
  type Request
} from "@liulinhui/core/Governance"
import type { Day } from "@liulinhui/core/Day"
import type { DocumentRefused, Problem } from "@liulinhui/core/Problem"
import { type Model, read as readModel } from "@liulinhui/core/Model"
import type { ActorId, CaseId } from "@liulinhui/core/Id"
import type * as Schema from "effect/Schema"
import * as E from "fp-ts/lib/Either.js"
import type { IO } from "fp-ts/lib/IO.js"
import * as O from "fp-ts/lib/Option.js"
import { fromReadonlyArray, type ReadonlyNonEmptyArray } from "fp-ts/lib/ReadonlyNonEmptyArray.js"
import { decisionToFp, optionFromFp, resultToFp } from "./Convert.ts"

/** Creates a district without entries. Fold entries into it with {@link apply}. @category districts */
export const district: IO<District.Draft> = District.draft

/** Applies one ledger entry to a district. This changes the district in place. @category districts */
export const apply =
  (self: District.Draft) =>
  (line: Line): IO<E.Either<EntryUnreadable, Happened>> =>
  () =>
    resultToFp(District.apply(self, line))

const unreadable: Problem = { path: [], code: "malformed", message: "this is not a model document" }

/** Reads a model document, or returns every problem with its path. @category decoding */
export const model = (document: Schema.Json): E.Either<ReadonlyNonEmptyArray<Problem>, Model> =>
  E.mapLeft(
    // If the reader of models fails, it returns at least one problem.
    ({ problems }: DocumentRefused) =>
      O.getOrElse((): ReadonlyNonEmptyArray<Problem> => [unreadable])(fromReadonlyArray(problems))
  )(resultToFp(readModel(document)))

/** Reads a request from JSON, or returns every mistake with its path. @category decoding */
export const request = (input: unknown): E.Either<ReadonlyNonEmptyArray<RequestMistake>, Request> =>
  decisionToFp(readOne(input))

/** Finds the actor with this id in a district, or in a model. Only a district has all mandates. @category decoding */
export const actor =
  (id: ActorId) =>
  ({ actors }: Pick<District.District, "actors">): O.Option<Asking["actor"]> =>
    O.fromNullable(actors.get(id))

/** Returns whether the actor may make this request. Check this before {@link decide}. @category decisions */
export const mayAsk =
  (asking: Asking) =>
  (of: Request): boolean =>
    may(of, asking)

/** Returns whether the actor may make some request of this kind. @category decisions */
export const mayAskKind =
  (asking: Asking) =>
  (of: Pick<Request, "_tag">): boolean =>
    mayKind(of, asking)

/** Decides on a request. Returns its events by stream, or every reason why it is refused. @category decisions */
export const decide =
  (asking: Asking) =>
  (of: Request): E.Either<ReadonlyNonEmptyArray<Reason>, ReadonlyArray<Change>> =>
    decisionToFp(decideOn(asking, of))

/** Returns the requests that an actor may make on a day, in the district and on a case. @category decisions */
export const offers =
  (self: District.District, on: Day) =>
  (by: ActorId, id: O.Option<CaseId> = O.none): Offers =>
    offersOf(self, on, by, optionFromFp(id))
