/**
 * The command `liulinhui audit`: checks that a ledger was not changed after it was written, and copies a district to
 * another ledger without changing its hash chain. These commands do not decrypt anything, so they need no vault.
 */
import type { DistrictId } from "@liulinhui/core/Id"
import { ChainBroken, Ledger, Portable } from "@liulinhui/core/Ledger"
import { Views } from "@liulinhui/core/Views"
import * as Anchors from "@liulinhui/service/Anchors"
import { DistrictIncomplete } from "@liulinhui/service/Governance"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { anchorsOf, head, makeKey, signerIn } from "./AnchorFile.ts"
import { json, printData } from "./Envelope.ts"
import { unreadable, unwritable } from "./FileReason.ts"
import { chosen, district } from "./Ledgers.ts"
import { keep } from "./PrivateFiles.ts"
import { spoken } from "./Spoken.ts"
import { ledgerArgument, shown, storage } from "./Stores.ts"
import { addLinePrivate, replacePrivate } from "./TextFile.ts"
import { failed, print, words } from "./Words.ts"

/**
 * Fails if an import of the district was stopped. Its entries are right, but others are missing, so it must not count as
 * whole, nor be exported or anchored.
 */
const complete = Effect.fnUntraced(function* (id: DistrictId) {
  const stopped = yield* Portable.stopped(yield* Ledger, yield* Views, id)
  if (Option.isSome(stopped)) return yield* new DistrictIncomplete({ district: id, ...stopped.value })
})

/**
 * The district that the user has named, or the only one. If the named district is not listed, the store may have lost it
 * from its list, so the tables of the store are inspected first.
 */
const listed = Effect.fnUntraced(function* (named: Option.Option<DistrictId>) {
  const { districts, inspect } = yield* Ledger
  if (Option.isSome(named) && !(yield* districts).includes(named.value)) {
    const breach = yield* inspect(named.value)
    if (Option.isSome(breach)) return yield* new ChainBroken({ district: named.value, ...breach.value })
  }
  return yield* chosen(named)
})

const verify = Command.make(
  "verify",
  {
    ledger: ledgerArgument,
    district,
    heads: Flag.String("head").pipe(
      Flag.withDescription("An end of the chain that was noted elsewhere, as HASH@POSITION; can be repeated"),
      Flag.atLeast(0)
    ),
    anchors: Flag.String("anchors").pipe(
      Flag.withDescription("A file with anchors that `audit anchor` wrote, one a line"),
      Flag.optional
    ),
    publicKey: Flag.String("public-key").pipe(
      Flag.withDescription("The file of the public key that checks the anchors"),
      Flag.optional
    ),
    json
  },
  Effect.fn(function* ({ anchors, district, heads, json, ledger, publicKey }) {
    const noted = yield* Effect.forEach(heads, head)
    yield* Effect.gen(function* () {
      const id = yield* listed(district)
      if (Option.isSome(anchors) && Option.isNone(publicKey)) return yield* failed("cli.audit.keyMissing")
      const anchored = yield* Option.match(Option.all([anchors, publicKey]), {
        onNone: () => Effect.succeed([]),
        onSome: ([file, keyFile]) => anchorsOf(id, file, keyFile)
      })
      const { hash, position } = yield* Ledger.use((store) => store.verify(id, [...noted, ...anchored]))
      yield* complete(id)
      if (json)
        return yield* printData("audit verify", { district: id, position, hash, anchors: anchored.length })
      yield* print("cli.audit.verified", { district: id, position, hash })
      if (anchored.length > 0) {
        const latest = Math.max(...anchored.map((anchor) => anchor.position))
        yield* print("cli.audit.anchors", { count: anchored.length, position: latest })
      }
    }).pipe(Effect.provide(storage(ledger, "reads")), spoken)
  })
).pipe(
  Command.withDescription(
    "Check the hash chain of a district, the look-up of every entry, and heads that were noted elsewhere"
  )
)

