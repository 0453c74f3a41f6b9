/** The site of the documents: Chinese first, then English. `pnpm run docs:build` fails if a link leads nowhere. */
import GithubSlugger from "github-slugger"
import { dirname, join, relative } from "node:path"
import process from "node:process"
import { type DefaultTheme, defineConfig, type MarkdownOptions } from "vitepress"
import { linkTo, pageOf } from "./pages.ts"

const documents = join(import.meta.dirname, "..")

/** The address of the repository's files, if they are published. Links to code lead there; without it they are text. */
const source = process.env["LIULINHUI_SOURCE"]

type Plugin = NonNullable<MarkdownOptions["config"]>

/** Changes links between documents, which are paths in the repository, to links between pages of the site. */
const withSiteLinks: Plugin = (md) => {
  md.core.ruler.push("site-links", ({ env, tokens }) => {
    const folder = dirname(String(env.realPath ?? env.path))
    for (const { children } of tokens) {
      for (const [at, token] of (children ?? []).entries()) {
        const href = token.attrGet("href")
        if (token.type !== "link_open" || href === null || /^(?:[a-z]+:|#)/.test(href)) continue
        const [path = "", hash] = decodeURI(href).split("#")
        const document = relative(documents, join(folder, path))
        if (!document.startsWith("..") && document.endsWith(".md")) {
          token.attrSet("href", `${linkTo(document)}${hash === undefined ? "" : `#${hash}`}`)
        } else if (source === undefined) {
          const end = children?.slice(at).find(({ type }) => type === "link_close")
          for (const one of [token, ...(end === undefined ? [] : [end])]) {
            Object.assign(one, { type: "text", tag: "", nesting: 0, content: "" })
          }
        } else {
          token.attrSet("href", `${source}/${relative(join(documents, ".."), join(folder, path))}`)
        }
      }
    }
  })
}

const isChinese = (character: string | undefined): boolean =>
  /[\p{Script=Han}，。；：！？、（）“”《》…]/u.test(character ?? "")

/** Joins the lines of a Chinese paragraph without a space between them. */
const withoutChineseSpaces: Plugin = (md) => {
  md.core.ruler.push("chinese-lines", ({ tokens }) => {
    for (const { children } of tokens) {
      for (const [at, token] of (children ?? []).entries()) {
        const before = children?.slice(0, at).findLast(({ content }) => content !== "")?.content
        const after = children?.slice(at).find(({ content }) => content !== "")?.content
        if (token.type === "softbreak" && (isChinese(before?.at(-1)) || isChinese(after?.at(0)))) {
          Object.assign(token, { type: "text", content: "" })
        }
      }
    }
  })
}

/** The words of a text for the search: Latin words, and each two Chinese characters that follow each other. */
const wordsOf = (text: string): Array<string> => {
  const found: Array<string> = []
  for (const [part] of text.toLowerCase().matchAll(/\p{Script=Han}+|[\p{L}\p{N}]+/gu)) {
    if (!/\p{Script=Han}/u.test(part) || part.length < 3) found.push(part)
    else for (let at = 0; at + 1 < part.length; at += 1) found.push(part.slice(at, at + 2))
  }
  return found
}

type Titles = readonly [guides: string, committee: string, reference: string, developers: string]

const sidebar = (
  prefix: string,
  titles: Titles,
  names: Readonly<Record<string, string>>
): DefaultTheme.SidebarItem[] => {
  const items = (...pages: ReadonlyArray<string>) =>
    pages.map((page) => ({ text: names[page] ?? page, link: `${prefix}${page}` }))
  const [guides, committee, reference, developers] = titles
  return [
    {
      text: guides,
      items: items(
        "guide/five-minutes",
        "guide/fifteen-minutes",
        "guide/import-roster",
        "guide/week",
        "guide/channels",
        "guide/personal-data",
        "guide/trouble"
      )
    },
    {
      text: committee,
      items: items(
        "coverage",
        "casework",
        "pairing",
        "notices",
        "late-facts",
        "mandates",
        "board",
        "intake",
        "sign-in",
        "calendar",
        "audit"
      )
    },
    {
      text: reference,
      items: items("commands", "model", "roster", "channels", "personal-data", "rules", "glossary")
    },
    {
      text: developers,
      collapsed: true,
      items: [
        ...items(
          "guide/app",
          "guide/storage-adapter",
          "guide/channel",
          "tour",
          "service",
          "http",
          "cluster",
          "platforms"
        ),
        { text: names["performance"] ?? "", link: "/en/performance" },
        { text: names["decisions"] ?? "", link: "/en/decisions/" },
        // TypeDoc writes these pages after the site: see `docs:build`.
        { text: names["reference"] ?? "", link: "/reference/index.html", target: "_self" }
      ]
    }
  ]
}

const zh = {
  "guide/five-minutes": "五分钟试用",
  "guide/fifteen-minutes": "十五分钟用起来",
  "guide/import-roster": "导入名册",
  "guide/week": "居委会的一周",
  "guide/channels": "通知怎么发出去",
  "guide/personal-data": "个人信息",
  "guide/trouble": "出了问题怎么办",
  "guide/app": "十五分钟写一个程序",
  "guide/storage-adapter": "写一个存储适配器",
  "guide/channel": "写一个通知渠道",
  coverage: "全覆盖",
  casework: "办事流程与业主表决",
  pairing: "结对",
  notices: "通知",
  "late-facts": "晚一点才知道的事",
  mandates: "任职与姓名",
  intake: "居民报事",
  "sign-in": "登录",
  calendar: "工作日历",
  audit: "核验台账",
  commands: "全部命令",
  model: "模型的全部键",
  roster: "名册的详细说明",
  channels: "渠道的详细说明",
  "personal-data": "个人信息的详细说明",
  rules: "规则",
  glossary: "词汇表",
  tour: "代码导览",
  service: "嵌入服务",
  board: "工作台",
  http: "HTTP 接口",
  platforms: "在哪里能运行",
  cluster: "多台机器：集群",
  performance: "性能（英文）",
  decisions: "设计决定（英文）",
  reference: "全部名称（英文）"
}

const en: Readonly<Record<keyof typeof zh, string>> = {
  "guide/five-minutes": "Try it in five minutes",
  "guide/fifteen-minutes": "Adopt the model in fifteen",
  "guide/import-roster": "Import your roster",
  "guide/week": "A week in the office",
  "guide/channels": "How notices are sent",
  "guide/personal-data": "Personal data",
  "guide/trouble": "What to do when",
  "guide/app": "An app in fifteen minutes",
  "guide/storage-adapter": "Write a storage adapter",
  "guide/channel": "Write a channel",
  coverage: "Coverage",
  casework: "Casework and owner polls",
  pairing: "Pairing",
  notices: "Notices",
  "late-facts": "Facts as they happen",
  mandates: "Mandates and names",
  intake: "Reports from residents",
  "sign-in": "Signing in",
  calendar: "The working-day calendar",
  audit: "Verify the ledger",
  commands: "Commands",
  model: "Every key of a model",
  roster: "Details of the roster",
  channels: "Details of the channels",
  "personal-data": "Details of personal data",
  rules: "Rules",
  glossary: "Glossary",
  tour: "A tour of the code",
  service: "Embedding the service",
  board: "The board",
  http: "The API over HTTP",
  platforms: "Where it runs",
  cluster: "Several machines",
  performance: "Performance",
  decisions: "Decisions",
  reference: "All names"
}

export default defineConfig({
  title: "六邻汇",
  rewrites: pageOf,
  markdown: {
    // The headings have the same anchors as in the repository, so that a link works in both.
    anchor: { slugify: (text) => new GithubSlugger().slug(text) },
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    config: (md) => {
      withSiteLinks(md)
      withoutChineseSpaces(md)
    }
  },
  locales: {
    root: {
      label: "简体中文",
      lang: "zh-CN",
      title: "六邻汇",
      description: "帮居民区把自治工作做好",
      themeConfig: {
        nav: [
          { text: "指南", link: "/guide/five-minutes" },
          { text: "命令", link: "/commands" },
          { text: "词汇表", link: "/glossary" }
        ],
        sidebar: sidebar("/", ["指南", "说明", "查阅", "写程序的人"], zh),
        outline: { level: [2, 3], label: "本页内容" },
        docFooter: { prev: "上一篇", next: "下一篇" },
        darkModeSwitchLabel: "深浅色",
        lightModeSwitchTitle: "改为浅色",
        darkModeSwitchTitle: "改为深色",
        sidebarMenuLabel: "目录",
        returnToTopLabel: "回到顶部",
        langMenuLabel: "语言 Language",
        skipToContentLabel: "跳到正文",
        externalLinkIcon: false,
        notFound: {
          title: "没有这一页",
          quote: "地址写错了，或者这一页只有英文。",
          linkLabel: "回到首页",
          linkText: "回到首页"
        }
      }
    },
    en: {
      label: "English",
      lang: "en",
      link: "/en/",
      title: "liulinhui",
      description: "Helps a residential district to govern itself",
      themeConfig: {
        nav: [
          { text: "Guides", link: "/en/guide/five-minutes" },
          { text: "Commands", link: "/en/commands" },
          { text: "Glossary", link: "/en/glossary" }
        ],
        sidebar: sidebar("/en/", ["Guides", "Concepts", "Reference", "Developers"], en),
        outline: { level: [2, 3], label: "On this page" },
        langMenuLabel: "Language 语言"
      }
    }
  },
  themeConfig: {
    search: {
      provider: "local",
      options: {
        miniSearch: { options: { tokenize: wordsOf } },
        locales: {
          root: {
            translations: {
              button: { buttonText: "搜索", buttonAriaLabel: "搜索" },
              modal: {
                displayDetails: "显示详情",
                resetButtonTitle: "清空",
                backButtonTitle: "返回",
                noResultsText: "没有找到",
                footer: { selectText: "打开", navigateText: "移动", closeText: "关闭" }
              }
            }
          }
        }
      }
    }
  }
})
