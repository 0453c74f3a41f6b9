/**
 * The command `liulinhui serve LEDGER`: serves the districts of a ledger over HTTP. In the same process, the due clock
 * takes the steps of deadlines, and notices are sent through a channel if one is named. The board, a web app, is at `/`. People
 * sign in with a device and a PIN, or for development with temporary tokens. Ctrl+C or `SIGTERM` stops the server gracefully.
 */
import * as Announcer from "@liulinhui/announcer/Announcer"
import * as DeadLetters from "@liulinhui/announcer/DeadLetters"
import * as Outbox from "@liulinhui/announcer/Outbox"
import * as BlobsFolder from "@liulinhui/blobs-folder"
import { board } from "@liulinhui/board"
import { actingOn } from "@liulinhui/core/Actor"
import type { DistrictId } from "@liulinhui/core/Id"
import { Ledger } from "@liulinhui/core/Ledger"
import { Vault } from "@liulinhui/core/Vault"
import * as DevelopmentTokens from "@liulinhui/http/DevelopmentTokens"
import * as NodeServer from "@liulinhui/http/NodeServer"
import * as Reports from "@liulinhui/http/Reports"
import * as SignIn from "@liulinhui/http/SignIn"
import * as WebHandler from "@liulinhui/http/WebHandler"
import * as Uploads from "@liulinhui/http/Uploads"
import * as DueClock from "@liulinhui/service/DueClock"
import * as EvidenceFiles from "@liulinhui/service/EvidenceFiles"
import { Governance } from "@liulinhui/service/Governance"
import * as Intake from "@liulinhui/service/Intake"
import { SecureRandom } from "effect/crypto"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Config from "effect/Config"
import * as Console from "effect/Console"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { randomBytes } from "node:crypto"
import { type ChannelName, channelNames, channels } from "./Channels.ts"
import * as Clustering from "./Clustering.ts"
import { CommandFailed } from "./CommandFailed.ts"
import { residentKey } from "./Importing.ts"
import { services } from "./Ledgers.ts"
import { say, wordsFor } from "./Say.ts"
import { spoken } from "./Spoken.ts"
import { Stop } from "./Stop.ts"
import { filesFolder, identity, ledgerArgument, shown } from "./Stores.ts"
import * as TextFile from "./TextFile.ts"
import { language as languageAsked } from "./Words.ts"

const local: ReadonlySet<string> = new Set(["127.0.0.1", "::1", "localhost"])

const port = Flag.Int("port").pipe(
  Flag.withDescription("The port to listen on"),
  Flag.withSchema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 65_535 }))),
  Flag.withDefault(8080)
)

/** An acting actor, with the name of a role of the actor. */
interface Member extends DevelopmentTokens.Holder {
  readonly role: string
}

/** One acting actor of each role of a district. */
const membersOf = (district: DistrictId, language: string) =>
  Governance.use(({ read }) =>
    read(district, ({ actors, model, registry }, today) => {
      const found = new Map<string, Member>()
      for (const actor of actors.values()) {
        for (const { role } of actingOn(actor, registry, today)) {
          if (found.has(role)) continue
          const name = model?.roles.get(role)?.name
          found.set(role, {
            district,
            actor: actor.id,
            role: name === undefined ? role : wordsFor(language).text(name)
          })
        }
      }
      return [...found.values()]
    })
  ).pipe(
    // A district that has not adopted a model has no actors.
    Effect.catchTag("DistrictUnknown", () => Effect.succeed<ReadonlyArray<Member>>([]))
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

/** The notices that could not be delivered. */
const undelivered = Layer.provideMerge(DeadLetters.layer, Outbox.layerSql())

/** What the server needs to know, apart from its ledger. */
interface Serving {
  readonly address: NodeServer.Options
  readonly tls: boolean
  readonly language: string
  /** The folder with the files of evidence. `undefined` if they are not kept. */
  readonly files: string | undefined
}

/** The option of the API for files of evidence. Unused files are removed as long as the server runs. */
const filesIn = (folder: string | undefined) =>
  folder === undefined
    ? Effect.succeed({})
    : Layer.build(
        Uploads.layer().pipe(
          Layer.provideMerge(EvidenceFiles.layerSweeping),
          Layer.provide(EvidenceFiles.layer()),
          Layer.provide(BlobsFolder.layer({ folder }))
        )
      ).pipe(Effect.map((context) => ({ uploads: Context.get(context, Uploads.Uploads) })))

/** Reads the certificate of the server and its key. `undefined` if neither is named. */
const certificateOf = (chain: Option.Option<string>, key: Option.Option<string>, language: string) =>
  Effect.gen(function* () {
    if (Option.isNone(chain) && Option.isNone(key)) return undefined
    if (Option.isNone(chain) || Option.isNone(key)) {
      return yield* new CommandFailed({ message: say(language, "serve.bothFiles"), exit: 2 })
    }
    const certificate: NodeServer.Certificate = {
      chain: yield* TextFile.read(chain.value),
      key: Redacted.make(yield* TextFile.read(key.value))
    }
    return certificate
  })

/** Prints lines, waits until a stop is requested, and prints that the server stops. */
const untilStopped = (language: string, lines: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    yield* Console.log([...lines, say(language, "serve.stop")].join("\n"))
    yield* Effect.flatMap(Stop, ({ requested }) => requested)
    yield* Console.log(say(language, "serve.stopping"))
  })

