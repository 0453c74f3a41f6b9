/**
 * `liulinhui audit`: checking that a ledger is what was written, and moving a district between ledgers with its chain
 * intact. None of it opens anything sealed, so that no vault is needed.
 */
import { Ledger } from "@liulinhui/core/ports/Ledger"
import * as Portable from "@liulinhui/core/ports/Portable"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Stream from "effect/Stream"
import { language } from "./check.ts"
import { CommandFailed } from "./CommandFailed.ts"
import { chosen, district } from "./Ledgers.ts"
import { ledgerArgument, shown, storage } from "./Stores.ts"

const verify = Command.make(
  "verify",
  { ledger: ledgerArgument, district, language },
  Effect.fn(function* ({ district, language, ledger }) {
    yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const { hash, position } = yield* Ledger.use((store) => store.verify(id))
      yield* Console.log(
        language === "zh"
          ? `${id}：${position}条记录，哈希链完整。链尾 ${hash}`
          : `${id}: ${position} entries, the chain holds. Its end is ${hash}`
      )
    }).pipe(Effect.provide(storage(ledger)))
  })
).pipe(Command.withDescription("Check positions, versions and the hash chain of a district"))

const failed = (file: string, what: string) => (error: { readonly message: string }) =>
  Effect.fail(new CommandFailed({ message: `${file} ${what}: ${error.message}` }))

const exported = Command.make(
  "export",
  {
    ledger: ledgerArgument,
    file: Argument.String("file").pipe(
      Argument.withDescription("The file to write, one entry a line (JSON Lines)")
    ),
    district,
    language
  },
  Effect.fn(function* ({ district, file, language, ledger }) {
    const files = yield* FileSystem.FileSystem
    yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const store = yield* Ledger
      // Under another name until it is whole: what is cut short is never taken for an export.
      const unfinished = `${file}.part`
      yield* Portable.lines(store, id).pipe(
        Stream.map((line) => `${line}\n`),
        Stream.encodeText,
        Stream.run(files.sink(unfinished)),
        Effect.andThen(files.rename(unfinished, file)),
        Effect.catchTag("PlatformError", failed(file, "cannot be written"))
      )
      const { hash, position } = yield* store.head(id)
      yield* Console.log(
        language === "zh"
          ? `${id}：已导出${position}条记录到${file}。链尾 ${hash}`
          : `${id}: ${position} entries written to ${file}. The end of the chain is ${hash}`
      )
    }).pipe(Effect.provide(storage(ledger)))
  })
).pipe(
  Command.withDescription(
    "Write a district into a portable file, its chain included; what is sealed stays sealed"
  )
)

const imported = Command.make(
  "import",
  {
    file: Argument.File("file", { mustExist: true }).pipe(
      Argument.withDescription("A file that `audit export` wrote")
    ),
    ledger: Argument.String("ledger").pipe(
      Argument.withDescription(
        "The SQLite file to write the district into, which is made where there is none, or postgres://… for a database"
      )
    ),
    language
  },
  Effect.fn(function* ({ file, language, ledger }) {
    const files = yield* FileSystem.FileSystem
    const lines = files.stream(file).pipe(Stream.decodeText, Stream.splitLines)
    yield* Effect.gen(function* () {
      const { hash, position } = yield* Portable.restore(yield* Ledger, lines).pipe(
        Effect.catchTag(
          ["PortableRefused", "PlatformError"],
          failed(file, "is refused, and nothing is written")
        )
      )
      yield* Console.log(
        language === "zh"
          ? `${file}：${position}条记录已在${shown(ledger)}中，哈希链完整。链尾 ${hash}`
          : `${file}: ${position} entries are in ${shown(ledger)}, and the chain holds. Its end is ${hash}`
      )
    }).pipe(Effect.provide(storage(ledger)))
  })
).pipe(
  Command.withDescription(
    "Write a district from a portable file into a ledger; a file that was tampered with is refused"
  )
)

export const audit = Command.make("audit").pipe(
  Command.withDescription("Check that a ledger is what was written, and move a district between ledgers"),
  Command.withSubcommands([verify, exported, imported])
)
