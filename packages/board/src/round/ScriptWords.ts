/** The ids of the messages that the script of the round words on the device. */

/** The words of the script, with their places for a number, a day or a name. */
export const scriptWords = [
  "round.toSend",
  "round.toDecide",
  "round.allSent",
  "round.noLine",
  "round.signedOut",
  "round.notKept",
  "round.otherTab",
  "round.revoked",
  "round.wrongPin",
  "round.wrongPinHere",
  "round.waitPin",
  "round.noLineForPin",
  "round.nothingKept",
  "round.dayOver",
  "round.locked",
  "round.undo",
  "round.insist",
  "round.drop",
  "round.contested",
  "round.refusedAt",
  "round.meanwhileReached",
  "round.triedOn",
  "round.reallyForget",
  "round.state.Waiting",
  "round.state.Sending",
  "round.state.Sent",
  "round.state.Contested",
  "round.state.Refused",
  "round.reached",
  "round.nobody-in",
  "round.refused",
  "round.next-time",
  "round.was.nobody-in",
  "round.was.refused",
  "round.was.next-time"
] as const

/** A message that the script words. */
export type ScriptWord = (typeof scriptWords)[number]
