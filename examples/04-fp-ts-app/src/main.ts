/**
 * Runs one day in the made-up district Pear Lane, and prints what happened: the pairing of branches and groups, a
 * registration and a clearing that are refused, notices, and the sums of the coverage figures.
 */
import { Amounts, Deciding, District, Pairing, type RequestJson } from "@liulinhui/fp-ts"
import * as Console from "fp-ts/lib/Console.js"
import * as E from "fp-ts/lib/Either.js"
import { flow, pipe } from "fp-ts/lib/function.js"
import { concatAll } from "fp-ts/lib/Monoid.js"
import * as RA from "fp-ts/lib/ReadonlyArray.js"
import * as RTE from "fp-ts/lib/ReaderTaskEither.js"
import * as T from "fp-ts/lib/Task.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { pearLane } from "./pearLane.ts"

/** The environment of the program: the district, and the actor who submits requests. */
interface Env extends District.HasDistrict {
  readonly actor: string
}

type Program<A> = RTE.ReaderTaskEither<Env, Error, A>

const say = (line: string): Program<void> => RTE.fromIO(Console.log(line))

// ------------------------------------------------------------- a pure computation: which branch leads which group

const pairing: E.Either<Error, ReadonlyArray<string>> = pipe(
  Deciding.model(pearLane),
  E.mapLeft((problems) => new Error(problems.map(({ message }) => message).join("; "))),
  E.chain(({ branches, groups, pairing: { criteria } }) =>
    pipe(
      Pairing.problem({
        branches: branches.map(({ buildings, id, leads, people, strengths }) => ({
          id,
          strengths,
          buildings,
          people,
          leads
        })),
        groups: groups.map(({ buildings, id, ledBy, needs }) => ({ id, needs, buildings, ledBy })),
        criteria
      }),
      E.mapLeft((mistakes) => new Error(mistakes.map(({ message }) => message).join("; ")))
    )
  ),
  E.chain(
    flow(
      Pairing.solve,
      E.mapLeft((reasons) => new Error(reasons.map(({ _tag }) => _tag).join("; ")))
    )
  ),
  E.map((plan) =>
    ["east", "west"].map((branch) => `${branch} leads ${Pairing.ledBy(branch)(plan).join(", ")}`)
  )
)

// ------------------------------------------------------------------------------ a program that does something: the day

const building = { id: "p1", label: "1号楼", floors: 6 }
const flat = { id: "p1-302", building: "p1", unit: "302", floor: 3, area: 580_000, tags: [] }
const lost = { id: "p9-101", building: "p9", unit: "101", floor: 1, area: 580_000, tags: [] }
const requests: ReadonlyArray<RequestJson> = [
  { _tag: "EnterBuilding", building },
  { _tag: "EnterHousehold", household: flat },
  { _tag: "EnterHousehold", household: lost },
  { _tag: "OpenCase", case: "lane", playbook: "clutter-campaign", subjects: ["district:pear-lane"] },
  { _tag: "OpenCase", case: "p1", playbook: "building-clutter", parent: "lane", subjects: ["building:p1"] },
  {
    _tag: "OpenCase",
    case: "door",
    playbook: "corridor-clutter",
    parent: "p1",
    subjects: ["household:p1-302"]
  },
  { _tag: "TakeStep", case: "door", step: "clear" }
]

/** Submits a request. If it is refused, prints every reason and continues. */
const submit = (id: string, request: RequestJson): Program<void> =>
  pipe(
    RTE.asks(({ actor }: Env) => actor),
    RTE.chainW((by) => District.submit({ id, by, request })),
    RTE.matchEW(
      (error) =>
        error._tag === "Refused"
          ? say(`refused: ${request._tag}: ${error.sentences.en.join("; ")}`)
          : RTE.left<Env, Error, void>(error),
      () => say(`done: ${request._tag}`)
    )
  )

const coverage: Program<void> = pipe(
  District.coverage({ groupBy: "building" }),
  RTE.map(
    flow(
      RA.map(({ counts }) => counts),
      concatAll(Amounts.monoidCounts)
    )
  ),
  RTE.chainW(({ eligible, missing }) =>
    say(`coverage: ${missing} of ${eligible} members of all rules are missing`)
  )
)

const day: Program<void> = pipe(
  RTE.fromEither(pairing),
  RTE.chain(RTE.traverseSeqArray(say)),
  RTE.chain(() =>
    RTE.traverseSeqArrayWithIndex((at, request: RequestJson) => submit(`request-${at}`, request))(requests)
  ),
  RTE.chainW(() => District.pump),
  RTE.chainW(({ delivered }) => say(`notices: ${delivered} delivered`)),
  RTE.chain(() => coverage)
)

const main: T.Task<void> = pipe(
  District.bracket({
    ledger: ":memory:",
    model: pearLane,
    notices: { language: "en" },
    notifier: {
      channel: "console",
      deliver: ({ body, recipient, title }) => TE.fromIO(Console.log(`to ${recipient}: ${title}: ${body}`))
    }
  })((district) => day({ district, actor: "office" })),
  TE.matchE(
    (error) =>
      T.fromIO(() => {
        process.exitCode = 1
        Console.error(error.message)()
      }),
    T.of
  ),
  T.map(() => undefined)
)

await main()
