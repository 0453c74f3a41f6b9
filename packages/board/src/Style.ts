/**
 * The stylesheet of the board: that of the report, with the parts that only the board has. Large type, targets of at
 * least 44 pixels, light or dark as the reader's system is, and paper.
 */
import { pageStyle } from "@liulinhui/report/PageStyle"

const board = `
.board header { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; align-items: baseline; border-bottom: .12rem solid var(--title); }
.board .site { font-weight: 700; color: var(--title); margin: 0; }
.board .who { margin: 0; color: var(--quiet); }
.board nav { grid-column: 1 / -1; }
.board nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0 .2rem; margin: .3rem 0 0; padding: 0; }
.board nav a { display: flex; align-items: center; min-height: 48px; padding: 0 .9rem; text-decoration: none; border-bottom: .25rem solid transparent; }
.board nav a[aria-current] { border-bottom-color: var(--title); font-weight: 700; color: var(--ink); }
.board main { padding-top: 1rem; padding-bottom: 2rem; }
.board footer { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; border-top: .06rem solid var(--line); padding-top: .6rem; padding-bottom: 1.2rem; }
.board .inline { display: inline-flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
.board h2 { margin: 1.4rem 0 .4rem; }
button, .button, input, select, textarea { font: inherit; color: inherit; min-height: 48px; border-radius: .4rem; }
button, .button { display: inline-flex; align-items: center; justify-content: center; padding: .4rem 1.2rem; border: .12rem solid var(--go); background: var(--go); color: var(--on-go); font-weight: 700; text-decoration: none; cursor: pointer; }
.plain { background: transparent; color: var(--link); border-color: var(--line); font-weight: 400; }
.wide { display: flex; width: 100%; }
:focus-visible { outline: .2rem solid var(--link); outline-offset: .15rem; }
.tasks { list-style: none; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); gap: .9rem; }
.tasks > li { display: flex; flex-direction: column; gap: .25rem; border: .12rem solid var(--line); border-left: .5rem solid var(--line); border-radius: .4rem; padding: .7rem .9rem; }
.tasks > li.late { border-left-color: var(--bad); }
.tasks :is(h2, h3) { margin: 0; font-size: 1.2rem; color: var(--ink); }
.tasks :is(h2, h3) a { display: flex; align-items: center; min-height: 44px; color: inherit; }
.tasks .button { margin-top: auto; }
.due.late { color: var(--bad); font-weight: 700; }
.empty-why { border-left: .3rem solid var(--good); padding: .2rem .8rem; }
.failure { border: .15rem solid var(--bad); border-radius: .4rem; padding: .2rem 1rem .6rem; margin: .6rem 0 1.2rem; }
.failure h2 { margin-top: .6rem; color: var(--bad); }
.done { border-left: .3rem solid var(--good); padding: .3rem .8rem; }
fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
legend, .question { font-size: 1.25rem; font-weight: 700; padding: 0; margin: 0 0 .5rem; }
fieldset + label.question, .field + .question, .field + fieldset, fieldset + fieldset { display: block; margin-top: 1rem; }
.hint { color: var(--quiet); margin: 0 0 .5rem; }
.choice { display: flex; align-items: center; gap: .8rem; min-height: 52px; padding: .3rem .8rem; margin: .4rem 0; border: .1rem solid var(--line); border-radius: .4rem; cursor: pointer; }
.choice input { width: 1.5rem; height: 1.5rem; min-height: 0; margin: 0; flex: none; accent-color: var(--go); }
.choice:has(:checked) { border-color: var(--go); border-width: .15rem; }
.field { width: 100%; max-width: 36rem; padding: .4rem .7rem; border: .12rem solid var(--quiet); background: var(--paper); }
textarea.field { min-height: 8rem; }
.step { max-width: 40rem; }
.step .code { width: 16rem; max-width: 100%; background: #ffffff; }
.go { display: flex; flex-wrap: wrap; gap: .8rem; margin-top: 1.2rem; }
.progress { color: var(--quiet); margin: 0 0 .8rem; }
.filter { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: end; margin: .6rem 0 1rem; }
.filter > div { min-width: 0; max-width: 100%; }
.filter label { display: block; font-weight: 700; }
.filter input[type="search"], .filter select { padding: .3rem .6rem; border: .12rem solid var(--quiet); background: var(--paper); max-width: 100%; }
.kinds { list-style: none; display: flex; flex-wrap: wrap; gap: .5rem; padding: 0; }
.kinds a { display: flex; align-items: center; min-height: 44px; padding: 0 1rem; border: .1rem solid var(--line); border-radius: 2rem; text-decoration: none; }
.kinds a[aria-current] { background: var(--go); color: var(--on-go); border-color: var(--go); font-weight: 700; }
.ratio b { font-size: 1.5rem; }
meter { width: 100%; height: 1.2rem; }
.pager { display: flex; flex-wrap: wrap; gap: .8rem; align-items: center; margin-top: 1rem; }
.story { list-style: none; padding: 0; }
.story li { padding: .4rem 0; border-bottom: .06rem solid var(--line); }
.story time { color: var(--quiet); display: block; }
.sum dt { font-weight: 700; margin-top: .6rem; }
.sum dd { margin: 0; }
.doors { list-style: none; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); gap: .9rem; }
.door { border: .12rem solid var(--line); border-radius: .4rem; padding: .5rem .9rem .7rem; }
.door h3 { margin: 0; font-size: 1.3rem; }
.touches { display: grid; grid-template-columns: repeat(3, 1fr); gap: .5rem; }
.touches button { padding: .4rem .3rem; }
.touches .reached { grid-column: 1 / -1; min-height: 56px; }
.door details { border: 0; padding: 0; margin: 0; }
.door details button { margin: .3rem 0; }
.state { display: flex; flex-wrap: wrap; gap: .3rem .8rem; align-items: center; justify-content: space-between; font-weight: 700; border-left: .3rem solid var(--quiet); padding-left: .7rem; }
.state[data-state="Sent"] { border-left-color: var(--good); }
.state[data-state="Contested"], .state[data-state="Refused"] { border-left-color: var(--bad); }
#device { border: .12rem solid var(--line); border-radius: .4rem; padding: .3rem .9rem; margin: .6rem 0 1rem; }
#device #line { font-weight: 700; }
#device #line:empty { display: none; }
#unlock { display: grid; gap: .4rem; max-width: 24rem; margin-bottom: .6rem; }
#unlock label { font-weight: 700; }
.go { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; }
.standing { font-size: 1.4rem; font-weight: 700; }
.tests { list-style: none; padding: 0; }
.tests li { border-left: .3rem solid var(--bad); padding: .2rem .7rem; margin: .3rem 0; }
.tests .true { border-left-color: var(--good); }
.tests .unknown { border-left-color: var(--quiet); }
.count { border-collapse: collapse; width: 100%; max-width: 40rem; margin: 1rem 0; }
.count caption { text-align: left; font-weight: 700; }
.count :is(th, td) { border-bottom: .06rem solid var(--line); padding: .4rem .3rem; text-align: right; }
.count :is(th, td) { overflow-wrap: normal; }
.count th:first-child { text-align: left; }
.sign { text-align: right; margin-top: 3rem; }
.said { border-left: .3rem solid var(--go); margin: .8rem 0; padding: .2rem .9rem; font-size: 1.15rem; overflow-wrap: anywhere; }
.step form > p:has(> .question) { margin: 1.1rem 0 .2rem; }
.asked { margin-top: 1.1rem; }
.step details[open] { padding-bottom: .8rem; }
.offers { list-style: none; padding: 0; display: grid; gap: .7rem; }
.offers .button { display: flex; width: 100%; min-height: 60px; font-size: 1.15rem; }
.receipt { border: .15rem solid var(--go); border-radius: .4rem; padding: .6rem 1rem; margin: 1rem 0; }
.receipt dd { margin: 0 0 .4rem; font-size: 1.6rem; font-weight: 700; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
[hidden] { display: none !important; }
@media print { .board header nav, .board footer, .skip, .step .go, .filter { display: none; } }
@media (max-width: 40rem) { .board nav a { padding: 0 .6rem; } .board header { grid-template-columns: 1fr; } .button, .step button { width: 100%; } }
`

const colours = `
:root { --go: #0b5a3c; --on-go: #ffffff; }
@media screen and (prefers-color-scheme: dark) { :root { --go: #8fdca8; --on-go: #06210f; } }
`

/** The stylesheet. */
export const stylesheet = `${pageStyle}${colours}${board}`
