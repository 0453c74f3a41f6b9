import { describe, expect, it } from "@effect/vitest"
import * as Redacted from "effect/Redacted"
import { credentialsOf } from "../src/Access.ts"

const found = (authorization: string | undefined, cookies: Readonly<Record<string, string>> = {}) => {
  const headers = authorization === undefined ? {} : { authorization }
  const credentials = credentialsOf({ headers: headers as never, cookies })
  return credentials === undefined ? undefined : [credentials._tag, Redacted.value(credentials.token)]
}

describe("the credentials of a request", () => {
  it("are a bearer token, or else the cookie of a session, and nothing else", () => {
    expect(found("Bearer abc.d-e_f==")).toEqual(["Bearer", "abc.d-e_f=="])
    expect(found("bearer abc", { liulinhui: "c" })).toEqual(["Bearer", "abc"])
    expect(found(undefined, { liulinhui: "c" })).toEqual(["Cookie", "c"])
    // The cookie that a browser accepts only over HTTPS comes first.
    expect(found(undefined, { liulinhui: "c", "__Host-liulinhui": "s" })).toEqual(["Cookie", "s"])
    for (const header of [
      undefined,
      "",
      "Bearer",
      "Bearer ",
      "Basic abc",
      "Bearer a b",
      `Bearer ${"x".repeat(5000)}`
    ]) {
      expect(found(header)).toBeUndefined()
    }
    expect(found(undefined, { liulinhui: "", other: "x" })).toBeUndefined()
  })
})
