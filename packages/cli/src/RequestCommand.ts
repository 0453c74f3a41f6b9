/**
 * Makes a command for one kind of request. The flags of the command are the fields of the request. The command `do` has
 * such a subcommand for every kind of request. A short command such as `case step` works in the same way, but the most
 * important fields are arguments and not flags.
 */
import type * as District from "@liulinhui/core/District"
import type { Day } from "@liulinhui/core/Day"
import type { Language } from "@liulinhui/core/Text"
import { CommandId } from "@liulinhui/core/Ledger"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { actor } from "./Acting.ts"
import { language as languageAsked } from "./Words.ts"
import { json } from "./Envelope.ts"
import { readDraft } from "./RequestFile.ts"
import type { Draft } from "./RequestInput.ts"
import { fieldsOf, nameOf, type RequestField, type RequestTag } from "./RequestFields.ts"
import { district } from "./Ledgers.ts"
import { say } from "./Say.ts"
import { ledgerArgument } from "./Stores.ts"
import { write } from "./Submitting.ts"
import { en } from "./words/en.ts"

/** The flags that every writing command has. */
export const common = {
  by: actor,
  id: Flag.String("id").pipe(
    Flag.withDescription(
      "The command id. The same id again writes nothing. Default: a new one, which is printed"
    ),
    Flag.withSchema(CommandId),
    Flag.optional
  ),
  data: Flag.String("data").pipe(
    Flag.withDescription("The request, or a part of it, as JSON or YAML"),
    Flag.optional
  ),
  file: Flag.String("file").pipe(
    Flag.withDescription("A JSON or YAML file with the request, or a part of it; - reads standard input"),
    Flag.optional
  ),
  dryRun: Flag.Boolean("dry-run").pipe(
    Flag.withDescription("Say what would happen, and write nothing"),
    Flag.withDefault(false)
  ),
  district,
  json
}

/** The names of the flags that every writing command has. */
const commonFlags: ReadonlySet<string> = new Set([
  "as",
  "id",
  "data",
  "file",
  "dry-run",
  "district",
  "json",
  "lang",
  "help",
  "version"
])

/**
 * The name of the flag for a field. If every command already has a flag with this name, the flag for the field gets a
 * prefix.
 */
export const flagName = (field: RequestField): string =>
  commonFlags.has(nameOf(field)) ? `field.${nameOf(field)}` : nameOf(field)

/** Describes what kind of value a field requires. */
export const kindWords = ({ choices, kind, many, shape }: RequestField, language: Language): string => {
  const words = say(language, `do.kind.${kind}`, { choices: choices.join(" | "), shape: shape.join(":") })
  return many ? say(language, "do.kind.many", { kind: words }) : words
}

/**
 * A short command for one kind of request. Some fields of the request are arguments of the command, in the order of
 * `at`.
 */
export interface Door {
  /** The command as it is typed, such as `case step`. */
  readonly command: string
  readonly tag: RequestTag
  /** The names of the fields that are arguments of the command. */
  readonly at: ReadonlyArray<string>
  /** Other names for the flags of some fields. The key is the name of the field. */
  readonly flags?: Readonly<Record<string, string>>
  readonly complete?: (draft: Draft, district: District.District, today: Day) => Draft
  /**
   * `complete` runs only if this flag is given. `about` is the description of the flag. Default: `complete` always
   * runs.
   */
  readonly completeIf?: { readonly flag: string; readonly about: string }
}

const flagOf = (field: RequestField, name: string) => {
  const described = kindWords(field, "en")
  return field.kind === "boolean"
    ? Flag.Boolean(name).pipe(
        Flag.withDescription(described),
        Flag.optional,
        Flag.map((given): ReadonlyArray<string> => Option.toArray(Option.map(given, String)))
      )
    : Flag.String(name).pipe(Flag.withDescription(described), Flag.atLeast(0))
}

const argumentOf = (field: RequestField) => {
  const described = Argument.String(nameOf(field)).pipe(Argument.withDescription(kindWords(field, "en")))
  return field.many
    ? described.pipe(Argument.atLeast(0))
    : described.pipe(
        Argument.optional,
        Argument.map((given): ReadonlyArray<string> => Option.toArray(given))
      )
}

/**
 * Makes a short command. The user may leave out arguments. Then their values are taken from a file, or the user types
 * them on a terminal.
 *
 * @category commands
 */
export const requestCommand = (
  name: string,
  { at, command, complete, completeIf, flags: names = {}, tag }: Door
) => {
  const fields = fieldsOf(tag)
  const arguments_ = at.flatMap((wanted) => fields.filter((field) => nameOf(field) === wanted))
  const flagged = fields.flatMap((field) => {
    const flag = names[nameOf(field)] ?? flagName(field)
    return arguments_.includes(field) ? [] : [{ field, flag }]
  })
  return Command.make(
    name,
    {
      ledger: ledgerArgument,
      given: Object.fromEntries(arguments_.map((field) => [nameOf(field), argumentOf(field)])),
      flags: Object.fromEntries(flagged.map(({ field, flag }) => [nameOf(field), flagOf(field, flag)])),
      switched:
        completeIf === undefined
          ? {}
          : {
              on: Flag.Boolean(completeIf.flag).pipe(
                Flag.withDescription(completeIf.about),
                Flag.withDefault(false)
              )
            },
      ...common
    },
    Effect.fn(function* ({ data, file, flags, given, switched, ...rest }) {
      const language = yield* languageAsked
      const completes = complete !== undefined && (completeIf === undefined || switched.on === true)
      const draft = yield* readDraft({ data, file, language })
      yield* write({
        ...rest,
        language,
        command,
        tag,
        draft,
        flags: { ...flags, ...given },
        ...(completes ? { complete } : {})
      })
    })
  ).pipe(Command.withDescription(en[`request.${tag}`]))
}
