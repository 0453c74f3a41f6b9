/**
 * A second implementation of coverage for tests, which shares no code with the library. It translates the coverage
 * rules of a model to SQL and runs the queries in SQLite. Days are ISO texts, and SQLite's date functions compute with
 * them. NULL in SQL means "not known".
 */
import type { CoverageFacts } from "../../src/coverage/Coverage.ts"
import { make, toIso } from "../../src/kernel/Day.ts"
import type { Day } from "../../src/kernel/Day.ts"
import { DatabaseSync } from "node:sqlite"

// A coverage rule as it is written in a model, loosely typed. The generators write only valid rules.
interface Json {
  readonly [key: string]: Json & string & number & boolean & ReadonlyArray<Json & string>
}

const tables = `
create table building(id text primary key, floors int);
create table household(id text primary key, building text, floor int, area int);
create index household_building on household(building);
create table resident(id text primary key, household text, birth text, party text, since text, housed text, gone text);
create index resident_household on resident(household);
create table tag(kind text, id text, tag text);
create table area(kind text, building text, id text);
create table cases(id text primary key, playbook text, stage text, opened text, closed text, outcome text, relapses int);
create table subject(cse text, at int, subject text);
create table step(cse text, playbook text, step text, day text);
create table pair(id text, volunteer text, elder text, since text, ends text);
create table contact(mark text, subject text, day text);
create index contact_subject on contact(subject);
create table exclusion(rule text, subject text, reason text, day text, ends text, source int);
-- where a subject lies
create view lies as
  select 'building:' || id subject, null household, id building from building
  union all select 'household:' || id, id, building from household
  union all select 'resident:' || r.id, r.household, h.building from resident r left join household h on h.id = r.household;
`

/** Quotes a text for SQL. */
const q = (text: string): string => `'${text.replaceAll("'", "''")}'`
const list = (value: string | ReadonlyArray<string>): string =>
  (typeof value === "string" ? [value] : value).map(q).join(",")

/** The SQL expression for the first day after a period that begins on a day. */
const after = (start: string, period: string): string => {
  const [count, unit = ""] = period.split(" ")
  if (unit.startsWith("month")) {
    const plain = `date(${start}, '+${count} months')`
    // In SQLite, 31 January + 1 month is 3 March. But in the library, the period ends on 1 March.
    return `iif(strftime('%d', ${plain}) <> strftime('%d', ${start}), date(${plain}, 'start of month'), ${plain})`
  }
  return `date(${start}, '+${Number(count) * (unit.startsWith("week") ? 7 : 1)} days')`
}

const cmp = (
  expression: string,
  value: Json | number | string,
  read: (v: unknown) => number | string
): string => {
  if (typeof value !== "object") return `${expression} = ${read(value)}`
  const signs: Record<string, string> = {
    atLeast: ">=",
    atMost: "<=",
    moreThan: ">",
    lessThan: "<",
    from: ">=",
    until: "<=",
    after: ">",
    before: "<"
  }
  return Object.entries(value)
    .map(([word, operand]) => `${expression} ${signs[word]} ${read(operand)}`)
    .join(" and ")
}

const fullYears = (since: string, on: string): string =>
  `(strftime('%Y', ${on}) - strftime('%Y', ${since}) - (strftime('%m%d', ${on}) < strftime('%m%d', ${since})))`

/**
 * The SQL expression "some row matches": true if one row is true, otherwise unknown if one row is unknown, otherwise
 * false.
 */
const some = (condition: string, from: string): string =>
  `(select case when sum((${condition}) is true) > 0 then 1 when sum((${condition}) is null) > 0 then null else 0 end ${from})`
const every = (condition: string, from: string): string =>
  `(select case when count(*) = 0 or sum((${condition}) is false) > 0 then 0 when sum((${condition}) is null) > 0 then null else 1 end ${from})`
/** The SQL expression for a condition on a single row. Unknown if there is no such row. */
const one = (condition: string, from: string): string => `(select (${condition}) ${from})`

let aliases = 0
const alias = (): string => `t${++aliases}`

const here = (r: string, on: string): string =>
  `${r}.since <= ${on} and (${r}.gone is null or ${on} < ${r}.gone)`
const inForce = (p: string, on: string): string =>
  `${p}.since <= ${on} and (${p}.ends is null or ${on} <= ${p}.ends)`

