/**
 * Prints help and reports wrong usage, in the language of `--lang`. Help that was requested goes to standard output.
 * Wrong usage is reported on standard error, with a short help.
 */
import type { Language } from "@liulinhui/core/Text"
import type * as CliError from "effect/cli/CliError"
import * as CliConfig from "effect/cli/CliConfig"
import * as CliOutput from "effect/cli/CliOutput"
import * as GlobalFlag from "effect/cli/GlobalFlag"
import type { HelpDoc } from "effect/cli/HelpDoc"
import { TerminalCapabilities } from "effect/cli/TerminalCapabilities"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Texts from "@liulinhui/texts/Texts"
import * as PlainConsole from "./PlainConsole.ts"
import { say, type WordId } from "./Say.ts"
import { expectedValue } from "./SchemaWords.ts"
import { argumentName, inWords, isTranslated, typeName } from "./Translate.ts"

const isLanguage = (text: string | undefined): text is Language =>
  text !== undefined && Texts.languages(Texts.builtIn).includes(text)

/** Returns the language of the help and of messages: the value of `--lang`. Default: Chinese. */
export const languageOf = (args: ReadonlyArray<string>): Language => {
  const at = args.findIndex((arg) => arg === "--lang" || arg.startsWith("--lang="))
  const given = args[at]?.startsWith("--lang=") === true ? args[at]?.slice("--lang=".length) : args[at + 1]
  return at >= 0 && isLanguage(given) ? given : "zh"
}

/** Formats the usage line of the help, which shows how a command is typed. */
const usageOf = (language: Language, usage: string): string =>
  usage
    .replace("<subcommand>", say(language, "usage.subcommand"))
    .replace("[flags]", say(language, "usage.someFlags"))
    .replace(
      /<([\w.-]+?)(\.\.\.)?>/gu,
      (_, name: string, more = "") => `<${argumentName(language, name)}${more}>`
    )

const inLanguage = (language: Language, doc: HelpDoc): HelpDoc => {
  const words = (text: string): string => inWords(language, text)
  const noted = <A extends { readonly description: Option.Option<string>; readonly type: string }>(
    all: ReadonlyArray<A>
  ) =>
    all.map((each) => ({
      ...each,
      type: typeName(language, each.type),
      description: Option.map(each.description, words)
    }))
  return {
    ...doc,
    usage: usageOf(language, doc.usage),
    description: words(doc.description),
    flags: noted(doc.flags),
    ...(doc.inheritedFlags === undefined ? {} : { inheritedFlags: noted(doc.inheritedFlags) }),
    ...(doc.globalFlags === undefined ? {} : { globalFlags: noted(doc.globalFlags) }),
    ...(doc.args === undefined
      ? {}
      : { args: noted(doc.args).map((each) => ({ ...each, name: argumentName(language, each.name) })) }),
    ...(doc.subcommands === undefined
      ? {}
      : {
          subcommands: doc.subcommands.map((group) => {
            const [first, ...others] = group.commands.map((each) => ({
              ...each,
              shortDescription:
                each.shortDescription === undefined ? undefined : words(each.shortDescription),
              description: words(each.description)
            }))
            return first === undefined ? group : { ...group, commands: [first, ...others] }
          })
        })
  }
}

const titles = [
  ["DESCRIPTION", "usage.description"],
  ["USAGE", "usage.usage"],
  ["ARGUMENTS", "usage.arguments"],
  ["GLOBAL FLAGS", "usage.globalFlags"],
  ["FLAGS", "usage.flags"],
  ["SUBCOMMANDS", "usage.subcommands"],
  ["EXAMPLES", "usage.examples"]
] as const satisfies ReadonlyArray<readonly [string, WordId]>

/** Describes one mistake in the command line. */
export const mistake = (language: Language, error: CliError.NonShowHelpErrors): string => {
  const near = (suggestions: ReadonlyArray<string>) => suggestions[0]
  switch (error._tag) {
    case "UnrecognizedOption":
      return say(language, "usage.unrecognized", { option: error.option, near: near(error.suggestions) })
    case "MissingOption":
      return say(language, "usage.missingOption", { option: error.option })
    case "MissingArgument":
      return say(language, "usage.missingArgument", { argument: argumentName(language, error.argument) })
    case "UnexpectedArgument":
      return say(language, "usage.unexpectedArgument", { arguments: error.arguments })
    case "InvalidValue":
      return say(language, "usage.invalid", {
        kind: error.kind,
        option: error.kind === "flag" ? error.option : argumentName(language, error.option),
        value: error.value,
        expected: expectedValue(language, error.expected)
      })
    case "DuplicateOption":
      return say(language, "usage.duplicate", { option: error.option })
    case "UnknownSubcommand":
      return say(language, "usage.unknownSubcommand", {
        found: error.subcommand,
        near: near(error.suggestions)
      })
    default:
      return error.message
  }
}

const helpText = (language: Language, doc: HelpDoc, colors: boolean): string => {
  const text = CliOutput.defaultFormatter({ colors }).formatHelpDoc(inLanguage(language, doc))
  if (!isTranslated(language)) return text
  const titled = titles.reduce(
    (all, [title, id]) =>
      all.replace(new RegExp(`^(\\u001b\\[1m)?${title}(\\u001b\\[0m)?$`, "mu"), `$1${say(language, id)}$2`),
    text
  )
  return titled.replaceAll(" (optional)", say(language, "usage.optional"))
}

/**
 * The layer that formats help and wrong usage.
 *
 * @category layers
 */
export const layer = (language: Language): Layer.Layer<never> =>
  Layer.merge(
    CliConfig.layer({ builtIns: [GlobalFlag.Help, GlobalFlag.Version] }),
    CliOutput.layerPresenter({
      present: Effect.fnUntraced(function* (event) {
        const { canColor } = yield* TerminalCapabilities
        switch (event._tag) {
          case "Help": {
            const text = helpText(language, event.helpDoc, canColor)
            const help = canColor ? PlainConsole.coloured(text) : text
            return event.reason === "Requested" ? yield* Console.log(help) : yield* Console.error(help)
          }
          case "InvalidInvocation": {
            const mistakes = event.errors.map((error) => `  ${mistake(language, error)}`)
            const command = event.commandPath.join(" ")
            return yield* Console.error(
              [
                say(language, "usage.error"),
                ...mistakes,
                say(language, "usage.more", { usage: usageOf(language, event.helpDoc.usage), command })
              ].join("\n")
            )
          }
          case "Version":
            return yield* Console.log(`${event.name} ${event.version}`)
        }
      })
    })
  )
