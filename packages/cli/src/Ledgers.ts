/** Opens the ledger that a command is given, with the services that read it, and chooses the district in it. */
import { DistrictId } from "@liulinhui/core/Id"
import { Ledger } from "@liulinhui/core/Ledger"
import * as Governance from "@liulinhui/service/Governance"
import { storage } from "./Stores.ts"
import { vaultOf } from "./Vaults.ts"
import { failed, spoken } from "./Words.ts"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"

export const district = Flag.String("district").pipe(
  Flag.withDescription("Which district of the ledger; may be left out where it holds one"),
  Flag.withSchema(DistrictId),
  Flag.optional
)

/** The layers for a ledger, the vault that belongs to it, and governance over both. */
export const services = (ledger: string) =>
  Governance.layer().pipe(Layer.provideMerge(vaultOf(ledger)), Layer.provideMerge(storage(ledger)))

/** Runs a command on a ledger. Errors of the services become messages in the language of the user. */
export const onLedger =
  (ledger: string) =>
  <A, E, R>(self: Effect.Effect<A, E, R>) =>
    spoken(Effect.provide(self, services(ledger)))

/**
 * Returns the district that the user has named. If the user has named none, returns the only district of the ledger.
 */
export const chosen = Effect.fnUntraced(function* (named: Option.Option<DistrictId>) {
  const known = yield* Ledger.use(({ districts }) => districts)
  const [only, ...others] = Option.isSome(named) ? known.filter((id) => id === named.value) : known
  if (only !== undefined && others.length === 0) return only
  return yield* known.length === 0
    ? failed("cli.district.none")
    : failed("cli.district.which", { flags: `--district ${known.join(" | --district ")}` })
})
