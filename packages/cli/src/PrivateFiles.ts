/**
 * Keeps the files of a ledger private. New files are made so that only their owner can read them (mode 0600). A file that
 * existed before, for example a copy from another machine, can have open permissions: then other users of this machine
 * can read it. A command that writes makes such a file private. A command that reads only reports it.
 *
 * Every file of a ledger is opened through `Stores`, `Vaults`, `AnchorFile` or `TextFile`, and these call `keep`. So no
 * command can forget it. Windows has no such permissions, so nothing is done there.
 */
import type { MessageId, ParametersOf } from "@liulinhui/texts"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import process from "node:process"
import { words } from "./Words.ts"

/**
 * How a command uses the files of a ledger. A command that `writes` makes them private. A command that `reads` reports
 * open permissions. A command that `inspects` (`doctor`) has them in its findings, so they are not reported twice.
 */
export type Access = "reads" | "writes" | "inspects"

/** The permissions of all users but the owner. */
const ofOthers = 0o077

/** The permissions that a private file may have. A file that its owner may only read stays so. */
const ofOwner = 0o600

/** A file that other users can read or write. `none` if there is no such file, or if it is private. */
const openFile = Effect.fnUntraced(function* (file: string) {
  if (process.platform === "win32") return Option.none<FileSystem.File.Info>()
  const files = yield* FileSystem.FileSystem
  const info = yield* Effect.option(files.stat(file))
  return Option.filter(info, ({ mode, type }) => type === "File" && (mode & ofOthers) !== 0)
})

/** Whether other users of this machine can read or write a file. */
export const isOpen = (file: string) => Effect.map(openFile(file), Option.isSome)

const report = <Id extends MessageId>(id: Id, ...parameters: ParametersOf<Id>) =>
  Effect.flatMap(words, ({ say }) => Console.error(say(id, ...parameters)))

/** Makes an open file private. If this is not possible, the reason is reported, and the command continues. */
const close = Effect.fnUntraced(function* (file: string, { mode, uid }: FileSystem.File.Info) {
  const files = yield* FileSystem.FileSystem
  const failure = yield* files.chmod(file, mode & ofOwner).pipe(
    Effect.as(undefined),
    Effect.catch(({ message }) => Effect.succeed(message))
  )
  if (failure === undefined) {
    // A file system without permissions accepts the change, and ignores it.
    return (yield* isOpen(file))
      ? yield* report("cli.file.openSystem", { file })
      : yield* report("cli.file.closed", { file })
  }
  const isForeign = Option.exists(uid, (owner) => owner !== process.getuid?.())
  yield* isForeign
    ? report("cli.file.openForeign", { file })
    : report("cli.file.openStill", { file, why: failure })
})

/**
 * Makes files private if the command writes, and reports open permissions on stderr if it reads. A missing file is
 * skipped. Never fails: a command does not stop because of permissions.
 */
export const keep = (files: ReadonlyArray<string>, access: Access) =>
  access === "inspects"
    ? Effect.void
    : Effect.forEach(
        files,
        (file) =>
          Effect.flatMap(openFile(file), (found) =>
            Option.isNone(found)
              ? Effect.void
              : access === "writes"
                ? close(file, found.value)
                : report("cli.file.open", { file })
          ),
        { discard: true }
      )

/** An SQLite file, and the files of its write-ahead log. They contain the same data. */
export const ofSqlite = (file: string): ReadonlyArray<string> => [file, `${file}-wal`, `${file}-shm`]
