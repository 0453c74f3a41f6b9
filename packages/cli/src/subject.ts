/**
 * `liulinhui subject`: what the law gives a resident: to see everything that is held on them (PIPL Art. 45), and to have
 * it erased (Art. 47). Both are done in the name of somebody who may, and recorded.
 */
import { ResidentId } from "@liulinhui/core/place/Id"
import { ErasureBasis } from "@liulinhui/core/place/Registry"
import * as Disclosure from "@liulinhui/service/PersonalData"
import { Governance } from "@liulinhui/service/Governance"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { actor, commandId, inWords } from "./Acting.ts"
import { language } from "./check.ts"
import { CommandFailed } from "./CommandFailed.ts"
import { chosen, district, services } from "./Ledgers.ts"
import { ledgerArgument } from "./Stores.ts"

const resident = Argument.String("resident").pipe(
  Argument.withDescription("The resident's id in the registry"),
  Argument.withSchema(ResidentId)
)

const exported = Command.make(
  "export",
  {
    ledger: ledgerArgument,
    resident,
    district,
    by: actor,
    purpose: Flag.String("purpose").pipe(
      Flag.withDescription("What it is opened for"),
      Flag.withDefault("subject access (PIPL Art. 45)")
    ),
    out: Flag.String("out").pipe(
      Flag.withDescription("Write it to this file, for its owner's eyes only, instead of printing it"),
      Flag.optional
    ),
    language
  },
  Effect.fn(function* ({ by, district, language, ledger, out, purpose, resident }) {
    const held = yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const { held } = yield* Disclosure.Disclosure
      const entries = yield* held({ district: id, id: commandId("subject-export"), by, resident, purpose })
      return { district: id, resident, entries }
    }).pipe(
      Effect.catchTag("Refused", inWords(language)),
      Effect.provide(Disclosure.layer.pipe(Layer.provideMerge(services(ledger))))
    )
    const text = JSON.stringify(held, null, 2)
    if (Option.isNone(out)) return yield* Console.log(text)
    const file = out.value
    yield* FileSystem.FileSystem.use((files) =>
      files.writeFileString(file, `${text}\n`, { mode: 0o600 })
    ).pipe(
      Effect.mapError(
        (error) => new CommandFailed({ message: `${file} cannot be written: ${error.message}` })
      )
    )
    yield* Console.log(
      language === "zh"
        ? `已导出居民${resident}的${held.entries.length}条记录：${file}`
        : `${held.entries.length} entries on resident ${resident}: ${file}`
    )
  })
).pipe(Command.withDescription("Everything that is held on a resident, opened, as JSON"))

const erase = Command.make(
  "erase",
  {
    ledger: ledgerArgument,
    resident,
    district,
    by: actor,
    basis: Flag.Literals("basis", ErasureBasis.literals).pipe(
      Flag.withDescription("Why: as PIPL Art. 47 has it")
    ),
    language
  },
  Effect.fn(function* ({ basis, by, district, language, ledger, resident }) {
    yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      yield* Governance.use(({ submit }) =>
        submit({
          district: id,
          id: commandId("subject-erase"),
          by,
          request: { _tag: "EraseResident", resident, basis }
        })
      )
    }).pipe(Effect.catchTag("Refused", inWords(language)), Effect.provide(services(ledger)))
    yield* Console.log(
      language === "zh"
        ? `居民${resident}的资料已删除：其密钥已销毁，台账仍完整。密钥库的备份须另行清除。`
        : `What was held on resident ${resident} is erased: the key is destroyed, and the ledger is whole. ` +
            "Backups of the key store have to be dealt with apart."
    )
  })
).pipe(Command.withDescription("Erase what is held on a resident, for good, by destroying the key"))

export const subject = Command.make("subject").pipe(
  Command.withDescription("A resident's own rights: access to what is held, and erasure"),
  Command.withSubcommands([exported, erase])
)
