/**
 * `liulinhui init DIR`: the files of a new district in an empty folder, and the master key of its ledger. On a terminal it
 * prompts for the name, the id and the number of branches; in a pipe the flags have to state them.
 */
import { DistrictId } from "@liulinhui/core/Id"
import { toXlsx } from "@liulinhui/spreadsheet"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import type { Language } from "@liulinhui/core/Text"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { join } from "node:path"
import { askText, canAsk } from "./AskMissing.ts"
import { today } from "./CurrentDay.ts"
import { CommandFailed } from "./CommandFailed.ts"
import { json, printData } from "./Envelope.ts"
import { fileNames, mostBranches, rosterSheet, textFiles } from "./InitFiles.ts"
import { say } from "./Say.ts"
import { write } from "./TextFile.ts"
import { masterKeyFile } from "./MasterKeyFile.ts"
import { initialise } from "./Vaults.ts"
import { failed, language as languageAsked } from "./Words.ts"

const isId = Schema.is(DistrictId)

interface Flags {
  readonly name: Option.Option<string>
  readonly id: Option.Option<string>
  readonly branches: Option.Option<number>
}

/** The branches of a district if nobody states their number. */
const usual = 2

const isCount = (text: string): boolean =>
  /^\d$/.test(text) && Number(text) >= 1 && Number(text) <= mostBranches

/** Asks questions on a terminal for what the flags do not state. It repeats a question after an invalid answer. */
const askFor = Effect.fnUntraced(function* (flags: Flags, language: Language) {
  const name = Option.isSome(flags.name) ? flags.name.value : yield* askText(say(language, "init.name"))
  const id = Option.isSome(flags.id)
    ? flags.id.value
    : yield* askText(say(language, "init.id"), {
        problemOf: (text) => (isId(text) ? undefined : say(language, "init.badId", { id: text }))
      })
  const howMany = say(language, "init.branches", { most: mostBranches, usual })
  const branches = Option.isSome(flags.branches)
    ? flags.branches.value
    : Number(
        yield* askText(howMany, {
          initial: String(usual),
          problemOf: (text) => (isCount(text) ? undefined : howMany)
        })
      )
  return { name, id, branches }
})

/** The name, the id and the number of branches from the flags alone. */
const stated = ({ branches, id, name }: Flags, language: Language) =>
  Option.isSome(name) && Option.isSome(id)
    ? Effect.succeed({
        name: name.value,
        id: id.value,
        branches: Option.getOrElse(branches, () => usual)
      })
    : Effect.fail(new CommandFailed({ exit: 2, message: say(language, "init.missing") }))

/** A folder to write into: new, or empty. Nothing is ever overwritten. */
const emptyFolder = Effect.fnUntraced(function* (folder: string, message: string) {
  const files = yield* FileSystem.FileSystem
  const unwritable = ({ message: why }: { readonly message: string }) =>
    failed("cli.file.unwritable", { file: folder, why })
  yield* files.makeDirectory(folder, { recursive: true }).pipe(Effect.catch(unwritable))
  const there = yield* files.readDirectory(folder).pipe(Effect.catch(unwritable))
  if (there.length > 0) return yield* new CommandFailed({ message })
})

/**
 * @category commands
 */
export const init = Command.make(
  "init",
  {
    folder: Argument.String("folder").pipe(
      Argument.withDescription("A new or empty folder for the files of the district")
    ),
    name: Flag.String("name").pipe(
      Flag.withDescription("The name of the district, such as Xinglin"),
      Flag.withSchema(Schema.NonEmptyString),
      Flag.optional
    ),
    id: Flag.String("id").pipe(
      Flag.withDescription("The id of the district, in small Latin letters, such as xinglin"),
      Flag.optional
    ),
    branches: Flag.Int("branches").pipe(
      Flag.withDescription("The number of Party branches, 1 to 6. Default: 2"),
      Flag.withSchema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: mostBranches }))),
      Flag.optional
    ),
    json
  },
  Effect.fn(function* ({ folder, json, ...flags }) {
    const language = yield* languageAsked
    const asks = yield* canAsk(json)
    yield* emptyFolder(folder, say(language, "init.notEmpty", { folder }))
    const { branches, id, name } = yield* asks ? askFor(flags, language) : stated(flags, language)
    if (!isId(id)) {
      return yield* new CommandFailed({ exit: 2, message: say(language, "init.badId", { id }) })
    }
    const founding = { id, name, branches, language, on: yield* today }
    const written = textFiles(founding)
    for (const [file, text] of written) yield* write(join(folder, file), text)
    const names = fileNames(language)
    const workbook = yield* toXlsx([rosterSheet(founding)])
    const roster = join(folder, names.roster)
    yield* FileSystem.FileSystem.use((files) => files.writeFile(roster, workbook)).pipe(
      Effect.catch(({ message: why }) => failed("cli.file.unwritable", { file: roster, why }))
    )
    const ledger = `${id}.sqlite`
    const hasNewKeys = yield* initialise(join(folder, ledger), "1")
    const files = [...written.map(([file]) => file), names.roster]
    if (json) return yield* printData("init", { district: id, folder, files, ledger, hasNewKeys })
    yield* Console.log(say(language, "init.done", { folder, files, ...names }))
    if (hasNewKeys)
      yield* Console.error(say(language, "adopt.keys", { file: masterKeyFile(join(folder, ledger)) }))
    yield* Console.log(say(language, "init.next", { folder, ledger, ...names }))
  })
).pipe(
  Command.withDescription(
    "Write the files of a new district: model, roster, first events, a story that tests them"
  )
)
