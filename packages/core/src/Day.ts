/**
 * Calendar days as whole numbers, and reading and writing them as ISO dates.
 *
 * A day is a count of days since 1970-01-01. It has no hour and no time zone.
 */
export {
  type Civil,
  Day,
  DayFromIso,
  add,
  anniversary,
  civil,
  fromCivil,
  fromIso,
  isLeapYear,
  make,
  monthStart,
  toIso,
  until,
  weekStart,
  weekday,
  yearsUntil
} from "./kernel/Day.ts"
