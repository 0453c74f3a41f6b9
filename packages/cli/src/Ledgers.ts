/** Which district of which ledger a command means, and the services to read it with. */
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

/** A ledger, the vault that belongs to it, and governance over them. */
export const services = (ledger: string) =>
  Governance.layer().pipe(Layer.provideMerge(vaultOf(ledger)), Layer.provideMerge(storage(ledger)))

/** Runs on a ledger; what the services refuse is said in words. */
export const onLedger =
  (ledger: string) =>
  <A, E, R>(self: Effect.Effect<A, E, R>) =>
    spoken(Effect.provide(self, services(ledger)))

/** The district that is meant: the one named, or the only one there is. */
export const chosen = Effect.fnUntraced(function* (named: Option.Option<DistrictId>) {
  const known = yield* Ledger.use(({ districts }) => districts)
  const [only, ...others] = Option.isSome(named) ? known.filter((id) => id === named.value) : known
  if (only !== undefined && others.length === 0) return only
  return yield* known.length === 0
    ? failed("cli.district.none")
    : failed("cli.district.which", { flags: `--district ${known.join(" | --district ")}` })
})
