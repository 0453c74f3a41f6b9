/**
 * Reads YAML text as a JSON value, and records the place of each value in the text. Every JSON text is also YAML 1.2,
 * so this module reads JSON files too.
 *
 * Only the values of JSON are accepted: strings, numbers, booleans, null, lists, and maps whose keys are strings.
 * Aliases (`*name`) are refused for two reasons. A few lines of aliases can expand to more text than fits into memory.
 * And a value that is written once and used in many places has no single place in the text, so an error could not point
 * to it.
 */
import { make, type Problem } from "@liulinhui/core/Problem"
import type * as Schema from "effect/Schema"
import {
  isAlias,
  isMap,
  isScalar,
  Lexer,
  LineCounter,
  parseDocument,
  Parser,
  type ParsedNode,
  type Scalar,
  type YAMLError,
  type YAMLMap,
  type YAMLSeq
} from "yaml"
import { fullWidthColon, slipsNear } from "./Slips.ts"

/** The place of a value in the text, as an offset in characters from 0, and the places of the values inside it. */
export interface Place {
  readonly offset: number
  readonly children: ReadonlyMap<string | number, Place>
}

/** A problem in a YAML text, at an offset in characters from 0. */
export interface TextProblem {
  readonly offset: number
  readonly problem: Problem
}

/** The result of reading a YAML text: every mistake, and the value as far as it could be read. */
export interface Yaml {
  readonly value: Schema.Json
  readonly place: Place
  /** Whether the text is YAML. If not, the value may have wrong parts. */
  readonly isReadable: boolean
  readonly problems: ReadonlyArray<TextProblem>
  /** Converts an offset in a text to a line and a column. Both count from 1. */
  readonly position: (offset: number) => { readonly line: number; readonly column: number }
}

type Path = ReadonlyArray<string | number>

/** The limits of a YAML text: its length in characters, and how deeply lists and maps may be nested. */
export const limits = { characters: 4 * 1024 * 1024, depth: 100 } as const

const nowhere = (offset: number): Place => ({ offset, children: new Map() })

// The depth of nesting is checked before the text is composed into values, because the composer is recursive, so deeply
// nested text would overflow the call stack. (The parser is not recursive.)
const tooDeep = (text: string): number | undefined => {
  const parser = new Parser()
  let offset = 0
  for (const lexeme of new Lexer().lex(text)) {
    for (const _ of parser.next(lexeme)) void _
    // The parser has one token for a map and one for the pair inside the map, so each level counts twice.
    if (parser.stack.length > 2 * limits.depth) return offset
    offset += lexeme.length
  }
  return undefined
}

const advice: Partial<Record<YAMLError["code"], string>> = {
  BAD_INDENT: "found a line whose indentation fits no other line: align it with the lines of its level",
  MISSING_CHAR:
    "found no end of a text, list or map, or no colon: check that quotes, brackets and colons are complete",
  MULTILINE_IMPLICIT_KEY: "found a line without a colon and a space: write a key as key: value",
  UNEXPECTED_TOKEN: "found a sign that is not expected here: check brackets, commas and quotes",
  BAD_SCALAR_START: "found a value that begins with a sign of YAML: put it in quotes",
  BAD_DQ_ESCAPE: "found a backslash that YAML does not know: use single quotes, or leave it out",
  BLOCK_IN_FLOW: "found indented lines inside brackets: write them in one line, or without brackets",
  TAB_AS_INDENT: "found a tab in the indentation: indent with spaces",
  MULTIPLE_DOCS: "found a second document after ---: a model is one document",
  TAG_RESOLVE_FAILED: "found a tag that YAML does not define: write the plain value",
  BLOCK_AS_IMPLICIT_KEY:
    "found a key inside a value: put the key on a new line and indent it, or put the value in quotes",
  NON_STRING_KEY: "found a key that is not a text: put it in quotes"
}

const otherAdvice = "found text that is not YAML: check indentation, colons, quotes and brackets of this line"

const codeOf = ({ code }: YAMLError): string => `yaml-${code.toLowerCase().replaceAll("_", "-")}`

interface Read {
  readonly value: Schema.Json
  readonly place: Place
}

