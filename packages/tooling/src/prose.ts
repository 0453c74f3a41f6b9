/**
 * Finds the English text of the repository: comments, docstrings, documents, changesets, and sentences in strings of
 * the code. Code is left out, also code inside documents and docstrings; but the comments in such code are included.
 */
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { parseSync, Visitor } from "oxc-parser"
import { root } from "./packages.ts"

/** Where a piece of text comes from. `text` means a string in the code. */
export type Kind = "docstring" | "comment" | "text" | "document"

/**
 * A piece of English text. `text` has the same length as its part of the file, because decoration and code are replaced
 * by spaces. So an offset in `text` plus `start` is an offset in the file.
 */
export interface Prose {
  readonly kind: Kind
  readonly start: number
  readonly text: string
}

/** Files that tools generate. They are not checked, because their English cannot be changed by hand. */
const generated = /(^|\/)(api\.md|CHANGELOG\.md|pnpm-lock\.yaml)$/

/**
 * The files that can contain English text, relative to the root: all files that git tracks, and new files that git does
 * not ignore.
 */
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

/** Returns only the comments of a code block: on each line, the part after `//`. */
const commentsOnly = (code: string): string =>
  code.replace(/.+/g, (line) => {
    const at = line.search(/\/\/ /)
    return at < 0 ? blank(line) : blank(line.slice(0, at + 2)) + line.slice(at + 2)
  })

/** Replaces the code in Markdown by spaces: fenced blocks, inline code, and the targets of links. */
const withoutCode = (markdown: string): string =>
  markdown
    .replace(/```[^]*?(```|$)/g, commentsOnly)
    .replace(/`[^`]+`/g, blank)
    .replace(/\]\([^)\s]*\)/g, blank)

/** Replaces the stars and slashes of a comment by spaces. */
const undecorated = (comment: string): string =>
  comment.replace(/^\/\*+|\*\/$/g, blank).replace(/^[ \t]*(\*|\/\/)/gm, blank)

const isDirective = (comment: string): boolean => /^[\s*/]*(oxlint-|@__|@vite-ignore|#)/.test(comment)

/** Whether a string is a sentence or a part of one: at least three words, mostly in small letters, and not SQL. */
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
    // Consecutive line comments are one comment, unless the first of them follows code on its line.
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
    // The delimiters of a string belong to the code, so they are replaced by spaces: quotes, and the marks around
    // expressions in a template.
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

/**
 * Returns the English text of a file for which this module has no parser: on each line, the part from the first match
 * of `keep`.
 */
const ofLines = (source: string, keep: RegExp): string =>
  source.replace(/.+/g, (line) => {
    const at = line.search(keep)
    return at < 0 ? blank(line) : blank(line.slice(0, at)) + line.slice(at)
  })

/** Returns all pieces of English text in one file. */
export const proseOf = (file: string, source: string): ReadonlyArray<Prose> => {
  if (/\.tsx?$/.test(file)) return ofSource(file, source)
  if (file.endsWith(".md")) return [{ kind: "document", start: 0, text: withoutCode(source) }]
  const keep = /\.ya?ml$/.test(file) ? /(^|\s)(#|en:)\s/ : /(^|\s)#\s/
  return [{ kind: "comment", start: 0, text: ofLines(source, keep) }]
}

/** Reads a file of the repository. The path is relative to the root. */
export const read = (file: string): string => readFileSync(join(root, file), "utf8")

/** The number of the line that contains an offset. Lines count from 1. */
export const lineAt = (source: string, offset: number): number => {
  let line = 1
  for (let at = source.indexOf("\n"); at >= 0 && at < offset; at = source.indexOf("\n", at + 1)) line++
  return line
}
