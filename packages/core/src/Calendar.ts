/**
 * Working days, periods of time and time zones, to compute on which day something is due.
 *
 * The holidays of a country are data that the caller passes in, year by year. A result is marked as provisional (not
 * final) if it depends on a year without such data.
 */
export {
  type Calendar,
  CalendarData,
  CalendarFromDocument,
  type Counted,
  YearData,
  addPeriod,
  addWorkingDays,
  fixedHolidays,
  inZone,
  isHoliday,
  isWorking,
  knownUntil,
  make,
  nextWorkingDay,
  none,
  workingDaysUntil
} from "./kernel/Calendar.ts"
export { Instant } from "./kernel/Instant.ts"
export { dayAt, isTimeZone, minuteOf, remembering, startOf, timeAt } from "./kernel/TimeZone.ts"
export { Hours, LengthFromText, Period, PeriodFromText, Unit, isHours } from "./kernel/Period.ts"
export { ClockJump, type Jump, jumpOf } from "./model/ClockJump.ts"
export { type CalendarEnd, calendarEnd } from "./model/CalendarEnd.ts"
