/**
 * The Six-Heart working method as data: everything of a district's model that does not depend on the district. A
 * district's own document extends it, and says what differs (JSON merge patch, RFC 7396): its branches, its people, its
 * buildings, other deadlines.
 */
import type * as Schema from "effect/Schema"
import { calendar } from "./calendar.ts"
import { contacts, coverage } from "./coverage.ts"
import { groups, hearts, tags } from "./hearts.ts"
import { noticeHours, notices } from "./notices.ts"
import { pollRules } from "./polls.ts"
import { playbooks } from "./playbooks.ts"
import { roles } from "./roles.ts"
import { companions, talent } from "./volunteers.ts"

/**
 * The base of a model document, as plain JSON.
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
