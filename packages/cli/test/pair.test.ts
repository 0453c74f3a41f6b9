import * as NodeServices from "@effect/platform-node/NodeServices"
import { describe, expect, it } from "@effect/vitest"
import { ProposalId } from "@liulinhui/core/Pairing"
import { ActorId, BranchId, DistrictId } from "@liulinhui/core/Id"
import { CommandId } from "@liulinhui/core/Ledger"
import { readModelFile } from "@liulinhui/model-file"
import { Governance } from "@liulinhui/service/Governance"
import type { Request } from "@liulinhui/core/Governance"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Result from "effect/Result"
import * as TestConsole from "effect/testing/TestConsole"
import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { CommandFailed } from "../src/CommandFailed.ts"
import { bases, FilesRefused } from "../src/DistrictFiles.ts"
import { pair } from "../src/pair.ts"
import { Lang } from "../src/Words.ts"
import { writing } from "./ledgers.ts"

const command = Command.withGlobalFlags(pair, [Lang])

/**
 * Runs the command. Returns what it prints, or the message with which it fails. In the arguments, `@name` is the path
 * of a file of the test.
 */
const run = (files: Readonly<Record<string, unknown>>, args: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const system = yield* FileSystem.FileSystem
    const folder = yield* system.makeTempDirectoryScoped()
    for (const [name, content] of Object.entries(files)) {
      const text = typeof content === "string" ? content : JSON.stringify(content)
      yield* system.writeFileString(`${folder}/${name}`, text)
    }
    return yield* Effect.gen(function* () {
      yield* Command.runWith(command, { version: "0" })(args.map((arg) => arg.replace("@", `${folder}/`)))
      return (yield* TestConsole.logLines).join("\n")
    }).pipe(
      Effect.provide(TestConsole.layer, { local: true }),
      Effect.catchIf(
        (error) => error instanceof CommandFailed || error instanceof FilesRefused,
        (error) => Effect.succeed(`failed: ${error.message.replaceAll(`${folder}/`, "")}`)
      )
    )
  }).pipe(Effect.scoped, Effect.provide(NodeServices.layer))

const problem = {
  branches: [
    { id: "branch-1", strengths: { arts: 60 } },
    { id: "branch-2", strengths: { arts: 20, mediation: 70 } }
  ],
  groups: [
    { id: "joy", needs: { arts: 50 } },
    { id: "peace", needs: { mediation: 90 } }
  ],
  criteria: { strengths: 1 }
}

