/** Texts of the commands in the language of `--lang`, from the catalogues of texts that are in use. */
import type { Model } from "@liulinhui/core/Model"
import type { Language } from "@liulinhui/core/Text"
import type { MessageId, ParametersOf } from "@liulinhui/texts"
import * as Texts from "@liulinhui/texts/Texts"
import * as CliError from "effect/cli/CliError"
import * as Flag from "effect/cli/Flag"
import * as GlobalFlag from "effect/cli/GlobalFlag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { CommandFailed } from "./CommandFailed.ts"

const usual: Language = "zh"

/** Checks that a catalogue of texts exists for a language. */
const known = (value: string) =>
  Effect.flatMap(Texts.Current, (texts) => {
    const languages = Texts.languages(texts)
    return languages.includes(value)
      ? Effect.succeed(value)
      : Effect.fail(
          new CliError.InvalidValue({
            option: "lang",
            value,
            expected: languages.join(" | "),
            kind: "flag"
          })
        )
  })

/** The option `--lang`, which every command has. */
export const Lang = GlobalFlag.Setting("lang")({
  flag: Flag.String("lang").pipe(
    Flag.withDescription("The language of what is printed: zh (default) or en"),
    Flag.mapEffect(known),
    Flag.withDefault(usual)
  )
})

/** The language of `--lang`. Default: Chinese. */
export const language = Effect.map(
  Effect.serviceOption(Lang),
  Option.getOrElse(() => usual)
)

/**
 * Makes a function that returns the texts in the language of `--lang`, with the nouns of place of the given model. If a
 * text is missing in this language, the languages of the model are tried in order.
 */
export const speaker = Effect.map(
  Effect.all([language, Texts.Current]),
  ([asked, texts]) =>
    (model?: Pick<Model, "languages" | "nouns">): Texts.Words =>
      Texts.words(Texts.withNouns(texts, model?.nouns), asked, model?.languages)
)

/** The texts in the language of `--lang`, for messages that do not concern a district. */
export const words = Effect.map(speaker, (of) => of())

/** Prints a message of the catalogues, in the language of `--lang`. */
export const print = <Id extends MessageId>(id: Id, ...parameters: ParametersOf<Id>) =>
  Effect.flatMap(words, ({ say }) => Console.log(say(id, ...parameters)))

/** Fails with a `CommandFailed`. Its message comes from the catalogues, in the language of `--lang`. */
export const failed = <Id extends MessageId>(id: Id, ...parameters: ParametersOf<Id>) =>
  Effect.flatMap(words, ({ say }) => Effect.fail(new CommandFailed({ message: say(id, ...parameters) })))
