/** Stands still and has the geometry of a head and a list of rows. */
export function Skeleton({ rows = 8, row = 62, label }: { rows?: number; row?: number; label: string }) {
  return (
    <div aria-busy="true">
      <p className="sr" role="status">
        {label}
      </p>
      <span className="sk" style={{ width: 260, height: 20, margin: "5px 0" }} />
      <span className="sk" style={{ width: "min(560px, 90%)", marginTop: 18 }} />
      <span className="sk" style={{ width: 220, marginTop: 14 }} />
      <div className="panel" style={{ marginTop: 26, padding: "0 18px" }}>
        {Array.from({ length: rows }, (_, i) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move.
            key={i}
            style={{
              display: "grid",
              gridTemplateColumns: "1fr 64px 44px",
              gap: 24,
              alignItems: "center",
              height: row,
              borderTop: i === 0 ? 0 : "1px solid var(--line)",
            }}
          >
            <span className="sk" style={{ width: `${[62, 48, 71, 40, 55][i % 5]}%` }} />
            <span className="sk" />
            <span className="sk" />
          </div>
        ))}
      </div>
    </div>
  );
}
