/**
 * The command `liulinhui device`: invites actors to sign in, and lists and revokes the devices that they sign in with.
 * The person who runs the command acts as an operator of the ledger: no mandate is required.
 */
import { ActorId } from "@liulinhui/core/Id"
import { nameOf } from "@liulinhui/core/District"
import { AccessNotYours, SignIn, layer } from "@liulinhui/http/SignIn"
import { Governance } from "@liulinhui/service/Governance"
import { SecureRandom } from "effect/crypto"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import QR from "qr"
import { json, printData } from "./Envelope.ts"
import { chosen, district, services } from "./Ledgers.ts"
import { addressOf, serviceUrl } from "./ServiceUrl.ts"
import { spoken } from "./Spoken.ts"
import type { Access } from "./PrivateFiles.ts"
import { identity, ledgerArgument } from "./Stores.ts"
import { failed, print, words } from "./Words.ts"

const actorArgument = Argument.String("actor").pipe(
  Argument.withDescription("The actor's id"),
  Argument.withSchema(ActorId)
)

/** Runs an effect with the services of a ledger and its store of sessions. */
const signingIn =
  (ledger: string, access: Access) =>
  <A, E, R>(self: Effect.Effect<A, E, R>) =>
    spoken(
      Effect.provide(
        self,
        layer().pipe(
          Layer.provideMerge(
            Layer.mergeAll(services(ledger, access), identity(ledger, access), SecureRandom.layerWebCrypto)
          )
        )
      )
    )

/** An instant for people, in the time zone of the district. */
const shown = (instant: number, timeZone: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone }).format(instant)

/**
 * The link of an invitation. The token is in the fragment, which a browser never sends to a server. So it is in no log of a
 * server or a proxy.
 */
const linkOf = (address: string, token: Redacted.Redacted): string =>
  `${address.replace(/\/+$/u, "")}/sign-in#${Redacted.value(token)}`

const invite = Command.make(
  "invite",
  {
    ledger: ledgerArgument,
    actor: actorArgument,
    url: serviceUrl,
    district,
    json
  },
  Effect.fn(function* ({ actor, district, json, ledger, url }) {
    const address = yield* addressOf(url)
    yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const { invite } = yield* SignIn
      const issued = yield* Effect.catchTag(
        invite(undefined, { district: id, actor }),
        "AccessNotYours",
        () => failed("cli.device.cannotAct", { actor })
      )
      const link = linkOf(address, issued.token)
      if (json) {
        return yield* printData("device invite", {
          district: id,
          actor,
          link,
          expires: new Date(issued.expires).toISOString()
        })
      }
      const { locale } = yield* words
      const { name, timeZone } = yield* Governance.use(({ read }) =>
        read(id, (state) => ({ name: nameOf(state, actor), timeZone: state.model?.timeZone ?? "UTC" }))
      )
      yield* Console.log(`${QR(link, "ascii")}\n${link}`)
      yield* print("cli.device.invited", { actor, name, until: shown(issued.expires, timeZone, locale) })
    }).pipe(signingIn(ledger, "writes"))
  })
).pipe(Command.withDescription("Make an invitation for one device of an actor, as a link and a QR code"))

const list = Command.make(
  "list",
  { ledger: ledgerArgument, actor: actorArgument, district, json },
  Effect.fn(function* ({ actor, district, json, ledger }) {
    yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const devices = yield* SignIn.use(({ devicesOf }) => devicesOf(undefined, { district: id, actor }))
      if (json) {
        return yield* printData("device list", {
          district: id,
          actor,
          devices: devices.map(({ id, name, since, used }) => ({
            id,
            name,
            since: new Date(since).toISOString(),
            used: new Date(used).toISOString()
          }))
        })
      }
      const { locale, say } = yield* words
      const timeZone = yield* Governance.use(({ read }) => read(id, ({ model }) => model?.timeZone ?? "UTC"))
      const lines = devices.map(({ id, name, since, used }) =>
        say("cli.device.line", {
          id,
          name,
          since: shown(since, timeZone, locale),
          used: shown(used, timeZone, locale)
        })
      )
      yield* lines.length === 0 ? print("cli.device.none", { actor }) : Console.log(lines.join("\n"))
    }).pipe(signingIn(ledger, "reads"))
  })
).pipe(Command.withDescription("List the devices that an actor can sign in with"))

const revoke = Command.make(
  "revoke",
  {
    ledger: ledgerArgument,
    actor: actorArgument,
    device: Flag.String("device").pipe(Flag.withDescription("Only the device with this id"), Flag.optional),
    district,
    json
  },
  Effect.fn(function* ({ actor, device, district, json, ledger }) {
    yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const { revoke } = yield* SignIn
      const devices = yield* Effect.catchIf(
        revoke(undefined, { district: id, actor }, Option.getOrUndefined(device)),
        (error) => error instanceof AccessNotYours,
        () => failed("cli.device.unknown", { actor })
      )
      yield* json
        ? printData("device revoke", { district: id, actor, devices })
        : print("cli.device.revoked", { actor, devices })
    }).pipe(signingIn(ledger, "writes"))
  })
).pipe(Command.withDescription("Revoke the devices and the open invitation of an actor, or one device"))

const audit = Command.make(
  "audit",
  // The output is JSON in any case. The flag is there because every command has it.
  { ledger: ledgerArgument, district, json },
  Effect.fn(function* ({ district, ledger }) {
    yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const entries = yield* SignIn.use(({ audit }) => audit(id))
      yield* printData("device audit", {
        district: id,
        entries: entries.map(({ at, ...entry }) => ({ at: new Date(at).toISOString(), ...entry }))
      })
    }).pipe(signingIn(ledger, "reads"))
  })
).pipe(Command.withDescription("Print the invitations, sign-ins and refusals of a district as JSON"))

/**
 * @category commands
 */
export const device = Command.make("device").pipe(
  Command.withDescription(
    "Invite actors to sign in with a device; list and revoke devices; print the audit of sign-ins"
  ),
  Command.withSubcommands([invite, list, revoke, audit])
)
