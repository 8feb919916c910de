/** Finite bucket edges of the simulated histogram, s. */
export const edges = [0.05, 0.1, 0.2, 0.5, 1];
export const scrapeSeconds = 15;
