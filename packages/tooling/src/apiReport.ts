/**
 * Makes the API report of a package: every name that its doors (the modules in `exports`) export, with its type. The
 * order of the names does not depend on the order of the sources. The report is made from declarations (`.d.ts`),
 * without function bodies and comments.
 *
 * A signature can name a type that no door exports. This type is in the report too, because a change of the type
 * changes the signature. The deep parts of a very long type are folded: the report shows a digest of the hidden text
 * instead, so that a change in it is still visible.
 */
import ts from "@typescript/typescript6"
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { dirname, join } from "node:path"

/** A door of the package: the specifier that others import, and the declaration file of the module. */
export interface DeclaredDoor {
  readonly specifier: string
  readonly file: string
}

/** The number of lines of a declaration above which its deep parts are folded (replaced by a digest). */
const longest = 120

/** A top-level name in a declaration file, with the statements that declare it. */
interface Symbol {
  readonly file: string
  readonly name: string
  readonly statements: ReadonlyArray<ts.Statement>
}

/** What a name refers to: a declaration, a whole module of the package, or a name of another package. */
type Meaning =
  | { readonly _tag: "Declared"; readonly symbol: Symbol }
  | { readonly _tag: "Namespace"; readonly file: string }
  | { readonly _tag: "Elsewhere"; readonly specifier: string; readonly name: string }

/** A declaration file after reading: its declarations, imports and exports. */
interface Module {
  readonly declared: ReadonlyMap<string, ReadonlyArray<ts.Statement>>
  readonly imported: ReadonlyMap<string, { readonly specifier: string; readonly name: string }>
  readonly exported: ReadonlyMap<string, { readonly specifier?: string; readonly name: string }>
  readonly all: ReadonlyArray<string>
}

/** A name in the list of imports or exports that means the whole module. */
const whole = "*"

const namesOf = (statement: ts.Statement): ReadonlyArray<string> => {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) =>
      ts.isIdentifier(name) ? [name.text] : []
    )
  }
  if (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement)
  ) {
    return statement.name === undefined ? [] : [statement.name.text]
  }
  return []
}

const has = (statement: ts.Statement, kind: ts.SyntaxKind): boolean =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement) ?? []).some((modifier) => modifier.kind === kind)

const parse = (file: string, text: string): ts.SourceFile =>
  ts.createSourceFile(file, text, ts.ScriptTarget.ES2024, true)

/**
 * Sorts the members of each union type in a file by their text. The compiler writes them in an order that can change
 * from run to run.
 */
const sortUnions = (source: ts.SourceFile): string => {
  const printer = ts.createPrinter()
  const { transformed } = ts.transform(source, [
    (context) => (top) => {
      const visit = (node: ts.Node): ts.Node => {
        const seen = ts.visitEachChild(node, visit, context)
        if (!ts.isUnionTypeNode(seen)) return seen
        const members = seen.types.map((type) => ({
          type,
          text: printer.printNode(ts.EmitHint.Unspecified, type, source)
        }))
        const sorted = members.toSorted((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
        return ts.factory.createUnionTypeNode(sorted.map(({ type }) => type))
      }
      return ts.visitEachChild(top, visit, context)
    }
  ])
  return printer.printFile(transformed[0] ?? source)
}

const readModule = (file: string): Module => {
  const source = parse(file, sortUnions(parse(file, readFileSync(file, "utf8"))))
  const declared = new Map<string, Array<ts.Statement>>()
  const imported = new Map<string, { specifier: string; name: string }>()
  const exported = new Map<string, { specifier?: string; name: string }>()
  const stars: Array<string> = []
  const specifierOf = (node: ts.Expression | undefined): string | undefined =>
    node !== undefined && ts.isStringLiteral(node) ? node.text : undefined

  const readImport = ({ importClause, moduleSpecifier }: ts.ImportDeclaration): void => {
    const specifier = specifierOf(moduleSpecifier)
    if (specifier === undefined || importClause === undefined) return
    const { name, namedBindings } = importClause
    if (name !== undefined) imported.set(name.text, { specifier, name: "default" })
    if (namedBindings === undefined) return
    if (ts.isNamespaceImport(namedBindings)) imported.set(namedBindings.name.text, { specifier, name: whole })
    else {
      for (const { name: local, propertyName } of namedBindings.elements) {
        imported.set(local.text, { specifier, name: (propertyName ?? local).text })
      }
    }
  }
  const readExport = ({ exportClause, moduleSpecifier }: ts.ExportDeclaration): void => {
    const specifier = specifierOf(moduleSpecifier)
    const from = specifier === undefined ? {} : { specifier }
    if (exportClause === undefined) {
      if (specifier !== undefined) stars.push(specifier)
    } else if (ts.isNamespaceExport(exportClause)) {
      exported.set(exportClause.name.text, { ...from, name: whole })
    } else {
      for (const { name, propertyName } of exportClause.elements) {
        exported.set(name.text, { ...from, name: (propertyName ?? name).text })
      }
    }
  }
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement)) readImport(statement)
    if (ts.isExportDeclaration(statement)) readExport(statement)
    for (const name of namesOf(statement)) {
      declared.set(name, [...(declared.get(name) ?? []), statement])
      if (has(statement, ts.SyntaxKind.DefaultKeyword)) exported.set("default", { name })
      else if (has(statement, ts.SyntaxKind.ExportKeyword)) exported.set(name, { name })
    }
  }
  return { declared, imported, exported, all: stars }
}

