/**
 * Fuzz tests of everything that reads what people or other programs write. Whatever the input is, it is read or
 * refused: a reader never dies, a refusal is a tagged error, and no message contains a stack trace. `scale` multiplies
 * the number of inputs.
 */
import { beforeAll, describe, expect, it } from "@effect/vitest"
import { read as readRequest, Request, type RequestTag } from "@liulinhui/core/Governance"
import * as Model from "@liulinhui/core/Model"
import { mask } from "@liulinhui/core/Notifier"
import { Problem, solve } from "@liulinhui/core/Pairing"
import { readModelFile } from "@liulinhui/model-file"
import { readHolidayNotice } from "@liulinhui/six-hearts/HolidayNotice"
import { readRoster } from "@liulinhui/spreadsheet"
import * as Story from "@liulinhui/testing/Story"
import { Pattern } from "@liulinhui/texts"
import * as MasterKeys from "@liulinhui/vault/MasterKeys"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { bases } from "../src/DistrictFiles.ts"
import * as RequestInput from "../src/RequestInput.ts"
import { run } from "./running.ts"

const example = (name: string): string =>
  readFileSync(join(import.meta.dirname, "../../../examples/01-wan-liu", name), "utf8")

// ------------------------------------------------------------------------------------------------- hostile input

/** Parts that readers of many formats give a meaning. */
const nasty = [
  "\u0000",
  "\ud800",
  "\ufeff",
  "\u202e",
  "\u2028",
  "\r",
  "\n\n",
  "\t",
  "<<: *a",
  "&a [*a]",
  "!!js/function",
  "{{",
  "}",
  "{n, plural,",
  "'",
  '"',
  "\\",
  "%00",
  "-",
  "=1+1",
  ",,,,",
  "__proto__",
  "constructor",
  "1e999",
  "-0",
  "NaN",
  "9007199254740993",
  "2026-02-30",
  "２０２６年１３月",
  "null",
  "true",
  "[".repeat(200),
  "字".repeat(200)
]

/** Texts of any characters, among them unpaired surrogates. */
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 30 })
    .map((units) => String.fromCharCode(...units)),
  fc.array(fc.constantFrom(...nasty), { maxLength: 6 }).map((parts) => parts.join(" "))
)

/** A valid text in which some parts are cut out, repeated, or replaced by hostile ones. */
const damaged = (valid: string): fc.Arbitrary<string> =>
  fc
    .array(
      fc.record({
        at: fc.nat({ max: valid.length }),
        length: fc.nat({ max: 40 }),
        by: fc.oneof(fc.constantFrom(...nasty), fc.constant(""), fc.constant("@repeat"), anyText)
      }),
      { minLength: 1, maxLength: 5 }
    )
    .map((changes) =>
      changes.reduce((text, { at, by, length }) => {
        const part = text.slice(at, at + length)
        return text.slice(0, at) + (by === "@repeat" ? part + part : by) + text.slice(at + length)
      }, valid)
    )

/** JSON values of any shape, with keys that have a meaning in JavaScript. */
const anyJson = fc.letrec<{ value: Schema.Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.constantFrom(null, true, 0, -1, 1e300, 0.1, 2 ** 53, ""),
    anyText,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom("_tag", "__proto__", "id", "events"), anyText), tie("value"), {
      maxKeys: 4
    })
  )
})).value

/** A valid JSON value in which some values at any depth are replaced, removed or added. */
const spoilt = (valid: Schema.Json): fc.Arbitrary<Schema.Json> =>
  fc
    .array(fc.tuple(fc.nat(), anyJson, fc.constantFrom("replace", "remove", "add")), {
      minLength: 1,
      maxLength: 3
    })
    .map((changes) =>
      changes.reduce<Schema.Json>((value, [seed, other, act]) => {
        const copy = structuredClone(value)
        const holders: Array<Record<string, Schema.Json>> = []
        const visit = (one: unknown): void => {
          if (typeof one !== "object" || one === null) return
          holders.push(one as Record<string, Schema.Json>)
          Object.values(one).forEach(visit)
        }
        visit(copy)
        const holder = holders[seed % Math.max(1, holders.length)]
        const keys = Object.keys(holder ?? {})
        const key = keys[seed % Math.max(1, keys.length)]
        if (holder === undefined || key === undefined) return other
        if (act === "remove" && !Array.isArray(holder)) delete holder[key]
        else if (act === "add" && !Array.isArray(holder)) holder[`${key}x`] = other
        else holder[key] = other
        return copy
      }, valid)
    )

// ------------------------------------------------------------------------------------------------- what is expected

