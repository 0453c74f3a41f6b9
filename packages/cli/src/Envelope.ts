/**
 * What commands print with `--json`: one JSON object with the version of its form, the command, whether it was done, and
 * either its data or everything against it. Programs read this; its fields are only added to.
 */
import * as Console from "effect/Console"
import type * as Schema from "effect/Schema"
import * as Flag from "effect/cli/Flag"

export const json = Flag.Boolean("json").pipe(Flag.withDescription("Print JSON"), Flag.withDefault(false))

/** The version of the form. */
const version = 1

/** The data of a command that was done. */
export const printData = (command: string, data: Schema.Json) =>
  Console.log(JSON.stringify({ liulinhui: version, command, ok: true, data }, null, 2))

/** Everything against a command. `data`: what it found in spite of that. */
export const printProblems = (
  command: string,
  problems: ReadonlyArray<Schema.JsonObject>,
  data?: Schema.Json
) =>
  Console.log(
    JSON.stringify(
      { liulinhui: version, command, ok: false, problems, ...(data === undefined ? {} : { data }) },
      null,
      2
    )
  )