/** Returns a function that reads declaration files. It reads each file only once. */
const reader = (): ((file: string) => Module) => {
  const known = new Map<string, Module>()
  return (file) => {
    const module = known.get(file) ?? readModule(file)
    known.set(file, module)
    return module
  }
}

const beside = (file: string, specifier: string): string | undefined =>
  specifier.startsWith(".") ? join(dirname(file), specifier.replace(/\.(ts|js)$/, ".d.ts")) : undefined

/** Finds out what a name refers to, across the files of one package. */
class Names {
  readonly #read = reader()

  /** All exports of a declaration file, by name. */
  exportsOf(file: string): ReadonlyMap<string, Meaning> {
    const { exported, all } = this.#read(file)
    const found = new Map<string, Meaning>()
    for (const specifier of all) {
      const target = beside(file, specifier)
      if (target === undefined)
        found.set(`* from ${specifier}`, { _tag: "Elsewhere", specifier, name: whole })
      else
        for (const [name, meaning] of this.exportsOf(target)) if (name !== "default") found.set(name, meaning)
    }
    for (const [name, { specifier, name: original }] of exported) {
      const meaning =
        specifier === undefined ? this.local(file, original) : this.#imported(file, specifier, original)
      if (meaning !== undefined) found.set(name, meaning)
    }
    return found
  }

  /** What a name inside a declaration file refers to. `undefined` if the file neither declares nor imports the name. */
  local(file: string, name: string): Meaning | undefined {
    const { declared, imported } = this.#read(file)
    const statements = declared.get(name)
    if (statements !== undefined) return { _tag: "Declared", symbol: { file, name, statements } }
    const origin = imported.get(name)
    return origin === undefined ? undefined : this.#imported(file, origin.specifier, origin.name)
  }

  #imported(file: string, specifier: string, name: string): Meaning | undefined {
    const target = beside(file, specifier)
    if (target === undefined) return { _tag: "Elsewhere", specifier, name }
    if (name === whole) return { _tag: "Namespace", file: target }
    return this.exportsOf(target).get(name)
  }
}

const keyOf = ({ file, name }: Symbol): string => `${file}#${name}`

/**
 * The names that a declaration refers to, such as `Day` and `Schema.Int`. Each name is a list of its parts, such as
 * `["Schema", "Int"]`.
 */
const references = (statement: ts.Statement): ReadonlyArray<ReadonlyArray<string>> => {
  const found: Array<ReadonlyArray<string>> = []
  const path = (node: ts.Node): ReadonlyArray<string> => {
    if (ts.isIdentifier(node)) return [node.text]
    if (ts.isQualifiedName(node)) return [...path(node.left), node.right.text]
    if (ts.isPropertyAccessExpression(node)) return [...path(node.expression), node.name.text]
    return []
  }
  const visit = (node: ts.Node): void => {
    if (ts.isTypeReferenceNode(node)) found.push(path(node.typeName))
    else if (ts.isTypeQueryNode(node)) found.push(path(node.exprName))
    else if (ts.isExpressionWithTypeArguments(node)) found.push(path(node.expression))
    else if (ts.isComputedPropertyName(node)) found.push(path(node.expression))
    ts.forEachChild(node, visit)
  }
  visit(statement)
  return found
}

const printer = ts.createPrinter({ removeComments: true, omitTrailingSemicolon: true })

const print = (node: ts.Node, statement: ts.Statement): string =>
  printer.printNode(ts.EmitHint.Unspecified, node, statement.getSourceFile())

const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 8)

