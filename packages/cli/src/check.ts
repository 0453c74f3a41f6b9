/** `liulinhui check MODEL REGISTRY`: reads a district's files as an import would, and writes nothing. */
import { DayFromIso } from "@liulinhui/core/kernel/Day"
import { Language } from "@liulinhui/core/kernel/Text"
import { dayAt } from "@liulinhui/core/kernel/TimeZone"
import { calendarEnd } from "@liulinhui/core/model/CalendarEnd"
import { formatProblems } from "@liulinhui/spreadsheet"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Clock from "effect/Clock"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { endLine } from "./CalendarLines.ts"
import * as DistrictFiles from "./DistrictFiles.ts"

export const language = Flag.Literals("lang", Language.literals).pipe(
  Flag.withDescription("zh or en"),
  Flag.withDefault("zh")
)

/** A day of the command line. */
export const day = (name: string, description: string) =>
  Flag.String(name).pipe(Flag.withDescription(description), Flag.withSchema(DayFromIso), Flag.optional)

/** Today in China, for files that are checked before there is a district with a time zone of its own. */
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
    on: day("on", "The day of the import: nobody is born after it (today)"),
    language
  },
  Effect.fn(function* ({ language, model, on, registry }) {
    const day = Option.isSome(on) ? on.value : yield* today
    const files = yield* DistrictFiles.read({ model, registry, language, on: day })
    const { buildings, households, residents } = files.sheet.data
    const { branches, coverage, groups, name, playbooks } = files.model
    const end = calendarEnd(files.model, day)
    yield* Console.log(
      language === "zh"
        ? `${name.zh}：${branches.length}个支部、${groups.length}个小组、${playbooks.size}个办事流程、${coverage.size}条覆盖要求；` +
            `${buildings.length}幢楼、${households.length}户、${residents.length}人。${end === undefined ? "没有发现问题。" : "没有发现错误，另有提醒："}`
        : `${name.en}: ${branches.length} branches, ${groups.length} groups, ${playbooks.size} playbooks, ` +
            `${coverage.size} coverage rules; ${buildings.length} buildings, ${households.length} households, ` +
            `${residents.length} residents. ${end === undefined ? "Nothing is wrong." : "No mistake was found; see to this:"}`
    )
    if (end !== undefined) yield* Console.log(endLine(end, language))
    for (const line of formatProblems(files.sheet.remarks, language)) yield* Console.log(line)
  })
).pipe(
  Command.withDescription("Check a district's model and registry; every mistake is told, nothing is written")
)
