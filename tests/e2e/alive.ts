import type { Page } from "@playwright/test";

/** Waits until React has taken over what the server painted: before that nobody hears a key. */
export async function alive(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const heading = document.querySelector("main h1");
    return heading !== null && Object.keys(heading).some((name) => name.startsWith("__reactFiber$"));
  });
}
