/**
 * The command `liulinhui calendar [MODEL|LEDGER]`: shows for which years the working-day calendar has holiday data,
 * from which source, and which due days are provisional (they may still change) because data are missing. `liulinhui
 * calendar add YEAR` prints the lines that add a year to a model.
 */
import { type Calendar, CalendarFromDocument, knownUntil } from "@liulinhui/core/Calendar"
import * as Day from "@liulinhui/core/Day"
import * as District from "@liulinhui/core/District"
import { Governance } from "@liulinhui/service/Governance"
import { concernLine, concernsOf } from "@liulinhui/service/Health"
import { calendar as published } from "@liulinhui/six-hearts/Calendar"
import {
  type HolidayNotice,
  type HolidayNoticeProblem,
  readHolidayNotice
} from "@liulinhui/six-hearts/HolidayNotice"
import type { Texts } from "@liulinhui/texts"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { calendarLines } from "./CalendarLines.ts"
import { today } from "./CurrentDay.ts"
import { CommandFailed } from "./CommandFailed.ts"
import * as DistrictFiles from "./DistrictFiles.ts"
import { json, printData } from "./Envelope.ts"
import { unreadable } from "./FileReason.ts"
import { chosen, district, onLedger } from "./Ledgers.ts"
import { there } from "./Stores.ts"
import { failed, speaker, words } from "./Words.ts"

const isModelFile = (file: string): boolean => /\.(ya?ml|json)$/i.test(file)

/** A working-day calendar, the day for which it is shown, and remarks about it. */
interface Shown {
  readonly calendar: Calendar
  readonly on: Day.Day
  readonly remarks: ReadonlyArray<string>
}

/** The calendar of a district, and the cases whose due days are provisional because calendar data are missing. */
const inLedger = (ledger: string, named: Parameters<typeof chosen>[0]) =>
  Effect.flatMap(Effect.all([chosen(named), speaker]), ([id, wordsOf]) =>
    Governance.use(({ read }) =>
      read(id, (state, on): Shown => ({
        calendar: District.calendarOn(state, on),
        on,
        remarks: concernsOf(state, on)
          .filter(({ _tag }) => _tag === "DuesProvisional")
          .map((concern) => concernLine(wordsOf(state.model), concern))
      }))
    )
  ).pipe(onLedger(ledger, "reads"))

const show = Effect.fnUntraced(function* (of: Option.Option<string>, named: Parameters<typeof chosen>[0]) {
  if (Option.isSome(of) && !isModelFile(of.value)) {
    const ledger = yield* Effect.mapError(
      there("argument")(of.value),
      ({ message }) => new CommandFailed({ message })
    )
    return yield* inLedger(ledger, named)
  }
  const calendar = Option.isSome(of)
    ? (yield* DistrictFiles.readModelAlone(of.value)).calendar
    : Schema.decodeUnknownSync(CalendarFromDocument)(published)
  const shown: Shown = { calendar, on: yield* today, remarks: [] }
  return shown
})

// ---------------------------------------------------------------------------------------------------------- adding a year

/** Decodes the text of a file: as UTF-8, or else as GB 18030, which older programs write. */
const textOf = (bytes: Uint8Array): Result.Result<string, unknown> => {
  const decode = (encoding: string) =>
    Result.try(() => new TextDecoder(encoding, { fatal: true }).decode(bytes))
  const utf8 = decode("utf-8")
  return Result.isSuccess(utf8) ? utf8 : decode("gb18030")
}

/** Describes a problem of a holiday notice. The State Council publishes such a notice for each year. */
const problemLine = ({ say }: Texts.Words, problem: HolidayNoticeProblem): string => {
  switch (problem._tag) {
    case "TitleMissing":
      return say("holiday.TitleMissing")
    case "OtherWeekday":
      return say("holiday.OtherWeekday", { ...problem })
    case "NoSuchDay":
      return say("holiday.NoSuchDay", { ...problem })
    case "RangeReversed":
      return say("holiday.RangeReversed", { ...problem })
    case "OtherCount":
      return say("holiday.OtherCount", { ...problem })
    case "FixedHolidayMissing":
    case "OffAndWorked":
      return say(`holiday.${problem._tag}`, { ...problem })
  }
}

