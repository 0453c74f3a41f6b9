/**
 * Tests the packages in the form in which users install them: it builds and packs all packages, checks each tarball, and
 * installs the tarballs in projects outside the workspace, with npm and with pnpm. There it
 *
 * - checks the types of every module that may be imported, with the oldest and the newest TypeScript, and with both ways
 *   to resolve modules;
 * - imports every module, with the oldest and the present Node.js;
 * - runs the programs of the README and of the guides for developers, and the command `liulinhui`;
 * - measures the sizes for browsers, and runs core in a browser;
 * - runs the packages that bring Effect 4 in a project with Effect 3.
 *
 * It also tries out the release. It prints each step, and stops at the first failure. It needs a registry of npm packages.
 *
 *     pnpm run pack-check            builds everything first
 *     pnpm run pack-check --built    uses what `build` has built
 */
import { rmSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { reviewAll } from "./dependencies.ts"
import { command } from "./packCheck/command.ts"
import { besideEffect3 } from "./packCheck/effect3.ts"
import { inBrowser } from "./packCheck/inBrowser.ts"
import { importAll, programs, runAll, writeAll } from "./packCheck/programs.ts"
import { install, oldestNode, typeCheck, write } from "./packCheck/project.ts"
import { rehearse } from "./packCheck/release.ts"
import { fail, home, run, say, step } from "./packCheck/run.ts"
import { checkMaps, pack, type Packed } from "./packCheck/tarballs.ts"
import { all, root } from "./packages.ts"

const review = (): void => {
  const { flaws, packages } = reviewAll()
  if (flaws.length > 0) fail(flaws.join("\n"))
  say(`  ${packages} third-party packages: the licences permit their use, and none runs a script`)
}

await step("reviewing the dependencies", review)
await step("trying out the release", rehearse)
if (!process.argv.includes("--built")) await step("building", () => run("pnpm", ["run", "build"], root))

const packages: Array<Packed> = []
await step("packing and linting the tarballs", () => {
  packages.push(
    ...all()
      .filter(({ manifest }) => manifest.private !== true)
      .map(pack)
  )
})
const doors = packages.flatMap((each) => each.doors)
const outside = programs()

for (const manager of ["npm", "pnpm"] as const) {
  let folder = ""
  await step(`installing ${packages.length} tarballs with ${manager}`, () => {
    folder = install(manager, packages)
  })
  await step("checking the types of every door and program", () => {
    writeAll(folder, outside)
    write(folder, { "doors.ts": doors.map((door, i) => `export * as door${i} from "${door}"\n`).join("") })
    typeCheck(folder)
  })
  await step("importing every door, and running the programs", () => {
    importAll("node", folder, doors)
    runAll("node", folder, outside)
  })
  if (manager === "pnpm") continue
  await step("looking for the sources", () => {
    for (const { isLibrary, name } of packages)
      if (isLibrary) checkMaps(name, join(folder, "node_modules", name))
  })
  await step("importing every door, and running the programs, with the oldest Node.js", () => {
    const node = oldestNode()
    say(`  Node.js ${run(node, ["--version"], folder).trim()}`)
    importAll(node, folder, doors)
    runAll(node, folder, outside)
  })
  await step("running the command", () => command(folder))
  await step("running core in a browser", () => inBrowser(folder))
}

await step("running what brings Effect 4 in a project with Effect 3", () => besideEffect3(packages))

rmSync(home, { recursive: true })
say(`${packages.length} packages with ${doors.length} doors can be published`)
