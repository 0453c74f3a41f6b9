/** Writing ledgers that the command then reads: with the vault that belongs to the file. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { services } from "../src/Ledgers.ts"
import { initialise } from "../src/Vaults.ts"

export const writing = (filename: string) =>
  Layer.unwrap(Effect.as(initialise(filename, "test"), services(filename))).pipe(
    Layer.provide(NodeServices.layer)
  )
