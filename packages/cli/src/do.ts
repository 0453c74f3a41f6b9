/**
 * The command `liulinhui do REQUEST LEDGER --as ACTOR …`: submits any kind of request, from flags, JSON or YAML. Its
 * subcommands are made from the schemas of the requests. So a new kind of request gets a subcommand without a change of
 * this module.
 */
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as CliError from "effect/cli/CliError"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { language as languageAsked } from "./Words.ts"
import { json, printData } from "./Envelope.ts"
import { flagName, kindWords, requestCommand } from "./RequestCommand.ts"
import { fieldsOf, nameOf, requestTags } from "./RequestFields.ts"
import { requestWords, say } from "./Say.ts"

const listed = requestTags.map((tag) => ({ tag, fields: fieldsOf(tag) }))

/**
 * @category commands
 */
export const doCommand = Command.make(
  "do",
  {
    list: Flag.Boolean("list").pipe(
      Flag.withDescription("List all requests with their fields"),
      Flag.withDefault(false)
    ),
    json
  },
  Effect.fn(function* ({ json, list }) {
    const language = yield* languageAsked
    if (!list) return yield* new CliError.ShowHelp({ commandPath: ["liulinhui", "do"], errors: [] })
    if (json) {
      return yield* printData(
        "do",
        listed.map(({ fields, tag }) => ({
          request: tag,
          description: requestWords(language, tag),
          fields: fields.map((field) => ({
            name: nameOf(field),
            flag: flagName(field),
            kind: field.kind,
            required: field.required,
            many: field.many,
            choices: [...field.choices],
            shape: [...field.shape]
          }))
        }))
      )
    }
    yield* Console.log(
      listed
        .flatMap(({ fields, tag }) => [
          say(language, "do.head", { tag, what: requestWords(language, tag) }),
          ...fields.map((field) =>
            say(language, "do.field", {
              name: flagName(field),
              required: String(field.required),
              kind: kindWords(field, language)
            })
          )
        ])
        .join("\n")
    )
  })
).pipe(
  Command.withDescription(
    "Make any request: do REQUEST LEDGER --as ACTOR, with its fields as flags, JSON or YAML"
  ),
  Command.withSubcommands(
    requestTags.map((tag) => requestCommand(tag, { command: `do ${tag}`, tag, at: [] }))
  )
)
