/**
 * Parses a part of a workbook as XML, chunk by chunk. The part must be well formed and in UTF-8. The depth of nesting
 * and the distance between two tags are limited. The parser does not build a document tree and does not expand
 * entities.
 */
import { SaxesParser } from "saxes"
import { damaged, refuse } from "./FileRefusal.ts"
import type { Limits } from "./Limits.ts"

export type Attributes = Readonly<Record<string, string>>

/**
 * Functions that the parser calls at the beginning of an element, for the text in it, and at its end. Names have no
 * namespace prefix.
 */
export interface XmlHandlers {
  readonly open: (name: string, attributes: Attributes) => void
  readonly text: (text: string) => void
  readonly close: (name: string) => void
}

/** The largest number of bytes between two tags or texts of an XML part. */
const longestSilence = 1024 * 1024

const localName = (name: string): string => name.slice(name.indexOf(":") + 1)

/** Returns the value of the attribute with this name. Its namespace prefix does not matter. */
export const attribute = (attributes: Attributes, name: string): string | undefined => {
  const plain = attributes[name]
  if (plain !== undefined) return plain
  for (const key of Object.keys(attributes)) if (localName(key) === name) return attributes[key]
  return undefined
}

/**
 * Parses a part of a workbook. Yields after each chunk, so that the caller can emit rows before the next chunk is read.
 */
export async function* parse(
  chunks: AsyncIterable<Uint8Array>,
  handlers: XmlHandlers,
  limits: Limits
): AsyncGenerator<void, void, undefined> {
  const parser = new SaxesParser({ xmlns: false, position: false })
  let depth = 0
  let silence = 0
  parser.on("opentag", ({ attributes, name }) => {
    silence = 0
    depth++
    if (depth > limits.depth) refuse("xml-too-deep", {}, { most: limits.depth })
    handlers.open(localName(name), attributes)
  })
  parser.on("text", (text) => {
    silence = 0
    handlers.text(text)
  })
  parser.on("cdata", handlers.text)
  parser.on("closetag", ({ name }) => {
    silence = 0
    depth--
    handlers.close(localName(name))
  })
  parser.on("doctype", () => damaged())
  const decoder = new TextDecoder("utf-8", { fatal: true })
  for await (const chunk of chunks) {
    silence += chunk.length
    attempt(() => parser.write(decoder.decode(chunk, { stream: true })))
    if (silence > longestSilence) damaged()
    yield
  }
  attempt(() => parser.write(decoder.decode()).close())
  yield
}

const attempt = (step: () => unknown): void => {
  try {
    step()
  } catch (error) {
    damaged(error)
  }
}

/** Parses a whole part of a workbook at once. */
export const parseWhole = async (
  chunks: AsyncIterable<Uint8Array>,
  handlers: XmlHandlers,
  limits: Limits
): Promise<void> => {
  for await (const _ of parse(chunks, handlers, limits)) void _
}
