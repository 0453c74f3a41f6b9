/**
 * The addresses of actors, from the configuration: mailboxes, mobile numbers, webhooks. Addresses are personal or
 * secret. So they are never in a model or in a ledger. An error message never shows an address, even if the address is
 * wrong.
 */
import * as Config from "effect/Config"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { ActorId } from "../place/Id.ts"

/** The addresses of actors. The key is the id of the actor. */
export type Directory = ReadonlyMap<ActorId, Redacted.Redacted>

const Addresses = Schema.fromJsonString(Schema.Record(ActorId, Schema.NonEmptyString))

// The text of the addresses is secret, so the error message must not contain it.
const wrong = (name: string): Config.ConfigError =>
  new Config.ConfigError(
    new ConfigProvider.SourceError({
      message: `${name} has to be a JSON object of addresses by actor, such as {"office":"…"}`
    })
  )

/**
 * Reads the addresses from the configuration value with a given name: a JSON object from actor id to address. Empty if
 * the value is missing.
 *
 * @example
 * ```ts
 * import { Directory } from "@liulinhui/core/Views"
 * import * as ConfigProvider from "effect/ConfigProvider"
 * import * as Effect from "effect/Effect"
 * import { strict as assert } from "node:assert"
 *
 * const provider = ConfigProvider.fromUnknown({ MAIL: '{"office":"office@committee.example"}' })
 * const directory = Effect.runSync(Directory.config("MAIL").parse(provider))
 * assert.equal(String([...directory.values()][0]), "<redacted>")
 * ```
 * @category configuration
 */
export const config = (name: string): Config.Config<Directory> =>
  Config.Redacted(name).pipe(
    Config.withDefault(Redacted.make("{}")),
    Config.mapEffect((text) =>
      Schema.decodeUnknownEffect(Addresses)(Redacted.value(text)).pipe(
        Effect.map(
          (addresses) =>
            new Map(
              Object.entries(addresses).map(([actor, address]) => [
                ActorId.make(actor),
                Redacted.make(address)
              ])
            )
        ),
        Effect.mapError(() => wrong(name))
      )
    )
  )
