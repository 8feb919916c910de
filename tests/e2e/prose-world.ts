import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** One diagram of each kind that records hold, with a word that stands in its picture. */
export const DIAGRAMS: readonly [kind: string, word: string, source: string][] = [
  [
    "Flowchart: Ways of a request",
    "Visitor",
    `flowchart LR
  accTitle: Ways of a request
  accDescr: A request asks the edge first, then Redis, then the origin.
  A[Visitor] -->|GET| B{Edge has it?}
  B -- yes --> C[Answer within 20 ms]
  B -- no --> D[(Redis)]
  D --> E[Origin]
  subgraph own [Our own network]
    D
    E
  end`,
  ],
  [
    "Sequence diagram",
    "Edge",
    `sequenceDiagram
  participant V as Visitor
  participant E as Edge
  participant O as Origin
  V->>E: GET /p/1
  alt cached
    E-->>V: 200, Age 12
  else missed
    E->>O: GET /p/1
    O-->>E: 200
    E-->>V: 200
  end
  Note over E,O: one request is let through`,
  ],
  [
    "State diagram",
    "Stale",
    `stateDiagram-v2
  [*] --> Fresh
  Fresh --> Stale: after 60 s
  Stale --> Fresh: fetched
  Stale --> Gone: after 10 min
  Gone --> [*]`,
  ],
  [
    "Class diagram",
    "Cache",
    `classDiagram
  class Cache {
    +get(key) Value
    +set(key, value, ttl)
    -evict()
  }
  Cache <|-- Redis
  Cache "1" --> "many" Value : holds`,
  ],
  [
    "Entity-relationship diagram",
    "PRODUCT",
    `erDiagram
  PRODUCT ||--o{ PRICE : has
  PRODUCT {
    int id PK
    string name
  }
  PRICE {
    int product FK
    decimal amount
  }`,
  ],
  [
    "Gantt chart: Rollout of the edge cache",
    "All sites",
    `gantt
  title Rollout of the edge cache
  dateFormat YYYY-MM-DD
  section Edge
  One site  :done, a1, 2026-08-01, 10d
  All sites :active, after a1, 20d
  section Redis
  Cluster   :crit, 2026-08-12, 14d`,
  ],
  [
    "Pie chart: Where requests end",
    "Origin",
    `pie showData
  title Where requests end
  "Edge" : 90
  "Redis" : 8
  "Origin" : 2`,
  ],
  [
    "C4 diagram: The shop and its caches",
    "Buys things",
    `C4Context
  title The shop and its caches
  Person(visitor, "Visitor", "Buys things")
  System(shop, "Shop", "Product pages and basket")
  System_Ext(cdn, "CDN", "Caches pages")
  Rel(visitor, cdn, "asks")
  Rel(cdn, shop, "fetches")`,
  ],
  [
    "Mind map",
    "Purge by tag",
    `mindmap
  root((Caching))
    Edge
      Purge by tag
      Stale while refreshing
    Redis
      Cache aside
    Origin`,
  ],
  [
    "Timeline: History of the cache",
    "Regions",
    `timeline
  title History of the cache
  2025 : No cache
  2026 : Redis : Edge
  2027 : Regions`,
  ],
];

/** What somebody would write who wants a reader's browser to do something; `elsewhere` is a server that nobody may ask. */
export const hostileDiagrams = (elsewhere: string): Record<string, string> => ({
  "a press that runs a script": `flowchart LR
  A[Press me] --> B
  click A "javascript:globalThis.ran = true"
  click B call alert()`,
  "rules that it sets itself": `%%{init: {"securityLevel": "loose", "htmlLabels": true, "flowchart": {"htmlLabels": true}, "themeCSS": "* { background: url(${elsewhere}/css) }"}}%%
flowchart LR
  A["<img src=${elsewhere}/label.png onerror='parent.ran = true'><script>parent.ran = true</script>"] --> B`,
  "rules in front matter": `---
config:
  securityLevel: loose
  themeCSS: "@import url(${elsewhere}/front.css);"
---
flowchart LR
  A --> B`,
  "an image from elsewhere": `flowchart LR
  A@{ img: "${elsewhere}/shape.png", label: "picture", h: 60 }`,
  "a style from elsewhere": `flowchart LR
  A --> B
  style A fill:url(${elsewhere}/style)`,
  "a mistake": "flowchart LR\n  A --> ",
  "too much": `flowchart LR\n${"  A --> B\n".repeat(2_500)}`,
});

const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGNkYPjPwMDAxMDAwMDAAAAOBgEDkiHf9AAAAABJRU5ErkJggg==";

const fenced = (source: string): string => `\`\`\`mermaid\n${source}\n\`\`\`\n`;

