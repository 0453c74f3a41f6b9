/** Reads ids of every kind from text, and compares them. Ids are ordered by their UTF-16 code units. */
import * as Id from "@liulinhui/core/Id"
import * as Schema from "effect/Schema"
import type { Eq as EqOf } from "fp-ts/lib/Eq.js"
import * as O from "fp-ts/lib/Option.js"
import type { Ord as OrdOf } from "fp-ts/lib/Ord.js"
import * as S from "fp-ts/lib/string.js"

export type {
  ActorId,
  BranchId,
  BuildingId,
  CaseId,
  DistrictId,
  GroupId,
  HouseholdId,
  ResidentId
} from "@liulinhui/core/Id"

/** @category instances */
export const eq = <Id extends string>(): EqOf<Id> => S.Eq

/** @category instances */
export const ord = <Id extends string>(): OrdOf<Id> => S.Ord

const reading = <Id extends string>(is: (text: unknown) => text is Id) => O.fromPredicate<string, Id>(is)

/** Reads an id. `None` if the text is not 1–64 letters, digits and - _ . @category constructors */
export const district = reading(Schema.is(Id.DistrictId))
/** @category constructors */
export const branch = reading(Schema.is(Id.BranchId))
/** @category constructors */
export const group = reading(Schema.is(Id.GroupId))
/** @category constructors */
export const building = reading(Schema.is(Id.BuildingId))
/** @category constructors */
export const household = reading(Schema.is(Id.HouseholdId))
/** @category constructors */
export const resident = reading(Schema.is(Id.ResidentId))
/** @category constructors */
export const actor = reading(Schema.is(Id.ActorId))
/** @category constructors */
export const caseId = reading(Schema.is(Id.CaseId))
