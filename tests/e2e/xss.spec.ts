import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { routesIn } from "../integration/security/routes";
import { type OwnStart, ownStart } from "./own-start";
import { type Payload, payloads } from "./xss-payloads";
import { fillDatabase, writeFiles } from "./xss-world";

const PORT = Number(process.env.E2E_PORT) + 5;
const FILE_NAMES_SHOWN = 3;

let folder: string;
let canary: Server;
let app: OwnStart | undefined;
let all: Payload[];
/** What a payload managed to do. */
const done = { ran: new Set<number>(), asked: [] as string[], dialogs: [] as string[], broken: [] as string[] };

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "plumbline-xss-"));
  canary = createServer((request, response) => {
    if (request.url === "/raw") return response.setHeader("content-type", "text/html; charset=utf-8").end(rawPage());
    done.asked.push(request.url ?? "");
    return response.end();
  });
  await new Promise<void>((ready) => canary.listen(0, "127.0.0.1", ready));
  all = payloads(`http://127.0.0.1:${(canary.address() as AddressInfo).port}`);
});
test.afterEach(async () => {
  await app?.stop();
  canary.closeAllConnections();
  canary.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Every vector as somebody would show it who neither escapes nor has a policy. */
function rawPage(): string {
  const frames = all
    .slice(0, all.length / 15)
    .map(({ text }) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;"));
  return `<!DOCTYPE html><body>${frames.map((text) => `<iframe srcdoc="${text}"></iframe>`).join("")}`;
}

async function watched(context: BrowserContext): Promise<Page> {
  await context.exposeFunction("__xss", (id: number) => void done.ran.add(id));
  await context.exposeFunction("policyBroken", (what: string) => void done.broken.push(what));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, documentURI }) =>
      (window as unknown as { policyBroken(what: string): void }).policyBroken(
        `${documentURI}: ${effectiveDirective} refused ${blockedURI}`,
      ),
    );
  });
  const page = await context.newPage();
  page.on("dialog", (dialog) => {
    done.dialogs.push(dialog.message());
    return dialog.dismiss();
  });
  return page;
}

/** What of a page could run or lead to what runs, and the marks of the payloads that it shows. */
const lookInto = (page: Page) =>
  page.evaluate(() => {
    const elements = [...document.querySelectorAll("*")];
    const schemes = ["http:", "https:", "mailto:"];
    const addresses = elements.flatMap((element) =>
      ["href", "src", "action", "formaction", "data", "poster", "xlink:href"].flatMap((name) => {
        const value = element.getAttribute(name);
        return value === null ? [] : [{ name: `${element.localName} ${name}`, value }];
      }),
    );
    const faults = [
      ...elements.flatMap((element) =>
        [...element.attributes]
          .filter(({ name }) => /^on|^srcdoc$/i.test(name))
          .map(({ name }) => `${element.localName} ${name}`),
      ),
      ...addresses
        .filter(({ value }) => !schemes.includes(new URL(value, document.baseURI).protocol))
        .map(({ name, value }) => `${name}=${value}`),
      ...elements
        .filter(({ localName }) => /^(iframe|object|embed|base|portal|frameset|audio|video|image)$/.test(localName))
        .map(({ localName }) => localName),
      ...[...document.scripts]
        .filter(({ nonce, src }) => !nonce && !src.startsWith(`${location.origin}/_next/`))
        .map(() => "script"),
    ];
    const text = [...document.querySelectorAll("main, .notices")].map((each) => each.textContent).join(" ");
    return { faults, marks: [...new Set(text.match(/\b[a-z]\d+(?=[:-])/g) ?? [])] };
  });

test("no payload runs, whatever stored text it stands in", async ({ browser }) => {
  test.setTimeout(180_000);
  expect(all.length).toBeGreaterThanOrEqual(2_000);
  const records = writeFiles(folder, all);
  const dataDir = join(folder, "data");
  app = await ownStart(PORT, {
    DATA_DIR: dataDir,
    PROMETHEUS_URL: "http://127.0.0.1:9",
    SLO_DIR: join(folder, "slos"),
    ADR_DIR: join(folder, "adr"),
    ANONYMOUS_READ: "on",
  });
  const token = fillDatabase(dataDir, all);
  const context = await browser.newContext({ extraHTTPHeaders: { authorization: `Bearer ${token}` } });
  const page = await watched(context);
  const addresses = [
    ...routesIn("app").flatMap((route) => (/^PAGE \/[^[]*$/.test(route) ? [route.slice("PAGE ".length)] : [])),
    ...Array.from({ length: 14 }, (_, i) => `/slos/slo-${i}?range=24h`),
    ...routesIn("app").flatMap((route) =>
      /^PAGE \/slos\/\[id\]\/./.test(route) ? [route.slice(5).replace("[id]", "slo-1")] : [],
    ),
    "/breaches/1",
    ...records
      .filter((record, i) => /-record\.md$/.test(record) || i > records.length - FILE_NAMES_SHOWN)
      .map((record) => `/decisions/${record.split("/").map(encodeURIComponent).join("/")}`),
  ];
  const shown = new Set<string>();
  const faults: string[] = [];
  const began = Date.now();
  for (const address of addresses) {
    const answer = await page.goto(app.url + address);
    expect(answer?.status(), address).toBe(200);
    await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
    const seen = await lookInto(page);
    faults.push(...seen.faults.map((fault) => `${address}: ${fault}`));
    for (const mark of seen.marks) shown.add(mark);
  }
  const kinds = new Map<string, number>();
  for (const mark of shown) kinds.set(mark[0] ?? "", (kinds.get(mark[0] ?? "") ?? 0) + 1);
  console.log(
    `${all.length} payloads, ${shown.size} times shown on ${addresses.length} pages in ${Date.now() - began} ms:`,
    Object.fromEntries(kinds),
  );
  expect(faults).toEqual([]);
  expect(done).toEqual({ ran: new Set(), asked: [], dialogs: [], broken: [] });
  // They were there: in bodies, headings, titles, promised sentences, names, descriptions, file names and problems.
  expect(kinds.get("b")).toBeGreaterThan(all.length * 0.98);
  for (const kind of ["h", "t", "m", "n", "s", "f"]) expect(kinds.get(kind), kind).toBeGreaterThan(4);

  // Shown by somebody who neither escapes nor has a policy, they run: what looks for them sees them.
  await page.goto(`http://127.0.0.1:${(canary.address() as AddressInfo).port}/raw`);
  await expect.poll(() => done.ran.size).toBeGreaterThan(60);
  await expect.poll(() => done.asked.length).toBeGreaterThan(3);
  await context.close();
});
