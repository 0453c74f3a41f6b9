import { describe, expect, it } from "@effect/vitest"
import { keyOf, shortened } from "../../src/identity/Address.ts"

describe("a network address", () => {
  it("counts as one with all addresses of the same network of 64 bits, if it is IPv6", () => {
    const same = [
      "2001:db8:1:2::1",
      "2001:0db8:0001:0002:ffff::",
      "2001:DB8:1:2:3:4:5:6",
      "2001:db8:1:2::1%eth0"
    ]
    expect(new Set(same.map(keyOf)).size).toBe(1)
    const others = ["2001:db8:1:3::1", "2001:db8::1", "::1", "192.0.2.7", "192.0.2.8"]
    expect(new Set([...same, ...others].map(keyOf)).size).toBe(6)
    expect(keyOf("::ffff:192.0.2.7")).toBe(keyOf("192.0.2.7"))
  })

  it("is shortened for the audit", () => {
    expect(["192.0.2.7", "::ffff:192.0.2.7", "2001:db8:1:2::1", "::1", "", "a proxy"].map(shortened)).toEqual(
      ["192.0.2.0/24", "192.0.2.0/24", "2001:db8:1::/48", "0:0:0::/48", "unknown", "unknown"]
    )
  })
})
