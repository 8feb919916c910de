import type { ElementContent, Nodes, Root, Text } from "hast";

/** The words of a piece of the document, as a reader sees them. */
export function textIn(node: Nodes): string {
  if (node.type === "text") return node.value;
  return "children" in node ? node.children.map(textIn).join("") : "";
}

export function textNodesIn(node: Nodes): Text[] {
  if (node.type === "text") return [node];
  return "children" in node ? node.children.flatMap(textNodesIn) : [];
}

export function rootOf(children: Root["children"]): Root {
  return { type: "root", children };
}

/** A copy in which `change` has replaced nodes, from the leaves up. */
export function mapChildren<Parent extends Extract<Nodes, { children: unknown }>>(
  parent: Parent,
  change: (node: ElementContent) => ElementContent[],
): Parent {
  const children = (parent.children as ElementContent[]).flatMap((child) =>
    change(child.type === "element" ? mapChildren(child, change) : child),
  );
  return { ...parent, children };
}
