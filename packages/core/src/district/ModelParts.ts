/** The parts of a model that are not compared by their meaning: only that they differ is reported. */
import type { Model } from "../model/Model.ts"

/** Whether two values are the same data. */
export const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** A part of a model that differs, and that is not compared by its meaning. */
export type OtherPart =
  | "branches"
  | "calendar"
  | "clockJump"
  | "companions"
  | "contacts"
  | "elderFrom"
  | "emergencyAccess"
  | "groups"
  | "hearts"
  | "intake"
  | "languages"
  | "lateFacts"
  | "name"
  | "noticeHours"
  | "nouns"
  | "offers"
  | "pairing"
  | "pollRules"
  | "provenance"
  | "retention"
  | "roles"
  | "rounds"
  | "tags"
  | "talent"
  | "texts"
  | "timeZone"

/** The other parts of a model, as data that can be compared. */
const partsOf = (self: Model): Readonly<Record<Exclude<OtherPart, "texts">, unknown>> => ({
  branches: self.branches,
  calendar: self.calendar.data,
  clockJump: self.clockJump,
  companions: self.companions,
  contacts: [...self.contacts].map(([kind, { name, proof }]) => [kind, name, proof]),
  elderFrom: self.elderFrom,
  emergencyAccess: self.emergencyAccess,
  groups: self.groups,
  hearts: [...self.hearts],
  languages: self.languages,
  lateFacts: self.lateFacts,
  name: self.name,
  noticeHours: self.noticeHours,
  nouns: self.nouns,
  offers: [...self.actors.values()].map(({ id, offers, resident }) => [id, offers, resident]),
  pairing: self.pairing,
  pollRules: [...self.pollRules],
  provenance: self.provenance,
  retention: self.retention,
  intake: self.intake,
  roles: [...self.roles].map(([id, { name }]) => [id, name]),
  rounds: self.rounds,
  tags: [...self.tags],
  talent: self.talent,
  timeZone: self.timeZone
})

// The cast is safe: the keys of the record are its parts.
const partNames = (parts: ReturnType<typeof partsOf>) => Object.keys(parts) as Array<keyof typeof parts>

/** The parts of two models that differ, apart from texts. */
export const otherParts = (before: Model, after: Model): ReadonlyArray<OtherPart> => {
  const [one, other] = [partsOf(before), partsOf(after)]
  return partNames(one).filter((part) => !same(one[part], other[part]))
}
