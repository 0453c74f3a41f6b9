/**
 * Opens the ledger that the user names on the command line, and chooses one of its districts. Provides the services
 * that read and write the ledger.
 */
import { DistrictId } from "@liulinhui/core/Id"
import { Ledger } from "@liulinhui/core/Ledger"
import * as Governance from "@liulinhui/service/Governance"
import type { Access } from "./PrivateFiles.ts"
import { storage } from "./Stores.ts"
import { vaultOf } from "./Vaults.ts"
import { spoken } from "./Spoken.ts"
import { failed } from "./Words.ts"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"

export const district = Flag.String("district").pipe(
  Flag.withDescription("Which district of the ledger; may be left out where it holds one"),
  Flag.withSchema(DistrictId),
  Flag.optional
)

/**
 * The layers for a ledger, for the vault with its data keys, and for the `Governance` service that uses both. `access`
 * says whether the command writes. It has no default, because files stay open to others if a writing command forgets it.
 */
export const services = (ledger: string, access: Access, options: Governance.Options = {}) =>
  Governance.layer(options).pipe(
    Layer.provideMerge(vaultOf(ledger, access)),
    Layer.provideMerge(storage(ledger, access))
  )

/** Runs an effect with the services of a ledger. Errors of the services become messages in the language of the user. */
export const onLedger =
  (ledger: string, access: Access) =>
  <A, E, R>(self: Effect.Effect<A, E, R>) =>
    spoken(Effect.provide(self, services(ledger, access)))

/**
 * Returns the district that the user has named. If the user has not named a district, returns the only district of the
 * ledger.
 */
export const chosen = Effect.fnUntraced(function* (named: Option.Option<DistrictId>) {
  const known = yield* Ledger.use(({ districts }) => districts)
  const [only, ...others] = Option.isSome(named) ? known.filter((id) => id === named.value) : known
  if (only !== undefined && others.length === 0) return only
  return yield* known.length === 0
    ? failed("cli.district.none")
    : failed("cli.district.which", { flags: `--district ${known.join(" | --district ")}` })
})
