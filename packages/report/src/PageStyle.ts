/**
 * The style sheet of the report page: large type, strong contrast, one column on a phone, A4 on paper, and a colour for
 * each step of the heat table (the table of coverage by building). The page contains all of its style, and uses the
 * fonts of the reader's system.
 */
import { schemeYlOrBr } from "d3-scale-chromatic"
import { type Heat, heats } from "./Reading.ts"

// The colour scheme YlOrBr of ColorBrewer. Colour-blind readers can distinguish its steps, and so can readers of a grey
// print. Neighbouring steps differ clearly, and the text on each step has enough contrast. A test computes the
// contrast.
const scheme = schemeYlOrBr[9] ?? []
const steps: Record<Heat, { readonly step: number; readonly ink: string }> = {
  all: { step: 0, ink: "#000000" },
  few: { step: 2, ink: "#000000" },
  some: { step: 3, ink: "#000000" },
  most: { step: 4, ink: "#000000" },
  nobody: { step: 7, ink: "#ffffff" }
}

/** The background and text colours of a step of the heat table, for CSS. */
export const heatColours = (heat: Heat): { readonly paper: string; readonly ink: string } => ({
  paper: scheme[steps[heat].step] ?? "#ffffff",
  ink: steps[heat].ink
})

const heatRules = heats
  .map((heat) => {
    const { ink, paper } = heatColours(heat)
    return `.heat-${heat} { background: ${paper}; color: ${ink}; }`
  })
  .join("\n")

