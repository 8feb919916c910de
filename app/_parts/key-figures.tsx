import { observed } from "./coverage";

export type KeyFigure = {
  label: string;
  value: string;
  note: string;
  /** Observed share of the minutes that the figure is of; left out where it is no measured figure. */
  coverage?: number | null;
  bad?: boolean;
};

/** Five or six figures between two hairlines. */
export function KeyFigures({ figures }: { figures: KeyFigure[] }) {
  return (
    <dl className="figs" data-count={figures.length}>
      {figures.map((figure) => (
        <div key={figure.label}>
          <dt>{figure.label}</dt>
          <dd className={figure.bad ? "bad" : undefined}>
            {figure.value}
            <small>{figure.note}</small>
            {figure.coverage !== undefined && <small>{observed(figure.coverage)}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
