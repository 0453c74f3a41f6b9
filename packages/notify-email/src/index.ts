/**
 * Sends notices by email, over SMTP: plain text and HTML, one mail to one mailbox.
 *
 * Mailboxes are personal data. They are in the configuration of the channel, by actor. No notice, error or log contains
 * them.
 *
 * If the server answers with 500 to 599, the failure is final. If the server answers with 400 to 499, the notice is
 * tried again later. A notice has the same Message-ID in every attempt, so that mail servers and mail programs can
 * detect a repeated mail.
 */
import type { ActorId } from "@liulinhui/core/Id"
import { Directory } from "@liulinhui/core/Views"
import {
  messages,
  type Capabilities,
  DeliveryFailed,
  type Notice,
  Notifier,
  type NotifierShape,
  broken,
  noAnswer,
  type Refusal
} from "@liulinhui/core/Notifier"
import { NoticeMarks, Texts } from "@liulinhui/texts"
import * as Config from "effect/Config"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { createHash } from "node:crypto"
import type { ConnectionOptions } from "node:tls"
import { createTransport } from "nodemailer"

/** Settings for sending mail. */
export interface Options {
  readonly host: string
  readonly port: number
  /**
   * How the connection is encrypted:
   *
   * - `always`: TLS from the first byte (port 465).
   * - `required`: STARTTLS first; if the server does not offer it, nothing is sent (port 587). This is the default.
   * - `offered`: STARTTLS if the server offers it.
   * - `never`: without encryption.
   */
  readonly tls?: "always" | "required" | "offered" | "never"
  /** The sender's mailbox. */
  readonly from: string
  readonly user?: string
  readonly password?: Redacted.Redacted
  /** The mailbox of each actor. */
  readonly mailboxes: ReadonlyMap<ActorId, Redacted.Redacted>
  /** The name of the channel. Set it if a district has several mail channels. */
  readonly channel?: string
  /** Who reads a mailbox: one person or a group. For a group, names and numbers are masked. Default: one person. */
  readonly audience?: Capabilities["audience"]
  /** The time limit for one mail. Default: 30 seconds. */
  readonly patience?: Duration.Input
  /** More options for Node's TLS, such as a private certificate authority. */
  readonly certificates?: Pick<ConnectionOptions, "ca" | "rejectUnauthorized" | "servername">
}

/** What mail can deliver: formats, length and rate. */
export const capabilities = ({ audience = "one" }: Pick<Options, "audience"> = {}): Capabilities => ({
  formats: ["html", "text"],
  bytes: Number.POSITIVE_INFINITY,
  rate: [],
  mentions: false,
  idempotent: true,
  audience
})

const field = (error: unknown, name: string): unknown =>
  typeof error === "object" && error !== null
    ? Object.entries(error).find(([own]) => own === name)?.[1]
    : undefined

/**
 * Converts an error of the mailer to a refusal. The text of the error is left out, because it can contain the mailbox.
 */
const refusalOf = (error: unknown): Refusal => {
  const status = Number(field(error, "responseCode"))
  const code = String(field(error, "code"))
  const said = Number.isInteger(status) ? ` (${status})` : ""
  if (status >= 400 && status < 500)
    return { kind: "transient", reason: `the mail server does not accept the mail now${said}` }
  if (code === "EAUTH")
    return { kind: "permanent", reason: `the mail server does not accept the user and the password${said}` }
  if (code === "ETLS")
    return {
      kind: "permanent",
      reason:
        "no encrypted connection to the mail server: it does not offer STARTTLS, or its certificate is not trusted"
    }
  if (status >= 500)
    return field(error, "command") === "RCPT TO"
      ? { kind: "refused-recipient", reason: `the mail server does not know the mailbox${said}` }
      : { kind: "permanent", reason: `the mail server refuses the mail${said}` }
  return broken(error)
}

// A recipient is exactly one mailbox: no list, no display name, and no line break (a line break could start another
// header). Other control characters and invisible marks are not part of any mailbox.
const isMailbox = (text: string): boolean =>
  /^[^\s\p{Cc}\p{Cf},;:<>()"\\@]+@[^\s\p{Cc}\p{Cf},;:<>()"\\@]+$/u.test(text)

const domainOf = (mailbox: string): string => mailbox.slice(mailbox.indexOf("@") + 1)

/**
 * The Message-ID of a notice. It depends only on the key of the notice, and has only characters that every server
 * accepts.
 */
export const messageId = ({ key }: Pick<Notice, "key">, from: string): string =>
  `<${createHash("sha256").update(key).digest("base64url")}@${domainOf(from)}>`

const page = (language: string, html: string): string =>
  `<!doctype html><html lang="${language}"><meta charset="utf-8"><body style="font-size:18px;line-height:1.6">${html}</body></html>`

