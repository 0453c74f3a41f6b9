import { describe, expect, it } from "@effect/vitest"
import { methodsAt } from "../src/Methods.ts"

describe("the methods of an address", () => {
  it("are those of the routes whose path it has, and HEAD if GET is one of them", () => {
    const allowed = methodsAt([
      { method: "POST", path: "/a/:id" },
      { method: "GET", path: "/a/:id" },
      { method: "DELETE", path: "/a/:id/b" },
      { method: "POST", path: "/a.json" }
    ])
    expect(allowed("/a/one?b=/a/two")).toEqual(["GET", "HEAD", "POST"])
    expect(allowed("/a/one/b")).toEqual(["DELETE"])
    expect(allowed("/a.json#a")).toEqual(["POST"])
    for (const unknown of ["/a", "/a/", "/a/one/", "/a/one/c", "/aXjson", "/"]) {
      expect([unknown, allowed(unknown)]).toEqual([unknown, []])
    }
  })
})
