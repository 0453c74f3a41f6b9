/**
 * A certificate of coverage, for an auditor. It states who had to be reached on a day, who was reached (and which
 * ledger entries prove this), who was excluded and why, and who was missing. It also contains the text of the rule, and
 * the position and hash of the last ledger entry. It contains no names: each id is hashed together with the district,
 * the rule, the day and a salt. The salt can be computed only from the ledger, so nobody else can identify a person by
 * trying ids. The certificate stays valid after the data of a person are erased.
 *
 * Anybody who has the ledger can compute the certificate again. {@link verify} does this, and reports all differences.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { canonical } from "../kernel/CanonicalJson.ts"
import { type Day, DayFromIso, toIso } from "../kernel/Day.ts"
import { given } from "../kernel/OptionalKey.ts"
import { TaggedError } from "../kernel/TaggedError.ts"
import { DistrictId, RuleId } from "../place/Id.ts"
import { type Coverage, evaluate, type Status } from "./Coverage.ts"
import type { CoverageFacts } from "./CoverageFacts.ts"
import { CoverageRule, ReasonId } from "./CoverageRule.ts"
import { erased as erasedReason } from "./Exclusion.ts"
import { Quota, Standing, standing } from "./Target.ts"

/**
 * Computes the SHA-256 of the UTF-8 bytes of a text, in lower-case hex. The caller passes this function, because core
 * contains no cryptography.
 */
export type Sha256 = (text: string) => string

const Hash = Schema.String.check(
  Schema.isPattern(/^[0-9a-f]{64}$/, { expected: "a SHA-256 hash in lower-case hex" })
)
const Count = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }))
const RatioSchema = Schema.Struct({ reached: Count, of: Count })

const format = "liulinhui coverage certificate 1"

/**
 * A certificate. Its lists are sorted by the hashed ids.
 *
 * @category models
 */
export const Certificate = Schema.Struct({
  format: Schema.Literal(format),
  district: DistrictId,
  asOf: DayFromIso,
  /**
   * The certificate contains only facts that were recorded by the end of this day. Facts about earlier days that were
   * recorded later are left out. This field is missing in certificates of earlier versions of the library, which
   * include all entries up to `ledger`.
   */
  known: Schema.optionalKey(DayFromIso),
  rule: Schema.Struct({
    id: RuleId,
    version: Schema.Int,
    /** The coverage rule as it is written in a model, with its id. */
    text: Schema.Json,
    digest: Hash
  }),
  /** The last ledger entry that the certificate includes: its position, and its hash in the hash chain. */
  ledger: Schema.Struct({ position: Count, hash: Schema.String }),
  /** All eligible members on the day of the certificate: how many there are, and a hash over all their hashed ids. */
  denominator: Schema.Struct({ count: Count, digest: Hash }),
  reached: Schema.Array(Schema.Struct({ id: Hash, proof: Schema.Array(Count) })),
  excluded: Schema.Array(Schema.Struct({ id: Hash, reason: ReasonId, source: Count })),
  missing: Schema.Array(Hash),
  unknown: Schema.Array(Hash),
  counts: Schema.Struct({
    eligible: Count,
    reached: Count,
    missing: Count,
    excluded: Count,
    unknown: Count
  }),
  ratio: RatioSchema,
  standing: Standing,
  parts: Schema.Array(
    Schema.Struct({
      id: Schema.optionalKey(Schema.String),
      quota: Quota,
      ratio: RatioSchema,
      standing: Standing
    })
  ),
  /** The hash over all other fields of the certificate. */
  digest: Hash
})
export interface Certificate extends Schema.Schema.Type<typeof Certificate> {}

/** The head of a ledger: the position of an entry and its hash in the chain. */
export interface Head {
  readonly position: number
  readonly hash: string
}

/** What is needed to make a certificate, in addition to the answer to the rule. */
export interface Source {
  readonly district: DistrictId
  /** The last ledger entry that the certificate includes. */
  readonly head: Head
  /** The salt for hashing ids. It can be computed only from the ledger: see {@link saltOn}. */
  readonly salt: string
  readonly sha256: Sha256
}

