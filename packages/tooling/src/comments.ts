/**
 * Prints random comments of the code base. Give them to a reader who has not seen the code, and count how many the
 * reader understands at first reading:
 *
 *     node packages/tooling/src/comments.ts --sample 60 --seed 1
 *
 * The same seed chooses the same comments, as long as the sources do not change. With `--in packages/core`, only the
 * files in this folder are used.
 */
import process from "node:process"
import { parseArgs } from "node:util"
import { files, lineAt, proseOf, read } from "./prose.ts"
import { random, sample } from "./random.ts"

interface Comment {
  readonly file: string
  readonly line: number
  readonly text: string
}

/**
 * All comments and docstrings in the TypeScript sources under a folder, as a reader sees them: without code examples.
 */
const comments = (folder: string): ReadonlyArray<Comment> =>
  files()
    .filter((file) => file.startsWith(folder) && /\.tsx?$/.test(file))
    .flatMap((file) => {
      const source = read(file)
      return (
        proseOf(file, source)
          // Comments of fewer than three words are skipped, because they are not sentences.
          .filter(
            ({ kind, text }) => (kind === "comment" || kind === "docstring") && /(\w+\W+){3}/.test(text)
          )
          .map(({ start, text }) => ({
            file,
            line: lineAt(source, start),
            text: source
              .slice(start, start + text.length)
              .replace(/^\/\*+|\*\/$/g, "")
              .replace(/^[ \t]*(\*|\/\/) ?/gm, "")
              .replace(/```[^]*?```/g, "(code)")
              .trim()
          }))
      )
    })

const { values } = parseArgs({
  options: {
    sample: { type: "string", default: "60" },
    seed: { type: "string", default: "1" },
    in: { type: "string", default: "" }
  }
})
const all = comments(values.in)
sample(all, Number(values.sample), random(Number(values.seed))).forEach(({ file, line, text }, at) => {
  process.stdout.write(`${at + 1}. ${file}:${line}\n${text.replace(/^/gm, "   ")}\n\n`)
})
process.stdout.write(
  `${Math.min(all.length, Number(values.sample))} of ${all.length} comments, seed ${values.seed}\n`
)