const households = (r: string): string => `select 1 from household where id = ${r}.household`

/** For each population, the SQL expression for the building id of a member. */
const buildingOf: Record<string, (t: string) => string> = {
  residents: (t) =>
    `(select b.id from household h join building b on b.id = h.building where h.id = ${t}.household)`,
  households: (t) => `(select id from building where id = ${t}.building)`,
  buildings: (t) => `${t}.id`,
  cases: (t) =>
    `(select b.id from subject s join lies l on l.subject = s.subject join building b on b.id = l.building where s.cse = ${t}.id and s.at = 0)`,
  pairs: (t) =>
    `(select b.id from resident r join household h on h.id = r.household join building b on b.id = h.building where r.id = ${t}.elder)`
}

/**
 * The SQL condition that a member belongs to the whole district, because it is known that the member is in no building.
 */
const nowhere = (population: string, t: string): string =>
  population === "cases"
    ? `exists(select 1 from subject where cse = ${t}.id and at = 0 and subject like 'district:%')`
    : "0"

const selector = (population: string, json: Json, t: string, on: string): string => {
  const parts = Object.entries(json).map(([name, value]) => field(population, name, value, t, on))
  return parts.length === 0 ? "1" : parts.map((part) => `(${part})`).join(" and ")
}

const tagged = (kind: string, t: string, value: Json): string => {
  const has = (tag: string): string =>
    `exists(select 1 from tag where kind = ${q(kind)} and id = ${t}.id and tag = ${q(tag)})`
  const write = (tags: ReadonlyArray<string>, joiner: string): string => `(${tags.map(has).join(joiner)})`
  if (typeof value === "string" || Array.isArray(value))
    return write(typeof value === "string" ? [value] : (value as unknown as Array<string>), " or ")
  return Object.entries(value)
    .map(([match, words]) => {
      const tags = typeof words === "string" ? [words] : (words as unknown as Array<string>)
      return match === "any"
        ? write(tags, " or ")
        : match === "all"
          ? write(tags, " and ")
          : `not ${write(tags, " or ")}`
    })
    .join(" and ")
}

const nested = (population: string, value: unknown, t: string, on: string): string =>
  typeof value === "string" || Array.isArray(value)
    ? `${t}.id in (${list(value as string)})`
    : selector(population, value as Json, t, on)

const iso = (v: unknown): string => q(String(v))
const whole = (v: unknown): number => Number(v)

