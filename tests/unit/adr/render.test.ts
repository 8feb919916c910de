import type { Element, Nodes } from "hast";
import { describe, expect, test } from "vitest";
import { textIn } from "@/lib/adr/hast-text";
import { withKnownRecords } from "@/lib/adr/links";
import { blockWith } from "@/lib/adr/promise";
import { readAdr } from "@/lib/adr/record";
import { renderAdr } from "@/lib/adr/render";

const FRONT = `---
title: Cache
decisions:
  d1: {title: At the edge}
  d1.1: {title: In detail}
  d2: {title: Behind it}
  same-2: {title: An id like an anchor}
targets:
  t1: {decision: d1, slo: a, statement: 95 % of the pages are hits., objective: 0.95, window: 28d}
  t2: {decision: d2, slo: b, statement: 90 % of all requests end here., objective: 0.9, window: 28d}
---
`;
const render = (body: string, path = "docs/adr/0001-cache.md") => renderAdr(readAdr(path, FRONT + body));
const outline = (body: string) =>
  render(body).sections.map(({ anchor, level, title, decisionId }) => [anchor, level, title, decisionId]);
const html = (body: string) => JSON.stringify(render(body));

function elements(node: Nodes, tagName: string): Element[] {
  const inner = "children" in node ? node.children.flatMap((child) => elements(child, tagName)) : [];
  return node.type === "element" && node.tagName === tagName ? [node, ...inner] : inner;
}
const all = (body: string, tagName: string) => {
  const { lead, sections } = render(body);
  return [lead, ...sections.map((section) => section.body)].flatMap((root) => elements(root, tagName));
};
const promises = (body: string) => all(body, "span").map((span) => [span.properties.className, textIn(span)]);

describe("sections", () => {
  test("begin at headings, and the title is dropped", () => {
    expect(outline("# Cache\n\nLead.\n\n## Context\n\na\n\n### Detail\n\n#### More\n\n##### Not this\n")).toEqual([
      ["context", 2, "Context", null],
      ["detail", 3, "Detail", null],
      ["more", 4, "More", null],
    ]);
    expect(textIn(render("# Cache\n\nLead.\n\n## Context\n").lead)).toBe("Lead.");
    expect(render("# Cache\n\n## Context\n").lead.children).toEqual([]);
  });

  test.each([
    ["### D1: At the edge", ["d1", 3, "At the edge", "d1"]],
    ["### d1 At the edge", ["d1", 3, "At the edge", "d1"]],
    ["## D1 – At the *edge*", ["d1", 2, "At the edge", "d1"]],
    ["### D1", ["d1", 3, "At the edge", "d1"]],
    ["### D1.1: In detail", ["d1.1", 3, "In detail", "d1.1"]],
    ["### D12 is not D1", ["d12-is-not-d1", 3, "D12 is not D1", null]],
    ["### D1-like things", ["d1-like-things", 3, "D1-like things", null]],
  ])("%j belongs to the decision its id names", (heading, section) => expect(outline(heading)).toEqual([section]));

  test("never share an anchor, nor take that of a decision", () => {
    const anchors = outline("## D2: a\n## D2: b\n## Same\n## Same\n## d1-2\n## !!!\n").map(([anchor]) => anchor);
    expect(anchors).toEqual(["d2", "d2-b", "same", "same-3", "d1-2", "section"]);
  });

  test("written as headings of the first level are kept below the title", () => {
    expect(outline("# Cache\n\n# Status\n\n# Context\n").map(([anchor, level]) => [anchor, level])).toEqual([
      ["status", 2],
      ["context", 2],
    ]);
  });
});

describe("a promised sentence", () => {
  const span = (text: string) => [["promise"], text];

  test("is marked in its own decision's section only", () => {
    expect(
      promises(
        "95 % of the pages are hits.\n\n### D1\n\nSo: 95 % of the pages are hits. And more.\n\n### D2\n\n95 % of the pages are hits.",
      ),
    ).toEqual([span("95 % of the pages are hits.")]);
  });

  test("is found across line breaks, narrow spaces and emphasis", () => {
    expect(promises("### D1\n\nSo 95\u202f% of the\n**pages** are hits.")).toEqual([
      span("95\u202f% of the\n"),
      span("pages"),
      span(" are hits."),
    ]);
  });

  test("is found in the block that it stands in, so that its evidence can follow", () => {
    const [, section] = render(
      "Lead.\n\n## Context\n\nA.\n\n### D1\n\nOne.\n\nSo 95 % of the\n**pages** are hits.\n\nMore.",
    ).sections;
    const body = section?.body ?? { type: "root", children: [] };
    expect(blockWith(body, "95 % of the pages are hits.")).toBe(1);
    expect(blockWith(body, "90 % of all requests end here.")).toBe(-1);
    expect(blockWith(body, "  ")).toBe(-1);
  });

  test("is found below a deeper heading of its decision, and not beyond it", () => {
    expect(promises("### D2\n\n#### Promise\n\n90 % of all requests end here.")).toEqual([
      span("90 % of all requests end here."),
    ]);
    expect(promises("### D2\n\n### Other\n\n90 % of all requests end here.")).toEqual([]);
  });
});

