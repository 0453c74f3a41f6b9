/**
 * The nouns of place of a district. A village has groups (组) or houses where a city has buildings, so reports, lists and
 * notices use the nouns of the model.
 */
import * as Schema from "effect/Schema"
import { Text } from "../kernel/Text.ts"

/**
 * The section `nouns:` of a model. A noun that is not listed, or that lacks a language, is the usual noun of the language.
 *
 * ```yaml
 * nouns: { building: { zh: 组, en: house }, buildings: { en: houses }, measure: { zh: 个 }, room: { zh: 号, en: no. } }
 * ```
 *
 * @category models
 */
export const Nouns = Schema.Struct({
  /** A building of the registry. Default: 楼, building. */
  building: Schema.optionalKey(Text),
  /** Several buildings. Default: 楼, buildings. */
  buildings: Schema.optionalKey(Text),
  /** The measure word after a number of buildings, in languages that have measure words. Default: 幢. */
  measure: Schema.optionalKey(Text),
  /** A flat of a building, beside its number. Default: 室, flat. */
  room: Schema.optionalKey(Text),
  /** The whole district. Default: 居民区, district. */
  district: Schema.optionalKey(Text)
})
export interface Nouns extends Schema.Schema.Type<typeof Nouns> {}
