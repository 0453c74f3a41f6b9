/** Reads XML with another library, as the JSON that the specification maps it to, in which every value is a text. */
import { SaxesParser } from "saxes"

interface Element {
  readonly name: string
  readonly children: Array<Element>
  text: string
}

const lists = new Set([
  "services",
  "attributes",
  "values",
  "service_requests",
  "errors",
  "endpoints",
  "formats"
])

const valueOf = ({ children, name, text }: Element): unknown => {
  if (lists.has(name)) return children.map(valueOf)
  return children.length === 0
    ? text
    : Object.fromEntries(children.map((child) => [child.name, valueOf(child)]))
}

/** The name of the root element, and its value. */
export const readXml = (xml: string): { readonly root: string; readonly value: unknown } => {
  const parser = new SaxesParser()
  const document: Element = { name: "", children: [], text: "" }
  const open = [document]
  let encoding: string | undefined
  parser.on("error", (error) => {
    throw error
  })
  parser.on("xmldecl", (declared) => (encoding = declared.encoding))
  parser.on("opentag", ({ name }) => {
    const element = { name, children: [], text: "" }
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on("text", (text) => {
    const element = open.at(-1)
    if (element !== undefined) element.text += text
  })
  parser.on("closetag", () => open.pop())
  parser.write(xml).close()
  const [root] = document.children
  if (root === undefined || encoding?.toLowerCase() !== "utf-8") throw new Error(`no XML in UTF-8: ${xml}`)
  return { root: root.name, value: valueOf(root) }
}

/** A value of JSON with every leaf as a text, as XML has it. */
export const asTexts = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(asTexts)
  if (typeof value !== "object") return String(value)
  return value === null
    ? ""
    : Object.fromEntries(Object.entries(value).map(([name, one]) => [name, asTexts(one)]))
}
