/** The fill that drawings share: violet dots, "not observed". */
export function Patterns() {
  return (
    <svg width="0" height="0" style={{ position: "absolute" }} aria-hidden="true">
      <defs>
        <pattern id="dots" width="5" height="5" patternUnits="userSpaceOnUse">
          <circle cx="1.5" cy="1.5" r=".9" fill="var(--unknown)" fillOpacity=".55" />
        </pattern>
      </defs>
    </svg>
  );
}
