/** The arbitraries of a model document, prepared once for all laws of the document. */
import type * as Schema from "effect/Schema"
import { type OfModel, ofModel } from "../OfModel.ts"

const known = new WeakMap<object, OfModel>()

/** Makes the arbitraries of a model document. A later call with the same document returns the same arbitraries. */
export const modelOf = (document: Schema.Json): OfModel => {
  if (typeof document !== "object" || document === null) return ofModel(document)
  const found = known.get(document) ?? ofModel(document)
  known.set(document, found)
  return found
}
