/** The command `liulinhui upgrade LEDGER`: switches a district of an earlier version to the current ledger format. */
import { Journal } from "@liulinhui/core/District"
import { Governance } from "@liulinhui/service/Governance"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { json, printData } from "./Envelope.ts"
import { chosen, district, onLedger } from "./Ledgers.ts"
import { ledgerArgument } from "./Stores.ts"
import { print } from "./Words.ts"

/**
 * @category commands
 */
export const upgrade = Command.make(
  "upgrade",
  { ledger: ledgerArgument, district, json },
  Effect.fn(function* ({ district, json, ledger }) {
    const { before, id } = yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const governance = yield* Governance
      const before = yield* governance.read(id, ({ format }) => format)
      yield* governance.upgrade(id)
      return { before, id }
    }).pipe(onLedger(ledger, "writes"))
    const { format } = Journal
    if (json) return yield* printData("upgrade", { district: id, before, format })
    yield* print(before === format ? "cli.upgrade.known" : "cli.upgrade.done", { district: id, format })
  })
).pipe(
  Command.withDescription(
    "Has a district write the newest ledger format. Do it when every program that writes to the ledger is of this version"
  )
)
