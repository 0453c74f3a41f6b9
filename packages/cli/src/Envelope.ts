/**
 * The output of commands with `--json`: one JSON object. It contains the version of the format, the name of the
 * command, whether the command succeeded, and the data or all problems. Programs read this output. So later versions
 * may add fields, but never remove a field.
 */
import * as Console from "effect/Console"
import type * as Schema from "effect/Schema"
import * as Flag from "effect/cli/Flag"

export const json = Flag.Boolean("json").pipe(Flag.withDescription("Print JSON"), Flag.withDefault(false))

/** The version of the JSON format. */
const version = 1

/** Prints the data of a command that succeeded. */
export const printData = (command: string, data: object | Schema.Json) =>
  Console.log(JSON.stringify({ liulinhui: version, command, ok: true, data }, null, 2))

/** How a command prints its result: its name, and whether the output is JSON. */
export interface Printing {
  readonly command: string
  readonly json: boolean
}

/** Prints the name of a file that a command has written. */
export const printFile = ({ command, json }: Printing, file: string) =>
  json ? printData(command, { file }) : Console.log(file)

/** Prints all problems of a command. `data` is the result of the command, if it has one in spite of the problems. */
export const printProblems = (command: string, problems: ReadonlyArray<Schema.JsonObject>, data?: object) =>
  Console.log(
    JSON.stringify(
      { liulinhui: version, command, ok: false, problems, ...(data === undefined ? {} : { data }) },
      null,
      2
    )
  )
