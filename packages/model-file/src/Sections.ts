/**
 * Reads the sections of a YAML text one by one, if the text as a whole is not YAML. A section begins with a key at the start
 * of a line, such as `branches:`. So one missing bracket does not hide what can be said about the other sections.
 */
import { readYaml, type TextProblem, type Yaml } from "./Yaml.ts"

/** A text of which only some sections are YAML: the value of these sections, and all mistakes. */
export interface Readable extends Yaml {
  /** The sections that cannot be read. */
  readonly unread: ReadonlyArray<string>
}

interface Section {
  readonly offset: number
  readonly text: string
}

// A line that begins with another sign, such as a space, a dash or a bracket, belongs to the section above it.
const begins = /^[\p{L}"']/u

const sectionsOf = (text: string): ReadonlyArray<Section> => {
  const sections: Array<{ readonly offset: number; text: string }> = []
  let offset = 0
  for (const line of text.split(/(?<=\n)/u)) {
    const last = sections.at(-1)
    if (last === undefined || begins.test(line)) sections.push({ offset, text: line })
    else last.text += line
    offset += line.length
  }
  return sections
}

// The indentation of a key may itself be the mistake, so keys with little indentation are taken for sections, too.
const keysIn = ({ text }: Section): ReadonlyArray<string> =>
  [...text.matchAll(/^ {0,2}["']?([A-Za-z][\w-]*)/gmu)].map(([, key = ""]) => key)

const nameOf = ({ offset, problem }: TextProblem): string => `${offset} ${problem.code}`

const blank = (text: string): string => text.replace(/[^\n]/gu, " ")

/**
 * Reads what can be read of a text that is not YAML as a whole. `undefined` if that is nothing, or if the base of the
 * file cannot be read, because the rest of the file depends on it.
 *
 * @category reading
 */
export const readSections = (text: string, { problems }: Pick<Yaml, "problems">): Readable | undefined => {
  const sections = sectionsOf(text)
  const broken = sections.flatMap((section) => {
    const read = readYaml(section.text)
    return read.isReadable ? [] : [{ section, read }]
  })
  const unread = broken.flatMap(({ section }) => keysIn(section))
  if (broken.length === 0 || broken.length === sections.length || unread.includes("extends")) return undefined
  const isBroken = new Set(broken.map(({ section }) => section))
  const rest = readYaml(sections.map((one) => (isBroken.has(one) ? blank(one.text) : one.text)).join(""))
  if (!rest.isReadable) return undefined
  // The parser stops at the first mistake. If it has found all, its own report is better than those of the parts.
  const found: ReadonlyArray<TextProblem> =
    broken.length === 1
      ? problems
      : broken.flatMap(({ read, section }) =>
          read.problems.map(({ offset, problem }) => ({ offset: section.offset + offset, problem }))
        )
  // Mistakes in the values of the other sections are in both lists, if the whole text was read.
  const known = new Set(found.map(nameOf))
  return { ...rest, problems: [...found, ...rest.problems.filter((one) => !known.has(nameOf(one)))], unread }
}