const trace = /\n\s+at .*:\d+:\d+/u

/** Fails if an error is not tagged, or shows a stack trace or the inside of a reader in its message. */
const expectTagged = (error: unknown): void => {
  expect(error).toMatchObject({ _tag: expect.any(String) })
  const message = error instanceof Error ? error.message : JSON.stringify(error)
  expect(message).not.toBe("")
  expect(message).not.toMatch(trace)
  expect(message).not.toContain("[object Object]")
}

const expectAnswer = (result: Result.Result<unknown, unknown>): void => {
  if (Result.isFailure(result)) expectTagged(result.failure)
}

const expectNoDefect = async (effect: Effect.Effect<unknown, unknown>): Promise<void> => {
  const exit = await Effect.runPromiseExit(effect)
  if (Exit.isSuccess(exit)) return
  expect(Cause.hasDies(exit.cause) ? Cause.pretty(exit.cause) : "").toBe("")
  expectTagged(Cause.squash(exit.cause))
}

// ------------------------------------------------------------------------------------------------- the readers

const story = {
  until: "2026-03-04T09:00:00+08:00",
  events: [
    {
      at: "2026-03-02T09:00:00+08:00",
      by: "lead-joy",
      do: { _tag: "OpenCase", case: "k", playbook: "arts-activity", subjects: ["district:wan-liu"] }
    },
    { at: "2026-03-03T09:00:00+08:00", by: "office", do: { _tag: "ProposePairing", proposal: "first" } }
  ]
} satisfies Schema.Json

const pairing = {
  branches: [
    { id: "branch-1", strengths: { arts: 60 } },
    { id: "branch-2", strengths: { arts: 20, mediation: 70 } }
  ],
  groups: [
    { id: "joy", needs: { arts: 50 } },
    { id: "peace", needs: { mediation: 90 } }
  ],
  criteria: { strengths: 1, kin: 2 },
  tables: { kin: [{ branch: "branch-1", group: "joy", points: 3 }] },
  bans: [{ branch: "branch-2", group: "joy", reason: "conflict" }]
} satisfies Schema.Json

const requests = [
  {
    _tag: "OpenCase",
    case: "k",
    playbook: "arts-activity",
    subjects: ["district:small"],
    evidence: { idea: "唱" }
  },
  {
    _tag: "EnterResident",
    resident: { id: "n1", household: "b1-101", name: "新", birth: "1980-01-01", tags: [] }
  },
  { _tag: "GrantMandate", actor: "wang", role: "volunteer", scope: { building: "b1" }, reason: "推选" }
] satisfies ReadonlyArray<Schema.Json>

const holidays = `国务院办公厅关于2026年部分节假日安排的通知
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。`

const roster = `楼号,室号,姓名,出生年月,党龄
1号,101,王伟,1950年3月1日,20
1号,102,"李,
秀英",1949-10-01,
2号,0301,张三,50.1,是`

const pattern =
  "{place}：{due, date}到期，{n, plural, one {还有#件} other {还有#件}}，{kind, select, a {甲} other {乙}}"

const numbers = fc
  .array(fc.constantFrom(..."0123456789０１８６xX （）-·. \u200b\u{1d7ce}①一".split(""), "\u{1d7d8}"), {
    maxLength: 40
  })
  .map((parts) => parts.join(""))

const isObject = (json: Schema.Json): json is Schema.JsonObject =>
  typeof json === "object" && json !== null && !Array.isArray(json)

/** The kinds of all requests. The cast is safe: the schema has one case for each kind. */
const tags = Object.keys(Request.cases) as ReadonlyArray<typeof RequestTag.Type>

const commands =
  "check do cases case pair coverage report replay poll audit import notices calendar rules schema mandate retention today verify add show"
const options =
  "--lang --as --id --district --json --file --keys --at --on --help --format --limit - -- zh en absent.db absent.yaml 2026-13-01 --lang=xx"

/** The words of a command line: names of commands and options, and texts where a value is expected. */
const words = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...commands.split(" ")) },
    { weight: 3, arbitrary: fc.constantFrom(...options.split(" ")) },
    {
      weight: 2,
      // No text is a path to another folder.
      arbitrary: anyText.filter((text) => !/^[./~]|\.\./u.test(text)).map((text) => text.slice(0, 20))
    }
  ),
  { maxLength: 7 }
)

