/** Ledgers that tests of the command read: small districts, and the vault in the folder of the ledger file. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { apply } from "@liulinhui/core/Model"
import { sixHearts } from "@liulinhui/six-hearts"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Schema from "effect/Schema"
import { services } from "../src/Ledgers.ts"
import { initialise, vaultOf } from "../src/Vaults.ts"

export const writing = (filename: string) =>
  Layer.unwrap(Effect.as(initialise(filename, "test"), services(filename, "writes"))).pipe(
    Layer.provide(NodeServices.layer)
  )

/** The vault whose keys are beside the file of the ledger, where the command looks for them. */
export const vaultBeside = (filename: string) =>
  Layer.unwrap(Effect.as(Effect.ignore(initialise(filename, "test")), vaultOf(filename, "writes"))).pipe(
    Layer.provide(NodeServices.layer)
  )

/** Returns the model document of a district `small`: the Six-Heart model with one Party branch and these actors. */
export const small = (actors: Schema.JsonObject): Schema.Json =>
  apply(sixHearts, {
    id: "small",
    name: { zh: "小区", en: "Small" },
    timeZone: "Asia/Shanghai",
    branches: {
      one: {
        name: { zh: "一支部", en: "One" },
        strengths: {},
        buildings: [],
        people: 1,
        leads: { least: 0, most: 6 }
      }
    },
    pairing: { criteria: { strengths: 1 } },
    actors
  })
