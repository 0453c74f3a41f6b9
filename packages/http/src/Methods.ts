/**
 * The methods that an address accepts. A request with another method is answered with these (405, RFC 9110, section
 * 15.5.6). They depend on the routes alone, so the answer reveals nothing about a district.
 */

/** A route: its method, and its path, in which a parameter is written as `:district`. */
interface Route {
  readonly method: string
  readonly path: string
}

const isAt = (pattern: ReadonlyArray<string>, parts: ReadonlyArray<string>): boolean =>
  pattern.length === parts.length &&
  pattern.every((part, at) => (part.startsWith(":") ? parts[at] !== "" : part === parts[at]))

/** Makes the function that returns the methods of the routes at an address, in order. Empty if there is no route. */
export const methodsAt = (routes: ReadonlyArray<Route>): ((address: string) => ReadonlyArray<string>) => {
  const known = routes.map(({ method, path }) => ({ method, pattern: path.split("/") }))
  return (address) => {
    const parts = address.replace(/[?#].*$/su, "").split("/")
    const found = known.flatMap(({ method, pattern }) => (isAt(pattern, parts) ? [method] : []))
    // The router answers HEAD as GET, without a body.
    return [...new Set(found.includes("GET") ? [...found, "HEAD"] : found)].toSorted()
  }
}