/**
 * Computes the salt of a ledger, entry by entry. The next salt is the hash of the salt so far (an empty text before the
 * first entry), a line feed, and the hash of the entry. To compute the salt, the hashes of all entries are needed; the
 * few hashes in certificates are not enough.
 *
 * @category operations
 */
export const saltOn = (sha256: Sha256, salt: string, hash: string): string => sha256(`${salt}\n${hash}`)

const encodeRule = Schema.encodeSync(CoverageRule)
const encode = Schema.encodeSync(Certificate)
const decode = Schema.decodeUnknownResult(Certificate, { errors: "all", onExcessProperty: "error" })
const decodeRule = Schema.decodeUnknownResult(CoverageRule)

/**
 * Makes the function that hashes member ids for the certificates of a ledger, a rule and a day. If `known` (the day by
 * which the facts were recorded) is stated, it is hashed, too.
 */
const hasher =
  ({ district, salt, sha256 }: Source, rule: RuleId, asOf: Day, known: Day | undefined) =>
  (id: string): string => {
    const days = [asOf, ...(known === undefined ? [] : [known])].map(toIso)
    return sha256(["liulinhui member", salt, district, rule, ...days, id].join("\n"))
  }

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const byId = (a: { readonly id: string }, b: { readonly id: string }): number => compareText(a.id, b.id)

// This cast is safe: the encoded fields of a certificate or of a rule are JSON.
const textOf = (encoded: unknown): string => canonical(encoded as Schema.Json)

const digestOf = (sha256: Sha256, { digest: _, ...rest }: Certificate): string => {
  const { digest: __, ...encoded } = encode({ ...rest, digest: "0".repeat(64) })
  return sha256(textOf(encoded))
}

const denominatorOf = (sha256: Sha256, ids: Iterable<string>): Certificate["denominator"] => {
  const sorted = [...ids].sort()
  return { count: sorted.length, digest: sha256(sorted.join("\n")) }
}

/**
 * Makes a certificate of the answer to a rule.
 *
 * @example
 * ```ts
 * import * as CoverageCertificate from "@liulinhui/core/Coverage"
 * import { evaluate, CoverageRule } from "@liulinhui/core/Coverage"
 * import * as Day from "@liulinhui/core/Day"
 * import { DistrictId } from "@liulinhui/core/Id"
 * import * as Registry from "@liulinhui/core/Registry"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 * import { createHash } from "node:crypto"
 *
 * const sha256 = (text: string) => createHash("sha256").update(text).digest("hex")
 * const rule = Schema.decodeUnknownSync(CoverageRule)({
 *   id: "noticed",
 *   name: { zh: "通知到户", en: "Every household noticed" },
 *   of: "households",
 *   reached: { by: ["notice"] },
 *   target: "all"
 * })
 * const facts = {
 *   registry: Registry.empty,
 *   contacts: [],
 *   exclusions: [],
 *   cases: [],
 *   pairs: [],
 *   branchesOf: () => [],
 *   groupsOf: () => [],
 *   headsOf: () => []
 * }
 * const asOf = Day.make("2026-03-02")
 * const ledger = {
 *   district: DistrictId.make("wan-liu"),
 *   head: { position: 7, hash: "ab12" },
 *   salt: CoverageCertificate.saltOn(sha256, "", "ab12"),
 *   sha256
 * }
 * const certificate = CoverageCertificate.issue({ ...ledger, rule, coverage: evaluate(rule, facts, asOf) })
 * const written = CoverageCertificate.toJson(certificate)
 * assert.deepEqual(CoverageCertificate.verify(written, { ...ledger, rule, facts }), [])
 * ```
 * @category constructors
 */
