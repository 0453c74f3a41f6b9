/**
 * A program that delivers the waiting notices of a ledger to a local receiver, and then ends. A test kills its process.
 */
import * as NotifyWebhook from "@liulinhui/notify-webhook"
import { DistrictId } from "@liulinhui/core/Id"
import * as Announcer from "@liulinhui/announcer/Announcer"
import * as Governance from "@liulinhui/service/Governance"
import * as Outbox from "@liulinhui/announcer/Outbox"
import * as StorageSqlite from "@liulinhui/storage-sqlite"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import process from "node:process"
import { vaultBeside } from "./ledgers.ts"

const [filename = "", url = "", secret = ""] = process.argv.slice(2)

const pumped = await Effect.runPromise(
  Announcer.Announcer.use((announcer) => announcer.pump(DistrictId.make("small"))).pipe(
    Effect.provide(
      Announcer.layer().pipe(
        Layer.provide(
          NotifyWebhook.layer({
            endpoint: { url: Redacted.make(url), secrets: [Redacted.make(secret)] },
            audience: "one",
            allowPrivate: true
          })
        ),
        Layer.provide(Outbox.layerSql({ claim: "1 second", poll: "100 millis" })),
        Layer.provideMerge(Governance.layer()),
        Layer.provide(vaultBeside(filename)),
        Layer.provideMerge(StorageSqlite.layer({ filename }))
      )
    )
  )
)
process.stdout.write(JSON.stringify(pumped))
