export type KeyFigure = { label: string; value: string; note: string; bad?: boolean };

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
          </dd>
        </div>
      ))}
    </dl>
  );
}
