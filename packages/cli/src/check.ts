/**
 * The command `liulinhui check MODEL [REGISTRY]`: checks the files of a district as an adoption and an import would, and
 * writes nothing.
 */
import type { RegistrySheet } from "@liulinhui/spreadsheet"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import { today } from "./CurrentDay.ts"
import { day } from "./DayFlag.ts"
import * as DistrictFiles from "./DistrictFiles.ts"
import { json, printData, printProblems } from "./Envelope.ts"
import { language, speaker } from "./Words.ts"

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
    on: day("on", "The day of the import: nobody is born after it (today)"),
    json
  },
  Effect.fn(function* ({ json, model, on, registry }) {
    const asked = yield* language
    const day = Option.isSome(on) ? on.value : yield* today
    const reading: Effect.Effect<
      DistrictFiles.CheckedFile & { readonly sheet: RegistrySheet | undefined },
      DistrictFiles.FilesRefused,
      FileSystem.FileSystem
    > = Option.isSome(registry)
      ? DistrictFiles.read({ model, registry: registry.value, on: day })
      : Effect.map(DistrictFiles.readModelFor(model, Option.some(day)), (checked) => ({
          ...checked,
          sheet: undefined
        }))
    const files = yield* json
      ? Effect.tapError(reading, ({ lines }) =>
          printProblems(
            "check",
            lines.map((text) => ({ _tag: "Mistake", text }))
          )
        )
      : reading
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
    const remarks =
      sheet === undefined
        ? []
        : (yield* Effect.promise(() => import("@liulinhui/spreadsheet"))).formatProblems(sheet.remarks, asked)
    if (json) {
      return yield* printData("check", {
        district: files.model.id,
        branches: counts.branches,
        groups: counts.groups,
        playbooks: counts.playbooks,
        coverage: counts.rules,
        ...(sheet === undefined
          ? {}
          : {
              buildings: sheet.data.buildings.length,
              households: sheet.data.households.length,
              residents: sheet.data.residents.length
            }),
        warnings: [...warnings],
        remarks: [...remarks]
      })
    }
    if (sheet === undefined) yield* Console.log(say("cli.check.model", counts))
    else {
      const { buildings, households, residents } = sheet.data
      const people = { households: households.length, residents: residents.length }
      yield* Console.log(say("cli.check.fine", { ...counts, buildings: buildings.length, ...people }))
    }
    for (const line of warnings) yield* Console.log(line)
    for (const line of remarks) yield* Console.log(line)
  })
).pipe(
  Command.withDescription("Check a district's model and registry: report every mistake, and write nothing")
)
