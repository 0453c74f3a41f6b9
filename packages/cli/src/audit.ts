/**
 * `liulinhui audit`: checking that a ledger is what was written, and moving a district between ledgers with its chain
 * intact. None of it opens anything sealed, so that no vault is needed.
 */
import { Ledger, Portable } from "@liulinhui/core/Ledger"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Stream from "effect/Stream"
import { chosen, district } from "./Ledgers.ts"
import { ledgerArgument, shown, storage } from "./Stores.ts"
import { failed, print } from "./Words.ts"

const verify = Command.make(
  "verify",
  { ledger: ledgerArgument, district },
  Effect.fn(function* ({ district, ledger }) {
    yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const { hash, position } = yield* Ledger.use((store) => store.verify(id))
      yield* print("cli.audit.verified", { district: id, position, hash })
    }).pipe(Effect.provide(storage(ledger)))
  })
).pipe(Command.withDescription("Check positions, versions and the hash chain of a district"))

const exported = Command.make(
  "export",
  {
    ledger: ledgerArgument,
    file: Argument.String("file").pipe(
      Argument.withDescription("The file to write, one entry a line (JSON Lines)")
    ),
    district
  },
  Effect.fn(function* ({ district, file, ledger }) {
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
        Effect.catchTag("PlatformError", ({ message }) =>
          failed("cli.file.unwritable", { file, why: message })
        )
      )
      const { hash, position } = yield* store.head(id)
      yield* print("cli.audit.exported", { district: id, position, file, hash })
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
    )
  },
  Effect.fn(function* ({ file, ledger }) {
    const files = yield* FileSystem.FileSystem
    const lines = files.stream(file).pipe(Stream.decodeText, Stream.splitLines)
    yield* Effect.gen(function* () {
      const { hash, position } = yield* Portable.restore(yield* Ledger, lines).pipe(
        Effect.catchTag(["PortableRefused", "PlatformError"], ({ message }) =>
          failed("cli.audit.refused", { file, why: message })
        )
      )
      yield* print("cli.audit.imported", { file, position, ledger: shown(ledger), hash })
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
