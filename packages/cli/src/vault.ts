/** `liulinhui vault`: the master keys that wrap the data keys of a ledger's vault. */
import { Vault } from "@liulinhui/core/ports/Vault"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { language } from "./check.ts"
import { CommandFailed } from "./CommandFailed.ts"
import { isDatabase, ledgerArgument } from "./Stores.ts"
import { addMasterKey, initialise, masterKeyFile, vaultOf } from "./Vaults.ts"

const name = Flag.String("name").pipe(
  Flag.withDescription("What the master key is called, such as its year"),
  Flag.withDefault("1")
)

const init = Command.make(
  "init",
  {
    // The ledger need not be there yet: its keys come first.
    ledger: Argument.String("ledger").pipe(Argument.withDescription("The SQLite file that the keys are for")),
    name,
    language
  },
  Effect.fn(function* ({ language, ledger, name }) {
    if (!(yield* initialise(ledger, name))) {
      return yield* new CommandFailed({
        message: `there is a master key already: ${masterKeyFile(ledger)} or the environment`
      })
    }
    yield* Console.log(
      language === "zh"
        ? `已生成主密钥：${masterKeyFile(ledger)}。请另行备份；丢失则已加密的内容无法再读取。`
        : `A master key was made: ${masterKeyFile(ledger)}. Back it up apart: whoever loses it loses everything sealed.`
    )
  })
).pipe(Command.withDescription("Make a master key beside a ledger, for its owner's eyes only"))

const rotate = Command.make(
  "rotate",
  { ledger: ledgerArgument, name, language },
  Effect.fn(function* ({ language, ledger, name }) {
    yield* addMasterKey(ledger, name)
    const place = isDatabase(ledger) ? "LIULINHUI_MASTER_KEYS" : masterKeyFile(ledger)
    const wrapped = yield* Vault.use((vault) => vault.rotate).pipe(Effect.provide(vaultOf(ledger)))
    yield* Console.log(
      language === "zh"
        ? `${wrapped}把数据密钥已改用主密钥“${name}”。确认备份后，可从${place}中删去旧的一把。`
        : `${wrapped} data keys are wrapped by the master key "${name}". Once that is backed up, the older one may go ` +
            `from ${place}.`
    )
  })
).pipe(Command.withDescription("Put a new master key in front, and wrap every data key by it"))

export const vault = Command.make("vault").pipe(
  Command.withDescription("The keys under which personal data is sealed"),
  Command.withSubcommands([init, rotate])
)
