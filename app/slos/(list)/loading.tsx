/** Stands still and has the geometry of the list. */
export default function Loading() {
  return (
    <div className="slos" aria-busy="true">
      <p className="sr" role="status">
        Reading the SLOs
      </p>
      <span className="sk" style={{ width: 74, height: 20, margin: "5px 0" }} />
      <span className="sk" style={{ width: "min(420px, 90%)", marginTop: 8 }} />
      <span className="sk" style={{ width: "min(620px, 90%)", marginTop: 26 }} />
      <span className="sk" style={{ width: "min(560px, 70%)", height: 30, marginTop: 20 }} />
      <span className="sk" style={{ width: "100%", height: 6, margin: "16px 0 46px" }} />
      <div className="panel" style={{ padding: "0 14px" }}>
        {Array.from({ length: 16 }, (_, i) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move.
            key={i}
            style={{
              display: "grid",
              gridTemplateColumns: "84px 1fr 64px 96px",
              gap: 24,
              alignItems: "center",
              height: 36,
              borderTop: i === 0 ? 0 : "1px solid var(--line)",
            }}
          >
            <span className="sk" />
            <span className="sk" style={{ width: `${[62, 48, 71, 40, 55][i % 5]}%` }} />
            <span className="sk" />
            <span className="sk" />
          </div>
        ))}
      </div>
    </div>
  );
}
