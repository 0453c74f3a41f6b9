/** `liulinhui upgrade LEDGER`: has a district that an earlier version began write the newest ledger format. */
import * as Journal from "@liulinhui/core/district/Journal"
import { Governance } from "@liulinhui/service/Governance"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { language } from "./check.ts"
import { chosen, district, services } from "./Ledgers.ts"
import { ledgerArgument } from "./Stores.ts"

/**
 * @category commands
 */
export const upgrade = Command.make(
  "upgrade",
  { ledger: ledgerArgument, district, language },
  Effect.fn(function* ({ district, language, ledger }) {
    const { before, id } = yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const governance = yield* Governance
      const before = yield* governance.read(id, ({ format }) => format)
      yield* governance.upgrade(id)
      return { before, id }
    }).pipe(Effect.provide(services(ledger)))
    const { format } = Journal
    yield* Console.log(
      before === format
        ? language === "zh"
          ? `${id}：已经是第${format}版台账格式，无需切换`
          : `${id}: ledger format ${format} is in use already`
        : language === "zh"
          ? `${id}：从现在起按第${format}版台账格式记录；早于该格式的程序不得再写入本台账`
          : `${id}: ledger format ${format} from now on; no earlier version of the program may write to it any more`
    )
  })
).pipe(
  Command.withDescription(
    "Has a district write the newest ledger format. Do it when every program that writes to the ledger is of this version"
  )
)