const field = (population: string, name: string, value: Json[string], t: string, on: string): string => {
  const lasting = (since: string): string =>
    Object.entries(value as Json)
      .map(([word, period]) => {
        const over = `${after(since, String(period))} <= ${on}`
        return word === "atLeast" ? over : `not ${over}`
      })
      .join(" and ")
  if (name === "all" || name === "any")
    return (value as unknown as Array<Json>)
      .map((part) => `(${selector(population, part, t, on)})`)
      .join(name === "all" ? " and " : " or ")
  if (name === "not") return `not (${selector(population, value, t, on)})`
  if (name === "building") {
    const u = alias()
    const condition = one(
      nested("buildings", value, u, on),
      `from building ${u} where ${u}.id = ${buildingOf[population]?.(t)}`
    )
    return `case when ${nowhere(population, t)} then 0 else ${condition} end`
  }
  if (name === "branch" || name === "group") {
    const b = buildingOf[population]?.(t)
    return `case when ${nowhere(population, t)} then 0 when ${b} is null then null else exists(select 1 from area where kind = ${q(name)} and building = ${b} and id in (${list(value)})) end`
  }
  const u = alias()
  switch (`${population}.${name}`) {
    case "residents.id":
    case "households.id":
    case "buildings.id":
      return `${t}.id in (${list(value)})`
    case "residents.age":
      return cmp(fullYears(`${t}.birth`, on), value, whole)
    case "residents.birth":
      return cmp(`${t}.birth`, value, iso)
    case "residents.partyMember":
      return `(${t}.party is not null) = ${value ? 1 : 0}`
    case "residents.partyYears":
      return `${t}.party is not null and ${cmp(fullYears(`coalesce(${t}.party, '2000-01-01')`, on), value, whole)}`
    case "residents.tags":
      return tagged("resident", t, value)
    case "households.tags":
      return tagged("household", t, value)
    case "residents.livesAlone":
      return `case when exists(${households(t)}) then ((select count(*) from resident ${u} where ${u}.household = ${t}.household and ${here(u, on)}) = 1) = ${value ? 1 : 0} end`
    case "residents.livesHere":
      return lasting(`${t}.since`)
    case "residents.hasCompanion":
      return `exists(select 1 from pair ${u} where ${u}.elder = ${t}.id and ${inForce(u, on)}) = ${value ? 1 : 0}`
    case "residents.household":
      return one(nested("households", value, u, on), `from household ${u} where ${u}.id = ${t}.household`)
    case "residents.cases":
      return some(
        nested("cases", value, u, on),
        `from cases ${u} where ${u}.opened <= ${on} and ${u}.id in (select cse from subject where subject in ('resident:' || ${t}.id, 'household:' || ${t}.household))`
      )
    case "households.floor":
      return cmp(`${t}.floor`, value, whole)
    case "households.area":
      return cmp(`${t}.area`, value, (v) => Math.round(Number(String(v).replace(/ ?m2/, "")) * 10_000))
    case "households.size":
      return cmp(
        `(select count(*) from resident ${u} where ${u}.household = ${t}.id and ${here(u, on)})`,
        value,
        whole
      )
    case "households.with":
      return some(
        nested("residents", value, u, on),
        `from resident ${u} where ${u}.household = ${t}.id and ${here(u, on)}`
      )
    case "households.everyone":
      return every(
        nested("residents", value, u, on),
        `from resident ${u} where ${u}.household = ${t}.id and ${here(u, on)}`
      )
    case "households.cases":
      return some(
        nested("cases", value, u, on),
        `from cases ${u} where ${u}.opened <= ${on} and ${u}.id in (select s.cse from subject s left join lies l on l.subject = s.subject where s.subject = 'household:' || ${t}.id or l.household = ${t}.id)`
      )
    case "buildings.floors":
      return cmp(`${t}.floors`, value, whole)
    case "buildings.with":
      return some(
        nested("residents", value, u, on),
        `from resident ${u} join household on household.id = ${u}.household where household.building = ${t}.id and ${here(u, on)}`
      )
    case "buildings.households":
      return some(nested("households", value, u, on), `from household ${u} where ${u}.building = ${t}.id`)
    case "buildings.cases":
      return some(
        nested("cases", value, u, on),
        `from cases ${u} where ${u}.opened <= ${on} and ${u}.id in (select s.cse from subject s left join lies l on l.subject = s.subject where s.subject = 'building:' || ${t}.id or l.building = ${t}.id)`
      )
    case "cases.playbook":
    case "cases.stage":
      return `${t}.${name} in (${list(value)})`
    case "cases.outcome":
      return `${t}.outcome is not null and ${t}.outcome in (${list(value)})`
    case "cases.open":
      return `(${t}.opened <= ${on} and (${t}.closed is null or ${on} < ${t}.closed)) = ${value ? 1 : 0}`
    case "cases.relapses":
      return cmp(`${t}.relapses`, value, whole)
    case "cases.opened":
      return cmp(`${t}.opened`, value, iso)
    case "cases.closed":
      return `${t}.closed is not null and ${cmp(`${t}.closed`, value, iso)}`
    case "cases.age":
      return lasting(`${t}.opened`)
    case "pairs.volunteer":
      return `${t}.volunteer in (${list(value)})`
    case "pairs.elder":
      return one(nested("residents", value, u, on), `from resident ${u} where ${u}.id = ${t}.elder`)
    case "pairs.load":
      return cmp(
        `(select count(*) from pair ${u} where ${u}.volunteer = ${t}.volunteer and ${inForce(u, on)})`,
        value,
        whole
      )
    case "pairs.lasting":
      return lasting(`${t}.since`)
    default:
      throw new Error(`no translation of ${population}.${name}`)
  }
}

// ---------------------------------------------------------------------------------------------------------- reaching

const direct = (subject: string, from: string): string =>
  `select mark, day from contact where subject = ${subject} and day >= ${from}`

/**
 * The SQL query for all contacts and steps that count for a member: the kind of contact (or the step) and the day of
 * each.
 */
