/**
 * The Six-Heart working method as data: the part of a model that is the same for all districts. Use it as the base of a
 * district's document. That document extends it with a JSON merge patch (RFC 7396), and contains only the differences:
 * the branches, the people, the buildings, other deadlines.
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
