/**
 * Anchors: signed heads of a district, stored in another place than the ledger. A head is the position and the hash of
 * the last entry.
 *
 * A person who can write to the store of a ledger can change its history and compute every hash again. The changed
 * ledger contains no contradiction. But its hash chain does not contain the head of an anchor that was made before the
 * change. So this anchor shows that the history was changed. Therefore store anchors where the people who can write the
 * ledger cannot change them. Keep the private key away from the ledger and from the anchors.
 *
 * The signature is Ed25519 (RFC 8032) over one JSON array without spaces: `"liulinhui/anchor/1"`, district, position,
 * hash, and time in milliseconds. So everybody can check an anchor with this description and the public key.
 */
import { TaggedError } from "@liulinhui/core/Failure"
import { DistrictId } from "@liulinhui/core/Id"
import { type Head, Ledger, type LedgerUnavailable } from "@liulinhui/core/Ledger"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify
} from "node:crypto"
import * as DueClock from "./DueClock.ts"

/**
 * A signed head of a district.
 *
 * @category models
 */
export interface Anchor extends Schema.Schema.Type<typeof Anchor> {}
/** @category schemas */
export const Anchor = Schema.Struct({
  district: DistrictId,
  position: Schema.Int.check(Schema.isGreaterThan(0)),
  hash: Schema.String.check(Schema.isPattern(/^[0-9a-f]{64}$/, { expected: "64 lower-case hex digits" })),
  /** When the head was signed, in milliseconds since 1970-01-01T00:00Z. */
  at: Schema.Int,
  /** The short name of the public key: the first 16 hex digits of the SHA-256 hash of its DER encoding. */
  key: Schema.String.check(Schema.isPattern(/^[0-9a-f]{16}$/, { expected: "16 lower-case hex digits" })),
  /** The signature: 64 bytes in base64url. */
  signature: Schema.String.check(Schema.isPattern(/^[\w-]{86}$/, { expected: "64 bytes in base64url" }))
})

/**
 * A text that should be a key is not an Ed25519 key in PEM encoding.
 *
 * @category errors
 */
export class AnchorKeyInvalid extends TaggedError<AnchorKeyInvalid>()(
  "AnchorKeyInvalid",
  { expected: Schema.Literals(["private", "public"]) },
  ({ expected }) => `this is not a ${expected} Ed25519 key in PEM encoding`
) {}

/**
 * Signs heads (the position and hash of a last entry) with a private key. Every anchor contains `key`, the short name
 * of the public key.
 *
 * @category models
 */
export interface Signer {
  readonly key: string
  readonly anchor: (district: DistrictId, head: Head, at: number) => Anchor
}

/**
 * Checks the signatures of anchors with a public key.
 *
 * @category models
 */
export interface Verifier {
  readonly key: string
  readonly accepts: (anchor: Anchor) => boolean
}

const signed = ({ at, district, hash, position }: Omit<Anchor, "key" | "signature">): Buffer =>
  Buffer.from(JSON.stringify(["liulinhui/anchor/1", district, position, hash, at]))

const nameOf = (key: KeyObject): string =>
  createHash("sha256")
    .update(key.export({ type: "spki", format: "der" }))
    .digest("hex")
    .slice(0, 16)

/** Reads a key from a text, if it is an Ed25519 key of the expected kind (private or public). */
const keyOf = (
  expected: AnchorKeyInvalid["expected"],
  make: () => KeyObject
): Result.Result<KeyObject, AnchorKeyInvalid> => {
  const key = Result.try({ try: make, catch: () => new AnchorKeyInvalid({ expected }) })
  return Result.filterOrFail(
    key,
    ({ asymmetricKeyType }) => asymmetricKeyType === "ed25519",
    () => new AnchorKeyInvalid({ expected })
  )
}

/**
 * Makes a new key pair in PEM encoding. The private key is needed to sign anchors. The public key is enough to check
 * them.
 *
 * @category keys
 */
export const generate = (): { readonly privateKey: Redacted.Redacted; readonly publicKey: string } => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519", {
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" }
  })
  return { privateKey: Redacted.make(privateKey, { label: "the private key of anchors" }), publicKey }
}

/**
 * Makes a signer from a private key (PKCS #8, PEM).
 *
 * @category keys
 */
export const signer = (privateKey: Redacted.Redacted): Result.Result<Signer, AnchorKeyInvalid> =>
  Result.map(
    keyOf("private", () => createPrivateKey(Redacted.value(privateKey))),
    (secret) => {
      const key = nameOf(createPublicKey(secret))
      return {
        key,
        anchor: (district, { hash, position }, at) => {
          const unsigned = { district, position, hash, at }
          const signature = sign(null, signed(unsigned), secret).toString("base64url")
          return { ...unsigned, key, signature }
        }
      }
    }
  )

