/**
 * Compiles `dense.ts` (AssemblyScript) to WebAssembly with SIMD, and writes the result as base64 to
 * `src/internal/kernel.ts`. The version of the compiler is pinned, so the same source always results in the same bytes.
 * A test checks this.
 */
import asc from "assemblyscript/asc"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"

const source = join(import.meta.dirname, "dense.ts")

/** The path of the generated TypeScript file that contains the compiled WebAssembly. */
export const target = join(import.meta.dirname, "../src/internal/kernel.ts")

/** Compiles the WebAssembly kernel (`dense.ts`) and returns the text of the TypeScript module that contains it. */
export const compile = async (): Promise<string> => {
  let bytes: Uint8Array | undefined
  const { error, stderr } = await asc.main(
    [
      "dense.ts",
      "--outFile",
      "dense.wasm",
      "--runtime",
      "stub",
      "--enable",
      "simd",
      "--importMemory",
      "--noAssert",
      "-O3"
    ],
    {
      readFile: (name) => (name === "dense.ts" ? readFileSync(source, "utf8") : null),
      writeFile: (_, content) => {
        if (typeof content !== "string") bytes = content
      },
      listFiles: () => []
    }
  )
  if (error !== null || bytes === undefined)
    throw new Error(`dense.ts does not compile:\n${stderr.toString()}`)
  const base64 = Buffer.from(bytes).toString("base64")
  const lines = base64.match(/.{1,104}/g) ?? []
  return `/**
 * The WebAssembly kernel of the dense solver, ${bytes.length} bytes. Do not edit: \`kernel/build.ts\` writes this file from
 * \`kernel/dense.ts\`.
 */
export const kernel =
${lines.map((line) => `  "${line}"`).join(" +\n")}
`
}

if (import.meta.main) {
  const text = await compile()
  writeFileSync(target, text)
  process.stdout.write(`${target}: ${text.length} characters\n`)
}
