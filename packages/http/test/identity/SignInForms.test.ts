import { describe, expect, it } from "@effect/vitest"
import { SignIn } from "@liulinhui/http/SignIn"
import type { DistrictId } from "@liulinhui/core/Id"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { browsing, origin } from "./browser.ts"
import { hub, other, wang } from "./hub.ts"

const pin = "831047"
const english = { "accept-language": "en" }

/** The link of a new invitation. */
const linkTo = (district: DistrictId) =>
  SignIn.use(({ invite }) =>
    Effect.map(
      invite(undefined, { district, actor: wang }),
      ({ token }) => `${origin}/sign-in#${Redacted.value(token)}`
    )
  )

const binding = (invitation: string) => ({ form: "new", invitation, name: "my phone", pin, again: pin })

describe("the page at which people sign in", () => {
  it.effect("binds a device with an invitation, and then needs its PIN only, all without scripts", () =>
    browsing((browser) =>
      Effect.gen(function* () {
        const { open, send } = browser()
        const first = yield* open("/sign-in")
        expect(first.text).toContain('<html lang="zh')
        expect(first.text).toContain("邀请链接")
        const bound = yield* send("/sign-in", binding(yield* linkTo(hub)))
        expect([bound.status, bound.headers.get("location")]).toEqual([303, "/sign-in"])
        const home = yield* open("/sign-in")
        expect(home.text).toContain("已登录")
        expect(home.text).toContain("wang（小区）")
        expect(home.text).toContain("设备：my phone")

        expect((yield* send("/sign-in/out", {})).headers.get("location")).toBe("/sign-in")
        const returning = yield* open("/sign-in", english)
        expect(returning.text).toContain("PIN of this device")
        expect(returning.text).not.toContain('name="invitation"')
        // A Chinese keyboard may enter digits in full width.
        expect((yield* send("/sign-in", { form: "pin", pin: "８３１０４７" })).status).toBe(303)
        expect((yield* open("/sign-in", english)).text).toContain("You are signed in")
      })
    )
  )

  it.effect("adds the invitation of another district to the device, with its PIN", () =>
    browsing((browser) =>
      Effect.gen(function* () {
        const { open, send } = browser()
        yield* send("/sign-in", binding(yield* linkTo(hub)))
        const invitation = yield* linkTo(other)
        expect((yield* open("/sign-in?with=invitation")).text).toContain('value="add"')
        expect((yield* send("/sign-in", { form: "add", invitation, pin })).status).toBe(303)
        expect((yield* open("/sign-in")).text.match(/<li>wang/gu)).toHaveLength(2)
      })
    )
  )

  it.effect("names every mistake, keeps what was entered, and never shows a PIN again", () =>
    browsing((browser) =>
      Effect.gen(function* () {
        const { open, send } = browser()
        const name = `<b onclick="x">phone</b>`
        const wrong = { form: "new", invitation: "", name, pin: "123456", again: "654321" }
        const failed = yield* send("/sign-in", wrong, english)
        expect(failed.status).toBe(422)
        expect(failed.text.match(/<li>.*?<\/li>/gu)).toEqual([
          "<li>Paste the invitation link</li>",
          "<li>The PIN must not be digits in a row, such as 123456</li>",
          "<li>The two PINs are different</li>"
        ])
        expect(failed.text).toContain("&lt;b onclick=&quot;x&quot;&gt;phone")
        expect(failed.text).not.toMatch(/<b onclick|654321/u)

        const refused = yield* send("/sign-in", binding("x".repeat(43)), english)
        expect([refused.status, refused.text.includes("may be used, expired")]).toEqual([403, true])
        const unknown = yield* send("/sign-in", { form: "pin", pin }, english)
        expect([unknown.status, unknown.text.includes("This device may be unknown")]).toEqual([403, true])
        expect((yield* open("/sign-in", english)).text).toContain("Use an invitation")
      })
    )
  )

  it.effect("refuses a form of another site and a body that is no form, and says how long to wait", () =>
    browsing((browser) =>
      Effect.gen(function* () {
        const { send } = browser()
        const foreign = yield* send("/sign-in", { form: "pin", pin }, { origin: "https://evil.example" })
        expect([foreign.status, foreign.text.includes("请求来自其他网站")]).toEqual([403, true])
        const noForm = yield* send("/sign-in", { pin }, { "content-type": "text/plain" })
        expect([noForm.status, noForm.text.includes("请求的格式有误")]).toEqual([415, true])
        const large = yield* send("/sign-in", { form: "pin", pin: "1".repeat(20_000) })
        expect(large.status).toBe(413)

        const guess = send("/sign-in", { form: "pin", pin }, { ...english, "x-address": "192.0.2.7" })
        for (let n = 0; n < 20; n++) expect((yield* guess).status).toBe(403)
        const late = yield* guess
        expect([late.status, late.headers.get("retry-after")]).toEqual([429, "900"])
        expect(late.text).toContain("try again in 15 minutes")
      })
    )
  )

  it.effect("permits nothing but its own stylesheet, script and forms", () =>
    browsing((browser) =>
      Effect.gen(function* () {
        const { open } = browser()
        const page = yield* open("/sign-in")
        const policy = page.headers.get("content-security-policy") ?? ""
        expect(policy).toContain("default-src 'none'; style-src 'self'; script-src 'self'")
        expect(policy).not.toContain("unsafe")
        expect(page.text).not.toMatch(/ style=| on\w+=|<style|<script(?! src="\/sign-in\.js")/u)
        // With `no-referrer`, a browser would state the origin `null` with a form.
        expect(page.headers.get("referrer-policy")).toBe("same-origin")
        expect(page.headers.get("cache-control")).toBe("no-store")
        for (const [path, type] of [
          ["/sign-in.css", "text/css"],
          ["/sign-in.js", "text/javascript"]
        ] as const) {
          const file = yield* open(path)
          expect([file.status, file.headers.get("content-type")]).toEqual([200, `${type}; charset=utf-8`])
        }
      })
    )
  )
})
