import * as vitest from "@effect/vitest"
import { describe, expect, it } from "@effect/vitest"
import { ActorId, DistrictId } from "@liulinhui/core/Id"
import { Notifier } from "@liulinhui/core/Notifier"
import * as NotifyEmail from "@liulinhui/notify-email"
import { aNotice } from "@liulinhui/testing/NotifierCases"
import { notifierSuite } from "@liulinhui/testing/NotifierSuite"
import { testSuite } from "@liulinhui/testing/Suite"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { inspect } from "node:util"
import { type Mail, mailbox, type MailServer, mailServer, messageIdOf, password, user } from "./mailServer.ts"

const office = ActorId.make("office")

const options = ({ port }: MailServer, more: Partial<NotifyEmail.Options> = {}): NotifyEmail.Options => ({
  host: "127.0.0.1",
  port,
  tls: "never",
  from: user,
  mailboxes: new Map([[office, Redacted.make(mailbox)]]),
  patience: "3 seconds",
  ...more
})

const deliver = (all: NotifyEmail.Options, notice = aNotice()) =>
  Notifier.use((notifier) => notifier.deliver(notice)).pipe(Effect.provide(NotifyEmail.layer(all)))

testSuite(
  vitest,
  notifierSuite(
    "email",
    (server: MailServer) => NotifyEmail.layer(options(server, { user, password: Redacted.make(password) })),
    mailServer({ allowInsecureAuth: true })
  )
)

describe("a mail", () => {
  it.live("has plain text and HTML, in Chinese, with the title as its subject and only one recipient", () =>
    Effect.gen(function* () {
      const server = yield* mailServer()
      const notice = aNotice({ urgent: true, body: "12号楼 <b>又堆上了</b>。" })
      yield* deliver(options(server), notice)
      const [mail] = yield* server.mails
      expect(mail?.email.subject).toBe("【急】楼道返潮")
      expect(mail?.email.text).toContain("12号楼 <b>又堆上了</b>。")
      expect(mail?.email.html).toContain("12号楼 &lt;b&gt;又堆上了&lt;/b&gt;。")
      expect(mail?.to).toEqual([mailbox])
      expect(mail?.email.messageId).toBe(messageIdOf(notice.key))
      expect(mail?.email.date).toBe(new Date(notice.at).toISOString())
      expect(mail?.raw).toMatch(/^Auto-Submitted: auto-generated$/mu)
      expect(mail?.raw).toMatch(/^Importance: High$/imu)
    }).pipe(Effect.scoped)
  )

  it.live.each([
    "楼道返潮\r\nBcc: everybody@evil.example",
    "楼道返潮\nContent-Type: text/html\n\n<script>",
    "楼道返潮\u2028Bcc: everybody@evil.example"
  ])("with a title that looks like a header keeps it as a title: %j", (title) =>
    Effect.gen(function* () {
      const server = yield* mailServer()
      yield* deliver(options(server), aNotice({ title }))
      const [mail] = yield* server.mails
      expect(mail?.to).toEqual([mailbox])
      expect(mail?.email.bcc).toBeUndefined()
      expect(mail?.raw).not.toMatch(/^(Bcc|Content-Type: text\/html\s*$\s*<script)/imu)
      expect(mail?.email.subject).toContain("楼道返潮")
    }).pipe(Effect.scoped)
  )

  it.live.each([
    `${mailbox}, everybody@evil.example`,
    `${mailbox}\r\nBcc: everybody@evil.example`,
    `Zhang <${mailbox}>`,
    `${mailbox}\r\nRCPT TO:<everybody@evil.example>`,
    "nobody",
    ""
  ])("is not sent to an invalid mailbox, and the error does not show it: %j", (address) =>
    Effect.gen(function* () {
      const server = yield* mailServer()
      const failed = yield* Effect.flip(
        deliver(options(server, { mailboxes: new Map([[office, Redacted.make(address)]]) }))
      )
      expect(failed.kind).toBe("refused-recipient")
      expect(inspect(failed)).not.toContain("evil")
      expect(yield* server.heard).toBe(0)
    }).pipe(Effect.scoped)
  )

  const lineEnds = [
    "\r\n",
    "\n",
    "\r",
    "\n\r",
    "\r\n ",
    "\n\t",
    "\u0000",
    "\u000b",
    "\u000c",
    "\u001b",
    "\u0085",
    "\u2028"
  ]

  it.live("has the same headers whatever control characters are in its title, its names and its key", () =>
    Effect.gen(function* () {
      const server = yield* mailServer()
      yield* deliver(options(server))
      for (const end of lineEnds) {
        const planted = `x${end}Bcc: everybody@evil.example${end}${end}<script>`
        yield* deliver(options(server), {
          ...aNotice({ title: planted, body: planted, key: `key/${planted}` }),
          recipient: planted,
          district: DistrictId.make(planted, { disableChecks: true }),
          language: `zh${end}X-Evil: 1`
        })
      }
      const [plain, ...mails] = yield* server.mails
      const headersOf = (mail: Mail | undefined) => mail?.email.headers.map(({ key }) => key)
      expect(mails).toHaveLength(lineEnds.length)
      for (const mail of mails) {
        expect(headersOf(mail)).toEqual(headersOf(plain))
        expect(mail.to).toEqual([mailbox])
        const [head = ""] = mail.raw.split("\r\n\r\n")
        // oxlint-disable-next-line no-control-regex
        expect(head.replaceAll("\r\n", "")).not.toMatch(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/u)
      }
    }).pipe(Effect.scoped)
  )

  it.live.each(["\u0000", "\u001b", "\u007f", "\u0085", "\u200b", "\u202e"])(
    "is not sent to or from a mailbox with a control or invisible character: %j",
    (mark) =>
      Effect.gen(function* () {
        const server = yield* mailServer()
        const odd = mailbox.replace("@", `${mark}@`)
        const to = yield* Effect.flip(
          deliver(options(server, { mailboxes: new Map([[office, Redacted.make(odd)]]) }))
        )
        const from = yield* Effect.flip(deliver(options(server, { from: odd })))
        expect([to.kind, from.kind, yield* server.heard]).toEqual(["refused-recipient", "permanent", 0])
      }).pipe(Effect.scoped)
  )

  it.live("is not sent to an actor without a mailbox", () =>
    Effect.gen(function* () {
      const server = yield* mailServer()
      const failed = yield* Effect.flip(deliver(options(server, { mailboxes: new Map() })))
      expect([failed.kind, yield* server.heard]).toEqual(["refused-recipient", 0])
    }).pipe(Effect.scoped)
  )
})

