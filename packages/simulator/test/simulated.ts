/** A model and services for the tests of the simulator. */
import { Ledger, type LedgerShape } from "@liulinhui/core/Ledger"
import { apply } from "@liulinhui/core/Model"
import { Governance, type GovernanceShape, layer } from "@liulinhui/service/Governance"
import { sixHearts } from "@liulinhui/six-hearts"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Options } from "../src/index.ts"

/** The Six-Heart working method in a district without branches and people. */
export const document = apply(sixHearts, {
  id: "elsewhere",
  name: { zh: "别处", en: "Elsewhere" },
  timeZone: "Asia/Shanghai",
  branches: {},
  pairing: { criteria: { strengths: 1 } }
})

/** The real service over a ledger in memory. Parts of both can be replaced. */
export const servicesWith = ({
  governance = (real) => real,
  ledger = (real) => real
}: {
  readonly governance?: (real: GovernanceShape, ledger: LedgerShape) => GovernanceShape
  readonly ledger?: (real: LedgerShape) => LedgerShape
} = {}): Options<never>["services"] => {
  const stores = Layer.fresh(Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory))
  const ledgers = Layer.effect(
    Ledger,
    Effect.map(Ledger, (real) => Ledger.of(ledger(real)))
  )
  const governances = Layer.effect(
    Governance,
    Effect.gen(function* () {
      return Governance.of(governance(yield* Governance, yield* Ledger))
    })
  )
  return governances.pipe(
    Layer.provideMerge(layer()),
    Layer.provideMerge(ledgers),
    Layer.provideMerge(stores)
  )
}
