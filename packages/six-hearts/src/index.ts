/**
 * The Six-Heart working method as data: the part of a model that is the same in all districts. Use it as the base of a
 * district's model document. The document extends it by a JSON merge patch (RFC 7396), and contains only the
 * differences: the branches, the people, the buildings, other deadlines.
 */
import type * as Schema from "effect/Schema"
import { calendar } from "./Calendar.ts"
import { contacts, coverage } from "./Coverage.ts"
import { groups, hearts, tags } from "./Hearts.ts"
import { noticeHours, notices } from "./Notices.ts"
import { pollRules } from "./Polls.ts"
import { playbooks } from "./Playbooks.ts"
import { roles } from "./Roles.ts"
import { companions, talent } from "./Volunteers.ts"

/**
 * The base of a model document, as plain JSON. Extend it with the data of a district.
 *
 * @example
 * ```ts
 * import { sixHearts } from "@liulinhui/six-hearts"
 * import { strict as assert } from "node:assert"
 *
 * assert.deepEqual(Object.keys(sixHearts.hearts), ["aspiration", "warmth", "joy", "childlike", "peace", "unity"])
 * assert.equal(sixHearts.playbooks["corridor-clutter"].stages.noticed.deadline, "7 days")
 * ```
 */
export const sixHearts = {
  calendar,
  hearts,
  tags,
  groups,
  roles,
  companions,
  talent,
  contacts,
  playbooks,
  pollRules,
  coverage,
  notices,
  noticeHours
} satisfies Schema.Json