/**
 * Makes a verifier from a public key (SPKI, PEM).
 *
 * @category keys
 */
export const verifier = (publicKey: string): Result.Result<Verifier, AnchorKeyInvalid> =>
  Result.map(
    // Node can derive a public key from a private key. But a private key is refused here, because it must not be in a
    // place where anchors are only checked.
    keyOf("public", () =>
      createPublicKey({ key: publicKey.includes("PRIVATE") ? "" : publicKey, format: "pem" })
    ),
    (key) => ({
      key: nameOf(key),
      accepts: (anchor) => verify(null, signed(anchor), key, Buffer.from(anchor.signature, "base64url"))
    })
  )

/**
 * Signs the current head (the position and hash of the last entry) of a district. Returns `none` if the district has no
 * entries.
 *
 * @example
 * ```ts
 * import { DistrictId, StreamId } from "@liulinhui/core/Id"
 * import { CommandId, Ledger } from "@liulinhui/core/Ledger"
 * import * as Anchors from "@liulinhui/service/Anchors"
 * import * as Memory from "@liulinhui/storage-memory"
 * import * as Effect from "effect/Effect"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const district = DistrictId.make("wan-liu")
 * const { privateKey, publicKey } = Anchors.generate()
 * const signer = Result.getOrThrow(Anchors.signer(privateKey))
 * const { accepts } = Result.getOrThrow(Anchors.verifier(publicKey))
 *
 * const program = Effect.gen(function* () {
 *   const ledger = yield* Ledger
 *   const streams = [{ stream: StreamId.make("a"), expected: 0, events: [{ type: "Visited", data: {} }] }]
 *   yield* ledger.append({ district, commandId: CommandId.make("1"), at: 0, streams })
 *   const anchor = yield* Effect.fromOption(yield* Anchors.anchor(signer, district))
 *   assert.ok(accepts(anchor))
 *   // Fails with ChainBroken if the chain does not pass through the anchor.
 *   return yield* ledger.verify(district, [anchor])
 * })
 * assert.equal((await Effect.runPromise(Effect.provide(program, Memory.layer))).position, 1)
 * ```
 * @category operations
 */
export const anchor = Effect.fnUntraced(function* (
  signer: Signer,
  district: DistrictId
): Effect.fn.Return<Option.Option<Anchor>, LedgerUnavailable, Ledger> {
  const head = yield* Ledger.use((ledger) => ledger.head(district))
  if (head.position === 0) return Option.none()
  return Option.some(signer.anchor(district, head, yield* Clock.currentTimeMillis))
})

/**
 * Options for the duty of {@link layerDuty}, which makes anchors at regular intervals.
 *
 * @category models
 */
export interface DutyOptions<E> {
  readonly signer: Signer
  /**
   * Stores an anchor, for example in a file on another machine, or by sending it to a webhook or by mail. If this
   * fails, the due clock (which runs regular tasks) tries again in its next round.
   */
  readonly write: (anchor: Anchor) => Effect.Effect<unknown, E>
  /** The shortest time between two anchors of a district. Default: 1 day. */
  readonly every?: Duration.Input
}

/**
 * Adds the duty (regular task) of making anchors to the due clocks above this layer. They sign the head (the position
 * and hash of the last entry) of each district: once at the start, and later whenever the district has new entries and
 * the time of `every` has passed.
 *
 * @category layers
 */
export const layerDuty = <E>({
  every = "1 day",
  signer: by,
  write
}: DutyOptions<E>): Layer.Layer<never, never, Ledger> =>
  Layer.effect(
    DueClock.Duties,
    Effect.gen(function* () {
      const ledger = yield* Ledger
      const written = new Map<DistrictId, Anchor>()
      const rhythm = Duration.toMillis(Duration.fromInputUnsafe(every))
      const run = Effect.fnUntraced(function* (district: DistrictId) {
        const last = written.get(district)
        const now = yield* Clock.currentTimeMillis
        if (last !== undefined && now - last.at < rhythm) return
        const made = yield* anchor(by, district).pipe(Effect.provideService(Ledger, ledger))
        if (Option.isNone(made) || made.value.hash === last?.hash) return
        yield* write(made.value).pipe(
          Effect.mapError((error) => new DueClock.DutyFailed({ duty: "anchors", reason: String(error) }))
        )
        written.set(district, made.value)
      })
      return [...(yield* DueClock.Duties), { name: "anchors", run }]
    })
  )