const readNotice = Effect.fnUntraced(function* (file: string, year: number) {
  const bytes = yield* FileSystem.FileSystem.use((files) => files.readFile(file)).pipe(
    Effect.catch(unreadable(file))
  )
  const text = textOf(bytes)
  if (Result.isFailure(text)) return yield* failed("cli.calendar.notText", { file })
  const notice = readHolidayNotice(text.success)
  if (Result.isFailure(notice)) {
    const of = yield* words
    const lines = notice.failure.problems.map((problem) => problemLine(of, problem)).join("\n")
    return yield* new CommandFailed({ message: of.say("phrase.named", { name: file, value: lines }) })
  }
  if (notice.success.year !== year) {
    return yield* failed("cli.calendar.otherYear", {
      file,
      found: String(notice.success.year),
      year: String(year)
    })
  }
  return notice.success
})

/** The data of a year as they are written in a model: the line with the key, and five lines below it. */
interface YearLines {
  readonly year: number
  readonly source: string
  readonly holidays: ReadonlyArray<string>
  readonly workdays: ReadonlyArray<string>
}

/**
 * Returns the years in a holiday notice: the year of the notice, and also the year before if the notice contains a day
 * of that year. The data of the year before are added to the data that are already known.
 */
const yearsOf = ({ holidays, workdays, year }: HolidayNotice): ReadonlyArray<YearLines> => {
  const source = `国务院办公厅关于${year}年部分节假日安排的通知`
  const all = [...holidays, ...workdays].map((day) => Day.civil(day).year)
  return [...new Set([...all, year])].toSorted().map((of) => {
    const known = published[of]
    const within = (days: ReadonlyArray<Day.Day>, before: ReadonlyArray<string> = []) =>
      [...new Set([...before, ...days.filter((day) => Day.civil(day).year === of).map(Day.toIso)])].toSorted()
    if (of === year || known === undefined) {
      return { year: of, source, holidays: within(holidays), workdays: within(workdays) }
    }
    const off = within(holidays, known.holidays)
    return {
      year: of,
      source: `${known.source}；${source}`,
      holidays: off.filter((day) => !within(workdays).includes(day)),
      workdays: within(workdays, known.workdays).filter((day) => !within(holidays).includes(day))
    }
  })
}

const yaml = (years: ReadonlyArray<YearLines>): string =>
  [
    "calendar:",
    ...years.flatMap(({ holidays, source, workdays, year }) => [
      `  "${year}":`,
      `    source: ${JSON.stringify(source)}`,
      `    holidays: [${holidays.join(", ")}]`,
      `    workdays: [${workdays.join(", ")}]`
    ])
  ].join("\n")

const add = Command.make(
  "add",
  {
    year: Argument.Int("year").pipe(Argument.withDescription("The year to add, such as 2027")),
    notice: Flag.File("notice", { mustExist: true }).pipe(
      Flag.withDescription(
        "A text file with the State Council's notice; default: the list that comes with this version"
      ),
      Flag.optional
    ),
    json
  },
  Effect.fn(function* ({ json, notice, year }) {
    const known = published[year]
    if (Option.isNone(notice) && known === undefined) {
      return yield* failed("cli.calendar.unknown", { year: String(year) })
    }
    const years = Option.isSome(notice)
      ? yearsOf(yield* readNotice(notice.value, year))
      : known === undefined
        ? []
        : [{ year, ...known }]
    if (json) return yield* printData("calendar add", { years })
    yield* Console.log(yaml(years))
    const { say } = yield* words
    yield* Console.error(say("cli.calendar.added"))
  })
).pipe(Command.withDescription("Print the lines that add a year to a model's calendar"))

/**
 * @category commands
 */
export const calendar = Command.make(
  "calendar",
  {
    of: Argument.String("model-or-ledger").pipe(
      Argument.withDescription(
        "A model (district.yaml), or a ledger; default: the calendar that comes with this version"
      ),
      Argument.optional
    ),
    district,
    json
  },
  Effect.fn(function* ({ district, json, of }) {
    const { calendar, on, remarks } = yield* show(of, district)
    if (!json)
      return yield* Console.log([...calendarLines(yield* words, calendar, on), ...remarks].join("\n"))
    const years = calendar.years.map((year) => ({ year, source: calendar.data[year]?.source ?? null }))
    const until = knownUntil(calendar, on)
    yield* printData("calendar", {
      on: Day.toIso(on),
      until: until === undefined ? null : Day.toIso(until),
      years
    })
  })
).pipe(
  Command.withDescription("Show for which years holidays are known, and from which source"),
  Command.withSubcommands([add])
)
