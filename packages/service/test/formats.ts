/**
 * Creates districts in each ledger format, in the way in which this version and earlier versions of the library create
 * them.
 */
import { Journal } from "@liulinhui/core/District"
import { DistrictId } from "@liulinhui/core/Id"
import { CommandId, Ledger } from "@liulinhui/core/Ledger"
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import type * as Schema from "effect/Schema"
import { createHash } from "node:crypto"
import { firstDay, nine } from "./wanLiu.ts"

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex")

/** Adopts the first model of a district as versions of the library before format 1 did: the entry states no format. */
const byEarlierVersion = (model: Schema.Json) =>
  Ledger.use((ledger) =>
    ledger.append({
      district: DistrictId.make((model as { readonly id: string }).id),
      commandId: CommandId.make(`model/0/${sha256(JSON.stringify(model))}`),
      at: nine(),
      streams: [
        {
          stream: Journal.modelStream,
          expected: 0,
          events: [Journal.encode({ _tag: "ModelAdopted", on: firstDay, document: model })]
        }
      ]
    })
  )

/** For each ledger format: the function that begins a district with a model document. */
export const beginnings = {
  "of format 1": (model: Schema.Json) => Effect.asVoid(Governance.use(({ adopt }) => adopt(model))),
  "that an earlier version began": (model: Schema.Json) => Effect.asVoid(byEarlierVersion(model))
} as const
