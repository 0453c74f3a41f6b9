/**
 * The `liulinhui` command with all its subcommands. `main.ts` runs it with the arguments of the process. Only the
 * subcommand that is used is loaded. The other subcommands have only a name and a description, for the help.
 */
import * as Command from "effect/cli/Command"
import { Lang } from "./Words.ts"

/** All subcommands in the order of the help. Each has its description, and a function that loads it. */
const subcommands = {
  init: {
    about: "Write the files of a new district: model, roster, first events, a story that tests them",
    load: () => import("./init.ts").then(({ init }) => init)
  },
  adopt: {
    about: "Check a model and adopt it; makes the ledger and its keys if there are none",
    load: () => import("./adopt.ts").then(({ adopt }) => adopt)
  },
  import: {
    about: "Compare a roster with the registry, and write the differences",
    load: () => import("./import.ts").then(({ importCommand }) => importCommand)
  },
  today: {
    about: "List what an actor can do today, late and urgent cases first",
    load: () => import("./today.ts").then(({ today }) => today)
  },
  round: {
    about: "List the actor's own visits in walking order; nothing is written",
    load: () => import("./round.ts").then(({ round }) => round)
  },
  cases: {
    about: "List the open cases, what is late or due first at the top",
    load: () => import("./cases.ts").then(({ cases }) => cases)
  },
  case: {
    about: "Show a case, or open one, take its steps, hand it over, transfer, merge, withdraw, reopen",
    load: () => import("./caseDoors.ts").then(({ caseWithDoors }) => caseWithDoors)
  },
  batch: {
    about: "Take one step on many cases",
    load: () => import("./batch.ts").then(({ batch }) => batch)
  },
  contact: {
    about: "Record visits, calls and other contacts",
    load: () => import("./contact.ts").then(({ contact }) => contact)
  },
  exclude: {
    about: "Exclude somebody or a place from a coverage rule, or end that",
    load: () => import("./doors.ts").then(({ exclude }) => exclude)
  },
  resident: {
    about: "Enter, move, correct a resident, record that a resident left, undo that, merge two records",
    load: () => import("./doors.ts").then(({ resident }) => resident)
  },
  mandate: {
    about: "List, grant and end the mandates of actors",
    load: () => import("./mandate.ts").then(({ mandate }) => mandate)
  },
  device: {
    about: "Invite actors to sign in with a device; list and revoke devices; print the audit of sign-ins",
    load: () => import("./device.ts").then(({ device }) => device)
  },
  pair: {
    about: "Compute or check a pairing; propose, confirm, overrule, reject it, or bring it into force",
    load: () => import("./pairDoors.ts").then(({ pairWithDoors }) => pairWithDoors)
  },
  companions: {
    about: "Compute companions for elders; propose, confirm, overrule, reject, assign, release them",
    load: () => import("./companionDoors.ts").then(({ companionsWithDoors }) => companionsWithDoors)
  },
  talents: {
    about: "Propose capable residents for cases and teams, and decide on the proposal",
    load: () => import("./doors.ts").then(({ talents }) => talents)
  },
  poll: {
    about: "Show the votes of owners; open one, write its ballot sheet, record ballots",
    load: () => import("./pollDoors.ts").then(({ pollWithDoors }) => pollWithDoors)
  },
  coverage: {
    about: "Show who must be reached, who was reached, and who is missing",
    load: () => import("./coverage.ts").then(({ coverage }) => coverage)
  },
  report: {
    about: "Show the state of a district, computed from its ledger",
    load: () => import("./report.ts").then(({ report }) => report)
  },
  print: {
    about: "Print documents of the district",
    load: () => import("./print.ts").then(({ print }) => print)
  },
  notices: {
    about: "Show who is notified of what and when; send it; and what could not be delivered",
    load: () => import("./notices.ts").then(({ notices }) => notices)
  },
  serve: {
    about: "Serve the districts of a ledger over HTTP, with the due clock and the notices",
    load: () => import("./serve.ts").then(({ serve }) => serve)
  },
  cluster: {
    about: "A cluster of several processes on this machine, for development",
    load: () => import("./cluster.ts").then(({ cluster }) => cluster)
  },
  do: {
    about: "Make any request: do REQUEST LEDGER --as ACTOR, with its fields as flags, JSON or YAML",
    load: () => import("./do.ts").then(({ doCommand }) => doCommand)
  },
  replay: {
    about: "Run a story with its days onto a ledger, for trials, training and moving in",
    load: () => import("./replay.ts").then(({ replay }) => replay)
  },
  test: {
    about: "Run every story of a folder, and say what the stories do not meet",
    load: () => import("./test.ts").then(({ test }) => test)
  },
  simulate: {
    about: "Let a made-up neighbourhood live under a model, and watch what must always hold",
    load: () => import("./simulate.ts").then(({ simulate }) => simulate)
  },
  check: {
    about: "Check a district's model and registry; every mistake is reported, nothing is written",
    load: () => import("./check.ts").then(({ check }) => check)
  },
  model: {
    about: "Compare two models: what the change means, with examples",
    load: () => import("./model.ts").then(({ model }) => model)
  },
  doctor: {
    about:
      "Check Node, the channels for notices, the ledger, the keys, the time zone and the calendar; nothing is sent",
    load: () => import("./doctor.ts").then(({ doctor }) => doctor)
  },
  calendar: {
    about: "Show the working-day calendar, or add a year",
    load: () => import("./calendar.ts").then(({ calendar }) => calendar)
  },
  rules: {
    about: "Print the rules for which requests are refused",
    load: () => import("./rules.ts").then(({ rules }) => rules)
  },
  schema: {
    about: "Write the JSON Schema of a model, a playbook, a coverage rule or a problem",
    load: () => import("./schema.ts").then(({ schema }) => schema)
  },
  playbook: {
    about: "Draw a playbook",
    load: () => import("./playbook.ts").then(({ playbook }) => playbook)
  },
  subject: {
    about: "A resident's rights: access to what is held, and erasure",
    load: () => import("./subject.ts").then(({ subject }) => subject)
  },
  intake: {
    about: "Reports from residents without an account: list them, look at them, and decide",
    load: () => import("./intake.ts").then(({ intake }) => intake)
  },
  retention: {
    about: "Personal data whose time is over: list what is due, and erase it",
    load: () => import("./retention.ts").then(({ retention }) => retention)
  },
  vault: {
    about: "The keys under which personal data is sealed",
    load: () => import("./vault.ts").then(({ vault }) => vault)
  },
  audit: {
    about: "Verify the ledger, export and import it",
    load: () => import("./audit.ts").then(({ audit }) => audit)
  },
  health: {
    about: "Say whether a ledger can be read and written, and how far readers are behind",
    load: () => import("./health.ts").then(({ health }) => health)
  },
  migrate: {
    about: "Move open cases to another version of their playbook",
    load: () => import("./migrate.ts").then(({ migrate }) => migrate)
  },
  upgrade: {
    about: "Have a district write the newest ledger format",
    load: () => import("./upgrade.ts").then(({ upgrade }) => upgrade)
  },
  completions: {
    about: "Print the completions for a shell",
    load: () => import("./completions.ts").then(({ completionsOf }) => completionsOf(whole))
  }
} as const

