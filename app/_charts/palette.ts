import type { PatternObject } from "zrender/lib/graphic/Pattern.js";

/** What a canvas needs resolved, because it knows no CSS variables. */
export type Palette = {
  ink: string;
  ink2: string;
  ink3: string;
  line: string;
  line2: string;
  chalk: string;
  breach: string;
  risk: string;
  surface: string;
  sans: string;
  hatch: Fill;
  dots: Fill;
};

export type Fill = string | PatternObject;

/** What an option is drawn for. */
export type Sheet = { palette: Palette; narrow: boolean };
