/**
 * An HTTP server around a district, with the modules of Node.js alone. It shows where each thing belongs when you put a
 * district into your own server: who the caller is, what a request may do, which status an error has. The package
 * `@liulinhui/http` is a complete API with sign-in, if you want that instead.
 *
 * | route | answer |
 * | --- | --- |
 * | `POST /submissions` | `{ id, request }` is submitted. The same id again has the same answer |
 * | `GET /offers?case=…` | what the caller may do today |
 * | `GET /coverage?rule=…&on=…` | figures of coverage, without names |
 * | `GET /health` | 200 if the ledger can be read |
 */
import { hash } from "node:crypto"
import { once } from "node:events"
import { createServer, type IncomingMessage, type RequestListener } from "node:http"
import {
  type District,
  InvalidCall,
  open,
  type OpenDistrict,
  type Options,
  Refused,
  type RequestJson
} from "liulinhui"

/** The actors by the SHA-256 hash of their token, in hexadecimal. The server never stores a token itself. */
export type Tokens = ReadonlyMap<string, string>

/** The hash of a token, for {@link Tokens}. */
export const hashOf = (token: string): string => hash("sha256", token)

interface Answer {
  readonly status: number
  readonly body?: unknown
}

/** The largest body of a request, in bytes. */
const limit = 64 * 1024

/** The status of an error, by its tag. Any other error is a defect, or nothing that the caller can mend: 500. */
const statuses: Readonly<Record<string, number>> = {
  InvalidCall: 400,
  NotAllowed: 403,
  VersionConflict: 409,
  Refused: 422,
  LedgerUnavailable: 503,
  VaultUnavailable: 503,
  Closed: 503
}

class Rejected extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

const read = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Array<Buffer> = []
  let size = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > limit) throw new Rejected(413, `the body has more than ${limit} bytes`)
    chunks.push(bytes)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"))
  } catch {
    throw new Rejected(400, "the body is not JSON")
  }
}

const callerOf = (request: IncomingMessage, tokens: Tokens): string => {
  const [, token] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? "") ?? []
  const actor = token === undefined ? undefined : tokens.get(hashOf(token))
  if (actor === undefined) throw new Rejected(401, "the request has no valid token")
  return actor
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null

const submit = async (district: District, by: string, body: unknown): Promise<Answer> => {
  if (!isRecord(body) || typeof body["id"] !== "string") {
    throw new Rejected(400, "`id` is missing: choose one, and use it again for a retry")
  }
  // The cast is safe: `submit` checks any JSON strictly, and refuses it with every mistake.
  const request = body["request"] as RequestJson
  const receipt = await district.submit({ id: body["id"], by, request })
  return receipt === undefined ? { status: 204 } : { status: receipt.repeated ? 200 : 201, body: receipt }
}

const coverage = async (district: District, query: URLSearchParams): Promise<Answer> => {
  const rules = query.getAll("rule")
  const on = query.get("on")
  const answers = await district.coverage({
    ...(rules.length === 0 ? {} : { rules }),
    ...(on === null ? {} : { on })
  })
  return { status: 200, body: answers.map(({ asOf, counts, rule }) => ({ rule, asOf, counts })) }
}

const route = async (district: District, tokens: Tokens, request: IncomingMessage): Promise<Answer> => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost")
  if (`${request.method} ${pathname}` === "GET /health") {
    await district.read(() => undefined)
    return { status: 200, body: { district: district.id } }
  }
  const by = callerOf(request, tokens)
  switch (`${request.method} ${pathname}`) {
    case "POST /submissions":
      return submit(district, by, await read(request))
    case "GET /offers": {
      const one = searchParams.get("case")
      return { status: 200, body: await district.can(by, one === null ? {} : { case: one }) }
    }
    case "GET /coverage":
      return coverage(district, searchParams)
    default:
      throw new Rejected(404, "there is no such route")
  }
}

const tagOf = (error: unknown): string => (isRecord(error) ? String(error["_tag"]) : "")

/** The answer for an error: its sentences in the caller's language, and nothing of an error that is a defect. */
const failed = (error: unknown, language: "zh" | "en"): Answer => {
  if (error instanceof Rejected) return { status: error.status, body: { title: error.message } }
  if (error instanceof Refused) {
    return { status: 422, body: { title: error._tag, reasons: error.sentences[language] } }
  }
  if (error instanceof InvalidCall)
    return { status: 400, body: { title: error._tag, reasons: error.reasons } }
  const tag = tagOf(error)
  const status = statuses[tag] ?? 500
  return { status, body: { title: status === 500 ? "the server failed" : tag } }
}

/**
 * Makes the function that answers requests for a district.
 *
 * @param report is called with every error that the caller cannot mend
 */
const listener =
  (district: District, tokens: Tokens, report: (error: unknown) => void): RequestListener =>
  (request, response) => {
    const language = request.headers["accept-language"]?.startsWith("en") === true ? "en" : "zh"
    route(district, tokens, request)
      .catch((error: unknown) => {
        const answer = failed(error, language)
        if (answer.status >= 500) report(error)
        return answer
      })
      .then(({ body, status }) => {
        const text = body === undefined ? undefined : JSON.stringify(body)
        response.writeHead(status, {
          "cache-control": "no-store",
          ...(text === undefined ? {} : { "content-type": "application/json; charset=utf-8" }),
          // A body that was not read to its end would be taken for the next request.
          ...(status === 413 ? { connection: "close" } : {})
        })
        response.end(text)
      }, report)
  }

/** A running server. */
export interface Server {
  readonly address: string
  readonly district: OpenDistrict
  /** Ends the open requests, then closes the district. */
  readonly close: () => Promise<void>
}

/** Opens the district, and serves it. Port 0 is any free port. */
export const serve = async (
  options: Options & Parameters<typeof open>[0],
  {
    port = 0,
    report,
    tokens
  }: { readonly port?: number; readonly tokens: Tokens; readonly report: (error: unknown) => void }
): Promise<Server> => {
  const district = await open(options)
  const server = createServer(listener(district, tokens, report)).listen(port, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  return {
    address: `http://127.0.0.1:${typeof address === "object" ? address?.port : port}`,
    district,
    close: async () => {
      server.close()
      server.closeIdleConnections()
      await once(server, "close")
      await district.close()
    }
  }
}