describe("liulinhui pair", () => {
  it.effect(
    "prints the plan of a problem with points, certificate and check, in English and in Chinese",
    () =>
      Effect.gen(function* () {
        const english = yield* run({ "p.json": problem }, ["@p.json", "--lang", "en"])
        expect(english).toContain("2 pairs, 9300 points")
        expect(english).toContain("branch-1 → joy: 3000 points (strengths for needs 3000)")
        expect(english).toContain("the only optimal plan")
        expect(english).toContain("no plan reaches more than 9300 points")
        expect(english).toContain("Check: every pair was checked")
        const chinese = yield* run({ "p.json": problem }, ["@p.json"])
        expect(chinese).toContain("结对方案：2对，共9300分")
        expect(chinese).toContain("branch-2 → peace：6300分")
        expect(chinese).toContain("校验：已逐对核验")
      })
  )

  it.effect("[19] verifies a plan that it has printed, and refuses the plan after a change", () =>
    Effect.gen(function* () {
      const printed = yield* run({ "p.json": problem }, ["@p.json", "--json"])
      const { plan, verified } = JSON.parse(printed).data
      expect(verified).toBe(true)
      const verify = (altered: unknown) =>
        run({ "p.json": problem, "plan.json": altered }, [
          "@p.json",
          "--verify",
          "@plan.json",
          "--lang",
          "en"
        ])
      expect(yield* verify(JSON.parse(printed))).toContain("no plan is better")
      expect(yield* verify({ plan })).toContain("no plan is better")
      expect(yield* verify(plan)).toContain("no plan is better")
      expect(yield* verify({ ...plan, total: 9301 })).toBe(
        "failed: the plan does not hold: it states 9301 points in all, and there are 9300"
      )
    })
  )

  it.effect("compares pairs without a proof with the best plan", () =>
    Effect.gen(function* () {
      const verify = (pairs: ReadonlyArray<readonly [string, string]>) =>
        run(
          { "p.json": problem, "plan.json": { pairs: pairs.map(([branch, group]) => ({ branch, group })) } },
          ["@p.json", "--verify", "@plan.json", "--lang", "en"]
        )
      expect(
        yield* verify([
          ["branch-2", "peace"],
          ["branch-1", "joy"]
        ])
      ).toContain("no plan is better")
      expect(
        yield* verify([
          ["branch-1", "peace"],
          ["branch-2", "joy"]
        ])
      ).toBe("failed: the plan is feasible but not the best: 1000 points, where 9300 can be reached")
      expect(yield* verify([["branch-1", "joy"]])).toContain(
        "the plan does not hold: group “peace” is led by 0 branches"
      )
      expect(yield* verify([["branch-9", "joy"]])).toContain(
        "there is no branch “branch-9” or no group “joy”"
      )
    })
  )

  it.effect("prints why there is no plan, with the bans", () =>
    Effect.gen(function* () {
      const banned = {
        ...problem,
        bans: [1, 2].map((n) => ({ branch: `branch-${n}`, group: "joy", reason: "no singers" }))
      }
      const said = yield* run({ "p.json": banned }, ["@p.json", "--lang", "en"])
      expect(said).toMatch(
        /^failed: groups joy \(needs 1\) need 1 branch to lead them, where no branch may;/u
      )
      expect(said).toContain("no singers")
    })
  )

  it.effect("prints the cost of fewer changes", () =>
    Effect.gen(function* () {
      const inForce = [
        { branch: "branch-1", group: "peace" },
        { branch: "branch-2", group: "joy" }
      ]
      const said = yield* run({ "p.json": { ...problem, inForce } }, [
        "@p.json",
        "--frontier",
        "--lang",
        "en"
      ])
      expect(said).toContain("9300 points, 2 of them changed")
      expect(said).toContain(
        "0 changed: 1000 points\n  2 changed: 9300 points (each further change gains 4150.0 on average)"
      )
      const json = JSON.parse(
        yield* run({ "p.json": { ...problem, inForce } }, ["@p.json", "--frontier", "--json"])
      ).data
      expect(json.frontier).toEqual([
        { changes: 0, total: 1000 },
        { changes: 2, total: 9300 }
      ])
    })
  )

  it.effect("prints every mistake in a problem with its path", () =>
    Effect.gen(function* () {
      const wrong = { branches: [{ id: "b 1" }], groups: [{ id: "joy", ledBy: -1 }], criteria: {}, pin: [] }
      const said = yield* run({ "p.json": wrong }, ["@p.json"])
      expect(said).toContain("p.json: branches[0].id")
      expect(said).toContain("p.json: groups[0].ledBy")
      expect(said).toContain("p.json: pin")
    })
  )

  it.effect(
    "pairs a CSV matrix of costs, with empty cells for forbidden pairs, and says that it minimises costs",
    () =>
      Effect.gen(function* () {
        const said = yield* run({ "m.csv": "4,,1\r\n2,3,1\r\n" }, [
          "@m.csv",
          "--objective",
          "costs",
          "--lang",
          "en"
        ])
        expect(said).toContain("2 pairs, 3 in all; costs, as low as can be")
        expect(said).toContain("row 1 → column 3: 1")
        expect(said).toContain("row 2 → column 1: 2")
      })
  )

  it.effect("maximises scores, with capacities, and verifies its answer", () =>
    Effect.gen(function* () {
      const files = {
        "m.json": {
          scores: [
            [5, 4],
            [9, 8],
            [7, 1]
          ],
          columns: { least: 0, most: 2 },
          rows: { least: 1, most: 1 }
        }
      }
      const printed = yield* run(files, ["@m.json", "--json"])
      const { plan } = JSON.parse(printed).data
      expect(plan).toMatchObject({ objective: "scores", total: 20 })
      const verify = (altered: unknown) =>
        run({ ...files, "plan.json": altered }, ["@m.json", "--verify", "@plan.json", "--lang", "en"])
      expect(yield* verify(plan)).toContain("no plan is better")
      expect(yield* verify({ pairs: plan.pairs })).toContain("no plan is better")
      const other = [
        { row: 1, column: 2 },
        { row: 2, column: 2 },
        { row: 3, column: 1 }
      ]
      expect(yield* verify({ pairs: other })).toBe(
        "failed: the plan is feasible but not the best: 19 in all, where 20 can be reached"
      )
      expect(yield* verify({ ...plan, pairs: other })).toMatch(
        /total 20, but its pairs add up to 19\nthe plan does not hold: by its prices?, /
      )
      expect(yield* verify({ pairs: [...other, { row: 9, column: 1 }] })).toBe(
        "failed: the plan does not hold: row 9 → column 1 does not exist or is not allowed"
      )
    })
  )

  it.effect("reads the capacities of a matrix from the command line", () =>
    Effect.gen(function* () {
      const said = yield* run({ "m.json": [[1], [2], [3]] }, [
        "@m.json",
        "--objective",
        "costs",
        "--rows",
        "1",
        "--columns",
        "0..3",
        "--json"
      ])
      expect(JSON.parse(said).data.plan.total).toBe(6)
      const short = yield* run({ "m.json": [[1], [2], [3]] }, [
        "@m.json",
        "--objective",
        "costs",
        "--rows",
        "1",
        "--lang",
        "en"
      ])
      expect(short).toContain(
        "failed: there is no plan: row 1 and row 2 together must have 2 pairs, but column 1 can give only 1"
      )
    })
  )

  it.effect(
    "requires to know whether numbers are costs or scores, and refuses what contradicts the file",
    () =>
      Effect.gen(function* () {
        expect(yield* run({ "m.csv": "1" }, ["@m.csv", "--lang", "en"])).toContain(
          "--objective costs (as low as can be) or --objective scores"
        )
        expect(
          yield* run({ "m.json": { costs: [[1]] } }, ["@m.json", "--objective", "scores", "--lang", "en"])
        ).toBe("failed: m.json: holds costs, not scores")
      })
  )

  it.effect("lists every cell that is not a whole number, and every row of a different length", () =>
    Effect.gen(function* () {
      expect(
        yield* run({ "m.csv": "1,x\n2.5,3\n" }, ["@m.csv", "--objective", "costs", "--lang", "en"])
      ).toBe(
        'failed: m.csv: row 1, column 2: expected a whole number or an empty cell, found "x"\n' +
          'm.csv: row 2, column 1: expected a whole number or an empty cell, found "2.5"'
      )
      expect(
        yield* run({ "m.json": [[1, 2], [1], [1.5, 2]] }, ["@m.json", "--objective", "costs", "--lang", "en"])
      ).toBe(
        "failed: m.json: row 2: expected 2 entries as in row 1, found 1\n" +
          "m.json: row 3, column 1: expected a whole number, found 1.5"
      )
      expect(
        yield* run({ "m.csv": `${2 ** 41}` }, ["@m.csv", "--objective", "costs", "--lang", "en"])
      ).toContain("is beyond ±1099511627776")
    })
  )

  it.effect("says which files it expects if a file has another content", () =>
    Effect.gen(function* () {
      expect(yield* run({ "x.json": { hello: 1 } }, ["@x.json", "--lang", "en"])).toContain(
        'a problem with "branches" and "groups"'
      )
      expect(yield* run({ "x.json": "{" }, ["@x.json", "--lang", "en"])).toContain("x.json is not valid JSON")
      expect(yield* run({}, ["@nothing.csv", "--objective", "costs"])).toBe(
        "failed: 无法读取nothing.csv：没有这个文件或文件夹"
      )
    })
  )

  describe("checks every statement of a plan for a matrix, and prints the statement and the truth", () => {
    const matrix = { costs: [[4, 1, 3], [2, 0, 5], [3, 2, 2]] } // prettier-ignore
    const plan = {
      objective: "costs",
      total: 5,
      unique: true,
      pairs: [
        { row: 1, column: 2, value: 1 },
        { row: 2, column: 1, value: 2 },
        { row: 3, column: 3, value: 2 }
      ],
      prices: { rows: [3, 2, 2], columns: [0, -2, 0] }
    }
    const verify = (altered: unknown, ...args: ReadonlyArray<string>) =>
      run({ "m.json": matrix, "plan.json": altered }, ["@m.json", "--verify", "@plan.json", ...args])
    const { prices: _, ...unproven } = plan
    const wrongValue = plan.pairs.with(0, { row: 1, column: 2, value: 99 })

    it.effect("a plan with true statements is accepted, with prices or without", () =>
      Effect.gen(function* () {
        expect(yield* verify({ plan, verified: true }, "--lang", "en")).toContain("no plan is better")
        expect(yield* verify(unproven, "--lang", "en")).toContain("no plan is better")
      })
    )

    it.effect.each<[string, object, string, string]>([
      [
        "total",
        { total: 6 },
        "the plan states the total 6, but its pairs add up to 5",
        "方案注明 total 为 6，而各对相加为 5"
      ],
      [
        "unique",
        { unique: false },
        "the plan states unique: false, but no other plan is as good",
        "方案注明 unique 为 false，而没有同样好的方案"
      ],
      [
        "value",
        { pairs: wrongValue },
        "the plan states the value 99 for row 1 → column 2, but the matrix has 1",
        "方案注明行1 → 列2的 value 为 99，而矩阵中为 1"
      ],
      [
        "objective",
        { objective: "scores" },
        "the plan states the objective scores, but the numbers of this matrix are costs",
        "方案注明 objective 为 scores，而此矩阵为 costs"
      ],
      [
        "mostPairs",
        { mostPairs: { rows: [-1, -1, -1], columns: [0, 0, 0] } },
        "the plan states that it has the most pairs (mostPairs), but this problem does not request them: add --most-pairs",
        "方案注明对数已为最多（mostPairs），而此次并未要求：请加 --most-pairs"
      ]
    ])("%s", ([, change, english, chinese]) =>
      Effect.gen(function* () {
        expect(yield* verify({ ...plan, ...change }, "--lang", "en")).toBe(`failed: ${english}`)
        expect(yield* verify({ ...plan, ...change })).toBe(`failed: ${chinese}`)
        expect(yield* verify({ ...unproven, ...change }, "--lang", "en")).toBe(`failed: ${english}`)
      })
    )

    it.effect("all false statements are listed together", () =>
      Effect.gen(function* () {
        const altered = { ...plan, total: 6, unique: false, objective: "scores", pairs: wrongValue }
        expect((yield* verify(altered, "--lang", "en")).split("\n")).toHaveLength(4)
      })
    )

    it.effect("unchecked parts are listed", () =>
      Effect.gen(function* () {
        const pairs = plan.pairs.map((pair) => ({ ...pair, note: "by hand" }))
        const altered = { ...plan, pairs, solver: "another" }
        expect(yield* verify(altered, "--lang", "en")).toContain("\nNot checked: solver, pairs[].note")
        expect(JSON.parse(yield* verify(altered, "--json")).data).toEqual({
          verified: true,
          notChecked: ["solver", "pairs[].note"]
        })
      })
    )
  })

  it.effect("checks the statements of a plan of branches and groups without a proof", () =>
    Effect.gen(function* () {
      const pairs = [
        { branch: "branch-1", group: "joy" },
        { branch: "branch-2", group: "peace" }
      ]
      const verify = (stated: object) =>
        run({ "p.json": problem, "plan.json": { pairs, ...stated } }, ["@p.json", "--verify", "@plan.json"])
      expect(yield* verify({ total: 9300, unique: true, changes: 2 })).toContain("没有更优的方案")
      expect(yield* verify({ total: 9301 })).toContain("总分写为9301，应为9300")
      expect(yield* verify({ unique: false })).toContain("写明另有同样好的方案，实际是唯一的")
      expect(yield* verify({ changes: 3 })).toContain("变动写为3对，应为2对")
      const points = pairs.map((pair) => ({ ...pair, points: 1 }))
      expect(yield* verify({ pairs: points })).toContain("写为1分，应为")
    })
  )

  it.effect("[11] makes as many pairs as possible, and then the best pairs, and verifies both", () =>
    Effect.gen(function* () {
      const files = { "m.csv": "4,1,\n2,,\n3,,\n5,,9\n" }
      const args = ["@m.csv", "--objective", "costs", "--lang", "en"]
      const none = yield* run(files, [...args, "--rows", "0..1", "--columns", "0..1"])
      expect(none).toContain("0 pairs, 0 in all")
      expect(none).toContain("--most-pairs requests as many pairs as possible")
      const most = yield* run(files, [...args, "--most-pairs"])
      expect(most).toContain("3 pairs, 12 in all")
      expect(most).toContain("no plan has more than 3 pairs")
      const printed = yield* run(files, [...args, "--most-pairs", "--json"])
      const verify = (plan: unknown) =>
        run({ ...files, "plan.json": plan }, [...args, "--most-pairs", "--verify", "@plan.json"])
      expect(yield* verify(JSON.parse(printed))).toContain("no plan is better")
      expect(yield* verify({ pairs: [{ row: 1, column: 2 }] })).toContain("(the most pairs)")
      expect(yield* run({ "p.json": problem }, ["@p.json", "--most-pairs", "--lang", "en"])).toContain(
        "--most-pairs is for a matrix"
      )
    })
  )

  it.effect.each<[string, string, string]>([
    ["an empty CSV", "m.csv", ""],
    ["a CSV with empty lines only", "m.csv", "\n\n"],
    ["a JSON matrix without rows", "m.json", "[]"],
    ["a JSON matrix without columns", "m.json", '{ "costs": [[]] }']
  ])("refuses %s", ([, name, text]) =>
    Effect.gen(function* () {
      expect(yield* run({ [name]: text }, [`@${name}`, "--objective", "costs", "--lang", "en"])).toBe(
        `failed: ${name} is empty: expected rows of whole numbers`
      )
    })
  )

  it.effect("refuses a CSV with lines of different lengths, and lists each of them", () =>
    Effect.gen(function* () {
      expect(
        yield* run({ "m.csv": "1,2\n3\n4,5,6\n" }, ["@m.csv", "--objective", "costs", "--lang", "en"])
      ).toBe(
        "failed: m.csv: row 2: expected 2 entries as in row 1, found 1\n" +
          "m.csv: row 3: expected 2 entries as in row 1, found 3"
      )
    })
  )

  it.effect("refuses a CSV in which every line ends with a comma, and says what the comma means", () =>
    Effect.gen(function* () {
      const args = ["@m.csv", "--objective", "costs", "--lang", "en"]
      const commas = "every line ends with a comma, so column 3 is empty and cannot be paired."
      expect(yield* run({ "m.csv": "1,2,\n3,4,\n" }, args)).toContain(`failed: m.csv: ${commas}`)
      const short = yield* run({ "m.csv": "1,2,\n3,4,\n5,6,\n" }, args)
      expect(short).toContain(
        "row 1, row 2 and row 3 together must have 3 pairs, but column 1 and column 2 can give only 2"
      )
      expect(short).toContain(commas)
    })
  )

  // Problems that users of other packages have reported: these packages returned a forbidden pair, or never returned.
  it.effect.each<[string, string, string]>([
    ["accord-1596", "24 in all", "10,20,2,40\n10,,3,\n20,10,60,1\n20,,25,\n,40,60,\n0,19,,2\n"],
    [
      "munkres-cpp-20",
      "637518700 in all",
      ",733184000,941561000,279247000\n306449000,,334640000,706878000\n993296000,194140000,,114174000\n351623000,248635000,781242000,\n702639000,851663000,937382000,49694700\n758851000,858445000,87235000,547076000\n"
    ],
    ["munkres-28", "there is no plan", ",161,\n,1,\n,157,\n37,,5\n"],
    ["scipy-7005", "there is no plan", ",,4\n,,\n,4,\n"],
    [
      "lap-19",
      "there is no plan",
      "-625000,2187500,-156250,\n-2500000,,-2500000,-2500000\n-1015625,-1015625,,\n,,,\n"
    ],
    ["ultralytics-25508", "there is no plan", "1,\n2,\n"]
  ])("[11] answers the matrix of %s with %s", ([_, answer, text]) =>
    Effect.gen(function* () {
      const said = yield* run({ "m.csv": text }, ["@m.csv", "--objective", "costs", "--lang", "en"])
      expect(said).toContain(answer)
      expect(said).not.toContain("—")
    })
  )

  it.effect(
    "prints the cost of another pair and the pairs that would change, or the reason that forbids it",
    () =>
      Effect.gen(function* () {
        const settled = {
          ...problem,
          branches: [...problem.branches, { id: "branch-3", strengths: { arts: 50 } }],
          bans: [{ branch: "branch-3", group: "joy", reason: "no singers" }]
        }
        const why = (pair: string, ...more: ReadonlyArray<string>) =>
          run({ "p.json": settled }, ["@p.json", "--lang", "en", "--why-not", pair, ...more])
        const swapped = yield* why("branch-2:joy")
        expect(swapped).toContain("Why not branch-2 → joy?\n  It costs 8300 points (1000 instead of 9300).")
        expect(swapped).toContain("These pairs would go: branch-1 → joy, branch-2 → peace")
        expect(swapped).toMatch(
          /These would come: branch-2 → joy \(1000 points\), branch-[13] → peace \(0 points\)/
        )
        const banned = yield* why("branch-3:joy")
        expect(banned).toContain("It costs 500 points (8800 instead of 9300).")
        expect(banned).toContain("It is banned, which would have to be lifted: no singers")
        expect(yield* why("branch-1:joy")).toContain("The plan has that pair.")
        expect(yield* why("branch-1:nobody")).toContain("There is no such branch or no such group.")
        const { whyNot } = JSON.parse(yield* why("branch-3:joy", "--json")).data
        expect(whyNot).toMatchObject({
          _tag: "Costs",
          branch: "branch-3",
          group: "joy",
          points: 500,
          ban: "no singers",
          gone: [{ branch: "branch-1", group: "joy" }],
          come: [{ branch: "branch-3", group: "joy", points: 2500 }],
          plan: { total: 8800 }
        })
      })
  )

  it.effect("prints the pin that forbids a pair, and no other pin", () =>
    Effect.gen(function* () {
      const pinned = { ...problem, pins: [{ branch: "branch-1", group: "joy", reason: "agreed in May" }] }
      const said = yield* run({ "p.json": pinned }, [
        "@p.json",
        "--lang",
        "en",
        "--why-not",
        "branch-1:peace"
      ])
      expect(said).toContain("With that pair there is no plan:")
      expect(said).toContain("agreed in May")
      expect(said).not.toContain("asked why not")
      expect(yield* run({ "p.json": pinned }, ["@p.json", "--why-not", "branch-1:joy"])).toContain(
        "方案中已有这一对（指定：agreed in May）"
      )
    })
  )

  it.effect("answers questions about branches and groups only", () =>
    Effect.gen(function* () {
      expect(
        yield* run({ "m.csv": "1" }, ["@m.csv", "--objective", "costs", "--why-not", "a:b", "--lang", "en"])
      ).toBe("failed: --frontier, --why-not and --out are about branches and groups, and m.csv is a matrix")
      expect(yield* run({ "p.json": problem }, ["@p.json", "--ledger", "@p.json", "--lang", "en"])).toBe(
        "failed: --ledger is for a district's model (YAML), and p.json is not a model"
      )
    })
  )

  it.effect("reads a district from its model", () =>
    Effect.gen(function* () {
      expect(yield* run({ "small.yaml": yaml("elder-care: 80") }, ["@small.yaml", "--lang", "en"])).toContain(
        "One → Warm Heart group"
      )
      expect(yield* run({}, ["@missing.yaml", "--lang", "en"])).toContain(
        "failed: missing.yaml cannot be read: there is no such file or folder"
      )
    })
  )

  it.effect("solves a matrix of 1,000 by 1,000", () =>
    Effect.gen(function* () {
      const rows = Array.from({ length: 1000 }, (_, i) =>
        Array.from(
          { length: 1000 },
          (_, j) => (i * 7919 + j * 104729 + ((i * j * 31) % 1009) * 977) % 1_000_003
        ).join(",")
      )
      const said = yield* run({ "m.csv": rows.join("\n") }, ["@m.csv", "--objective", "costs", "--json"])
      const { plan, verified } = JSON.parse(said).data
      expect(verified).toBe(true)
      expect(plan.pairs).toHaveLength(1000)
    })
  )

  const library = fileURLToPath(new URL("../../../../shared/data/assign100.csv", import.meta.url))
  it.effect.skipIf(!existsSync(library))(
    "finds 305 on assign100 of OR-Library (needs ../shared/data/assign100.csv beside the repository)",
    () =>
      Effect.gen(function* () {
        expect(yield* run({}, [library, "--objective", "costs", "--lang", "en"])).toContain(
          "100 pairs, 305 in all"
        )
      })
  )
})

