/**
 * The style sheet of printed pages: A4, black on white, in type that readers over sixty can read without glasses (at
 * least 16 points). Lines on which people write are long and high enough for handwriting.
 */
export const printStyle = `
@page { size: A4; margin: 14mm 16mm 12mm; }
:root { color-scheme: light; }
* { box-sizing: border-box; }
html { font-size: 16pt; }
body {
  margin: 0 auto; max-width: 176mm; color: #000000; background: #ffffff; line-height: 1.6; overflow-wrap: anywhere;
  font-family: "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, serif;
}
h1 { font-size: 26pt; line-height: 1.3; text-align: center; letter-spacing: .12em; margin: 0 0 .2rem; }
:lang(en) h1 { letter-spacing: 0; }
:lang(en) body { line-height: 1.4; }
h2 { font-size: 18pt; margin: 0 0 .3rem; }
p { margin: .3rem 0; }
.number { text-align: right; margin: 0 0 .5rem; }
.to { font-weight: 700; }
:lang(zh) .body p { text-indent: 2em; }
.until { font-size: 18pt; font-weight: 700; }
.fields { display: grid; grid-template-columns: 1fr 1fr; gap: .35rem 1.2rem; margin: .4rem 0; }
.field { display: flex; align-items: flex-end; gap: .4rem; min-height: 1.9rem; }
.field span { white-space: nowrap; }
.field i { flex: 1; white-space: pre; border-bottom: .35mm solid #000000; min-width: 18mm; font-style: normal; text-align: right; padding-right: .3rem; }
.choices { display: flex; flex-wrap: wrap; gap: .1rem 1.4rem; list-style: none; margin: .3rem 0; padding: 0; }
.box { display: inline-block; width: .95em; height: .95em; border: .4mm solid #000000; vertical-align: -.1em; margin-right: .3em; }
.receipt { border-top: .5mm dashed #000000; margin-top: .5rem; padding-top: .2rem; break-inside: avoid; }
article + article { break-before: page; }
article { position: relative; }
.code { position: absolute; top: 0; right: 0; width: 24mm; }
.code p { font-size: 9pt; line-height: 1.2; text-align: center; margin: 0; }
.code ~ :is(.number, .to) { margin-right: 28mm; }
.qr { display: block; width: 100%; }
.poster { text-align: center; }
.poster h1 { font-size: 44pt; }
.poster .where { font-size: 30pt; font-weight: 700; }
.poster .qr { width: 110mm; margin: 4mm auto; }
.poster .until { font-size: 24pt; }
.cut { font-size: 12pt; text-align: center; margin: 0 0 .2rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; table-layout: fixed; }
caption { text-align: left; font-weight: 700; font-size: 18pt; padding: .3rem 0; break-after: avoid; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
table.short { break-inside: avoid; }
th, td { border: .35mm solid #000000; padding: .15rem .3rem; text-align: left; vertical-align: middle; height: 11mm; }
th { font-weight: 700; overflow-wrap: normal; }
thead th { font-size: 13pt; height: 9mm; }
.unit { width: 19%; } .last { width: 22%; } .done { width: 13%; text-align: center; } .day { width: 15%; } .signature { width: 17%; }
td.last { font-size: 13pt; }
.privacy { font-size: 13pt; border: .35mm solid #000000; padding: .3rem .5rem; }
@media screen { body { padding: 10mm 0; } }
`
