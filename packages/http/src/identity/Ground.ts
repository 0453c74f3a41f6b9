/** What the operations of signing in need: the store, randomness, hashes of PINs, the mandates of actors, and the settings. */
import { type IdentityStoreShape, IdentityUnavailable, type RecordChange } from "@liulinhui/core/Identity"
import type { ActorId } from "@liulinhui/core/Id"
import type { SecureRandom } from "effect/crypto"
import * as Effect from "effect/Effect"
import { type AuditEntry, audit } from "./Records.ts"
import * as Records from "./Records.ts"
import type { Pins } from "./Pin.ts"
import * as Secret from "./Secret.ts"
import type { Settings } from "./Settings.ts"
import type { Standing } from "./Standing.ts"

/**
 * @category models
 */
export interface Ground {
  readonly store: IdentityStoreShape
  readonly random: Pick<SecureRandom.SecureRandom["Service"], "randomBytes">
  readonly pins: Pins
  readonly standing: Standing
  readonly settings: Settings
}

/** The actor who starts or ends access. `undefined` for an operator. */
export type By = ActorId | undefined

/** The field of an entry of the audit that names this actor. */
export const byOf = (by: By): { readonly by?: ActorId } => (by === undefined ? {} : { by })

/** How often a change is decided again if other processes change the same records. */
const attemptsAtMost = 50

/**
 * Reads, decides and commits, and does this again if another process changed the same records in between. `decide`
 * returns the changes and the result. Fails if other processes are always faster.
 *
 * @category operations
 */
export const committed = <A, E>(
  { store }: Pick<Ground, "store">,
  decide: Effect.Effect<{ readonly changes: ReadonlyArray<RecordChange>; readonly result: A }, E>
): Effect.Effect<A, E | IdentityUnavailable> =>
  Effect.gen(function* () {
    for (let attempt = 0; attempt < attemptsAtMost; attempt++) {
      const { changes, result } = yield* decide
      if (changes.length === 0 || (yield* store.commit(changes))) return result
      yield* Effect.yieldNow
    }
    return yield* new IdentityUnavailable({
      operation: "write its records",
      reason: "other processes change the same records all the time",
      retryable: true
    })
  })

/** A change that writes an entry of the audit. Entries of a district are listed in the order of time. */
export const recorded = (
  { random, settings }: Pick<Ground, "random" | "settings">,
  entry: AuditEntry
): Effect.Effect<RecordChange> =>
  Effect.map(Secret.makeId(random), (id) =>
    Records.put(audit, `${String(entry.at).padStart(15, "0")}-${id}`, entry, {
      owner: entry.district ?? "",
      expires: entry.at + settings.audit
    })
  )

/** Writes entries of the audit. */
export const record = (
  ground: Pick<Ground, "random" | "settings" | "store">,
  ...entries: ReadonlyArray<AuditEntry>
): Effect.Effect<void, IdentityUnavailable> =>
  Effect.flatMap(
    Effect.forEach(entries, (entry) => recorded(ground, entry)),
    (changes) => Effect.asVoid(ground.store.commit(changes))
  )