/** A model file of a district with two branches. `strengths` belong to the first branch. */
const yaml = (strengths: string): string => `
extends: six-hearts
id: small
name: { zh: 小区, en: Small }
timeZone: Asia/Shanghai
branches:
  one: { name: { zh: 一, en: One }, strengths: { ${strengths} }, buildings: [], people: 9, leads: { least: 1, most: 5 } }
  two: { name: { zh: 二, en: Two }, strengths: { arts: 40 }, buildings: [], people: 9, leads: { least: 1, most: 5 } }
pairing: { criteria: { strengths: 1 } }
actors:
  office: { mandates: [{ role: general-branch, scope: { district: true } }] }
`

describe("liulinhui pair on a ledger", () => {
  const ids = { district: DistrictId.make("small"), by: ActorId.make("office") }
  const proposal = ProposalId.make("spring")

  /** Creates a ledger in which people have changed a proposed pairing, and the changed pairing is in force. */
  const kept = (filename: string, model: string) =>
    Effect.gen(function* () {
      const { adopt, read, submit } = yield* Governance
      yield* adopt(Result.getOrThrow(readModelFile(model, { file: "small.yaml", bases })).document)
      const ask = (id: string, request: Request) => submit({ ...ids, id: CommandId.make(id), request })
      yield* ask("propose", { _tag: "ProposePairing", proposal })
      const pairs = yield* read(
        ids.district,
        ({ pairing }) => pairing.proposals.get(proposal)?.content.pairs ?? []
      )
      // Exchanges the branches of the groups `joy` and `warmth`.
      const others = pairs.map(({ branch, group }) => ({
        branch: BranchId.make(
          group === "joy" || group === "warmth" ? (branch === "one" ? "two" : "one") : branch
        ),
        group
      }))
      yield* ask("overrule", {
        _tag: "OverrulePairing",
        proposal,
        pairs: others,
        reason: "they know one another"
      })
      yield* ask("enter", { _tag: "EnterPairingIntoForce", proposal })
    }).pipe(Effect.provide(writing(filename)))

  const inFolder = (files: (folder: string) => Effect.Effect<void, unknown>, args: ReadonlyArray<string>) =>
    Effect.gen(function* () {
      const folder = yield* FileSystem.FileSystem.use((system) => system.makeTempDirectoryScoped())
      yield* files(folder)
      yield* Command.runWith(command, { version: "0" })(args.map((arg) => arg.replace("@", `${folder}/`)))
      return (yield* TestConsole.logLines).join("\n")
    }).pipe(
      Effect.scoped,
      Effect.provide(TestConsole.layer, { local: true }),
      Effect.provide(NodeServices.layer)
    )

  const small = yaml("elder-care: 80")

  it.effect("prints the outcome of each proposal, and the cost of fewer changes than the best plan has", () =>
    Effect.gen(function* () {
      const said = yield* inFolder(
        (folder) => kept(`${folder}/small.sqlite`, small),
        ["@small.sqlite", "--frontier", "--lang", "en"]
      )
      expect(said).toMatch(
        /spring \(computed\): .+ office proposed; .+ office overruled \(they know one another\); .+ office in force, forgoing \d+ points/
      )
      expect(said).toMatch(/0 changed: \d+ points\n {2}\d changed: \d+ points/)
      const { frontier, plan, stories } = JSON.parse(
        yield* inFolder(
          (folder) => kept(`${folder}/small.sqlite`, small),
          ["@small.sqlite", "--frontier", "--json"]
        )
      ).data
      expect(frontier.at(0).changes).toBe(0)
      expect(frontier.at(-1)).toEqual({ changes: plan.changes, total: plan.total })
      expect(plan.changes).toBeGreaterThan(0)
      expect(stories).toMatchObject([{ proposal: "spring", automated: true }])
      expect(stories[0].steps.map(({ status }: { status: string }) => status)).toEqual([
        "proposed",
        "overruled",
        "in force"
      ])
    })
  )

  it.effect("compares an edited model with the pairs in force in the ledger", () =>
    Effect.gen(function* () {
      const files = (folder: string) =>
        Effect.gen(function* () {
          yield* kept(`${folder}/small.sqlite`, small)
          const system = yield* FileSystem.FileSystem
          yield* system.writeFileString(`${folder}/edited.yaml`, yaml("elder-care: 80, mediation: 90"))
        }).pipe(Effect.provide(NodeServices.layer))
      const { plan } = JSON.parse(
        yield* inFolder(files, ["@edited.yaml", "--ledger", "@small.sqlite", "--json"])
      ).data
      expect(plan.pairs).toEqual(
        expect.arrayContaining([expect.objectContaining({ branch: "one", group: "peace" })])
      )
      expect(plan.changes).toBeLessThan(plan.pairs.length)
    })
  )
})
