/**
 * The command `liulinhui check MODEL [REGISTRY]`: checks the files of a district as an adoption and an import would, and
 * writes nothing.
 */
import { DayFromIso } from "@liulinhui/core/Day"
import { formatProblems } from "@liulinhui/spreadsheet"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { today } from "./CurrentDay.ts"
import * as DistrictFiles from "./DistrictFiles.ts"
import { language, speaker } from "./Words.ts"

/** An option whose value is a day. */
export const day = (name: string, description: string) =>
  Flag.String(name).pipe(Flag.withDescription(description), Flag.withSchema(DayFromIso), Flag.optional)

export const check = Command.make(
  "check",
  {
    model: Argument.String("model").pipe(
      Argument.withDescription("The district's model, such as district.yaml")
    ),
    registry: Argument.String("registry").pipe(
      Argument.withDescription("Its registry, such as registry.csv; default: only the model is checked"),
      Argument.optional
    ),
    on: day("on", "The day of the import: nobody is born after it (today)")
  },
  Effect.fn(function* ({ model, on, registry }) {
    const asked = yield* language
    const day = Option.isSome(on) ? on.value : yield* today
    const files = Option.isSome(registry)
      ? yield* DistrictFiles.read({ model, registry: registry.value, on: day })
      : { ...(yield* DistrictFiles.readModelFor(model, Option.some(day))), sheet: undefined }
    const { sheet, warnings } = files
    const { branches, coverage, groups, name, playbooks } = files.model
    const counts = {
      district: name,
      branches: branches.length,
      groups: groups.length,
      playbooks: playbooks.size,
      rules: coverage.size,
      remarks: String(warnings.length > 0)
    }
    const { say } = (yield* speaker)(files.model)
    if (sheet === undefined) yield* Console.log(say("cli.check.model", counts))
    else {
      const { buildings, households, residents } = sheet.data
      const people = { households: households.length, residents: residents.length }
      yield* Console.log(say("cli.check.fine", { ...counts, buildings: buildings.length, ...people }))
    }
    for (const line of warnings) yield* Console.log(line)
    for (const line of formatProblems(sheet?.remarks ?? [], asked)) yield* Console.log(line)
  })
).pipe(
  Command.withDescription("Check a district's model and registry: report every mistake, and write nothing")
)
