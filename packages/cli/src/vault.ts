/**
 * The command `liulinhui vault`: manages the master keys. They encrypt the data keys, with which a ledger's vault
 * encrypts personal data.
 */
import { Vault } from "@liulinhui/core/Vault"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import { isDatabase, ledgerArgument } from "./Stores.ts"
import { addMasterKey, initialise, masterKeyFile, vaultOf } from "./Vaults.ts"
import { failed, print } from "./Words.ts"

const name = Flag.String("name").pipe(
  Flag.withDescription("What the master key is called, such as its year"),
  Flag.withDefault("1")
)

const init = Command.make(
  "init",
  {
    // The ledger need not exist yet, because its keys are made before the ledger.
    ledger: Argument.String("ledger").pipe(Argument.withDescription("The SQLite file that the keys are for")),
    name
  },
  Effect.fn(function* ({ ledger, name }) {
    const file = masterKeyFile(ledger)
    if (!(yield* initialise(ledger, name))) return yield* failed("cli.vault.known", { file })
    yield* print("cli.vault.made", { file })
  })
).pipe(Command.withDescription("Make a master key beside a ledger, for its owner's eyes only"))

const rotate = Command.make(
  "rotate",
  { ledger: ledgerArgument, name },
  Effect.fn(function* ({ ledger, name }) {
    yield* addMasterKey(ledger, name)
    const place = isDatabase(ledger) ? "LIULINHUI_MASTER_KEYS" : masterKeyFile(ledger)
    const wrapped = yield* Vault.use((vault) => vault.rotate).pipe(Effect.provide(vaultOf(ledger)))
    yield* print("cli.vault.rotated", { keys: wrapped, name, place })
  })
).pipe(Command.withDescription("Put a new master key in front, and wrap every data key by it"))

export const vault = Command.make("vault").pipe(
  Command.withDescription("The keys under which personal data is sealed"),
  Command.withSubcommands([init, rotate])
)