export const issue = (
  input: Source & {
    readonly rule: CoverageRule
    /** The answer to the rule: see `Coverage.evaluate`. */
    readonly coverage: Coverage
    /**
     * The certificate contains only facts that were recorded by the end of this day. Default: the certificate does not
     * state such a day.
     */
    readonly known?: Day | undefined
  }
): Certificate => {
  const { district, rule, coverage, head, known, sha256 } = input
  const hash = hasher(input, rule.id, coverage.asOf, known)
  const reached = coverage.reached.map(({ id, proof }) => ({ id: hash(id), proof })).sort(byId)
  const excluded = coverage.excluded
    .map(({ id, reason, source }) => ({ id: hash(id), reason, source }))
    .sort(byId)
  const missing = coverage.gaps.map(({ id }) => hash(id)).sort()
  const unknown = coverage.unknown.map(({ id }) => hash(id)).sort()
  const text = encodeRule(rule)
  const certificate: Certificate = {
    format,
    district,
    asOf: coverage.asOf,
    ...given("known", known),
    rule: {
      id: rule.id,
      version: rule.version ?? 1,
      // This cast is safe: a rule is encoded as JSON.
      text: text as unknown as Schema.Json,
      digest: sha256(textOf(text))
    },
    ledger: { position: head.position, hash: head.hash },
    denominator: denominatorOf(sha256, [
      ...reached.map(({ id }) => id),
      ...excluded.map(({ id }) => id),
      ...missing,
      ...unknown
    ]),
    reached,
    excluded,
    missing,
    unknown,
    counts: coverage.counts,
    ratio: coverage.ratio,
    standing: coverage.standing,
    parts: coverage.parts,
    digest: ""
  }
  return { ...certificate, digest: digestOf(sha256, certificate) }
}

/** Encodes a certificate as JSON, to write it to a file. */
export const toJson = (self: Certificate): Schema.Json =>
  // This cast is safe: every field is encoded as JSON.
  encode(self) as unknown as Schema.Json

// --------------------------------------------------------------------------------------------------------- verifying

/**
 * A difference between a certificate and the ledger. `id` is a hashed id. `stated` is the value in the certificate, and
 * `found` is the value computed from the ledger.
 *
 * @category models
 */
export type Mismatch =
  /** The input is not a certificate, or one of its fields is invalid. */
  | { readonly _tag: "Malformed"; readonly message: string }
  /** The digest (hash) in the certificate is not the digest of its content, so the certificate was changed. */
  | { readonly _tag: "DigestDiffers"; readonly stated: string; readonly found: string }
  | { readonly _tag: "DistrictDiffers"; readonly stated: string; readonly found: string }
  /** The district has no rule with the id in the certificate, or the text or version of this rule is different. */
  | {
      readonly _tag: "RuleDiffers"
      readonly rule: RuleId
      readonly stated: RuleWording
      readonly found: RuleWording | undefined
    }
  /**
   * At the position that the certificate states, the ledger has a different entry or no entry. Then the members cannot
   * be compared, because the salt is different.
   */
  | { readonly _tag: "LedgerDiffers"; readonly stated: Head; readonly found: Head }
  /** A list in the certificate is not sorted by the hashed ids, or contains a member twice. */
  | { readonly _tag: "ListDisordered"; readonly list: Status; readonly id: string }
  | {
      readonly _tag: "MemberDiffers"
      readonly id: string
      readonly stated: Status | undefined
      readonly found: Status | undefined
    }
  | {
      readonly _tag: "ProofDiffers"
      readonly id: string
      readonly stated: ReadonlyArray<number>
      readonly found: ReadonlyArray<number>
    }
  | {
      readonly _tag: "ExclusionDiffers"
      readonly id: string
      readonly stated: { readonly reason: string; readonly source: number }
      readonly found: { readonly reason: string; readonly source: number }
    }
  | {
      readonly _tag: "FigureDiffers"
      readonly figure: "denominator" | "counts" | "ratio" | "standing" | "parts"
      readonly stated: string
      readonly found: string
    }

/** The version of a rule, and the digest (hash) of its text. */
export interface RuleWording {
  readonly version: number
  readonly digest: string
}

interface Listed {
  readonly status: Status
  readonly proof?: ReadonlyArray<number>
  readonly exclusion?: { readonly reason: string; readonly source: number }
}

const lists = (certificate: Certificate): ReadonlyArray<readonly [string, Listed]> => [
  ...certificate.reached.map(({ id, proof }) => [id, { status: "reached", proof }] as const),
  ...certificate.excluded.map(
    ({ id, reason, source }) => [id, { status: "excluded", exclusion: { reason, source } }] as const
  ),
  ...certificate.missing.map((id) => [id, { status: "missing" }] as const),
  ...certificate.unknown.map((id) => [id, { status: "unknown" }] as const)
]

