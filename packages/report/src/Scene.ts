/** What all facts are computed from: a district that uses a model, on a day, its readers, and the words. */
import type { Calendar } from "@liulinhui/core/Calendar"
import type * as Day from "@liulinhui/core/Day"
import type * as District from "@liulinhui/core/District"
import type { BuildingId, CaseId, GroupId, RoleId } from "@liulinhui/core/Id"
import type { Model } from "@liulinhui/core/Model"
import type { Registry } from "@liulinhui/core/Registry"
import type { Text } from "@liulinhui/core/Text"
import { type Names, Texts } from "@liulinhui/texts"
import type { Reader } from "./Reader.ts"

/** What is asked of a district besides the day. */
export interface FactsOptions {
  /** The first day of the period of the report. */
  readonly from: Day.Day
  readonly asOf: Day.Day
  /** As it was known at the end of this day: without facts that were recorded later. Default: as it is known now. */
  readonly known?: Day.Day | undefined
  /** Who reads the facts: everybody with this role, or everybody in the hall. Default: the hall. */
  readonly readers?: RoleId | "hall"
  /** Days for which the report names who was still missing. */
  readonly onTheWay?: ReadonlyArray<Day.Day>
  /** Cases whose complete timeline is in the report. Default: the cases with a relapse or with overdue work. */
  readonly timelines?: ReadonlyArray<CaseId>
  /** The largest number of gaps to name for each rule. Default: 200. */
  readonly gaps?: number
  /** The largest number of cases of one kind to list. A kind with more cases is only counted. Default: 60. */
  readonly cases?: number
  /**
   * How many notices were put into the queues, by notice rule or by the digest that contained them. Default: not known.
   */
  readonly notices?: ReadonlyMap<string, number>
  /** The words for sentences and reasons; default: the built-in ones. */
  readonly texts?: Texts.Texts
}

export interface Scene extends FactsOptions {
  readonly district: District.District
  readonly model: Model
  /** The registry on the day. */
  readonly registry: Registry
  /** The calendar as it was known on the day. */
  readonly calendar: Calendar
  readonly reader: Reader
  readonly names: Names.Names
  readonly all: ReadonlyArray<Texts.Words>
}

/** A text in each language of the district. */
export const inEach = ({ all }: Scene, say: (words: Texts.Words) => string): Text => Texts.sayInEach(all, say)

/** An id for which the model has no name. */
export const same = (scene: Scene, text: string): Text => inEach(scene, () => text)

/** The label on the door of a building. */
export const label = ({ district: { registry } }: Scene, building: string | null): string | null =>
  building === null ? null : (registry.buildings.get(building as BuildingId)?.label ?? building)

/** The name of a group. */
export const groupName = (scene: Scene, group: GroupId): Text =>
  scene.model.groups.find(({ id }) => id === group)?.name ?? same(scene, group)
