/**
 * The command `liulinhui vault`: manages the master keys. The master keys encrypt the data keys, and the vault of a
 * ledger encrypts personal data with the data keys.
 */
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import { json, printData } from "./Envelope.ts"
import { isDatabase, ledgerArgument } from "./Stores.ts"
import { masterKeyFile } from "./MasterKeyFile.ts"
import { initialise, rotate as rotateKeys } from "./Vaults.ts"
import { failed, print } from "./Words.ts"

const name = Flag.String("name").pipe(
  Flag.withDescription("What the master key is called, such as its year"),
  Flag.withDefault("1")
)

const init = Command.make(
  "init",
  {
    // The ledger does not have to exist yet, because its keys are made before the ledger.
    ledger: Argument.String("ledger").pipe(Argument.withDescription("The SQLite file that the keys are for")),
    name,
    json
  },
  Effect.fn(function* ({ json, ledger, name }) {
    const file = masterKeyFile(ledger)
    if (!(yield* initialise(ledger, name))) return yield* failed("cli.vault.known", { file })
    yield* json ? printData("vault init", { file }) : print("cli.vault.made", { file })
  })
).pipe(Command.withDescription("Make a master key beside a ledger, for its owner's eyes only"))

const rotate = Command.make(
  "rotate",
  { ledger: ledgerArgument, name, json },
  Effect.fn(function* ({ json, ledger, name }) {
    const place = isDatabase(ledger) ? "LIULINHUI_MASTER_KEYS" : masterKeyFile(ledger)
    const rotated = yield* rotateKeys(ledger, name)
    const result = { keys: rotated.wrapped, name: rotated.name, place }
    yield* json ? printData("vault rotate", result) : print("cli.vault.rotated", result)
  })
).pipe(
  Command.withDescription(
    "Wrap every data key by a new master key, and put that in front; again if it was stopped"
  )
)

export const vault = Command.make("vault").pipe(
  Command.withDescription("The keys under which personal data is sealed"),
  Command.withSubcommands([init, rotate])
)
