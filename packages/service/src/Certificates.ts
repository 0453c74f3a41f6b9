/**
 * Makes and checks coverage certificates, by reading the ledger. A certificate states how many members of a population
 * were contacted, in a form that an auditor can check. `certify` and `verify` read all entries of the ledger, compute
 * the hash chain again, and compute the state of the district again. They do not use the districts that the service
 * keeps in memory.
 */
import { evaluate, type CoverageRule, judgedBy } from "@liulinhui/core/Coverage"
import * as Coverage from "@liulinhui/core/Coverage"
import * as Day from "@liulinhui/core/Day"
import * as District from "@liulinhui/core/District"
import { asWritten, TaggedError } from "@liulinhui/core/Failure"
import { type DistrictId, type ResidentId, RuleId } from "@liulinhui/core/Id"
import {
  type HashText,
  breach,
  ChainBroken,
  type Entry,
  type Head,
  Ledger,
  limits
} from "@liulinhui/core/Ledger"
import { Vault } from "@liulinhui/core/Vault"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { DistrictUnknown } from "./Governance.ts"
import * as Seals from "./Seals.ts"
import { dayAt } from "@liulinhui/core/Calendar"

/**
 * A certificate was requested for a coverage rule that the district does not have.
 *
 * @category errors
 */
export class RuleUnknown extends TaggedError<RuleUnknown>()(
  "RuleUnknown",
  { district: asWritten<DistrictId>(), rule: Schema.String, known: Schema.Array(Schema.String) },
  ({ district, known, rule }) =>
    `district "${district}" has no coverage rule "${rule}": ` +
    (known.length === 0 ? "its model has no coverage rules" : `it has ${known.join(", ")}`)
) {}

/**
 * The certificate cannot be made because of its days. Either the day to be certified is after today or before the first
 * day of the district. Or the day `known` (only facts that were recorded by the end of this day are used) is not
 * between the certified day and today.
 *
 * @category errors
 */
export class DayNotCertifiable extends TaggedError<DayNotCertifiable>()(
  "DayNotCertifiable",
  {
    asOf: Day.Day,
    began: Day.Day,
    today: Day.Day,
    /** The day `known`, if this is the day that is wrong. */
    known: Schema.optionalKey(Day.Day)
  },
  ({ asOf, began, known, today }) =>
    known === undefined
      ? `coverage as of ${Day.toIso(asOf)} cannot be certified: ` +
        `name a day from ${Day.toIso(began)}, when the district began, to ${Day.toIso(today)}, which is today`
      : `coverage as of ${Day.toIso(asOf)} cannot be certified as it was known on ${Day.toIso(known)}: ` +
        `name a day from ${Day.toIso(asOf)} to ${Day.toIso(today)}, which is today`
) {}

// ------------------------------------------------------------------------------------------------------------ reading

/**
 * The state of an audit (reading all entries again) after some entries. It contains the district computed from these
 * entries, and the hash chain up to the last of them.
 */
interface Reading {
  readonly id: DistrictId
  readonly district: District.Draft
  readonly versions: Map<string, number>
  head: Head
  salt: string
}

/** Adds one entry to the hash chain. Fails if the entry does not continue the chain of hashes. */
const link = (self: Reading, entry: Entry, sha256: HashText): Result.Result<void, ChainBroken> => {
  const { head, id, salt, versions } = self
  const reason = breach(sha256, id, head, versions.get(entry.stream) ?? 0, entry)
  if (reason !== undefined) {
    return Result.fail(new ChainBroken({ district: id, position: head.position + 1, reason }))
  }
  versions.set(entry.stream, entry.version)
  self.head = { position: entry.position, hash: entry.hash }
  self.salt = Coverage.saltOn(sha256, salt, entry.hash)
  return Result.void
}