const contacts = (population: string, t: string, through: string | undefined, on: string): string => {
  const inside = (flats: string): string =>
    `select mark, day from contact, resident inmate where subject = 'resident:' || inmate.id and inmate.household in ${flats} and ${here("inmate", on)} and day >= inmate.housed`
  const resident = (r: string, from: string): ReadonlyArray<string> => [
    direct(`'resident:' || ${r}.id`, from),
    ...(through === undefined ? [] : [direct(`'household:' || ${r}.household`, `max(${from}, ${r}.housed)`)]),
    ...(through === "building"
      ? [
          direct(
            `'building:' || (select building from household where id = ${r}.household)`,
            `max(${from}, ${r}.housed)`
          )
        ]
      : [])
  ]
  switch (population) {
    case "residents":
      return resident(t, "''").join(" union all ")
    case "households":
      return [
        direct(`'household:' || ${t}.id`, "''"),
        ...(through === "building" ? [direct(`'building:' || ${t}.building`, "''")] : []),
        ...(through === "residents" ? [inside(`(${t}.id)`)] : [])
      ].join(" union all ")
    case "buildings":
      return [
        direct(`'building:' || ${t}.id`, "''"),
        ...(through === undefined
          ? []
          : [
              `select mark, day from contact, household flat where subject = 'household:' || flat.id and flat.building = ${t}.id`
            ]),
        ...(through === "residents" ? [inside(`(select id from household where building = ${t}.id)`)] : [])
      ].join(" union all ")
    case "cases":
      return (
        `select mark, day from contact join subject s on s.subject = contact.subject where s.cse = ${t}.id and mark not like '%/%' ` +
        `and day >= ${t}.opened and (${t}.closed is null or day <= ${t}.closed) ` +
        `union all select playbook || '/' || step, day from step where cse = ${t}.id`
      )
    default: {
      const r = `elder_${t}`
      // For a companion pair, the row of the elder is joined once for each way in which the elder can be reached.
      return resident(r, `${t}.since`)
        .map((way) =>
          way.replace("from contact where", `from contact, resident ${r} where ${r}.id = ${t}.elder and`)
        )
        .join(" union all ")
    }
  }
}

/** The first day of a month that begins on another day than the first. */
const firstOf = (each: unknown): number => (each as { readonly month: number }).month

const reaches = (population: string, reach: Json, t: string, on: string): string => {
  if (reach["all"])
    return (reach["all"] as unknown as Array<Json>)
      .map((r) => `(${reaches(population, r, t, on)})`)
      .join(" and ")
  if (reach["any"])
    return (reach["any"] as unknown as Array<Json>)
      .map((r) => `(${reaches(population, r, t, on)})`)
      .join(" or ")
  if (reach["is"]) return selector(population, reach["is"], t, on)
  const window =
    reach["within"] !== undefined
      ? `${after("day", reach["within"])} > ${on}`
      : reach["since"] !== undefined
        ? `day >= ${q(reach["since"])}`
        : reach["each"] === "week"
          ? `day >= date(${on}, '-6 days', 'weekday 1')`
          : reach["each"] === "month"
            ? `day >= date(${on}, 'start of month')`
            : reach["each"] === "quarter"
              ? `day >= date(${on}, 'start of month', '-' || ((strftime('%m', ${on}) - 1) % 3) || ' months')`
              : reach["each"] === "year"
                ? `day >= date(${on}, 'start of year')`
                : reach["each"] === undefined
                  ? "1"
                  : `day >= date(${on}, '-${firstOf(reach["each"]) - 1} days', 'start of month', '+${firstOf(reach["each"]) - 1} days')`
  return `(select count(distinct day) from (${contacts(population, t, reach["through"], on)}) where mark in (${list(reach["by"] ?? "")}) and day <= ${on} and ${window}) >= ${reach["times"] ?? 1}`
}

const source: Record<string, (t: string, on: string) => string> = {
  residents: (t, on) => `resident ${t} where ${here(t, on)}`,
  households: (t) => `household ${t} where 1`,
  buildings: (t) => `building ${t} where 1`,
  cases: (t, on) => `cases ${t} where ${t}.opened <= ${on}`,
  pairs: (t, on) => `pair ${t} where ${inForce(t, on)}`
}

const subjects: Record<string, (t: string) => string> = {
  residents: (t) => `('resident:' || ${t}.id)`,
  households: (t) => `('household:' || ${t}.id)`,
  buildings: (t) => `('building:' || ${t}.id)`,
  cases: (t) => `(select subject from subject where cse = ${t}.id)`,
  pairs: (t) => `('resident:' || ${t}.elder)`
}

