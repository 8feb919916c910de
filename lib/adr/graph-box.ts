/** One record in the drawing, in pixels. Apart from the layout, so that no browser is sent the library that computes it. */
export const BOX = { width: 208, height: 52 };
