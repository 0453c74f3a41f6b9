/**
 * The English of the repository: comments, docstrings, documents, changesets, and texts in the code that are sentences.
 * Code is left out, also code inside documents and docstrings; the comments in it are kept.
 */
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { parseSync, Visitor } from "oxc-parser"
import { root } from "./packages.ts"

/** Where a piece of prose is from. A `text` is a string in the code. */
export type Kind = "docstring" | "comment" | "text" | "document"

/**
 * A piece of prose. `text` is as long as the part of the file that it is from, with spaces where the file has
 * decoration or code, so that an offset in it plus `start` is an offset in the file.
 */
export interface Prose {
  readonly kind: Kind
  readonly start: number
  readonly text: string
}

/** Written by tools, so its English is not ours to choose. */
const generated = /(^|\/)(api\.md|CHANGELOG\.md|pnpm-lock\.yaml)$/

/** The files that can hold prose, relative to the root: all that git knows or would add. */
export const files = (): ReadonlyArray<string> => {
  const { stdout } = spawnSync(
    "git",
    ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"],
    {
      cwd: root,
      encoding: "utf8"
    }
  )
  return stdout
    .split("\0")
    .filter((file) => /\.(ts|tsx|md|ya?ml|sh)$|^\.ci\//.test(file) && !generated.test(file))
    .toSorted()
}

const blank = (text: string): string => text.replace(/[^\n]/g, " ")

/** Keeps the comments of a code block: on each line, the part after `//`. */
const commentsOnly = (code: string): string =>
  code.replace(/.+/g, (line) => {
    const at = line.search(/\/\/ /)
    return at < 0 ? blank(line) : blank(line.slice(0, at + 2)) + line.slice(at + 2)
  })

/** Takes the code out of Markdown: fenced blocks, inline code, and where links lead. */
const withoutCode = (markdown: string): string =>
  markdown
    .replace(/```[^]*?(```|$)/g, commentsOnly)
    .replace(/`[^`]+`/g, blank)
    .replace(/\]\([^)\s]*\)/g, blank)

/** Takes the stars and slashes off a comment. */
const undecorated = (comment: string): string =>
  comment.replace(/^\/\*+|\*\/$/g, blank).replace(/^[ \t]*(\*|\/\/)/gm, blank)

const isDirective = (comment: string): boolean => /^[\s*/]*(oxlint-|@__|@vite-ignore|#)/.test(comment)

/** Three words in a row, with small letters: a sentence, or a part of one. SQL has its key words in capitals. */
const isSentence = (text: string): boolean =>
  /[A-Za-z]+[,;:]? [a-z’'-]+[,;:]? [a-z’'-]+/.test(text) &&
  !/\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE|ALTER|GRANT|VALUES|WHERE)\b|\bselect\b[^.]*\bfrom\b/.test(
    text
  )

const ofSource = (file: string, source: string): ReadonlyArray<Prose> => {
  const { comments, program } = parseSync(file, source)
  const found: Array<Prose & { readonly line: boolean }> = []
  for (const { type, start, end } of comments) {
    const text = source.slice(start, end)
    if (isDirective(text)) continue
    const prose = withoutCode(undecorated(text))
    const last = found.at(-1)
    const between = last === undefined ? "" : source.slice(last.start + last.text.length, start)
    // Line comments under each other are one comment, unless the first is at the end of a line of code.
    if (
      type === "Line" &&
      last?.line === true &&
      /^\r?\n[ \t]*$/.test(between) &&
      startsLine(source, last.start)
    ) {
      found[found.length - 1] = { ...last, text: last.text + between + prose }
    } else {
      found.push({
        kind: text.startsWith("/**") ? "docstring" : "comment",
        start,
        text: prose,
        line: type === "Line"
      })
    }
  }
  const texts: Array<Prose> = []
  const add = (start: number, end: number, whole: string): void => {
    if (!isSentence(whole)) return
    // The delimiters belong to the code: quotes, and what parts a template.
    const text = source.slice(start, end).replace(/^["'`}]|["'`]$|\$\{$/g, blank)
    texts.push({ kind: "text", start, text })
  }
  new Visitor({
    Literal({ value, start, end }) {
      if (typeof value === "string") add(start, end, value)
    },
    TemplateLiteral({ quasis, start, end }) {
      for (const quasi of quasis) add(quasi.start, quasi.end, source.slice(start, end))
    }
  }).visit(program)
  return [...found.map(({ kind, start, text }) => ({ kind, start, text })), ...texts]
}

const startsLine = (source: string, at: number): boolean =>
  /(^|\n)[ \t]*$/.test(source.slice(Math.max(0, at - 200), at))

/** The text of a district's model is for people; of a script only its comments are prose. */
const ofLines = (source: string, keep: RegExp): string =>
  source.replace(/.+/g, (line) => {
    const at = line.search(keep)
    return at < 0 ? blank(line) : blank(line.slice(0, at)) + line.slice(at)
  })

/** The prose of one file. */
export const proseOf = (file: string, source: string): ReadonlyArray<Prose> => {
  if (/\.tsx?$/.test(file)) return ofSource(file, source)
  if (file.endsWith(".md")) return [{ kind: "document", start: 0, text: withoutCode(source) }]
  const keep = /\.ya?ml$/.test(file) ? /(^|\s)(#|en:)\s/ : /(^|\s)#\s/
  return [{ kind: "comment", start: 0, text: ofLines(source, keep) }]
}

/** Reads a file of the repository. */
export const read = (file: string): string => readFileSync(join(root, file), "utf8")

/** The number of the line that an offset is on, from 1. */
export const lineAt = (source: string, offset: number): number => {
  let line = 1
  for (let at = source.indexOf("\n"); at >= 0 && at < offset; at = source.indexOf("\n", at + 1)) line++
  return line
}