const PROSE = (elsewhere: string): string => `---
status: accepted
date: 2026-08-10
decisions:
  d1: { title: A cache at the edge }
targets:
  t1: { decision: d1, slo: edge-hits, statement: Nine of ten requests end at the edge., objective: 0.9, window: 28d }
---

# Everything that prose holds

Pages come from the edge[^edge], and most of it was tried[^tried]. Back to [the edge](#d1-a-cache-at-the-edge).

## What it looks like

![Two levels of cache](img/tiers.svg)

![A square](img/square.png)

![A drawing that was lost](img/lost.png)

![A drawing outside](img/outside.png)

![A badge](${elsewhere}/badge.svg)

## What it costs

| Option | Origin load | p95 | Cost a month | Said by | Since | Until | Kept in | Reviewed by |
|---|---|--:|--:|---|---|---|---|---|
| A third origin zone | unchanged | 310 ms | 9,400 EUR | Platform architect | August 2026 | undecided | the ledger | CDN engineer |
| Edge and Redis | about a tenth | 170 ms | 5,800 EUR | Platform architect | August 2026 | undecided | the ledger | CDN engineer |

- [x] Measured before
- [ ] Measured after

\`\`\`vcl
sub vcl_recv {
  unset req.http.Cookie;
}
\`\`\`

See [the other record](0002-diagrams.md#sequence), [a record that was lost](0009-lost.md), [the guide](../guide.md)
and [the code](../../src/cache.ts).

### D1: A cache at the edge

Every public page is cached. Nine of ten requests end at the edge. The rest goes on.

This comes after the promise[^tried].

[^edge]: The nearest of four places.

[^tried]: On the staging system,

    for a week.
`;

const HOSTILE = (elsewhere: string): string =>
  `# Hostile diagrams\n\n${Object.entries(hostileDiagrams(elsewhere))
    .map(([what, source]) => `## ${what}\n\n${fenced(source)}`)
    .join("\n")}`;

const DRAWN = `# Diagrams\n\n${DIAGRAMS.map(([kind, , source]) => `## ${kind.split(/[ :]/)[0]}\n\n${fenced(source)}`).join("\n")}`;

/** Two SVGs that would do harm as pages, the records, and what they refer to. */
export function writeProse(folder: string, elsewhere: string): void {
  const write = (path: string, text: string | Buffer): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  mkdirSync(join(folder, ".git"), { recursive: true });
  write("docs/adr/0001-prose.md", PROSE(elsewhere));
  write("docs/adr/0002-diagrams.md", DRAWN);
  write("docs/adr/0003-hostile.md", HOSTILE(elsewhere));
  write("docs/adr/0005-large.md", Buffer.alloc(10 * 1024 * 1024, "word "));
  write("docs/guide.md", "# Guide\n");
  write("docs/adr/img/square.png", Buffer.from(PNG, "base64"));
  write(
    "docs/adr/img/tiers.svg",
    `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="60" viewBox="0 0 320 60"><style>rect { fill: #85878a; }</style><script>parent.ran = true</script><image href="${elsewhere}/inner.png"/><rect x="10" y="10" width="140" height="40"/><rect x="170" y="10" width="140" height="40"/></svg>`,
  );
  write("outside.png", Buffer.from(PNG, "base64"));
  symlinkSync("/etc/hostname", join(folder, "docs/adr/img/outside.png"));
  symlinkSync("/etc/passwd", join(folder, "docs/adr/0007-passwords.md"));
}

const near = (length: number, text: string): string => text.repeat(Math.floor(length / text.length));
const aliases = Array.from({ length: 9 }, (_, n) => `a${n}: &a${n} [${Array(9).fill(n === 0 ? "x" : `*a${n - 1}`)}]`);

/** Records that would keep a parser of Markdown or YAML busy; answers their names. */
export function writeHostile(folder: string): string[] {
  const texts: Record<string, string> = {
    emphasis: near(90_000, "*a_ "),
    brackets: near(90_000, "["),
    images: near(90_000, "![a]("),
    lists: Array.from({ length: 400 }, (_, n) => `${"  ".repeat(n)}- a`).join("\n"),
    quotes: near(90_000, "> "),
    tables: `|${near(30_000, "a|")}\n|${near(30_000, "-|")}\n${near(20_000, "|a|\n")}`,
    footnotes: `${Array.from({ length: 1_500 }, (_, n) => `[^${n}]`).join("\n")}\n\n[^1]: ${near(20_000, "[^1] ")}`,
    sentences: near(90_000, "A plain sentence with `code`, and one more of about the same length.\n\n"),
    diagram: fenced(near(90_000, "A --> B\n")),
  };
  const bodies = Object.entries(texts).map(([name, text]) => [name, `# ${name}\n\n## Text\n\n${text}\n`] as const);
  const bomb = ["bomb", `---\n${aliases.join("\n")}\nstatus: accepted\n---\n# Bomb\n\n## Text\n\nText.\n`] as const;
  return writeRecords(folder, 100, [...bodies, bomb]);
}

/** As many as the hostile ones, each of two pages, as a person would write them; answers their names. */
export function writePlain(folder: string): string[] {
  const text = near(
    60_000,
    "A plain sentence about the edge, and one more. And **another** of about the same length.\n\n",
  );
  const names = Array.from({ length: 10 }, (_, n) => `plain-${n}`);
  return writeRecords(
    folder,
    200,
    names.map((name) => [name, `# ${name}\n\n## Text\n\n${text}\n`]),
  );
}

function writeRecords(folder: string, first: number, records: (readonly [string, string])[]): string[] {
  return records.map(([name, text], i) => {
    const file = `${String(first + i).padStart(4, "0")}-${name}.md`;
    writeFileSync(join(folder, "docs", "adr", file), text);
    return file;
  });
}