const readNodes = (contents: ParsedNode | null, problems: Array<TextProblem>): Read => {
  const complain = (
    offset: number,
    path: Path,
    code: string,
    message: string,
    given: Problem["given"]
  ): void => {
    problems.push({ offset, problem: make(path, code, message, given) })
  }

  const scalar = ({ range, source, value }: Scalar, path: Path): Schema.Json => {
    if (value === null || typeof value === "string" || typeof value === "boolean") return value
    if (typeof value === "number" && Number.isFinite(value)) {
      if (!Number.isInteger(value) || Number.isSafeInteger(value)) return value
      const message = `found ${source}, which is too large to be exact: put it in quotes, or write less`
      complain(range?.[0] ?? 0, path, "number-too-large", message, { found: source ?? "" })
    } else {
      const message = `found ${source}: write a number, a text, a list or a map`
      complain(range?.[0] ?? 0, path, "not-json", message, { found: source ?? "" })
    }
    return null
  }

  const map = (node: YAMLMap.Parsed, path: Path, offset: number): Read => {
    const entries = new Map<string, Schema.Json>()
    const children = new Map<string, Place>()
    for (const { key, value } of node.items) {
      const at = key.range[0]
      // A key that is not a string is skipped, because the parser has already reported it.
      if (!isScalar(key) || typeof key.value !== "string") continue
      const name = key.value.replace(/^\u3000+/u, "")
      if (name !== key.value) {
        const message = "found a full-width space before a key: indent with plain spaces"
        complain(at, [...path, name], "fullwidth-space", message, {})
      }
      const slip = value === null || (isScalar(value) && value.value === null) ? name.indexOf("：") : -1
      if (slip >= 0) {
        problems.push({ offset: at + slip, problem: fullWidthColon(path) })
        continue
      }
      const read = readNode(value, [...path, name], at)
      if (children.has(name)) {
        complain(
          at,
          [...path, name],
          "duplicate-key",
          `found "${name}" for the second time: keep one of the two`,
          { key: name }
        )
      } else {
        entries.set(name, read.value)
        children.set(name, read.place)
      }
    }
    return { value: Object.fromEntries(entries), place: { offset, children } }
  }

  const list = (node: YAMLSeq.Parsed, path: Path, offset: number): Read => {
    for (const item of node.flow === true ? node.items : []) {
      const slip =
        isScalar(item) && item.type === "PLAIN" && typeof item.value === "string"
          ? item.value.search(/[，、]/u)
          : -1
      if (slip < 0) continue
      const message = "found a full-width comma between the items of a list: write , and a space"
      complain((item.range[0] ?? offset) + slip, path, "fullwidth-comma", message, {})
    }
    const items = node.items.map((item, index) => readNode(item, [...path, index], item.range[0]))
    return {
      value: items.map(({ value }) => value),
      place: { offset, children: new Map(items.map(({ place }, index) => [index, place])) }
    }
  }

  const readNode = (node: ParsedNode | null, path: Path, offset: number): Read => {
    if (node === null) return { value: null, place: nowhere(offset) }
    if (isAlias(node)) {
      const message = `found the alias *${node.source}: write the value out, or let the file extend a model`
      complain(node.range[0], path, "alias", message, { name: node.source })
      return { value: null, place: nowhere(offset) }
    }
    if (isScalar(node)) return { value: scalar(node, path), place: nowhere(offset) }
    return isMap(node) ? map(node, path, offset) : list(node, path, offset)
  }

  return readNode(contents, [], contents?.range[0] ?? 0)
}

/** Reads a YAML or JSON text, and reports every mistake in it. */
export const readYaml = (text: string): Yaml => {
  const lines = new LineCounter()
  const position = (offset: number) => {
    const { col, line } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const refused = (offset: number, code: string, message: string, given: Problem["given"]): Yaml => {
    lines.addNewLine(0)
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1))
      lines.addNewLine(end + 1)
    return {
      value: null,
      place: nowhere(0),
      isReadable: false,
      problems: [{ offset, problem: make([], code, message, given) }],
      position
    }
  }
  if (text.length > limits.characters) {
    const message = `found ${text.length} characters, expected at most ${limits.characters}`
    return refused(0, "too-large", message, { found: text.length, most: limits.characters })
  }
  const deep = tooDeep(text)
  if (deep !== undefined) {
    const message = `found lists and maps nested deeper than ${limits.depth}: flatten them`
    return refused(deep, "too-deep", message, { most: limits.depth })
  }
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false
  })
  const problems: Array<TextProblem> = []
  const seen = new Set<string>()
  for (const error of [...document.errors, ...document.warnings]) {
    const key = `${error.code} ${error.pos[0]}`
    if (seen.has(key)) continue
    seen.add(key)
    const message = advice[error.code] ?? otherAdvice
    const given = /quote/u.test(error.message)
      ? { why: "quote" }
      : /Flow/u.test(error.message)
        ? { why: "bracket" }
        : {}
    problems.push({ offset: error.pos[0], problem: make([], codeOf(error), message, given) })
  }
  // After its first mistake, the parser is often wrong about the rest. So only mistakes of the same kind are reported.
  const [mistake, ...others] = problems
  if (mistake !== undefined) {
    const isOpen = mistake.problem.given?.["why"] !== undefined
    const same = others.filter(({ problem }) => !isOpen && problem.code === mistake.problem.code)
    problems.splice(0, problems.length, mistake, ...same)
  }
  // A slip explains the mistakes that the parser reports, so it takes their place.
  const slips = slipsNear(
    text,
    problems.map(({ offset }) => offset)
  )
  const isReadable = problems.length === 0
  const [firstSlip] = slips
  if (firstSlip !== undefined) {
    const line = text.lastIndexOf("\n", firstSlip.offset)
    problems.splice(0, problems.length, ...problems.filter(({ offset }) => offset < line), ...slips)
  }
  const version = document.directives?.yaml
  if (version?.explicit === true && version.version !== "1.2") {
    const message = `found %YAML ${version.version}, in which \`no\` is not a text: leave the line out`
    problems.push({ offset: 0, problem: make([], "yaml-version", message, { found: version.version }) })
  }
  const { place, value } = readNodes(document.contents, slips.length > 0 ? [] : problems)
  return { value, place, isReadable, problems, position }
}
