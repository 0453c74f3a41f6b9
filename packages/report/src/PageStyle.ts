/**
 * How the page looks: large type, strong contrast, light or dark as the reader's system is, one column on a phone, A4
 * on paper. The page contains everything that it needs, and uses the fonts of the reader's system.
 */
import { schemeYlOrBr } from "d3-scale-chromatic"
import type { BuildingState } from "./Facts.ts"
import { type Heat, heats, states } from "./Reading.ts"

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

/** A background colour, and the colour of the text on it, as CSS colours. */
export interface Colours {
  readonly paper: string
  readonly ink: string
}

/** The colours of a step of the heat table. */
export const heatColours = (heat: Heat): Colours => ({
  paper: scheme[steps[heat].step] ?? "#ffffff",
  ink: steps[heat].ink
})

// The colours are from the palette of Okabe and Ito, which colour-blind readers can distinguish. A worse state has a
// darker colour in grey print.
const tileColours: Record<BuildingState, Colours> = {
  late: { paper: "#8a2d00", ink: "#ffffff" },
  missing: { paper: "#f0b400", ink: "#000000" },
  open: { paper: "#bfe3f8", ink: "#000000" },
  clear: { paper: "#ffffff", ink: "#000000" }
}

/** The colours of the tile of a building. */
export const stateColours = (state: BuildingState): Colours => tileColours[state]

const colourRules = (prefix: string, rules: ReadonlyArray<readonly [string, Colours]>): string =>
  rules
    .map(([name, { ink, paper }]) => `.${prefix}-${name} { background: ${paper}; color: ${ink}; }`)
    .join("\n")

/** The colours of the page. `paper` is the background. All other colours are for text on it, or for lines and areas. */
export interface Palette {
  readonly paper: string
  readonly ink: string
  readonly quiet: string
  readonly title: string
  readonly link: string
  readonly good: string
  readonly bad: string
  readonly line: string
  readonly shade: string
}

/** The colours of the page for a light and for a dark system. */
export const palettes = {
  light: {
    paper: "#ffffff",
    ink: "#111111",
    quiet: "#333333",
    title: "#7a1212",
    link: "#0b3d91",
    good: "#14532d",
    bad: "#8f2d00",
    line: "#777777",
    shade: "#ececec"
  },
  dark: {
    paper: "#161616",
    ink: "#f2f2f2",
    quiet: "#d0d0d0",
    title: "#ffb4a8",
    link: "#a8c7ff",
    good: "#8fdca8",
    bad: "#ffb088",
    line: "#8a8a8a",
    shade: "#2c2c2c"
  }
} satisfies Record<string, Palette>

const variables = (palette: Palette): string =>
  Object.entries(palette)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(" ")

