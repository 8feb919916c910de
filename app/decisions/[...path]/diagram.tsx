"use client";
import { useRef } from "react";
import { Icon } from "@/app/_parts/icons";
import { Scrolling } from "@/app/_parts/scrolling";
import { diagramWords } from "@/lib/adr/diagram";
import { type Drawn, useDrawing } from "./use-drawing";
import "./diagram.css";

/** As much smaller as its text stays readable; beyond that it scrolls in its own box. */
const LEAST = 0.85;

/** A Mermaid diagram as a picture, its source one press away; where it cannot be drawn, the source and why. */
export default function Diagram({ source }: { source: string }) {
  const figure = useRef<HTMLElement>(null);
  const drawn = useDrawing(source, figure);
  const { kind, title, description } = diagramWords(source);
  const name = title === null ? kind : `${kind}: ${title}`;
  const label = `${name}. ${description ?? "Its source follows."}`;
  const refused = drawn !== null && "refused" in drawn.drawing ? drawn.drawing.refused : null;
  return (
    <figure className="diagram" ref={figure} aria-label={name} aria-busy={drawn === null}>
      {drawn === null && (
        <div className="wait noprint">
          <span className="sr">{name} is being drawn.</span>
        </div>
      )}
      {refused !== null && (
        <div className="no">
          <Icon name="warning" />
          <p>
            <b>This diagram could not be drawn.</b> Its source is shown instead.
          </p>
          <Scrolling as="pre">{refused}</Scrolling>
        </div>
      )}
      {drawn !== null && refused === null && (
        <Scrolling as="div" className="box">
          <Picture drawn={drawn} label={label} />
        </Scrolling>
      )}
      {description !== null && <figcaption>{description}</figcaption>}
      <details key={String(refused !== null)} open={refused !== null}>
        <summary>Show source</summary>
        <Source text={source} />
      </details>
      {drawn === null && (
        <div className="paper">
          <Source text={source} />
        </div>
      )}
    </figure>
  );
}

function Picture({ drawn: { drawing, dark }, label }: { drawn: Drawn; label: string }) {
  if ("refused" in drawing) return null;
  const { svg, width, height } = drawing;
  return (
    // biome-ignore lint/performance/noImgElement: the picture is in the address, and there is nothing to optimise.
    <img
      className={dark ? "dark" : undefined}
      src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`}
      alt={label}
      width={width}
      height={height}
      style={{ width: `clamp(${Math.round(width * LEAST)}px, 100%, ${width}px)` }}
    />
  );
}

function Source({ text }: { text: string }) {
  return (
    <Scrolling as="pre">
      <code>{text}</code>
    </Scrolling>
  );
}
