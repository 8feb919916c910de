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

/** A colour, or a tile that repeats. */
export type Fill = string | { image: HTMLCanvasElement; repeat: "repeat"; scaleX: number; scaleY: number };

/** What an option is drawn for. */
export type Sheet = { palette: Palette; narrow: boolean };
