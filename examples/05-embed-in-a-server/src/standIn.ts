/** A stand-in for the chat: a server in this process that accepts the messages of the robot. */
import { once } from "node:events"
import { createServer, type IncomingMessage } from "node:http"
import { text } from "node:stream/consumers"

const contentOf = async (request: IncomingMessage): Promise<string> => {
  const message: { readonly text?: { readonly content?: string } } = JSON.parse(await text(request))
  return message.text?.content ?? ""
}

/** A running stand-in. */
export interface StandIn {
  /** The webhook of the robot. */
  readonly webhook: string
  /** The messages that were accepted, in order. */
  readonly messages: ReadonlyArray<string>
  /** The next message is answered with this error code, and not accepted. */
  readonly refuseOnce: (errcode: number) => void
  readonly close: () => Promise<void>
}

/** Starts a stand-in on a free port. */
export const standIn = async (): Promise<StandIn> => {
  const messages: Array<string> = []
  let errcode = 0
  const server = createServer((request, response) => {
    const accept = (content: string): void => {
      const answer = errcode
      errcode = 0
      if (answer === 0) messages.push(content)
      response.setHeader("content-type", "application/json").end(JSON.stringify({ errcode: answer }))
    }
    contentOf(request).then(accept, () => response.writeHead(400).end())
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  const port = typeof address === "object" ? address?.port : undefined
  return {
    webhook: `http://127.0.0.1:${port}/robot/send?key=0b1c2d`,
    messages,
    refuseOnce: (code) => {
      errcode = code
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, "close")
    }
  }
}
