import { describe, expect, it } from "@effect/vitest"
import { fieldsFor } from "../src/repository.ts"

describe("the fields about the repository", () => {
  it("name the folder of the package, its page and where to report a fault", () => {
    expect(fieldsFor("https://github.com/six/hearts.git", "packages/core")).toEqual({
      homepage: "https://github.com/six/hearts/tree/main/packages/core#readme",
      bugs: "https://github.com/six/hearts/issues",
      repository: { type: "git", url: "git+https://github.com/six/hearts.git", directory: "packages/core" }
    })
  })

  it.each([
    "http://github.com/six/hearts",
    "https://github.com/six",
    "https://github.com/six/hearts?x=1",
    "six/hearts"
  ])("are refused for %s, which is no repository", (address) => {
    expect(() => fieldsFor(address, "packages/core")).toThrow(/repository|URL/)
  })
})
