/** Notices: who is notified of which event or deadline, and when. */
export { ofDay, ofDays, ofEntry, ofUndelivered } from "./notices/Announce.ts"
export type { Announcement, Audience } from "./notices/Announcement.ts"
export { type Hours, quietDay, when } from "./notices/When.ts"
export {
  NoticeCommand,
  NoticeEvent,
  type NoticePreference,
  type NoticeQuestion,
  type NoticeReason,
  decide,
  longestSnooze,
  unstated
} from "./preferences/NoticePreference.ts"
export {
  type ArgumentName,
  Happening,
  NoticeHours,
  NoticeRule,
  QuietDays,
  argumentsOf,
  usualSeparate
} from "./model/NoticeRule.ts"
