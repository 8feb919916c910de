/** The weight at the end of the plumb line. */
export function Bob({ width = 9 }: { width?: number }) {
  return (
    <svg className="bob" width={width} height={width * 1.8} viewBox="0 0 9 16" aria-hidden="true">
      <path d="M3,0H6V2.2L9,4.4L4.5,16L0,4.4L3,2.2Z" fill="currentColor" />
    </svg>
  );
}