const key = Command.make(
  "key",
  { file: Argument.String("file").pipe(Argument.withDescription("The new file of the private key")), json },
  Effect.fn(function* ({ file, json }) {
    const publicKey = yield* makeKey(file)
    if (json) return yield* printData("audit key", { file, publicKey })
    yield* Effect.flatMap(words, ({ say }) => Console.error(say("cli.audit.keyMade", { file })))
    yield* Console.log(publicKey.trimEnd())
  })
).pipe(Command.withDescription("Make a key that signs anchors, and print the public key that checks them"))

const anchor = Command.make(
  "anchor",
  {
    ledger: ledgerArgument,
    district,
    key: Flag.String("key").pipe(Flag.withDescription("The file of the private key, from `audit key`")),
    to: Flag.String("to").pipe(
      Flag.withDescription("The file to which the anchor is added; default: it is printed"),
      Flag.optional
    ),
    json
  },
  Effect.fn(function* ({ district, json, key, ledger, to }) {
    const signer = yield* signerIn(key)
    yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      yield* complete(id)
      const made = yield* Anchors.anchor(signer, id)
      if (Option.isNone(made)) {
        if (json) yield* printData("audit anchor", { anchor: null })
        return
      }
      const line = JSON.stringify(made.value)
      if (Option.isSome(to)) yield* addLinePrivate(to.value, line)
      if (json) {
        const file = Option.getOrUndefined(to)
        return yield* printData("audit anchor", {
          anchor: made.value,
          ...(file === undefined ? {} : { file })
        })
      }
      if (Option.isNone(to)) return yield* Console.log(line)
      yield* print("cli.audit.anchorMade", { district: id, position: made.value.position, file: to.value })
    }).pipe(Effect.provide(storage(ledger, "reads")), spoken)
  })
).pipe(Command.withDescription("Sign the end of a district's chain, to be kept away from the ledger"))

const exported = Command.make(
  "export",
  {
    ledger: ledgerArgument,
    file: Argument.String("file").pipe(
      Argument.withDescription("The file to write, one entry a line (JSON Lines)")
    ),
    district,
    json
  },
  Effect.fn(function* ({ district, file, json, ledger }) {
    const files = yield* FileSystem.FileSystem
    yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      yield* complete(id)
      const store = yield* Ledger
      const bytes = Portable.lines(store, id).pipe(
        Stream.map((line) => `${line}\n`),
        Stream.encodeText
      )
      // Until the file is complete, it has another name. So nobody can mistake an incomplete file for a complete
      // export.
      yield* replacePrivate(file, (path, options) => Stream.run(bytes, files.sink(path, options))).pipe(
        Effect.catchTag("PlatformError", unwritable(file))
      )
      const { hash, position } = yield* store.head(id)
      const result = { district: id, position, file, hash }
      yield* json ? printData("audit export", result) : print("cli.audit.exported", result)
    }).pipe(Effect.provide(storage(ledger, "reads")), spoken)
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
    json
  },
  Effect.fn(function* ({ file, json, ledger }) {
    const files = yield* FileSystem.FileSystem
    yield* keep([file], "reads")
    const lines = files.stream(file).pipe(Stream.decodeText, Stream.splitLines)
    yield* Effect.gen(function* () {
      const { hash, position } = yield* Portable.restore(yield* Ledger, lines, { views: yield* Views }).pipe(
        Effect.catchTag("PortableRefused", ({ message }) =>
          failed("cli.audit.refused", { file, why: message })
        ),
        Effect.catchTag("PlatformError", unreadable(file))
      )
      const result = { file, position, ledger: shown(ledger), hash }
      yield* json ? printData("audit import", result) : print("cli.audit.imported", result)
    }).pipe(Effect.provide(storage(ledger, "writes")))
  })
).pipe(
  Command.withDescription(
    "Write a district from a portable file into a ledger; a file that was tampered with is refused"
  )
)

export const audit = Command.make("audit").pipe(
  Command.withDescription("Check that a ledger is what was written, and move a district between ledgers"),
  Command.withSubcommands([verify, key, anchor, exported, imported])
)
