/** Words the problems of a model file as lines of text: the place of each problem, what was found, and what to do. */
import { formatPath, isObject } from "@liulinhui/core/Problem"
import { Text } from "@liulinhui/core/Text"
import type { FileProblem } from "@liulinhui/model-file"
import { Names, Problems, type Texts } from "@liulinhui/texts"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/** The most problems of one kind that are listed one by one. */
const mostListed = 4

/** The most paths of further problems that are listed. */
const mostPaths = 12

const readText = Schema.decodeUnknownOption(Text)

/** For each kind of thing: the section of a model document that names it. */
const sections: Readonly<Partial<Record<Names.Thing, string>>> = {
  branch: "branches",
  group: "groups",
  heart: "hearts",
  playbook: "playbooks",
  role: "roles",
  skill: "tags"
}

/** The value at a path of keys. `undefined` if the path does not exist. */
const valueAt = (document: Schema.Json, path: ReadonlyArray<string>): Schema.Json | undefined =>
  path.reduce<Schema.Json | undefined>(
    (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    document
  )

/** The names in a model document. The document may have mistakes: then an id without a name is shown. */
const namesIn =
  (document: Schema.Json, playbook: string): Names.Names =>
  (thing, id, words) => {
    const section = sections[thing]
    if (section === undefined && thing !== "stage") return undefined
    const path = thing === "stage" ? ["playbooks", playbook, "stages", id] : [section ?? "", id]
    const value = valueAt(document, path)
    const isText = thing === "heart" || thing === "skill"
    const text = Option.getOrUndefined(readText(isText ? value : valueAt(value ?? null, ["name"])))
    return text === undefined ? undefined : words.text(text)
  }

/** A problem and its message in a language. */
interface Said {
  readonly problem: FileProblem
  readonly message: string
}

const isOfRegistry = ({ path }: FileProblem): boolean => path[0] === "registry"

const line = (
  { say }: Texts.Words,
  { base, column, file, line, path }: FileProblem,
  message: string
): string =>
  say("cli.problem.line", {
    file,
    line: line === 0 ? undefined : String(line),
    column: String(column),
    path: formatPath(path) || undefined,
    base,
    message
  })

/** The lines for one kind of problem. Equal messages are one line; many different ones are cut off. */
const kindLines = (words: Texts.Words, all: ReadonlyArray<Said>): ReadonlyArray<string> => {
  const different = [...Map.groupBy(all, ({ message }) => message).values()]
  const listed = different.slice(0, mostListed).flatMap(([first, ...others]) => {
    if (first === undefined) return []
    const { message, problem } = first
    if (others.length === 0) return [line(words, problem, message)]
    const lines = [problem, ...others.map((other) => other.problem)].map((one) => String(one.line))
    const same = words.say("cli.problem.same", {
      count: others.length + 1,
      message,
      lines: [...new Set(lines)]
    })
    return [line(words, problem, same)]
  })
  const rest = different.slice(mostListed).flat()
  const [first] = rest
  if (first === undefined) return listed
  const paths = rest.slice(0, mostPaths).map(({ problem }) => formatPath(problem.path))
  const more = words.say("cli.problem.more", {
    file: first.problem.file,
    count: rest.length,
    paths: rest.length > mostPaths ? [...paths, "…"] : paths
  })
  return [...listed, more]
}

/**
 * Words problems as lines, in the order of the file. Equal problems are reported in one line, and of many problems of one
 * kind only some are worded in full. `registry` is the file of the registry, for problems that are about its rows.
 */
export const problemLines = (
  words: Texts.Words,
  problems: ReadonlyArray<FileProblem>,
  { document, registry }: { readonly document?: Schema.Json; readonly registry?: string | undefined } = {}
): ReadonlyArray<string> => {
  const said = problems.map((problem) => ({
    problem:
      isOfRegistry(problem) && registry !== undefined
        ? { file: registry, line: 0, column: 0, path: [], code: problem.code, message: problem.message }
        : problem,
    message: Problems.say(
      words,
      problem,
      document === undefined ? Names.none : namesIn(document, String(problem.given?.["playbook"]))
    )
  }))
  return [...Map.groupBy(said, ({ problem }) => problem.code).values()].flatMap((all) =>
    kindLines(words, all)
  )
}