/** The style sheet of the page. */
export const pageStyle = `
:root { color-scheme: light dark; ${variables(palettes.light)} }
@media screen and (prefers-color-scheme: dark) { :root { ${variables(palettes.dark)} } }
* { box-sizing: border-box; }
html { font-size: 112.5%; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink); line-height: 1.5; overflow-wrap: anywhere;
  font-family: system-ui, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif;
}
header, main, footer { max-width: 72rem; margin: 0 auto; padding: 0 1.2rem; }
header { padding-top: .8rem; }
main:focus { outline: none; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .2rem; color: var(--title); }
h2 { font-size: 1.15rem; line-height: 1.3; margin: 0; color: var(--title); }
h3 { font-size: 1.05rem; line-height: 1.4; margin: 1.2rem 0 .3rem; }
h4 { font-size: 1rem; margin: 1rem 0 .2rem; color: var(--title); }
h5 { font-size: 1rem; font-weight: 400; color: var(--quiet); margin: .4rem 0 .1rem; }
p { margin: .3rem 0; }
a { color: var(--link); text-underline-offset: .2em; }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: .2rem solid var(--link); outline-offset: .15rem; }
ul, ol { margin: .3rem 0; padding-left: 1.3rem; }
small { font-size: .9rem; }
.skip { position: absolute; left: -100rem; top: 0; z-index: 9; background: var(--paper); padding: .7rem 1rem; min-height: 44px; }
.skip:focus { left: 0; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.provenance { border-left: .3rem solid var(--title); padding: .1rem .7rem; }
.period, .note { color: var(--quiet); }
.more { display: inline-flex; align-items: center; min-height: 44px; }

.figures { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; margin: .5rem 0; padding: .3rem 0; border-top: .12rem solid var(--title); border-bottom: .12rem solid var(--title); }
.figures div { display: flex; gap: .4rem; align-items: baseline; }
.figures dt { color: var(--quiet); }
.figures dd { margin: 0; font-size: 1.2rem; font-weight: 700; font-variant-numeric: tabular-nums; }
.figures .late dd { color: var(--bad); }
.first { container-type: inline-size; }
.first .columns { display: grid; grid-template: "tiles promises" auto "week late" 1fr / minmax(0, 5fr) minmax(0, 6fr); gap: 0 2rem; }
.tiles-part { grid-area: tiles; } .promises-part { grid-area: promises; } .late-part { grid-area: late; } .week-part { grid-area: week; }
.first section { margin: 0 0 .8rem; }
.first section > ul, .first section > ol { margin: .2rem 0; }
.tiles { list-style: none; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(3.4rem, 1fr)); gap: .25rem; }
.tiles:not(.long) .tile { white-space: nowrap; }
.tiles.long { grid-template-columns: repeat(auto-fill, minmax(7rem, 1fr)); }
.tile { display: flex; flex-direction: column; align-items: center; justify-content: center; min-height: 48px; padding: .1rem; border: .12rem solid var(--line); border-radius: .3rem; text-decoration: none; text-align: center; line-height: 1.15; overflow-wrap: anywhere; }
.tile, .swatch { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.promises { margin: .2rem 0; overflow-wrap: break-word; }
.promises th, .promises td { border: 0; border-bottom: .06rem solid var(--line); padding: .2rem .35rem; }
.promises thead th { background: none; color: var(--quiet); font-weight: 400; }
.promises tbody th { font-weight: 400; line-height: 1.35; min-width: 9rem; }
.promises small { display: block; color: var(--bad); }
.promises td { white-space: nowrap; }
.promises td.number { font-weight: 700; }
.promises .week { text-align: right; }
svg.trend { display: block; width: 5rem; height: 1.4rem; }
svg.trend path { fill: none; stroke: var(--link); stroke-width: 2.5; }
svg.trend .whole { stroke: var(--line); stroke-width: 1; stroke-dasharray: 2 3; }
.late-list { list-style: none; padding: 0; }
.late-list li { padding: .2rem 0; border-bottom: .06rem solid var(--line); line-height: 1.35; }
.late-list .days { color: var(--bad); font-weight: 700; white-space: nowrap; }
.late-list .who { display: block; }
.attention { border-left: .3rem solid var(--bad); }

table { border-collapse: collapse; width: 100%; margin: .4rem 0 1.2rem; }
caption { text-align: left; font-weight: 700; padding: .4rem 0; }
th, td { border: .06rem solid var(--line); padding: .35rem .5rem; text-align: left; vertical-align: top; }
thead th { background: var(--shade); vertical-align: bottom; text-wrap: balance; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td ul { margin: 0; padding-left: 1.1rem; }
td.met { color: var(--good); font-weight: 700; white-space: nowrap; }
td.not-met { color: var(--bad); font-weight: 700; white-space: nowrap; }
tr.total th, tr.total td { font-weight: 700; border-top: .2rem solid var(--quiet); }
.whole { white-space: nowrap; }

.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 16.5rem), 1fr)); gap: .9rem; list-style: none; padding: 0; }
.cards > li { border: .12rem solid var(--line); border-top: .4rem solid var(--title); border-radius: .4rem; padding: .6rem .9rem; }
.cards h3 { margin: 0 0 .2rem; }
.cards dl { display: grid; grid-template-columns: repeat(3, 1fr); margin: .6rem 0 0; text-align: center; }
.cards dl div { display: flex; flex-direction: column-reverse; }
.cards dd { margin: 0; font-size: 1.4rem; font-weight: 700; line-height: 1.2; }
.cards .late { color: var(--bad); }

.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1.6rem 2rem; }
figure { margin: 0; }
figcaption h3 { margin: 0; }
.chart { display: block; width: 100%; height: auto; }
.chart text { fill: var(--ink); font-size: 17px; }
.chart .value { font-size: 20px; font-weight: 700; fill: var(--link); }
.chart .grid { stroke: var(--line); stroke-width: .5; }
.chart .mark { stroke: var(--quiet); stroke-width: 1.5; }
.chart .reached { fill: none; stroke: var(--link); stroke-width: 4; }
.chart .eligible { fill: none; stroke: var(--quiet); stroke-width: 2.5; stroke-dasharray: 3 5; }
.chart .end { fill: var(--link); }
.key { display: flex; flex-wrap: wrap; gap: .1rem 1.2rem; list-style: none; padding: 0; }
.key li { display: flex; align-items: center; gap: .4rem; }
.key .line { display: inline-block; width: 2.4rem; border-top: .22rem solid var(--link); }
.key .dashed { border-top: .16rem dotted var(--quiet); }
.swatch { display: inline-flex; align-items: center; justify-content: center; min-width: 1.7rem; height: 1.5rem; border: .06rem solid var(--line); font-weight: 700; }

.scroll { overflow-x: auto; }
.heat th, .heat td { padding: .3rem .5rem; }
.heat thead th { min-width: 6.4rem; font-size: .9rem; line-height: 1.35; }
.heat tbody th { position: sticky; left: 0; background: var(--paper); white-space: nowrap; z-index: 1; }
.heat thead th:first-child { position: sticky; left: 0; min-width: 0; z-index: 2; }
.heat tbody th a { display: inline-flex; align-items: center; min-height: 44px; min-width: 44px; }
.heat td { text-align: center; vertical-align: middle; font-weight: 700; font-variant-numeric: tabular-nums; white-space: nowrap; }
.heat td small { display: block; font-weight: 400; }
.heat td { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.heat td.blank { background: var(--paper); color: var(--quiet); font-weight: 400; }
${colourRules(
  "heat",
  heats.map((heat) => [heat, heatColours(heat)])
)}
${colourRules(
  "tile",
  states.map((state) => [state, stateColours(state)])
)}

.details-heading { margin-top: 1rem; }
details { border: .12rem solid var(--line); border-radius: .4rem; margin: .4rem 0; padding: 0 .9rem; }
summary { cursor: pointer; padding: .5rem 0; min-height: 44px; }
summary h2, summary h3 { display: inline; color: inherit; }
.inside { padding-bottom: .8rem; }
.inside, .file { scroll-margin-top: 1rem; }
.file { padding-bottom: .6rem; }
.facts { display: flex; flex-wrap: wrap; gap: .2rem 1.6rem; margin: .3rem 0; }
.facts div { display: flex; flex-wrap: wrap; gap: 0 .4rem; align-items: baseline; }
.facts dt::after { content: ":"; }
:lang(zh) .facts dt::after { content: "："; }
.facts dd { margin: 0; font-weight: 700; }
.tally { list-style: none; padding: 0; margin: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(5.4rem, 1fr)); gap: 0 .6rem; font-variant-numeric: tabular-nums; }
.tally.long { grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); }
.story { list-style: none; padding: 0; }
.story li { display: grid; grid-template-columns: 9.5rem 1fr; gap: .1rem 1rem; padding: .25rem 0; border-top: .06rem solid var(--line); }
.story time { font-weight: 700; }
.lineage { border-left: .3rem solid var(--bad); padding-left: 1.8rem; }
footer { margin-top: 1.5rem; padding-bottom: 1.5rem; border-top: .12rem solid var(--line); padding-top: .6rem; }

@media screen {
  @container (max-width: 60rem) {
    .first .columns { grid-template: "tiles" "promises" "late" "week" / minmax(0, 1fr); }
  }
}
@media screen and (max-width: 44rem) {
  header, main, footer { padding-left: .7rem; padding-right: .7rem; }
  h1 { font-size: 1.35rem; }
  .promises thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .promises, .promises tbody { display: block; width: 100%; }
  .promises tr { display: flex; flex-wrap: wrap; gap: 0 .8rem; padding: .3rem 0; border-bottom: .06rem solid var(--line); align-items: center; }
  .promises th, .promises td { border: 0; padding: 0; }
  .promises tbody th { flex: 1 0 100%; }
  .promises .week { margin-left: auto; }
  .promises td { white-space: normal; }
  .stack, .stack tbody, .stack tr, .stack th, .stack td, .stack caption { display: block; width: 100%; }
  .stack thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .stack tr { border: .12rem solid var(--line); border-radius: .4rem; margin: 0 0 .8rem; padding: .4rem .8rem; }
  .stack th, .stack td { border: 0; padding: .15rem 0; }
  .stack tbody th { font-size: 1.1rem; }
  .stack td { display: grid; grid-template-columns: 6.2rem 1fr; gap: .8rem; }
  .stack td::before { content: attr(data-label); color: var(--quiet); font-weight: 400; }
  .stack td.number, .stack td.met, .stack td.not-met { text-align: left; white-space: normal; }
  .stack td.empty { display: none; }
  .heat thead th { min-width: 5.4rem; }
  .story li { grid-template-columns: 1fr; }
  details { padding: 0 .6rem; }
  .whole { display: inline-block; white-space: normal; }
}

@media print {
  @page { size: A4; margin: 11mm 12mm; }
  @page wide { size: A4 landscape; margin: 11mm 12mm; }
  :root { color-scheme: light; }
  html { font-size: 10.5pt; }
  body { line-height: 1.4; }
  header, main, footer { max-width: none; padding-left: 0; padding-right: 0; }
  .skip, .screen, .details-heading, .more { display: none; }
  a { color: inherit; text-decoration: none; }
  h2, h3, h4, h5, caption, summary, .note, .key { break-after: avoid; }
  tr, figure, li, .provenance, .facts { break-inside: avoid; }
  thead { display: table-header-group; }
  .first { break-after: page; }
  .first .columns { grid-template: "tiles tiles" "promises promises" "late week" / 1fr 1fr; }
  .tile { min-height: 8.5mm; }
  .wide { page: wide; }
  .short { break-inside: avoid; }
  .heat thead th { min-width: 0; font-size: .9rem; }
  .heat th, .heat td { padding: .05rem .3rem; }
  .heat tbody th, .heat thead th:first-child { position: static; }
  .heat tbody th a { min-height: 0; }
  .wide .heat { table-layout: fixed; }
  .wide .heat thead th { hyphens: auto; overflow-wrap: break-word; }
  .wide .heat td small { white-space: normal; }
  .scroll { overflow: visible; }
  .charts { grid-template-columns: 1fr 1fr 1fr; gap: .6rem 1.2rem; }
  details { border: 0; border-radius: 0; padding: 0; margin: 0 0 .6rem; }
  details.part > summary { border-bottom: .12rem solid var(--title); }
  details::details-content { content-visibility: visible; height: auto; }
  summary { list-style: none; padding: .1rem 0; min-height: 0; }
  summary::-webkit-details-marker { display: none; }
  .files { columns: 2; column-gap: 8mm; font-size: 9.5pt; }
  .building { border-top: .06rem solid var(--line); break-inside: avoid-page; }
  .story li { grid-template-columns: 7.5rem 1fr; padding: .08rem 0; }
  .file, .inside { padding-bottom: .2rem; }
  .file h4 { margin: .2rem 0 0; }
  .facts { gap: 0 1rem; margin: .1rem 0; }
}
`