/** Shortens `import("../place/Id.ts").Day` to `Id.Day`, because the folder of a module is not part of a signature. */
const shortenImport = (node: ts.ImportTypeNode): ts.TypeNode => {
  const { argument, qualifier, typeArguments, isTypeOf } = node
  const specifier =
    ts.isLiteralTypeNode(argument) && ts.isStringLiteral(argument.literal) ? argument.literal.text : ""
  const module = ts.factory.createIdentifier(specifier.replace(/^.*\//, "").replace(/\.(ts|js)$/, ""))
  const prefixed = (name: ts.EntityName): ts.EntityName =>
    ts.isIdentifier(name)
      ? ts.factory.createQualifiedName(module, name)
      : ts.factory.createQualifiedName(prefixed(name.left), name.right)
  const name = qualifier === undefined ? module : prefixed(qualifier)
  return isTypeOf
    ? ts.factory.createTypeQueryNode(name, typeArguments)
    : ts.factory.createTypeReferenceNode(name, typeArguments)
}

/**
 * For each type of an exported constant, by its text: the name of the constant. If the same type occurs elsewhere, the
 * report shows `typeof` and the name instead.
 */
export type KnownTypes = ReadonlyMap<string, string>

/** The number of characters up to which a type is shown in full, because `typeof` and a name would not be clearer. */
const telling = 30

const isPrivate = (node: ts.Node): boolean =>
  ts.isClassElement(node) &&
  ((node.name !== undefined && ts.isPrivateIdentifier(node.name)) ||
    (ts.canHaveModifiers(node) &&
      (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword)))

/**
 * Prepares a declaration for the report: shortens imports, removes `export`, `declare` and private members, replaces
 * known types by their names, and folds types that are nested deeper than `depth`.
 */
const tidy = (statement: ts.Statement, depth: number, known: KnownTypes): ts.Statement => {
  const own = new Set(namesOf(statement))
  const { transformed } = ts.transform(statement, [
    (context) => (top) => {
      const visitAt =
        (level: number) =>
        (node: ts.Node): ts.Node | undefined => {
          if (node.kind === ts.SyntaxKind.ExportKeyword || node.kind === ts.SyntaxKind.DeclareKeyword)
            return undefined
          if (isPrivate(node)) return undefined
          if (ts.isTypeNode(node) && node.pos >= 0 && node.getWidth() > telling) {
            const name = known.get(print(node, statement))
            if (name !== undefined && !own.has(name))
              return ts.factory.createTypeQueryNode(ts.factory.createIdentifier(name))
          }
          if (ts.isImportTypeNode(node))
            return ts.visitEachChild(shortenImport(node), visitAt(level), context)
          const nests = ts.isTypeLiteralNode(node) || ts.isTupleTypeNode(node)
          if (nests && level >= depth) {
            const text = print(node, statement)
            const lines = text.split("\n").length
            if (lines > 3) return ts.factory.createTypeReferenceNode(`{ …${lines} lines, ${digest(text)} }`)
          }
          return ts.visitEachChild(node, visitAt(nests ? level + 1 : level), context)
        }
      return ts.visitEachChild(top, visitAt(0), context)
    }
  ])
  return transformed[0] ?? statement
}

/** Returns the text of a declaration in the API report. */
const show = (statement: ts.Statement, known: KnownTypes): string => {
  for (let depth = 8; ; depth--) {
    const text = print(tidy(statement, depth === 8 ? Number.POSITIVE_INFINITY : depth, known), statement)
    if (depth === 0 || text.split("\n").length <= longest) return text
  }
}

const documentation = (statements: ReadonlyArray<ts.Statement>): string =>
  statements
    .flatMap((statement) => ts.getJSDocCommentsAndTags(statement))
    .map((doc) => doc.getText())
    .join("\n")

/**
 * For the heading of an API report: how many exported names are public, how many of them have no docstring, and how
 * many are experimental.
 */
interface Counts {
  names: number
  undocumented: number
  experimental: number
}

const byName = <A>(entries: Iterable<readonly [string, A]>): ReadonlyArray<readonly [string, A]> =>
  [...entries].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))

