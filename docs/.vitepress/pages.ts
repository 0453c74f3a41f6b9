/**
 * Where a document of the repository is on the site. A Chinese page `x.zh-CN.md` is at `/x`, and an English page `x.md` is at
 * `/en/x`. The index of a folder is `README.md` or `index.md`.
 */

/** The page of a document: its path on the site, without a slash at the beginning, with `.md` at the end. */
export const pageOf = (document: string): string => {
  const page = document.endsWith(".zh-CN.md") ? document.replace(/\.zh-CN\.md$/, ".md") : `en/${document}`
  return page.replace(/(^|\/)README\.md$/, "$1index.md")
}

/** The link to the page of a document. */
export const linkTo = (document: string): string => `/${pageOf(document).replace(/(?:index)?\.md$/, "")}`
