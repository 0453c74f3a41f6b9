/**
 * Finds slips of Chinese keyboards in a YAML text: punctuation that looks right, but that YAML does not know. Such a slip
 * makes the parser report a mistake somewhere after it. So the lines before a mistake are searched, too.
 */
import { make, type Problem } from "@liulinhui/core/Problem"

/** A slip, at an offset in characters from 0. */
export interface Slip {
  readonly offset: number
  readonly problem: Problem
}

const halves: Readonly<Record<string, string>> = {
  "｛": "{",
  "｝": "}",
  "［": "[",
  "］": "]",
  "【": "[",
  "】": "]"
}

/** The problem of a full-width colon at a path. */
export const fullWidthColon = (path: Problem["path"]): Problem =>
  make(path, "fullwidth-colon", "found the full-width colon ：, write : and a space after it", {})

const key = String.raw`[\p{L}\p{N}_.-]{1,64}`

type Rule = readonly [pattern: RegExp, problem: (found: RegExpExecArray) => Problem]

// In each pattern, the slip comes directly after the first group.
const rules: ReadonlyArray<Rule> = [
  [new RegExp(`^(\\s*(?:- +)?${key})：`, "u"), () => fullWidthColon([])],
  [new RegExp(`^(.*[{,]\\s*${key})：`, "u"), () => fullWidthColon([])],
  [
    /^([ \t]*)\u3000/u,
    () =>
      make([], "fullwidth-space", "found a full-width space at the start of the line: use plain spaces", {})
  ],
  [/^(\s*)＃/u, () => make([], "fullwidth-hash", "found the full-width ＃: a comment begins with #", {})],
  [
    /^(\s*)([－—–•·])/u,
    ([, , found = ""]) =>
      make([], "fullwidth-dash", `found ${found}: an item of a list begins with - and a space`, { found })
  ],
  [/^(.*[:：-]\s*)([｛［【])/u, ([, , found = ""]) => bracket(found)],
  [/^([^"'#]*)([｝］】])\s*$/u, ([, , found = ""]) => bracket(found)],
  [
    new RegExp(`^(\\s*(?:- +)?${key}:)([^\\s/].*)$`, "u"),
    ([, before = "", after = ""]) => {
      const found = `${before.trim()}${after}`.slice(0, 40)
      return make([], "missing-space", `found "${found}": write a space after the colon`, { found })
    }
  ]
]

const bracket = (found: string): Problem =>
  make([], "fullwidth-bracket", `found the full-width bracket ${found}: write ${halves[found]}`, {
    found,
    meant: halves[found] ?? ""
  })

/** How many lines before a mistake are searched: a value may go over several lines. */
const linesBefore = 2

// A key in English with a full-width colon. Who writes it once often writes it everywhere, so it is searched in all lines.
const everywhere = /^(\s*(?:- +)?[A-Za-z][\w.-]{0,63})：/u

/**
 * The slips near the given offsets, in the order of the text. At most one is reported for each line. If there are none,
 * the result is empty.
 */
export const slipsNear = (text: string, offsets: ReadonlyArray<number>): ReadonlyArray<Slip> => {
  const lines = text.split("\n")
  const starts: Array<number> = []
  let start = 0
  for (const line of lines) {
    starts.push(start)
    start += line.length + 1
  }
  const near = new Set(
    offsets.flatMap((offset) => {
      const at = starts.findLastIndex((begin) => begin <= offset)
      return Array.from({ length: linesBefore + 2 }, (_, n) => at - linesBefore + n)
    })
  )
  return lines.flatMap((line, at) => {
    if (offsets.length === 0 || (!near.has(at) && !everywhere.test(line))) return []
    for (const [pattern, problem] of rules) {
      const found = pattern.exec(line)
      if (found !== null)
        return [{ offset: (starts[at] ?? 0) + (found[1] ?? "").length, problem: problem(found) }]
    }
    return []
  })
}
