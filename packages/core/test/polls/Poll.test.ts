import { describe, expect, it } from "@effect/vitest"
import * as Poll from "../../src/polls/Poll.ts"
import * as Tally from "../../src/polls/Tally.ts"
import * as Day from "../../src/kernel/Day.ts"
import * as Ratio from "../../src/kernel/Ratio.ts"
import { HouseholdId, Tag } from "../../src/place/Id.ts"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import * as CivilCode278 from "../../../six-hearts/test/civilCode278.ts"

const opens = Day.make("2026-03-01")
const closes = Day.make("2026-03-31")
const afterwards = Day.add(closes, 1)
const today = Day.make("2026-03-15")

type Cast = Poll.Opinion | "silent"
interface Voter {
  readonly area: number
  readonly cast: Cast
}

// --------------------------------------------------------------------------------------- a second opinion, in fractions

/** Compares the fraction a/b with the fraction c/d, with big integers. */
const compare = ([a, b]: readonly [bigint, bigint], [c, d]: readonly [bigint, bigint]): number => {
  const difference = a * d - c * b
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

const reached = ({ kind, share }: Poll.Threshold, part: bigint, whole: bigint): boolean => {
  if (whole === 0n) return false
  const order = compare([part, whole], [BigInt(share.over), BigInt(share.under)])
  return kind === "at least" ? order >= 0 : order > 0
}

/** Whether a poll has succeeded after its last day. */
const carried = (terms: Poll.Terms, voters: ReadonlyArray<Voter>): boolean =>
  (["area", "heads"] as const).every((measure) => {
    const sum = (keep: (cast: Cast) => boolean): bigint =>
      voters.reduce(
        (total, { area, cast }) => total + (keep(cast) ? BigInt(measure === "area" ? area : 1) : 0n),
        0n
      )
    const all = sum(() => true)
    const silent = sum((cast) => cast === "silent")
    const [agree, against] = [sum((cast) => cast === "agree"), sum((cast) => cast === "against")]
    const counted = terms.silence === "with-majority" && agree !== against ? silent : 0n
    const taking = all - silent + counted
    const agreeing = agree > against ? agree + counted : agree
    return (
      (terms.participation === undefined || reached(terms.participation[measure], taking, all)) &&
      reached(terms.consent[measure], agreeing, terms.of === "all" ? all : taking)
    )
  })

const casts: ReadonlyArray<Cast> = ["agree", "against", "abstain", "silent"]

/** All possible futures of a poll: each owner without a ballot may vote in any way, or not vote. */
const futures = (voters: ReadonlyArray<Voter>): ReadonlyArray<ReadonlyArray<Voter>> =>
  voters.reduce<ReadonlyArray<ReadonlyArray<Voter>>>(
    (ways, voter) =>
      ways.flatMap((way) =>
        (voter.cast === "silent" ? casts : [voter.cast]).map((cast) => [...way, { area: voter.area, cast }])
      ),
    [[]]
  )

const certainlyCarries = (terms: Poll.Terms, voters: ReadonlyArray<Voter>): boolean =>
  futures(voters).every((way) => carried(terms, way))
const certainlyFails = (terms: Poll.Terms, voters: ReadonlyArray<Voter>): boolean =>
  futures(voters).every((way) => !carried(terms, way))

const silentIn = (voters: ReadonlyArray<Voter>): number =>
  voters.filter(({ cast }) => cast === "silent").length

/** The minimum number of further ballots after which a condition is true. */
const fewest = (
  voters: ReadonlyArray<Voter>,
  holds: (way: ReadonlyArray<Voter>) => boolean
): number | undefined => {
  const counts = futures(voters)
    .filter(holds)
    .map((way) => silentIn(voters) - silentIn(way))
  return counts.length === 0 ? undefined : Math.min(...counts)
}

// ---------------------------------------------------------------------------------------------------------- generators

// Areas are small and shares are common ones (such as 1/2 or 2/3), so that thresholds are often reached exactly.
const threshold = (least: number): fc.Arbitrary<Poll.Threshold> =>
  fc.record({
    kind: fc.constantFrom("at least" as const, "more than" as const),
    share: fc
      .constantFrom([1, 3], [1, 2], [3, 5], [2, 3], [3, 4], [1, 1])
      .map(([over, under]) => Ratio.make(over!, under!))
      .filter(({ over, under }) => over / under >= least)
  })
const thresholds = (least: number) => fc.record({ area: threshold(least), heads: threshold(least) })

const terms: fc.Arbitrary<Poll.Terms> = fc
  .constantFrom("absent" as const, "with-majority" as const)
  .chain((silence) =>
    fc
      .record({
        participation: fc.option(thresholds(0), { nil: undefined }),
        consent: thresholds(silence === "absent" ? 0 : 0.5),
        of: fc.constantFrom("participating" as const, "all" as const)
      })
      .map(({ consent, of, participation }) => ({
        from: Day.make("2021-01-01"),
        consent,
        of,
        silence,
        ...(participation === undefined ? {} : { participation })
      }))
  )

const voters = (maxLength: number): fc.Arbitrary<ReadonlyArray<Voter>> =>
  fc.array(fc.record({ area: fc.integer({ min: 0, max: 6 }), cast: fc.constantFrom(...casts) }), {
    maxLength
  })

const ownerOf = (at: number): string => `owner-${at}`

const pollOf = (one: Poll.Terms, people: ReadonlyArray<Voter>): Poll.Poll => ({
  rules: { id: Tag.make("test"), name: { zh: "试", en: "test" }, terms: [one] },
  opens,
  closes,
  electors: people.map(({ area }, at) => ({ owner: ownerOf(at), area, units: [HouseholdId.make(`u${at}`)] }))
})

const ballotsOf = (people: ReadonlyArray<Voter>): ReadonlyArray<Poll.Ballot> =>
  people.flatMap(({ cast }, at) =>
    cast === "silent" ? [] : [{ owner: ownerOf(at), opinion: cast, on: opens }]
  )

const tally = (one: Poll.Terms, people: ReadonlyArray<Voter>, on: Day.Day): Tally.Tally =>
  Result.getOrThrow(Tally.tally(pollOf(one, people), ballotsOf(people), on))

const unit = (id: string, area: number, owner?: string): Poll.Unit => ({
  id: HouseholdId.make(id),
  area,
  ...(owner === undefined ? {} : { owner })
})

/** A poll of `n` owners, each with a flat of 100 m². The first owners have the given opinions. */
const plain = (n: number, opinions: ReadonlyArray<Poll.Opinion>, rules = CivilCode278.alteration) => {
  const electors = Poll.electorate(
    Array.from({ length: n }, (_, at) => unit(`u${at}`, 1_000_000, ownerOf(at)))
  )
  const ballots = opinions.map((opinion, at) => ({ owner: ownerOf(at), opinion, on: opens }))
  return { poll: { rules, opens, closes, electors }, ballots }
}

const times = (n: number, opinion: Poll.Opinion): ReadonlyArray<Poll.Opinion> =>
  Array.from({ length: n }, () => opinion)

const resultOf = ({ ballots, poll }: ReturnType<typeof plain>, on = afterwards) =>
  Result.getOrThrow(Tally.tally(poll, ballots, on)).result

const threeFlats = (third: number): Poll.Poll => ({
  rules: CivilCode278.alteration,
  opens,
  closes,
  electors: Poll.electorate([
    unit("101", 1_000_000, "a"),
    unit("102", 1_000_000, "b"),
    unit("103", third, "c")
  ])
})

const sum = (areas: ReadonlyArray<number>): number => areas.reduce((a, b) => a + b, 0)

describe("a poll that is over", () => {
  it("has carried exactly if fractions say so", () => {
    fc.assert(
      fc.property(terms, voters(12), (one, people) => {
        expect(tally(one, people, afterwards).result).toBe(carried(one, people) ? "carried" : "failed")
      }),
      { numRuns: 1000 }
    )
  })

  it("has carried with exactly two thirds taking part and exactly three quarters of those agreeing", () => {
    expect(resultOf(plain(12, [...times(6, "agree"), ...times(2, "against")]))).toBe("carried")
    expect(resultOf(plain(12, [...times(5, "agree"), ...times(3, "against")]))).toBe("failed")
    expect(resultOf(plain(13, [...times(6, "agree"), ...times(2, "against")]))).toBe("failed")
  })

  it("has failed with exactly half in favour if more than half is required", () => {
    const half = [...times(4, "agree"), ...times(4, "against")]
    expect(resultOf(plain(8, half, CivilCode278.other))).toBe("failed")
    const more = [...times(5, "agree"), ...times(3, "against")]
    expect(resultOf(plain(8, more, CivilCode278.other))).toBe("carried")
  })

  it("has failed if two thirds of the area are short by one square centimetre", () => {
    const ballots = ["a", "b"].map((owner) => ({ owner, opinion: "agree" as const, on: opens }))
    expect(Result.getOrThrow(Tally.tally(threeFlats(1_000_000), ballots, afterwards)).result).toBe("carried")
    const short = Result.getOrThrow(Tally.tally(threeFlats(1_000_001), ballots, afterwards))
    expect(short.result).toBe("failed")
    expect(
      short.tests.filter(({ met }) => !met).map(({ measure, of, part, whole }) => [of, measure, part, whole])
    ).toEqual([["participation", "area", 2_000_000, 3_000_001]])
  })

  it("needs the heads as well as the area", () => {
    const electors = Poll.electorate([
      unit("1", 9_000_000, "giant"),
      ...times(8, "agree").map((_, at) => unit(`s${at}`, 100_000, ownerOf(at)))
    ])
    const poll = { rules: CivilCode278.alteration, opens, closes, electors }
    const { tests } = Result.getOrThrow(
      Tally.tally(poll, [{ owner: "giant", opinion: "agree", on: opens }], afterwards)
    )
    expect(tests.map(({ measure, met, of }) => `${of} ${measure} ${met}`)).toEqual([
      "participation area true",
      "consent area true",
      "participation heads false",
      "consent heads true"
    ])
  })
})

describe("a poll that is open", () => {
  it("has carried or failed exactly if no further ballot can change it", () => {
    fc.assert(
      fc.property(terms, voters(5), (one, people) => {
        const expected = certainlyCarries(one, people)
          ? "carried"
          : certainlyFails(one, people)
            ? "failed"
            : "open"
        expect(tally(one, people, today).result).toBe(expected)
      }),
      { numRuns: 500 }
    )
  })

  it("reports the fewest ballots that would decide it, each way", () => {
    fc.assert(
      fc.property(terms, voters(4), (one, people) => {
        const { fewest: told, result } = tally(one, people, today)
        fc.pre(result === "open")
        const expected = {
          toPass: fewest(people, (way) => carried(one, way)),
          toCarry: fewest(people, (way) => certainlyCarries(one, way)),
          toFail: fewest(people, (way) => certainlyFails(one, way))
        }
        expect({ toPass: told.toPass, toCarry: told.toCarry, toFail: told.toFail }).toEqual(expected)
      }),
      { numRuns: 300 }
    )
  })

  it("is open until its last day is over", () => {
    const { ballots, poll } = plain(100, times(70, "agree"))
    const result = (on: Day.Day) => Result.getOrThrow(Tally.tally(poll, ballots, on)).result
    expect([result(closes), result(afterwards)]).toEqual(["open", "carried"])
  })

  it("of a hundred flats reports how many more ballots are needed", () => {
    const sixty = plain(100, times(60, "agree"))
    expect(Result.getOrThrow(Tally.tally(sixty.poll, sixty.ballots, today)).fewest).toEqual({
      toPass: 7,
      toCarry: 15,
      toFail: 26
    })
  })
})

describe("an electorate", () => {
  it("counts an owner of several units as one head, and all unsold units together as one", () => {
    const units = [
      unit("101", 10, "li"),
      unit("102", 20, "li"),
      unit("201", 30),
      unit("202", 40),
      unit("301", 50, "wu")
    ]
    expect(Poll.electorate(units)).toEqual([
      { owner: "li", area: 30, units: ["101", "102"] },
      { owner: "developer", area: 70, units: ["201", "202"] },
      { owner: "wu", area: 50, units: ["301"] }
    ])
  })

  it("is the owners who share the part, if only some do", () => {
    const units = [unit("101", 10, "li"), unit("102", 20, "wu"), unit("201", 30, "li")]
    expect(Poll.electorate(units, new Set([HouseholdId.make("101"), HouseholdId.make("102")]))).toEqual([
      { owner: "li", area: 10, units: ["101"] },
      { owner: "wu", area: 20, units: ["102"] }
    ])
  })

  it("has the whole area once, and no owner twice", () => {
    const units = fc.array(
      fc.record({
        area: fc.nat(1_000_000),
        owner: fc.option(fc.constantFrom("a", "b", "c"), { nil: undefined })
      }),
      { maxLength: 20 }
    )
    fc.assert(
      fc.property(units, (all) => {
        const electors = Poll.electorate(all.map(({ area, owner }, at) => unit(`u${at}`, area, owner)))
        expect(sum(electors.map(({ area }) => area))).toBe(sum(all.map(({ area }) => area)))
        expect(new Set(electors.map(({ owner }) => owner)).size).toBe(electors.length)
        expect(electors.flatMap(({ units: own }) => own)).toHaveLength(all.length)
      })
    )
  })
})

describe("a ballot", () => {
  const { poll } = plain(3, [])
  const reasonsOf = (...ballots: ReadonlyArray<Poll.Ballot>) =>
    Result.getOrThrow(Tally.tally(poll, ballots, afterwards)).rejected.map(({ reasons }) =>
      reasons.map(({ _tag }) => _tag)
    )

  it("counts once, from an elector, while the poll is open", () => {
    const first = { owner: ownerOf(0), opinion: "agree", on: opens } as const
    expect(reasonsOf(first, { ...first, opinion: "against" })).toEqual([["VotedAlready"]])
    expect(reasonsOf({ ...first, owner: "stranger", on: Day.add(opens, -1) })).toEqual([
      ["NotAnElector", "OutsideThePoll"]
    ])
    expect(reasonsOf({ ...first, on: closes })).toEqual([])
    expect(reasonsOf({ ...first, on: afterwards })).toEqual([["OutsideThePoll"]])
  })

  it("by a proxy counts on written authority with the opinion stated in it", () => {
    const by = "neighbour"
    const ballot = { owner: ownerOf(0), opinion: "agree", on: opens } as const
    expect(reasonsOf({ ...ballot, proxy: { by } })).toEqual([["NoWrittenAuthority", "NoStatedOpinion"]])
    expect(reasonsOf({ ...ballot, proxy: { by, authority: "doc/1", stated: "against" } })).toEqual([
      ["OtherOpinionStated"]
    ])
    expect(reasonsOf({ ...ballot, proxy: { by, authority: "doc/1", stated: "agree" } })).toEqual([])
  })

  it("that does not count leaves its owner free to vote", () => {
    const bad = { owner: ownerOf(0), opinion: "agree", on: opens, proxy: { by: "neighbour" } } as const
    const { agree, rejected } = Result.getOrThrow(
      Tally.tally(poll, [bad, { owner: ownerOf(0), opinion: "agree", on: opens }], afterwards)
    )
    expect([agree.heads, rejected.length]).toEqual([1, 1])
  })

  it("cast later than the day of the count is ignored", () => {
    const late = { owner: ownerOf(0), opinion: "agree", on: Day.add(today, 1) } as const
    expect(Result.getOrThrow(Tally.tally(poll, [late], today)).agree.heads).toBe(0)
    expect(Result.getOrThrow(Tally.tally(poll, [late], Day.add(today, 1))).agree.heads).toBe(1)
  })
})

describe("a rule set", () => {
  const written = {
    id: "alteration",
    name: { zh: "改建", en: "Alteration" },
    terms: [
      {
        from: "2007-10-01",
        consent: { area: "at least 2/3", heads: "at least 2/3" },
        of: "all",
        silence: "absent"
      },
      {
        from: "2021-01-01",
        participation: { area: "at least 2/3", heads: "at least 2/3" },
        consent: { area: "at least 3/4", heads: "at least 3/4" },
        of: "participating",
        silence: "absent"
      }
    ]
  }
  const rules = Schema.decodeUnknownSync(Poll.RuleSet)(written)

  it("is written as data, and uses the terms of the day on which the poll opens", () => {
    expect(Schema.encodeSync(Poll.RuleSet)(rules)).toEqual(written)
    const vote = (day: string) => {
      const { ballots, poll } = plain(12, times(6, "agree"), rules)
      const opened = { ...poll, opens: Day.make(day), closes: Day.add(Day.make(day), 30) }
      return Tally.tally(
        opened,
        ballots.map((ballot) => ({ ...ballot, on: opened.opens })),
        Day.add(opened.closes, 1)
      )
    }
    expect(
      Result.getOrThrow(vote("2020-12-31")).tests.map(({ of, part, whole }) => `${of} ${part}/${whole}`)
    ).toEqual(["consent 6000000/12000000", "consent 6/12"])
    expect(
      Result.getOrThrow(vote("2021-01-01")).tests.map(({ of, part, whole }) => `${of} ${part}/${whole}`)
    ).toEqual([
      "participation 6000000/12000000",
      "consent 6000000/6000000",
      "participation 6/12",
      "consent 6/6"
    ])
    expect(vote("2007-09-30")).toEqual(
      Result.fail(new Tally.NoTerms({ rules: Tag.make("alteration"), on: Day.make("2007-09-30") }))
    )
  })

  it("does not let silence follow a majority below one half", () => {
    const refused = Schema.decodeUnknownResult(Poll.Terms)({
      ...written.terms[0],
      consent: { area: "more than 1/3", heads: "at least 2/3" },
      silence: "with-majority"
    })
    expect(Result.isFailure(refused) && refused.failure.message).toContain(
      "at least 1/2 where silence follows"
    )
  })
})
