/**
 * The command `liulinhui schema [NAME]`: prints the JSON Schema of a file that people write by hand. Editors use such a
 * schema to check and complete the file.
 */
import { jsonSchema, Name } from "@liulinhui/core/Model"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { bases } from "./DistrictFiles.ts"
import { write } from "./TextFile.ts"

/**
 * @category commands
 */
export const schema = Command.make(
  "schema",
  {
    of: Argument.Literals("of", Name.literals).pipe(
      Argument.withDescription("model (the default), or patch: a model's file that extends another"),
      Argument.withDefault("model")
    ),
    out: Flag.String("out").pipe(
      Flag.withDescription("Write to this file. Default: print to the screen"),
      Flag.optional
    )
  },
  Effect.fn(function* ({ of, out }) {
    const text = JSON.stringify(jsonSchema(of, Object.keys(bases)), null, 2)
    if (Option.isNone(out)) return yield* Console.log(text)
    yield* write(out.value, `${text}\n`)
  })
).pipe(Command.withDescription("Write the JSON Schema of a model, a playbook, a coverage rule or a problem"))