const disordered = (members: ReturnType<typeof lists>): ReadonlyArray<Mismatch> => {
  const seen = new Set<string>()
  return members.flatMap(([id, { status }], at): ReadonlyArray<Mismatch> => {
    const [before, { status: list = undefined } = {}] = members[at - 1] ?? []
    const sound = !seen.has(id) && (list !== status || before === undefined || before < id)
    seen.add(id)
    return sound ? [] : [{ _tag: "ListDisordered", list: status, id }]
  })
}

const same = (a: unknown, b: unknown): boolean => textOf(a ?? null) === textOf(b ?? null)

const compareMembers = (
  stated: ReadonlyMap<string, Listed>,
  found: ReadonlyMap<string, Listed>
): ReadonlyArray<Mismatch> =>
  [...new Set([...stated.keys(), ...found.keys()])].sort().flatMap((id): ReadonlyArray<Mismatch> => {
    const [here, there] = [stated.get(id), found.get(id)]
    if (here?.status !== there?.status) {
      return [{ _tag: "MemberDiffers", id, stated: here?.status, found: there?.status }]
    }
    if (here?.proof !== undefined && there?.proof !== undefined && !same(here.proof, there.proof)) {
      return [{ _tag: "ProofDiffers", id, stated: here.proof, found: there.proof }]
    }
    if (
      here?.exclusion !== undefined &&
      there?.exclusion !== undefined &&
      !same(here.exclusion, there.exclusion)
    ) {
      return [{ _tag: "ExclusionDiffers", id, stated: here.exclusion, found: there.exclusion }]
    }
    return []
  })

/**
 * Whether the status of a member cannot be computed any more because of an erasure. Either the data of the member were
 * erased, or the data of another person on whom the status depends.
 */
const isForgotten = (found: Listed | undefined): boolean =>
  found === undefined || found.status === "unknown" || found.exclusion?.reason === erasedReason

type Figure = Extract<Mismatch, { readonly _tag: "FigureDiffers" }>["figure"]
const figure = (name: Figure, stated: unknown, found: unknown): ReadonlyArray<Mismatch> =>
  same(stated, found)
    ? []
    : [{ _tag: "FigureDiffers", figure: name, stated: textOf(stated), found: textOf(found) }]

/**
 * A document is not a certificate that this version of the library can read.
 *
 * @category errors
 */
export class CertificateMalformed extends TaggedError<CertificateMalformed>()(
  "CertificateMalformed",
  { reason: Schema.String },
  ({ reason }) => `the certificate cannot be read: ${reason}. Request it again, as the library issued it`
) {}

/**
 * Reads a certificate. Use it to find the rule, and the position up to which the ledger must be read. Fails if the
 * input is not a valid certificate.
 *
 * @category verification
 */
export const read = (certificate: unknown): Result.Result<Certificate, CertificateMalformed> =>
  isFormat(certificate)
    ? Result.flatMap(
        Result.mapError(decode(certificate), malformed),
        (stated): Result.Result<Certificate, CertificateMalformed> =>
          Result.mapBoth(decodeRule(stated.rule.text), { onSuccess: () => stated, onFailure: malformed })
      )
    : Result.fail(malformed({ message: `its format is not "${format}"` }))

const isFormat = Schema.is(Schema.Struct({ format: Schema.Literal(format) }))

const malformed = ({ message }: { readonly message: string }): CertificateMalformed =>
  // The message of a schema has several lines. Here it is joined into one line.
  new CertificateMalformed({ reason: message.replaceAll("\n  at ", " at ").replaceAll("\n", "; ") })

/**
 * Compares a certificate with its ledger, and returns all differences. If the array is empty, the certificate is valid.
 *
 * `facts` are the facts of the certificate's day, computed from the ledger entries up to the certificate's position,
 * and only those recorded by its day `known`. `head` is the position and hash of the last of these entries. The hash is
 * computed again from the entries, so that any change in the ledger is detected. `rule` is the district's rule with the
 * id in the certificate, if there is one. `erased` are the ids of members whose data were erased later, or whose status
 * depends on such data. If the status of such a member cannot be computed any more, the statement in the certificate is
 * accepted. This applies to no other member.
 *
 * @category verification
 */
