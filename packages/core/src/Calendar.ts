/**
 * Working days, periods and time zones: when something is due.
 *
 * The holidays of a country are data. A day past the end of the data is provisional.
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
  isWorking,
  knownUntil,
  make,
  nextWorkingDay,
  none,
  workingDaysUntil
} from "./kernel/Calendar.ts"
export { dayAt, isTimeZone, remembering, startOf } from "./kernel/TimeZone.ts"
export { Period, PeriodFromText, Unit } from "./kernel/Period.ts"
export { type CalendarEnd, calendarEnd } from "./model/CalendarEnd.ts"
