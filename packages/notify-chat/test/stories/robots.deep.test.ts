import * as vitest from "@effect/vitest"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as DingTalk from "@liulinhui/notify-chat/DingTalk"
import * as Feishu from "@liulinhui/notify-chat/Feishu"
import * as WeCom from "@liulinhui/notify-chat/WeCom"
import { notifierSuite } from "@liulinhui/testing/NotifierSuite"
import * as Robots from "@liulinhui/testing/RobotReceivers"
import { testSuite } from "@liulinhui/testing/Suite"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

const quick = { rate: [{ limit: 5, window: 100 }], patience: "3 seconds" } as const

const undici = Layer.provide(NodeHttpClient.layerUndici)
const fetch = Layer.provide(FetchHttpClient.layer)

testSuite(
  vitest,
  notifierSuite(
    "WeCom",
    ({ address }) => undici(WeCom.layer({ webhook: Redacted.make(address), ...quick })),
    Robots.weComReceiver
  )
)
testSuite(
  vitest,
  notifierSuite(
    "WeCom in Markdown, over fetch",
    ({ address }) => fetch(WeCom.layer({ webhook: Redacted.make(address), format: "markdown", ...quick })),
    Robots.weComReceiver
  )
)
testSuite(
  vitest,
  notifierSuite(
    "DingTalk",
    ({ address }) =>
      undici(
        DingTalk.layer({
          webhook: Redacted.make(address),
          secret: Redacted.make(Robots.dingTalkSecret),
          ...quick
        })
      ),
    Robots.dingTalkReceiver
  )
)
testSuite(
  vitest,
  notifierSuite(
    "DingTalk in Markdown, over fetch",
    ({ address }) =>
      fetch(
        DingTalk.layer({
          webhook: Redacted.make(address),
          secret: Redacted.make(Robots.dingTalkSecret),
          format: "markdown",
          ...quick
        })
      ),
    Robots.dingTalkReceiver
  )
)
testSuite(
  vitest,
  notifierSuite(
    "Feishu",
    ({ address }) =>
      undici(
        Feishu.layer({
          webhook: Redacted.make(address),
          secret: Redacted.make(Robots.feishuSecret),
          ...quick
        })
      ),
    Robots.feishuReceiver
  )
)
