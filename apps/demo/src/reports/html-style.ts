/** The looks of the HTML report, in both themes and on paper. */
export const htmlStyle = `
:root{color-scheme:light dark;--ink:light-dark(#1b1d2b,#eceef6);--muted:light-dark(#5a5e72,#a6aabd);--ground:light-dark(#f6f7fa,#12141d);
--surface:light-dark(#fff,#1b1e29);--line:light-dark(#dfe1e9,#343847);--moved:light-dark(#0b6b42,#5fd6a0);--moved-soft:light-dark(#e2f6ea,#12352a);
--bad:light-dark(#b3202f,#ff9a9a);--bad-soft:light-dark(#fdeceb,#431f23);--open:light-dark(#7a5200,#f0c35a);--open-soft:light-dark(#fdf3d7,#3b2f13);
--calm:light-dark(#4a4f63,#b4b9cc);--calm-soft:light-dark(#eef0f5,#272b39)}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
header,main{padding:1.5rem clamp(1rem,4vw,3rem)}
header{border-bottom:1px solid var(--line);background:var(--moved-soft)}
header.broken{background:var(--bad-soft)}
h1{margin:0;color:var(--moved);font-size:clamp(1.6rem,4vw,2.6rem);letter-spacing:-.02em;line-height:1.15}
.broken h1{color:var(--bad)}
header p{margin:.25rem 0 0;color:var(--muted)}
dl{display:flex;flex-wrap:wrap;gap:.5rem 2rem;margin:1rem 0 0}
dt{color:var(--muted);font-size:.85rem}
dd{margin:0;font-size:1.3rem;font-weight:650;font-variant-numeric:tabular-nums}
h2{margin:2rem 0 .75rem;font-size:1.1rem}
section{overflow-x:auto}
table{width:100%;border-collapse:collapse;background:var(--surface)}
th,td{padding:.4rem .7rem;border:1px solid var(--line);text-align:left;vertical-align:top}
thead th{color:var(--muted);font-size:.85rem}
tbody th{font:500 .85rem/1.6 ui-monospace,monospace}
td.none{color:var(--muted)}
td span{display:inline-block;margin:1px 4px 1px 0;padding:0 .5rem;border-radius:99px;background:var(--calm-soft);color:var(--calm);font-size:.82rem}
td .moved{background:var(--moved-soft);color:var(--moved)}
td .open{background:var(--open-soft);color:var(--open)}
td .violated{background:var(--bad);color:var(--surface);font-weight:650}
details{margin:.5rem 0;padding:.6rem .9rem;border-left:4px solid var(--bad);background:var(--bad-soft)}
summary{font-weight:600;cursor:pointer}
pre{margin:.5rem 0 0;overflow:auto;font:.82rem/1.5 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
@media print{body{background:none}section{overflow:visible}tr{break-inside:avoid}}
`
