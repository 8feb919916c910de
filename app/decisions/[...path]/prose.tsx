import type { Element, Root } from "hast";
import { toJsxRuntime } from "hast-util-to-jsx-runtime";
import dynamic from "next/dynamic";
import type { ComponentProps } from "react";
import { Fragment, jsx, jsxs } from "react/jsx-runtime";
import { Scrolling } from "@/app/_parts/scrolling";
import { textIn } from "@/lib/adr/hast-text";
import { RecordImage } from "./record-image";

/** Asked for by pages that hold a diagram, and by no others. */
const Diagram = dynamic(() => import("./diagram"));

/** The record's own words. Wide tables and code scroll inside themselves. */
export function Prose({ body }: { body: Root }) {
  return toJsxRuntime(body, {
    Fragment,
    jsx,
    jsxs,
    passNode: true,
    components: { table: Table, pre: Code, input: Task, img: RecordImage },
  });
}

type WithNode = { node?: Element | undefined };

function Table({ node: _, ...props }: ComponentProps<"table"> & WithNode) {
  return (
    <Scrolling as="div" className="scroll">
      <table {...props} className="tb" />
    </Scrolling>
  );
}

/** A block of code with the language that it names; Mermaid is drawn. */
function Code({ node, ...props }: ComponentProps<"pre"> & WithNode) {
  const code = node?.children.find((child) => child.type === "element" && child.tagName === "code");
  const language = code && languageOf(code as Element);
  if (code && language === "mermaid") return <Diagram source={textIn(code)} />;
  const block = <Scrolling as="pre" {...props} />;
  if (!language) return block;
  return (
    <div className="code">
      <span className="lang">{language}</span>
      {block}
    </div>
  );
}

function languageOf({ properties: { className } }: Element): string | null {
  const names = Array.isArray(className) ? className.map(String) : [];
  return names.find((name) => name.startsWith("language-"))?.slice("language-".length) ?? null;
}

/** What is ticked in a list of tasks; it is changed in the file. */
function Task({ node: _, ...props }: ComponentProps<"input"> & WithNode) {
  return <input {...props} readOnly aria-label={props.checked ? "Done" : "Not done"} />;
}