describe("what an author cannot do", () => {
  test.each([
    ["a script", "<script>alert(1)</script>"],
    ["a script in a section", "## A\n\ntext <script>alert(1)</script>"],
    ["an event handler", '<img src=x onerror="alert(1)">'],
    ["a frame", '<iframe src="https://example.org"></iframe>'],
    ["a style", '<p style="position:fixed">x</p>'],
    ["a class", '<span class="promise verdict">95 %</span>'],
    ["an id", '<a id="d1"></a>'],
    ["an SVG", "<svg onload=alert(1)>"],
  ])("%s is not drawn", (_, body) => {
    expect(html(body)).not.toMatch(/script|onerror|onload|iframe|style|className|"id"|svg|<(?!\/)[a-z]/);
  });

  test.each([
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "java&#x0a;script:alert(1)",
    "&#106;avascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "//example.org/x",
    "/\\example.org",
    "../../../../etc/x.md",
  ])("a link to %s is only text", (href) => {
    const links = all(`[text](<${href}>)`, "a").map(({ properties }) => properties.href);
    expect(links.filter((link) => !/^\/%5C/.test(String(link)))).toEqual([]);
    expect(html(`[text](<${href}>)`)).toContain("text");
  });

  test("a class on a code block names a language and nothing else", () => {
    const [code] = all("```promise verdict\nx\n```", "code");
    expect(code?.properties).toEqual({ className: ["language-promise"] });
  });

  test.each([
    ["marks", "*a_ ".repeat(16_384)],
    ["brackets", "![".repeat(5_000)],
    ["quotes", "> ".repeat(5_000)],
    ["lists", "1. ".repeat(5_000)],
    ["lines", "  - a\n".repeat(5_000)],
    ["size", "word ".repeat(30_000)],
  ])("a text that takes too long by its %s is refused at once", (_, body) => {
    const record = readAdr("docs/adr/0001-a.md", body);
    const began = performance.now();
    expect(() => renderAdr(record)).toThrow(/to be drawn/);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

describe("links and images", () => {
  test.each([
    ["https://example.org/a?b#c", "https://example.org/a?b#c"],
    ["mailto:a@example.org", "mailto:a@example.org"],
    ["0002-other.md", "/decisions/docs/adr/0002-other.md"],
    ["./0002-other.md#d1", "/decisions/docs/adr/0002-other.md#d1"],
    ["deeper/0003%20a.md", "/decisions/docs/adr/deeper/0003%20a.md"],
    ["../../docs/adr/0002-other.md", "/decisions/docs/adr/0002-other.md"],
    ["../elsewhere/0004-a.md", "/decisions/docs/elsewhere/0004-a.md"],
    ["/docs/adr/0002-other.md", "/decisions/docs/adr/0002-other.md"],
    ["tiers.png", "/api/v1/decisions/images/docs/adr/tiers.png"],
    ["/slos/edge-hit-rate", "/slos/edge-hit-rate"],
    ["#somewhere", "#somewhere"],
    ["#d1-at-the-edge", "#d1"],
    ["#D1-At-The-Edge", "#d1"],
  ])("%s leads to %s", (href, expected) => {
    expect(all(`[text](${href})\n\n### D1: At the edge\n`, "a").map(({ properties }) => properties.href)).toEqual([
      expected,
    ]);
  });

  test.each([
    ["[the guide](../guide.md)", "the guide (docs/guide.md)"],
    ["[README.md](README.md)", "README.md"],
    ["[the code](../../src/cache.ts#L3)", "the code (src/cache.ts)"],
    ["[`src/cache.ts`](../../src/cache.ts)", "src/cache.ts"],
    ["[the code](/src/cache.ts)", "the code (src/cache.ts)"],
  ])("%s, to a file that is no record, is words that name the file", (markdown, words) => {
    expect(all(markdown, "a")).toEqual([]);
    expect(textIn(render(markdown).lead)).toBe(words);
  });

  test("a link to a record that is not there is words that name it, and others stay", () => {
    const { lead } = render("[one](0002-one.md#d1), [two](0003-two.md), [three](https://example.org/0003-two.md)");
    const linked = withKnownRecords(lead, (path) => path === "docs/adr/0002-one.md");
    expect(textIn(linked)).toBe("one, two (docs/adr/0003-two.md), three");
    expect(elements(linked, "a").map(({ properties }) => properties.href)).toEqual([
      "/decisions/docs/adr/0002-one.md#d1",
      "https://example.org/0003-two.md",
    ]);
  });

  test.each([
    ["/decisions/%E0?x.md", "x"],
    ["/decisions/%E0.md", "x (%E0.md)"],
    ["/decisions/docs/adr/0002-one.md?at=abc", "x"],
  ])("an address that is no UTF-8, or asks for something, is read as far as it goes: %s", (href, words) => {
    const link: Element = {
      type: "element",
      tagName: "a",
      properties: { href },
      children: [{ type: "text", value: "x" }],
    };
    const linked = withKnownRecords({ type: "root", children: [link] }, (path) => path === "docs/adr/0002-one.md");
    expect(textIn(linked)).toBe(words);
  });

  test("a heading that is a decision keeps the name by which GitHub knows it", () => {
    const names = render("## D1: At the edge\n\n## Context\n\n## D2: Behind it\n\n## D2 behind it\n").sections;
    expect(names.map(({ anchor, alias }) => [anchor, alias])).toEqual([
      ["d1", "d1-at-the-edge"],
      ["context", null],
      ["d2", null],
      ["d2-behind-it", null],
    ]);
  });
});

describe("images", () => {
  const sources = (markdown: string) => all(markdown, "img").map(({ properties }) => [properties.src, properties.alt]);

  test.each([
    ["![the tiers](tiers.png)", "docs/adr/tiers.png"],
    ["![the tiers](./img/the%20tiers.svg?raw=true)", "docs/adr/img/the%20tiers.svg"],
    ["![the tiers](../../assets/tiers.webp#x)", "assets/tiers.webp"],
    ["![the tiers](/assets/tiers.webp)", "assets/tiers.webp"],
  ])("%s is served from the repository", (markdown, path) => {
    expect(sources(markdown)).toEqual([[`/api/v1/decisions/images/${path}`, "the tiers"]]);
  });

  test.each([
    ["![the tiers](https://example.org/a.png)", "the tiers (image at example.org, not loaded)"],
    ["![](http://example.org:81/a.png)", "image at example.org:81, not loaded"],
    ["![the tiers](//example.org/a.png)", "the tiers (image, not loaded)"],
    ["![the tiers](data:image/png;base64,AAAA)", "the tiers (image inside the text, not shown)"],
    ["![the tiers](javascript:alert(1))", "the tiers (image, not loaded)"],
    ["![the tiers](../../../secret.png)", "the tiers (image outside the repository, not shown)"],
    ["![the tiers](..%2f..%2f..%2fsecret.png)", "the tiers (image outside the repository, not shown)"],
  ])("%s is never loaded, and says so", (markdown, words) => {
    expect(sources(markdown)).toEqual([]);
    expect(textIn(render(markdown).lead)).toBe(words);
  });

  test("one from elsewhere is a link to it, but not within another link", () => {
    const [link, ...more] = all("[![tests](https://ci.example/badge.svg)](https://ci.example/runs)", "a");
    expect(more).toEqual([]);
    expect(link?.properties.href).toBe("https://ci.example/runs");
    expect(textIn(link as Element)).toBe("tests (image at ci.example, not loaded)");
    expect(all("![tests](https://ci.example/badge.svg)", "a")[0]?.properties.href).toBe("https://ci.example/badge.svg");
  });
});

describe("footnotes", () => {
  const body =
    "## D2: Behind it\n\nText[^a], more[^b], and again[^a].\n\n[^a]: First.\n\n[^b]: Second.\n\n    With a second paragraph.\n";

  test("are a section of their own, after all others, even where no heading ends the last one", () => {
    expect(outline(body).map(([anchor, , title]) => [anchor, title])).toEqual([
      ["d2", "Behind it"],
      ["footnotes", "Footnotes"],
    ]);
  });

  test("have ids that stand once, and every mark and way back leads to one", () => {
    const ids = ["li", "a", "sup"].flatMap((tag) => all(body, tag)).flatMap(({ properties }) => properties.id ?? []);
    expect(ids).toHaveLength(5);
    expect(new Set(ids).size).toBe(5);
    const led = all(body, "a").map(({ properties }) => String(properties.href).slice(1));
    expect(led).toHaveLength(6);
    expect(led.filter((id) => !ids.includes(id))).toEqual([]);
    expect(html(body)).not.toContain("footnote-label");
  });

  test("are no section where there are none", () => {
    expect(outline("Text.\n\n## Context\n").map(([anchor]) => anchor)).toEqual(["context"]);
  });
});

test("a block of code keeps its line breaks and the name of its language", () => {
  const [code] = all("```mermaid\nflowchart LR\n  A --> B\n```", "code");
  expect(code?.properties.className).toEqual(["language-mermaid"]);
  expect(textIn(code as Element)).toBe("flowchart LR\n  A --> B\n");
});

test("tables, task lists and footnotes are drawn, as JSON without positions", () => {
  const body = "| a |\n|---|\n| b |\n\n- [x] done\n\nText[^1].\n\n[^1]: Note.\n";
  expect(all(body, "td").map(textIn)).toEqual(["b"]);
  expect(all(body, "input")).toHaveLength(1);
  const [reference] = all(body, "a").filter(({ properties }) => properties.dataFootnoteRef !== undefined);
  const [note] = all(body, "li").filter(({ properties }) => properties.id);
  expect(reference?.properties.href).toBe(`#${note?.properties.id}`);
  expect(html(body)).not.toContain("position");
  expect(JSON.parse(html(body))).toEqual(render(body));
});
