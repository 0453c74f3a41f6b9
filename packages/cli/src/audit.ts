/** `liulinhui audit verify LEDGER`: reads every entry and checks that nothing was changed, dropped or moved. */
import { Ledger } from "@liulinhui/core/ports/Ledger"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { language } from "./check.ts"
import { chosen, district, ledgerFile, services } from "./Ledgers.ts"

const verify = Command.make(
  "verify",
  { ledger: ledgerFile, district, language },
  Effect.fn(function* ({ district, language, ledger }) {
    yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const { hash, position } = yield* Ledger.use((store) => store.verify(id))
      yield* Console.log(
        language === "zh"
          ? `${id}：${position}条记录，哈希链完整。链尾 ${hash}`
          : `${id}: ${position} entries, the chain holds. Its end is ${hash}`
      )
    }).pipe(Effect.provide(services(ledger)))
  })
).pipe(Command.withDescription("Check positions, versions and the hash chain of a district"))

export const audit = Command.make("audit").pipe(
  Command.withDescription("Check that a ledger is what was written"),
  Command.withSubcommands([verify])
)
