/**
 * A vault of plain async functions that uses the vault of the library. If it passes the suite, the conversion loses
 * nothing.
 */
import { DistrictId } from "@liulinhui/core/Id"
import { Owner, type Sealed } from "@liulinhui/core/Vault"
import * as VaultOf from "@liulinhui/vault"
import * as MasterKeys from "@liulinhui/vault/MasterKeys"
import * as MemoryKeys from "@liulinhui/vault/MemoryKeys"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type { SealedText, VaultAdapter } from "../src/index.ts"

const ownersOf = ([first, ...others]: readonly [string, ...ReadonlyArray<string>]) =>
  [Owner.make(first), ...others.map((owner) => Owner.make(owner))] as const

const sealedOf = ({ of, sealed }: SealedText): Sealed => ({ sealed, of: ownersOf(of) })

/** Makes a new vault with new keys. */
export const plainVault = (): VaultAdapter => {
  const masters = Result.getOrThrow(MasterKeys.read(MasterKeys.generate("2026")))
  const vault = VaultOf.make(MemoryKeys.make(), masters)
  return {
    seal: (district, items) =>
      Effect.runPromise(
        vault.seal(
          DistrictId.make(district),
          items.map((item) => ({ ...item, owners: ownersOf(item.owners) }))
        )
      ),
    open: async (district, items) => {
      const found = await Effect.runPromise(
        vault.open(
          DistrictId.make(district),
          items.map(({ place, sealed }) => ({ place, sealed: sealedOf(sealed) }))
        )
      )
      return found.map(Option.getOrUndefined)
    },
    mac: (district, owners, text) =>
      Effect.runPromise(vault.mac(DistrictId.make(district), ownersOf(owners), text)),
    destroy: (district, owner) =>
      Effect.runPromise(vault.destroy(DistrictId.make(district), Owner.make(owner))),
    destroyed: async (district, owners) => [
      ...(await Effect.runPromise(
        vault.destroyed(
          DistrictId.make(district),
          owners.map((owner) => Owner.make(owner))
        )
      ))
    ],
    rotate: () => Effect.runPromise(vault.rotate)
  }
}
