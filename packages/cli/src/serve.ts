/**
 * The command `liulinhui serve LEDGER`: serves the districts of a ledger over HTTP. In the same process, the due clock
 * takes the steps of deadlines, and notices are sent through a channel if one is named. An interruption stops the server
 * gracefully.
 */
import * as Announcer from "@liulinhui/announcer/Announcer"
import * as Outbox from "@liulinhui/announcer/Outbox"
import { actingOn } from "@liulinhui/core/Actor"
import type { DistrictId } from "@liulinhui/core/Id"
import { Ledger } from "@liulinhui/core/Ledger"
import * as DevelopmentTokens from "@liulinhui/http/DevelopmentTokens"
import * as NodeServer from "@liulinhui/http/NodeServer"
import * as WebHandler from "@liulinhui/http/WebHandler"
import * as DueClock from "@liulinhui/service/DueClock"
import { Governance } from "@liulinhui/service/Governance"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { randomBytes } from "node:crypto"
import { type ChannelName, channelNames, channels } from "./Channels.ts"
import { CommandFailed } from "./CommandFailed.ts"
import { services } from "./Ledgers.ts"
import { say, wordsFor } from "./Say.ts"
import { spoken } from "./Spoken.ts"
import { ledgerArgument } from "./Stores.ts"
import { language as languageAsked } from "./Words.ts"

const local: ReadonlySet<string> = new Set(["127.0.0.1", "::1", "localhost"])

const port = Flag.Int("port").pipe(
  Flag.withDescription("The port to listen on"),
  Flag.withSchema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 65_535 }))),
  Flag.withDefault(8080)
)

/** A temporary token of an actor, with the name of a role of the actor. */
interface Printed extends DevelopmentTokens.Holder {
  readonly token: string
  readonly role: string
}

/** A token for one acting actor of each role of a district. */
const tokensOf = (district: DistrictId, language: string) =>
  Governance.use(({ read }) =>
    read(district, ({ actors, model, registry }, today) => {
      const found = new Map<string, Printed>()
      for (const actor of actors.values()) {
        for (const { role } of actingOn(actor, registry, today)) {
          if (found.has(role)) continue
          const name = model?.roles.get(role)?.name
          found.set(role, {
            district,
            actor: actor.id,
            role: name === undefined ? role : wordsFor(language).text(name),
            token: randomBytes(24).toString("base64url")
          })
        }
      }
      return [...found.values()]
    })
  ).pipe(
    // A district that has not adopted a model has no actors.
    Effect.catchTag("DistrictUnknown", () => Effect.succeed<ReadonlyArray<Printed>>([]))
  )

/** The due clock, which also sends notices if a channel is named. */
const clock = (channel: Option.Option<ChannelName>, language: string) =>
  Option.match(channel, {
    onNone: () => DueClock.layerRunning(),
    onSome: (name) =>
      DueClock.layerRunning().pipe(
        Layer.provide(Announcer.layerDuty),
        Layer.provide(Announcer.layer({ language })),
        Layer.provide(Outbox.layerSql()),
        Layer.provide(channels[name])
      )
  })

/** Prints where the server is, and how to sign in. */
const announce = (address: string, tokens: ReadonlyArray<Printed>, language: string) => {
  const [first] = tokens
  return Console.log(
    [
      say(language, "serve.at", { address }),
      say(language, "serve.development"),
      ...tokens.map(({ actor, district, role, token }) =>
        say(language, "serve.token", { role, actor, district, token })
      ),
      ...(first === undefined
        ? []
        : [say(language, "serve.try", { token: first.token, district: first.district, address })]),
      say(language, "serve.stop")
    ].join("\n")
  )
}

export const serve = Command.make(
  "serve",
  {
    ledger: ledgerArgument,
    port,
    host: Flag.String("host").pipe(
      Flag.withDescription("The address to listen on; other machines cannot reach 127.0.0.1"),
      Flag.withDefault("127.0.0.1")
    ),
    development: Flag.Boolean("development").pipe(
      Flag.withDescription("Sign in with temporary tokens, one for each role; on this machine only"),
      Flag.withDefault(false)
    ),
    channel: Flag.Literals("channel", channelNames).pipe(
      Flag.withDescription(
        "Also send notices through this channel; its keys and addresses come from the environment, see docs/notices.md"
      ),
      Flag.optional
    ),
    tls: Flag.Boolean("tls").pipe(
      Flag.withDescription("The service is reached over TLS, by a proxy in front of it"),
      Flag.withDefault(false)
    )
  },
  Effect.fn(function* ({ channel, development, host, ledger, port, tls }) {
    const language = yield* languageAsked
    if (!development) return yield* new CommandFailed({ message: say(language, "serve.noSignIn"), exit: 2 })
    if (!local.has(host)) {
      return yield* new CommandFailed({ message: say(language, "serve.onlyHere", { host }), exit: 2 })
    }
    yield* Effect.gen(function* () {
      const districts = yield* Ledger.use((one) => one.districts)
      const tokens = (yield* Effect.forEach(districts, (district) => tokensOf(district, language))).flat()
      const identity = DevelopmentTokens.layer(new Map(tokens.map((each) => [each.token, each])))
      const running = Layer.merge(identity, clock(channel, language))
      yield* Effect.gen(function* () {
        const address = yield* NodeServer.serve(WebHandler.make({ tls }), { host, port })
        yield* announce(address, tokens, language)
        return yield* Effect.never
      }).pipe(Effect.scoped, Effect.provide(running))
    }).pipe(Effect.provide(services(ledger, "writes")), spoken)
  })
).pipe(
  Command.withDescription("Serve the districts of a ledger over HTTP, with the due clock and the notices")
)