type Name = keyof typeof subcommands
const names = Object.keys(subcommands).filter((name): name is Name => name in subcommands)

const listed = (name: Name) => Command.make(name).pipe(Command.withDescription(subcommands[name].about))

const root = Command.make("liulinhui").pipe(
  Command.withDescription(
    "Run a residential district's self-governance: pairing, cases, coverage, and their proof"
  ),
  Command.withGlobalFlags([Lang])
)

/**
 * Makes the `liulinhui` command for these arguments. The subcommand that is used is loaded. The other subcommands have
 * only their names. The texts come from the catalogues in `Texts.Current`. Default: the built-in catalogues.
 *
 * @category commands
 */
export const commandFor = async (args: ReadonlyArray<string>) => {
  const [called] = args.filter((arg) => !arg.startsWith("-"))
  const name = names.find((each) => each === called)
  const loaded = name === undefined ? undefined : await subcommands[name].load()
  return root.pipe(
    Command.withSubcommands(
      names.map((each) => (loaded !== undefined && each === name ? loaded : listed(each)))
    )
  )
}

/**
 * Makes the `liulinhui` command with all subcommands loaded, for completions and documents.
 *
 * @category commands
 */
export async function whole(): Promise<Command.Command.Any> {
  return root.pipe(Command.withSubcommands(await Promise.all(names.map((name) => subcommands[name].load()))))
}