/** Reads the ledger of a district from the first entry up to a position, or to its end. */
const readTo = Effect.fnUntraced(function* (id: DistrictId, last: number) {
  const ledger = yield* Ledger
  const vault = yield* Vault
  const self: Reading = {
    id,
    district: District.draft(),
    versions: new Map(),
    head: { position: 0, hash: "" },
    salt: ""
  }
  while (self.head.position < last) {
    const page = yield* ledger.read(id, self.head.position, Math.min(limits.page, last - self.head.position))
    if (page.length === 0) break
    // The hashes are computed over the entries as they are stored. So an entry is decrypted and decoded only after its
    // hash was checked.
    for (const entry of page) yield* Effect.fromResult(link(self, entry, ledger.hash))
    for (const entry of yield* Seals.open(vault, id, page)) {
      yield* Effect.fromResult(District.apply(self.district, entry))
    }
  }
  return self
})

const sourceOf = ({ head, id, salt }: Reading, sha256: HashText): Coverage.Source => ({
  district: id,
  head,
  salt,
  sha256
})

const isRuleId = (text: string): text is RuleId => Option.isSome(RuleId.makeOption(text))

/**
 * Returns a coverage rule of the district's model by its id.
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
 * Certifies the coverage of a rule at the end of a day (default: today), as it was known at the end of the day `known`
 * (default: today, so all entries that are in the ledger now count). The certificate states both days.
 *
 * @category certificates
 */
export const certify = Effect.fn("Certificates.certify")(function* (
  district: DistrictId,
  asked: { readonly rule: string; readonly asOf?: Day.Day; readonly known?: Day.Day }
) {
  const { hash } = yield* Ledger
  const self = yield* readTo(district, Number.POSITIVE_INFINITY)
  const { began, model } = self.district
  if (model === undefined || began === undefined) return yield* new DistrictUnknown({ district })
  const rule = yield* Effect.fromResult(ruleOf(self.district, district, asked.rule))
  const today = dayAt(yield* Clock.currentTimeMillis, model.timeZone)
  const asOf = asked.asOf ?? today
  if (asOf < began || today < asOf) return yield* new DayNotCertifiable({ asOf, began, today })
  const known = asked.known ?? today
  if (known < asOf || today < known) return yield* new DayNotCertifiable({ asOf, began, today, known })
  const coverage = evaluate(rule, District.factsOn(self.district, asOf, known), asOf)
  return Coverage.issue({ ...sourceOf(self, hash), rule, coverage, known })
})

/**
 * Checks a certificate against the ledger of its district, up to the position in the certificate. Returns every
 * mismatch, or an empty array if the certificate is correct. Entries after this position do not change the result. If a
 * resident's data were erased after the certificate was made, its statement about this resident cannot be checked and
 * is accepted.
 *
 * @category certificates
 */
export const verify = Effect.fn("Certificates.verify")(function* (
  district: DistrictId,
  certificate: unknown
) {
  const { hash } = yield* Ledger
  const stated = Coverage.read(certificate)
  if (Result.isFailure(stated)) {
    return [{ _tag: "Malformed" as const, message: stated.failure.reason }]
  }
  const { asOf, known, ledger, rule } = stated.success
  const self = yield* readTo(district, ledger.position)
  const source = sourceOf(self, hash)
  const inForce = self.district.model?.coverage.get(rule.id)
  const erased = yield* forgetSince(self)
  const facts = District.factsOn(self.district, asOf, known)
  return Coverage.verify(certificate, {
    ...source,
    rule: inForce,
    facts,
    erased: judgedBy(facts, erased)
  })
})

/**
 * Applies the erasures of residents that were recorded after the last entry that was read. Returns the erased
 * residents. Their encrypted values cannot be decrypted any more.
 */
const forgetSince = Effect.fnUntraced(function* ({ district, head, id }: Reading) {
  const erased = new Set<ResidentId>()
  const ledger = yield* Ledger
  yield* Stream.runForEach(ledger.all(id, head.position), (entry) =>
    entry.type === "ResidentErased"
      ? Effect.map(Effect.fromResult(District.apply(district, entry)), ({ event }) => {
          if (event._tag === "ResidentErased") erased.add(event.resident)
        })
      : Effect.void
  )
  return erased
})