/** Registers the fuzz tests. The seeds of a short run are fixed, so that it always tests the same inputs. */
export const fuzz = (scale: number): void => {
  const bounded = (numRuns: number): fc.Parameters<unknown> =>
    scale === 1 ? { numRuns, seed: 20_261_130 } : { numRuns: numRuns * scale }
  const all = <T>(input: fc.Arbitrary<T>, runs: number, check: (value: T) => Promise<void> | void) =>
    fc.assert(
      fc.asyncProperty(input, async (value) => check(value)),
      bounded(runs) as fc.Parameters<[T]>
    )

  describe("whatever it is given, it answers:", () => {
    it("the reader of model files", async () => {
      const valid = example("district.yaml")
      await all(
        fc.oneof(
          anyText,
          damaged(valid.slice(0, 3_000)),
          anyJson.map((json) => JSON.stringify(json))
        ),
        60,
        (text) => {
          const found = readModelFile(text, { file: "district.yaml", bases })
          expectAnswer(found)
          if (Result.isSuccess(found)) expectAnswer(Model.read(found.success.document))
        }
      )
    })

    it("the reader of a model's document", async () => {
      const found = Result.getOrThrow(
        readModelFile(example("district.yaml"), { file: "district.yaml", bases })
      )
      await all(fc.oneof(anyJson, spoilt(found.document as Schema.Json)), 40, (json) =>
        expectAnswer(Model.read(json))
      )
    })

    it("the reader of rosters", () =>
      all(fc.oneof(anyText, damaged(roster)), 80, (text) => expectNoDefect(readRoster(text))))

    it("the reader of stories", () =>
      all(fc.oneof(anyJson, spoilt(story)), 150, (json) => expectAnswer(Story.read(json))))

    it("the reader of requests, from JSON and from the fields of a command", () =>
      all(
        fc.tuple(fc.oneof(anyJson, fc.constantFrom(...requests).chain(spoilt)), fc.constantFrom(...tags)),
        200,
        ([json, tag]) => {
          expectAnswer(readRequest(json))
          const draft = isObject(json) ? json : {}
          for (const language of ["zh", "en"]) expectAnswer(RequestInput.read(tag, draft, language))
        }
      ))

    it("the reader of request files", () =>
      all(
        fc.oneof(anyText, damaged(JSON.stringify(requests[0]))),
        150,
        (text) => void RequestInput.readData(text)
      ))

    it("the pairing: its reader, and the solver for what was read", () =>
      all(fc.oneof(anyJson, spoilt(pairing)), 150, (json) => {
        const read = Schema.decodeUnknownResult(Problem)(json)
        expect(Result.isFailure(read) ? String(read.failure) : "").not.toMatch(trace)
        if (Result.isSuccess(read)) expectAnswer(solve(read.success))
      }))

    it("the reader of patterns of texts", () =>
      all(fc.oneof(anyText, damaged(pattern)), 150, (text) => {
        const problem = Pattern.problem(text, ["place", "due", "n", "kind"], { kind: "a", place: "1号楼" })
        expect(problem ?? "fine").not.toMatch(trace)
      }))

    it("the reader of holiday notices", () =>
      all(fc.oneof(anyText, damaged(holidays)), 150, (text) => expectAnswer(readHolidayNotice(text))))

    it("the reader of master keys, which shows none of them", () => {
      const valid = Redacted.value(MasterKeys.generate("2026"))
      const key = valid.slice(5)
      return all(fc.oneof(anyText, damaged(`${valid},${valid.replace("2026", "2025")}`)), 150, (text) => {
        const read = MasterKeys.read(Redacted.make(text))
        expectAnswer(read)
        expect(Result.isFailure(read) ? read.failure.message : "").not.toContain(key.slice(0, 12))
      })
    })

    it("the masking of numbers, which masks a masked text no further", () =>
      all(fc.oneof(anyText, numbers), 200, (text) => {
        const masked = mask(text)
        expect(mask(masked)).toBe(masked)
      }))
  })

  describe("the command line", () => {
    beforeAll(() => {
      // A random word may be the name of a file to write. So the command runs in a folder that is removed afterwards.
      const before = process.cwd()
      const folder = mkdtempSync(join(tmpdir(), "liulinhui-fuzz-"))
      process.chdir(folder)
      return () => {
        process.chdir(before)
        rmSync(folder, { recursive: true })
      }
    })

    it("answers any words with an exit code and a message, and never with a stack trace", async () => {
      await all(words, 60, async (args) => {
        const { status, stderr, stdout } = await run(args)
        expect([0, 1, 2, 3]).toContain(status)
        expect(stdout + stderr).not.toMatch(trace)
        expect(status === 0 || stdout + stderr !== "").toBe(true)
      })
    })
  })
}
