/**
 * A district as an entity of the cluster: the messages that one process sends to the process that has the district, and
 * the answers. The messages are volatile, which means that no message is stored. A caller that gets no answer sends the
 * message again: the command id makes this safe.
 *
 * Messages are JSON with the schemas of core, so a message of another version of the library is understood as far as the
 * schemas are the same. Errors arrive as the same classes.
 */
import { Journal } from "@liulinhui/core/District"
import { asWritten } from "@liulinhui/core/Failure"
import { type Offers, Request, RequestTag } from "@liulinhui/core/Governance"
import type { ActorId, CaseId, DistrictId, ReportId } from "@liulinhui/core/Id"
import { Reported } from "@liulinhui/core/Intake"
import { AppendRejected, type CommandId, LedgerUnavailable, VersionConflict } from "@liulinhui/core/Ledger"
import { answerSchema, Question } from "@liulinhui/core/Question"
import { OwnerErased, SealBroken, VaultUnavailable } from "@liulinhui/core/Vault"
import {
  DistrictIncomplete,
  DistrictUnknown,
  Governance,
  NotAllowed,
  QuestionRefused,
  Refused
} from "@liulinhui/service/Governance"
import * as ClusterSchema from "effect/cluster/ClusterSchema"
import * as Entity from "effect/cluster/Entity"
import type { EntityAddress } from "effect/cluster/EntityAddress"
import type { Sharding } from "effect/cluster/Sharding"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

const storeErrors = [
  DistrictIncomplete,
  LedgerUnavailable,
  Journal.EntryUnreadable,
  VaultUnavailable,
  SealBroken
] as const

const decisionErrors = [Refused, DistrictUnknown, VersionConflict, AppendRejected, OwnerErased] as const

const Receipt = Schema.Struct({ first: Schema.Int, last: Schema.Int, repeated: Schema.Boolean })

/** The receipt of a submission. `None` if the request changed nothing. */
const receipt = Schema.Option(Receipt)

const submission = { id: asWritten<CommandId>(), by: asWritten<ActorId>(), request: Request }

const SubmitError = Schema.Union([NotAllowed, ...decisionErrors, ...storeErrors])

/** The entity. Its id is the id of the district. */
export const DistrictEntity = Entity.make("liulinhui/district", [
  Rpc.make("Submit", { payload: submission, success: Schema.Struct({ receipt }), error: SubmitError }),
  Rpc.make("Preview", {
    payload: submission,
    success: Schema.Struct({
      receipt,
      entries: Schema.Array(Schema.Struct({ stream: Schema.String, type: Schema.String }))
    }),
    error: SubmitError
  }),
  Rpc.make("TakeIn", {
    payload: { report: asWritten<ReportId>(), reported: Reported },
    success: Schema.Struct({ receipt: Receipt, secret: Schema.String }),
    error: Schema.Union([...decisionErrors, ...storeErrors])
  }),
  Rpc.make("Can", {
    payload: { by: asWritten<ActorId>(), on: Schema.optionalKey(asWritten<CaseId>()) },
    success: Schema.Struct({
      requests: Schema.Array(RequestTag),
      steps: Schema.Array(asWritten<Offers["steps"][number]>()),
      standard: Schema.Array(asWritten<Offers["standard"][number]>())
    }),
    error: Schema.Union([DistrictUnknown, ...storeErrors])
  }),
  Rpc.make("Ask", {
    payload: { by: asWritten<ActorId>(), question: Question },
    // The schema of an answer depends on the question: see `answerCodec`.
    success: Schema.Json,
    error: Schema.Union([QuestionRefused, DistrictUnknown, ...storeErrors])
  })
])
  // A caller that waits no longer must not stop the work: its next message waits for the same work and gets the receipt. And
  // it must not wait until a process that hangs has confirmed the interruption.
  .annotateRpcs(ClusterSchema.Uninterruptible, true)

const codecs = new Map<Question["_tag"], Schema.Codec<unknown, Schema.Json>>()

/** The JSON codec of the answers to a question. */
export const answerCodec = (tag: Question["_tag"]): Schema.Codec<unknown, Schema.Json> => {
  const known = codecs.get(tag)
  if (known !== undefined) return known
  // The cast is safe: an answer is encoded with the codec of its question, and needs no services.
  const made = Schema.toCodecJson(answerSchema(tag)) as unknown as Schema.Codec<unknown, Schema.Json>
  codecs.set(tag, made)
  return made
}

// The cast is safe: the id of an entity is the id of the district that the caller has named.
const districtOf = ({ entityId }: EntityAddress): DistrictId => entityId as string as DistrictId

/** Answers the messages to the districts of this process, with the service of this process. */
export const layer: Layer.Layer<never, never, Governance | Sharding> = DistrictEntity.toLayer(
  Effect.map(Governance, (governance) =>
    DistrictEntity.of({
      Submit: ({ address, payload }) => governance.submit({ district: districtOf(address), ...payload }),
      Preview: ({ address, payload }) => governance.preview({ district: districtOf(address), ...payload }),
      TakeIn: ({ address, payload }) =>
        Effect.map(
          governance.takeIn({ district: districtOf(address), ...payload }),
          ({ receipt, secret }) => ({ receipt, secret: Redacted.value(secret) })
        ),
      Can: ({ address, payload: { by, on } }) => governance.can(districtOf(address), by, on),
      Ask: ({ address, payload: { by, question } }) =>
        Effect.map(
          governance.ask(districtOf(address), by, question),
          Schema.encodeSync(answerCodec(question._tag))
        )
    })
  ),
  // The service has a lock for each district, and decides waiting submissions together.
  { concurrency: "unbounded", disableFatalDefects: true }
)
