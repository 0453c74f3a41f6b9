/** Ledgers that are broken on purpose: each confuses names that differ, or refuses or cuts names that are permitted. */
import { DistrictId, StreamId } from "@liulinhui/core/Id"
import { type Append, CommandId, type Entry, type LedgerShape } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import { but, type Liar } from "../lying.ts"

const alike = {
  stream: "distinguishes streams whose names look alike, whatever normalisation makes of them",
  command: "distinguishes command ids that look alike, whatever normalisation makes of them",
  district: "distinguishes districts whose names look alike, whatever normalisation makes of them",
  longest: "accepts names of the greatest length, all at once, and not one character more",
  last: "distinguishes names of the greatest length by their last character, in every script"
} as const

interface Names {
  readonly district?: (name: string) => string
  readonly stream?: (name: string) => string
  readonly command?: (name: string) => string
}

const same = (name: string): string => name

/** Makes a ledger that stores other names than it was given. */
const renaming =
  ({ command = same, district = same, stream = same }: Names): Liar["make"] =>
  (honest) => {
    const id = (name: DistrictId) => district(name) as DistrictId
    const renamed = (append: Append): Append => ({
      ...append,
      district: id(append.district),
      commandId: command(append.commandId) as CommandId,
      streams: append.streams.map((part) => ({ ...part, stream: stream(part.stream) as StreamId }))
    })
    // An entry has the names under which it was stored, but always the district of the question.
    const shown = (asked: DistrictId) => (page: ReadonlyArray<Entry>) =>
      page.map((entry) => ({ ...entry, district: asked }))
    return but(honest, {
      append: (append) => honest.append(renamed(append)),
      appendAll: (appends) => honest.appendAll(appends.map(renamed)),
      read: (name, after, limit) => Effect.map(honest.read(id(name), after, limit), shown(name)),
      readStream: (name, of, after, limit) =>
        Effect.map(honest.readStream(id(name), stream(of) as StreamId, after, limit), shown(name)),
      head: (name) => honest.head(id(name)),
      receipts: (name, commandIds) =>
        Effect.map(
          honest.receipts(
            id(name),
            commandIds.map((one) => command(one) as CommandId)
          ),
          (found) =>
            new Map(
              commandIds.flatMap((one) => {
                const receipt = found.get(command(one) as CommandId)
                return receipt === undefined ? [] : [[one, receipt] as const]
              })
            )
        )
    })
  }

const bytes =
  (most: number) =>
  (name: string): string => {
    let cut = name
    while (Buffer.byteLength(cut) > most) cut = cut.slice(0, -1)
    return cut.toWellFormed()
  }

const units =
  (most: number) =>
  (name: string): string =>
    name
      .slice(0, most)
      .toWellFormed()
      .replace(/\ufffd$/u, "")

const refusing = (isLong: (append: Append) => boolean): Liar["make"] =>
  ((honest: LedgerShape) =>
    but(honest, {
      append: (append) => honest.append(isLong(append) ? { ...append, commandId: "" as CommandId } : append)
    })) satisfies Liar["make"]

const nfc = (name: string): string => name.normalize("NFC")
const nfkc = (name: string): string => name.normalize("NFKC")
const folded = (name: string): string => name.replaceAll("\u1e9e", "ß").replaceAll("ß", "ss")

/** Numbers that are equal become the same name. */
const asNumber = (name: string): string => (/^[0-9.]+$/u.test(name) ? String(Number(name)) : name)

/** Keeps names in an object, which has some names from the beginning. */
const inObject = (name: string): string => (name in {} ? "object" : name)

export const nameLiars: ReadonlyArray<Liar> = [
  { name: "compares stream names as numbers", caughtBy: alike.stream, make: renaming({ stream: asNumber }) },
  { name: "finds streams in a plain object", caughtBy: alike.stream, make: renaming({ stream: inObject }) },
  {
    name: "finds commands in a plain object",
    caughtBy: alike.command,
    make: renaming({ command: inObject })
  },
  {
    name: "takes the name “null” for a missing one",
    caughtBy: alike.stream,
    make: renaming({ stream: (name) => (name === "undefined" ? "null" : name) })
  },
  { name: "composes stream names", caughtBy: alike.stream, make: renaming({ stream: nfc }) },
  {
    name: "compares stream names after compatibility normalisation",
    caughtBy: alike.stream,
    make: renaming({ stream: nfkc })
  },
  {
    name: "ignores accents in stream names",
    caughtBy: alike.stream,
    make: renaming({ stream: (name) => name.normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC") })
  },
  {
    name: "trims marks at the end of stream names",
    caughtBy: alike.stream,
    make: renaming({ stream: (name) => name.replace(/(?<=.)[._-]+$/u, "") })
  },
  { name: "composes command ids", caughtBy: alike.command, make: renaming({ command: nfc }) },
  {
    name: "compares command ids after compatibility normalisation",
    caughtBy: alike.command,
    make: renaming({ command: nfkc })
  },
  {
    name: "folds the case of sharp s in command ids",
    caughtBy: alike.command,
    make: renaming({ command: folded })
  },
  { name: "composes district ids", caughtBy: alike.district, make: renaming({ district: nfc }) },
  {
    name: "compares district ids after compatibility normalisation",
    caughtBy: alike.district,
    make: renaming({ district: nfkc })
  },
  {
    name: "treats an underscore in a district id as a wildcard",
    caughtBy: alike.district,
    make: renaming({ district: (name) => name.replace(/n_(?=1?$)/u, "n-") })
  },
  {
    name: "has columns of 255 bytes for stream names",
    caughtBy: alike.last,
    make: renaming({ stream: bytes(255) })
  },
  {
    name: "has columns of 255 bytes for command ids",
    caughtBy: alike.last,
    make: renaming({ command: bytes(255) })
  },
  {
    name: "has columns of 200 UTF-16 units for stream names",
    caughtBy: alike.last,
    make: renaming({ stream: units(200) })
  },
  {
    name: "has columns of 64 bytes for district ids",
    caughtBy: alike.last,
    make: renaming({ district: bytes(64) })
  },
  {
    name: "refuses stream names of 200 characters that take more than 200 bytes",
    caughtBy: alike.longest,
    make: refusing(({ streams }) => streams.some(({ stream }) => Buffer.byteLength(stream) >= 800))
  },
  {
    name: "refuses command ids of 200 characters",
    caughtBy: alike.longest,
    make: refusing(({ commandId }) => [...commandId].length >= 200 && commandId.startsWith("xx"))
  },
  {
    name: "accepts event types of any length",
    caughtBy: alike.longest,
    make: (honest) =>
      but(honest, {
        append: (append) =>
          honest.append({
            ...append,
            streams: append.streams.map((part) => ({
              ...part,
              events: part.events.map(({ type, data }) => ({ type: [...type].slice(0, 200).join(""), data }))
            }))
          })
      })
  }
]