/** The reasons in the message `serve.certificate`. */
const unusable = {
  "certificate-unreadable": "chain",
  "key-unreadable": "key",
  "key-of-another": "other"
} as const

/** Serves the API, and returns its address. A failure is said in the language of the operator. */
const listening = <R>(
  handler: Effect.Effect<WebHandler.WebHandler, never, R>,
  { address, language }: Pick<Serving, "address" | "language">
) => {
  const failed = (id: "serve.address" | "serve.certificate", parameters: Parameters<typeof say>[2]) =>
    Effect.fail(new CommandFailed({ message: say(language, id, parameters), exit: 3 }))
  return NodeServer.serve(handler, address).pipe(
    Effect.catchTag("CertificateUnusable", ({ detail, reason }) =>
      failed("serve.certificate", { reason: unusable[reason], detail })
    ),
    Effect.catchTag("AddressUnusable", ({ host, port, reason }) =>
      failed("serve.address", { host, port: String(port), detail: reason })
    )
  )
}

/** Reports of people without an account. Their receipts are in the store of sessions and devices. */
const reporting = Layer.provide(Reports.layer(), Intake.layer)

/** What the pages of administration need from the ledger. */
const administering = Effect.gen(function* () {
  const [letters, vault] = [yield* DeadLetters.DeadLetters, yield* Vault]
  return {
    letters: DeadLetters.forPages(letters),
    residentKey: (district: DistrictId) => Effect.provideService(residentKey(district), Vault, vault)
  }
})

/** Serves with a temporary token for each member. */
const withTokens = (ledger: string, members: ReadonlyArray<Member>, serving: Serving) => {
  const { files, language, tls } = serving
  const tokens = members.map((member) => ({ ...member, token: randomBytes(32).toString("base64url") }))
  const [first] = tokens
  const holders = new Map(tokens.map((each) => [each.token, each]))
  return Effect.gen(function* () {
    const people = yield* DevelopmentTokens.people(holders)
    const reports = yield* Reports.Reports
    const administration = yield* administering
    const pages = board({ administration })
    const kept = yield* filesIn(files)
    const address = yield* listening(WebHandler.make({ tls, people, reports, pages, ...kept }), serving)
    yield* untilStopped(language, [
      say(language, "serve.at", { address }),
      say(language, "serve.development"),
      ...tokens.map(({ actor, district, role, token }) =>
        say(language, "serve.token", { role, actor, district, link: `${address}/sign-in#${token}` })
      ),
      ...(first === undefined
        ? []
        : [say(language, "serve.try", { token: first.token, district: first.district, address })])
    ])
  }).pipe(
    Effect.provide(
      Layer.merge(DevelopmentTokens.layer(holders), reporting).pipe(
        Layer.provideMerge(identity(ledger, "writes")),
        Layer.provide(SecureRandom.layerWebCrypto)
      )
    )
  )
}

/** The API keys of Open311, separated by commas. Default: none, so none is required. */
const keys = Config.Redacted("LIULINHUI_API_KEYS").pipe(
  Config.withDefault(Redacted.make("")),
  Config.map((text) =>
    Redacted.value(text)
      .split(",")
      .map((key) => key.trim())
      .filter((key) => key !== "")
      .map((key) => Redacted.make(key, { label: "API key" }))
  )
)

