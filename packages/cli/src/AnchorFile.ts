/**
 * Reads the data with which `audit verify` compares a ledger. A head is the position and the hash of the last entry of
 * a district. An anchor is a signed head. Anchors are in a file with one JSON object in each line. Heads can also be
 * given on the command line.
 */
import type { DistrictId } from "@liulinhui/core/Id"
import type { Head } from "@liulinhui/core/Ledger"
import * as Anchors from "@liulinhui/service/Anchors"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { unwritable } from "./FileReason.ts"
import { keep } from "./PrivateFiles.ts"
import { read } from "./TextFile.ts"
import { failed, words } from "./Words.ts"

/** Reads a head from a text of the form `HASH@POSITION`. */
export const head = (text: string) => {
  const [, hash, position] = /^([0-9a-f]{64})@([1-9]\d{0,14})$/.exec(text) ?? []
  return hash === undefined || position === undefined
    ? failed("cli.audit.headMalformed", { found: text })
    : Effect.succeed<Head>({ hash, position: Number(position) })
}

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(Anchors.Anchor))

/**
 * Reads the anchors of a district from a file, and checks the signature of each anchor with the public key in another
 * file. Fails with the line of the first wrong anchor. Also fails if the file contains no anchor of the district.
 */
export const anchorsOf = Effect.fnUntraced(function* (district: DistrictId, file: string, keyFile: string) {
  const verifier = Anchors.verifier(yield* read(keyFile))
  if (Result.isFailure(verifier)) {
    return yield* failed("cli.audit.keyInvalid", { file: keyFile, kind: "public" })
  }
  const { accepts, key } = verifier.success
  const { say } = yield* words
  const wrong = (line: number, why: string) => failed("cli.audit.anchorWrong", { file, line, why })
  yield* keep([file], "reads")
  const found: Array<Anchors.Anchor> = []
  for (const [n, line] of (yield* read(file)).split(/\r?\n/).entries()) {
    if (line.trim() === "") continue
    const anchor = decode(line)
    if (Option.isNone(anchor)) return yield* wrong(n + 1, say("cli.audit.anchorShape"))
    if (anchor.value.key !== key)
      return yield* wrong(n + 1, say("cli.audit.anchorKey", { key: anchor.value.key, expected: key }))
    if (!accepts(anchor.value)) return yield* wrong(n + 1, say("cli.audit.anchorSignature"))
    if (anchor.value.district === district) found.push(anchor.value)
  }
  return found.length === 0 ? yield* failed("cli.audit.anchorsNone", { file, district }) : found
})

/** Makes a signer from a file that contains a private key. */
export const signerIn = Effect.fnUntraced(function* (file: string) {
  yield* keep([file], "reads")
  const signer = Anchors.signer(Redacted.make(yield* read(file)))
  return Result.isFailure(signer)
    ? yield* failed("cli.audit.keyInvalid", { file, kind: "private" })
    : signer.success
})

/**
 * Makes a key pair for signatures, and writes the private key into a new file. Only the owner of this file can read it.
 * Returns the public key.
 */
export const makeKey = Effect.fnUntraced(function* (file: string) {
  const files = yield* FileSystem.FileSystem
  const { privateKey, publicKey } = Anchors.generate()
  yield* files
    .writeFileString(file, Redacted.value(privateKey), { mode: 0o600, flag: "wx" })
    .pipe(
      Effect.catch((error) =>
        error.reason._tag === "AlreadyExists"
          ? failed("cli.audit.keyExists", { file })
          : unwritable(file)(error)
      )
    )
  return publicKey
})
