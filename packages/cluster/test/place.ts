/** The stores of a cluster for tests: a ledger and the keys of its vault, in two schemas of a PostgreSQL database. */
import * as Governance from "@liulinhui/service/Governance"
import * as Postgres from "@liulinhui/storage-postgres"
import * as VaultOf from "@liulinhui/vault"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

export interface Place {
  readonly url: string
  /** The schema of the ledger, and the beginning of the names of the cluster's tables. */
  readonly schema: string
}

const masterKeys = Redacted.make(`test:${"A".repeat(43)}`)

const options = ({ schema, url }: Place) => ({
  url: Redacted.make(url),
  schema,
  maxConnections: 6,
  applicationName: schema,
  patience: "5 seconds" as const
})

/** The service of one process over the stores, as a process of a cluster needs it. */
export const local = (place: Place, own: Governance.Options = {}) =>
  Governance.layer({ ...own, fenced: true }).pipe(
    Layer.provideMerge(
      VaultOf.layer({ masterKeys }).pipe(
        Layer.provide(Postgres.keys({ ...options(place), schema: `${place.schema}_keys` }))
      )
    ),
    Layer.provideMerge(Postgres.layer(options(place)))
  )
