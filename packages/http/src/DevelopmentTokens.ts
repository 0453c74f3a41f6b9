/**
 * An identity for development: a fixed table of bearer tokens. A caller with a token is the actor of the token, without a
 * device or a PIN. Use it on your own machine alone.
 */
import {
  type Caller,
  Identity,
  type IdentityUnavailable,
  NotSignedIn,
  SessionId
} from "@liulinhui/core/Identity"
import type { ActorId, DistrictId } from "@liulinhui/core/Id"
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Standing from "./identity/Standing.ts"
import type { People } from "./Visit.ts"

/**
 * The actor that a token stands for.
 *
 * @category models
 */
export interface Holder {
  readonly district: DistrictId
  readonly actor: ActorId
}

const session = SessionId.make("development")

/**
 * Provides an identity that knows these tokens. As in every identity, an actor without a mandate in force is not signed
 * in.
 *
 * @param tokens the holder of each token
 * @category layers
 */
export const layer = (tokens: ReadonlyMap<string, Holder>): Layer.Layer<Identity, never, Governance> =>
  Layer.effect(
    Identity,
    Effect.map(Governance, (governance) => {
      const { canAct } = Standing.make(governance)
      return {
        whoIs: (credentials, district): Effect.Effect<Caller, NotSignedIn | IdentityUnavailable> => {
          const holder = tokens.get(Redacted.value(credentials.token))
          if (holder === undefined || holder.district !== district) return Effect.fail(new NotSignedIn())
          return canAct(holder).pipe(
            Effect.filterOrFail(
              (isActing) => isActing,
              () => new NotSignedIn()
            ),
            Effect.as({ ...holder, session })
          )
        }
      }
    })
  )

/**
 * The people who sign in to the pages of a development server with these tokens, for `WebHandler.make`.
 *
 * @param tokens the holder of each token
 * @category constructors
 */
export const people = (tokens: ReadonlyMap<string, Holder>): Effect.Effect<People, never, Governance> =>
  Effect.map(Governance, (governance) => {
    const { canAct } = Standing.make(governance)
    return {
      me: (token) =>
        Effect.gen(function* () {
          const holder = tokens.get(Redacted.value(token))
          if (holder === undefined || !(yield* canAct(holder))) return yield* new NotSignedIn()
          return { device: { id: session, name: session }, actors: [holder] }
        }),
      signOut: () => Effect.void
    }
  })
