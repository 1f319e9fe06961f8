// A diagram as one page that needs nothing else and asks for nothing: the drawing, moved and zoomed by mouse, fingers and keys,
// a search for tables, day and night. Its policy lets no other script run and no address be asked.
import { createHash } from "node:crypto";
import type { Diagram } from "../../engine/index";
import { pageScript } from "./script";
import { diagramSvg } from "./svg";
import { escaped } from "./text";

const pageStyle = `
html,body{margin:0;height:100%;font-family:Helvetica,Arial,sans-serif;color:#0f172a;background:#fff}
body{display:flex;flex-direction:column}
header{display:flex;gap:8px;align-items:center;padding:8px 12px;border-bottom:1px solid #cbd5e1;background:#f6f8fb}
input,button{font:inherit;font-size:14px;padding:5px 10px;border:1px solid #94a3b8;border-radius:6px;background:#fff;color:inherit}
input{width:min(22em,40vw)}
button{cursor:pointer}
:focus-visible{outline:2px solid #2563eb;outline-offset:1px}
#found{font-size:13px;min-width:7em;color:#526075}
.space{flex:1}
main{flex:1;overflow:hidden;cursor:grab;touch-action:none;background:#fff}
main.moving{cursor:grabbing}
main svg{display:block;width:100%;height:100%;user-select:none}
.faded{opacity:.18}
.entity.found>.edge{stroke:#2563eb!important;stroke-width:4!important}
.entity{cursor:pointer}`;

const pageNight = `
.night,.night body,.night main{background:#0b1120;color:#e5eaf2}
.night header{background:#131c2e;border-color:#475569}
.night input,.night button{background:#0b1120;border-color:#475569}
.night #found{color:#9fb0c6}`;

/** @param title what the diagram is of, as its reader knows it */
export async function diagramPage(diagram: Diagram, title: string): Promise<string> {
  const svg = await diagramSvg(diagram, title);
  const names = diagram.boxes.map(({ schema, name }) => `<option value="${escaped(`${schema}.${name}`)}">`);
  const hash = createHash("sha256").update(pageScript).digest("base64");
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${pageStyle}${pageNight}</style>
</head>
<body>
<header>
<input id="search" type="search" list="names" placeholder="Find a table ( / )" aria-label="Find a table" autocomplete="off">
<datalist id="names">
${names.join("\n")}
</datalist>
<span id="found" role="status"></span>
<span class="space"></span>
<button id="out" type="button" aria-label="Smaller">−</button>
<button id="in" type="button" aria-label="Larger">+</button>
<button id="fit" type="button">Fit</button>
<button id="theme" type="button">Day or night</button>
</header>
<main id="view" tabindex="0" aria-label="The diagram: arrow keys move it, plus and minus zoom">
${svg}</main>
<script>${pageScript}</script>
</body>
</html>
`;
}
