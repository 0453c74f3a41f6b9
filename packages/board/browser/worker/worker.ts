/**
 * The service worker of the board. Without a line, it answers the round with a page that contains no personal data: the
 * script of that page opens what the device keeps, with the PIN. It stores only that page, the script and the stylesheet.
 */
import { drop, all } from "../database.ts"
import { isRevoked } from "../session.ts"

declare const self: ServiceWorkerGlobalScope

const cacheName = "liulinhui-round"

const shell = new URL("round-without-line", self.location.href).pathname

/** How long a page may take on a bad line before the page without a line is shown, in milliseconds. */
const patience = 10_000

/** The files that a page loads from this server. */
const filesOf = (html: string): ReadonlyArray<string> =>
  [...html.matchAll(/(?:href|src)="(\/[^"]*\.(?:css|js)(?:\?[^"]*)?)"/gu)].flatMap(([, path]) => path ?? [])

/** Stores the page without a line anew, in the language that the reader has now, and deletes what it does not need. */
const refresh = async (): Promise<void> => {
  const page = await fetch(shell, { cache: "no-store" })
  if (!page.ok) return
  const files = filesOf(await page.clone().text())
  const cache = await caches.open(cacheName)
  await cache.addAll([...files])
  await cache.put(shell, page)
  const needed = new Set([shell, ...files])
  for (const { url } of await cache.keys()) {
    const { pathname, search } = new URL(url)
    if (!needed.has(pathname + search)) await cache.delete(url)
  }
}

/** Deletes what the device keeps for people who may not sign in with it any more. */
const forgetRevoked = async (): Promise<void> => {
  for (const { owner } of await all()) if (await isRevoked(owner)) await drop(owner)
}

const inTime = (request: Request): Promise<Response> => {
  const ending = new AbortController()
  setTimeout(() => ending.abort(), patience)
  return fetch(request, { signal: ending.signal })
}

/** The round from the server, or the page without a line if the server does not answer. */
const round = async (event: FetchEvent): Promise<Response> => {
  const stored = (): Promise<Response | undefined> => caches.match(shell)
  try {
    const answer = await inTime(event.request)
    if (answer.status >= 502 && answer.status <= 504) return (await stored()) ?? answer
    // The server sends a person who is not signed in to another page, where no script of the board is.
    event.waitUntil(answer.type === "opaqueredirect" ? forgetRevoked() : refresh())
    return answer
  } catch {
    return (await stored()) ?? Response.error()
  }
}

self.addEventListener("install", (event) => event.waitUntil(refresh().then(() => self.skipWaiting())))
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()))
self.addEventListener("fetch", (event) => {
  const { mode, url } = event.request
  const { pathname, search } = new URL(url)
  if (mode === "navigate") {
    if (/\/d\/[^/]+\/round$/u.test(pathname)) event.respondWith(round(event))
    return
  }
  if (/\.(?:css|js)$/u.test(pathname)) {
    event.respondWith(caches.match(pathname + search).then((stored) => stored ?? fetch(event.request)))
  }
})
