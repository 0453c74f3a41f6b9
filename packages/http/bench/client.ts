/**
 * The clients of the benchmark of HTTP, in another process than the server, so that their work is not measured. The parent
 * process sends orders, one after another, and gets an answer to each.
 */
import { Agent, request } from "node:http"
import { connect, type Socket } from "node:net"
import process from "node:process"

/** Sends requests with some at the same time. In a body and in an idempotency key, `#` is replaced by a number. */
export interface Load {
  readonly _tag: "Load"
  readonly address: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly count: number
  readonly inFlight: number
  /** The status of every answer. Another status is an error. */
  readonly status: number
  /** The first number. */
  readonly first: number
}

/** Opens streams and keeps them open, until the process ends. The answer is sent when each has begun. */
export interface Listen {
  readonly _tag: "Listen"
  readonly address: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly count: number
}

/** An order to the clients. */
export type Order = Load | Listen

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

const sendOne = ({ address, body, headers, path, status }: Load, n: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const numbered = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace("#", String(n))])
    )
    const sent = request(
      `${address}${path}`,
      { agent, method: body === undefined ? "GET" : "POST", headers: numbered },
      (response) => {
        response.resume()
        response.on("error", reject)
        response.on("end", () => {
          if (response.statusCode === status) resolve()
          else reject(new Error(`the server answered ${response.statusCode} to ${path}`))
        })
      }
    )
    sent.on("error", reject)
    sent.end(body?.replaceAll("#", String(n)))
  })

const load = async (order: Load): Promise<void> => {
  let next = order.first
  const client = async (): Promise<void> => {
    while (next < order.first + order.count) {
      const n = next
      next += 1
      await sendOne(order, n)
    }
  }
  await Promise.all(Array.from({ length: order.inFlight }, client))
}

const sockets: Array<Socket> = []

const listenOnce = ({ address, headers, path }: Listen): Promise<void> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(address)
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    const socket = connect(Number(port), hostname, () => {
      socket.write(`GET ${path} HTTP/1.1\r\nhost: ${hostname}\r\n${lines.join("")}\r\n`)
    })
    let received = ""
    socket.on("error", reject)
    socket.on("data", (data) => {
      if (received.length > 4096) return
      received += data.toString("latin1")
      if (received.includes("event: change")) resolve()
    })
    sockets.push(socket)
  })

const listen = async (order: Listen): Promise<void> => {
  for (let opened = 0; opened < order.count; opened += 50) {
    await Promise.all(Array.from({ length: Math.min(50, order.count - opened) }, () => listenOnce(order)))
  }
}

process.on("message", (order: Order) => {
  const done = order._tag === "Load" ? load(order) : listen(order)
  done.then(
    () => process.send?.({ failure: null }),
    (error: unknown) => process.send?.({ failure: String(error) })
  )
})
