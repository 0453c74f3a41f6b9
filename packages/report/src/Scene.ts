/** The data from which all facts are computed: a district that uses a model, the day, the readers, and the texts. */
import type { Calendar } from "@liulinhui/core/Calendar"
import type * as Day from "@liulinhui/core/Day"
import type * as District from "@liulinhui/core/District"
import type { BuildingId, CaseId, GroupId, RoleId } from "@liulinhui/core/Id"
import type { Model } from "@liulinhui/core/Model"
import type { Registry } from "@liulinhui/core/Registry"
import type { Text } from "@liulinhui/core/Text"
import { type Names, Texts } from "@liulinhui/texts"
import type { Reader } from "./Reader.ts"

/** Options for computing facts. */
export interface FactsOptions {
  /** The first day of the period of the report. */
  readonly from: Day.Day
  readonly asOf: Day.Day
  /** If present, facts that were recorded after this day are left out. Default: all facts are used. */
  readonly known?: Day.Day | undefined
  /** Who reads the facts: everybody with this role, or everybody in a public hall. Default: the public hall. */
  readonly readers?: RoleId | "hall"
  /** Days for which the report also lists who was still missing. */
  readonly onTheWay?: ReadonlyArray<Day.Day>
  /** Cases whose complete timeline is in the report. Default: the cases with a relapse or with overdue work. */
  readonly timelines?: ReadonlyArray<CaseId>
  /** The maximum number of missing members to list for each rule. Default: 200. */
  readonly gaps?: number
  /** The maximum number of cases of one kind to list. If a kind has more cases, they are only counted. Default: 60. */
  readonly cases?: number
  /**
   * How many notices were put into the queues (waiting lists for sending), by notice rule or by the digest that
   * contained them. Default: not known.
   */
  readonly notices?: ReadonlyMap<string, number>
  /** The texts for sentences and reasons. Default: the built-in texts. */
  readonly texts?: Texts.Texts
}

export interface Scene extends FactsOptions {
  readonly district: District.District
  readonly model: Model
  /** The registry on the day of the facts. */
  readonly registry: Registry
  /** The calendar as it was known on the day of the facts. */
  readonly calendar: Calendar
  readonly reader: Reader
  readonly names: Names.Names
  readonly all: ReadonlyArray<Texts.Words>
}

/** Makes a text in each language of the district. */
export const inEach = ({ all }: Scene, say: (words: Texts.Words) => string): Text => Texts.sayInEach(all, say)

/** Uses an id as the text in each language, because the model has no name for it. */
export const same = (scene: Scene, text: string): Text => inEach(scene, () => text)

/** The label on the door of a building. */
export const label = ({ district: { registry } }: Scene, building: string | null): string | null =>
  building === null ? null : (registry.buildings.get(building as BuildingId)?.label ?? building)

/** The name of a group. */
export const groupName = (scene: Scene, group: GroupId): Text =>
  scene.model.groups.find(({ id }) => id === group)?.name ?? same(scene, group)