/** The style sheet of the page. */
export const pageStyle = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
html { font-size: 125%; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: #ffffff; color: #111111; line-height: 1.65; overflow-wrap: anywhere;
  font-family: system-ui, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif;
}
header, main, footer { max-width: 60rem; margin: 0 auto; padding: 0 1.2rem; }
header { padding-top: 1.2rem; }
h1 { font-size: 2rem; line-height: 1.25; margin: 0 0 .3rem; color: #7a1212; }
h2 { font-size: 1.5rem; line-height: 1.3; margin: 2.8rem 0 .8rem; padding-top: .5rem; border-top: .25rem solid #7a1212; }
h3 { font-size: 1.15rem; line-height: 1.4; margin: 1.8rem 0 .5rem; }
h4 { font-size: 1.05rem; margin: 1.2rem 0 .3rem; }
h5 { font-size: 1rem; font-weight: 400; color: #333333; margin: .4rem 0 .1rem; }
p { margin: .5rem 0; }
a { color: #0b3d91; text-underline-offset: .2em; }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: .2rem solid #0b3d91; outline-offset: .15rem; }
ul, ol { margin: .4rem 0; padding-left: 1.4rem; }
.provenance { border: .2rem solid #7a1212; background: #fff6f0; padding: .7rem 1rem; margin: 1rem 0; }
.provenance strong { display: block; color: #7a1212; }
.period, .note { color: #333333; }
nav ul { list-style: none; padding: 0; margin: .4rem 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr)); gap: 0 1rem; }
nav a { display: block; padding: .35rem 0; }

.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: .7rem; margin: 1rem 0; }
.figures div { display: flex; flex-direction: column-reverse; justify-content: flex-end; border: .12rem solid #555555; border-radius: .4rem; padding: .5rem .8rem; }
.figures dt { color: #333333; line-height: 1.35; }
.figures dd { margin: 0; font-size: 1.7rem; font-weight: 700; line-height: 1.3; }
.attention { border-left: .4rem solid #b34700; padding: .2rem 0 .2rem 1rem; }
.attention h3 { margin-top: .2rem; }
.attention.calm { border-color: #1d6b3a; }

table { border-collapse: collapse; width: 100%; margin: .4rem 0 1.4rem; }
caption { text-align: left; font-weight: 700; padding: .4rem 0; }
th, td { border: .06rem solid #777777; padding: .4rem .55rem; text-align: left; vertical-align: top; }
thead th { background: #ececec; vertical-align: bottom; text-wrap: balance; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td ul { margin: 0; padding-left: 1.1rem; }
td.met { color: #14532d; font-weight: 700; white-space: nowrap; }
td.not-met { color: #8f2d00; font-weight: 700; white-space: nowrap; }
tr.total th, tr.total td { font-weight: 700; border-top: .2rem solid #333333; }
.whole { white-space: nowrap; }

.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(16.5rem, 1fr)); gap: .9rem; list-style: none; padding: 0; }
.cards > li { border: .12rem solid #555555; border-top: .5rem solid #7a1212; border-radius: .4rem; padding: .6rem .9rem; }
.cards h3 { margin: 0 0 .2rem; font-size: 1.25rem; }
.cards dl { display: grid; grid-template-columns: repeat(3, 1fr); margin: .6rem 0 0; text-align: center; }
.cards dl div { display: flex; flex-direction: column-reverse; }
.cards dd { margin: 0; font-size: 1.5rem; font-weight: 700; line-height: 1.2; }
.cards .late { color: #8f2d00; }

.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1.6rem 2rem; }
figure { margin: 0; }
figcaption h3 { margin: 0; }
.chart { display: block; width: 100%; height: auto; }
.chart text { fill: #111111; font-size: 17px; }
.chart .value { font-size: 20px; font-weight: 700; fill: #0b3d91; }
.chart .grid { stroke: #cccccc; stroke-width: 1; }
.chart .mark { stroke: #333333; stroke-width: 1.5; }
.chart .reached { fill: none; stroke: #0b3d91; stroke-width: 4; }
.chart .eligible { fill: none; stroke: #444444; stroke-width: 2.5; stroke-dasharray: 3 5; }
.chart .end { fill: #0b3d91; }
.key { display: flex; flex-wrap: wrap; gap: .2rem 1.6rem; list-style: none; padding: 0; }
.key li { display: flex; align-items: center; gap: .5rem; }
.key .line { display: inline-block; width: 2.4rem; border-top: .22rem solid #0b3d91; }
.key .dashed { border-top: .16rem dotted #444444; }
.key .swatch { display: inline-block; width: 2rem; height: 1.4rem; border: .06rem solid #555555; }

.scroll { overflow-x: auto; }
.heat th, .heat td { padding: .3rem .5rem; }
.heat thead th { min-width: 6.4rem; font-size: .9rem; line-height: 1.35; }
.heat tbody th { position: sticky; left: 0; background: #ffffff; white-space: nowrap; z-index: 1; }
.heat thead th:first-child { position: sticky; left: 0; min-width: 0; z-index: 2; }
@media (min-width: 62rem) {
  .fits { overflow: visible; }
  .fits .heat thead th { position: sticky; top: 0; z-index: 2; }
  .fits .heat thead th:first-child { z-index: 3; }
}
.heat td { text-align: center; font-weight: 700; font-variant-numeric: tabular-nums; white-space: nowrap; }
.heat td small { display: block; font-weight: 400; font-size: .8rem; }
.heat td, .key .swatch { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.heat td.blank { background: #ffffff; color: #555555; font-weight: 400; }
${heatRules}

details { border: .12rem solid #555555; border-radius: .4rem; margin: .5rem 0; padding: 0 .9rem; }
summary { cursor: pointer; padding: .55rem 0; font-weight: 700; }
summary span { font-weight: 400; }
.file { padding-bottom: .8rem; scroll-margin-top: 4rem; }
.file h3 { margin: 1.1rem 0 .2rem; font-size: 1.05rem; color: #7a1212; }
.facts { display: flex; flex-wrap: wrap; gap: .2rem 2rem; margin: .4rem 0; }
.facts div { display: flex; flex-wrap: wrap; gap: 0 .5rem; align-items: baseline; }
.facts dt::after { content: ":"; }
:lang(zh) .facts dt::after { content: "："; }
.facts dd { margin: 0; font-weight: 700; }
.tally { list-style: none; padding: 0; margin: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(5.4rem, 1fr)); gap: 0 .6rem; font-variant-numeric: tabular-nums; }
.tally.long { grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); }
.story { list-style: none; padding: 0; }
.story li { display: grid; grid-template-columns: 10.5rem 1fr; gap: .1rem 1rem; padding: .35rem 0; border-top: .06rem solid #bbbbbb; }
.story time { font-weight: 700; }
.lineage { border-left: .3rem solid #b34700; padding-left: 1.8rem; }
footer { margin-top: 3rem; padding-bottom: 2rem; border-top: .12rem solid #555555; padding-top: .8rem; }

@media screen and (max-width: 44rem) {
  html { font-size: 118.75%; }
  header, main, footer { padding-left: .8rem; padding-right: .8rem; }
  h1 { font-size: 1.6rem; }
  h2 { font-size: 1.35rem; }
  .figures { grid-template-columns: 1fr 1fr; }
  .figures dd { font-size: 1.45rem; }
  .stack, .stack tbody, .stack tr, .stack th, .stack td, .stack caption { display: block; width: 100%; }
  .stack thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .stack tr { border: .12rem solid #555555; border-radius: .4rem; margin: 0 0 .8rem; padding: .4rem .8rem; }
  .stack th, .stack td { border: 0; padding: .15rem 0; }
  .stack tbody th { font-size: 1.1rem; }
  .stack td { display: grid; grid-template-columns: 6.2rem 1fr; gap: .8rem; }
  .stack td::before { content: attr(data-label); color: #333333; font-weight: 400; }
  .stack td.number, .stack td.met, .stack td.not-met { text-align: left; white-space: normal; }
  .stack td.empty { display: none; }
  .heat thead th { min-width: 5.4rem; }
  .story li { grid-template-columns: 1fr; }
  nav ul { grid-template-columns: repeat(auto-fill, minmax(8.2rem, 1fr)); }
  .whole { display: inline-block; white-space: normal; }
}

@media print {
  @page { size: A4; margin: 14mm 13mm; }
  @page wide { size: A4 landscape; margin: 12mm; }
  html { font-size: 13pt; }
  header, main, footer { max-width: none; padding-left: 0; padding-right: 0; }
  nav, .screen { display: none; }
  a { color: inherit; text-decoration: none; }
  h2 { margin: 1.6rem 0 .5rem; }
  h2, h3, h4, h5, caption, .note { break-after: avoid; }
  tr, figure, li, .provenance { break-inside: avoid; }
  thead { display: table-header-group; }
  #heat { break-before: page; }
  .wide { page: wide; }
  .short { break-inside: avoid; }
  #pairing .short { break-inside: auto; }
  .stack { font-size: 12pt; }
  .heat thead th { min-width: 0; }
  .wide .heat { table-layout: fixed; font-size: 10.5pt; }
  .wide .heat thead th { hyphens: auto; overflow-wrap: break-word; }
  .wide .heat td small { white-space: normal; }
  .heat th, .heat td { padding: .12rem .35rem; }
  .heat tbody th, .heat thead th:first-child { position: static; }
  .scroll { overflow: visible; }
  .figures { grid-template-columns: repeat(5, 1fr); gap: .4rem; }
  .figures div { padding: .3rem .5rem; }
  .charts { grid-template-columns: 1fr 1fr; gap: .6rem 1.6rem; }
  figcaption p { font-size: .85rem; margin: 0; }
  details { border-width: .06rem; break-inside: avoid; font-size: 12pt; line-height: 1.45; }
  details .file { padding-bottom: .3rem; }
  .file h3 { margin: .4rem 0 0; }
  .story li { padding: .15rem 0; }
  details::details-content { content-visibility: visible; height: auto; }
  summary { list-style: none; }
}
`
