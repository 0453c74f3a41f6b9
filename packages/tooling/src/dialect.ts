/**
 * Finds phrases that readers did not understand. The list below has each phrase and what to write instead. `lint` runs
 * this check. `pnpm run dialect FILE…` checks only the given files.
 */
import process from "node:process"
import { files, lineAt, proseOf, read } from "./prose.ts"

/** A phrase that readers did not understand, and what to write instead. */
interface Idiom {
  readonly pattern: RegExp
  readonly instead: string
}

/** Makes a phrase of several words. Between the words may be any white space, including the end of a line. */
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

/** One place where a phrase of the list was found. */
export interface Hit {
  readonly line: number
  readonly found: string
  readonly instead: string
}

/**
 * The strings in these files are labels of the six-hearts model document. The document must not change, so its labels
 * are not checked. The comments in the files are checked.
 */
const frozenLabels = "packages/six-hearts/src/"

/** All phrases of the list that a file contains, in the order of its lines. */
export const hits = (file: string, source: string): ReadonlyArray<Hit> =>
  proseOf(file, source)
    .filter(({ kind }) => kind !== "text" || !file.startsWith(frozenLabels))
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

/** The test of this module contains the phrases of the list, so it is not checked. */
const exempt = "packages/tooling/test/dialect.test.ts"

/** Formats a found phrase as an error of one line: its place, and what to write instead. */
export const problem = (file: string, { found, instead, line }: Hit): string =>
  `${file}:${line}: “${found}”: write ${instead}`

const main = (named: ReadonlyArray<string>): void => {
  const wrong = (named.length > 0 ? named : files())
    .filter((file) => file !== exempt)
    .flatMap((file) => hits(file, read(file)).map((hit) => problem(file, hit)))
  for (const line of wrong) process.stdout.write(`${line}\n`)
  if (wrong.length > 0) process.exitCode = 1
}

if (import.meta.main) main(process.argv.slice(2))
