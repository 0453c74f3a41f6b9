/**
 * The command `liulinhui check MODEL REGISTRY`: checks the files of a district as an import would, and writes nothing.
 */
import { checkRouting } from "@liulinhui/core/Model"
import { DayFromIso } from "@liulinhui/core/Day"
import { dayAt, calendarEnd } from "@liulinhui/core/Calendar"
import { formatProblems } from "@liulinhui/spreadsheet"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Clock from "effect/Clock"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { endLine } from "./CalendarLines.ts"
import { routingLine } from "./RoutingLines.ts"
import * as DistrictFiles from "./DistrictFiles.ts"
import { language, print, words } from "./Words.ts"

/** An option whose value is a day. */
export const day = (name: string, description: string) =>
  Flag.String(name).pipe(Flag.withDescription(description), Flag.withSchema(DayFromIso), Flag.optional)

/** Today's date in China. It is used to check files before there is a district with a time zone. */
export const today = Effect.map(Clock.currentTimeMillis, (instant) => dayAt(instant, "Asia/Shanghai"))

export const check = Command.make(
  "check",
  {
    model: Argument.String("model").pipe(
      Argument.withDescription("The district's model, such as district.yaml")
    ),
    registry: Argument.String("registry").pipe(
      Argument.withDescription("Its registry, such as registry.csv")
    ),
    on: day("on", "The day of the import: nobody is born after it (today)")
  },
  Effect.fn(function* ({ model, on, registry }) {
    const asked = yield* language
    const day = Option.isSome(on) ? on.value : yield* today
    const files = yield* DistrictFiles.read({ model, registry, language: asked, on: day })
    const { buildings, households, residents } = files.sheet.data
    const { branches, coverage, groups, name, playbooks } = files.model
    const end = calendarEnd(files.model, day)
    const routing = checkRouting(
      files.model,
      buildings.map(({ id }) => id)
    )
    yield* print("cli.check.fine", {
      district: name,
      branches: branches.length,
      groups: groups.length,
      playbooks: playbooks.size,
      rules: coverage.size,
      buildings: buildings.length,
      households: households.length,
      residents: residents.length,
      remarks: String(end !== undefined || routing.length > 0)
    })
    if (end !== undefined) yield* Console.log(endLine(yield* words, end))
    for (const warning of routing) yield* Console.log(routingLine(yield* words, files.model, warning))
    for (const line of formatProblems(files.sheet.remarks, asked)) yield* Console.log(line)
  })
).pipe(
  Command.withDescription("Check a district's model and registry: report every mistake, and write nothing")
)