/** Serves for people who sign in with a device and a PIN. */
const withDevices = (ledger: string, members: ReadonlyArray<Member>, serving: Serving) =>
  Effect.gen(function* () {
    const { files, language, tls } = serving
    const signIn = yield* SignIn.SignIn
    const administration = { ...(yield* administering), signIn }
    const reports = yield* Reports.Reports
    const apiKeys = yield* keys
    const kept = yield* filesIn(files)
    const pages = board({ administration })
    const handler = WebHandler.make({ tls, signIn, reports, apiKeys, pages, ...kept })
    const address = yield* listening(handler, serving)
    const stated = yield* Config.option(Config.String("LIULINHUI_URL"))
    const url = Option.getOrElse(stated, () => (tls ? say(language, "serve.yourAddress") : address))
    const isOne = new Set(members.map(({ district }) => district)).size === 1
    yield* untilStopped(language, [
      say(language, "serve.at", { address }),
      say(language, "serve.devices", { url: url.replace(/\/+$/u, "") }),
      ...members.map(({ actor, district, role }) =>
        say(language, "serve.invite", {
          role,
          command: `liulinhui device invite ${shown(ledger)} ${actor} --url ${url}${isOne ? "" : ` --district ${district}`}`
        })
      )
    ])
  }).pipe(
    Effect.provide(
      Layer.merge(SignIn.layer(), reporting).pipe(
        Layer.provideMerge(identity(ledger, "writes")),
        Layer.provide(SecureRandom.layerWebCrypto)
      )
    )
  )

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
    ),
    certificate: Flag.String("certificate").pipe(
      Flag.withDescription("Serve over HTTPS with this certificate: a PEM file with its chain; add --key"),
      Flag.optional
    ),
    key: Flag.String("key").pipe(
      Flag.withDescription("With --certificate: the PEM file with its private key, without a passphrase"),
      Flag.optional
    ),
    files: Flag.String("files").pipe(
      Flag.withDescription(
        "The folder for photos and documents, which are kept encrypted; default: LEDGER.files beside an SQLite file, none for a database"
      ),
      Flag.optional
    ),
    proxies: Flag.String("proxy").pipe(
      Flag.withDescription(
        "With --tls: the network address of the proxy, which states the address of each client in X-Forwarded-For; may be repeated. Default: this machine"
      ),
      Flag.atLeast(0)
    ),
    cluster: Flag.String("cluster").pipe(
      Flag.withDescription(
        "Run in a cluster with other processes over the same database: the address HOST:PORT at which they reach this process, on a private network; see docs/cluster.md"
      ),
      Flag.optional
    )
  },
  Effect.fn(function* ({
    certificate,
    channel,
    cluster,
    development,
    files,
    host,
    key,
    ledger,
    port,
    proxies,
    tls: isBehind
  }) {
    const language = yield* languageAsked
    const own = yield* certificateOf(certificate, key, language)
    const tls = isBehind || own !== undefined
    if (development && !local.has(host)) {
      return yield* new CommandFailed({ message: say(language, "serve.onlyHere", { host }), exit: 2 })
    }
    if (!tls && !local.has(host)) {
      return yield* new CommandFailed({ message: say(language, "serve.inClear", { host }), exit: 2 })
    }
    const behind = isBehind ? { proxies: proxies.length === 0 ? ("loopback" as const) : proxies } : {}
    const secure = own === undefined ? {} : { certificate: own }
    const serving: Serving = {
      address: { host, port, ...behind, ...secure },
      tls,
      language,
      files: filesFolder(ledger, files)
    }
    const serve = Effect.gen(function* () {
      const districts = yield* Ledger.use((one) => one.districts)
      const members = (yield* Effect.forEach(districts, (district) => membersOf(district, language))).flat()
      yield* Effect.scoped(
        development ? withTokens(ledger, members, serving) : withDevices(ledger, members, serving)
      )
    }).pipe(Effect.provide(undelivered))
    const alone = serve.pipe(
      Effect.provide(clock(channel, language)),
      Effect.provide(services(ledger, "writes"))
    )
    const inCluster = (text: string) =>
      Effect.flatMap(Clustering.addressOf(text, ledger, language), (address) =>
        serve.pipe(
          Effect.provide(Clustering.clock(channel, language)),
          Effect.provide(Clustering.services(ledger, address, language))
        )
      )
    yield* spoken(Option.isNone(cluster) ? alone : inCluster(cluster.value))
  })
).pipe(
  Command.withDescription("Serve the districts of a ledger over HTTP, with the due clock and the notices")
)