describe("the connection to the mail server", () => {
  const encrypted = { disabledCommands: [] }

  it.live("is not used without encryption if STARTTLS is required and not offered", () =>
    Effect.gen(function* () {
      const server = yield* mailServer()
      const failed = yield* Effect.flip(
        deliver(options(server, { tls: "required", user, password: Redacted.make(password) }))
      )
      expect([failed.kind, yield* server.mails]).toEqual(["permanent", []])
    }).pipe(Effect.scoped)
  )

  it.live("is encrypted by STARTTLS if that is required", () =>
    Effect.gen(function* () {
      const server = yield* mailServer(encrypted)
      yield* deliver(
        options(server, {
          tls: "required",
          certificates: { rejectUnauthorized: false },
          user,
          password: Redacted.make(password)
        })
      )
      expect((yield* server.mails).map(({ secure }) => secure)).toEqual([true])
    }).pipe(Effect.scoped)
  )

  it.live("is not used if the certificate is not trusted", () =>
    Effect.gen(function* () {
      const server = yield* mailServer(encrypted)
      const failed = yield* Effect.flip(deliver(options(server, { tls: "required" })))
      expect(failed._tag).toBe("DeliveryFailed")
      expect(yield* server.mails).toEqual([])
    }).pipe(Effect.scoped)
  )

  it.live("fails permanently with a wrong password, which is not shown", () =>
    Effect.gen(function* () {
      const server = yield* mailServer({ ...encrypted, authOptional: false })
      const failed = yield* Effect.flip(
        deliver(
          options(server, {
            tls: "required",
            certificates: { rejectUnauthorized: false },
            user,
            password: Redacted.make("wr0ng")
          })
        )
      )
      expect(failed.kind).toBe("permanent")
      expect(inspect(failed, { depth: 9 })).not.toMatch(/wr0ng|pa55/u)
    }).pipe(Effect.scoped)
  )

  it.live("is tried again if no server listens", () =>
    Effect.gen(function* () {
      const server = yield* Effect.scoped(mailServer())
      expect((yield* Effect.flip(deliver(options(server)))).kind).toBe("transient")
    })
  )
})

describe("the configuration", () => {
  it.live("makes a channel that delivers", () =>
    Effect.gen(function* () {
      const server = yield* mailServer()
      const provider = ConfigProvider.fromUnknown({
        LIULINHUI_MAIL_HOST: "127.0.0.1",
        LIULINHUI_MAIL_PORT: String(server.port),
        LIULINHUI_MAIL_TLS: "never",
        LIULINHUI_MAIL_FROM: user,
        LIULINHUI_MAIL_DIRECTORY: JSON.stringify({ office: mailbox })
      })
      yield* Notifier.use((notifier) => notifier.deliver(aNotice())).pipe(
        Effect.provide(NotifyEmail.layerConfig),
        Effect.provideService(ConfigProvider.ConfigProvider, provider)
      )
      expect(yield* server.mails).toHaveLength(1)
    }).pipe(Effect.scoped)
  )
})
