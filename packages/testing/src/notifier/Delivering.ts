/** The rules of the notifier port about delivery: each notice arrives once, complete, unchanged, and at the stated pace. */
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { aNotice, whole, bare, said, characters, numbers, type NotifierCase } from "./NotifierCase.ts"
import { expect } from "../Expect.ts"

export const delivering: ReadonlyArray<NotifierCase> = [
  {
    name: "delivers a complete notice once, and ends when the receiver has accepted it",
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      const notice = aNotice()
      yield* notifier.deliver(notice)
      const taken = yield* receiver.taken
      expect(taken).toHaveLength(1)
      said(taken, notice)
      expect(yield* receiver.heard).toBe(1)
    })
  },
  {
    name: "marks an urgent notice in words, not only by colour, in the notice's language",
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      yield* notifier.deliver(aNotice({ urgent: true }))
      yield* notifier.deliver(
        aNotice({ urgent: true, language: "en", title: "Relapse", body: "It is back." })
      )
      const [zh, en] = yield* receiver.taken
      expect(zh?.text).toContain("急")
      expect(en?.text).toMatch(/urgent/iu)
    })
  },
  {
    name: "waits for a slow receiver, and delivers once",
    needs: ["slow"],
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      yield* receiver.next("slow")
      yield* notifier.deliver(aNotice())
      expect(yield* receiver.taken).toHaveLength(1)
      expect(yield* receiver.heard).toBe(1)
    })
  },
  {
    name: "delivers every character of every script as it was written",
    check: ({ notifier, receiver }) =>
      Effect.gen(function* () {
        for (const body of fc.sample(characters, { numRuns: 8, seed: 7 })) {
          const before = (yield* receiver.taken).length
          const notice = aNotice({ body })
          yield* notifier.deliver(notice)
          said((yield* receiver.taken).slice(before), notice)
        }
      })
  },
  {
    name: "delivers a notice without a body, and one that is full of markup",
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      yield* notifier.deliver(aNotice({ body: "" }))
      yield* notifier.deliver(
        aNotice({ title: 'a"b\\c', body: "{\"$ref\":'x'}\u0000\r\n.\r\nQUIT\r\n%0d%0a" })
      )
      const [empty, odd] = yield* receiver.taken
      expect(empty?.text).toContain("楼道返潮")
      expect(bare(odd?.text ?? "")).toContain('a"b\\c')
      expect(bare(odd?.text ?? "")).toContain("QUIT")
    })
  },
  {
    name: "delivers many notices at the same time, each once and without mixing them",
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      const notices = Array.from({ length: 12 }, (_, at) => aNotice({ body: `第${at}号通知完。` }))
      yield* Effect.forEach(notices, notifier.deliver, { concurrency: "unbounded", discard: true })
      const taken = yield* receiver.taken
      expect(taken).toHaveLength(12)
      for (const { body } of notices) {
        expect(taken.filter(({ text }) => text.includes(body))).toHaveLength(1)
      }
    })
  },
  {
    name: "respects its stated rate for all concurrent deliveries, also after a slow message",
    needs: ["slow"],
    of: ({ capabilities }) => capabilities.rate.length > 0,
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      yield* receiver.enforce(notifier.capabilities.rate)
      yield* receiver.next("slow")
      const most = Math.min(...notifier.capabilities.rate.map(({ limit }) => limit))
      const notices = Array.from({ length: most * 2 + 1 }, () => aNotice())
      yield* Effect.forEach(notices, notifier.deliver, { concurrency: "unbounded", discard: true })
      expect(yield* receiver.taken).toHaveLength(notices.length)
    })
  },
  {
    name: "sends the notice's key, the same one for the same notice",
    of: ({ capabilities }) => capabilities.idempotent,
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      const notice = aNotice()
      yield* notifier.deliver(notice)
      yield* notifier.deliver(aNotice())
      yield* notifier.deliver(notice)
      const [first, other, again] = yield* receiver.taken
      expect(first?.key ?? "").not.toBe("")
      expect(other?.key).not.toBe(first?.key)
      // A receiver may recognise a repeated notice by its key. Then it drops the second message, which does not appear
      // in `taken`.
      expect(again?.key ?? first?.key).toBe(first?.key)
    })
  },
  {
    name: "delivers text that looks like markup unchanged if it sends plain text",
    of: ({ capabilities }) => capabilities.formats.includes("text"),
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      for (const body of [
        "&lt;b&gt; &amp; &quot; &#39; &nbsp;",
        "**粗** *斜* _线_ `码` ~~删~~ # 题 > 引 | 表 [链](https://liulinhui.example) ![图](x)",
        "$& $1 $$ $` ${title} {title} {{title}} {n, plural, other {#}} %s %d %1$s %%",
        "'单' \"双\" \\ \\n \\u0041 \\x41 %0a%41 =?utf-8?B?QQ==?="
      ]) {
        const before = (yield* receiver.taken).length
        const notice = aNotice({ title: `题${body}`.slice(0, 40), body })
        yield* notifier.deliver(notice)
        said((yield* receiver.taken).slice(before), notice)
      }
    })
  },
  {
    name: "lets no text of a notice become markup if it sends Markdown",
    of: ({ capabilities }) => capabilities.formats[0] === "markdown",
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      const body =
        "[链](https://evil.example) <@all> `码` <font color='red'>红</font>\n# 题\n> 引\n![](https://evil.example/x)"
      yield* notifier.deliver(aNotice({ title: "[题](https://evil.example)", body }))
      for (const { text } of yield* receiver.taken) {
        expect(text).not.toMatch(/\]\(|<[@a-z/!]|`|^ *[#>]/mu)
      }
    })
  },
  {
    name: "delivers a notice whose title is blank or consists of characters that are not shown",
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      for (const [n, title] of [" ", "\n", "\u0001", "\u200b", "\ud800", "　"].entries()) {
        const before = (yield* receiver.taken).length
        yield* notifier.deliver(aNotice({ title, body: `第${n}号通知完。` }))
        const taken = (yield* receiver.taken).slice(before)
        expect(taken).toHaveLength(1)
        expect(bare(whole(taken))).toContain(`第${n}号通知完。`)
      }
    })
  },
  {
    name: "delivers to one recipient every number as it was written",
    of: ({ capabilities }) => capabilities.audience === "one",
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      const notice = aNotice({ title: "请联系13800138000", body: numbers.join("，") })
      yield* notifier.deliver(notice)
      said(yield* receiver.taken, notice)
    })
  }
]