/** The SQL query for the answer to a rule: one row for each eligible member, with the member's id and status. */
export const query = (rule: Json, asOf: Day): string => {
  const population = String(rule["of"])
  const on = q(toIso(asOf))
  const reasons = Object.entries((rule["exclude"] ?? {}) as unknown as Record<string, { for?: string }>)
  const holds = reasons
    .map(([reason, { for: longest }]) =>
      longest === undefined
        ? `reason = ${q(reason)}`
        : `(reason = ${q(reason)} and ${on} < ${after("day", longest)})`
    )
    .join(" or ")
  const excluded =
    holds === ""
      ? "0"
      : `exists(select 1 from exclusion where rule = ${q(String(rule["id"]))} and subject in ${subjects[population]?.("t")} and day <= ${on} and (ends is null or ${on} <= ends) and (${holds}))`
  const meant = rule["where"] === undefined ? "1" : selector(population, rule["where"], "t", on)
  return `
    select id, case when meant and reached then 'reached' when excluded then 'excluded'
      when meant is null or reached is null then 'unknown' else 'missing' end status
    from (select t.id, (${meant}) meant, (${reaches(population, rule["reached"] ?? rule, "t", on)}) reached, ${excluded} excluded
      from ${source[population]?.("t", on)})
    where meant is not false order by id`
}

/** The day from which contacts count for somebody whose moving-in day is not known. */
const beforeAll = make("1900-01-01")

const day = (on: Day | undefined): string | null => (on === undefined ? null : toIso(on))

/** Makes a database in memory that contains the facts from which coverage is computed. */
export const load = (facts: CoverageFacts): DatabaseSync => {
  const db = new DatabaseSync(":memory:")
  db.exec(tables)
  const insert = (
    table: string,
    columns: number
  ): ((...values: ReadonlyArray<string | number | null>) => void) => {
    const statement = db.prepare(`insert into ${table} values (${Array(columns).fill("?").join(",")})`)
    return (...values) => void statement.run(...values)
  }
  const into = {
    building: insert("building", 2),
    household: insert("household", 4),
    resident: insert("resident", 7),
    tag: insert("tag", 3),
    area: insert("area", 3),
    cases: insert("cases", 7),
    subject: insert("subject", 3),
    step: insert("step", 4),
    pair: insert("pair", 5),
    contact: insert("contact", 3),
    exclusion: insert("exclusion", 6)
  }
  for (const { id, floors } of facts.registry.buildings.values()) {
    into.building(id, floors)
    for (const branch of facts.branchesOf(id)) into.area("branch", id, branch)
    for (const group of facts.groupsOf(id)) into.area("group", id, group)
  }
  for (const { id, building, floor, area, tags } of facts.registry.households.values()) {
    into.household(id, building, floor, area ?? null)
    for (const tag of tags) into.tag("household", id, tag)
  }
  for (const {
    id,
    household,
    birth,
    partySince,
    since,
    housedSince,
    left,
    tags
  } of facts.registry.residents.values()) {
    into.resident(
      id,
      household,
      day(birth),
      day(partySince),
      day(since),
      day(housedSince ?? beforeAll),
      day(left?.on)
    )
    for (const tag of tags) into.tag("resident", id, tag)
  }
  for (const { id, playbook, stage, opened, closed, outcome, relapses, subjects, steps } of facts.cases) {
    into.cases(id, playbook, stage, day(opened), day(closed), outcome ?? null, relapses)
    subjects.forEach((subject, at) => into.subject(id, at, subject))
    for (const { step, on } of steps) {
      into.step(id, playbook, step, day(on))
      for (const subject of subjects) into.contact(`${playbook}/${step}`, subject, day(on))
    }
  }
  for (const { volunteer, elder, from, until } of facts.pairs)
    into.pair(`${volunteer}~${elder}~${toIso(from)}`, volunteer, elder, day(from), day(until))
  for (const { kind, subject, on } of facts.contacts) into.contact(kind, subject, day(on))
  for (const { rule, subject, reason, on, until, source } of facts.exclusions)
    into.exclusion(rule, subject, reason, day(on), day(until), source)
  return db
}
