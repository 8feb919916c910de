import type { Root } from "hast";
import { toJsxRuntime } from "hast-util-to-jsx-runtime";
import type { ComponentProps } from "react";
import { Fragment, jsx, jsxs } from "react/jsx-runtime";

/** The record's own words. Wide tables scroll inside themselves. */
export function Prose({ body }: { body: Root }) {
  return toJsxRuntime(body, { Fragment, jsx, jsxs, components: { table: Table } });
}

function Table(props: ComponentProps<"table">) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <div className="scroll" tabIndex={0}>
      <table {...props} className="tb" />
    </div>
  );
}
