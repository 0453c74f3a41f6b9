/** Model documents with exactly one mistake. */
import { apply } from "@liulinhui/core/Model"
import type * as Schema from "effect/Schema"
import fc from "fast-check"
import { flawed, type Flaws, type Invalid } from "./Flaws.ts"

/** A mistake in a model document: the code of the problem. */
export type ModelFlaw =
  | "unknown-role"
  | "unknown-branch"
  | "unknown-group"
  | "unknown-heart"
  | "unknown-tag"
  | "unknown-playbook"
  | "unknown-criterion"

const name = { zh: "多余", en: "one more" }

const patched = (patch: Schema.JsonObject) => (document: Schema.Json) => apply(document, patch)

const holding = (mandate: Schema.JsonObject) => patched({ actors: { "last-actor": { mandates: [mandate] } } })

/** The first key of a section of a document. `undefined` if the section is empty. */
const firstIn = (document: Schema.Json, section: string): string =>
  Object.keys((document as Readonly<Record<string, Schema.JsonObject>>)[section] ?? {})[0] ?? ""

const flaws: Flaws<Schema.Json, ModelFlaw> = {
  "unknown-role": holding({ role: "no-such-role", scope: { district: true } }),
  "unknown-branch": (document) =>
    holding({ role: firstIn(document, "roles"), scope: { branch: "no-such-branch" } })(document),
  "unknown-group": (document) =>
    holding({ role: firstIn(document, "roles"), scope: { group: "no-such-group" } })(document),
  "unknown-heart": patched({
    groups: {
      "last-group": { name, heart: "no-such-heart", purpose: name, needs: {}, buildings: [], ledBy: 1 }
    }
  }),
  "unknown-tag": patched({
    branches: {
      "last-branch": {
        name,
        strengths: { "no-such-tag": 1 },
        buildings: [],
        people: 1,
        leads: { least: 0, most: 1 }
      }
    }
  }),
  "unknown-playbook": patched({ noticeHours: { confidential: ["no-such-playbook"] } }),
  "unknown-criterion": patched({ pairing: { criteria: { "no-such-criterion": 1 } } })
}

/**
 * Changes of a valid model document after which it has exactly one mistake. The flaw is the code of the problem. The
 * document must have a role.
 *
 * @category arbitraries
 */
export const model = (
  document: Schema.Json,
  { among }: { readonly among?: ReadonlyArray<ModelFlaw> } = {}
): fc.Arbitrary<Invalid<Schema.Json, ModelFlaw>> => flawed(flaws, fc.constant(document), among)