const fenced = (blocks: ReadonlyArray<string>): string => `\`\`\`typescript\n${blocks.join("\n\n")}\n\`\`\``

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? "" : "s"}`

/**
 * The types of all constants that the doors (public modules) export, so that the reports can show such a type by the
 * name of its constant. If two constants have the same type, the name that comes first in the alphabet is used.
 */
export const knownTypes = (doors: ReadonlyArray<DeclaredDoor>): KnownTypes => {
  const names = new Names()
  const known = new Map<string, string>()
  for (const { file } of doors) {
    for (const meaning of names.exportsOf(file).values()) {
      if (meaning._tag !== "Declared") continue
      for (const statement of meaning.symbol.statements) {
        if (!ts.isVariableStatement(statement)) continue
        for (const { name, type } of statement.declarationList.declarations) {
          if (type === undefined || !ts.isIdentifier(name) || type.getWidth() <= telling) continue
          const text = print(type, statement)
          const other = known.get(text)
          if (other === undefined || name.text < other) known.set(text, name.text)
        }
      }
    }
  }
  return known
}

/**
 * Makes the text of the API report of one package.
 *
 * @param name the package, such as `@liulinhui/core`
 * @param known the result of {@link knownTypes} for all packages
 */
export const report = (name: string, doors: ReadonlyArray<DeclaredDoor>, known: KnownTypes): string => {
  const names = new Names()
  const counts: Counts = { names: 0, undocumented: 0, experimental: 0 }
  const doorOf = new Map(doors.toReversed().map(({ specifier, file }) => [file, specifier]))
  const shown = new Map<string, Symbol>()

  const block = (exported: string, { name: local, statements }: Symbol): string => {
    const docs = documentation(statements)
    const marks = [
      ...(docs === "" ? ["// undocumented"] : []),
      ...(docs.includes("@experimental") ? ["// @experimental"] : []),
      ...(exported === local ? [] : [`// exported as ${exported}`])
    ]
    counts.names++
    if (docs === "") counts.undocumented++
    if (docs.includes("@experimental")) counts.experimental++
    return [...marks, ...statements.map((statement) => show(statement, known))].join("\n")
  }

  const section = (title: string, file: string, level: number): ReadonlyArray<string> => {
    const blocks: Array<string> = []
    const nested: Array<string> = []
    for (const [exported, meaning] of byName(names.exportsOf(file))) {
      if (meaning._tag === "Elsewhere") {
        const item = meaning.name === whole ? `* as ${exported}` : `{ ${meaning.name} as ${exported} }`
        blocks.push(`export ${item.replace(/(\w+) as \1\b/, "$1")} from "${meaning.specifier}"`)
      } else if (meaning._tag === "Namespace") {
        const door = doorOf.get(meaning.file)
        if (door === undefined) nested.push(...section(`namespace \`${exported}\``, meaning.file, level + 1))
        else blocks.push(`export * as ${exported} from "${door}"`)
      } else {
        const home = doorOf.get(meaning.symbol.file)
        shown.set(keyOf(meaning.symbol), meaning.symbol)
        if (home === undefined || meaning.symbol.file === file) blocks.push(block(exported, meaning.symbol))
        else blocks.push(`export { ${exported} } from "${home}"`)
      }
    }
    return [`${"#".repeat(level)} ${title}`, ...(blocks.length === 0 ? [] : [fenced(blocks)]), ...nested]
  }

  const sections = doors.flatMap(({ specifier, file }) => {
    const first = doorOf.get(file)
    return first === specifier
      ? section(`\`${specifier}\``, file, 2)
      : [`## \`${specifier}\``, fenced([`export * from "${first}"`])]
  })

  // Types that are named in signatures but that no door exports, and the types that their declarations name.
  const hidden = new Map<string, Symbol>()
  const queue = [...shown.values()]
  for (const { file, statements } of queue) {
    for (const [first = "", second] of statements.flatMap(references)) {
      const meaning = names.local(file, first)
      const end =
        meaning?._tag === "Namespace" && second !== undefined
          ? names.exportsOf(meaning.file).get(second)
          : meaning
      if (end?._tag !== "Declared" || shown.has(keyOf(end.symbol)) || hidden.has(keyOf(end.symbol))) continue
      hidden.set(keyOf(end.symbol), end.symbol)
      queue.push(end.symbol)
    }
  }
  const blocks = [...hidden.values()].map(
    (symbol) =>
      [symbol.name, symbol.statements.map((statement) => show(statement, known)).join("\n")] as const
  )
  const unexported = [...new Set(byName(blocks).map(([, text]) => text))].toSorted()
  const summary = [
    count(doors.length, "door"),
    count(counts.names, "name"),
    `${counts.undocumented} without a docstring`,
    `${counts.experimental} experimental`
  ].join(", ")
  return `${[
    `# API of \`${name}\``,
    "Written by `pnpm run api` and compared in `test`. Review a change of this file as a change of what users rely on.",
    `${summary}.`,
    ...sections,
    ...(unexported.length === 0
      ? []
      : ["## Named by the signatures above, and not exported", fenced(unexported)])
  ].join("\n\n")}\n`
}
