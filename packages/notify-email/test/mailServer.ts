/**
 * A mail server on this machine, for tests. It runs until its scope closes, speaks SMTP, and accepts mail for one
 * mailbox. A test can make it refuse mail or answer late.
 */
import { type Message, type Mood, type Receiver, slowness } from "@liulinhui/testing/Receiver"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { AddressInfo, Socket } from "node:net"
import { setTimeout } from "node:timers/promises"
import { createHash } from "node:crypto"
import PostalMime, { type Email } from "postal-mime"
import { SMTPServer, type SMTPServerOptions } from "smtp-server"

/** A mail that arrived: its text, its headers, and whether the connection was encrypted. */
export interface Mail extends Message {
  readonly raw: string
  readonly email: Email
  readonly secure: boolean
  readonly to: ReadonlyArray<string>
}

/** A real mail server that runs in the tests in place of a public mail server. */
export interface MailServer extends Receiver {
  readonly port: number
  readonly mails: Effect.Effect<ReadonlyArray<Mail>>
}

/** The only mailbox that the server knows, and the user who may log in. */
export const mailbox = "office.zhang@committee.example"
export const user = "notices@committee.example"
export const password = "pa55-w0rd-of-the-mailer"

const refusing = (code: number, text: string): Error => Object.assign(new Error(text), { responseCode: code })

/** Starts a mail server. The options set what clients must do, for example log in. */
export const mailServer = (options: SMTPServerOptions = {}): Effect.Effect<MailServer, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.promise(
      () =>
        new Promise<MailServer & { readonly close: () => Promise<void> }>((resolve) => {
          const mails: Array<Mail> = []
          const moods: Array<Mood> = []
          let heard = 0
          let mood: Mood | undefined
          const sockets = new Set<Socket>()
          const server = new SMTPServer({
            authOptional: true,
            disabledCommands: ["STARTTLS"],
            logger: false,
            closeTimeout: 50,
            ...options,
            onConnect: (_, callback) => {
              heard += 1
              mood = moods.shift()
              callback()
            },
            onAuth: (auth, _, callback) =>
              auth.username === user && auth.password === password
                ? callback(null, { user })
                : callback(refusing(535, `5.7.8 no such user ${auth.password ?? ""}`)),
            onMailFrom: (_, _session, callback) =>
              callback(mood === "busy" ? refusing(451, `4.3.0 later, ${mailbox}`) : undefined),
            onRcptTo: ({ address }, _, callback) =>
              callback(
                mood === "refuse-recipient" || address !== mailbox
                  ? refusing(550, `5.1.1 no mailbox ${address}`)
                  : mood === "limit"
                    ? refusing(452, `4.5.3 too many mails for ${address}`)
                    : undefined
              ),
            onData: (stream, session, callback) => {
              const chunks: Array<Buffer> = []
              stream.on("data", (chunk: Buffer) => chunks.push(chunk))
              stream.on("end", () => {
                const at = performance.now()
                const raw = Buffer.concat(chunks).toString("latin1")
                if (mood === "stall") return
                if (mood === "reset") return sockets.forEach((socket) => socket.resetAndDestroy())
                if (mood === "refuse") return callback(refusing(554, `5.7.1 refused for ${mailbox}`))
                setTimeout(mood === "slow" ? slowness : 0)
                  .then(() => PostalMime.parse(Buffer.concat(chunks)))
                  .then(
                    (email) => {
                      mails.push({
                        raw,
                        email,
                        at,
                        bytes: raw.length,
                        text: email.text ?? "",
                        key: email.messageId ?? "",
                        secure: session.secure,
                        to: session.envelope.rcptTo.map(({ address }) => address)
                      })
                      callback(null, "taken")
                    },
                    (error: Error) => callback(error)
                  )
              })
            }
          })
          server.server.on("connection", (socket: Socket) => {
            sockets.add(socket)
            socket.on("close", () => sockets.delete(socket))
          })
          server.on("error", () => undefined)
          const close = () =>
            new Promise<void>((closed) => {
              server.close(() => closed())
              sockets.forEach((socket) => socket.destroy())
            })
          server.listen(0, "127.0.0.1", () => {
            const { port } = server.server.address() as AddressInfo
            resolve({
              address: `127.0.0.1:${port}`,
              port,
              secrets: [mailbox, password],
              moods: ["slow", "refuse", "refuse-recipient", "busy", "limit", "stall", "reset"],
              quiet: 0,
              taken: Effect.sync(() => [...mails]),
              mails: Effect.sync(() => [...mails]),
              heard: Effect.sync(() => heard),
              strayed: Effect.succeed(0),
              next: (...next) => Effect.sync(() => void moods.push(...next)),
              enforce: () => Effect.void,
              close
            })
          })
        })
    ),
    ({ close }) => Effect.promise(close)
  )

/** Returns the Message-ID for the key of a notice, computed by the rule in the documentation of the channel. */
export const messageIdOf = (key: string): string =>
  `<${createHash("sha256").update(key).digest("base64url")}@committee.example>`
