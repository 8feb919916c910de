const PATHS = {
  document: "M4 2h5.5L12.5 5v9H4zM9.5 2v3h3M6 8.5h4.5M6 11h4.5",
  commit: "M8 10.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 8h4M10.5 8h4",
  clock: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.8V8l2.2 1.5",
  warning: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 5v3.6M8 10.9v.1",
  chevron: "M6.5 5L9.5 8l-3 3",
  down: "M5.5 6.5L8 9l2.5-2.5",
  search: "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.5 10.5L14 14",
  system: "M8 2.5v11a5.5 5.5 0 0 0 0-11zM8 13.5a5.5 5.5 0 0 1 0-11",
  sun: "M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9",
  moon: "M13 9.6A5.5 5.5 0 0 1 6.4 3 5.5 5.5 0 1 0 13 9.6z",
  book: "M8 4C6.5 2.8 4.5 2.6 2.5 3v9.5c2-.4 4-.2 5.5 1 1.5-1.2 3.5-1.4 5.5-1V3c-2-.4-4-.2-5.5 1zM8 4v9.5",
  out: "M6.5 3.5H3.5v9h9v-3M9.5 2.5h4v4M13.5 2.5L8 8",
  lock: "M4 7.5h8v6H4zM5.5 7.5V5.2a2.5 2.5 0 0 1 5 0v2.3",
  pin: "M8 14.5V9.5M4.5 9.5h7l-1-2.5V3h-5v4z",
  differs: "M3 6h10M3 10h10M10.5 2.5l-5 11",
  up: "M8 13V3.5M4.5 7L8 3.5 11.5 7",
  sink: "M8 3v9.5M4.5 9L8 12.5 11.5 9",
  check: "M3 8.5L6.5 12 13 4.5",
  flag: "M4 14.5V2.5M4 3h8l-2 3 2 3H4",
  bolt: "M9 1.5L3.5 9H8l-1 5.5L12.5 7H8z",
  calendar: "M2.5 4h11v9.5h-11zM2.5 7h11M5.5 2v3M10.5 2v3",
  copy: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
  plus: "M8 3v10M3 8h10",
  filter: "M2.5 4.5h11M4.5 8h7M6.5 11.5h3",
  bell: "M4 11.5V7a4 4 0 0 1 8 0v4.5zM2.5 11.5h11M6.8 13.8a1.3 1.3 0 0 0 2.4 0",
  "bell-off": "M4 11.5V7a4 4 0 0 1 8 0v4.5zM2.5 11.5h11M6.8 13.8a1.3 1.3 0 0 0 2.4 0M2.5 2.5l11 11",
  note: "M3 2.5h10v11H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h3",
  undo: "M3 6h6.5a3.5 3.5 0 0 1 0 7H6M3 6l3-3M3 6l3 3",
  cross: "M4.5 4.5l7 7M11.5 4.5l-7 7",
} as const;

/** Line icons on a 16 px grid; always beside a word or inside a named control. */
export function Icon({ name, size = 14 }: { name: keyof typeof PATHS; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
