import type { KnipConfig } from "knip"
import process from "node:process"

/**
 * Which exports and dependencies nobody uses. `lint` asks twice:
 *
 * - `knip`: an export that no other file uses, tests and benches included. Remove the word `export`, or the code.
 * - `knip --production`: an export that only tests and benches use, and that its own file does not need either.
 *
 * Exports that the field `exports` of a package.json makes public count as used, and are never reported. A type that its
 * own file uses is not reported either: it names a part of a signature.
 */
const production = process.argv.includes("--production")

const config: KnipConfig = {
  ignoreExportsUsedInFile: production ? true : { interface: true, type: true },
  // Found when this check was new. A file leaves the list when its finding is mended; none is added.
  ignoreIssues: {
    "examples/01-wan-liu/src/story.ts": ["exports", "nsExports"],
    "packages/coverage-index/**": ["exports", "nsExports"],
    "packages/model-file/src/Yaml.ts": ["exports"],
    "packages/spreadsheet/src/CsvText.ts": ["exports"]
  },
  workspaces: {
    ".": {
      entry: ["vitest.config.ts", "docs/.vitepress/config.ts", "docs/.vitepress/theme/index.ts"],
      project: ["*.ts", "docs/.vitepress/**/*.ts"],
      // It looks for the tests and set-up files of each project in the root.
      vitest: false,
      // The tarballs are tested with the version that the root has.
      ignoreDependencies: ["effect"]
    },
    "packages/*": {
      // Besides the doors: the command, tests, benches, and what tests start as a process.
      entry: [
        "src/{main,run}.ts!",
        "test/**/*.test.ts",
        "test/{counter,globalSetup,nodeSuite,nodeTest,sender,serve,writer}.ts",
        "test/ledgers/write.ts",
        "bench/**/*.bench.ts"
      ],
      project: ["src/**/*.ts!", "{test,bench}/**/*.ts"]
    },
    "packages/assignment": {
      // The build of the kernel, and the C++ yardstick of the bench.
      entry: ["kernel/build.ts!", "test/**/*.test.ts", "bench/**/*.bench.ts"],
      project: ["src/**/*.ts!", "{test,bench}/**/*.ts"],
      ignoreDependencies: ["assemblyscript"],
      ignoreBinaries: ["g\\+\\+"]
    },
    "packages/board": {
      // The scripts for browsers, and their build.
      entry: ["browser/{build,round}.ts!", "browser/worker/worker.ts!", "test/**/*.test.ts"],
      project: ["{src,browser}/**/*.ts!", "test/**/*.ts"]
    },
    "packages/tooling": {
      entry: ["test/**/*.test.ts"],
      project: ["{src,test}/**/*.ts"],
      // For the examples of the documents, and programs that `pack-check` starts.
      ignoreDependencies: [
        "@liulinhui/.+",
        "liulinhui",
        "fast-check",
        "fp-ts",
        "publint",
        "@arethetypeswrong/cli"
      ]
    },
    "examples/*": {
      entry: ["src/main.ts!", "test/**/*.test.ts"],
      project: ["src/**/*.ts!", "test/**/*.ts"]
    }
  }
}

export default config
