/**
 * The contract of files of evidence over HTTP: the bodies and the answers of its routes. The OpenAPI document describes them,
 * and the routes write with these schemas.
 */
import { BlobAddress } from "@liulinhui/core/Blobs"
import { CaseId, DistrictId } from "@liulinhui/core/Id"
import { CommandId } from "@liulinhui/core/Ledger"
import { KeptFile } from "@liulinhui/service/EvidenceFiles"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import * as Schema from "effect/Schema"
import { errorsExcept } from "../RouteErrors.ts"

/** The id of an upload. */
export const UploadId = Schema.String.check(
  Schema.isPattern(/^[A-Za-z0-9_-]{43}$/, { expected: "the id of an upload" })
)

/** What a caller states to begin an upload: the size of the file, in bytes. */
export const NewUpload = Schema.Struct({ size: Schema.Int.check(Schema.isGreaterThan(0)) }).annotate({
  identifier: "NewUpload"
})

/**
 * How far an upload is. `offset` is the number of bytes that have arrived, and the place of the next part. `expires` is an
 * instant in milliseconds since 1970 (UTC). `file` is there as soon as the file is complete.
 */
export const UploadProgress = Schema.Struct({
  upload: UploadId,
  size: Schema.Int,
  offset: Schema.Int,
  expires: Schema.Int,
  file: Schema.optionalKey(KeptFile)
}).annotate({ identifier: "UploadProgress" })
export interface UploadProgress extends Schema.Schema.Type<typeof UploadProgress> {}

/** Why a caller looks at a file. It is required if the field of the file is sensitive. */
export const FilePurpose = Schema.Struct({
  purpose: Schema.optionalKey(Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(500)))
}).annotate({ identifier: "FilePurpose" })

const ofCase = { district: DistrictId, case: CaseId }
const errors = errorsExcept(406)

const bytes = (contentType: string) => Schema.Uint8Array.pipe(HttpApiSchema.asUint8Array({ contentType }))

/** The place of a part within its file. */
const UploadOffset = Schema.Struct({
  "upload-offset": Schema.FiniteFromString.check(Schema.isInt(), Schema.isGreaterThanOrEqualTo(0))
})

const base = "/v1/districts/:district/cases/:case"

/** The routes of files of evidence. */
export const evidence = HttpApiGroup.make("evidence").add(
  HttpApiEndpoint.post("beginUpload", `${base}/uploads`, {
    params: ofCase,
    headers: Schema.Struct({ "idempotency-key": CommandId }),
    payload: NewUpload,
    success: UploadProgress.pipe(HttpApiSchema.status(201)),
    error: errors
  }).annotateMerge(
    OpenApi.annotations({
      summary: "Begin to upload a file for a step of a case",
      description:
        "The same idempotency key with the same size returns the same upload, so it also continues one. A file is a JPEG, PNG or WebP picture, or a PDF document."
    })
  ),
  HttpApiEndpoint.get("uploadProgress", `${base}/uploads/:upload`, {
    params: { ...ofCase, upload: UploadId },
    success: UploadProgress,
    error: errors
  }).annotateMerge(OpenApi.annotations({ summary: "How far an upload is" })),
  HttpApiEndpoint.post("uploadPart", `${base}/uploads/:upload`, {
    params: { ...ofCase, upload: UploadId },
    headers: UploadOffset,
    payload: bytes("application/octet-stream"),
    success: UploadProgress,
    error: errors
  }).annotateMerge(
    OpenApi.annotations({
      summary: "Send the next part of a file",
      description:
        "A part that has arrived before changes nothing. If parts before it are missing, the answer is 409, and its header `Upload-Offset` is the place of the next part. With the last part, the file is checked and its metadata are removed."
    })
  ),
  HttpApiEndpoint.post("lookAtFile", `${base}/files/:file/look`, {
    params: { ...ofCase, file: BlobAddress },
    headers: Schema.Struct({ "idempotency-key": CommandId }),
    payload: FilePurpose,
    success: [bytes("image/jpeg"), bytes("image/png"), bytes("image/webp"), bytes("application/pdf")],
    error: errors
  }).annotateMerge(
    OpenApi.annotations({
      summary: "Look at a file of a case",
      description:
        "The look is recorded first, as every access to personal data. A file of a sensitive field requires a purpose."
    })
  )
)
