/** Which district of which ledger a command means, and the services to read it with. */
import { CommandFailed } from "./CommandFailed.ts"
import { DistrictId } from "@liulinhui/core/place/Id"
import { Ledger } from "@liulinhui/core/ports/Ledger"
import * as Governance from "@liulinhui/service/Governance"
import { vaultOf } from "./Vaults.ts"
import * as StorageSqlite from "@liulinhui/storage-sqlite"
import * as Argument from "effect/cli/Argument"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"

/** The SQLite file that is read. It must be there: asking how a district stands makes no file. */
export const ledgerFile = Argument.File("ledger", { mustExist: true }).pipe(
  Argument.withDescription("The SQLite file of one district or several")
)

export const district = Flag.String("district").pipe(
  Flag.withDescription("Which district of the file; may be left out where it holds one"),
  Flag.withSchema(DistrictId),
  Flag.optional
)

/** The ledger of a file, the vault that belongs to it, and governance over them. */
export const services = (filename: string) =>
  Governance.layer().pipe(
    Layer.provideMerge(vaultOf(filename)),
    Layer.provideMerge(StorageSqlite.layer({ filename }))
  )

/** The district that is meant: the one named, or the only one there is. */
export const chosen = Effect.fnUntraced(function* (named: Option.Option<DistrictId>) {
  const known = yield* Ledger.use(({ districts }) => districts)
  const [only, ...others] = Option.isSome(named) ? known.filter((id) => id === named.value) : known
  if (only !== undefined && others.length === 0) return only
  return yield* new CommandFailed({
    message:
      known.length === 0
        ? "the file holds no district"
        : `say which district is meant: --district ${known.join(" | --district ")}`
  })
})
