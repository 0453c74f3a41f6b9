/**
 * Finds idioms that readers did not understand. The list below has each idiom, and what to write instead. `lint` runs
 * this check.
 *
 * `dialect-todo.txt` names the files that still have such idioms. A hit in any other file is an error. A file on the
 * list without a hit is an error too: after you rewrite a file, run `pnpm run dialect --write`, which takes the file
 * off the list. `pnpm run dialect FILE…` shows all hits in these files, on the list or not.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { files, lineAt, proseOf, read } from "./prose.ts"

/** An idiom, and what to write instead. */
interface Idiom {
  readonly pattern: RegExp
  readonly instead: string
}

/** An idiom of several words. Any white space may be between the words, also the end of a line. */
const words = (pattern: string, instead: string): Idiom => ({
  pattern: new RegExp(`(?<![\\w-])(?:${pattern.replaceAll(" ", "\\s+")})(?![\\w-])`, "gi"),
  instead
})

const idioms: ReadonlyArray<Idiom> = [
  words("(?:nothing|nobody|none|never one) where", "“undefined if …”, “empty if …”"),
  words(
    "where (?:it|this|that|nothing|none) is (?:not |un)?(?:said|told|asked|named|given)",
    "“default: …”, “if it is missing”"
  ),
  words("(?:tells?|telling)(?! (?:\\S+ )?apart)|told", "report, return; notify for notices alone"),
  words("stands?(?! for)|stood", "is, is in, is stored"),
  words("who(?:m|so)?ever|whom it|whom something", "the caller, the actor, the recipient"),
  words("of (?:its|their|his|her|your|my|our|one['’]s) own", "separate, its"),
  words("(?<!there )(?:is|are|was|were|be) none", "is invalid, is empty, does not exist"),
  words("for good", "permanently"),
  words("ask(?:s|ed|ing)? for", "require, request"),
  words("what (?:has |have |had |will )?(?:become|becomes|became) of", "its outcome, its result"),
  words("lives? by", "uses, follows"),
  words("gives(?! up)", "returns"),
  words(
    "(?:held|holds?|holding) (?:(?:it|them|him|her|one|everybody|somebody) )?(?:to|against)",
    "checked against"
  ),
  words("(?:comes?|came|coming) (?:to(?! an end)|into question)", "results in, is eligible"),
  words("what follows", "the result, the events")
]

/** One place where an idiom was found. */
export interface Hit {
  readonly line: number
  readonly found: string
  readonly instead: string
}

/** The idioms in a file, in the order of its lines. */
export const hits = (file: string, source: string): ReadonlyArray<Hit> =>
  proseOf(file, source)
    .flatMap(({ start, text }) =>
      idioms.flatMap(({ pattern, instead }) =>
        [...text.matchAll(pattern)].map((match) => ({
          line: lineAt(source, start + match.index),
          found: match[0].replace(/\s+/g, " "),
          instead
        }))
      )
    )
    .toSorted((a, b) => a.line - b.line)

const list = join(import.meta.dirname, "../dialect-todo.txt")

const listed = (): ReadonlyArray<string> => readFileSync(list, "utf8").split("\n").filter(Boolean)

/** The test of this module contains the idioms, so it is not checked. */
const exempt = "packages/tooling/test/dialect.test.ts"

/**
 * The errors, one line each.
 *
 * @param found the hits of each file with at least one hit
 * @param todo the files that may have hits
 */
export const problems = (
  found: ReadonlyMap<string, ReadonlyArray<Hit>>,
  todo: ReadonlySet<string>
): ReadonlyArray<string> => [
  ...[...found]
    .filter(([file]) => !todo.has(file))
    .flatMap(([file, each]) =>
      each.map((hit) => `${file}:${hit.line}: “${hit.found}”: write ${hit.instead}`)
    ),
  ...[...todo]
    .filter((file) => !found.has(file))
    .map(
      (file) => `${file} has none left, or is gone: run \`pnpm run dialect --write\` to take it off the list`
    )
]

const main = (args: ReadonlyArray<string>): void => {
  const named = args.filter((arg) => !arg.startsWith("-"))
  const found = new Map(
    (named.length > 0 ? named : files())
      .filter((file) => file !== exempt)
      .flatMap((file) => {
        const each = hits(file, read(file))
        return each.length > 0 ? [[file, each] as const] : []
      })
  )
  if (args.includes("--write")) {
    const before = new Set(existsSync(list) ? listed() : [])
    writeFileSync(list, [...found.keys(), ""].join("\n"))
    const added = [...found.keys()].filter((file) => !before.has(file))
    process.stdout.write(`${found.size} files are left to rewrite\n`)
    for (const file of added) process.stdout.write(`added: ${file}\n`)
    return
  }
  const todo = named.length > 0 ? [] : listed()
  const wrong = problems(found, new Set(todo))
  for (const line of wrong) process.stdout.write(`${line}\n`)
  if (wrong.length > 0) process.exitCode = 1
}

if (import.meta.main) main(process.argv.slice(2))
