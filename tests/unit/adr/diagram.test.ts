import { expect, test } from "vitest";
import { diagramWords, tooLargeToDraw } from "@/lib/adr/diagram";

test.each([
  ["flowchart LR\n A --> B", "Flowchart"],
  ["graph TD\n A --> B", "Flowchart"],
  ["\n  %% a comment\nsequenceDiagram\n A->>B: hi", "Sequence diagram"],
  ["stateDiagram-v2\n [*] --> A", "State diagram"],
  ["classDiagram\n class A", "Class diagram"],
  ["erDiagram\n A ||--o{ B : has", "Entity-relationship diagram"],
  ["---\ntitle: Rollout\n---\ngantt\n section A", "Gantt chart"],
  ["%%{init: {'theme': 'dark'}}%%\npie\n \"a\" : 1", "Pie chart"],
  ['C4Context\n Person(a, "A")', "C4 diagram"],
  ["mindmap\n root", "Mind map"],
  ["timeline\n 2025 : A", "Timeline"],
  ["packet-beta\n 0-7: x", "Diagram"],
  ["", "Diagram"],
])("%j is called a %s", (source, kind) => expect(diagramWords(source).kind).toBe(kind));

test("a diagram's own words are its title and description", () => {
  expect(
    diagramWords("flowchart LR\n  accTitle: Ways of a request\n  accDescr: The edge,  then Redis.\n A-->B"),
  ).toEqual({
    kind: "Flowchart",
    title: "Ways of a request",
    description: "The edge, then Redis.",
  });
  const lines = "sequenceDiagram\n accTitle: A\n accDescr {\n  Two\n  lines.\n }\n A->>B: x";
  expect(diagramWords(lines).description).toBe("Two lines.");
  expect(diagramWords('pie title Where requests end\n "a" : 1').title).toBe(null);
  expect(diagramWords('pie\n title Where requests end\n "a" : 1').title).toBe("Where requests end");
  expect(diagramWords("flowchart LR\n A-->B")).toEqual({ kind: "Flowchart", title: null, description: null });
});

test("what is too large is not tried, and says why", () => {
  expect(tooLargeToDraw("flowchart LR\n")).toBe(null);
  expect(tooLargeToDraw("A-->B;".repeat(20_000))).toBe("Its source has more than 20,000 characters.");
  expect(tooLargeToDraw("A\n".repeat(1_001))).toBe("Its source has more than 1,000 lines.");
});

test("its words are found in no time, however a source is made", () => {
  for (const part of ["---\n", "accDescr {", "accTitle:", "title ", "%% ", " \t", "\n"]) {
    const source = part.repeat(100_000 / part.length);
    const began = performance.now();
    diagramWords(source);
    expect(performance.now() - began, JSON.stringify(part)).toBeLessThan(1_000);
  }
});