export const verify = (
  certificate: unknown,
  ledger: Source & {
    readonly rule: CoverageRule | undefined
    readonly facts: CoverageFacts
    readonly erased?: Iterable<string>
  }
): ReadonlyArray<Mismatch> => {
  const decoded = read(certificate)
  if (Result.isFailure(decoded)) return [{ _tag: "Malformed", message: decoded.failure.reason }]
  const stated = decoded.success
  const members = lists(stated)
  const digest = digestOf(ledger.sha256, stated)
  const itself: ReadonlyArray<Mismatch> = [
    ...(digest === stated.digest
      ? []
      : [{ _tag: "DigestDiffers" as const, stated: stated.digest, found: digest }]),
    ...disordered(members)
  ]
  if (stated.district !== ledger.district) {
    return [...itself, { _tag: "DistrictDiffers", stated: stated.district, found: ledger.district }]
  }
  const chain: ReadonlyArray<Mismatch> = same(stated.ledger, ledger.head)
    ? []
    : [{ _tag: "LedgerDiffers", stated: stated.ledger, found: ledger.head }]
  const { rule } = ledger
  return [
    ...itself,
    ...chain,
    ...(rule === undefined
      ? [{ _tag: "RuleDiffers" as const, rule: stated.rule.id, stated: wordingOf(stated), found: undefined }]
      : compareAnswers(stated, members, { ...ledger, rule }))
  ]
}

const wordingOf = ({ rule: { digest, version } }: Certificate): RuleWording => ({ version, digest })

const compareAnswers = (
  stated: Certificate,
  members: ReturnType<typeof lists>,
  ledger: Source & {
    readonly rule: CoverageRule
    readonly facts: CoverageFacts
    readonly erased?: Iterable<string>
  }
): ReadonlyArray<Mismatch> => {
  const { rule, facts, head, sha256 } = ledger
  const { known } = stated
  const found = issue({ ...ledger, coverage: evaluate(rule, facts, stated.asOf), known })
  const here = new Map(members)
  const there = new Map(lists(found))
  const forgotten = [
    ...new Set([...(ledger.erased ?? [])].map(hasher(ledger, rule.id, stated.asOf, known)))
  ].filter((id) => isForgotten(there.get(id)) && !same(here.get(id), there.get(id)))
  // For these members, the statement in the certificate is accepted. It is protected by the digest of the certificate.
  for (const id of forgotten) {
    const listed = here.get(id)
    if (listed === undefined) there.delete(id)
    else there.set(id, listed)
  }
  const total = (status: Status): number =>
    [...there.values()].filter((member) => member.status === status).length
  const counts = {
    reached: total("reached"),
    missing: total("missing"),
    excluded: total("excluded"),
    unknown: total("unknown")
  }
  const eligible = counts.reached + counts.missing + counts.excluded + counts.unknown
  const ratio = { reached: counts.reached, of: eligible - counts.excluded }
  return [
    ...(same(stated.rule, found.rule)
      ? []
      : [
          {
            _tag: "RuleDiffers" as const,
            rule: stated.rule.id,
            stated: wordingOf(stated),
            found: wordingOf(found)
          }
        ]),
    ...(same(stated.ledger, head)
      ? [
          ...compareMembers(here, there),
          ...figure("denominator", stated.denominator, denominatorOf(sha256, there.keys()))
        ]
      : []),
    ...figure("counts", stated.counts, { eligible, ...counts }),
    ...figure("ratio", stated.ratio, ratio),
    // After an erasure, it is unknown in which part of the population the member was counted.
    ...(forgotten.length > 0 && typeof rule.target === "object"
      ? []
      : [
          ...figure(
            "standing",
            stated.standing,
            typeof rule.target === "object" ? found.standing : standing(rule.target, ratio.reached, ratio.of)
          ),
          ...figure("parts", stated.parts, found.parts)
        ])
  ]
}
