/**
 * Coverage certificates over a ledger. To certify and to verify, every entry is read from the first one on, the hash
 * chain is computed again, and the district is folded anew: what is kept in memory is not relied on.
 */
import { evaluate } from "@liulinhui/core/coverage/Coverage"
import * as Certificate from "@liulinhui/core/coverage/CoverageCertificate"
import type { CoverageRule } from "@liulinhui/core/coverage/CoverageRule"
import * as Day from "@liulinhui/core/kernel/Day"
import * as District from "@liulinhui/core/model/District"
import type { EntryUnreadable } from "@liulinhui/core/model/Journal"
import { type DistrictId, RuleId } from "@liulinhui/core/place/Id"
import type { HashText } from "@liulinhui/core/ports/Chain"
import { breach, ChainBroken, type Entry, type Head, Ledger, limits } from "@liulinhui/core/ports/Ledger"
import * as Clock from "effect/Clock"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { DistrictUnknown } from "./Governance.ts"
import { dayAt } from "./Today.ts"

/**
 * The district has no coverage rule of that id.
 *
 * @category errors
 */
export class RuleUnknown extends Data.TaggedError("RuleUnknown")<{
  readonly district: DistrictId
  readonly rule: string
  readonly known: ReadonlyArray<string>
}> {
  override get message(): string {
    return (
      `district "${this.district}" has no coverage rule "${this.rule}": ` +
      (this.known.length === 0 ? "its model says nothing under coverage" : `it has ${this.known.join(", ")}`)
    )
  }
}

/**
 * A day that cannot be certified: it has not come yet, or lies before the district began.
 *
 * @category errors
 */
export class DayNotCertifiable extends Data.TaggedError("DayNotCertifiable")<{
  readonly asOf: Day.Day
  readonly began: Day.Day
  readonly today: Day.Day
}> {
  override get message(): string {
    return (
      `coverage as of ${Day.toIso(this.asOf)} cannot be certified: ` +
      `name a day from ${Day.toIso(this.began)}, when the district began, to ${Day.toIso(this.today)}, which is today`
    )
  }
}

// ------------------------------------------------------------------------------------------------------------ reading

/** A ledger as an auditor reads it: folded, and its chain computed again, up to an entry. */
export interface Reading {
  readonly id: DistrictId
  readonly district: District.Draft
  head: Head
  salt: string
}

/** A reading before the first entry. */
export const reading = (id: DistrictId): Reading => ({
  id,
  district: District.draft(),
  head: { position: 0, hash: "" },
  salt: ""
})

/**
 * Reads one entry more, in place, or says how it breaks the chain, or why it cannot be understood.
 *
 * @category operations
 */
export const readOn = (
  self: Reading,
  entry: Entry,
  sha256: HashText
): Result.Result<void, ChainBroken | EntryUnreadable> => {
  const reason = breach(sha256, self.id, self.head, self.district.versions.get(entry.stream) ?? 0, entry)
  if (reason !== undefined) {
    return Result.fail(new ChainBroken({ district: self.id, position: self.head.position + 1, reason }))
  }
  return Result.map(District.apply(self.district, entry), () => {
    self.head = { position: entry.position, hash: entry.hash }
    self.salt = Certificate.saltOn(sha256, self.salt, entry.hash)
  })
}

/** Reads a district's ledger up to a position, or to its end. */
const readTo = Effect.fnUntraced(function* (id: DistrictId, last: number) {
  const ledger = yield* Ledger
  const self = reading(id)
  while (self.head.position < last) {
    const page = yield* ledger.read(id, self.head.position, Math.min(limits.page, last - self.head.position))
    if (page.length === 0) break
    for (const entry of page) yield* Effect.fromResult(readOn(self, entry, ledger.hash))
  }
  return self
})

const sourceOf = ({ head, id, salt }: Reading, sha256: HashText): Certificate.Source => ({
  district: id,
  head,
  salt,
  sha256
})

const isRuleId = (text: string): text is RuleId => Option.isSome(RuleId.makeOption(text))

/**
 * A coverage rule of a district's model.
 *
 * @category questions
 */
export const ruleOf = (
  { model }: District.District,
  district: DistrictId,
  rule: string
): Result.Result<CoverageRule, RuleUnknown> => {
  const found = isRuleId(rule) ? model?.coverage.get(rule) : undefined
  return found === undefined
    ? Result.fail(new RuleUnknown({ district, rule, known: [...(model?.coverage.keys() ?? [])] }))
    : Result.succeed(found)
}

// ---------------------------------------------------------------------------------------------------------- the doors

/**
 * Certifies how a rule stands at the end of a day (today, where none is named), from all that the ledger holds now.
 *
 * @category certificates
 */
export const certify = Effect.fn("Certificates.certify")(function* (
  district: DistrictId,
  asked: { readonly rule: string; readonly asOf?: Day.Day }
) {
  const { hash } = yield* Ledger
  const self = yield* readTo(district, Number.POSITIVE_INFINITY)
  const { began, model } = self.district
  if (model === undefined || began === undefined) return yield* new DistrictUnknown({ district })
  const rule = yield* Effect.fromResult(ruleOf(self.district, district, asked.rule))
  const today = dayAt(yield* Clock.currentTimeMillis, model.timeZone)
  const asOf = asked.asOf ?? today
  if (asOf < began || today < asOf) return yield* new DayNotCertifiable({ asOf, began, today })
  const coverage = evaluate(rule, District.factsOn(self.district, asOf), asOf)
  return Certificate.issue({ ...sourceOf(self, hash), rule, coverage })
})

/**
 * What does not match between a certificate and a district's ledger as it was at the certificate's position: nothing
 * where it is good. Later entries change nothing about it.
 *
 * @category certificates
 */
export const verify = Effect.fn("Certificates.verify")(function* (
  district: DistrictId,
  certificate: unknown
) {
  const { hash } = yield* Ledger
  const stated = Certificate.read(certificate)
  if (Result.isFailure(stated)) return [stated.failure]
  const { asOf, ledger, rule } = stated.success
  const self = yield* readTo(district, ledger.position)
  return Certificate.verify(certificate, {
    ...sourceOf(self, hash),
    rule: self.district.model?.coverage.get(rule.id),
    facts: District.factsOn(self.district, asOf)
  })
})
