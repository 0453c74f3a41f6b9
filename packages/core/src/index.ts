/**
 * The main entry point: each concept of the core is one namespace.
 *
 * ```ts
 * import { Day } from "@liulinhui/core"
 * import { strict as assert } from "node:assert"
 *
 * assert.equal(Day.toIso(Day.make("2026-03-01")), "2026-03-01")
 * ```
 */
export * as Actor from "./Actor.ts"
export * as Blobs from "./Blobs.ts"
export * as Bookmarks from "./Bookmarks.ts"
export * as Calendar from "./Calendar.ts"
export * as Case from "./Case.ts"
export * as Companion from "./Companion.ts"
export * as Context from "./Context.ts"
export * as Coverage from "./Coverage.ts"
export * as Day from "./Day.ts"
export * as Disclosure from "./Disclosure.ts"
export * as District from "./District.ts"
export * as Facts from "./Facts.ts"
export * as Failure from "./Failure.ts"
export * as Governance from "./Governance.ts"
export * as Id from "./Id.ts"
export * as Identity from "./Identity.ts"
export * as Intake from "./Intake.ts"
export * as Ledger from "./Ledger.ts"
export * as Model from "./Model.ts"
export * as ModelDiff from "./ModelDiff.ts"
export * as Notice from "./Notice.ts"
export * as Notifier from "./Notifier.ts"
export * as Pairing from "./Pairing.ts"
export * as Playbook from "./Playbook.ts"
export * as Poll from "./Poll.ts"
export * as Problem from "./Problem.ts"
export * as Question from "./Question.ts"
export * as Ratio from "./Ratio.ts"
export * as Registry from "./Registry.ts"
export * as Rule from "./Rule.ts"
export * as Talent from "./Talent.ts"
export * as Text from "./Text.ts"
export * as Vault from "./Vault.ts"
export * as Views from "./Views.ts"