const make = ({
  certificates = {},
  channel = "email",
  from,
  host,
  mailboxes,
  password,
  patience = "30 seconds",
  port,
  tls = "required",
  user,
  ...options
}: Options): Effect.Effect<NotifierShape> =>
  Effect.gen(function* () {
    const texts = yield* Texts.Current
    const able = capabilities(options)
    const millis = Duration.toMillis(Duration.fromInputUnsafe(patience))
    const transport = createTransport({
      host,
      port,
      secure: tls === "always",
      requireTLS: tls === "required",
      ignoreTLS: tls === "never",
      tls: certificates,
      connectionTimeout: millis,
      greetingTimeout: millis,
      socketTimeout: millis,
      // This setting forbids the mailer to load files or web addresses that a mail mentions.
      disableFileAccess: true,
      disableUrlAccess: true,
      ...(user === undefined || password === undefined
        ? {}
        : { auth: { user, pass: Redacted.value(password) } })
    })

    const send = (notice: Notice, mailbox: string): Effect.Effect<Refusal | undefined> => {
      const marks = NoticeMarks.of(texts, notice.language)
      const [text] = messages(notice, { ...able, formats: ["text"] }, marks)
      const [subject = ""] = text.split("\n")
      return Effect.tryPromise({
        try: () =>
          transport.sendMail({
            from: { name: "", address: from },
            to: { name: "", address: mailbox },
            envelope: { from, to: [mailbox] },
            messageId: messageId(notice, from),
            date: new Date(notice.at),
            subject,
            text,
            html: page(notice.language, messages(notice, able, marks)[0]),
            headers: { "Auto-Submitted": "auto-generated" },
            ...(notice.urgent ? { priority: "high" as const } : {})
          }),
        catch: refusalOf
      }).pipe(
        Effect.as(undefined),
        Effect.catch((refusal) => Effect.succeed(refusal)),
        Effect.timeoutOrElse({
          duration: patience,
          orElse: () => Effect.succeed(noAnswer(patience))
        })
      )
    }

    return {
      channel,
      capabilities: able,
      deliver: Effect.fnUntraced(function* (notice) {
        const failed = (refusal: Refusal) => new DeliveryFailed({ channel, key: notice.key, ...refusal })
        const mailbox = mailboxes.get(notice.to)
        if (mailbox === undefined)
          return yield* failed({ kind: "refused-recipient", reason: `${notice.to} has no mailbox` })
        if (!isMailbox(Redacted.value(mailbox)))
          return yield* failed({
            kind: "refused-recipient",
            reason: `the mailbox of ${notice.to} is not valid: write one mailbox, as name@domain`
          })
        if (!isMailbox(from))
          return yield* failed({
            kind: "permanent",
            reason: "the sender is not a valid mailbox: write one mailbox, as name@domain"
          })
        const refusal = yield* send(notice, Redacted.value(mailbox))
        if (refusal !== undefined) return yield* failed(refusal)
      })
    }
  })

/**
 * Provides a channel that sends notices by email.
 *
 * @example
 * ```ts
 * import { ActorId } from "@liulinhui/core/Id"
 * import * as NotifyEmail from "@liulinhui/notify-email"
 * import * as Layer from "effect/Layer"
 * import * as Redacted from "effect/Redacted"
 * import { strict as assert } from "node:assert"
 *
 * const channel = NotifyEmail.layer({
 *   host: "smtp.committee.example",
 *   port: 587,
 *   from: "notices@committee.example",
 *   user: "notices@committee.example",
 *   password: Redacted.make("…"),
 *   mailboxes: new Map([[ActorId.make("office"), Redacted.make("office@committee.example")]])
 * })
 * assert.ok(Layer.isLayer(channel))
 * ```
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<Notifier> => Layer.effect(Notifier, make(options))

/**
 * Reads the settings for mail from configuration: `LIULINHUI_MAIL_HOST`, `LIULINHUI_MAIL_FROM` and
 * `LIULINHUI_MAIL_DIRECTORY` (a JSON object of mailboxes by actor). Optional: `LIULINHUI_MAIL_PORT` (default: 587),
 * `LIULINHUI_MAIL_TLS` (default: `required`), `LIULINHUI_MAIL_USER` and `LIULINHUI_MAIL_PASSWORD`.
 *
 * @category configuration
 */
export const config: Config.Config<Options> = Config.all({
  host: Config.NonEmptyString("LIULINHUI_MAIL_HOST"),
  port: Config.Port("LIULINHUI_MAIL_PORT").pipe(Config.withDefault(587)),
  tls: Config.Literals(["always", "required", "offered", "never"], "LIULINHUI_MAIL_TLS").pipe(
    Config.withDefault("required" as const)
  ),
  from: Config.NonEmptyString("LIULINHUI_MAIL_FROM"),
  user: Config.option(Config.NonEmptyString("LIULINHUI_MAIL_USER")),
  password: Config.option(Config.Redacted("LIULINHUI_MAIL_PASSWORD")),
  mailboxes: Directory.config("LIULINHUI_MAIL_DIRECTORY")
}).pipe(
  Config.map(({ password, user, ...rest }) => ({
    ...rest,
    ...(Option.isNone(user) ? {} : { user: user.value }),
    ...(Option.isNone(password) ? {} : { password: password.value })
  }))
)

/**
 * Provides a channel that sends notices by email, with the settings that {@link config} reads.
 *
 * @category layers
 */
export const layerConfig: Layer.Layer<Notifier, Config.ConfigError> = Layer.unwrap(Effect.map(config, layer))
